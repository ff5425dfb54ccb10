using FsCheck;
using FsCheck.Fluent;
using KetamineOutcomes.Cohorts;
using KetamineOutcomes.Cohorts.Distributions;
using KetamineOutcomes.Cohorts.Rates;
using KetamineOutcomes.Cohorts.Survival;
using KetamineOutcomes.Cohorts.Tallies;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Properties;

/// <summary>Laws of cohorts: parts merge to the whole however they are cut and ordered, and curves keep their bounds.</summary>
public sealed class CohortLaws
{
    // Scores of the PHQ-9 and thirds, so that denominators differ.
    private static readonly Gen<Fraction> Values =
        from numerator in Gen.Choose(0, 81)
        from denominator in Gen.Elements(1, 1, 1, 3)
        select new Fraction(numerator, denominator);

    private static readonly Gen<(double Time, bool Event)> Times =
        from day in Gen.Choose(0, 40)
        from isEvent in Gen.Elements(true, false)
        select ((double)day, isEvent);

    private static readonly Gen<EventInterval> Intervals =
        from after in Gen.Choose(0, 12)
        from length in Gen.Elements(0, 1, 3, 7, -1)
        select new EventInterval(7 * after, length < 0 ? double.PositiveInfinity : 7 * (after + length));

    // Infusions on days 0 and 3; a baseline or none, then scores on some of five days.
    private static readonly Gen<Course> Courses =
        from id in Gen.Choose(1, 1_000_000)
        from baseline in Gen.Choose(-1, 27)
        from scores in Gen.ArrayOf(Gen.Choose(-1, 27), 5)
        select CourseOf(id, baseline, scores);

    private static readonly CohortOptions Options = CohortOptions.Default with
    {
        Assessment = AssessmentOptions.Default with { Points = [new AssessmentPoint.Day(7, 2), new AssessmentPoint.EndOfInduction()] },
    };

    [Fact]
    public void Values_in_parts_have_the_mean_variance_and_quantiles_of_the_whole() => Prop.ForAll(Arb.From(Gen.ArrayOf(Values)), Arb.From(Gen.Choose(0, 20)), (values, cut) =>
    {
        cut = Math.Min(cut, values.Length);
        var whole = ValueCounts.Of(values);
        var merged = ValueCounts.Of(values[cut..]).Merge(ValueCounts.Of(values[..cut]));
        var mean = values.Length == 0 ? (double?)null : values.Average(value => value.ToDouble());
        var squares = values.Length < 2 ? (double?)null : values.Sum(value => Math.Pow(value.ToDouble() - mean!.Value, 2)) / (values.Length - 1);
        return merged == whole && merged.Count == values.Length && merged.Median == whole.Median
            && Near(merged.Mean, mean) && Near(merged.Variance, squares)
            && (values.Length == 0 || (merged.Minimum == values.Min() && merged.Maximum == values.Max()));
    }).MustHold(500);

    [Fact]
    public void Risk_tables_and_intervals_merge_whatever_the_order() => Prop.ForAll(Arb.From(Gen.ArrayOf(Times)), Arb.From(Gen.ArrayOf(Intervals)), Arb.From(Gen.Choose(0, 20)), (times, intervals, cut) =>
    {
        var (one, other) = (Math.Min(cut, times.Length), Math.Min(cut, intervals.Length));
        return RiskTable.Of(times[one..]).Merge(RiskTable.Of(times[..one])) == RiskTable.Of(times)
            && EventIntervals.Of(intervals[other..]).Merge(EventIntervals.Of(intervals[..other])) == EventIntervals.Of(intervals);
    }).MustHold(500);

    [Fact]
    public void A_survival_curve_falls_from_1_and_stays_in_its_intervals() => Prop.ForAll(Arb.From(Gen.ArrayOf(Times)), Arb.From(Gen.Elements(Enum.GetValues<SurvivalInterval>())), (times, scale) =>
    {
        var curve = KaplanMeier.Estimate(RiskTable.Of(times), 0.95, scale);
        var before = 1.0;
        foreach (var step in curve.Steps)
        {
            if (step.Survival > before || step.Survival < 0 || step.StandardError < 0 || (step.Interval is { } interval && !(interval.Low <= step.Survival + 1e-12 && step.Survival <= interval.High + 1e-12)))
            {
                return false;
            }

            before = step.Survival;
        }

        return times.Length == 0 || curve.Steps[^1].Row.Time.Equals(times.Max(person => person.Time));
    }).MustHold(500);

