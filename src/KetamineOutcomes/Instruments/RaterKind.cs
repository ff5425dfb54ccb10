namespace KetamineOutcomes.Instruments;

/// <summary>Who gave the answers.</summary>
public enum RaterKind
{
    /// <summary>The patient.</summary>
    Self,

    /// <summary>A clinician or trained rater.</summary>
    Clinician,

    /// <summary>Someone who knows the patient.</summary>
    Proxy,

    /// <summary>An interviewer who reads the questions out and needs no clinical judgement.</summary>
    Interviewer,
}
