using System.Globalization;
using System.Text;
using KetamineOutcomes.Columns;
using KetamineOutcomes.Fhir;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Tables;

namespace KetamineOutcomes.Cli;

/// <summary>Scores ordinary forms of one instrument together, in columns, and writes their rows of the table of scores.</summary>
/// <remarks>
/// Columns give the scalar reader's status, score, severity and alerts exactly. What else stands in a row (how many answers there are, and the issues) follows from which items have no answer and from the scales' statuses: the scalar
/// reader says it once for each such combination, and it is remembered.
/// </remarks>
internal sealed class FormScores : FormCells
{
    // Combinations that are remembered; more would fill the memory.
    private const int MostPatterns = 20_000;

    // Answers whose cells are remembered.
    private const int MostAnswers = 4096;

    // Statuses of all scales in one number, three bits each.
    private const int MostScales = 21;

    private readonly ScoringOptions _scoring;
    private readonly ColumnScorer[] _scorers;
    private readonly PlainCells _plain;
    private readonly ScaleTexts[] _texts;
    private readonly byte[][] _scaleKeys;
    private readonly byte[][][] _alertTexts;
    private readonly ColumnStatus[][] _status;
    private readonly int[][] _scores;
    private readonly byte[][] _severities;
    private readonly ColumnAlert[][] _alerts;
    private readonly byte[][] _levels;
    // For the thread that reads alone; everything else here is for the one that scores.
    private readonly Dictionary<(int Item, Answer Answer), (bool IsTaken, byte Cell)> _cells = [];
    private readonly Dictionary<(ulong Missing, ulong Statuses), Explained> _explained = [];

    private FormScores(Instrument instrument, ScoringOptions scoring, ColumnScorer[] scorers)
        : base(instrument)
    {
        _scoring = scoring;
        _scorers = scorers;
        _plain = new PlainCells(instrument, MissingCodes.None);
        _texts = [.. scorers.Select(scorer => new ScaleTexts(scorer))];
        _scaleKeys = [.. scorers.Select(scorer => Fields("", instrument.Id, scorer.Scale.Id, ""))];
        _alertTexts = [.. instrument.Alerts.Select(TextsOf)];
        _status = [.. scorers.Select(_ => new ColumnStatus[FormBatch.Size])];
        _scores = [.. scorers.Select(_ => new int[FormBatch.Size])];
        _severities = [.. scorers.Select(_ => new byte[FormBatch.Size])];
        _alerts = [.. instrument.Alerts.Select(_ => new ColumnAlert[FormBatch.Size])];
        _levels = [.. instrument.Alerts.Select(_ => new byte[FormBatch.Size])];
    }

    /// <summary>Makes the scores of an instrument, unless it or the options ask for what columns do not say.</summary>
    public static FormScores? Create(Instrument instrument, ScoringOptions scoring) =>
        instrument.Items.Count <= MostItems && instrument.Scales.Count <= MostScales && WideScorer.CompileScales(instrument, scoring) is { } scorers
            ? new FormScores(instrument, scoring, scorers)
            : null;

    /// <inheritdoc/>
    public override bool TryCell(int item, Answer answer, out byte cell)
    {
        if (!_cells.TryGetValue((item, answer), out var known))
        {
            var (kind, value) = PlainCells.Classify(Instrument, item, answer);
            known = (kind is CellKind.Fine or CellKind.Missing, value);
            if (_cells.Count < MostAnswers)
            {
                _cells.Add((item, answer), known);
            }
        }

        cell = known.Cell;
        return known.IsTaken;
    }

    /// <summary>Scores the forms of a block; <see cref="Write"/> then writes them.</summary>
    public void Score(FormBlock block)
    {
        if (block.Count == 0)
        {
            return;
        }

        var answers = AnswerTable<byte>.FromRows(block.Answers, Instrument.Items.Count, missing: Missing);
        for (var i = 0; i < _scorers.Length; i++)
        {
            _scorers[i].Score(answers, new ColumnResults
            {
                Status = _status[i],
                Scores = _scores[i],
                Severities = _severities[i],
                Alerts = i == 0 ? [.. _alerts.Select(column => column.AsMemory())] : [],
                AlertLevels = i == 0 ? [.. _levels.Select(column => column.AsMemory())] : [],
            });
        }
    }

    /// <summary>The status of the main scale of a form that was scored.</summary>
    public ColumnStatus Main(int row) => _status[0][row];

    /// <summary>Whether the score of a form is, as it is printed, the total that the form states.</summary>
    public bool IsTotal(int row, StatedTotal total)
    {
        var scale = Array.FindIndex(_scorers, scorer => string.Equals(scorer.Scale.Id, total.Scale, StringComparison.Ordinal));
        return _scorers[scale].Scale.Result == ResultKind.Number
            && _status[scale][row] is ColumnStatus.Scored or ColumnStatus.Prorated
            && total.Value == Fraction.FromDecimal(new decimal(Math.Abs(_scores[scale][row]), 0, 0, _scores[scale][row] < 0, (byte)_scorers[scale].Scale.Decimals));
    }

