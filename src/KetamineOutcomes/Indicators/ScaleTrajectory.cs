using KetamineOutcomes.Indicators.Onset;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Indicators;

/// <summary>One scale in one series of a course: the baseline, and the visits after it by the rater of the baseline, in order of time.</summary>
/// <remarks>
/// Immutable. A series reaches from its first infusion to the first of the next series, so boosters lie inside it. Visits by other raters play no part, except where
/// there are no others.
/// </remarks>
public sealed class ScaleTrajectory
{
    private readonly Baseline<ScaleReading> _baseline;
    private readonly Func<AssessmentPoint, IEnumerable<TrajectoryPoint>> _find;
    private readonly Lazy<Dictionary<int, List<TrajectoryVisit>>> _afterInfusion;
    private readonly Lazy<Dictionary<int, List<TrajectoryVisit>>> _beforeInfusion;
    private readonly Lazy<EquatableArray<Observation>> _scores;
    private readonly Lazy<ScoreCurve?> _curve;

    private ScaleTrajectory(
        Instrument instrument,
        Scale scale,
        int number,
        InfusionSeries? series,
        Baseline<ScaleReading> baseline,
        ScaleJudge judge,
        EquatableArray<TrajectoryVisit> before,
        EquatableArray<TrajectoryVisit> visits,
        Func<AssessmentPoint, IEnumerable<TrajectoryPoint>> find,
        EquatableArray<AssessmentPoint> points,
        ScaleTrajectory? earlier)
    {
        Instrument = instrument;
        Scale = scale;
        Number = number;
        Series = series;
        _baseline = baseline;
        _find = find;
        Judge = judge;
        Before = before;
        Visits = visits;
        Points = points.SelectMany(find).ToEquatableArray();
        BaselineObservations = baseline.Observations.ToEquatableArray();
        Usable = visits.Where(visit => visit.IsUsable).ToEquatableArray();
        _afterInfusion = new(() => ByInfusion(Visits));
        _beforeInfusion = new(() => ByInfusion(Before));
        _curve = new(() => SeriesCurve.Of(this));
        _scores = new(() => [.. BaselineObservations, .. Usable.Select(visit => visit.ToObservation("score"))]);
        BaselineVisit = baseline.Reading is { } reading ? before.Concat(visits).FirstOrDefault(visit => ReferenceEquals(visit.Reading, reading)) : null;
        Memory = new ScaleMemory(earlier is not null && HasBaselineOf(earlier) ? earlier.Memory : null);
    }

    /// <summary>The instrument.</summary>
    public Instrument Instrument { get; }

    /// <summary>The scale.</summary>
    public Scale Scale { get; }

    /// <summary>The number of the series, from 1; 1 in data without treatments.</summary>
    public int Number { get; }

    /// <summary>The infusions, or <see langword="null"/> in data without treatments.</summary>
    public InfusionSeries? Series { get; }

    /// <summary>The baseline by the chosen policy, or <see langword="null"/>; then <see cref="BaselineFault"/> says why.</summary>
    public Fraction? Baseline => _baseline.Value;

    /// <summary>Why there is no baseline (<see cref="Reasons"/>), or <see langword="null"/>.</summary>
    public string? BaselineFault => _baseline.Fault;

    /// <summary>The name of the baseline policy, for example <c>last-before:30</c>.</summary>
    public string BaselinePolicy => _baseline.Policy.Name;

    /// <summary>The visit of the baseline (the last, where it is made of several), or <see langword="null"/>.</summary>
    public TrajectoryVisit? BaselineVisit { get; }

    /// <summary>When the baseline was known, or <see langword="null"/>.</summary>
    public ClinicalTime? BaselineKnownAt => _baseline.KnownAt;

    /// <summary>The assessments of which the baseline was made, or that were passed over, as evidence.</summary>
    public EquatableArray<Observation> BaselineObservations { get; }

    /// <summary>The visits up to the baseline by the same rater, in order of time: those before the series, and in it those that the baseline policy leaves before the baseline.</summary>
    public EquatableArray<TrajectoryVisit> Before { get; }

    /// <summary>The visits after the baseline, in order of time; those without a usable score too.</summary>
    public EquatableArray<TrajectoryVisit> Visits { get; }

