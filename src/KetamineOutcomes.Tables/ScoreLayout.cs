using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Tables;

/// <summary>The columns of a table of scores, long or wide, and how a form is written into them.</summary>
internal sealed class ScoreLayout
{
    private readonly Instrument _instrument;
    private readonly EquatableArray<string> _keep;
    private readonly bool _wide;
    private readonly bool _cutOffs;

    private ScoreLayout(Instrument instrument, EquatableArray<string> keep, bool wide, bool cutOffs)
    {
        _instrument = instrument;
        _keep = keep;
        _wide = wide;
        _cutOffs = cutOffs;
        string[] own = wide ? ["row", "instrument", .. WideColumns()] : ["row", "instrument", "scale", "status", "score", "severity", "answered", "issues"];
        Columns = own[..1].Concat(keep).Concat(own[1..]).ToEquatableArray();
    }

    public EquatableArray<string> Columns { get; }

    public static ScoreLayout Create(Instrument instrument, EquatableArray<string> keep, bool wide, bool cutOffs) => new(instrument, keep, wide, cutOffs);

    /// <summary>A kept column that an output column, or another kept one, is named like.</summary>
    public TableError? CheckNames()
    {
        var twice = Columns.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        return twice is null
            ? null
            : new TableError(TableCodes.ColumnReserved, IssueSeverity.Error, "The output would have two columns of this name: rename the kept column, or keep it once.", field: twice.Key);
    }

    public void Write(TableWriter writer, FormReader forms, ScoreSheet? sheet)
    {
        if (_wide)
        {
            WriteKey(writer, forms);
            WriteWide(writer, sheet, Join(sheet?.Issues ?? [], forms.RowIssues));
            writer.EndRow();
            return;
        }

        for (var i = 0; i < _instrument.Scales.Count; i++)
        {
            var score = sheet?.Scores[i];
            WriteKey(writer, forms);
            writer.Write(_instrument.Scales[i].Id);
            writer.Write(StatusOf(score));
            WriteValue(writer, score);
            writer.Write(score?.Severity?.Band);
            if (score is null)
            {
                writer.Write((string?)null);
            }
            else
            {
                writer.Write((long)score.Answered);
            }

            writer.Write(Join(score?.Issues ?? [], forms.RowIssues));
            writer.EndRow();
        }

        foreach (var (i, cutOff) in CutOffs())
        {
            WriteKey(writer, forms);
            writer.Write($"cut-off:{_instrument.Scales[i].Id}/{cutOff.Id}");
            writer.Write(WordOf(sheet?.Scores[i], cutOff));
            writer.Write((string?)null);
            writer.Write((string?)null);
            writer.Write((string?)null);
            writer.Write(sheet is null ? Join([], forms.RowIssues) : null);
            writer.EndRow();
        }

        for (var i = 0; i < _instrument.Alerts.Count; i++)
        {
            var alert = sheet?.Alerts[i];
            WriteKey(writer, forms);
            writer.Write($"alert:{_instrument.Alerts[i].Id}");
            writer.Write(WordOf(alert));
            writer.Write((string?)null);
            writer.Write(alert?.Level);
            writer.Write((string?)null);
            writer.Write(sheet is null ? Join([], forms.RowIssues) : null);
            writer.EndRow();
        }
    }

    public static string WordOf(Alert? alert) => alert?.Status switch
    {
        AlertStatus.Raised => "raised",
        AlertStatus.Clear => "clear",
        _ => "not-assessed",
    };

    private static string WordOf(Score? score, CutOff cutOff) =>
        score?.CutOffs.FirstOrDefault(reading => string.Equals(reading.Id, cutOff.Id, StringComparison.Ordinal))?.Status switch
        {
            CutOffStatus.Reached => "reached",
            CutOffStatus.NotReached => "not-reached",
            CutOffStatus.OtherSex => "other-sex",
            CutOffStatus.SexUnknown => "sex-unknown",
            _ => "not-assessed",
        };

    private IEnumerable<(int Scale, CutOff CutOff)> CutOffs() =>
        _cutOffs ? _instrument.Scales.SelectMany((scale, i) => scale.CutOffs.Select(cutOff => (i, cutOff))) : [];

    public static string? Join(EquatableArray<Issue> issues, IReadOnlyList<Issue> rowIssues)
    {
        if (issues.IsEmpty && rowIssues.Count == 0)
        {
            return null;
        }

        var joined = string.Join(';', issues.Concat(rowIssues).Select(issue => issue.ToString()));
        return joined.Length == 0 ? null : joined;
    }

    private static string StatusOf(Score? score) => score?.Kind ?? "invalid";

    private static void WriteValue(TableWriter writer, Score? score)
    {
        if (score?.Value is ScoreValue.Number number)
        {
            writer.Write(number.Rounded);
        }
        else
        {
            writer.Write(score?.Value?.Text);
        }
    }

    private IEnumerable<string> WideColumns() =>
        _instrument.Scales.SelectMany(scale => new[] { $"{scale.Id}_status", scale.Id, $"{scale.Id}_severity" })
            .Concat(CutOffs().Select(pair => $"cut-off_{_instrument.Scales[pair.Scale].Id}_{pair.CutOff.Id}"))
            .Concat(_instrument.Alerts.Select(alert => $"alert_{alert.Id}"))
            .Append("issues");

    private void WriteKey(TableWriter writer, FormReader forms)
    {
        writer.Write(forms.Row);
        for (var i = 0; i < _keep.Count; i++)
        {
            writer.Write(forms.Kept(i));
        }

        writer.Write(_instrument.Id);
    }

    /// <summary>Writes what stands behind the key in a wide row.</summary>
    public void WriteWide(TableWriter writer, ScoreSheet? sheet, string? issues)
    {
        for (var i = 0; i < _instrument.Scales.Count; i++)
        {
            var score = sheet?.Scores[i];
            writer.Write(StatusOf(score));
            WriteValue(writer, score);
            writer.Write(score?.Severity?.Band);
        }

        foreach (var (i, cutOff) in CutOffs())
        {
            writer.Write(WordOf(sheet?.Scores[i], cutOff));
        }

        for (var i = 0; i < _instrument.Alerts.Count; i++)
        {
            writer.Write(WordOf(sheet?.Alerts[i]));
        }

        writer.Write(issues);
    }
}
