using FsCheck;
using FsCheck.Fluent;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Indicators.Segments;
using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.Segments;

namespace KetamineOutcomes.Properties;

/// <summary>Laws of finding the structure in a log of infusions, whatever the log, its labels and the rule.</summary>
public sealed class SegmentationLaws
{
    private static readonly SegmentationRule Own = new("own-rule", 2, 5, 1, 21, 10);

    private static readonly Gen<SegmentationRule?> Rules = Gen.Elements(null, SegmentationRules.McInnes2022Gap14, SegmentationRules.McInnes2022Gap7, SegmentationRules.Oliver2022Gap14, Own);

    // Days apart as clinics have them; 0 is two visits on one day.
    private static readonly Gen<int> Pauses = Gen.Elements(0, 1, 2, 3, 4, 7, 9, 10, 13, 14, 15, 28, 60);

    private static readonly Gen<InfusionKind> Kinds = Gen.Elements(
        InfusionKind.Unspecified, InfusionKind.Unspecified, InfusionKind.Unspecified, InfusionKind.Induction, InfusionKind.Booster, InfusionKind.Reinduction);

    private static readonly Gen<Visit> Visits =
        from pause in Pauses
        from kind in Kinds
        from minutes in Gen.Choose(8 * 60, 17 * 60)
        from agent in Gen.Elements("ketamine", "ketamine", "ketamine", "esketamine")
        from dose in Gen.Choose(20, 90)
        select new Visit(pause, kind, minutes, agent, dose);

    private static readonly Gen<Log> Logs =
        from labelled in Gen.Elements(true, false)
        from count in Gen.Choose(0, 25)
        from visits in Gen.ArrayOf(Visits, count)
        from rule in Rules
        from later in Gen.Choose(0, 40)
        select new Log([.. visits.Select(visit => labelled ? visit : visit with { Kind = InfusionKind.Unspecified })], rule, later);

    private sealed record Visit(int Pause, InfusionKind Kind, int Minutes, string Agent, int Dose);

    private sealed record Log(Visit[] Visits, SegmentationRule? Rule, int Later);

    private static readonly DateOnly Start = new(2026, 3, 1);

    private static void Check(Func<Log, bool> law) => Prop.ForAll(Arb.From(Logs), law).MustHold(500);

    private static ClinicalTime Instant(DateOnly date, int minutes) =>
        ClinicalTime.AtInstant(new DateTimeOffset(date.ToDateTime(new TimeOnly(minutes / 60, minutes % 60)), TimeSpan.Zero));

    private static List<Infusion> Infusions(Log log, Func<int, int, ClinicalTime> time)
    {
        var day = 0;
        var infusions = new List<Infusion>();
        foreach (var visit in log.Visits)
        {
            day += visit.Pause;
            infusions.Add(new Infusion(time(day, visit.Minutes), visit.Agent, kind: visit.Kind, doseMg: visit.Dose));
        }

        return infusions;
    }

    private static Course CourseOf(IEnumerable<Infusion> infusions) => Course.Create("p", "1", [], infusions).GetValueOrThrow();

    private static ClinicalTime Date(int day, int minutes) => ClinicalTime.OnDate(Start.AddDays(day));

    private static ClinicalTime Local(int day, int minutes) => ClinicalTime.AtLocal(Start.AddDays(day), new TimeOnly(minutes / 60, minutes % 60));

    private static ClinicalTime Utc(int day, int minutes) => Instant(Start.AddDays(day), minutes);

    private static string Numbers(IEnumerable<NumberedInfusion> infusions) =>
        string.Join(' ', infusions.Select(infusion => $"{infusion.Number}/{infusion.Segment}/{infusion.NumberInSegment}/{infusion.Cycle}/{infusion.DaysSinceLast}/{infusion.HoursSinceLast}"));

    private static string Shape(TreatmentStructure structure) => Numbers(structure.Infusions) + " | "
        + string.Join(' ', structure.Segments.Select(segment => $"{segment.Kind}/{segment.Basis}/{segment.Reason}/{segment.IsProvisional}/{segment.Days}")) + " | "
        + string.Join(' ', structure.Cycles.Select(cycle => $"{cycle.Days}/{cycle.Hours}/{cycle.DaysSoFar}")) + " | "
        + string.Join(' ', structure.Series.Select(series => series.Infusions.Count)) + " | "
        + string.Join(' ', structure.Notices);