    /// <summary>The points that the caller asked for, as far as this rater's visits go.</summary>
    public EquatableArray<TrajectoryPoint> Points { get; }

    /// <summary>How its scores are held against the baseline.</summary>
    internal ScaleJudge Judge { get; }

    /// <summary>What indicators worked out of its visits, for when it has later ones.</summary>
    internal ScaleMemory Memory { get; }

    /// <summary>Whether scores are held against the same baseline.</summary>
    private bool HasBaselineOf(ScaleTrajectory other) => ReferenceEquals(BaselineVisit, other.BaselineVisit)
        && Baseline == other.Baseline
        && BaselineFault == other.BaselineFault
        && BaselineKnownAt == other.BaselineKnownAt
        && BaselineObservations == other.BaselineObservations;

    /// <summary>The visits with a usable score.</summary>
    internal EquatableArray<TrajectoryVisit> Usable { get; }

    /// <summary>The observations of the baseline and, as <c>score</c>, of all usable visits.</summary>
    internal EquatableArray<Observation> ScoreObservations => _scores.Value;

    /// <summary>The curve of the scores, or <see langword="null"/> without a baseline or a usable score after it.</summary>
    internal ScoreCurve? Curve => _curve.Value;

    /// <summary>The usable visits whose last infusion has a number.</summary>
    internal IReadOnlyList<TrajectoryVisit> UsableAfter(int infusion) => _afterInfusion.Value.GetValueOrDefault(infusion) ?? [];

    /// <summary>As <see cref="UsableAfter"/>, of the assessments up to the baseline.</summary>
    internal IReadOnlyList<TrajectoryVisit> UsableBeforeBaselineAfter(int infusion) => _beforeInfusion.Value.GetValueOrDefault(infusion) ?? [];

    private static Dictionary<int, List<TrajectoryVisit>> ByInfusion(EquatableArray<TrajectoryVisit> visits) => visits
        .Where(visit => visit is { IsUsable: true, LastInfusion: not null })
        .GroupBy(visit => visit.LastInfusion!.Number)
        .ToDictionary(group => group.Key, group => group.ToList());

    /// <summary>The visit at a point that has one: any but <see cref="AssessmentPoint.EveryVisit"/>.</summary>
    internal TrajectoryPoint Find(AssessmentPoint point) => _find(point).SingleOrDefault() ?? new TrajectoryPoint(point.Name, null, Reasons.RatersDiffer, false, [], []);

    /// <summary>How much worse the second score is than the first; negative if it is better.</summary>
    /// <param name="from">The earlier score.</param>
    /// <param name="to">The later score.</param>
    /// <returns>Points of the scale.</returns>
    public Fraction Worsening(Fraction from, Fraction to) => Scale.Direction == Direction.HigherIsBetter ? from - to : to - from;

    /// <summary>The usable visits up to and including one: what was there when it was made.</summary>
    /// <param name="visit">One of <see cref="Visits"/>.</param>
    /// <returns>The visits, in order of time.</returns>
    /// <exception cref="ArgumentException">It is none of them.</exception>
    public EquatableArray<TrajectoryVisit> UsableUntil(TrajectoryVisit visit)
    {
        ArgumentNullException.ThrowIfNull(visit);
        var index = -1;
        for (var i = 0; i < Visits.Count && index < 0; i++)
        {
            index = ReferenceEquals(Visits[i], visit) ? i : -1;
        }

        return index < 0
            ? throw new ArgumentException("The visit is none of this trajectory.", nameof(visit))
            : Visits.Take(index + 1).Where(candidate => candidate.IsUsable).ToEquatableArray();
    }

    /// <summary>When all of these visits, and the baseline, were known.</summary>
    /// <param name="visits">The visits that an answer uses.</param>
    /// <param name="withBaseline">Whether it uses the baseline too.</param>
    /// <returns>The latest time, or <see langword="null"/> where nothing was used.</returns>
    public ClinicalTime? KnownAt(IEnumerable<TrajectoryVisit> visits, bool withBaseline = true)
    {
        ArgumentNullException.ThrowIfNull(visits);
        var latest = withBaseline ? BaselineKnownAt : null;
        foreach (var visit in visits)
        {
            latest = latest is { } known && known.CompareKnown(visit.KnownAt) >= 0 ? latest : visit.KnownAt;
        }

        return latest;
    }

