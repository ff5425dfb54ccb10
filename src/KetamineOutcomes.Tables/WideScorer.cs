using System.Text;
using KetamineOutcomes.Columns;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Instruments.Rules;

namespace KetamineOutcomes.Tables;

/// <summary>Scores rows of a wide table together, in columns.</summary>
/// <remarks>
/// Columns give the scalar reader's status, score, severity and alerts exactly. The issues of a form without skips follow from which items have no answer, which have a wrong one, and from the scales' statuses: the scalar reader
/// says them once for each such combination, and they are remembered. Rules that can raise an issue of a complete form, or ask for more than answers, are left to the scalar reader as a whole.
/// </remarks>
internal sealed class WideScorer
{
    // Combinations that are remembered. More would fill the memory; their rows go the usual way.
    private const int MostPatterns = 20_000;

    // Statuses of all scales in one number, three bits each.
    private const int MostScales = 21;
    private static readonly Dictionary<(UInt128 Pattern, ulong Statuses), byte[]> NoTexts = [];

    private readonly Instrument _instrument;
    private readonly ScoringOptions _scoring;
    private readonly ColumnScorer[] _scorers;
    private readonly Dictionary<UInt128, EquatableArray<Issue>> _patterns = [];
    private readonly Dictionary<(UInt128 Pattern, ulong Statuses), byte[]> _texts;

    private WideScorer(Instrument instrument, ScoringOptions scoring, ColumnScorer[] scorers, PlainCells plain)
    {
        _instrument = instrument;
        _scoring = scoring;
        _scorers = scorers;
        _texts = scorers.Length <= MostScales ? [] : NoTexts;
        Plain = plain;
    }

    /// <summary>Reads the answers of a plain row.</summary>
    public PlainCells Plain { get; }

    public IReadOnlyList<ColumnScorer> Scorers => _scorers;

    /// <summary>Makes a scorer, unless the instrument, the options or the table ask for what columns do not say.</summary>
    public static WideScorer? Create(Instrument instrument, ScoreTableOptions options, ScoringOptions scoring, FormReader forms)
    {
        if (!options.Wide || options.IsCareful || options.CutOffs || options.ValueSet is not null || options.OutputFormat != TableFormat.Csv || options.InputFormat != TableFormat.Csv
            || forms.HasCovariates || CompileScales(instrument, scoring) is not { } scorers)
        {
            return null;
        }

        return new WideScorer(instrument, scoring, scorers, forms.MakePlainCells());
    }

    /// <summary>Compiles all scales of an instrument, unless a rule can raise an issue of a complete form or asks for what columns do not say.</summary>
    /// <returns>A scorer a scale, in their order; or <see langword="null"/>.</returns>
    public static ColumnScorer[]? CompileScales(Instrument instrument, ScoringOptions scoring)
    {
        if (instrument.Scales.IsEmpty || !instrument.Skips.IsEmpty || instrument.Scales.Any(scale => MayObject(scale.Rule)))
        {
            return null;
        }

        var scorers = new ColumnScorer[instrument.Scales.Count];
        for (var i = 0; i < scorers.Length; i++)
        {
            var scale = instrument.Scales[i];
            var policy = scoring.MissingPolicy is { } wanted && scale.FindMissingPolicy(wanted) is not null ? wanted : null;
            if (!ColumnScorer.Compile(instrument, scale.Id, new ColumnOptions { MissingPolicy = policy }).TryGetValue(out var scorer) || scorer.RequiresShort)
            {
                return null;
            }

            scorers[i] = scorer;
        }

        return scorers;
    }

    /// <summary>The errors and warnings of a row of this pattern, if they are known.</summary>
    public bool TryListed(UInt128 pattern, out EquatableArray<Issue> issues) => _patterns.TryGetValue(pattern, out issues);

    /// <summary>Remembers what the scalar reader said of a row of this pattern.</summary>
    public void Learn(UInt128 pattern, ScoreSheet sheet)
    {
        if (_patterns.Count < MostPatterns && _scorers.Length <= MostScales)
        {
            // Notices are not listed, so the statuses do not matter here.
            _ = _patterns.TryAdd(pattern, sheet.Issues.Where(issue => issue.Severity != IssueSeverity.Notice).ToEquatableArray());
        }
    }

    /// <summary>Scores the batch's rows and counts those that were not counted by themselves.</summary>
    public void Score(WideBatch batch, ScoreCounts counts)
    {
        if (batch.Count == 0)
        {
            return;
        }

        var answers = batch.Answers;
        for (var i = 0; i < _scorers.Length; i++)
        {
            var results = batch.Scales[i];
            _scorers[i].Score(answers, new ColumnResults
            {
                Status = results.Status,
                Scores = results.Scores,
                Severities = results.Severities,
                Alerts = i == 0 ? [.. batch.Alerts.Select(column => column.AsMemory())] : [],
            });
        }

        var main = batch.Scales[0].Status;
        for (var row = 0; row < batch.Count; row++)
        {
            if (batch.Own(row).IsOwn)
            {
                continue;
            }

            counts.Add(main[row]);
            for (var i = 0; i < batch.Alerts.Length; i++)
            {
                counts.AddAlert(i, Of(batch.Alerts[i][row]));
            }

            batch.Issues[row] = batch.Pattern(row) == 0 ? RequireScored(batch, row) : IssuesOf(batch, row);
        }
    }

    public static AlertStatus Of(ColumnAlert alert) => alert switch
    {
        ColumnAlert.Raised => AlertStatus.Raised,
        ColumnAlert.Clear => AlertStatus.Clear,
        _ => AlertStatus.NotAssessed,
    };

    private byte[] RequireScored(WideBatch batch, int row)
    {
        foreach (var scale in batch.Scales)
        {
            if (scale.Status[row] != ColumnStatus.Scored)
            {
                throw new InvalidOperationException($"A complete form of {_instrument.Id} has no score in columns.");
            }
        }

        return [];
    }

    private byte[] IssuesOf(WideBatch batch, int row)
    {
        var statuses = 0UL;
        foreach (var scale in batch.Scales)
        {
            statuses = (statuses << 3) | (byte)scale.Status[row];
        }

        var key = (batch.Pattern(row), statuses);
        if (!_texts.TryGetValue(key, out var text))
        {
            text = Explain(batch, row);
            if (_texts.Count < MostPatterns)
            {
                _texts.Add(key, text);
            }
        }

        return text;
    }

    // The scalar reader on a form like it. Two readers that disagree are a fault of ours, and no row is written.
    private byte[] Explain(WideBatch batch, int row)
    {
        var sheet = _instrument.ScoreAll(Plain.Form(batch.Cells(row), batch.Pattern(row)), _scoring);
        for (var i = 0; i < batch.Scales.Length; i++)
        {
            if (!string.Equals(sheet.Scores[i].Kind, WordOf(batch.Scales[i].Status[row]), StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"Columns and the scalar reader disagree about a form of {_instrument.Id}.");
            }
        }

        return CsvBytes.FieldOf(Encoding.UTF8.GetBytes(ScoreLayout.Join(sheet.Issues, []) ?? ""));
    }

    public static string WordOf(ColumnStatus status) => status switch
    {
        ColumnStatus.Scored => "scored",
        ColumnStatus.Prorated => "prorated",
        ColumnStatus.Incomplete => "incomplete",
        _ => "invalid",
    };

    // Whether a part of the rule can find fault with a complete form, or asks for what is no answer.
    private static bool MayObject(RuleNode node) =>
        node is OneOfNode or QuotientNode or ClockDifferenceNode or ValueSetNode or CovariateNode || node.Children.Any(MayObject);
}
