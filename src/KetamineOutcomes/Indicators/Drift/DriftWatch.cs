using KetamineOutcomes.Statistics;

namespace KetamineOutcomes.Indicators.Drift;

/// <summary>The evidence of a drift.</summary>
internal enum DriftState
{
    /// <summary>There was no gain to lose.</summary>
    NotApplicable,

    /// <summary>No reference yet, and nothing that speaks for a worsening.</summary>
    TooEarly,

    /// <summary>The scores are what a stable person shows.</summary>
    Stable,

    /// <summary>Something speaks for a worsening, less than an alarm needs.</summary>
    Watch,

    /// <summary>An alarm was given; it stays until a re-induction or a new, logged reference.</summary>
    Drift,
}

/// <summary>The level to which later scores are compared; it does not change once it is formed.</summary>
/// <param name="Level">The mean of its scores, in points.</param>
/// <param name="Sd">How uncertain it was as the level of the person when it was formed, as an SD.</param>
/// <param name="From">The day of its first score.</param>
/// <param name="To">The day it was formed.</param>
/// <param name="Visits">The scores of which it was formed.</param>
/// <param name="DriftMayHaveBegunInside">A worsening may have begun before the reference was formed, as seen today: then it is too high.</param>
internal sealed record DriftReference(double Level, double Sd, double From, double To, int Visits, bool DriftMayHaveBegunInside);

/// <summary>How far the level of today lies above the reference, at the same time since an infusion.</summary>
/// <param name="Points">The mean.</param>
/// <param name="Low">The lower end of the central 90 %.</param>
/// <param name="High">The upper end.</param>
/// <param name="Sems">The mean in standard errors of measurement.</param>
/// <param name="ShareOfGainLost">How much worse than the end of the series, as a share of what was gained from baseline to there; none where that is not above 0.</param>
internal sealed record DriftMagnitude(double Points, double Low, double High, double Sems, double? ShareOfGainLost);

/// <summary>
/// Watches a person's scores after a series for a lasting worsening, from the first score on. One-sided, by the odds of "some worsening began between
/// two of the visits" to "stable" (<see cref="DriftFilter"/>); visits may come at any interval, and the rise between boosters is allowed for by the days
/// since the last infusion, so that neither a saw-tooth nor the spacing of boosters is taken for a drift. Immutable: appending gives a new watch, and
/// the answer at a visit rests on nothing later.
/// </summary>
internal sealed class DriftWatch
{
    private readonly DriftFilter _filter;
    private readonly ReferencePoint? _reference;

    // Rows and sentences ask for these again; whoever asks first works them out, and two at once get equal ones.
    private DriftReference? _formed;
    private DriftMagnitude? _size;

    private DriftWatch(
        DriftPrior prior, DriftWatchParameters parameters, EquatableArray<DriftVisit> visits, DriftFilter filter, bool boosters, ReferencePoint? reference, double? alarm, double? evidence = null)
    {
        Prior = prior;
        Parameters = parameters;
        Visits = visits;
        _filter = filter;
        BoostersKnown = boosters;
        _reference = reference;
        Evidence = evidence ?? (visits.IsEmpty ? 0 : filter.Odds() / (boosters ? parameters.AlarmOddsWithBoosters : parameters.AlarmOdds));
        AlarmDay = alarm;
    }

    // Two doubles that differ by less are the same number: scores with decimals must not answer otherwise than the same scores in whole points.
    private const double Same = 1e-9;

    /// <summary>What was known before.</summary>
    public DriftPrior Prior { get; }

    /// <summary>The policy.</summary>
    public DriftWatchParameters Parameters { get; }

    /// <summary>The scores watched, in order.</summary>
    public EquatableArray<DriftVisit> Visits { get; }

    /// <summary>The day of the first alarm, or none.</summary>
    public double? AlarmDay { get; }

    /// <summary>Whether a booster was given by the last score: from then on a wear-off between boosters is allowed for.</summary>
    public bool BoostersKnown { get; }

    /// <summary>The evidence as a multiple of what an alarm needs: an alarm is given at 1. Comparable within a person only.</summary>
    public double Evidence { get; }

