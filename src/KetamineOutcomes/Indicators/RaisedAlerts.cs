namespace KetamineOutcomes.Indicators;

/// <summary>The rows of raised alerts at single visits of a series: a reading that a course has still says the same when the course grows.</summary>
internal sealed class RaisedAlerts(RaisedAlerts? before)
{
    private readonly Dictionary<ScaleReading, IndicatorResult[]> _rows = new(ReferenceEqualityComparer.Instance);

    // Not those before that: a course that grows would never let go of any.
    private readonly Dictionary<ScaleReading, IndicatorResult[]>? _before = before?._rows;

    public IndicatorResult[] Get(ScaleReading reading, Func<ScaleReading, IndicatorResult[]> find) =>
        _rows[reading] = _before?.GetValueOrDefault(reading) ?? find(reading);
}
