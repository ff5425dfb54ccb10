namespace KetamineOutcomes.Treatment;

/// <summary>One patient's course of treatment: infusions, questionnaires, goals, events, plan and end of follow-up.</summary>
/// <remarks>
/// Immutable; compares by value. The patient's id is opaque: any text that the caller can tell apart. Records are kept in order of time, so that the
/// order of input plays no part. Identical duplicates are collapsed, with a notice; conflicting scores at one time are all kept and the indicators
/// say so.
/// </remarks>
public sealed record Course
{
    // The rule by which Series was found, so that an earlier state of the course is cut by the same one.
    private Segments.SegmentationRule? _segmentation;

    private Course(
        string patientId,
        string courseId,
        EquatableArray<Infusion> infusions,
        EquatableArray<Administration> administrations,
        EquatableArray<ClinicalEvent> events,
        EventRecording eventRecording,
        FollowUpEnd? followUpEnd,
        AssessmentPlan? plan,
        EquatableArray<Goal> goals,
        EquatableArray<GoalRating> goalRatings,
        EquatableArray<UnreadableRecord> unreadable)
    {
        PatientId = patientId;
        CourseId = courseId;
        Infusions = infusions;
        Administrations = administrations;
        Events = events;
        EventRecording = eventRecording;
        FollowUpEnd = followUpEnd;
        Plan = plan;
        Goals = goals;
        GoalRatings = goalRatings;
        Unreadable = unreadable;
        Series = InfusionSeries.Split(infusions);
    }

    /// <summary>The opaque id of the patient.</summary>
    public string PatientId { get; }

    /// <summary>The id of the course among the patient's; <c>1</c> where a patient has one.</summary>
    public string CourseId { get; }

    /// <summary>The infusions, by time.</summary>
    public EquatableArray<Infusion> Infusions { get; }

    /// <summary>The infusions grouped into series by their labels.</summary>
    public EquatableArray<InfusionSeries> Series { get; private init; }

    /// <summary>The questionnaires, by time, then instrument.</summary>
    public EquatableArray<Administration> Administrations { get; private init; }

    /// <summary>The events, by time.</summary>
    public EquatableArray<ClinicalEvent> Events { get; }

    /// <summary>Whether events were recorded at all.</summary>
    public EventRecording EventRecording { get; }

    /// <summary>The end of follow-up, or <see langword="null"/> if it goes on or is not known.</summary>
    public FollowUpEnd? FollowUpEnd { get; }

    /// <summary>What was due when, or <see langword="null"/> if no plan is known.</summary>
    public AssessmentPlan? Plan { get; }

    /// <summary>The patient's own goals, by id; empty where none were set.</summary>
    public EquatableArray<Goal> Goals { get; }

    /// <summary>How far the goals were attained, by time, then goal.</summary>
    public EquatableArray<GoalRating> GoalRatings { get; }

    /// <summary>Records that could not be read, those without a time first: of what alerts read, for which answers about suicidality carry the flag <c>records-unreadable</c>, and infusions.</summary>
    public EquatableArray<UnreadableRecord> Unreadable { get; }

    /// <summary>The time of the last record of any kind, or <see langword="null"/> for an empty course. The default <c>asOf</c> of every indicator.</summary>
    /// <remarks>A visit listed without a form (<see cref="AdministrationContent.NotDone"/>) is no record: it may lie in the future.</remarks>
    public ClinicalTime? LastRecord
    {
        get
        {
            ClinicalTime? last = null;
            foreach (var time in Times())
            {
                last = last is { } l && l.CompareKnown(time) >= 0 ? l : time;
            }

            return last;
        }
    }

