namespace KetamineOutcomes.Treatment.Schedules;

/// <summary>A change of step that the clinic recorded: from this day on the doses of the named step are due, the first of them on this day.</summary>
/// <param name="Step">The id of the step.</param>
/// <param name="At">The day.</param>
public sealed record StepChange(string Step, ClinicalTime At)
{
    /// <summary>The id of the step.</summary>
    public string Step { get; } = Step;

    /// <summary>The day.</summary>
    public ClinicalTime At { get; } = At;
}

/// <summary>One dose that a plan has on a day.</summary>
public sealed record DueDose
{
    internal DueDose(int number, string step, ClinicalTime planned, ClinicalTime due, DueWindow window, DueDose? before)
    {
        Number = number;
        Step = step;
        Planned = planned;
        Due = due;
        var opens = due.AddDays(-Math.Min(window.DaysBefore, due.IsRelative ? int.MaxValue : due.DayNumber));

        // Windows of one step do not overlap. The first one of the next step, or one beside a dose that a closing day moved, could reach back over the dose before it: what is given then would count for the
        // wrong one of the two. Where closing days put both on one day, they share it.
        var earliest = before is null ? opens : before.Due == due ? before.Opens : before.Due.AddDays(1);
        Opens = opens.DayNumber < earliest.DayNumber ? earliest : opens;
        Closes = due.AddDays(Math.Min(window.DaysAfter, due.IsRelative ? int.MaxValue : DateOnly.MaxValue.DayNumber - due.DayNumber));
    }

    /// <summary>Its number in the plan, from 1.</summary>
    public int Number { get; }

    /// <summary>The id of the step.</summary>
    public string Step { get; }

    /// <summary>Where the rhythm puts it.</summary>
    public ClinicalTime Planned { get; }

    /// <summary>When it is due: <see cref="Planned"/>, moved if that is a closing day.</summary>
    public ClinicalTime Due { get; }

    /// <summary>The first day of its window: as many days before <see cref="Due"/> as the step says, but after the day on which the dose before it is due.</summary>
    public ClinicalTime Opens { get; }

    /// <summary>The last day of its window.</summary>
    public ClinicalTime Closes { get; }

    /// <summary>Whether a closing day moved it.</summary>
    public bool IsMoved => Planned != Due;
}

/// <summary>How a plan goes on after its last dose.</summary>
public enum PlanEnd
{
    /// <summary>It goes on: there are doses beyond the horizon.</summary>
    GoesOn,

    /// <summary>The schedule has ended.</summary>
    Ended,

    /// <summary>The step has ended and the source goes on by an observation; which step follows has not been recorded.</summary>
    Undecided,

    /// <summary>The treatment or its follow-up ended, or another series began: nothing more is expected of this plan.</summary>
    Stopped,
}

/// <summary>A schedule from a first day on: its due dates, with the changes of step that were recorded.</summary>
/// <remarks>
/// <para>The first dose is due on the anchor. Within a step the rhythm counts from the step's first date. A step of a given length ends before the first date of its rhythm that
/// lies on or after its end, and there the next one begins. Months follow the end-of-month rule of <see cref="StepRepeat.Months"/>. Where a branch has to be chosen and none was recorded the due
/// dates stop: none is guessed. A recorded change drops what the old step had on that day and later.</para>
/// <para>Days are calendar days as written; times of day play no part. Immutable; compares by value.</para>
/// </remarks>
public sealed record SchedulePlan
{
    private SchedulePlan(Schedule schedule, ClinicalTime anchor, EquatableArray<StepChange> changes, ClosingDays closing)
    {
        Schedule = schedule;
        Anchor = anchor;
        Changes = changes;
        Closing = closing;
    }

    /// <summary>The schedule.</summary>
    public Schedule Schedule { get; }

    /// <summary>The day on which the first dose is due, without a time of day.</summary>
    public ClinicalTime Anchor { get; }

