namespace KetamineOutcomes.Treatment.Schedules;

/// <summary>What a clinic recorded of one patient beside a schedule: when a series was to begin, and the steps that were chosen.</summary>
/// <param name="PatientId">The opaque id of the patient.</param>
/// <param name="CourseId">The id of the course.</param>
/// <param name="Series">The number of the series that the anchor is of, from 1.</param>
/// <param name="Anchor">When its first dose was due, or <see langword="null"/> for the day on which it was given.</param>
/// <param name="Changes">The changes of step; each belongs to the series in which its day lies.</param>
public sealed record PlanRecord(string PatientId, string CourseId, int Series, ClinicalTime? Anchor, EquatableArray<StepChange> Changes)
{
    private readonly PlanPlace _place;

    /// <summary>The opaque id of the patient.</summary>
    public string PatientId { get; } = PatientId;

    /// <summary>The id of the course.</summary>
    public string CourseId { get; } = CourseId;

    /// <summary>The number of the series that the anchor is of, from 1.</summary>
    public int Series { get; } = Series;

    /// <summary>When its first dose was due, or <see langword="null"/>.</summary>
    public ClinicalTime? Anchor { get; } = Anchor;

    /// <summary>The changes of step.</summary>
    public EquatableArray<StepChange> Changes { get; } = Changes;

    /// <summary>Where it was read: <c>$.schedules[0].records[1]</c>, behind the file's name and a colon if that was given; <see langword="null"/> for a record made in code. It plays no part when records are compared.</summary>
    public string? Place
    {
        get => _place.Text;
        internal init => _place = new PlanPlace(value);
    }
}

/// <summary>A schedule as a clinic uses it: for whom, from when, with which steps chosen, and on which days it is closed.</summary>
/// <remarks>Immutable; compares by value.</remarks>
public sealed record PlannedSchedule
{
    private readonly PlanPlace _place;

    /// <summary>Plans a schedule.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="id">The plan's id, by which its rows are told apart; <see langword="null"/> for the schedule's.</param>
    /// <param name="records">What was recorded of single patients, in any order.</param>
    /// <param name="closing">The closing days, or <see langword="null"/> for none.</param>
    /// <param name="listedOnly">Whether it is for the patients of <paramref name="records"/> alone.</param>
    /// <exception cref="ArgumentException">The id is empty, or two records are of one series.</exception>
    public PlannedSchedule(Schedule schedule, string? id = null, IEnumerable<PlanRecord>? records = null, ClosingDays? closing = null, bool listedOnly = false)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        Id = id ?? schedule.Id;
        ArgumentException.ThrowIfNullOrWhiteSpace(Id, nameof(id));
        Schedule = schedule;
        Records = (records ?? [])
            .OrderBy(record => record.PatientId, StringComparer.Ordinal)
            .ThenBy(record => record.CourseId, StringComparer.Ordinal)
            .ThenBy(record => record.Series)
            .ToEquatableArray();
        if (Records.DistinctBy(record => (record.PatientId, record.CourseId, record.Series)).Count() < Records.Count)
        {
            throw new ArgumentException("Two records are of one series.", nameof(records));
        }

        Closing = closing ?? ClosingDays.None;
        ListedOnly = listedOnly;
    }

    /// <summary>The plan's id: the <c>rule</c> of its rows.</summary>
    public string Id { get; }

    /// <summary>The schedule.</summary>
    public Schedule Schedule { get; }

    /// <summary>What was recorded of single patients, by patient, course and series.</summary>
    public EquatableArray<PlanRecord> Records { get; }

    /// <summary>The closing days. They are calendar dates, and play no part in data with relative days.</summary>
    public ClosingDays Closing { get; }

    /// <summary>Whether it is for the patients of <see cref="Records"/> alone.</summary>
    public bool ListedOnly { get; }

    /// <summary>Where it was read, as for <see cref="PlanRecord.Place"/>: <c>$.schedules[0]</c>; or <see langword="null"/>.</summary>
    public string? Place
    {
        get => _place.Text;
        internal init => _place = new PlanPlace(value);
    }

    internal IEnumerable<PlanRecord> RecordsOf(Course course) => Records.Where(record =>
        string.Equals(record.PatientId, course.PatientId, StringComparison.Ordinal) && string.Equals(record.CourseId, course.CourseId, StringComparison.Ordinal));
}
