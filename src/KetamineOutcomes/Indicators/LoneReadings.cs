using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Indicators;

/// <summary>The readings of one scale that rest on one record, as nearly all do: a record that a course has still is not scored again.</summary>
internal sealed class LoneReadings(LoneReadings? before)
{
    private readonly Dictionary<Administration, ScaleReading> _readings = new(ReferenceEqualityComparer.Instance);

    // Not the one before that: a course that grows would never let go of any.
    private readonly Dictionary<Administration, ScaleReading>? _before = before?._readings;

    public ScaleReading Get(Administration record, Func<Administration, ScaleReading> read) =>
        _readings[record] = _before?.GetValueOrDefault(record) ?? read(record);
}
