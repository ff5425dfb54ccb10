using KetamineOutcomes.Indicators;
using KetamineOutcomes.Indicators.Changes;

namespace KetamineOutcomes.Tables;

/// <summary>Writes what the rules say of visits: the columns, and the fields of a row behind its key.</summary>
internal sealed class ChangeRows
{
    private static readonly string[] Key = ["patient_id", "course_id", "at", "day"];

    private readonly string[] _fields;

    public ChangeRows(ChangeScorer scorer)
    {
        _fields = ["score", "baseline", "change", "percentage_change", .. scorer.Rules.Select(rule => rule.Column), "reasons"];
    }

    public EquatableArray<string> Columns => [.. Key, .. _fields];

    public static void Write(TableWriter writer, string patient, string course, ChangeRow row)
    {
        writer.Write(patient);
        writer.Write(course);
        writer.Write(row.At.ToString());
        if (row.Day is { } day)
        {
            writer.Write(day);
        }
        else
        {
            writer.Write((string?)null);
        }

        WriteFields(writer, row);
    }

    /// <summary>The fields behind the key, as CSV without the line's end.</summary>
    public byte[] Fields(ChangeRow row)
    {
        using var bytes = new MemoryStream();
        using (var writer = TableWriter.Create(bytes, TableFormat.Csv, [.. _fields]))
        {
            WriteFields(writer, row);
        }

        // The header goes, and the last line's end.
        var all = bytes.ToArray().AsSpan();
        return all[(all.IndexOf((byte)'\n') + 1)..^1].ToArray();
    }

    private static void WriteFields(TableWriter writer, ChangeRow row)
    {
        writer.Write(row.Score);
        writer.Write(row.Baseline);
        writer.Write(row.Change);
        writer.Write(row.PercentageChange);
        foreach (var outcome in row.Outcomes)
        {
            writer.Write(outcome.State);
        }

        var reasons = row.Outcomes.Select(outcome => outcome switch
        {
            IndicatorOutcome.NotApplicable notApplicable => notApplicable.Reason,
            IndicatorOutcome.Indeterminate indeterminate => indeterminate.Reason,
            _ => null,
        }).OfType<string>().Distinct(StringComparer.Ordinal);
        writer.Write(string.Join(';', reasons));
        writer.EndRow();
    }
}