    /// <summary>With every event on a known day Turnbull's estimate is Kaplan and Meier's.</summary>
    [Fact]
    public void With_known_days_Turnbull_is_Kaplan_Meier() => Prop.ForAll(Arb.From(Gen.ArrayOf(Times).Where(times => times.Length is > 0 and < 15)), times =>
    {
        var curve = KaplanMeier.Estimate(RiskTable.Of(times));
        var estimate = Turnbull.Estimate(EventIntervals.Of(times.Select(person => new EventInterval(person.Time, person.Event ? person.Time : double.PositiveInfinity))));
        return curve.Steps.Where(step => step.Row.Events > 0).All(step => Math.Abs(estimate.SurvivalAt(step.Row.Time).Low - step.Survival) < 1e-5);
    }).MustHold(200);

    [Fact]
    public void The_masses_of_Turnbulls_estimate_add_up_to_1() => Prop.ForAll(Arb.From(Gen.ArrayOf(Intervals).Where(intervals => intervals.Length is > 0 and < 20)), intervals =>
    {
        var estimate = Turnbull.Estimate(EventIntervals.Of(intervals));
        return Math.Abs(estimate.Steps.Sum(step => step.Mass) - 1) < 1e-6 && estimate.Gap < 1e-4;
    }).MustHold(200);

    [Fact]
    public void Wilsons_interval_holds_the_share_and_stays_within_0_and_1() => Prop.ForAll(Arb.From(Gen.Choose(0, 400)), Arb.From(Gen.Choose(0, 400)), (count, rest) =>
    {
        var share = new Proportion(count, count + rest);
        return share.Wilson() is not { } interval
            ? count + rest == 0
            : interval.Low >= 0 && interval.High <= 1 && interval.Low <= share.Share!.Value.ToDouble() + 1e-15 && share.Share.Value.ToDouble() <= interval.High + 1e-15;
    }).MustHold(500);

    [Fact]
    public void Parts_of_a_cohort_merge_to_the_whole_and_survive_JSON() => Prop.ForAll(Arb.From(Gen.ArrayOf(Courses, 6)), Arb.From(Gen.Choose(0, 6)), (courses, cut) =>
    {
        var members = courses.SelectMany(course => CohortAssessment.Assess(course, Options).Members).ToArray();
        var whole = CohortTally.Of(members, Options);
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        var parts = new[] { members[cut..], members[..cut] }.Select(part => TallyJson.TryRead(TallyJson.Write(CohortTally.Of(part, Options), words, "1"), out var read, out _) ? read.Tally : CohortTally.Empty).ToArray();
        return parts[0].Merge(parts[1]) == whole && parts[1].Merge(parts[0]) == whole && whole.Members == members.Length;
    }).MustHold(25);

    /// <summary>Nobody is lost between met, not met and missing: at each point as many are due as are members of the group.</summary>
    [Fact]
    public void At_each_point_everybody_who_has_the_scale_is_due() => Prop.ForAll(Arb.From(Gen.ArrayOf(Courses, 5)), courses =>
    {
        var tally = CohortTally.Of(courses.SelectMany(course => CohortAssessment.Assess(course, Options).Members), Options);
        return tally.Cells.Where(cell => cell.Key.Group == "all" && cell.Value is CohortCell.Rate).All(cell =>
        {
            var rate = (CohortCell.Rate)cell.Value;
            return rate.Due == courses.Count(course => !course.Administrations.IsEmpty) && rate.WorstCase.Count <= rate.Observed.Count && rate.BestCase.Count == rate.Due - rate.NotMet;
        });
    }).MustHold(25);

    private static Course CourseOf(int id, int baseline, int[] scores)
    {
        var forms = scores.Select((score, i) => (Day: 4 + (7 * i), Score: score)).Prepend((Day: -1, Score: baseline)).Where(form => form.Score >= 0)
            .Select(form => new Administration("phq-9", ClinicalTime.OnDay(form.Day), new AdministrationContent.TotalOnly(form.Score)));
        Infusion[] infusions =
        [
            new(ClinicalTime.OnDay(0), "ketamine", kind: InfusionKind.Induction, doseMg: 40, weightKg: 80),
            new(ClinicalTime.OnDay(3), "ketamine", kind: InfusionKind.Induction, doseMg: 40, weightKg: 80),
        ];
        return Course.Create($"p{id}", "1", forms, infusions).GetValueOrThrow();
    }

    private static bool Near(double? actual, double? expected) => actual is null == expected is null && (actual is not { } value || Math.Abs(value - expected!.Value) <= 1e-12 * Math.Max(1, Math.Abs(expected.Value)));
}
