using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Treatment;

/// <summary>Whether a questionnaire of an infusion day was filled in before or after the infusion.</summary>
public enum Timing
{
    /// <summary>Not said. A date without a time then counts as before that day's infusion.</summary>
    Unspecified,

    /// <summary>Before the infusion of that day.</summary>
    Pre,

    /// <summary>After the infusion of that day.</summary>
    Post,
}

/// <summary>What an administration brought: a closed set of cases.</summary>
public abstract record AdministrationContent
{
    private AdministrationContent()
    {
    }

    internal abstract void Close();

    /// <summary>Answers to items, with the total that came with them if one did.</summary>
    public sealed record Answered : AdministrationContent
    {
        /// <summary>Answers to items.</summary>
        /// <param name="answers">The answers.</param>
        /// <param name="statedTotal">The total of the main scale that came with them; compared, never used.</param>
        public Answered(AnswerSet answers, Fraction? statedTotal = null)
        {
            ArgumentNullException.ThrowIfNull(answers);
            Answers = answers;
            StatedTotal = statedTotal;
        }

        /// <summary>The answers.</summary>
        public AnswerSet Answers { get; }

        /// <summary>The total that came with them, or <see langword="null"/>.</summary>
        public Fraction? StatedTotal { get; }

        internal override void Close()
        {
        }
    }

    /// <summary>A total without answers.</summary>
    public sealed record TotalOnly : AdministrationContent
    {
        /// <summary>A total without answers.</summary>
        /// <param name="total">The total, as stated.</param>
        /// <param name="scale">The scale's id, or <see langword="null"/> for the instrument's main scale.</param>
        /// <param name="provenance">Where the total came from, for example <c>csv</c> or <c>chart review</c>.</param>
        /// <exception cref="ArgumentException">The provenance is empty.</exception>
        public TotalOnly(Fraction total, string? scale = null, string provenance = "stated")
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(provenance);
            Total = total;
            Scale = scale;
            Provenance = provenance;
        }

        /// <summary>The total.</summary>
        public Fraction Total { get; }

        /// <summary>The scale's id, or <see langword="null"/> for the main scale.</summary>
        public string? Scale { get; }

        /// <summary>Where it came from.</summary>
        public string Provenance { get; }

        internal override void Close()
        {
        }
    }

    /// <summary>The visit took place, or was due, and the form was not filled in.</summary>
    public sealed record NotDone : AdministrationContent
    {
        internal override void Close()
        {
        }
    }
}

/// <summary>One filled-in questionnaire of one patient: which, when, by whom, and what it says.</summary>
/// <remarks>Immutable; compares by value.</remarks>
public sealed record Administration
{
    /// <summary>Makes an administration.</summary>
    /// <param name="instrument">The instrument's id.</param>
    /// <param name="at">When it was filled in.</param>
    /// <param name="content">What it says.</param>
    /// <param name="timing">Before or after that day's infusion.</param>
    /// <param name="rater">Who answered, or <see langword="null"/> for the instrument's usual rater.</param>
    /// <param name="recordedAt">When it was entered; of several at one time the last-recorded one corrects the others.</param>
    /// <param name="visit">What the schedule calls the visit (<see cref="NominalVisit"/>), or <see langword="null"/> if it has no name. It never stands in for <paramref name="at"/>.</param>
    /// <exception cref="ArgumentException">The instrument's id is empty, <paramref name="recordedAt"/> and <paramref name="at"/> are of unlike scales, or <paramref name="visit"/> is no name.</exception>
    public Administration(
        string instrument,
        ClinicalTime at,
        AdministrationContent content,
        Timing timing = Timing.Unspecified,
        RaterKind? rater = null,
        ClinicalTime? recordedAt = null,
        string? visit = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(instrument);
        ArgumentNullException.ThrowIfNull(content);
        if (visit is not null && !NominalVisit.IsName(visit))
        {
            throw new ArgumentException("Expected the name of a visit, such as week-1.", nameof(visit));
        }

        if (recordedAt is { } recorded && !recorded.SharesScaleWith(at))
        {
            throw new ArgumentException("A calendar date and a relative day cannot stand in one record.", nameof(recordedAt));
        }

        Instrument = instrument;
        At = at;
        Content = content;
        Timing = timing;
        Rater = rater;
        RecordedAt = recordedAt;
        Visit = visit;
    }

    /// <summary>The instrument's id.</summary>
    public string Instrument { get; }

    /// <summary>When it was filled in.</summary>
    public ClinicalTime At { get; }

    /// <summary>What it says.</summary>
    public AdministrationContent Content { get; }

    /// <summary>Before or after that day's infusion.</summary>
    public Timing Timing { get; }

    /// <summary>Who answered, or <see langword="null"/> for the instrument's usual rater.</summary>
    public RaterKind? Rater { get; }

    /// <summary>When it was entered, or <see langword="null"/> if that is not known.</summary>
    public ClinicalTime? RecordedAt { get; }

    /// <summary>What the schedule calls the visit, or <see langword="null"/> if it has no name.</summary>
    public string? Visit { get; }

    /// <summary>When what it says was known: when it was entered, else when it was filled in.</summary>
    public ClinicalTime KnownAt => RecordedAt ?? At;

    /// <summary>Whether it was filled in before an infusion.</summary>
    /// <param name="infusion">The infusion.</param>
    /// <returns>
    /// By the clock where both have a time of day and no <see cref="Timing"/> is said; else by the date. On one day, <see cref="Timing.Post"/>
    /// counts as after and everything else as before.
    /// </returns>
    /// <exception cref="ArgumentException">One has a calendar date and the other a relative day.</exception>
    public bool IsBefore(Infusion infusion)
    {
        ArgumentNullException.ThrowIfNull(infusion);
        return VisitTime.IsBefore(At, Timing, infusion);
    }
}
