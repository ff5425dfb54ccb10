namespace KetamineOutcomes.Treatment.Schedules;

/// <summary>What became of a dose that was due.</summary>
public enum DoseStatus
{
    /// <summary>Given within its window.</summary>
    OnTime,

    /// <summary>Given before its window.</summary>
    Early,

    /// <summary>Given after its window and before the next dose's.</summary>
    Late,

    /// <summary>Not given before the next dose's window opened.</summary>
    Missed,

    /// <summary>Its window has passed, it was not given, and it still could be; said only of a stated day.</summary>
    Overdue,

    /// <summary>Not given, and nothing can be said yet: its window is open or ahead, or the records end before more is known.</summary>
    Pending,

    /// <summary>Not given, and not expected any more: when it could still have been given the treatment or its follow-up ended, or a new series began (<see cref="DoseAdherence.Stop"/>).</summary>
    NotExpected,
}

/// <summary>A dose that was due, and the infusion that was given for it.</summary>
public sealed record DoseAdherence
{
    internal DoseAdherence(DueDose dose, Infusion? infusion, DoseStatus status, ClinicalTime? missedSince = null, TreatmentStop? stop = null)
    {
        Dose = dose;
        Infusion = infusion;
        Status = status;
        MissedSince = missedSince;
        Stop = stop;
    }

    /// <summary>The dose.</summary>
    public DueDose Dose { get; }

    /// <summary>The infusion, or <see langword="null"/>.</summary>
    public Infusion? Infusion { get; }

    /// <summary>What became of it.</summary>
    public DoseStatus Status { get; }

    /// <summary>For a missed dose, the day on which the next one's window opened.</summary>
    public ClinicalTime? MissedSince { get; }

    /// <summary>Why a dose that was not given is not expected, or <see langword="null"/>.</summary>
    public TreatmentStop? Stop { get; }

    /// <summary>Days from the due date to the infusion, negative if it was given before; <see langword="null"/> if it was not given.</summary>
    public int? DaysOff => Infusion?.At.DaysSince(Dose.Due);
}

/// <summary>A log of infusions beside a plan.</summary>
/// <remarks>
/// <para>The rule: infusions are taken in order of their dates. Each counts for the earliest dose not yet given to whose days its date belongs: those from the first day of the dose's window
/// to the day before the next dose's window opens (after the last dose, before its rhythm would open the next). If there is none, it counts early for the next dose, where that
/// was not given yet and is strictly nearer than the dose before it; before the first dose, where it is nearer than half of the first gap. Any other infusion is extra, or outside the plan
/// if it lies before the plan or after its end.</para>
/// <para>A dose that was not given and that was not yet missed when the treatment or its follow-up ended is not expected, and so are those due later, until treatment is taken up again
/// (<see cref="TreatmentStop"/>). Where another series begins, the doses due from its first day on are that series' own and are not listed here.</para>
/// <para>So what is said of an infusion depends on the plan and on earlier infusions, never on later ones, and the order in which the log is given plays no part. This rule is the
/// project's own.</para>
/// </remarks>
public sealed record ScheduleAdherence
{
    private ScheduleAdherence(SchedulePlan plan, ClinicalTime? asOf, EquatableArray<DoseAdherence> doses, EquatableArray<Infusion> extra, EquatableArray<Infusion> outside, PlanEnd end)
    {
        Plan = plan;
        AsOf = asOf;
        Doses = doses;
        Extra = extra;
        Outside = outside;
        End = end;
    }

    /// <summary>The plan, as it was known.</summary>
    public SchedulePlan Plan { get; }

    /// <summary>The day as of which the answer holds, or <see langword="null"/> if it was not stated.</summary>
    public ClinicalTime? AsOf { get; }

    /// <summary>The doses whose window has opened or that were given, by number, and the next one after them.</summary>
    public EquatableArray<DoseAdherence> Doses { get; }

    /// <summary>Infusions between the doses of the plan that count for none of them.</summary>
    public EquatableArray<Infusion> Extra { get; }

    /// <summary>Infusions before the plan, after its end, or while a branch had to be chosen.</summary>
    public EquatableArray<Infusion> Outside { get; }

    /// <summary>How the plan goes on after the last of <see cref="Doses"/>.</summary>
    public PlanEnd End { get; }

    /// <summary>The first dose that is neither given nor missed, or <see langword="null"/>.</summary>
    public DoseAdherence? Next => Doses.FirstOrDefault(dose => dose.Status is DoseStatus.Overdue or DoseStatus.Pending);

