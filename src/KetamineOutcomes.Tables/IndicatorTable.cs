using KetamineOutcomes.Indicators;
using KetamineOutcomes.Json;

namespace KetamineOutcomes.Tables;

/// <summary>Writes indicators' answers as the wire's table.</summary>
/// <remarks>
/// Columns: the key <c>patient_id,course_id,series,instrument,scale,indicator,rule,point,at</c>, then
/// <c>state,value,low,high,unit,day,known_at,reason,evidence</c>; evidence is compact JSON. The same answers give the same bytes everywhere.
/// </remarks>
public sealed class IndicatorTable : IDisposable
{
    private readonly TableWriter _writer;

    private IndicatorTable(TableWriter writer) => _writer = writer;

    /// <summary>The columns, in order.</summary>
    public static EquatableArray<string> Columns { get; } =
    [
        "patient_id", "course_id", "series", "instrument", "scale", "indicator", "rule", "point", "at",
        "state", "value", "low", "high", "unit", "day", "known_at", "reason", "evidence",
    ];

    /// <summary>Starts a table.</summary>
    /// <param name="output">The stream. It stays open.</param>
    /// <param name="format">How to write.</param>
    /// <returns>The table; dispose of it to write what is left.</returns>
    public static IndicatorTable Create(Stream output, TableFormat format) => new(TableWriter.Create(output, format, Columns));

    /// <summary>Writes one answer.</summary>
    /// <param name="result">The answer.</param>
    public void Write(IndicatorResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        _writer.Write(result.PatientId);
        _writer.Write(result.CourseId);
        _writer.Write(result.Series);
        _writer.Write(result.Instrument);
        _writer.Write(result.Scale);
        _writer.Write(result.Indicator);
        _writer.Write(result.Rule);
        _writer.Write(result.Point);
        _writer.Write(result.At?.ToString());
        _writer.Write(result.Outcome.State);
        var measured = result.Outcome as IndicatorOutcome.Measured;
        _writer.Write(measured?.Rounded);
        _writer.Write(measured?.Low?.Round(measured.Decimals));
        _writer.Write(measured?.High?.Round(measured.Decimals));
        _writer.Write(measured?.Unit);
        if (result.Day is { } day)
        {
            _writer.Write(day);
        }
        else
        {
            _writer.Write((string?)null);
        }

        _writer.Write(result.KnownAt?.ToString());
        _writer.Write(result.Outcome switch
        {
            IndicatorOutcome.NotApplicable notApplicable => notApplicable.Reason,
            IndicatorOutcome.Indeterminate indeterminate => indeterminate.Reason,
            _ => null,
        });
        _writer.Write(OutcomesJson.Write(result.Evidence));
        _writer.EndRow();
    }

    /// <summary>Writes what is left; the stream stays open.</summary>
    public void Dispose() => _writer.Dispose();
}