    [Fact]
    public void Moving_a_course_by_whole_days_changes_nothing() => Check(log =>
        Shape(TreatmentStructure.Find(CourseOf(Infusions(log, Local)), log.Rule))
            == Shape(TreatmentStructure.Find(CourseOf(Infusions(log, (day, minutes) => Local(day + 1000, minutes))), log.Rule))
        && Shape(TreatmentStructure.Find(CourseOf(Infusions(log, Date)), log.Rule))
            == Shape(TreatmentStructure.Find(CourseOf(Infusions(log, (day, _) => ClinicalTime.OnDay(day - 50))), log.Rule)));

    [Fact]
    public void The_order_of_the_records_changes_nothing() => Check(log =>
    {
        var infusions = Infusions(log, Date);
        var shape = Shape(TreatmentStructure.Find(CourseOf(infusions), log.Rule));
        return Shape(TreatmentStructure.Find(CourseOf(Enumerable.Reverse(infusions)), log.Rule)) == shape
            && Shape(TreatmentStructure.Find(CourseOf(infusions.OrderBy(infusion => infusion.DoseMg)), log.Rule)) == shape;
    });

    [Fact]
    public void Splitting_a_log_and_joining_it_changes_nothing() => Check(log =>
    {
        var infusions = Infusions(log, Utc);
        var odd = infusions.Where((_, index) => index % 2 == 1);
        var even = infusions.Where((_, index) => index % 2 == 0);

        // A record that stands in both files is one.
        return Shape(TreatmentStructure.Find(CourseOf([.. odd, .. even, .. infusions.Take(3)]), log.Rule)) == Shape(TreatmentStructure.Find(CourseOf(infusions), log.Rule));
    });

    [Fact]
    public void A_later_infusion_changes_no_number_of_an_earlier_one() => Check(log =>
    {
        var infusions = CourseOf(Infusions(log, Utc)).Infusions;
        var last = infusions.IsEmpty ? Start.DayNumber : infusions[^1].At.DayNumber;
        var now = Numbers(TreatmentStructure.Find(CourseOf(infusions), log.Rule).Infusions);
        return Enum.GetValues<InfusionKind>().All(kind =>
        {
            var next = new Infusion(Instant(DateOnly.FromDayNumber(last + log.Later), (23 * 60) + 59), kind: kind);
            return Numbers(TreatmentStructure.Find(CourseOf([.. infusions, next]), log.Rule).Infusions.SkipLast(1)) == now;
        });
    });

    [Fact]
    public void A_settled_segment_and_an_ended_cycle_never_change() => Check(log =>
    {
        var infusions = CourseOf(Infusions(log, Date)).Infusions;
        var all = TreatmentStructure.Find(CourseOf(infusions), log.Rule);
        return infusions.Select(infusion => infusion.At).All(time =>
        {
            var then = TreatmentStructure.Find(CourseOf(infusions), log.Rule, time);
            var settled = then.Segments.Where(segment => !segment.IsProvisional).ToList();
            return settled.Select(Facts).SequenceEqual(all.Segments.Take(settled.Count).Select(Facts), StringComparer.Ordinal)
                && then.Cycles.Where(cycle => cycle.To is not null).SequenceEqual(all.Cycles.Take(then.Cycles.Count(cycle => cycle.To is not null)));
        });

        static string Facts(TreatmentSegment segment) => $"{segment.Kind}/{segment.Basis}/{segment.Reason}/{segment.Infusions}";
    });

    [Fact]
    public void Nothing_looks_ahead() => Check(log =>
    {
        var infusions = CourseOf(Infusions(log, Date)).Infusions;
        return infusions.Select(infusion => infusion.At).Distinct().All(time =>
            Shape(TreatmentStructure.Find(CourseOf(infusions), log.Rule, time)) == Shape(TreatmentStructure.Find(CourseOf(infusions.Where(infusion => infusion.At.DaysSince(time) <= 0)), log.Rule, time)));
    });

