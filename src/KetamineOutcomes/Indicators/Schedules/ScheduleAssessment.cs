using System.Globalization;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.Schedules;
using KetamineOutcomes.Treatment.Segments;

namespace KetamineOutcomes.Indicators.Schedules;

/// <summary>Says how a course of infusions stands beside what was planned, which forms were due, and which conditions of a response-guided schedule the observations meet.</summary>
/// <remarks>
/// Observations, never orders: what follows from them is for the clinic to decide. Each series is held against a schedule by itself, from its own first infusion (or first booster,
/// <see cref="Schedule.Begins"/>) on; series are found by labels or by the chosen rule (<see cref="AssessmentOptions.Segmentation"/>).
/// </remarks>
public static class ScheduleAssessment
{
    /// <summary>The id under which rows about treatment stand in the column of instruments.</summary>
    public const string Id = "treatment";

    /// <summary>The scale of rows about doses.</summary>
    public const string DosesScale = "doses";

    /// <summary>The scale of rows about the steps of a schedule.</summary>
    public const string StepsScale = "steps";

    /// <summary>The version of the rules by which infusions count for doses (<see cref="ScheduleAdherence"/>).</summary>
    public const string Version = "1.0.0";

    /// <summary>All rows about what a clinic planned: adherence in each series, step conditions, and forms that were due.</summary>
    /// <param name="course">The course.</param>
    /// <param name="plan">What was planned.</param>
    /// <param name="options">What the caller chooses: <see cref="AssessmentOptions.Segmentation"/> and <see cref="AssessmentOptions.AsOf"/>; or <see langword="null"/> for the defaults.</param>
    /// <param name="catalogue">The instruments, or <see langword="null"/> for those that ship.</param>
    /// <returns>
    /// The rows of <see cref="Adherence"/> for each series and schedule, of <see cref="StepConditions"/> for the last series, and of <see cref="Assessments"/>, for the course's own plan and for the rules of
    /// <see cref="ClinicPlan.Forms"/>; in the order of tables. Where no plan can be made (<see cref="SchedulePlan.Create"/>), its issues. A schedule whose first day is not known (the log starts with a booster; no booster was
    /// found, or nothing says what came before it) has the rows <c>adherence</c> alone, <c>indeterminate</c>. A course without an infusion and without an anchor has no rows about doses.
    /// </returns>
    /// <exception cref="ArgumentException"><see cref="AssessmentOptions.AsOf"/> is a calendar date and the course has relative days, or the reverse.</exception>
    public static AssessmentReport Assess(Course course, ClinicPlan plan, AssessmentOptions? options = null, InstrumentCatalogue? catalogue = null)
    {
        ArgumentNullException.ThrowIfNull(course);
        ArgumentNullException.ThrowIfNull(plan);
        options ??= AssessmentOptions.Default;
        var known = options.AsOf is { } asOf ? course.AsOf(asOf) : course;
        var day = options.AsOf ?? known.LastRecord;
        known = options.Segmentation is { } rule ? known.SegmentedBy(rule, day) : known;
        var issues = new List<Issue>();
        var results = new List<IndicatorResult>();
        var forms = new FormIndicators(known, day, options.AsOf is not null);
        results.AddRange(forms.OfList(known.Plan?.Assessments ?? []));
        foreach (var due in plan.Forms)
        {
            if (known.Infusions.Count > 0 && known.Infusions[0].At.IsRelative && due.Rule is AssessmentRule.Repeating { Repeat: StepRepeat.Months })
            {
                issues.Add(new Issue(IssueCodes.ScheduleNeedsDates, IssueSeverity.Error, "A rule counts in calendar months, which relative days do not have; it has no rows there.", due.Place ?? due.Id));
            }

            results.AddRange(forms.OfRule(due));
        }

        var structure = TreatmentStructure.Find(known.Infusions, options.Segmentation, day);
        foreach (var schedule in plan.Schedules)
        {
            results.AddRange(Beside(known, schedule, structure, options, catalogue, issues));
        }

        issues.AddRange(OfUnknownSeries(course, plan, structure, options));
        results.Sort(IndicatorOrder.Compare);
        return new AssessmentReport(results.ToEquatableArray(), issues.ToEquatableArray());
    }