    /// <summary>Puts a course together.</summary>
    /// <param name="patientId">The opaque id of the patient, not empty.</param>
    /// <param name="courseId">The id of the course among the patient's, not empty.</param>
    /// <param name="administrations">The questionnaires, in any order.</param>
    /// <param name="infusions">The infusions, in any order.</param>
    /// <param name="events">The events, in any order.</param>
    /// <param name="eventRecording">Whether events were recorded at all; listing one says that they were.</param>
    /// <param name="followUpEnd">The end of follow-up, if known.</param>
    /// <param name="plan">What was due when, if known.</param>
    /// <param name="goals">The patient's own goals, in any order, each once.</param>
    /// <param name="goalRatings">How far they were attained, in any order.</param>
    /// <param name="unreadable">Records that alerts read and that could not be read, in any order; a time on the other scale than the course's counts as not known.</param>
    /// <returns>
    /// The course, with a notice (<see cref="IssueCodes.DuplicateCollapsed"/>) for each collapsed record and a warning
    /// (<see cref="IssueCodes.ConflictingInfusions"/>) for unlike infusions at one time, and a notice (<see cref="IssueCodes.AfterDeath"/>) for infusions after the
    /// recorded death; or the issue
    /// <see cref="IssueCodes.MixedTimeScales"/> if calendar dates and relative days stand side by side,
    /// <see cref="IssueCodes.GoalUnknown"/> if a rating is of no goal of the course, or <see cref="IssueCodes.GoalContradiction"/> if one goal is given
    /// twice and not alike, or rated before it was set.
    /// </returns>
    /// <exception cref="ArgumentException">An id is empty.</exception>
    public static ReadResult<Course> Create(
        string patientId,
        string courseId,
        IEnumerable<Administration> administrations,
        IEnumerable<Infusion>? infusions = null,
        IEnumerable<ClinicalEvent>? events = null,
        EventRecording eventRecording = EventRecording.NotRecorded,
        FollowUpEnd? followUpEnd = null,
        AssessmentPlan? plan = null,
        IEnumerable<Goal>? goals = null,
        IEnumerable<GoalRating>? goalRatings = null,
        IEnumerable<UnreadableRecord>? unreadable = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(patientId);
        ArgumentException.ThrowIfNullOrWhiteSpace(courseId);
        ArgumentNullException.ThrowIfNull(administrations);
        var notices = new List<Issue>();
        var given = administrations.ToList();
        var doses = (infusions ?? []).ToList();
        var happened = (events ?? []).ToList();
        var aims = (goals ?? []).Distinct().ToList();
        var ratings = (goalRatings ?? []).ToList();
        var times = given.Select(a => a.At)
            .Concat(doses.Select(i => i.At))
            .Concat(happened.Select(e => e.At))
            .Concat(followUpEnd is null ? [] : [followUpEnd.At])
            .Concat(plan?.Assessments.Select(p => p.Due) ?? [])
            .Concat(aims.Where(goal => goal.SetAt is not null).Select(goal => goal.SetAt!.Value))
            .Concat(ratings.Select(rating => rating.At))
            .ToList();
        if (times.Exists(time => time.IsRelative) && times.Exists(time => !time.IsRelative))
        {
            return ReadResult<Course>.Failure([MixedTimes]);
        }

        if (CheckGoals(aims, ratings) is { } wrong)
        {
            return ReadResult<Course>.Failure([wrong]);
        }

        var course = new Course(
            patientId,
            courseId,
            Collapse(doses, "infusion", notices, CompareInfusions),
            Collapse(given, "questionnaire", notices, CompareAdministrations),
            Collapse(happened, "event", notices, (x, y) => First(ClinicalTime.CompareAsWritten(x.At, y.At), x.Kind.CompareTo(y.Kind), string.CompareOrdinal(x.RecordedAt?.ToString(), y.RecordedAt?.ToString()))),
            happened.Count > 0 ? EventRecording.Recorded : eventRecording,
            followUpEnd,
            plan,
            aims.OrderBy(goal => goal.Id, StringComparer.Ordinal).ToEquatableArray(),
            Collapse(ratings, "goal rating", notices, CompareGoalRatings),
            Order((unreadable ?? []).ToList(), times));
        var doubled = course.Infusions.GroupBy(infusion => infusion.At.ToMoment()).Count(group => group.Skip(1).Any());
        if (doubled > 0)
        {
            notices.Add(new Issue(
                IssueCodes.ConflictingInfusions,
                IssueSeverity.Warning,
                string.Create(System.Globalization.CultureInfo.InvariantCulture, $"At {doubled} time(s) more than one infusion is listed, not the same in every field; each is counted."),
                "infusion"));
        }

        var late = course.Death is { } death ? course.Infusions.Count(infusion => infusion.At.CompareKnown(death) > 0) : 0;
        if (late > 0)
        {
            notices.Add(new Issue(
                IssueCodes.AfterDeath,
                IssueSeverity.Notice,
                string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{late} infusion(s) are listed after the recorded death; they count as any other. Correct the one or the other."),
                "infusion"));
        }

        return ReadResult<Course>.Success(course, notices.ToEquatableArray());
    }

