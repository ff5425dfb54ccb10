using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using KetamineOutcomes.Columns;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Properties;

/// <summary>Columns say of every row what the scalar reader says of that form: whatever stands there, however the table lies in memory, with any number of threads.</summary>
[SuppressMessage("Security", "CA5394", Justification = "Rows for tests, the same in each run.")]
public sealed class ColumnLaws
{
    // More than two blocks of 512, and not a whole number of them, nor of vectors.
    private const int Rows = 1129;
    private const byte MissingByte = 255;
    private const short MissingShort = -999;
    private const byte LeftOutByte = 254;
    private const short LeftOutShort = -998;

    private static readonly IReadOnlyList<Instrument> All = [.. TestDefinitions.AllInstruments];

    public static TheoryData<string, string, string> Policies => new(All.SelectMany(instrument => instrument.Scales
        .Where(scale => scale.Readers.Contains("columns", StringComparer.Ordinal))
        .SelectMany(scale => scale.MissingPolicies.Select(policy => (instrument.Id, scale.Id, policy.Name)))));

    public static TheoryData<string, string> OtherScales => new(All.SelectMany(instrument => instrument.Scales
        .Where(scale => !scale.Readers.Contains("columns", StringComparer.Ordinal))
        .Select(scale => (instrument.Id, scale.Id))));

    [Theory]
    [MemberData(nameof(Policies))]
    public void Columns_say_what_the_scalar_reader_says(string instrumentId, string scaleId, string policy)
    {
        var instrument = All.Single(one => one.Id == instrumentId);
        var scorer = ColumnScorer.Compile(instrument, scaleId, new ColumnOptions { MissingPolicy = policy }).GetValueOrThrow();
        var drawn = Draw(instrument, scorer, Seed(instrumentId + scaleId + policy));
        var expected = drawn.Select(row => Expect(instrument, scorer, row)).ToList();

        foreach (var (name, results) in Ways(instrument, scorer, drawn))
        {
            for (var row = 0; row < Rows; row++)
            {
                results[row].Should().Be(expected[row], "{0}, row {1}: {2}", name, row, string.Join(' ', drawn[row]));
            }
        }

        expected.Select(row => row.Status).Distinct().Should().Contain([ColumnStatus.Scored, ColumnStatus.Incomplete, ColumnStatus.Invalid], "else little would have been compared");
    }

    /// <summary>What else is asked for chooses other steps and narrower lanes, and the number of rows where blocks, vectors and tiles end: the answers stay.</summary>
    [Theory]
    [MemberData(nameof(Policies))]
    public void What_is_asked_for_and_how_many_rows_there_are_changes_no_answer(string instrumentId, string scaleId, string policy)
    {
        var instrument = All.Single(one => one.Id == instrumentId);
        var scorer = ColumnScorer.Compile(instrument, scaleId, new ColumnOptions { MissingPolicy = policy }).GetValueOrThrow();
        var drawn = Draw(instrument, scorer, Seed(policy + instrumentId + scaleId));
        var expected = drawn.Select(row => Expect(instrument, scorer, row)).ToList();
        var items = instrument.Items.Count;
        var shorts = drawn.SelectMany(row => row.Select(answer => answer ?? MissingShort)).ToArray();
        var bytes = drawn.SelectMany(row => row.Select(ToByte)).ToArray();
        void Run(int rows, ColumnResults results)
        {
            // Of just that length: what lies behind the last row is not there.
            if (scorer.RequiresShort)
            {
                scorer.Score(AnswerTable<short>.FromRows(shorts.AsSpan(0, rows * items).ToArray(), items, MissingShort, LeftOutShort), results);
            }
            else
            {
                scorer.Score(AnswerTable<byte>.FromRows(bytes.AsSpan(0, rows * items).ToArray(), items, MissingByte, LeftOutByte), results);
            }
        }

        foreach (var rows in new[] { 1, 2, 7, 15, 16, 17, 31, 32, 33, 48, 511, 512, 513, 1023, 1024, 1025, Rows })
        {
            var status = new ColumnStatus[rows];
            var scores = new int[rows];
            var severities = new byte[rows];
            Run(rows, new ColumnResults { Status = status });
            Run(rows, new ColumnResults { Scores = scores });
            Run(rows, new ColumnResults { Severities = severities });

            status.Should().Equal(expected.Take(rows).Select(row => row.Status));
            scores.Should().Equal(expected.Take(rows).Select(row => row.Score));
            severities.Should().Equal(expected.Take(rows).Select(row => row.Severity));
            if (scorer.FitsShort)
            {
                var both = new short[rows];
                Run(rows, new ColumnResults { Status = new ColumnStatus[rows], ShortScores = both });
                both.Should().Equal(expected.Take(rows).Select(row => (short)row.Score));
            }
        }
    }