    /// <summary>All rows about one schedule in one go; see <see cref="Assess(Course, ClinicPlan, AssessmentOptions?, InstrumentCatalogue?)"/>.</summary>
    /// <param name="course">The course.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="anchor">When the first dose of the first series was due, or <see langword="null"/> for the day of the first infusion.</param>
    /// <param name="changes">The changes of step that the clinic recorded.</param>
    /// <param name="closing">The closing days, or <see langword="null"/> for none.</param>
    /// <param name="asOf">The day as of which the answers hold; later records are not looked at.</param>
    /// <param name="catalogue">The instruments, or <see langword="null"/> for those that ship.</param>
    /// <returns>The rows, and where no plan can be made the issues.</returns>
    /// <exception cref="ArgumentException"><paramref name="asOf"/> is a calendar date and the course has relative days, or the reverse.</exception>
    public static AssessmentReport Assess(
        Course course,
        Schedule schedule,
        ClinicalTime? anchor = null,
        IEnumerable<StepChange>? changes = null,
        ClosingDays? closing = null,
        ClinicalTime? asOf = null,
        InstrumentCatalogue? catalogue = null)
    {
        ArgumentNullException.ThrowIfNull(course);
        ArgumentNullException.ThrowIfNull(schedule);
        var record = new PlanRecord(course.PatientId, course.CourseId, 1, anchor, (changes ?? []).ToEquatableArray());
        return Assess(course, new ClinicPlan([new PlannedSchedule(schedule, records: [record], closing: closing)]), new AssessmentOptions { AsOf = asOf }, catalogue);
    }

    /// <summary>Holds the infusions of one series against a plan: of the series in which the plan's anchor lies, as the labels tell it.</summary>
    /// <param name="course">The course.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="asOf">The day as of which the answers hold; later records are not looked at. Only with it is a dose called overdue.</param>
    /// <returns>
    /// For each dose whose window has opened or that was given, and for the next one, a row <c>dose</c> with the state <c>on-time</c>, <c>early</c>, <c>late</c>, <c>missed</c>,
    /// <c>overdue</c> or <c>pending</c>, or <c>not-applicable</c> with the reason where it is not expected any more (<see cref="TreatmentStop"/>), and a row <c>days-off</c> where it was given; a row
    /// <c>dose</c> with the state <c>extra</c> or <c>outside-plan</c> for each other infusion of the series; and the rows <c>adherence</c> with the points <c>given</c> and <c>on-time</c>, in per cent of the doses that
    /// were given or missed. In the order of tables.
    /// </returns>
    /// <exception cref="ArgumentException">The plan and the course have unlike times, or <paramref name="asOf"/> is unlike them.</exception>
    public static EquatableArray<IndicatorResult> Adherence(Course course, SchedulePlan plan, ClinicalTime? asOf = null)
    {
        ArgumentNullException.ThrowIfNull(course);
        ArgumentNullException.ThrowIfNull(plan);
        var known = asOf is { } now ? course.AsOf(now) : course;
        var number = Math.Max(1, known.Series.Count(each => each.First.At.DayNumber <= plan.Anchor.DayNumber));
        var series = new PlannedSeries(
            number,
            number <= known.Series.Count ? [.. known.Series[number - 1].Infusions] : [],
            number < known.Series.Count ? known.Series[number].First.At : null,
            []);
        return Adhere(known, plan, RowsOf(known, number, plan.Schedule.Id, plan.Schedule), series, asOf)
            .Results
            .OrderBy(result => result, Comparer<IndicatorResult>.Create(IndicatorOrder.Compare))
            .ToEquatableArray();
    }