    /// <summary>When the patient died, as an event or the end of follow-up has it; the earliest of several. <see langword="null"/> if that is not recorded.</summary>
    public ClinicalTime? Death
    {
        get
        {
            var deaths = Events.Where(e => e.Kind == ClinicalEventKind.Death).Select(e => e.At)
                .Concat(FollowUpEnd is { Reason: FollowUpEndReason.Died } end ? [end.At] : [])
                .ToList();
            return deaths.Count == 0 ? null : deaths.Aggregate(ClinicalTime.Earlier);
        }
    }

    /// <summary>The course with one questionnaire more.</summary>
    /// <param name="administration">The questionnaire, of any time.</param>
    /// <returns>
    /// The course, as <see cref="Create"/> gives it with all questionnaires; with a notice (<see cref="IssueCodes.DuplicateCollapsed"/>) and unchanged where it has the very same record already. Or
    /// the issue <see cref="IssueCodes.MixedTimeScales"/> if the course has calendar dates and the record a relative day, or the reverse.
    /// </returns>
    public ReadResult<Course> With(Administration administration)
    {
        ArgumentNullException.ThrowIfNull(administration);
        if (Administrations.IsEmpty)
        {
            return Create(PatientId, CourseId, [administration], Infusions, Events, EventRecording, FollowUpEnd, Plan, Goals, GoalRatings, Unreadable);
        }

        if (!Administrations[0].At.SharesScaleWith(administration.At))
        {
            return ReadResult<Course>.Failure([MixedTimes]);
        }

        var (low, high) = (0, Administrations.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = CompareAdministrations(Administrations[middle], administration) <= 0 ? (middle + 1, high) : (low, middle);
        }

        for (var i = low - 1; i >= 0 && CompareAdministrations(Administrations[i], administration) == 0; i--)
        {
            if (Administrations[i] == administration)
            {
                return ReadResult<Course>.Success(this, [Repeated(1, "questionnaire")]);
            }
        }

        var all = Administrations.AsSpan();
        return ReadResult<Course>.Success(this with { Administrations = [.. all[..low], administration, .. all[low..]] });
    }

    /// <summary>The course with one infusion more.</summary>
    /// <param name="infusion">The infusion, of any time.</param>
    /// <returns>As <see cref="Create"/> gives with all infusions; series are found by labels alone.</returns>
    public ReadResult<Course> With(Infusion infusion)
    {
        ArgumentNullException.ThrowIfNull(infusion);
        return Create(PatientId, CourseId, Administrations, Infusions.Append(infusion), Events, EventRecording, FollowUpEnd, Plan, Goals, GoalRatings, Unreadable);
    }

    /// <summary>The course with one event more.</summary>
    /// <param name="happened">The event, of any time.</param>
    /// <returns>As <see cref="Create"/> gives with all events; series are found by labels alone.</returns>
    public ReadResult<Course> With(ClinicalEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        return Create(PatientId, CourseId, Administrations, Infusions, Events.Append(happened), EventRecording, FollowUpEnd, Plan, Goals, GoalRatings, Unreadable);
    }

    /// <summary>The course as it was known at a time: later records, and corrections entered later, are left out.</summary>
    /// <param name="asOf">The time, inclusive; a date without a time takes in the whole day.</param>
    /// <returns>A course that no later record can change.</returns>
    /// <exception cref="ArgumentException">The course has calendar dates and <paramref name="asOf"/> is a relative day, or the reverse.</exception>
    public Course AsOf(ClinicalTime asOf) => _segmentation is { } rule ? Known(asOf).SegmentedBy(rule, asOf) : Known(asOf);

