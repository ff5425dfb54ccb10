using System.Runtime.CompilerServices;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Indicators;

/// <summary>How scores of one scale in one series are held against the baseline: one rule for answers at a point and for those about the whole series.</summary>
internal sealed class ScaleJudge(Instrument instrument, Scale scale, InfusionSeries? series, Baseline<ScaleReading> baseline)
{
    /// <summary>By how much hours and days as written can differ where offsets from UTC do.</summary>
    private const int ClockDays = 3;

    private static readonly ConditionalWeakTable<EndpointEntry, CitationList> Citations = [];

    private readonly IndicatorOutcome.Indeterminate _noBaseline = new(baseline.Fault ?? Reasons.NoBaseline);

    /// <summary>The decimals of a baseline: a mean has two more than a score.</summary>
    public int BaselineDecimals => baseline.Policy is BaselinePolicy.MeanBefore ? scale.Decimals + 2 : scale.Decimals;

    /// <summary>Points by which the second score is better than the first; negative if it is worse.</summary>
    public Fraction Improvement(Fraction from, Fraction to) => scale.Direction == Direction.HigherIsBetter ? to - from : from - to;

    /// <summary>Whether an entry has a meaning with this baseline: there is one, it is not in remission, and it is bad enough.</summary>
    public bool TryBaseline(EndpointEntry entry, out IndicatorOutcome missing)
    {
        missing = _noBaseline;
        if (baseline.Value is not { } value)
        {
            return false;
        }

        if (scale.Endpoints.RemissionFor(entry) is { } remission
            && remission.Comparator.Holds(value, remission.Value))
        {
            missing = new IndicatorOutcome.NotApplicable(Reasons.InRemissionAtBaseline);
            return false;
        }

        if (!(scale.Direction == Direction.HigherIsBetter ? value <= entry.MinimumBaseline : value >= entry.MinimumBaseline))
        {
            missing = new IndicatorOutcome.NotApplicable(Reasons.BaselineBelowMinimum);
            return false;
        }

        return true;
    }

    /// <summary>Whether a reading with a usable score can be compared with the baseline.</summary>
    public bool TryCompare(ScaleReading reading, out Fraction from, out IndicatorOutcome missing)
    {
        from = default;
        missing = _noBaseline;
        if (baseline.Value is not { } found)
        {
            return false;
        }

        from = found;
        if (baseline.Reading!.Rater != reading.Rater)
        {
            missing = new IndicatorOutcome.Indeterminate(Reasons.RatersDiffer);
            return false;
        }

        if (baseline.Reading.Score!.NotApplicableItems != reading.Score!.NotApplicableItems)
        {
            missing = new IndicatorOutcome.Indeterminate(Reasons.ApplicableItemsDiffer);
            return false;
        }

        return true;
    }

    /// <summary>What a percentage change is a part of, where the baseline has one.</summary>
    public bool TryPercentageBase(EndpointEntry entry, out Fraction from, out IndicatorOutcome missing)
    {
        from = default;
        missing = _noBaseline;
        if (baseline.Value is not { } value)
        {
            return false;
        }

        // The best that the items which apply can give; both scores leave out the same ones.
        var range = baseline.Reading!.Score!.Range;
        var best = scale.Direction == Direction.HigherIsBetter ? range.High : range.Low;
        from = Fraction.Abs(entry.PercentageRule == PercentageRule.Raw ? value : value - best!.Value);
        if (from == 0)
        {
            missing = new IndicatorOutcome.NotApplicable(value == best ? Reasons.BaselineAtBest : Reasons.BaselineZero);
            return false;
        }

        return true;
    }

    /// <summary>The improvement over the baseline in per cent of it, of a reading that can be compared (<see cref="TryCompare"/>).</summary>
    public bool TryPercentage(Fraction score, EndpointEntry entry, out Fraction percentage, out IndicatorOutcome missing)
    {
        percentage = default;
        if (!TryPercentageBase(entry, out var from, out missing))
        {
            return false;
        }

        percentage = Improvement(baseline.Value!.Value, score) * 100 / from;
        return true;
    }