    /// <summary>Which conditions of the step in force the observations meet.</summary>
    /// <param name="course">The course.</param>
    /// <param name="plan">The plan; its step in force is that of the last dose due by the day.</param>
    /// <param name="asOf">The day as of which the answers hold, or <see langword="null"/> for the last record.</param>
    /// <param name="catalogue">The instruments, or <see langword="null"/> for those that ship.</param>
    /// <returns>
    /// One row <c>step-condition</c> for each branch of the step in force, with the step it leads to as point: <c>met</c>, <c>not-met</c>, or <c>indeterminate</c> with the reason of the
    /// score (<see cref="AssessmentPoint.Last"/>), or <see cref="Reasons.BeforeStep"/> where the last one is older than the step, or <see cref="Reasons.ClinicJudges"/> where the source leaves it to a judgement. None where the step has no branches or the course no record.
    /// </returns>
    /// <exception cref="ArgumentException">The plan and the course have unlike times, or <paramref name="asOf"/> is unlike them.</exception>
    public static EquatableArray<IndicatorResult> StepConditions(Course course, SchedulePlan plan, ClinicalTime? asOf = null, InstrumentCatalogue? catalogue = null)
    {
        ArgumentNullException.ThrowIfNull(course);
        ArgumentNullException.ThrowIfNull(plan);
        var known = asOf is { } now ? course.AsOf(now) : course;
        return Conditions(known, plan, RowsOf(known, Math.Max(1, known.Series.Count), plan.Schedule.Id, plan.Schedule), new AssessmentOptions { AsOf = asOf }, catalogue)
            .OrderBy(result => result, Comparer<IndicatorResult>.Create(IndicatorOrder.Compare))
            .ToEquatableArray();
    }

    /// <summary>Holds the questionnaires of a course against its assessment plan (<see cref="Course.Plan"/>).</summary>
    /// <param name="course">The course.</param>
    /// <param name="asOf">The day as of which the answers hold; later records are not looked at. Only with it is a form called overdue.</param>
    /// <returns>
    /// A row <c>assessment-due</c> for each planned assessment, under its instrument and the scale <c>form</c>: <c>done</c>, <c>missed</c> (its window has passed), <c>overdue</c> (its day has passed and its window has not),
    /// <c>pending</c>, or <c>not-applicable</c> where follow-up ended before its window did; and for each instrument and series a row <c>completion</c>, in per cent of the forms that were done or missed. A form counts for the
    /// assessment whose window closes first of those in whose window it lies, and for one only; a visit without a form counts for none.
    /// Assessments whose window begins after the end of follow-up are left out.
    /// </returns>
    /// <exception cref="ArgumentException"><paramref name="asOf"/> is a calendar date and the course has relative days, or the reverse.</exception>
    public static EquatableArray<IndicatorResult> Assessments(Course course, ClinicalTime? asOf = null)
    {
        ArgumentNullException.ThrowIfNull(course);
        var known = asOf is { } now ? course.AsOf(now) : course;
        return new FormIndicators(known, asOf ?? known.LastRecord, asOf is not null)
            .OfList(known.Plan?.Assessments ?? [])
            .OrderBy(result => result, Comparer<IndicatorResult>.Create(IndicatorOrder.Compare))
            .ToEquatableArray();
    }

    /// <summary>A stated anchor farther than this from every infusion of its series is probably a slip (project policy): nothing is planned half a year before or behind what was given.</summary>
    private const int FarDays = 180;

    private static ScheduleRows RowsOf(Course course, int series, string rule, Schedule schedule) =>
        new(course, series, rule, schedule.Version, schedule.Evidence.Select(evidence => evidence.Source.Citation));

