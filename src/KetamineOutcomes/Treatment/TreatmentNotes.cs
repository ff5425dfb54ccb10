using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment.Chair;
using KetamineOutcomes.Treatment.ConcurrentCare;
using KetamineOutcomes.Treatment.Screens;

namespace KetamineOutcomes.Treatment;

/// <summary>What a clinic notes beside the log of infusions of one course: readings in the chair, concurrent care, history.</summary>
/// <remarks>Immutable; compares by value. The order of input plays no part.</remarks>
public sealed record TreatmentNotes
{
    /// <summary>Puts notes together.</summary>
    /// <param name="sessions">What was seen around infusions, in any order; several of one infusion are put together.</param>
    /// <param name="care">The care beside the course, or <see langword="null"/> if none was recorded.</param>
    /// <param name="history">The answers of the history, in any order.</param>
    /// <param name="person">Sex and age, for cut-offs that differ by them.</param>
    /// <param name="unreadable">Notes of care and answers of the history that could not be read, in any order.</param>
    public TreatmentNotes(
        IEnumerable<ChairSession>? sessions = null,
        CareLog? care = null,
        IEnumerable<HistoryEntry>? history = null,
        Covariates? person = null,
        IEnumerable<UnreadableRecord>? unreadable = null)
    {
        Sessions = (sessions ?? [])
            .GroupBy(session => session.Infusion)
            .Select(group => group.Aggregate(ChairSession.Merge))
            .OrderBy(session => session.Infusion, Comparer<Infusion>.Create(Course.CompareInfusions))
            .ToEquatableArray();
        Care = care ?? CareLog.Empty;
        History = (history ?? [])
            .Distinct()
            .OrderBy(entry => entry.At, Comparer<ClinicalTime>.Create(ClinicalTime.CompareAsWritten))
            .ThenBy(entry => entry.Flag)
            .ThenBy(entry => entry.Answer)
            .ToEquatableArray();
        Person = person ?? Covariates.None;

        // Two that look alike are two records all the same.
        Unreadable = (unreadable ?? [])
            .OrderBy(record => record.At is not null)
            .ThenBy(record => record.At ?? default, Comparer<ClinicalTime>.Create(ClinicalTime.CompareAsWritten))
            .ThenBy(record => record.About, StringComparer.Ordinal)
            .ToEquatableArray();
    }

    /// <summary>Nothing was noted.</summary>
    public static TreatmentNotes Empty { get; } = new();

    /// <summary>What was seen around infusions, by time.</summary>
    public EquatableArray<ChairSession> Sessions { get; }

    /// <summary>The care beside the course.</summary>
    public CareLog Care { get; }

    /// <summary>The answers of the history, by time.</summary>
    public EquatableArray<HistoryEntry> History { get; }

    /// <summary>Sex and age, as far as known.</summary>
    public Covariates Person { get; }

    /// <summary>Notes of care and answers of the history that could not be read, those without a time first: rows that may rest on one carry the flag <c>records-unreadable</c>.</summary>
    public EquatableArray<UnreadableRecord> Unreadable { get; }

    /// <summary>The notes as they were known at a time.</summary>
    /// <param name="asOf">The time, inclusive; a date without a time takes in the whole day.</param>
    /// <returns>Notes that no later record can change.</returns>
    /// <exception cref="ArgumentException">The times are of unlike scales.</exception>
    public TreatmentNotes AsOf(ClinicalTime asOf) => new(
        Sessions.Select(session => session.AsOf(asOf)).OfType<ChairSession>(),
        Care.AsOf(asOf),
        History.Where(entry => entry.At.CompareKnown(asOf) <= 0),
        Person,
        Unreadable.Where(record => record.At is not { } at || at.CompareKnown(asOf) <= 0));
}