    /// <summary>Whether an entry is met by a usable score.</summary>
    public bool TryJudge(TrajectoryVisit visit, EndpointEntry entry, out bool met, out IndicatorOutcome missing)
    {
        met = false;
        if (!TryBaseline(entry, out missing) || !TryCompare(visit.Reading, out _, out missing))
        {
            return false;
        }

        if (entry.Kind == EndpointKind.Remission)
        {
            met = entry.Comparator.Holds(visit.Value, entry.Value);
            return true;
        }

        if (!TryPercentage(visit.Value, entry, out var percentage, out missing))
        {
            return false;
        }

        met = entry.Comparator.Holds(percentage, entry.Value);
        return true;
    }

    /// <summary>The last score at which an entry is met, where the baseline lets it be asked.</summary>
    public bool TryBoundary(EndpointEntry entry, out Fraction boundary)
    {
        boundary = entry.Value;
        if (!TryBaseline(entry, out _))
        {
            return false;
        }

        if (entry.Kind == EndpointKind.Response)
        {
            if (!TryPercentageBase(entry, out var from, out _))
            {
                return false;
            }

            var gain = from * entry.Value / 100;
            boundary = scale.Direction == Direction.HigherIsBetter ? baseline.Value!.Value + gain : baseline.Value!.Value - gain;
        }
        else if (entry.Comparator is Comparator.LessThan or Comparator.MoreThan)
        {
            // Below 5 on a scale of whole points is 4 or less.
            var step = new Fraction(1, (long)Math.Pow(10, scale.Decimals));
            boundary = entry.Comparator == Comparator.LessThan ? entry.Value - step : entry.Value + step;
        }

        return true;
    }

    /// <summary>Where an entry was read.</summary>
    public static EquatableArray<string> Cite(EndpointEntry entry) => Citations.GetValue(
        entry,
        static entry => new CitationList([.. entry.Evidence.Concat(entry.MinimumBaselineEvidence).Select(evidence => evidence.Source.Citation).Distinct(StringComparer.Ordinal)])).All;

    private sealed record CitationList(EquatableArray<string> All);

    /// <summary>Whether the questions look back before a time: by the clock where both have one, else by whole days.</summary>
    public bool OverlapsRecall(ClinicalTime at, ClinicalTime treatment) =>
        instrument.Recall.Hours is { } hours && (at.DaysSince(treatment) - ClockDays) * 24 < hours && (at.HoursSince(treatment) ?? at.DaysSince(treatment) * 24) < hours;

    /// <summary>Whether the questions look back before the series.</summary>
    public bool OverlapsRecall(ScaleReading reading) => series is not null && OverlapsRecall(reading.At, series.First.At);

    /// <summary>What the baseline's policy and form make readers bear in mind.</summary>
    public void AddBaselineFlags(List<string> flags)
    {
        PointIndicators<ScaleReading>.AddBaselineFlags(baseline, series, flags);
        AddFormFlags(baseline.Reading?.Score, flags);
    }

    /// <summary>What a reading makes readers bear in mind, by itself.</summary>
    public EquatableArray<string> ReadingFlags(ScaleReading reading)
    {
        var flags = new List<string>();
        AddReadingFlags(reading, flags);
        return flags.ToEquatableArray();
    }

    /// <summary>What a reading makes readers bear in mind.</summary>
    public void AddReadingFlags(ScaleReading reading, List<string> flags)
    {
        if (OverlapsRecall(reading))
        {
            flags.Add("recall-overlap");
        }

        AddFormFlags(reading.Score, flags);
    }

    private void AddFormFlags(Score? score, List<string> flags)
    {
        if (score is Score.Prorated && !flags.Contains("prorated", StringComparer.Ordinal))
        {
            flags.Add("prorated");
        }

        if (score is not { IsTotalOnly: true } || flags.Contains("total-only", StringComparer.Ordinal))
        {
            return;
        }

        flags.Add("total-only");
        if (scale.Items.Any(item => item.AllowsNotApplicable))
        {
            // A bare total does not say whether an item was left out (WSAS of 40 or of 32).
            flags.Add("form-unknown");
        }
    }
}