    /// <summary>The changes of step that were recorded, in order of time.</summary>
    public EquatableArray<StepChange> Changes { get; }

    /// <summary>The closing days.</summary>
    public ClosingDays Closing { get; }

    /// <summary>Makes a plan.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="anchor">When the first dose is due; a time of day plays no part.</param>
    /// <param name="changes">The changes of step that were recorded, in any order.</param>
    /// <param name="closing">The closing days, or <see langword="null"/> for none.</param>
    /// <returns>
    /// The plan; or the issue <see cref="IssueCodes.MixedTimeScales"/> if calendar dates and relative days stand side by side (closing days are calendar dates),
    /// <see cref="IssueCodes.ScheduleNeedsDates"/> if the schedule counts in calendar months and the anchor is a relative day,
    /// <see cref="IssueCodes.ScheduleStepUnknown"/> if a change names no step of the schedule, or <see cref="IssueCodes.ScheduleChangeOrder"/> if one lies before the anchor
    /// or two stand on one day and are not alike.
    /// </returns>
    public static ReadResult<SchedulePlan> Create(Schedule schedule, ClinicalTime anchor, IEnumerable<StepChange>? changes = null, ClosingDays? closing = null)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        var start = Date(anchor);
        closing ??= ClosingDays.None;
        var given = (changes ?? []).ToList();
        if (given.Exists(change => change.At.IsRelative != start.IsRelative) || (start.IsRelative && !closing.IsEmpty))
        {
            return Fail(IssueCodes.MixedTimeScales, "Calendar dates and relative days stand in one plan; give one or the other.");
        }

        if (start.IsRelative && schedule.UsesCalendarMonths)
        {
            return Fail(IssueCodes.ScheduleNeedsDates, "The schedule counts in calendar months, which relative days do not have.");
        }

        if (given.Find(change => schedule.FindStep(change.Step) is null) is not null)
        {
            return Fail(IssueCodes.ScheduleStepUnknown, "A change leads to a step that the schedule does not have.");
        }

        var ordered = given.Select(change => new StepChange(change.Step, Date(change.At))).Distinct().OrderBy(change => change.At.DayNumber).ToEquatableArray();
        if (ordered.Any(change => change.At.DayNumber < start.DayNumber) || ordered.DistinctBy(change => change.At).Count() < ordered.Count)
        {
            return Fail(IssueCodes.ScheduleChangeOrder, "A change lies before the plan begins, or two unlike changes stand on one day.");
        }