    private static List<IndicatorResult> Beside(Course course, PlannedSchedule planned, TreatmentStructure structure, AssessmentOptions options, InstrumentCatalogue? catalogue, List<Issue> issues)
    {
        var records = planned.RecordsOf(course).ToList();
        var results = new List<IndicatorResult>();
        if (planned.ListedOnly && records.Count == 0)
        {
            return results;
        }

        var series = SplitSeries(structure, planned.Schedule);
        var anchors = series.ConvertAll(each => records.Find(record => record.Series == each.Planned.Number)?.Anchor ?? each.Begins);
        for (var i = 0; i < series.Count; i++)
        {
            var number = series[i].Planned.Number;
            var rows = RowsOf(course, number, planned.Id, planned.Schedule);
            if (anchors[i] is not { } anchor)
            {
                results.AddRange(series[i].NoBeginning is { } reason ? DoseIndicators.WithoutBeginning(rows, reason) : []);
                continue;
            }

            // A change belongs to the series in which its day lies; one before the first series is an issue of that one.
            var from = i == 0 ? int.MinValue : anchor.DayNumber;
            var to = anchors.Skip(i + 1).OfType<ClinicalTime>().Select(next => next.DayNumber).DefaultIfEmpty(int.MaxValue).First();
            var changes = records.SelectMany(record => record.Changes).Where(change => change.At.DayNumber >= from && change.At.DayNumber < to);
            var made = course.LastRecord is { } record && !record.SharesScaleWith(anchor)
                ? ReadResult<SchedulePlan>.Failure([new Issue(IssueCodes.MixedTimeScales, IssueSeverity.Error, "Calendar dates and relative days stand in one plan; give one or the other.", "schedule")])
                : SchedulePlan.Create(planned.Schedule, anchor, changes, anchor.IsRelative ? null : planned.Closing);
            if (!made.TryGetValue(out var plan))
            {
                var place = PlaceOf(made.Issues[0].Code, course, planned, records.Find(record => record.Anchor is not null && record.Series == number), anchor, records);
                issues.AddRange(made.Issues.Select(issue => new Issue(issue.Code, issue.Severity, $"{issue.Message} The plan has no rows there.", place)));
                continue;
            }

            var stated = records.Find(each => each.Anchor is not null && each.Series == number);
            IReadOnlyList<Infusion> given = number <= course.Series.Count ? [.. course.Series[number - 1].Infusions] : [.. series[i].Planned.Infusions];
            if (stated is not null && given.Count > 0 && given.All(infusion => Math.Abs(infusion.At.DayNumber - anchor.DayNumber) > FarDays))
            {
                issues.Add(new Issue(
                    IssueCodes.ScheduleAnchorFar,
                    IssueSeverity.Warning,
                    string.Create(CultureInfo.InvariantCulture, $"The anchor lies more than {FarDays} days from every infusion of its series: are its year and its series right?"),
                    stated.Place is { } place ? place + ".anchor" : planned.Id));
            }

            var (dosed, end) = Adhere(course, plan, rows, LookAt(course, plan, series[i].Planned, records), options.AsOf);
            results.AddRange(dosed);
            if (i == series.Count - 1 && end != PlanEnd.Stopped)
            {
                results.AddRange(Conditions(course, plan, rows, options, catalogue));
            }
        }

        return results;
    }

    /// <summary>Records of series that the course does not have. Whether a record can be used is a question about the input, so that a series which begins after the day counts as one.</summary>
    private static IEnumerable<Issue> OfUnknownSeries(Course course, ClinicPlan plan, TreatmentStructure structure, AssessmentOptions options)
    {
        var late = plan.Schedules.SelectMany(schedule => schedule.RecordsOf(course).Select(record => (Schedule: schedule, Record: record))).Where(each => each.Record.Series > Math.Max(1, structure.Series.Count)).ToList();
        var series = late.Count == 0 ? 0 : TreatmentStructure.Find(course, options.Segmentation).Series.Count;
        return late.Where(each => each.Record.Series > series).Select(each => new Issue(
            IssueCodes.ScheduleSeriesUnknown,
            IssueSeverity.Error,
            string.Create(CultureInfo.InvariantCulture, $"The record is of series {each.Record.Series}, which the course does not have{(each.Record.Anchor is null ? "" : "; its anchor was not used")}."),
            each.Record.Place is { } place ? place + ".series" : each.Schedule.Id));
    }

    /// <summary>Where that stands for which no plan could be made: an anchor, a change, or the schedule itself.</summary>
    private static string PlaceOf(string code, Course course, PlannedSchedule planned, PlanRecord? anchored, ClinicalTime anchor, List<PlanRecord> records)
    {
        var changes = records.SelectMany(record => record.Changes.Select((change, i) => (change.At, change.Step, Place: At(record, string.Create(CultureInfo.InvariantCulture, $".changes[{i}].at"))))).ToList();
        var found = code switch
        {
            IssueCodes.MixedTimeScales when course.LastRecord is { } record && !record.SharesScaleWith(anchor) => At(anchored, ".anchor"),
            IssueCodes.MixedTimeScales => changes.Find(change => !change.At.SharesScaleWith(anchor)).Place,
            IssueCodes.ScheduleChangeOrder => changes.Find(change => change.At.DayNumber < anchor.DayNumber).Place
                ?? changes.Find(change => changes.Exists(other => other.At.DayNumber == change.At.DayNumber && other.Step != change.Step)).Place,
            _ => null,
        };
        return found ?? planned.Place ?? planned.Id;

        static string? At(PlanRecord? record, string member) => record?.Place is { } place ? place + member : null;
    }