    /// <summary>The answers of a form.</summary>
    public AnswerSet AnswersOf(FormBlock block, int row) => AnswersOf(block.Row(row), block.Missing(row));

    /// <summary>Writes the rows of a form that was scored.</summary>
    /// <param name="block">The block that was scored last.</param>
    /// <param name="row">The form.</param>
    /// <param name="csv">Where to.</param>
    /// <param name="batch">Holds the fields that are kept.</param>
    /// <param name="index">The form's place in it.</param>
    /// <param name="keep">How many those are.</param>
    /// <returns>The errors and warnings of the form.</returns>
    public EquatableArray<Issue> Write(FormBlock block, int row, CsvBytes csv, FormBatch batch, int index, int keep)
    {
        var explained = Explain(block, row);
        for (var i = 0; i < _scorers.Length; i++)
        {
            WriteKey(csv, batch, index, keep);
            csv.Append(_scaleKeys[i]);
            csv.Append(_texts[i].Text(_status[i][row], _scores[i][row], _severities[i][row]));
            csv.Append(explained.Ends[i]);
            csv.EndRecord();
        }

        for (var i = 0; i < _alerts.Length; i++)
        {
            WriteKey(csv, batch, index, keep);
            csv.Append(_alertTexts[i][PlaceOf(_alerts[i][row], _levels[i][row])]);
            csv.EndRecord();
        }

        return explained.Listed;
    }

    private static void WriteKey(CsvBytes csv, FormBatch batch, int index, int keep)
    {
        csv.Field(batch[index].Resource);
        for (var i = 0; i < keep; i++)
        {
            csv.Field(batch.Kept(index, i));
        }
    }

    private Explained Explain(FormBlock block, int row)
    {
        var statuses = 0UL;
        foreach (var status in _status)
        {
            statuses = (statuses << 3) | (byte)status[row];
        }

        var key = (block.Missing(row), statuses);
        if (!_explained.TryGetValue(key, out var explained))
        {
            explained = Explain(block.Row(row), key.Item1, row);
            if (_explained.Count < MostPatterns)
            {
                _explained.Add(key, explained);
            }
        }

        return explained;
    }

    // The scalar reader on the same form. Two readers that disagree are a fault of ours, and no row is written.
    private Explained Explain(ReadOnlySpan<byte> cells, ulong missing, int row)
    {
        var sheet = Instrument.ScoreAll(AnswersOf(cells, missing), _scoring);
        for (var i = 0; i < _scorers.Length; i++)
        {
            if (!string.Equals(sheet.Scores[i].Kind, WideScorer.WordOf(_status[i][row]), StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"Columns and the scalar reader disagree about a form of {Instrument.Id}.");
            }
        }

        return new Explained(
            [.. sheet.Scores.Select(score => Fields(score.Answered.ToString(CultureInfo.InvariantCulture), FhirScoreTable.Join(score.Issues) ?? ""))],
            sheet.Issues.Where(issue => issue.Severity != IssueSeverity.Notice).ToEquatableArray());
    }

    private AnswerSet AnswersOf(ReadOnlySpan<byte> cells, ulong missing)
    {
        var pattern = UInt128.Zero;
        for (var i = 0; i < cells.Length; i++)
        {
            pattern |= (missing & (1UL << i)) != 0 ? (UInt128)(int)CellKind.Missing << (2 * i) : 0;
        }

        return _plain.Form(cells, pattern);
    }

    private byte[][] TextsOf(AlertRule rule)
    {
        var texts = new byte[(int)ColumnAlert.NotAssessed * (rule.Levels.Count + 1)][];
        foreach (var (alert, word) in new[] { (ColumnAlert.Raised, "raised"), (ColumnAlert.Clear, "clear"), (ColumnAlert.NotAssessed, "not-assessed") })
        {
            for (var level = 0; level <= rule.Levels.Count; level++)
            {
                texts[PlaceOf(alert, level)] = Fields("", Instrument.Id, $"alert:{rule.Id}", word, "", level == 0 ? "" : rule.Levels[level - 1].Id, "", "");
            }
        }

        return texts;
    }

    private static int PlaceOf(ColumnAlert alert, int level) => ((int)ColumnAlert.NotAssessed * level) + (int)alert - 1;

    private static byte[] Fields(params string[] fields) =>
        [.. fields.SelectMany((field, i) => (i == 0 ? Array.Empty<byte>() : [(byte)',']).Concat(CsvBytes.FieldOf(Encoding.UTF8.GetBytes(field))))];

    /// <summary>What stands in the rows of a form beside what columns say.</summary>
    /// <param name="Ends">By scale: how many answers there are, and the issues.</param>
    /// <param name="Listed">The errors and warnings.</param>
    private sealed record Explained(byte[][] Ends, EquatableArray<Issue> Listed);
}