    internal static ScaleTrajectory Create(
        Instrument instrument,
        Scale scale,
        SeriesWindow<ScaleReading> window,
        Baseline<ScaleReading> baseline,
        ScaleJudge judge,
        PointPicker<ScaleReading> picker,
        EquatableArray<AssessmentPoint> points,
        ScaleTrajectory? earlier = null)
    {
        // Without a baseline, whoever rated first: who rates later must not change what was said before.
        var rater = baseline.Reading?.Rater ?? (window.After.Count > 0 ? window.After[0].Rater : instrument.Raters[0]);
        var anchor = window.Series?.First.At ?? baseline.Anchor;
        var positions = new Positions(window.Series, anchor, judge);
        var after = picker.After;
        var before = window.Before.Concat(window.After.Take(window.After.Count - after.Count))
            .Where(reading => reading.Rater == rater)
            .Select(positions.Place(baseline, earlier?.Before ?? []))
            .ToEquatableArray();
        var visits = after.Where(reading => reading.Rater == rater).Select(positions.Place(baseline, earlier?.Visits ?? [])).ToEquatableArray();
        var places = new Dictionary<ScaleReading, TrajectoryVisit>(ReferenceEqualityComparer.Instance);
        foreach (var visit in visits)
        {
            places.TryAdd(visit.Reading, visit);
        }

        IEnumerable<TrajectoryPoint> Find(AssessmentPoint point) => picker.Find(point)
            .Where(pick => pick.Reading is null || pick.Reading.Rater == rater)
            .Select(pick => new TrajectoryPoint(
                pick.Point,
                pick.Reading is { } reading ? places.GetValueOrDefault(reading) : null,
                pick.Fault,
                pick.IsNotApplicable,
                pick.Flags,
                pick.Parameters));
        return new ScaleTrajectory(instrument, scale, window.Number, window.Series, baseline, judge, before, visits, Find, points, earlier);
    }

    /// <summary>Places readings on the clock of the series. Days never run backwards: a date without a time may lie beside a time of day.</summary>
    private sealed class Positions(InfusionSeries? series, ClinicalTime? anchor, ScaleJudge judge)
    {
        private double _latest = double.NegativeInfinity;

        /// <summary>Places readings in order of time.</summary>
        /// <param name="baseline">The baseline.</param>
        /// <param name="earlier">The visits before the course grew: one that has the same place is taken over.</param>
        public Func<ScaleReading, TrajectoryVisit> Place(Baseline<ScaleReading> baseline, EquatableArray<TrajectoryVisit> earlier)
        {
            var next = 0;
            return reading =>
            {
                var old = next < earlier.Count && ReferenceEquals(earlier[next].Reading, reading) ? earlier[next++] : null;
                return Place(reading, baseline, old);
            };
        }

        private TrajectoryVisit Place(ScaleReading reading, Baseline<ScaleReading> baseline, TrajectoryVisit? old)
        {
            _latest = Math.Max(_latest, anchor is { } start ? DaysBetween(start, reading.At) : 0);
            string? fault = null;
            if (!reading.TryGetExact(out _))
            {
                fault = reading.Fault;
            }
            else if (baseline.Reading is { } reference && reference.Basis != reading.Basis)
            {
                fault = Reasons.ApplicableItemsDiffer;
            }

            // Its place behind the infusions is the same: a course is taken over only where they are.
            return old is not null && old.Day.Equals(_latest) && old.Fault == fault
                ? old
                : new TrajectoryVisit(reading, _latest, fault, FindLastInfusion(reading), judge.ReadingFlags(reading));
        }

        private InfusionPosition? FindLastInfusion(ScaleReading reading)
        {
            var count = series is null ? 0 : VisitTime.CountUntilBefore(reading.At, reading.Timing, series.Infusions);
            return count == 0 ? null : new InfusionPosition(count, series!.Infusions[count - 1], Math.Max(0, DaysBetween(series.Infusions[count - 1].At, reading.At)));
        }

        private static double DaysBetween(ClinicalTime from, ClinicalTime to) => to.HoursSince(from) is { } hours ? (double)hours / 24 : to.DaysSince(from);
    }
}