    private Course Known(ClinicalTime asOf) => new(
        PatientId,
        CourseId,
        Infusions.Where(infusion => infusion.At.CompareKnown(asOf) <= 0).ToEquatableArray(),
        Administrations.Where(administration => administration.At.CompareKnown(asOf) <= 0 && administration.KnownAt.CompareKnown(asOf) <= 0).ToEquatableArray(),
        Events.Where(e => e.At.CompareKnown(asOf) <= 0 && (e.RecordedAt ?? e.At).CompareKnown(asOf) <= 0).ToEquatableArray(),
        EventRecording,
        FollowUpEnd is { } end && end.At.CompareKnown(asOf) <= 0 ? end : null,
        Plan,
        Goals.Where(goal => goal.SetAt is not { } set || set.CompareKnown(asOf) <= 0).ToEquatableArray(),
        GoalRatings.Where(rating => rating.At.CompareKnown(asOf) <= 0 && rating.KnownAt.CompareKnown(asOf) <= 0).ToEquatableArray(),
        Unreadable.Where(record => record.At is not { } at || !at.SharesScaleWith(asOf) || at.CompareKnown(asOf) <= 0).ToEquatableArray());

    /// <summary>The course with its series as a rule finds them where labels do not say.</summary>
    internal Course SegmentedBy(Segments.SegmentationRule rule, ClinicalTime? now) =>
        this with { Series = Segments.TreatmentStructure.Find(Infusions, rule, now).Series, _segmentation = rule };

    private IEnumerable<ClinicalTime> Times() =>
        Administrations.Where(a => a.Content is not AdministrationContent.NotDone).Select(a => a.At)
            .Concat(Infusions.Select(i => i.At))
            .Concat(Events.Select(e => e.At))
            .Concat(GoalRatings.Where(rating => rating.Level is not null).Select(rating => rating.At))
            .Concat(FollowUpEnd is null ? [] : [FollowUpEnd.At]);

    private static Issue? CheckGoals(List<Goal> goals, List<GoalRating> ratings)
    {
        if (goals.GroupBy(goal => goal.Id, StringComparer.Ordinal).Any(group => group.Skip(1).Any()))
        {
            return new Issue(IssueCodes.GoalContradiction, IssueSeverity.Error, "One goal is given twice, with unlike weights or times.", "goal");
        }

        var byId = goals.ToDictionary(goal => goal.Id, StringComparer.Ordinal);
        if (ratings.Exists(rating => !byId.ContainsKey(rating.Goal)))
        {
            return new Issue(IssueCodes.GoalUnknown, IssueSeverity.Error, "A rating is of a goal that the course does not have.", "goal");
        }

        return ratings.Exists(rating => byId[rating.Goal].SetAt is { } set && rating.At.CompareKnown(set) < 0)
            ? new Issue(IssueCodes.GoalContradiction, IssueSeverity.Error, "A goal is rated before it was set.", "goal")
            : null;
    }

    /// <summary>In a total order. A time that cannot be set beside the course's other times is none. Two that look alike are two records all the same.</summary>
    private static EquatableArray<UnreadableRecord> Order(List<UnreadableRecord> unreadable, List<ClinicalTime> times)
    {
        var own = unreadable.Select(record => record.At).OfType<ClinicalTime>().ToList();
        bool? isRelative = times.Count > 0 ? times[0].IsRelative : own.Count > 0 && own.TrueForAll(time => time.IsRelative == own[0].IsRelative) ? own[0].IsRelative : null;
        return unreadable.Select(record => record.At is { } at && at.IsRelative != isRelative ? new UnreadableRecord(record.About, null) : record)
            .OrderBy(record => record.At, Comparer<ClinicalTime?>.Create(CompareTimes))
            .ThenBy(record => record.About, StringComparer.Ordinal)
            .ToEquatableArray();
    }

    private static int CompareTimes(ClinicalTime? x, ClinicalTime? y) =>
        x is { } left && y is { } right ? ClinicalTime.CompareAsWritten(left, right) : x.HasValue.CompareTo(y.HasValue);

    private static Issue MixedTimes => new(
        IssueCodes.MixedTimeScales,
        IssueSeverity.Error,
        "Calendar dates and relative days stand in one course; give one or the other.");