        return ReadResult<SchedulePlan>.Success(new SchedulePlan(schedule, start, ordered, closing));
    }

    /// <summary>The doses that are due up to a day.</summary>
    /// <param name="through">The last day, inclusive, by the day to which a closing day moves them.</param>
    /// <returns>The doses by number.</returns>
    /// <exception cref="ArgumentException">The plan has calendar dates and <paramref name="through"/> is a relative day, or the reverse.</exception>
    public EquatableArray<DueDose> DueThrough(ClinicalTime through)
    {
        Require(through);
        return Entries().TakeWhile(entry => entry.Dose.Due.DayNumber <= through.DayNumber).Select(entry => entry.Dose).ToEquatableArray();
    }

    /// <summary>The first doses of the plan.</summary>
    /// <param name="count">How many at most, 0 or more.</param>
    /// <returns>The doses by number; fewer where the plan ends or a branch has to be chosen.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public EquatableArray<DueDose> DueFirst(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return Entries().Take(count).Select(entry => entry.Dose).ToEquatableArray();
    }

    /// <summary>The next dose that is due on a day or later, whatever was given.</summary>
    /// <param name="asOf">The day.</param>
    /// <returns>The dose, or <see langword="null"/> where the plan has ended or a branch has to be chosen (<see cref="EndAfter"/> says which).</returns>
    /// <exception cref="ArgumentException">The plan has calendar dates and <paramref name="asOf"/> is a relative day, or the reverse.</exception>
    public DueDose? NextDue(ClinicalTime asOf)
    {
        Require(asOf);
        return Entries().Select(entry => entry.Dose).FirstOrDefault(dose => dose.Due.DayNumber >= asOf.DayNumber);
    }

    /// <summary>How the plan goes on after a day.</summary>
    /// <param name="day">The day.</param>
    /// <returns>Whether there are doses after it, and if not, why.</returns>
    /// <exception cref="ArgumentException">The plan has calendar dates and <paramref name="day"/> is a relative day, or the reverse.</exception>
    public PlanEnd EndAfter(ClinicalTime day)
    {
        Require(day);
        PlanEntry? last = null;
        foreach (var entry in Entries())
        {
            if (entry.Dose.Due.DayNumber > day.DayNumber)
            {
                return PlanEnd.GoesOn;
            }

            last = entry;
        }

        return last is { } found && Schedule.FindStep(found.Dose.Step)!.Then is null ? PlanEnd.Undecided : PlanEnd.Ended;
    }

    /// <summary>The step in force on a day: that of the last dose due on it or before, or of the first dose before that.</summary>
    /// <param name="day">The day.</param>
    /// <returns>The step.</returns>
    /// <exception cref="ArgumentException">The plan has calendar dates and <paramref name="day"/> is a relative day, or the reverse.</exception>
    public ScheduleStep StepOn(ClinicalTime day)
    {
        Require(day);
        var id = Entries().TakeWhile(entry => entry.Dose.Planned.DayNumber <= day.DayNumber).LastOrDefault()?.Dose.Step;
        return id is null ? Schedule.Steps[0] : Schedule.FindStep(id)!;
    }

    /// <summary>The planned day of the first dose of the step in force on a day.</summary>
    internal int StepBegan(ClinicalTime day)
    {
        var began = Anchor.DayNumber;
        string? step = null;
        foreach (var entry in Entries().TakeWhile(entry => entry.Dose.Planned.DayNumber <= day.DayNumber))
        {
            began = entry.Dose.Step == step ? began : entry.Dose.Planned.DayNumber;
            step = entry.Dose.Step;
        }

        return began;
    }

    /// <summary>Holds a log of infusions against the plan.</summary>
    /// <param name="infusions">The infusions, in any order.</param>
    /// <param name="asOf">The day as of which the answer holds; later infusions and changes are not looked at. Only with it is a dose called overdue.</param>
    /// <param name="lastRecord">Without <paramref name="asOf"/>, the day of the last record of any kind; <see langword="null"/> for the last infusion.</param>
    /// <param name="stops">When the treatment or its follow-up ended (<see cref="TreatmentStop.Of"/>), in any order; those not known by <paramref name="asOf"/> are not looked at.</param>
    /// <param name="until">The first day of the next series, whose doses are its own; <see langword="null"/> where none began.</param>
    /// <returns>What became of each dose, and which infusions belong to none.</returns>
    /// <exception cref="ArgumentException">The plan has calendar dates and a time given is a relative day, or the reverse.</exception>
    public ScheduleAdherence Compare(
        IEnumerable<Infusion> infusions,
        ClinicalTime? asOf = null,
        ClinicalTime? lastRecord = null,
        IEnumerable<TreatmentStop>? stops = null,
        ClinicalTime? until = null)
    {
        ArgumentNullException.ThrowIfNull(infusions);
        var log = infusions.ToList();
        var ends = (stops ?? []).ToList();
        foreach (var time in log.Select(infusion => infusion.At).Concat(ends.Select(stop => stop.At)).Concat(new[] { asOf, lastRecord, until }.OfType<ClinicalTime>()))
        {
            Require(time);
        }

        var plan = this;
        if (asOf is { } now)
        {
            plan = new SchedulePlan(Schedule, Anchor, Changes.Where(change => change.At.DayNumber <= now.DayNumber).ToEquatableArray(), Closing);
            ends.RemoveAll(stop => stop.At.CompareKnown(now) > 0 || stop.KnownAt.CompareKnown(now) > 0);
            until = until is { } next && next.CompareKnown(now) > 0 ? null : until;
        }

        ends.AddRange(until is { } begins ? [new TreatmentStop(begins, StopReason.NewSeries)] : []);
        return ScheduleAdherence.Of(plan, log, asOf, lastRecord, [.. ends.OrderBy(stop => stop.At.DayNumber).ThenBy(stop => stop.Reason == StopReason.Died ? 0 : 1).ThenBy(stop => stop.Reason)], until);
    }

    /// <summary>The doses with the day from which on a later dose would take what is given; lazily, for a plan may have no end.</summary>
    internal IEnumerable<PlanEntry> Entries()
    {
        var number = 0;
        PlanEntry? held = null;
        foreach (var (step, day, next) in Days())
        {
            if (!CanBe(day))
            {
                break;
            }

            var planned = Anchor.AddDays(day - Anchor.DayNumber);
            var due = Anchor.IsRelative ? planned : ClinicalTime.OnDate(Closing.Move(DateOnly.FromDayNumber(day)));
            number++;
            var entry = new PlanEntry(new DueDose(number, step.Id, planned, due, step.Window, held?.Dose), Math.Max(next - step.Window.DaysBefore, due.DayNumber + 1));
            if (held is not null)
            {
                yield return held with { Until = held.Dose.Due == due ? entry.Until : Math.Max(entry.Dose.Opens.DayNumber, held.Dose.Due.DayNumber + 1) };
            }

            held = entry;
        }

        if (held is not null)
        {
            yield return held;
        }
    }

    /// <summary>The days of the rhythm, with the day on which the step's rhythm would go on.</summary>
    private IEnumerable<(ScheduleStep Step, int Day, int Next)> Days()
    {
        var step = Schedule.Steps[0];
        var start = Anchor.DayNumber;
        var change = 0;
        while (true)
        {
            // Several recorded changes may lie before anything else happens; the last one on or before the start holds.
            while (change < Changes.Count && Changes[change].At.DayNumber <= start)
            {
                (step, start) = (Schedule.FindStep(Changes[change].Step)!, Changes[change].At.DayNumber);
                change++;
            }

            var limit = change < Changes.Count ? Changes[change].At.DayNumber : int.MaxValue;
            var k = 0;
            var day = start;
            while (day < limit && CanBe(day) && step.Length?.Includes(start, k, day) != false)
            {
                k++;
                var next = step.Repeat.DayOf(start, k);
                yield return (step, day, next);
                day = next;
            }

            if (day < limit && CanBe(day) && step.Then is { } then and not ScheduleStep.ScheduleEnd)
            {
                (step, start) = (Schedule.FindStep(then)!, day);
            }
            else if (limit < int.MaxValue)
            {
                start = limit;
            }
            else
            {
                yield break;
            }
        }
    }

    private bool CanBe(int day) => Anchor.IsRelative ? day <= 10 * ClinicalTime.MaxRelativeDay : day <= DateOnly.MaxValue.DayNumber;

    private void Require(ClinicalTime time)
    {
        if (!time.SharesScaleWith(Anchor))
        {
            throw new ArgumentException("A calendar date and a relative day cannot be compared.", nameof(time));
        }
    }

    private static ClinicalTime Date(ClinicalTime time) => time.IsRelative ? ClinicalTime.OnDay(time.DayNumber) : ClinicalTime.OnDate(DateOnly.FromDayNumber(time.DayNumber));

    private static ReadResult<SchedulePlan> Fail(string code, string message) =>
        ReadResult<SchedulePlan>.Failure([new Issue(code, IssueSeverity.Error, message, "schedule")]);
}

/// <summary>A dose, and the first day that no longer belongs to it.</summary>
internal sealed record PlanEntry(DueDose Dose, int Until);