    [Theory]
    [MemberData(nameof(OtherScales))]
    public void A_scale_that_does_not_list_columns_is_refused(string instrumentId, string scaleId) =>
        ColumnScorer.Compile(All.Single(one => one.Id == instrumentId), scaleId).Issues.Select(issue => issue.Code).Should().Equal(ColumnCodes.ReaderNotDeclared);

    private static IEnumerable<(string Name, Row[] Results)> Ways(Instrument instrument, ColumnScorer scorer, short?[][] drawn)
    {
        var items = instrument.Items.Count;
        short Short(short? answer) => answer ?? MissingShort;
        var columns = Enumerable.Range(0, items).Select(item => (ReadOnlyMemory<short>)drawn.Select(row => Short(row[item])).ToArray()).ToList();
        yield return ("shorts by columns", Score(scorer, results => scorer.Score(AnswerTable<short>.FromColumns(columns, Rows, MissingShort, LeftOutShort), results)));
        yield return ("shorts by rows, three threads", Score(scorer, results =>
            scorer.Score(AnswerTable<short>.FromRows(drawn.SelectMany(row => row.Select(Short)).ToArray(), items, MissingShort, LeftOutShort), results, threads: 3)));

        // No code for missing: a bitmap says it, and what stands below is anything.
        var bitmaps = Enumerable.Range(0, items).Select(item => (ReadOnlyMemory<byte>)Bits(drawn, item)).ToList();
        var below = Enumerable.Range(0, items).Select(item => (ReadOnlyMemory<short>)drawn.Select((row, i) => row[item] ?? (short)(i % 3)).ToArray()).ToList();
        yield return ("shorts with bitmaps", Score(scorer, results => scorer.Score(AnswerTable<short>.FromColumns(below, Rows, missing: null, LeftOutShort, bitmaps), results)));
        if (scorer.RequiresShort)
        {
            yield break;
        }

        var bytes = Enumerable.Range(0, items).Select(item => (ReadOnlyMemory<byte>)drawn.Select(row => ToByte(row[item])).ToArray()).ToList();
        yield return ("bytes by columns", Score(scorer, results => scorer.Score(AnswerTable<byte>.FromColumns(bytes, Rows, MissingByte, LeftOutByte), results)));
        yield return ("bytes by rows", Score(scorer, results =>
            scorer.Score(AnswerTable<byte>.FromRows(drawn.SelectMany(row => row.Select(ToByte)).ToArray(), items, MissingByte, LeftOutByte), results)));
    }

    private static byte ToByte(short? answer) => answer switch
    {
        null => MissingByte,
        LeftOutShort => LeftOutByte,
        < 0 or > 250 => 253,
        { } number => (byte)number,
    };

    private static byte[] Bits(short?[][] drawn, int item)
    {
        var bits = new byte[(Rows + 7) / 8];
        for (var row = 0; row < Rows; row++)
        {
            if (drawn[row][item] is not null)
            {
                bits[row / 8] |= (byte)(1 << (row % 8));
            }
        }

        return bits;
    }

    private static Row[] Score(ColumnScorer scorer, Action<ColumnResults> score)
    {
        var status = new ColumnStatus[Rows];
        var scores = new int[Rows];
        var shorts = new short[Rows];
        var severities = new byte[Rows];
        var alerts = scorer.Alerts.Select(_ => new ColumnAlert[Rows]).ToList();
        var levels = scorer.Alerts.Select(_ => new byte[Rows]).ToList();
        score(new ColumnResults
        {
            Status = status,
            Scores = scores,
            ShortScores = scorer.FitsShort ? shorts : default,
            Severities = severities,
            Alerts = [.. alerts.Select(column => column.AsMemory())],
            AlertLevels = [.. levels.Select(column => column.AsMemory())],
        });
        if (scorer.FitsShort)
        {
            shorts.Select(number => (int)number).Should().Equal(scores);
        }

        return [.. Enumerable.Range(0, Rows).Select(row => new Row(
            status[row],
            scores[row],
            severities[row],
            alerts.Select((column, i) => (column[row], (int)levels[i][row])).ToEquatableArray()))];
    }

