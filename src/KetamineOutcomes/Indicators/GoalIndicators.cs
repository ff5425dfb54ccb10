using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Indicators;

/// <summary>Goal Attainment Scaling in one series: T at baseline, T attained, and the change; by the goals' own weights (<c>total</c>) or without (<c>unweighted</c>).</summary>
internal sealed class GoalIndicators : PointIndicators<GoalReading>
{
    private const string Weighted = "total";
    private const string Unweighted = "unweighted";

    private readonly string _scale;
    private readonly string _name;

    private GoalIndicators(Course course, string scale, SeriesWindow<GoalReading> window, AssessmentOptions options, NowSpan now)
        : base(course, new IndicatorSubject(GoalAttainment.Id, scale, GoalAttainment.Version), window, options, now)
    {
        _scale = scale;
        _name = scale == Weighted ? "Goal attainment (T)" : "Goal attainment (T, every goal weighing the same)";
    }

    /// <summary>The answers about a course's goals; none where it has no goals.</summary>
    public static IEnumerable<IndicatorResult> Assess(Course course, AssessmentOptions options, NowSpan now, List<Issue> issues)
    {
        if (course.Goals.IsEmpty)
        {
            return [];
        }

        // Where no goal has a weight the two are one.
        string[] scales = course.Goals.Any(goal => goal.Weighting != GoalWeighting.None) ? [Weighted, Unweighted] : [Weighted];
        var results = new List<IndicatorResult>();
        foreach (var scale in scales)
        {
            var readings = GoalReading.Collect(course, scale == Weighted, issues);
            foreach (var window in SeriesWindow<GoalReading>.Split(course, readings))
            {
                var indicators = new GoalIndicators(course, scale, window, options, now);
                results.AddRange(indicators.Picks().SelectMany(pick => new[] { indicators.BaselineRow(pick), indicators.ScoreRow(pick), indicators.ChangeRow(pick) }));
            }
        }

        return results.DistinctBy(result => (result.Scale, result.Series, result.Indicator, result.Rule, result.Point, result.At, result.Outcome, result.Explain()));
    }

    private IndicatorResult BaselineRow(PointPick<GoalReading> pick)
    {
        List<string> flags = ["project-policy"];
        AddBaselineFlags(flags);
        AddWeightFlags(Baseline.Reading, flags);
        var parameters = Levels("levels", Baseline.Reading);
        return Baseline.Value is { } sum
            ? BaselineRow(pick, Measure(Baseline.Reading!.Weights.ToT(sum)), [.. GoalAttainment.Sources, OwnRule], parameters, flags, BaselineSentence(_name, Print(Baseline.Reading.Weights.ToT(sum))))
            : BaselineRow(pick, new IndicatorOutcome.Indeterminate(Baseline.Fault!), [.. GoalAttainment.Sources, OwnRule], parameters, flags, Unknown($"{_name} at baseline", Baseline.Fault!));
    }

    private IndicatorResult ScoreRow(PointPick<GoalReading> pick)
    {
        var flags = new List<string>();
        AddWeightFlags(pick.Reading, flags);
        var parameters = Levels("levels", pick.Reading);
        if (pick.Fault is not null || !pick.Reading!.TryGetExact(out var sum))
        {
            var missing = Missing(pick);
            return Row(pick, "score", _scale, missing, Sources, parameters, flags, Unknown($"{_name} at {pick.Point}", missing) + Unrated(pick), usesBaseline: false);
        }

        var t = pick.Reading.Weights.ToT(sum);
        var goals = pick.Reading.Goals.Count;
        var sentence = $"{_name} of {Text(goals)} {(goals == 1 ? "goal" : "goals")} was {Print(t)} on {Where(pick.Reading)}; 50 is every goal attained as expected.";
        return Row(pick, "score", _scale, Measure(t), Sources, parameters, flags, sentence, usesBaseline: false);
    }