    [Fact]
    public void A_segment_closes_on_the_day_it_says_and_not_before() => Check(log =>
    {
        var course = CourseOf(Infusions(log, Date));
        return log.Rule is null || TreatmentStructure.Find(course, log.Rule).Segments.All(segment => segment.ClosesFrom is not { } closes || segment.Number < TreatmentStructure.Find(course, log.Rule).Segments.Count
            || (!TreatmentStructure.Find(course, log.Rule, closes).Segments[^1].IsProvisional && TreatmentStructure.Find(course, log.Rule, closes.AddDays(-1)).Segments[^1].IsProvisional));
    });

    [Fact]
    public void Another_time_zone_moves_no_hours() => Check(log =>
    {
        // 08:00 to 17:00 UTC; from five hours west of it to six and a half hours east it is the same date.
        static ClinicalTime In(int day, int minutes, int offset) =>
            ClinicalTime.AtInstant(new DateTimeOffset(Start.AddDays(day).ToDateTime(new TimeOnly(minutes / 60, minutes % 60)), TimeSpan.Zero).ToOffset(TimeSpan.FromMinutes(offset)));

        var shape = Shape(TreatmentStructure.Find(CourseOf(Infusions(log, Utc)), log.Rule));

        // Winter and summer time: the offset changes with the day.
        return new[] { -300, 60, 390 }.All(offset => Shape(TreatmentStructure.Find(CourseOf(Infusions(log, (day, minutes) => In(day, minutes, offset))), log.Rule)) == shape)
            && Shape(TreatmentStructure.Find(CourseOf(Infusions(log, (day, minutes) => In(day, minutes, day < 28 ? 60 : 120))), log.Rule)) == shape;
    });

    [Fact]
    public void Infusions_segments_cycles_and_series_are_the_same_infusions() => Check(log =>
    {
        var course = CourseOf(Infusions(log, Local));
        var structure = TreatmentStructure.Find(course, log.Rule);
        return structure.Infusions.Select(infusion => infusion.Infusion).SequenceEqual(course.Infusions)
            && structure.Segments.SelectMany(segment => segment.Infusions).SequenceEqual(structure.Infusions)
            && structure.Series.SelectMany(series => series.Infusions).SequenceEqual(course.Infusions)
            && structure.Cycles.Count == structure.Segments.Count
            && structure.Segments.All(segment => segment.Reason is null == (segment.Kind != SegmentKind.Unclassified))
            && (log.Rule is not null || structure.Series.SequenceEqual(course.Series));
    });

    [Fact]
    public void Rows_about_the_treatment_have_unlike_keys_and_a_sentence() => Check(log =>
    {
        var report = TreatmentAssessment.Assess(CourseOf(Infusions(log, Local)), new AssessmentOptions { Segmentation = log.Rule });
        return report.Results.Select(row => (row.Series, row.Scale, row.Indicator, row.Rule, row.Point)).Distinct().Count() == report.Results.Count
            && report.Results.All(row => row.Instrument == "treatment" && row.Explain().EndsWith('.') && !row.Evidence.Sources.IsEmpty);
    });

    [Fact]
    public void Segmentation_recovers_the_structure_of_made_up_logs_and_says_where_it_cannot()
    {
        var found = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var seed = 0; seed < 2000; seed++)
        {
            var truth = TreatmentLogs.Create(seed);
            var course = CourseOf(TreatmentLogs.Infusions(truth));
            var structure = TreatmentStructure.Find(course, SegmentationRules.McInnes2022Gap14, course.LastRecord!.Value.AddDays(TreatmentLogs.GapDays));

            structure.Segments.Select(Say).Should().Equal(truth.Select(segment => $"{segment.Word}: {string.Join(' ', segment.Days)}"), "of seed {0}", seed);
            structure.Segments.Should().OnlyContain(segment => !segment.IsProvisional);
            foreach (var segment in truth)
            {
                found[segment.Word] = found.GetValueOrDefault(segment.Word) + 1;
            }
        }

        // The generator made enough of each.
        found.Keys.Should().BeEquivalentTo("induction", "re-induction", "booster", "too-few-infusions", "span-too-short", "too-many-infusions");
        found.Values.Should().OnlyContain(count => count > 100);

        static string Say(TreatmentSegment segment)
        {
            var word = segment.Reason ?? segment.Kind switch
            {
                SegmentKind.Induction => "induction",
                SegmentKind.Booster => "booster",
                _ => "re-induction",
            };
            return $"{word}: {string.Join(' ', segment.Infusions.Select(infusion => infusion.Infusion.At))}";
        }
    }
}