    private static Row Expect(Instrument instrument, ColumnScorer scorer, short?[] row)
    {
        var answers = AnswerSet.Create(row.Select((answer, i) => KeyValuePair.Create(instrument.Items[i].Id, answer switch
        {
            null => Answer.Missing,
            LeftOutShort => Answer.NotApplicable,
            { } number => Answer.Number(number),
        })));
        var score = instrument.Score(scorer.Scale.Id, answers, new ScoringOptions { MissingPolicy = scorer.MissingPolicy.Name });
        var status = score.Match(_ => ColumnStatus.Scored, _ => ColumnStatus.Prorated, _ => ColumnStatus.Incomplete, _ => ColumnStatus.Invalid);
        var value = score.Value switch
        {
            null => ColumnScorer.NoScore,
            ScoreValue.Number number => (int)(number.Rounded * (decimal)BigInteger.Pow(10, number.Decimals)),
            ScoreValue.Flag flag => flag.IsMet ? 1 : 0,
            ScoreValue.Category category => (int)category.Rank.Numerator,
            ScoreValue.Profile profile => int.Parse(profile.Digits, CultureInfo.InvariantCulture),
            _ => throw new InvalidOperationException(),
        };
        var severity = score.Severity is { } found ? (byte)scorer.Severities.ToList().FindIndex(band => band.Id == found.Band) : ColumnScorer.NoSeverity;
        var alerts = score.Alerts.Select((alert, i) => (
            alert.Status switch
            {
                AlertStatus.Raised => ColumnAlert.Raised,
                AlertStatus.Clear => ColumnAlert.Clear,
                _ => ColumnAlert.NotAssessed,
            },
            scorer.Alerts[i].Levels.ToList().FindIndex(level => level.Id == alert.Level) + 1)).ToEquatableArray();
        return new Row(status, value, severity, alerts);
    }

    /// <summary>Rows of all kinds: complete, with few and many gaps, with answers that are none of the item's.</summary>
    private static short?[][] Draw(Instrument instrument, ColumnScorer scorer, int seed)
    {
        var random = new Random(seed);
        var values = instrument.Items.Select(item => Forms.Values(item).Where(value => value.IsInteger).Select(value => (short)value.Numerator).ToArray()).ToList();
        return [.. Enumerable.Range(0, Rows).Select(_ =>
        {
            var gaps = random.Next(4) switch { 0 => 0, 1 => 0.08, 2 => 0.3, _ => 0.7 };
            var odd = random.Next(4) == 0 ? 0.05 : 0;
            var low = random.Next(3) == 0;
            return values.Select((legal, i) =>
            {
                var item = instrument.Items[i];
                if (legal.Length == 0 || random.NextDouble() < gaps)
                {
                    return item.NotRated.IsEmpty || random.Next(2) == 0 ? (short?)null : (short)item.NotRated[random.Next(item.NotRated.Count)].Numerator;
                }

                if (item.AllowsNotApplicable ? random.NextDouble() < 0.15 : random.NextDouble() < odd / 5)
                {
                    return LeftOutShort;
                }

                if (random.NextDouble() < odd)
                {
                    // 253 is what a byte that is nobody's answer becomes, so that both tables say the same.
                    return scorer.RequiresShort || legal[^1] > 250 ? (short)random.Next(-3, 2000) : (short)random.Next(legal[^1] + 1, 252);
                }

                return legal[random.Next(low ? Math.Min(2, legal.Length) : legal.Length)];
            }).ToArray();
        })];
    }

    /// <summary>The same on every run and machine, as the hash of a text is not.</summary>
    private static int Seed(string text) => text.Aggregate(17, (all, letter) => unchecked((all * 31) + letter)) & int.MaxValue;

    private sealed record Row(ColumnStatus Status, int Score, byte Severity, EquatableArray<(ColumnAlert Alert, int Level)> Alerts);
}