    private IndicatorResult ChangeRow(PointPick<GoalReading> pick)
    {
        List<string> flags = [];
        AddBaselineFlags(flags);
        AddWeightFlags(pick.Reading, flags);
        List<Parameter> parameters = [.. Levels("baseline-levels", Baseline.Reading), .. Levels("levels", pick.Reading)];
        if (!TryCompare(pick, out var difference, out var missing))
        {
            return Row(pick, "change", "points", missing, [.. GoalAttainment.Sources, OwnRule], parameters, flags, Unknown($"The change of {_name} at {pick.Point}", missing) + Unrated(pick));
        }

        // The same goals and weights, so the same root: the difference is rounded once.
        var weights = pick.Reading!.Weights;
        var change = weights.ToPoints(difference);
        _ = pick.Reading.TryGetExact(out var sum);
        var from = $"{_name} went from {Print(weights.ToT(sum - difference))} at baseline to {Print(weights.ToT(sum))} on {Where(pick.Reading)}";
        var sentence = change == 0 ? $"{from}: unchanged." : $"{from}: {(change < 0 ? "worse" : "better")} by {Print(Fraction.Abs(change))}.";
        return Row(pick, "change", "points", Measure(change), [.. GoalAttainment.Sources, OwnRule], parameters, flags, sentence);
    }

    private bool TryCompare(PointPick<GoalReading> pick, out Fraction difference, out IndicatorOutcome missing)
    {
        difference = default;
        missing = Missing(pick);
        if (pick.Fault is not null || pick.Reading is null || !pick.Reading.TryGetExact(out var sum))
        {
            return false;
        }

        if (Baseline.Value is not { } baseline)
        {
            missing = new IndicatorOutcome.Indeterminate(Baseline.Fault!);
            return false;
        }

        if (Baseline.Reading!.Rater != pick.Reading.Rater)
        {
            missing = new IndicatorOutcome.Indeterminate(Reasons.RatersDiffer);
            return false;
        }

        if (Baseline.Reading.Basis != pick.Reading.Basis)
        {
            missing = new IndicatorOutcome.Indeterminate(Reasons.GoalsDiffer);
            return false;
        }

        difference = sum - baseline;
        return true;
    }

    private static EquatableArray<string> Sources => [.. GoalAttainment.Sources];

    /// <summary>The goals by id with weight and level, and what the formula used beside them.</summary>
    private static List<Parameter> Levels(string name, GoalReading? reading) => reading is null
        ? []
        : [
            new Parameter("rho", GoalAttainment.ConventionalRho.ToString()),
            new Parameter(name, string.Join("; ", reading.Goals.Select(goal => $"{goal.Goal.Id}: {goal.Level?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "not rated"}, weight {reading.WeightOf(goal.Goal)}"))),
        ];

    private static string Unrated(PointPick<GoalReading> pick)
    {
        if (pick.Fault != Reasons.GoalNotRated)
        {
            return "";
        }

        var unrated = pick.Reading!.Goals.Where(goal => goal.Level is null && pick.Reading.WeightOf(goal.Goal) > 0).Select(goal => goal.Goal.Id);
        return $" Not rated: {string.Join(", ", unrated)}.";
    }

    private void AddWeightFlags(GoalReading? reading, List<string> flags)
    {
        if (reading is null || _scale != Weighted)
        {
            return;
        }

        // King's College London, GAS toolkit: weighing, by difficulty above all, had a perverse effect on the score where goals were missed.
        if (reading.Goals.Exists(goal => goal.Goal.Weighting is GoalWeighting.Difficulty or GoalWeighting.ImportanceByDifficulty))
        {
            flags.Add("weighted-by-difficulty");
        }

        if (reading.Goals.Exists(goal => goal.Goal.Weight == 0))
        {
            flags.Add("goal-without-weight");
        }
    }

    private static IndicatorOutcome.Measured Measure(Fraction t) => new(t, "T", GoalAttainment.Decimals);

    private static string Print(Fraction t) => Print(t, GoalAttainment.Decimals);
}
