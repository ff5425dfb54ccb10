using System.Diagnostics;
using System.Globalization;
using System.Text;
using KetamineOutcomes.Columns;
using KetamineOutcomes.Export.Sql;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Benchmarks;

/// <summary>The library's side of <c>report.sh</c>'s peers: made-up PHQ-9 forms in memory through the scalar reader and by columns, and the files from which the others get the same forms and are held against the same answers.</summary>
/// <remarks>
/// The folder gets <c>answers.bin</c> (a byte an answer, item behind item, -1 for none), <c>forms.csv</c> (the same as text, empty for none), <c>codes.bin</c> (statuses, then scores, then severities, a byte each) and
/// <c>expected.csv</c> (the same in words), and <c>statement.sql</c>. All answers are the scalar reader's. Columns are compared with it row by row before any time is written.
/// </remarks>
internal static class PeerRows
{
    private const string Table = "peers";

    public static int Run(int rows, string folder)
    {
        var instrument = Instruments.Instruments.Phq9;
        var answers = MadeUpForms.Make(rows);
        var threads = Environment.ProcessorCount;
        var expected = new Codes(rows);

        // For the compiler, on the first forms.
        WarmUp(() => ScoreForms(instrument, answers, expected, 0, Math.Min(rows, 1000)));
        var some = rows / 5;
        var clock = Stopwatch.StartNew();
        ScoreForms(instrument, answers, expected, 0, some);
        var results = new List<Measurement> { new(Table, "scalar", 1, some, clock.Elapsed.TotalSeconds) };
        clock.Restart();
        Parallel.For(0, threads, part => ScoreForms(instrument, answers, expected, (int)((long)rows * part / threads), (int)((long)rows * (part + 1) / threads)));
        if (threads > 1)
        {
            results.Add(new(Table, "scalar", threads, rows, clock.Elapsed.TotalSeconds));
        }

        var codes = new Codes(rows);
        var scorer = ColumnScorer.Compile(instrument).GetValueOrThrow();
        var cells = Array.ConvertAll(answers, answer => unchecked((byte)answer));
        var columns = Turn(cells, rows);
        var missing = unchecked((byte)MadeUpForms.Missing);
        var byColumns = AnswerTable<byte>.FromColumns([.. columns.Select(column => (ReadOnlyMemory<byte>)column)], rows, missing);
        var byRows = AnswerTable<byte>.FromRows(cells, MadeUpForms.Items, missing);
        foreach (var (table, subject) in new[] { (byColumns, "columns"), (byRows, "columns by rows") })
        {
            var few = Math.Min(rows, 50_000);
            var start = ReferenceEquals(table, byRows)
                ? AnswerTable<byte>.FromRows(cells.AsMemory(0, few * MadeUpForms.Items), MadeUpForms.Items, missing)
                : AnswerTable<byte>.FromColumns([.. columns.Select(column => (ReadOnlyMemory<byte>)column)], few, missing);
            WarmUp(() => scorer.Score(start, codes.Results));
            foreach (var count in threads > 1 ? new[] { 1, threads } : [1])
            {
                codes.Clear();
                scorer.Score(table, codes.Results, count);
                if (!codes.IsSame(expected))
                {
                    Console.Error.WriteLine($"{subject} and the scalar reader differ.");
                    return 1;
                }

                results.Add(new(Table, subject, count, rows, Rounds.Best(() => scorer.Score(table, codes.Results, count))));
            }
        }

        Grow(scorer, instrument, answers, columns, missing, results, rows);
        Measurement.Append(folder, results);
        Write(folder, columns, expected, scorer, rows);
        File.WriteAllText(Path.Combine(folder, "statement.sql"), SqlExport.WriteScale(instrument, instrument.MainScale, new SqlOptions { Dialect = SqlDialect.DuckDb }).GetTextOrThrow());
        return 0;
    }

    /// <summary>Many short calls with pauses: the compiler counts calls, and works while nothing new is called.</summary>
    private static void WarmUp(Action work)
    {
        for (var pause = 0; pause < 4; pause++)
        {
            for (var call = 0; call < 40; call++)
            {
                work();
            }

            Thread.Sleep(200);
        }
    }

    /// <summary>How the time grows with the rows, by columns and in the scalar reader.</summary>
    private static void Grow(ColumnScorer scorer, Instrument instrument, sbyte[] answers, byte[][] columns, byte missing, List<Measurement> results, int rows)
    {
        for (var count = rows / 81; count <= rows; count *= 3)
        {
            var table = AnswerTable<byte>.FromColumns([.. columns.Select(column => (ReadOnlyMemory<byte>)column)], count, missing);
            var codes = new Codes(count);
            results.Add(new("rows-columns", "rows", 1, count, Rounds.Best(() => scorer.Score(table, codes.Results))));
        }

        for (var count = rows / 1000; count <= rows / 10; count *= 3)
        {
            var codes = new Codes(count);
            results.Add(new("rows-scalar", "rows", 1, count, Rounds.Best(() => ScoreForms(instrument, answers, codes, 0, count), 5, 1)));
        }
    }

