using System.Globalization;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Indicators;

/// <summary>The milestones of a rating of change in one series: when each was first reached, what came before, and whether it was held.</summary>
/// <remarks>
/// Held is: reached again at the next usable rating by the same rater on a later day, at most <see cref="AssessmentPoint.StaleAfterDays"/> days on
/// (project policy). What came after that plays no part.
/// </remarks>
internal sealed class MilestoneIndicators : PointIndicators<ScaleReading>
{
    private const string First = "first";
    private const string FirstHeld = "first-held";

    private static readonly ConfirmationRule Rule = ConfirmationRule.NextRating;

    private readonly Instrument _instrument;
    private readonly Scale _scale;

    public MilestoneIndicators(Course course, Instrument instrument, Scale scale, SeriesWindow<ScaleReading> window, AssessmentOptions options, NowSpan now)
        : base(course, new IndicatorSubject(instrument.Id, scale.Id, instrument.Version), window, options, now, isChange: true)
    {
        _instrument = instrument;
        _scale = scale;
    }

    public IEnumerable<IndicatorResult> Assess() =>
        from rater in Window.After.Select(reading => reading.Rater).Distinct()
        from milestone in _scale.Milestones
        from result in Assess(milestone, [.. Window.After.Where(reading => reading.Rater == rater)])
        select result;

    private IEnumerable<IndicatorResult> Assess(MilestoneEntry milestone, List<ScaleReading> readings)
    {
        var usable = readings.Where(reading => reading.TryGetExact(out _)).ToList();
        if (usable.Count == 0)
        {
            yield return Unrated(milestone, readings);
            yield break;
        }

        var onsets = FindOnsets(milestone, usable);
        if (onsets.Count == 0)
        {
            yield return NotReached(milestone, usable);
            yield break;
        }

        yield return Reached(milestone, First, onsets[0]);

        // Where the first time did not last, the first one that did.
        if (onsets[0].Verdict is Judgement.NotMet or Judgement.CannotConfirm && onsets.Find(onset => onset.Verdict == Judgement.Met) is { } held)
        {
            yield return Reached(milestone, FirstHeld, held);
        }
    }

    /// <summary>A time at which a milestone was reached after it was not, and what the next rating says.</summary>
    private sealed record Onset(ScaleReading At, ScaleReading? Before, ScaleReading? Next, Judgement Verdict);

    private List<Onset> FindOnsets(MilestoneEntry milestone, List<ScaleReading> usable)
    {
        var onsets = new List<Onset>();
        var visits = usable.ConvertAll(reading => (reading.At.DayNumber, IsReached(milestone, reading)));
        for (var i = 0; i < usable.Count; i++)
        {
            if (!IsReached(milestone, usable[i]) || (i > 0 && IsReached(milestone, usable[i - 1])))
            {
                continue;
            }

            var at = usable[i];
            var (verdict, by) = Rule.Decide(visits, i, Rule.IsClosed(at.At, Clock.Now, Course.FollowUpEnd));
            var next = by is { } index ? usable[index] : null;
            onsets.Add(new Onset(at, FindBefore(at), next, verdict));
        }

        return onsets;
    }

    /// <summary>The usable rating before it by the same rater, also from before the series.</summary>
    private ScaleReading? FindBefore(ScaleReading onset) => Window.Before.Concat(Window.After)
        .TakeWhile(reading => !ReferenceEquals(reading, onset))
        .LastOrDefault(reading => reading.Rater == onset.Rater && reading.TryGetExact(out _));

    /// <summary>Forms between the onset and what confirms it that brought no usable rating.</summary>
    private IEnumerable<ScaleReading> PassedOver(Onset onset) => Window.After
        .SkipWhile(reading => !ReferenceEquals(reading, onset.At))
        .TakeWhile(reading => !ReferenceEquals(reading, onset.Next) && reading.At.DaysSince(onset.At.At) <= AssessmentPoint.StaleAfterDays)
        .Where(reading => reading.Rater == onset.At.Rater && reading.IsFilledIn && !reading.TryGetExact(out _));

    private static bool IsReached(MilestoneEntry milestone, ScaleReading reading) =>
        reading.TryGetExact(out var value) && milestone.Comparator.Holds(value, milestone.Value);

