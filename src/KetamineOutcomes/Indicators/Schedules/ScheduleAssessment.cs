using System.Globalization;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.Schedules;

namespace KetamineOutcomes.Indicators.Schedules;

/// <summary>Says how a course of infusions stands beside a plan, and which conditions of a response-guided schedule the observations meet.</summary>
/// <remarks>Observations, never orders: what follows from them is for the clinic to decide.</remarks>
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

    private const string OwnRule = "KetamineOutcomes, decision of this project: which infusion counts for which dose";

    /// <summary>All rows about a schedule in one go: adherence, step conditions, and the course's assessment plan.</summary>
    /// <param name="course">The course.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="anchor">When the first dose was due, or <see langword="null"/> for the day of the first infusion.</param>
    /// <param name="changes">The changes of step that the clinic recorded.</param>
    /// <param name="closing">The closing days, or <see langword="null"/> for none.</param>
    /// <param name="asOf">The day as of which the answers hold; later records are not looked at.</param>
    /// <param name="catalogue">The instruments, or <see langword="null"/> for those that ship.</param>
    /// <returns>
    /// The rows of <see cref="Adherence"/>, <see cref="StepConditions"/> and <see cref="Assessments"/>, in the order of tables; where no plan can be made (<see cref="SchedulePlan.Create"/>) its issues
    /// and the rows of <see cref="Assessments"/> alone. A course without an infusion and without an anchor has no rows about doses.
    /// </returns>
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
        var results = Assessments(course, asOf).ToList();
        EquatableArray<Issue> issues = default;
        var start = anchor ?? course.Infusions.Select(infusion => (ClinicalTime?)infusion.At).FirstOrDefault();
        if (start is { } first)
        {
            var made = course.LastRecord is { } record && !record.SharesScaleWith(first)
                ? ReadResult<SchedulePlan>.Failure([new Issue(IssueCodes.MixedTimeScales, IssueSeverity.Error, "Calendar dates and relative days stand in one plan; give one or the other.", "schedule")])
                : SchedulePlan.Create(schedule, first, changes, closing);
            issues = made.Issues;
            if (made.TryGetValue(out var plan))
            {
                results.AddRange(Adherence(course, plan, asOf));
                results.AddRange(StepConditions(course, plan, asOf, catalogue));
            }
        }

        results.Sort(IndicatorOrder.Compare);
        return new AssessmentReport(results.ToEquatableArray(), issues);
    }

    /// <summary>Holds the infusions of a course against a plan.</summary>
    /// <param name="course">The course.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="asOf">The day as of which the answers hold; later records are not looked at. Only with it is a dose called overdue.</param>
    /// <returns>
    /// For each dose whose window has opened or that was given, and for the next one, a row <c>dose</c> with the state <c>on-time</c>, <c>early</c>, <c>late</c>, <c>missed</c>,
    /// <c>overdue</c> or <c>pending</c>, and a row <c>days-off</c> where it was given; a row <c>dose</c> with the state <c>extra</c> or <c>outside-plan</c> for each other infusion;
    /// and the rows <c>adherence</c> with the points <c>given</c> and <c>on-time</c>, in per cent of the doses that were given or missed. In the order of tables.
    /// </returns>
    /// <exception cref="ArgumentException">The plan and the course have unlike times, or <paramref name="asOf"/> is unlike them.</exception>
    public static EquatableArray<IndicatorResult> Adherence(Course course, SchedulePlan plan, ClinicalTime? asOf = null)
    {
        ArgumentNullException.ThrowIfNull(course);
        ArgumentNullException.ThrowIfNull(plan);
        var known = asOf is { } now ? course.AsOf(now) : course;
        var adherence = plan.Compare(known.Infusions, asOf, known.LastRecord, known.FollowUpEnd?.At);
        var rows = new Rows(known, plan.Schedule);
        var results = new List<IndicatorResult>();
        foreach (var dose in adherence.Doses)
        {
            results.AddRange(DoseRows(rows, dose));
        }

        foreach (var (infusion, state, sentence) in adherence.Extra.Select(infusion => (infusion, "extra", "between the doses of the plan, and counts for none of them"))
            .Concat(adherence.Outside.Select(infusion => (infusion, "outside-plan", "outside the plan: before it, after its end, or while no step was decided"))))
        {
            results.Add(rows.Make(DosesScale, "dose", "unplanned", infusion.At, infusion.At, new IndicatorOutcome.Classified(state), [], [OwnRule], ["project-policy"], $"The infusion of {Where(infusion.At)} lies {sentence}."));
        }

        // Several infusions at one time outside the plan are rows of their own; the key tells them apart by number.
        results = [.. results.GroupBy(result => (result.Scale, result.Indicator, result.Point, result.At)).SelectMany(group => group.Count() == 1 || group.Key.Point != "unplanned"
            ? group
            : group.Select((result, i) => result with { Point = $"unplanned:{Text(i + 1)}" }))];
        results.Add(Share(rows, adherence, "given", DoseStatus.OnTime, DoseStatus.Early, DoseStatus.Late));
        results.Add(Share(rows, adherence, "on-time", DoseStatus.OnTime));
        results.Sort(IndicatorOrder.Compare);
        return results.ToEquatableArray();
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
        if ((asOf ?? known.LastRecord) is not { } day)
        {
            return [];
        }

        var step = plan.StepOn(day);
        var report = CourseAssessment.Assess(known, new AssessmentOptions { Points = [AssessmentPoint.Parse("last").GetValueOrThrow()], AsOf = asOf }, catalogue);
        var rows = new Rows(known, plan.Schedule);
        return step.Moves
            .Select(move => Condition(rows, step, move, report, plan.StepBegan(day)))
            .OrderBy(result => result, Comparer<IndicatorResult>.Create(IndicatorOrder.Compare))
            .ToEquatableArray();
    }

    /// <summary>Holds the questionnaires of a course against its assessment plan (<see cref="Course.Plan"/>).</summary>
    /// <param name="course">The course.</param>
    /// <param name="asOf">The day as of which the answers hold; later records are not looked at. Only with it is a form called overdue.</param>
    /// <returns>
    /// A row <c>assessment-due</c> for each planned assessment, under its instrument and the scale <c>form</c>: <c>done</c>, <c>missed</c> (its window has passed), <c>overdue</c> (its day has passed and its window has not),
    /// or <c>pending</c>. A form counts for the assessment whose window closes first of those in whose window it lies, and for one only; a visit without a form counts for none.
    /// Assessments whose window begins after the end of follow-up are left out.
    /// </returns>
    /// <exception cref="ArgumentException"><paramref name="asOf"/> is a calendar date and the course has relative days, or the reverse.</exception>
    public static EquatableArray<IndicatorResult> Assessments(Course course, ClinicalTime? asOf = null)
    {
        ArgumentNullException.ThrowIfNull(course);
        var known = asOf is { } now ? course.AsOf(now) : course;
        var through = asOf ?? known.LastRecord;
        var results = new List<IndicatorResult>();
        foreach (var group in (course.Plan?.Assessments ?? []).GroupBy(planned => planned.Instrument, StringComparer.Ordinal))
        {
            var planned = group.Where(each => known.FollowUpEnd is not { } end || each.Due.DayNumber - each.DaysBefore <= end.At.DayNumber)
                .Distinct()
                .OrderBy(each => each.Due.DayNumber + each.DaysAfter).ThenBy(each => each.Due.DayNumber).ThenBy(each => each.DaysBefore)
                .ToList();
            var done = new Administration?[planned.Count];
            foreach (var form in known.Administrations.Where(form => form.Content is not AdministrationContent.NotDone && string.Equals(form.Instrument, group.Key, StringComparison.Ordinal)))
            {
                var index = planned.FindIndex(each => done[planned.IndexOf(each)] is null
                    && form.At.DayNumber >= each.Due.DayNumber - each.DaysBefore && form.At.DayNumber <= each.Due.DayNumber + each.DaysAfter);
                if (index >= 0)
                {
                    done[index] = form;
                }
            }

            for (var i = 0; i < planned.Count; i++)
            {
                results.Add(AssessmentRow(new Rows(known, null), planned[i], done[i], through, asOf is not null));
            }
        }

        results.Sort(IndicatorOrder.Compare);
        return results.ToEquatableArray();
    }

    private static IEnumerable<IndicatorResult> DoseRows(Rows rows, DoseAdherence dose)
    {
        var state = dose.Status switch
        {
            DoseStatus.OnTime => "on-time",
            DoseStatus.Early => "early",
            DoseStatus.Late => "late",
            DoseStatus.Missed => "missed",
            DoseStatus.Overdue => "overdue",
            _ => "pending",
        };
        var due = dose.Dose;
        var point = $"dose:{Text(due.Number)}";
        List<Parameter> parameters =
        [
            new("step", due.Step), new("due", due.Due.ToString()), new("window", $"{due.Opens} to {due.Closes}"),
            .. due.IsMoved ? new Parameter[] { new("planned", due.Planned.ToString()) } : [],
        ];
        List<string> flags = ["project-policy", .. due.IsMoved ? new[] { "moved-by-closing-day" } : []];
        var name = $"Dose {Text(due.Number)} ({due.Step}), due {Where(due.Due)}";
        var sentence = dose.Infusion is { } given
            ? $"{name}, was given {Where(given.At)}: {state.Replace('-', ' ')}{OffText(dose.DaysOff!.Value)}."
            : dose.Status switch
            {
                DoseStatus.Missed => $"{name}, was not given before the next one could be ({Where(dose.MissedSince!.Value)}): missed.",
                DoseStatus.Overdue => $"{name}, was not given by the end of its window ({Where(due.Closes)}): overdue.",
                _ => $"{name}, was not given, and nothing can be said of it yet: pending.",
            };
        yield return rows.Make(DosesScale, "dose", point, dose.Infusion?.At, dose.Infusion?.At ?? dose.MissedSince, new IndicatorOutcome.Classified(state), parameters, [OwnRule], flags, sentence, belongs: due.Due);
        if (dose.DaysOff is { } off)
        {
            yield return rows.Make(DosesScale, "days-off", point, dose.Infusion!.At, dose.Infusion.At, new IndicatorOutcome.Measured(off, "days", 0), parameters, [OwnRule], flags, sentence);
        }
    }

    private static string OffText(int days) => days switch
    {
        0 => "",
        < 0 => $", {Text(-days)} {(days == -1 ? "day" : "days")} before",
        _ => $", {Text(days)} {(days == 1 ? "day" : "days")} after",
    };

    private static IndicatorResult Share(Rows rows, ScheduleAdherence adherence, string point, params DoseStatus[] counted)
    {
        var given = adherence.Count(DoseStatus.OnTime) + adherence.Count(DoseStatus.Early) + adherence.Count(DoseStatus.Late);
        var settled = given + adherence.Count(DoseStatus.Missed);
        var number = counted.Sum(adherence.Count);
        List<Parameter> parameters =
        [
            new("settled", Text(settled)), new("on-time", Text(adherence.Count(DoseStatus.OnTime))), new("early", Text(adherence.Count(DoseStatus.Early))),
            new("late", Text(adherence.Count(DoseStatus.Late))), new("missed", Text(adherence.Count(DoseStatus.Missed))), new("overdue", Text(adherence.Count(DoseStatus.Overdue))),
            new("extra", Text(adherence.Extra.Count)), new("outside-plan", Text(adherence.Outside.Count)),
        ];
        var words = point == "given" ? "given" : "given on time";
        return settled == 0
            ? rows.Make(DosesScale, "adherence", point, null, null, new IndicatorOutcome.Indeterminate(Reasons.NotYetDue), parameters, [OwnRule], ["project-policy"], $"No dose of {rows.ScheduleName} was given or missed yet.", belongs: adherence.Plan.Anchor)
            : rows.Make(DosesScale, "adherence", point, null, null, new IndicatorOutcome.Measured(new Fraction(100 * number, settled), "%", 1), parameters, [OwnRule], ["project-policy"], $"Of {Text(settled)} {(settled == 1 ? "dose" : "doses")} of {rows.ScheduleName} that were given or missed, {Text(number)} {(number == 1 ? "was" : "were")} {words}.", belongs: adherence.Plan.Anchor);
    }

    private static IndicatorResult Condition(Rows rows, ScheduleStep step, StepMove move, AssessmentReport report, int began)
    {
        var (found, comparator, value) = move.When switch
        {
            StepCondition.Score score => (Find(report, score.Instrument, score.Scale, "score", score.Scale), score.Comparator, score.Value),
            StepCondition.Percentage percentage => (Find(report, percentage.Instrument, percentage.Scale, "percentage-change", percentage.Rule == PercentageRule.Raw ? "raw" : "range-to-best"), percentage.Comparator, percentage.Value),
            _ => (null, Comparator.AtLeast, Fraction.Zero),
        };
        var outcome = move.When is StepCondition.Judgement ? new IndicatorOutcome.Indeterminate(Reasons.ClinicJudges)
            : found is null ? new IndicatorOutcome.Indeterminate(Reasons.NoAssessment)
            : found.At is { } at && at.DayNumber < began ? new IndicatorOutcome.Indeterminate(Reasons.BeforeStep)
            : found.Outcome is IndicatorOutcome.Measured measured ? new IndicatorOutcome.Judged(comparator.Holds(measured.Value, value) ? Judgement.Met : Judgement.NotMet)
            : found.Outcome;
        var what = $"The schedule {rows.ScheduleName} goes from {step.Id} to {move.To} on: {move.When.Explain()}";
        var sentence = outcome switch
        {
            IndicatorOutcome.Judged judged => $"{what}. That is {(judged.Judgement == Judgement.Met ? "met" : "not met")} by what was observed. {found!.Explain()} It is an observation and no order.",
            IndicatorOutcome.NotApplicable notApplicable => $"{what}. That does not apply: {ReasonTexts.All[notApplicable.Reason]} ({notApplicable.Reason}).",
            IndicatorOutcome.Indeterminate indeterminate => $"{what}. That is not known: {ReasonTexts.All[indeterminate.Reason]} ({indeterminate.Reason}).",
            _ => what + ".",
        };
        return rows.Make(
            StepsScale,
            "step-condition",
            $"{step.Id}:{move.To}:{move.When.Kind}",
            found?.At,
            found?.KnownAt,
            outcome,
            [new Parameter("step", step.Id), new Parameter("to", move.To), new Parameter("condition", move.When.Explain())],
            move.Evidence.Select(evidence => evidence.Source.Citation),
            found?.Evidence.Flags ?? [],
            sentence,
            found?.Evidence.Observations ?? []);
    }

    private static IndicatorResult? Find(AssessmentReport report, string instrument, string scale, string indicator, string rule) =>
        report.Results.LastOrDefault(result => string.Equals(result.Instrument, instrument, StringComparison.Ordinal)
            && string.Equals(result.Scale, scale, StringComparison.Ordinal)
            && result.Indicator == indicator && result.Rule == rule && result.Point == "last");

    private static IndicatorResult AssessmentRow(Rows rows, PlannedAssessment planned, Administration? form, ClinicalTime? through, bool isStated)
    {
        var day = through?.DayNumber ?? int.MinValue;
        var closes = planned.Due.DayNumber + planned.DaysAfter;
        var state = form is not null ? "done"
            : day > closes ? "missed"
            : isStated && day > planned.Due.DayNumber ? "overdue"
            : "pending";
        var sentence = $"{planned.Instrument}, due {Where(planned.Due)}: {state}{(form is null ? "" : $" ({Where(form.At)})")}.";
        return rows.Make(
            "form",
            "assessment-due",
            $"due:{planned.Due}-{Text(planned.DaysBefore)}+{Text(planned.DaysAfter)}",
            form?.At,
            form?.KnownAt ?? (state == "missed" ? planned.Due.AddDays(planned.DaysAfter + 1) : null),
            new IndicatorOutcome.Classified(state),
            [new Parameter("due", planned.Due.ToString()), new Parameter("days-before", Text(planned.DaysBefore)), new Parameter("days-after", Text(planned.DaysAfter))],
            [],
            [],
            sentence,
            instrument: planned.Instrument,
            belongs: planned.Due);
    }

    private static string Where(ClinicalTime at) => at.IsRelative ? $"on day {at}" : $"on {at}";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>What all rows of one schedule and course share.</summary>
    private sealed class Rows(Course course, Schedule? schedule)
    {
        public string ScheduleName => schedule!.Id;

        public IndicatorResult Make(
            string scale,
            string indicator,
            string point,
            ClinicalTime? at,
            ClinicalTime? knownAt,
            IndicatorOutcome outcome,
            IEnumerable<Parameter> parameters,
            IEnumerable<string> sources,
            IEnumerable<string> flags,
            string sentence,
            IEnumerable<Observation>? observations = null,
            string instrument = Id,
            ClinicalTime? belongs = null)
        {
            // What was given stands in the series in which it was given, and what was not in the one in which it was due.
            var series = course.Series.LastOrDefault(each => (at ?? belongs) is not { } time || each.First.At.DaysSince(time) <= 0) ?? (course.Series.IsEmpty ? null : course.Series[0]);
            var rule = schedule?.Id ?? "plan";
            return new IndicatorResult
            {
                PatientId = course.PatientId,
                CourseId = course.CourseId,
                Series = series?.Number ?? 1,
                Instrument = instrument,
                Scale = scale,
                Indicator = indicator,
                Rule = rule,
                Point = point,
                At = at,
                Day = at is { } when && series is not null ? when.DaysSince(series.First.At) : null,
                KnownAt = knownAt,
                Outcome = outcome,
                Evidence = new IndicatorEvidence
                {
                    Rule = $"{instrument}/{scale}/{rule} {schedule?.Version ?? Version}",
                    Sources = (schedule?.Evidence.Select(evidence => evidence.Source.Citation) ?? []).Concat(sources).Distinct(StringComparer.Ordinal).ToEquatableArray(),
                    Parameters = parameters.ToEquatableArray(),
                    Observations = (observations ?? []).ToEquatableArray(),
                    Flags = flags.Distinct(StringComparer.Ordinal).ToEquatableArray(),
                },
            }.WithSentence(sentence);
        }
    }
}