    private static Issue Repeated(int repeats, string what) => new(
        IssueCodes.DuplicateCollapsed,
        IssueSeverity.Notice,
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{repeats} identical {what} record(s) were collapsed."),
        what);

    private static EquatableArray<T> Collapse<T>(List<T> records, string what, List<Issue> notices, Comparison<T> order)
        where T : IEquatable<T>
    {
        var kept = new List<T>(records.Count);
        var seen = new HashSet<T>();
        var repeats = 0;
        foreach (var record in records)
        {
            if (seen.Add(record))
            {
                kept.Add(record);
            }
            else
            {
                repeats++;
            }
        }

        if (repeats > 0)
        {
            notices.Add(Repeated(repeats, what));
        }

        kept.Sort(order);
        return kept.ToEquatableArray();
    }

    // Total orders, so that the order of input plays no part: where the times do not tell, whatever else the record says decides.
    internal static int CompareInfusions(Infusion x, Infusion y) => First(
        x.At.DaysSince(y.At),
        x.At.HasTimeOfDay && y.At.HasTimeOfDay ? ClinicalTime.CompareMoments(x.At, y.At) : 0,
        ClinicalTime.CompareAsWritten(x.At, y.At),
        x.Kind.CompareTo(y.Kind),
        string.CompareOrdinal(x.Agent, y.Agent),
        x.Route.CompareTo(y.Route),
        Nullable.Compare(x.DoseMg, y.DoseMg),
        Nullable.Compare(x.WeightKg, y.WeightKg),
        Nullable.Compare(x.Minutes, y.Minutes));

    private static int CompareAdministrations(Administration x, Administration y)
    {
        var result = First(
            x.At.DaysSince(y.At),
            RankWithinDay(x.At, x.Timing).CompareTo(RankWithinDay(y.At, y.Timing)),
            x.At.HasTimeOfDay && y.At.HasTimeOfDay ? ClinicalTime.CompareMoments(x.At, y.At) : 0,
            ClinicalTime.CompareAsWritten(x.At, y.At),
            x.Timing.CompareTo(y.Timing),
            string.CompareOrdinal(x.Instrument, y.Instrument),
            Nullable.Compare(x.Rater, y.Rater));

        // What was entered and answered is put into words only where the rest does not tell, which is seldom.
        return result != 0 ? result : First(
            string.CompareOrdinal(x.RecordedAt?.ToString(), y.RecordedAt?.ToString()),
            string.CompareOrdinal(Describe(x), Describe(y)),
            string.CompareOrdinal(x.Visit, y.Visit));
    }

    private static int CompareGoalRatings(GoalRating x, GoalRating y) => First(
        x.At.DaysSince(y.At),
        RankWithinDay(x.At, x.Timing).CompareTo(RankWithinDay(y.At, y.Timing)),
        x.At.HasTimeOfDay && y.At.HasTimeOfDay ? ClinicalTime.CompareMoments(x.At, y.At) : 0,
        ClinicalTime.CompareAsWritten(x.At, y.At),
        x.Timing.CompareTo(y.Timing),
        string.CompareOrdinal(x.Goal, y.Goal),
        Nullable.Compare(x.Rater, y.Rater),
        string.CompareOrdinal(x.RecordedAt?.ToString(), y.RecordedAt?.ToString()),
        Nullable.Compare(x.Level, y.Level));

    // Of one day: what has no time of day and counts as before an infusion, then by the clock, then what has no time and is post.
    private static int RankWithinDay(ClinicalTime at, Timing timing) => at.HasTimeOfDay ? 1 : timing == Timing.Post ? 2 : 0;

    private static string Describe(Administration administration) => administration.Content switch
    {
        AdministrationContent.Answered answered => "a" + string.Join(';', answered.Answers.Items.Select(item => $"{item}={answered.Answers[item]}")) + answered.StatedTotal,
        AdministrationContent.TotalOnly total => $"t{total.Scale}={total.Total}={total.Provenance}",
        _ => "n",
    } + administration.At + administration.Timing;

    private static int First(params ReadOnlySpan<int> comparisons)
    {
        foreach (var comparison in comparisons)
        {
            if (comparison != 0)
            {
                return comparison;
            }
        }

        return 0;
    }
}