    /// <summary>Where a schedule of boosters has a stated anchor, what was given from its first window on counts, booster by name or not.</summary>
    private static PlannedSeries LookAt(Course course, SchedulePlan plan, PlannedSeries series, List<PlanRecord> records) =>
        plan.Schedule.Begins == ScheduleStart.FirstBooster && records.Exists(record => record.Anchor is not null && record.Series == series.Number) && series.Number <= course.Series.Count
            ? series with { Infusions = [.. course.Series[series.Number - 1].Infusions.Where(infusion => infusion.At.DayNumber >= plan.Anchor.DayNumber - plan.Schedule.Steps[0].Window.DaysBefore)] }
            : series;

    /// <summary>The series with the infusions that a schedule looks at, and where it begins in each.</summary>
    private static List<(PlannedSeries Planned, ClinicalTime? Begins, string? NoBeginning)> SplitSeries(TreatmentStructure structure, Schedule schedule)
    {
        var provisional = structure.Rule is null ? [] : structure.Segments.Where(segment => segment.IsProvisional).SelectMany(segment => segment.Infusions.Select(each => each.Infusion)).ToHashSet();
        var found = new List<(PlannedSeries, ClinicalTime?, string?)>();
        for (var i = 0; i < structure.Series.Count; i++)
        {
            var infusions = structure.Series[i].Infusions.ToList();
            ClinicalTime? until = i + 1 < structure.Series.Count ? structure.Series[i + 1].First.At : null;
            var before = structure.Series.Take(i).Sum(each => each.Infusions.Count);
            var segments = structure.Segments.Where(segment => segment.Infusions[0].Number > before && segment.Infusions[0].Number <= before + infusions.Count).ToList();
            if (schedule.Begins == ScheduleStart.FirstBooster)
            {
                // What came before the boosters is another schedule's.
                var booster = segments.Find(segment => segment.Kind == SegmentKind.Booster);
                var rest = booster is null ? [] : infusions.Skip(booster.Infusions[0].Number - before - 1).ToList();
                var reason = NoFirstBooster(segments, booster);
                found.Add((new PlannedSeries(i + 1, rest, until, provisional), reason is null ? booster!.First.At : null, reason));
            }
            else
            {
                var isBooster = segments.Count > 0 && segments[0].Kind == SegmentKind.Booster;
                found.Add((new PlannedSeries(i + 1, infusions, until, provisional), isBooster ? null : infusions[0].At, isBooster ? Reasons.StartsInMidTreatment : null));
            }
        }

        return found.Count > 0 ? found : [(new PlannedSeries(1, [], null, []), null, null)];
    }

    /// <summary>Why the first booster of a series is not known, or <see langword="null"/>: one that the log begins with need not be the first, nor one after infusions of which nothing says what they were.</summary>
    private static string? NoFirstBooster(List<TreatmentSegment> segments, TreatmentSegment? booster) =>
        booster is not null && segments[0] == booster ? Reasons.StartsInMidTreatment
        : segments.TakeWhile(segment => segment != booster).FirstOrDefault(segment => segment.Kind == SegmentKind.Unclassified)?.Reason is { } unclear ? unclear
        : booster is null ? Reasons.NoBooster
        : null;

    private static (List<IndicatorResult> Results, PlanEnd End) Adhere(Course course, SchedulePlan plan, ScheduleRows rows, PlannedSeries series, ClinicalTime? asOf)
    {
        var adherence = plan.Compare(series.Infusions, asOf, course.LastRecord, TreatmentStop.Of(course), series.Until);
        return ([.. DoseIndicators.Assess(course, adherence, rows, series)], adherence.End);
    }

    private static IEnumerable<IndicatorResult> Conditions(Course course, SchedulePlan plan, ScheduleRows rows, AssessmentOptions options, InstrumentCatalogue? catalogue) =>
        (options.AsOf ?? course.LastRecord) is { } day
            ? StepIndicators.Assess(
                plan,
                rows,
                CourseAssessment.Assess(course, new AssessmentOptions { Points = [AssessmentPoint.Parse("last").GetValueOrThrow()], AsOf = options.AsOf, Segmentation = options.Segmentation }, catalogue),
                day)
            : [];
}