    private IndicatorResult Reached(MilestoneEntry milestone, string point, Onset onset)
    {
        var observations = new List<Observation>();
        if (onset.Before is not null)
        {
            observations.Add(onset.Before.ToObservation("before"));
        }

        observations.Add(onset.At.ToObservation("onset"));
        observations.AddRange(PassedOver(onset).Select(reading => reading.ToObservation("passed-over")));
        if (onset.Next is not null)
        {
            observations.Add(onset.Next.ToObservation("confirmation"));
        }

        var outcome = onset.Verdict == Judgement.Unconfirmed
            ? new IndicatorOutcome.Judged(Judgement.Unconfirmed, Rule.Window(onset.At.At))
            : new IndicatorOutcome.Judged(onset.Verdict);
        List<string> flags = onset.Verdict == Judgement.NotMet ? ["project-policy", "not-held"] : ["project-policy"];
        var knownAt = onset.Next is { } next && next.KnownAt.CompareKnown(onset.At.KnownAt) > 0 ? next.KnownAt : onset.At.KnownAt;
        return MilestoneRow(
            milestone,
            point,
            onset.At,
            knownAt,
            outcome,
            observations,
            flags,
            $"{_scale.Name}: {(point == First ? "first" : "first lastingly")} recorded as {milestone.Label} on {Where(onset.At)}{AfterInfusion(onset.At)}, {Before(onset)}; {Held(onset)}.");
    }

    private IndicatorResult NotReached(MilestoneEntry milestone, List<ScaleReading> usable) => MilestoneRow(
        milestone,
        First,
        reading: null,
        usable.Select(reading => reading.KnownAt).Aggregate((x, y) => y.CompareKnown(x) > 0 ? y : x),
        new IndicatorOutcome.Judged(Judgement.NotMet),
        [.. usable.Select(reading => reading.ToObservation("score"))],
        ["project-policy"],
        $"{_scale.Name}: not recorded as {milestone.Label} in series {Text(Window.Number)} up to {Where(usable[^1])}.",
        usable[^1]);

    private IndicatorResult Unrated(MilestoneEntry milestone, List<ScaleReading> readings)
    {
        var last = readings.FindLast(reading => reading.IsFilledIn) ?? readings[^1];
        IndicatorOutcome outcome = readings.TrueForAll(reading => reading.IsNotApplicable || !reading.IsFilledIn) && last.IsNotApplicable
            ? new IndicatorOutcome.NotApplicable(Reasons.DoesNotApply)
            : new IndicatorOutcome.Indeterminate(last.Fault == Reasons.DoesNotApply ? Reasons.ScoreIncomplete : last.Fault);
        return MilestoneRow(
            milestone,
            First,
            reading: null,
            knownAt: null,
            outcome,
            [.. readings.Select(reading => reading.ToObservation("passed-over"))],
            ["project-policy"],
            Unknown($"Whether {_scale.Name} was {milestone.Label} in series {Text(Window.Number)}", outcome),
            last);
    }

    private IndicatorResult MilestoneRow(
        MilestoneEntry milestone,
        string point,
        ScaleReading? reading,
        ClinicalTime? knownAt,
        IndicatorOutcome outcome,
        List<Observation> observations,
        List<string> flags,
        string sentence,
        ScaleReading? rated = null)
    {
        var rater = rated ?? reading!;
        var parameters = new List<Parameter>
        {
            new("threshold", $"{milestone.Comparator.ToSign()} {milestone.Value}"),
            new("confirm-within-days", Rule.Text),
        };
        if (reading is not null && LastInfusion(reading) is { } infusion)
        {
            parameters.Add(new Parameter("infusion", Text(infusion.Number)));
            parameters.Add(new Parameter("days-since-infusion", Text(infusion.Days)));
        }

        return Row(
            "milestone",
            milestone.Id,
            rater.IsUsualRater ? point : $"{point}:{rater.RaterWord}",
            reading?.At,
            knownAt,
            outcome,
            [.. milestone.Evidence.Select(evidence => evidence.Source.Citation), OwnRule],
            parameters,
            observations,
            WithPrimary(flags),
            sentence);
    }

    private (int Number, int Days)? LastInfusion(ScaleReading reading)
    {
        var given = Window.Series?.Infusions.Where(infusion => !reading.IsBefore(infusion)).ToList() ?? [];
        return given.Count == 0 ? null : (given.Count, reading.At.DaysSince(given[^1].At));
    }

    private string AfterInfusion(ScaleReading reading) => LastInfusion(reading) is { } infusion
        ? string.Create(CultureInfo.InvariantCulture, $" ({infusion.Days} {(infusion.Days == 1 ? "day" : "days")} after infusion {infusion.Number} of the series)")
        : "";

    private string Before(Onset onset)
    {
        if (onset.Before is not { } before)
        {
            return "the first rating there is";
        }

        _ = before.TryGetExact(out var value);
        return $"after {Print(value, _scale.Decimals)} on {Where(before)}";
    }

    private string Held(Onset onset)
    {
        if (onset.Next is { } next)
        {
            _ = next.TryGetExact(out var value);
            return $"{(onset.Verdict == Judgement.Met ? "held" : "not held")} at the next rating ({Print(value, _scale.Decimals)} on {Where(next)})";
        }

        return onset.Verdict == Judgement.Unconfirmed
            ? "no later rating says yet whether it was held"
            : $"no rating within {Text(AssessmentPoint.StaleAfterDays)} days says whether it was held";
    }
}