    /// <summary>How many doses have a status.</summary>
    /// <param name="status">The status.</param>
    /// <returns>The number.</returns>
    public int Count(DoseStatus status) => Doses.Count(dose => dose.Status == status);

    internal static ScheduleAdherence Of(SchedulePlan plan, List<Infusion> infusions, ClinicalTime? asOf, ClinicalTime? lastRecord, List<TreatmentStop> stops, ClinicalTime? until)
    {
        var log = infusions.Where(infusion => asOf is not { } now || infusion.At.CompareKnown(now) <= 0).ToList();
        log.Sort(Course.CompareInfusions);
        var known = asOf ?? lastRecord;
        var through = log.Select(infusion => infusion.At.DayNumber).Concat(known is { } time ? [time.DayNumber] : []).DefaultIfEmpty(int.MinValue).Max();

        var entries = new List<PlanEntry>();
        var beyond = 0;
        foreach (var entry in plan.Entries().TakeWhile(entry => until is not { } next || entry.Dose.Due.DayNumber < next.DayNumber))
        {
            entries.Add(entry);

            // Beyond the last day that is known: the dose that is next, and the one after it, which an early infusion may make next.
            beyond += entry.Dose.Opens.DayNumber > through ? 1 : 0;
            if (beyond > 2)
            {
                break;
            }
        }

        var given = new Infusion?[entries.Count];
        var extra = new List<Infusion>();
        var outside = new List<Infusion>();
        foreach (var infusion in log)
        {
            if (Find(entries, given, infusion.At.DayNumber) is { } index)
            {
                given[index] = infusion;
            }
            else if (IsInside(entries, infusion.At.DayNumber))
            {
                extra.Add(infusion);
            }
            else
            {
                outside.Add(infusion);
            }
        }

        var doses = new List<DoseAdherence>();
        for (var i = 0; i < entries.Count; i++)
        {
            var isAhead = given[i] is null && entries[i].Dose.Opens.DayNumber > through;
            doses.Add(Judge(entries[i], given[i], through, asOf is not null, stops));
            if (isAhead)
            {
                break;
            }
        }

        var last = doses.Count > 0 ? doses[^1].Dose.Due : plan.Anchor;
        var isStopped = until is not null || stops.Exists(stop => stop.ResumedAt is null);
        return new ScheduleAdherence(plan, asOf, doses.ToEquatableArray(), extra.ToEquatableArray(), outside.ToEquatableArray(), isStopped ? PlanEnd.Stopped : plan.EndAfter(last));
    }

    private static int? Find(List<PlanEntry> entries, Infusion?[] given, int day)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            if (given[i] is null && entries[i].Dose.Opens.DayNumber <= day && day < entries[i].Until)
            {
                return i;
            }
        }

        var next = entries.FindIndex(entry => entry.Dose.Opens.DayNumber > day);
        if (next < 0 || given[next] is not null)
        {
            return null;
        }

        var ahead = entries[next].Dose.Due.DayNumber - day;
        return next > 0
            ? ahead < Math.Abs(day - entries[next - 1].Dose.Due.DayNumber) ? next : null
            : ahead * 2 < FirstGap(entries) ? next : null;
    }

    // The days from the first dose to the second, or to where the rhythm would have put one.
    private static int FirstGap(List<PlanEntry> entries) => entries.Count > 1
        ? entries[1].Dose.Due.DayNumber - entries[0].Dose.Due.DayNumber
        : entries[0].Until - entries[0].Dose.Opens.DayNumber;

    private static bool IsInside(List<PlanEntry> entries, int day) => entries.Count > 0 && day >= entries[0].Dose.Opens.DayNumber && day < entries[^1].Until;

    private static DoseAdherence Judge(PlanEntry entry, Infusion? infusion, int through, bool isStated, List<TreatmentStop> stops)
    {
        var dose = entry.Dose;
        if (infusion is not null)
        {
            var day = infusion.At.DayNumber;
            return new DoseAdherence(dose, infusion, day < dose.Opens.DayNumber ? DoseStatus.Early : day > dose.Closes.DayNumber ? DoseStatus.Late : DoseStatus.OnTime);
        }

        if (stops.Find(stop => stop.Covers(dose.Due.DayNumber, entry.Until)) is { } covering)
        {
            return new DoseAdherence(dose, null, DoseStatus.NotExpected, stop: covering);
        }

        if (through >= entry.Until)
        {
            return new DoseAdherence(dose, null, DoseStatus.Missed, dose.Due.AddDays(entry.Until - dose.Due.DayNumber));
        }

        return new DoseAdherence(dose, null, isStated && through > dose.Closes.DayNumber ? DoseStatus.Overdue : DoseStatus.Pending);
    }
}