    /// <summary>The state.</summary>
    public DriftState State =>
        Prior.Gain < Parameters.MinimalGain - Same ? DriftState.NotApplicable
        : AlarmDay is not null ? DriftState.Drift
        : Evidence >= Parameters.WatchShare ? DriftState.Watch
        : _reference is null ? DriftState.TooEarly
        : DriftState.Stable;

    /// <summary>The reference, or none as long as it is not formed.</summary>
    public DriftReference? Reference => _reference is null ? null : _formed ??= new DriftReference(
        _reference.Level,
        _reference.Sd,
        Visits[0].Day,
        _reference.Day,
        _reference.Visits,
        BeganBy(_reference.Day) >= Parameters.InsideReference && Evidence >= Parameters.WatchShare);

    /// <summary>How far the last scores lie above the reference; none as long as no score came after the reference.</summary>
    public DriftMagnitude? Magnitude => _reference is null || Visits.Count == _reference.Visits ? null : _size ??= SizeOf(_reference);

    /// <summary>Given some worsening: when it may have begun, each time with its probability. Empty before the first score.</summary>
    public EquatableArray<DriftOnset> Onsets => _filter.Onsets();

    /// <summary>The SD of the person's own noise, in points, as it stands.</summary>
    public double NoiseSd => _filter.NoiseSd();

    /// <summary>A watch before its first score.</summary>
    /// <param name="prior">What is known before.</param>
    /// <param name="parameters">The policy for the scale.</param>
    /// <returns>The watch.</returns>
    public static DriftWatch Start(DriftPrior prior, DriftWatchParameters parameters) =>
        new(prior, parameters, [], DriftFilter.Start(prior, parameters, boosters: false), boosters: false, null, null);

    /// <summary>The watch with one more score.</summary>
    /// <param name="day">Days from the same zero as the prior's origin; no earlier than the last score.</param>
    /// <param name="badness">The score, higher is worse.</param>
    /// <param name="daysSinceInfusion">Days since the last infusion before the score, 0 or more.</param>
    /// <param name="afterBooster">Whether that infusion was a booster, given after the origin.</param>
    /// <returns>The watch after it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite, or time runs backwards.</exception>
    public DriftWatch Append(double day, double badness, double daysSinceInfusion, bool afterBooster)
    {
        if (!double.IsFinite(day) || day < (Visits.IsEmpty ? Prior.Origin : Visits[^1].Day))
        {
            throw new ArgumentOutOfRangeException(nameof(day), "A score comes no earlier than the one before.");
        }

        if (!double.IsFinite(badness))
        {
            throw new ArgumentOutOfRangeException(nameof(badness), "A score is a number.");
        }

        if (!double.IsFinite(daysSinceInfusion) || daysSinceInfusion < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(daysSinceInfusion), "An infusion came before the score.");
        }

        var visit = new DriftVisit(day, badness, daysSinceInfusion, afterBooster);
        EquatableArray<DriftVisit> visits = [.. Visits, visit];
        var boosters = BoostersKnown || afterBooster;
        var (filter, reference) = (_filter, _reference);
        if (boosters && !BoostersKnown)
        {
            // From now on there are boosters: what was seen is taken in once more, with a wear-off allowed for. The reference stays as it was formed.
            filter = DriftFilter.Start(Prior, Parameters, boosters: true);
            foreach (var earlier in Visits)
            {
                filter = filter.Append(earlier);
            }
        }

        filter = filter.Append(visit);
        if (reference is null && visits.Count >= Parameters.ReferenceVisits && day - visits[0].Day >= Parameters.ReferenceDays)
        {
            reference = PointOf(visits, filter.NoiseSd(), Parameters);
        }

