using KetamineOutcomes.Columns;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Tables;

/// <summary>Counts over the rows of a table of scores.</summary>
internal sealed class ScoreCounts
{
    private readonly EquatableArray<AlertRule> _rules;
    private readonly long[][] _alerts;
    private long _scored;
    private long _prorated;
    private long _incomplete;
    private long _invalid;

    public ScoreCounts(Instrument instrument)
    {
        _rules = instrument.Alerts;
        _alerts = [.. _rules.Select(_ => new long[3])];
    }

    public void Add(ScoreSheet? sheet)
    {
        for (var i = 0; i < _rules.Count; i++)
        {
            _alerts[i][(int)(sheet?.Alerts[i].Status ?? AlertStatus.NotAssessed)]++;
        }

        if (sheet is null)
        {
            _invalid++;
        }
        else if (sheet.Scores.Count > 0)
        {
            _ = sheet.Scores[0].Match(_ => _scored++, _ => _prorated++, _ => _incomplete++, _ => _invalid++);
        }
    }

    /// <summary>Counts a row by its main scale; its alerts are counted one by one.</summary>
    public void Add(ColumnStatus main) => _ = main switch
    {
        ColumnStatus.Scored => _scored++,
        ColumnStatus.Prorated => _prorated++,
        ColumnStatus.Incomplete => _incomplete++,
        _ => _invalid++,
    };

    public void AddAlert(int alert, AlertStatus status) => _alerts[alert][(int)status]++;

    public ScoreTableSummary Summarise(FormReader forms) => new()
    {
        Error = forms.Error,
        Rows = forms.Row,
        Scored = _scored,
        Prorated = _prorated,
        Incomplete = _incomplete,
        Invalid = _invalid,
        Alerts = _rules.Select((rule, i) => new AlertCount(
            rule.Id,
            _alerts[i][(int)AlertStatus.Raised],
            _alerts[i][(int)AlertStatus.Clear],
            _alerts[i][(int)AlertStatus.NotAssessed])).ToEquatableArray(),
        Errors = forms.Errors,
        Warnings = forms.Warnings,
        ErrorCount = forms.ErrorCount,
        WarningCount = forms.WarningCount,
        Notices = forms.Notices,
    };
}
