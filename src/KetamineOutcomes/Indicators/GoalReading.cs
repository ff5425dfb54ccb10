using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Indicators;

/// <summary>One visit at which goals were rated by one rater: the levels of all goals that were set by then.</summary>
/// <remarks>Goals rated on one day, on one side of that day's infusion, are one visit, whatever the clock said.</remarks>
internal sealed record GoalReading : Reading
{
    private GoalReading(GoalRating first, List<(Goal Goal, int? Level)> goals, bool isWeighted)
    {
        First = first;
        Goals = goals;
        IsWeighted = isWeighted;
        Weights = new GoalWeights(goals.Select(goal => WeightOf(goal.Goal)), GoalAttainment.ConventionalRho);
    }

    private GoalRating First { get; }

    /// <summary>The goals that were set by then, by id, with their levels.</summary>
    public List<(Goal Goal, int? Level)> Goals { get; }

    /// <summary>Whether the goals' own weights are used; else each goal has the weight 1.</summary>
    private bool IsWeighted { get; }

    public GoalWeights Weights { get; }

    public override ClinicalTime At => First.At;

    public override Timing Timing => First.Timing;

    public override ClinicalTime KnownAt => LastKnown;

    private ClinicalTime LastKnown { get; init; }

    public override bool IsUsualRater => Rater is null;

    public override bool IsFilledIn => Goals.Exists(goal => goal.Level is not null) || IsConflict;

    public override bool IsNumeric => true;

    public override bool IsChange => false;

    public override bool HigherIsBetter => true;

    public override EquatableArray<string> Basis => Counting.Select(goal => $"{goal.Goal.Id}={WeightOf(goal.Goal)}").ToEquatableArray();

    public override bool HasResult => TryGetExact(out _);

    public override bool IsNotApplicable => Fault == Reasons.GoalWeightsZero;

    public override string Fault =>
        !IsFilledIn ? Reasons.NotDone
        : IsWeighted && Goals.Select(goal => goal.Goal.Weighting).Distinct().Skip(1).Any() ? Reasons.GoalWeightsMixed
        : Weights.AreZero ? Reasons.GoalWeightsZero
        : IsConflict ? Reasons.ConflictingScores
        : Counting.Any(goal => goal.Level is null) ? Reasons.GoalNotRated
        : "";

    // A goal of weight 0 adds nothing to either sum, so its level is not missed.
    private IEnumerable<(Goal Goal, int? Level)> Counting => Goals.Where(goal => WeightOf(goal.Goal) > 0);

    public Fraction WeightOf(Goal goal) => IsWeighted ? goal.Weight : 1;

    /// <summary>The weighted sum of the levels; goals and weights being equal, T goes up and down with it.</summary>
    public override bool TryGetExact(out Fraction value)
    {
        value = default;
        if (Fault.Length > 0)
        {
            return false;
        }

        value = GoalAttainment.WeightedSum(Counting.Select(goal => new GoalLevel(goal.Level, WeightOf(goal.Goal))));
        return true;
    }

    public override Observation ToObservation(string role) => new(
        role,
        At,
        TryGetExact(out var sum) ? Weights.ToT(sum).Round(GoalAttainment.Decimals).ToString(System.Globalization.CultureInfo.InvariantCulture) : null,
        IsConflict ? "conflicting" : TryGetExact(out _) ? "scored" : IsFilledIn ? "incomplete" : "not-done",
        RaterWord);

    /// <summary>The visits of a course at which goals were rated, by time.</summary>
    public static List<GoalReading> Collect(Course course, bool isWeighted, List<Issue> issues)
    {
        var visits = course.GoalRatings.GroupBy(rating => (
            rating.At.DayNumber,
            InfusionsBefore: course.Infusions.Count(infusion => !rating.IsBefore(infusion)),
            IsPost: rating.Timing == Timing.Post,
            rating.Rater));
        return [.. visits.Select(visit => ReadVisit(course, [.. visit], isWeighted, issues))];
    }

    private static GoalReading ReadVisit(Course course, List<GoalRating> visit, bool isWeighted, List<Issue> issues)
    {
        var goals = new List<(Goal, int?)>();
        var isConflict = false;
        foreach (var goal in course.Goals.Where(goal => goal.SetAt is not { } set || set.CompareKnown(visit[^1].At) <= 0))
        {
            var standing = ApplyCorrections([.. visit.Where(rating => string.Equals(rating.Goal, goal.Id, StringComparison.Ordinal))], issues);
            var levels = standing.Where(rating => rating.Level is not null).Select(rating => rating.Level).Distinct().ToList();
            isConflict |= levels.Count > 1 && (!isWeighted || goal.Weight > 0);
            goals.Add((goal, levels.Count == 1 ? levels[0] : null));
        }

        return new GoalReading(visit[0], goals, isWeighted)
        {
            Rater = visit[0].Rater,
            IsConflict = isConflict,
            LastKnown = visit.Select(rating => rating.KnownAt).Aggregate((x, y) => y.CompareKnown(x) > 0 ? y : x),
        };
    }

    private static List<GoalRating> ApplyCorrections(List<GoalRating> ratings, List<Issue> issues)
    {
        var last = ratings.Where(rating => rating.RecordedAt is not null)
            .Aggregate((GoalRating?)null, (best, rating) => best is null || rating.RecordedAt!.Value.CompareKnown(best.RecordedAt!.Value) > 0 ? rating : best);
        if (last is null || ratings.Count == 1)
        {
            return ratings;
        }

        var standing = ratings.Where(rating => rating.RecordedAt is { } at && at.CompareKnown(last.RecordedAt!.Value) == 0).ToList();
        if (standing.Count < ratings.Count)
        {
            issues.Add(new Issue(IssueCodes.Corrected, IssueSeverity.Notice, $"A rating of {last.At} was superseded by the one entered last.", GoalAttainment.Id));
        }

        return standing;
    }
}
