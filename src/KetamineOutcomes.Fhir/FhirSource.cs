namespace KetamineOutcomes.Fhir;

/// <summary>What a resource says about itself: whose, when, from which form. References are kept as they stand and never resolved.</summary>
/// <remarks>Compares by value. Its text (<see cref="ToString"/>) holds nothing of it: it is about a patient.</remarks>
public sealed record FhirSource
{
    internal FhirSource()
    {
    }

    /// <summary><c>QuestionnaireResponse</c> or <c>Observation</c>.</summary>
    public string ResourceType { get; internal init; } = "";

    /// <summary>The logical id, or <see langword="null"/>.</summary>
    public string? Id { get; internal init; }

    /// <summary>The status as written, or <see langword="null"/>.</summary>
    public string? Status { get; internal init; }

    /// <summary>When it was authored or observed; <see langword="null"/> where that is not said or is no whole date.</summary>
    public ClinicalTime? At { get; internal init; }

    /// <summary>The same as written, partial dates (<c>2024-05</c>) too.</summary>
    public string? AtText { get; internal init; }

    /// <summary>When an observation was issued, or <see langword="null"/>.</summary>
    public ClinicalTime? Issued { get; internal init; }

    /// <summary>The reference to the patient, or the value of its identifier; or <see langword="null"/>.</summary>
    public string? Subject { get; internal init; }

    /// <summary>The reference to the encounter, or <see langword="null"/>.</summary>
    public string? Encounter { get; internal init; }

    /// <summary>The canonical address of the form, with its version where one is given; or <see langword="null"/>.</summary>
    public string? Questionnaire { get; internal init; }

    /// <summary>The resources from which an observation was derived.</summary>
    public EquatableArray<string> DerivedFrom { get; internal init; }

    /// <summary>The type of the resource.</summary>
    /// <returns>The text, without the patient's data.</returns>
    public override string ToString() => ResourceType;
}
