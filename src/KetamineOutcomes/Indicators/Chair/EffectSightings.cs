using KetamineOutcomes.Treatment.Chair;

namespace KetamineOutcomes.Indicators.Chair;

/// <summary>What the sightings of one side effect around one infusion tell of it. What was there before the start did not begin with the infusion.</summary>
internal sealed class EffectSightings
{
    private readonly List<Fraction> _present;
    private readonly List<Fraction> _absent;
    private readonly bool _isSeenUntimed;

    public EffectSightings(List<PlacedSighting> seen, List<SideEffectSighting> untimed)
    {
        // At a minute with both answers the side effect counts as there.
        var present = seen.Where(sighting => sighting.IsPresent).Select(sighting => sighting.Minute).ToHashSet();
        var absent = seen.Where(sighting => !sighting.IsPresent && !present.Contains(sighting.Minute)).Select(sighting => sighting.Minute).ToList();

        // Minute 0 is before the infusion, as of readings.
        _present = [.. present.Where(minute => minute > 0).Order()];
        _absent = [.. absent.Order()];
        _isSeenUntimed = untimed.Exists(sighting => sighting.IsPresent);
        LastBefore = present.Where(minute => minute <= 0).Select(minute => (Fraction?)minute).Order().LastOrDefault();
        WasThereBefore = LastBefore is { } there && !_absent.Exists(minute => minute > there && minute <= 0);
        HasUntimed = untimed.Count > 0;
    }

    /// <summary>Whether the last answer before the start was that it was there.</summary>
    public bool WasThereBefore { get; }

    public Fraction? First => _present.Count > 0 ? _present[0] : null;

    /// <summary>The last minute after the start at which it was there.</summary>
    public Fraction? Last => _present.Count > 0 ? _present[^1] : null;

    /// <summary>The first minute after <see cref="Last"/> at which it was not.</summary>
    public Fraction? Gone => Last is { } last && _absent.FindIndex(minute => minute > last) is >= 0 and var at ? _absent[at] : null;

    public IndicatorOutcome Begins => NotAfter ?? (WasThereBefore ? new IndicatorOutcome.NotApplicable(Reasons.EffectBeforeStart)
        : new IndicatorOutcome.Measured(First!.Value, "min", 1, _isSeenUntimed ? null : _absent.Where(minute => minute < First).Select(minute => (Fraction?)minute).LastOrDefault(), First));

    public IndicatorOutcome Ends => NotAfter ?? (Gone is not { } gone ? new IndicatorOutcome.Indeterminate(Reasons.NotBackWhileObserved)
        : _isSeenUntimed ? new IndicatorOutcome.Indeterminate(Reasons.ReadingsNotTimed)
        : new IndicatorOutcome.Measured(gone, "min", 1, Last, gone));

    private Fraction? LastBefore { get; }

    private bool HasUntimed { get; }

    /// <summary>The answer where it was not surely there after the start, or <see langword="null"/>.</summary>
    private IndicatorOutcome? NotAfter => First is not null ? null
        : _isSeenUntimed ? new IndicatorOutcome.Indeterminate(Reasons.ReadingsNotTimed)
        : _absent.Exists(minute => minute > 0) ? new IndicatorOutcome.NotApplicable(LastBefore is null ? Reasons.EffectNotSeen : Reasons.EffectBeforeStart)
        : HasUntimed ? new IndicatorOutcome.Indeterminate(Reasons.ReadingsNotTimed)
        : new IndicatorOutcome.Indeterminate(Reasons.NoReadingAfter);

    /// <summary>Whether it was still there later than a minute.</summary>
    public IndicatorOutcome Outlasts(Fraction stated) => NotAfter ?? (Last > stated ? new IndicatorOutcome.Judged(Judgement.Met)
        : _isSeenUntimed ? new IndicatorOutcome.Indeterminate(Reasons.ReadingsNotTimed)
        : Gone is not { } gone ? new IndicatorOutcome.Indeterminate(Reasons.NotBackWhileObserved)
        : gone <= stated ? new IndicatorOutcome.Judged(Judgement.NotMet)
        : new IndicatorOutcome.Indeterminate(Reasons.ReadingsGap));
}