        var next = new DriftWatch(Prior, Parameters, visits, filter, boosters, reference, AlarmDay);
        return AlarmDay is null && next.Evidence >= 1
            ? new DriftWatch(Prior, Parameters, visits, filter, boosters, reference, day, next.Evidence)
            : next;
    }

    /// <summary>The probability, given some worsening, that it began by a day.</summary>
    /// <param name="day">The day of a visit.</param>
    /// <returns>0 to 1.</returns>
    public double BeganBy(double day) => Onsets.Where(onset => onset.To <= day).Sum(onset => onset.Rate + onset.Step);

    /// <summary>Given that a worsening goes on steadily: its rate in points a week, with the central 90 %; none below two scores.</summary>
    /// <returns>The rate.</returns>
    public (double PerWeek, double Low, double High)? Rate()
    {
        if (Visits.Count < 2 || Visits[^1].Day <= Prior.Origin)
        {
            return null;
        }

        var rate = DriftRate.Of(this).PerWeek;
        return (rate.Mean, rate.Quantile(0.05), rate.Quantile(0.95));
    }

    /// <summary>When a threshold would be crossed; only on request, see <see cref="DriftForecast"/>.</summary>
    /// <param name="threshold">The badness at or above which it counts as crossed.</param>
    /// <returns>The forecast.</returns>
    public DriftForecast Forecast(double threshold) => DriftForecast.Of(this, threshold);

    /// <summary>The state in one or two plain sentences with its numbers.</summary>
    /// <param name="sign">-1 for a scale of which more is better, so that its scores are printed as the scale prints them.</param>
    /// <returns>English text.</returns>
    public string Explain(int sign = 1) => DriftExplanation.Of(this, sign);

    /// <summary>
    /// The mean of the scores since the reference, nearer ones counting more, less the wear-off that people show so long after an infusion. Not the level of the
    /// filter: that knows a few sizes of worsening, enough to tell that there is one, and a person may lose more.
    /// </summary>
    private DriftMagnitude SizeOf(ReferencePoint point)
    {
        var last = Visits[^1].Day;
        var recent = Visits.Skip(point.Visits).ToArray();
        var weights = Array.ConvertAll(recent, visit => PortableMath.Exp(-(last - visit.Day) / Parameters.RecentDays));
        var total = weights.Sum();
        var (level, wear, variance, before) = (0.0, 0.0, 0.0, 0.0);
        for (var i = 0; i < recent.Length; i++)
        {
            var share = weights[i] / total;
            level += share * recent[i].Badness;
            wear += share * (BoostersKnown ? Parameters.WearOffAt(recent[i].DaysSinceInfusion) : 0);

            // Each pair of scores once: what is left, at this score, of the noise of all before it. The correlation fades exponentially, so one factor serves them all.
            before = i == 0 ? 0 : (before + (weights[i - 1] / total)) * Parameters.Kept(recent[i].Day - recent[i - 1].Day);
            variance += share * (share + (2 * before));
        }

        // Both are brought to the same time since an infusion; without boosters there is no wear-off to allow for.
        wear -= BoostersKnown ? point.WearOff : 0;
        var sd = Math.Sqrt((variance * NoiseSd * NoiseSd) + (point.Sd * point.Sd) + (wear * wear * Parameters.WearOffSd * Parameters.WearOffSd));
        var points = level - (wear * Parameters.WearOffMean) - point.Level;
        return new DriftMagnitude(
            points,
            points - (Quantile95 * sd),
            points + (Quantile95 * sd),
            points / Parameters.Sem,
            Prior.Gain > 0 ? (points + point.Level - Prior.SeriesEnd) / Prior.Gain : null);
    }

    /// <summary>The 95 % point of the normal distribution.</summary>
    private const double Quantile95 = 1.6448536269514722;

    private static ReferencePoint PointOf(EquatableArray<DriftVisit> visits, double noise, DriftWatchParameters parameters)
    {
        var variance = visits.Sum(x => visits.Sum(y => parameters.Kept(Math.Abs(x.Day - y.Day)))) / (visits.Count * visits.Count);
        return new ReferencePoint(
            visits.Average(visit => visit.Badness),
            noise * Math.Sqrt(variance),
            visits.Average(visit => parameters.WearOffAt(visit.DaysSinceInfusion)),
            visits[^1].Day,
            visits.Count);
    }

    private sealed record ReferencePoint(double Level, double Sd, double WearOff, double Day, int Visits);
}
