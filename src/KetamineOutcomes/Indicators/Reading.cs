using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Indicators;

/// <summary>What was said at one time by one rater, after corrections: a number or other result, or why there is none.</summary>
internal abstract record Reading
{
    /// <summary>When it was said.</summary>
    public abstract ClinicalTime At { get; }

    /// <summary>Before or after that day's infusion.</summary>
    public abstract Timing Timing { get; }

    /// <summary>When it was known.</summary>
    public abstract ClinicalTime KnownAt { get; }

    /// <summary>Who said it, or <see langword="null"/> where that is not told.</summary>
    public RaterKind? Rater { get; init; }

    /// <summary>Whether that is who usually says it.</summary>
    public abstract bool IsUsualRater { get; }

    /// <summary>What the schedule calls the visit, or <see langword="null"/>.</summary>
    public virtual string? Visit => null;

    /// <summary>Whether different usable results stand at this time.</summary>
    public bool IsConflict { get; init; }

    /// <summary>Whether anything was filled in.</summary>
    public abstract bool IsFilledIn { get; }

    /// <summary>Whether the result is to be a number.</summary>
    public abstract bool IsNumeric { get; }

    /// <summary>Whether the number says a change, so that there is nothing to compare it with.</summary>
    public abstract bool IsChange { get; }

    /// <summary>Whether more is better.</summary>
    public abstract bool HigherIsBetter { get; }

    /// <summary>What the number was made of; numbers made of unlike parts are not compared.</summary>
    public abstract EquatableArray<string> Basis { get; }

    /// <summary>Whether the reading has a usable result of whatever kind.</summary>
    public abstract bool HasResult { get; }

    /// <summary>Why there is no usable number (<see cref="Reasons"/>).</summary>
    public abstract string Fault { get; }

    /// <summary>Whether the fault says that the question makes no sense here, and not that the answer is unknown.</summary>
    public virtual bool IsNotApplicable => false;

    /// <summary>The rater as tables print it.</summary>
    public string RaterWord => Rater switch
    {
        null => "unspecified",
        RaterKind.Self => "self",
        RaterKind.Clinician => "clinician",
        RaterKind.Proxy => "proxy",
        RaterKind.Interviewer => "interviewer",
        { } rater => rater.ToString().ToLowerInvariant(),
    };

    /// <summary>The exact number by which readings are compared, where the reading has a usable one.</summary>
    public abstract bool TryGetExact(out Fraction value);

    /// <summary>Whether it was said before an infusion.</summary>
    public bool IsBefore(Infusion infusion) => VisitTime.IsBefore(At, Timing, infusion);

    /// <summary>The reading as evidence.</summary>
    public abstract Observation ToObservation(string role);
}