    private static void ScoreForms(Instrument instrument, sbyte[] answers, Codes codes, int from, int to)
    {
        var bands = instrument.MainScale.DefaultBandSet!.Bands;
        var given = new (string, int)[MadeUpForms.Items];
        for (var row = from; row < to; row++)
        {
            var score = instrument.Score(MadeUpForms.Form(answers, row, given));
            codes.Status[row] = score switch
            {
                Score.Scored => ColumnStatus.Scored,
                Score.Prorated => ColumnStatus.Prorated,
                Score.Incomplete => ColumnStatus.Incomplete,
                _ => ColumnStatus.Invalid,
            };
            codes.Scores[row] = score.TryGetValue(out var value) ? (short)value : ColumnScorer.NoScore;
            codes.Severities[row] = ColumnScorer.NoSeverity;
            for (var band = 0; score.Severity is { } severity && band < bands.Count; band++)
            {
                if (string.Equals(bands[band].Id, severity.Band, StringComparison.Ordinal))
                {
                    codes.Severities[row] = (byte)band;
                }
            }
        }
    }

    private static byte[][] Turn(byte[] cells, int rows)
    {
        var columns = Enumerable.Range(0, MadeUpForms.Items).Select(_ => new byte[rows]).ToArray();
        for (var row = 0; row < rows; row++)
        {
            for (var item = 0; item < MadeUpForms.Items; item++)
            {
                columns[item][row] = cells[(row * MadeUpForms.Items) + item];
            }
        }

        return columns;
    }

    private static void Write(string folder, byte[][] columns, Codes expected, ColumnScorer scorer, int rows)
    {
        using (var binary = File.Create(Path.Combine(folder, "answers.bin")))
        {
            foreach (var column in columns)
            {
                binary.Write(column);
            }
        }

        using (var binary = File.Create(Path.Combine(folder, "codes.bin")))
        {
            binary.Write(Array.ConvertAll(expected.Status, status => (byte)status));
            binary.Write(Array.ConvertAll(expected.Scores, score => score == ColumnScorer.NoScore ? byte.MaxValue : (byte)score));
            binary.Write(expected.Severities);
        }

        using var forms = new StreamWriter(Path.Combine(folder, "forms.csv"), append: false, new UTF8Encoding(false), 1 << 16) { NewLine = "\n" };
        using var words = new StreamWriter(Path.Combine(folder, "expected.csv"), append: false, new UTF8Encoding(false), 1 << 16) { NewLine = "\n" };
        forms.WriteLine(string.Join(',', Enumerable.Range(1, MadeUpForms.Items).Select(item => string.Create(CultureInfo.InvariantCulture, $"item{item}"))));
        var line = new char[MadeUpForms.Items * 2];
        for (var row = 0; row < rows; row++)
        {
            var length = 0;
            for (var item = 0; item < MadeUpForms.Items; item++)
            {
                var answer = unchecked((sbyte)columns[item][row]);
                if (answer != MadeUpForms.Missing)
                {
                    line[length++] = (char)('0' + answer);
                }

                line[length++] = ',';
            }

            forms.WriteLine(line.AsSpan(0, length - 1));
            words.Write(expected.Status[row] switch { ColumnStatus.Scored => "scored,", ColumnStatus.Prorated => "prorated,", ColumnStatus.Incomplete => "incomplete,", _ => "invalid," });
            if (expected.Scores[row] != ColumnScorer.NoScore)
            {
                words.Write(expected.Scores[row].ToString(CultureInfo.InvariantCulture));
            }

            words.Write(',');
            words.WriteLine(expected.Severities[row] == ColumnScorer.NoSeverity ? "" : scorer.Severities[expected.Severities[row]].Id);
        }
    }

    private sealed class Codes(int rows)
    {
        public ColumnStatus[] Status { get; } = new ColumnStatus[rows];

        public short[] Scores { get; } = new short[rows];

        public byte[] Severities { get; } = new byte[rows];

        public ColumnResults Results => new() { Status = Status, ShortScores = Scores, Severities = Severities };

        public void Clear()
        {
            Array.Clear(Status);
            Array.Clear(Scores);
            Array.Clear(Severities);
        }

        public bool IsSame(Codes other) =>
            Status.AsSpan().SequenceEqual(other.Status) && Scores.AsSpan().SequenceEqual(other.Scores) && Severities.AsSpan().SequenceEqual(other.Severities);
    }
}
