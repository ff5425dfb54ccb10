namespace KetamineOutcomes.Treatment;

/// <summary>Why no further dose is expected.</summary>
public enum StopReason
{
    /// <summary>The treatment was stopped (<see cref="ClinicalEventKind.Discontinuation"/>).</summary>
    Discontinued,

    /// <summary>The patient died.</summary>
    Died,

    /// <summary>Follow-up ended, for example because the patient withdrew or could not be reached.</summary>
    FollowUpEnded,

    /// <summary>A new series began, and its doses are counted anew.</summary>
    NewSeries,
}

/// <summary>A day after which no dose is expected, until treatment was taken up again.</summary>
/// <remarks>What was given is judged all the same; a stop says only that what was not given was not missed.</remarks>
public sealed record TreatmentStop
{
    /// <summary>Makes a stop.</summary>
    /// <param name="at">The day of it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="knownAt">When it was known, or <see langword="null"/> for its own day.</param>
    /// <param name="resumedAt">The first infusion after it, or <see langword="null"/> where there was none.</param>
    /// <exception cref="ArgumentException">Calendar dates and relative days stand side by side.</exception>
    public TreatmentStop(ClinicalTime at, StopReason reason, ClinicalTime? knownAt = null, ClinicalTime? resumedAt = null)
    {
        if ((knownAt is { } known && !known.SharesScaleWith(at)) || (resumedAt is { } resumed && !resumed.SharesScaleWith(at)))
        {
            throw new ArgumentException("A calendar date and a relative day cannot stand in one record.", nameof(at));
        }

        At = at;
        Reason = reason;
        KnownAt = knownAt ?? at;
        ResumedAt = resumedAt;
    }

    /// <summary>The day of it.</summary>
    public ClinicalTime At { get; }

    /// <summary>Why.</summary>
    public StopReason Reason { get; }

    /// <summary>When it was known.</summary>
    public ClinicalTime KnownAt { get; }

    /// <summary>The first infusion on a later day, from which doses are expected again; or <see langword="null"/>.</summary>
    public ClinicalTime? ResumedAt { get; }

    /// <summary>The stops of a course: each discontinuation, a death, and the end of follow-up.</summary>
    /// <param name="course">The course.</param>
    /// <returns>The stops by day; of one day the death first, then the discontinuation.</returns>
    public static EquatableArray<TreatmentStop> Of(Course course)
    {
        ArgumentNullException.ThrowIfNull(course);
        return course.Events
            .Where(each => each.Kind is ClinicalEventKind.Discontinuation or ClinicalEventKind.Death)
            .Select(each => (each.At, Reason: each.Kind == ClinicalEventKind.Death ? StopReason.Died : StopReason.Discontinued, KnownAt: each.RecordedAt ?? each.At))
            .Concat(course.FollowUpEnd is { } end ? [(end.At, end.Reason == FollowUpEndReason.Died ? StopReason.Died : StopReason.FollowUpEnded, end.At)] : [])
            .Select(each => new TreatmentStop(
                each.At,
                each.Reason,
                each.KnownAt,
                course.Infusions.Where(infusion => infusion.At.DayNumber > each.At.DayNumber).Select(infusion => (ClinicalTime?)infusion.At).FirstOrDefault()))
            .OrderBy(stop => stop.At.DayNumber)
            .ThenBy(stop => stop.Reason == StopReason.Died ? 0 : 1)
            .ThenBy(stop => stop.Reason)
            .ToEquatableArray();
    }

    /// <summary>Whether a dose that was not given falls under it: not settled on its day, and due before treatment was taken up again.</summary>
    internal bool Covers(int due, int until) => until > At.DayNumber && (ResumedAt is not { } resumed || due < resumed.DayNumber);
}
