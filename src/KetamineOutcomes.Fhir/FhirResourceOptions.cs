namespace KetamineOutcomes.Fhir;

/// <summary>What a written resource says about itself beside its content: whose, when, from which form.</summary>
/// <remarks>Its text (<see cref="ToString"/>) holds nothing of it: it is about a patient.</remarks>
public sealed record FhirResourceOptions
{
    internal const int LongestId = 64;
    private readonly string? _id;

    /// <summary>Nothing.</summary>
    public static FhirResourceOptions Empty { get; } = new();

    /// <summary>The logical id, from which the ids of Observations are made (<c>{id}-total</c>): 1 to 64 of <c>A-Z a-z 0-9 - .</c>; or <see langword="null"/>.</summary>
    /// <exception cref="ArgumentException">The text is no FHIR id.</exception>
    public string? Id
    {
        get => _id;
        init => _id = value is null || IsId(value) ? value : throw new ArgumentException("An id has 1 to 64 letters, digits, hyphens and dots.", nameof(value));
    }

    /// <summary>The patient: a reference (<c>Patient/1</c>, a URL, a URN), or any other text, which is then written as an identifier.</summary>
    public string? Subject { get; init; }

    /// <summary>The reference to the encounter, or <see langword="null"/>.</summary>
    public string? Encounter { get; init; }

    /// <summary>When the form was filled in, or <see langword="null"/>.</summary>
    public ClinicalTime? At { get; init; }

    /// <summary>When the observation was made known; written where it is an instant, which FHIR wants here. Only for Observations.</summary>
    public ClinicalTime? Issued { get; init; }

    /// <summary>The status; <see langword="null"/> for <c>completed</c> of forms and infusions and <c>final</c> of Observations.</summary>
    public string? Status { get; init; }

    /// <summary>The reference to the QuestionnaireResponse from which Observations are derived, or <see langword="null"/>.</summary>
    public string? DerivedFrom { get; init; }

    /// <summary>The name of the type.</summary>
    /// <returns>The text, without the patient's data.</returns>
    public override string ToString() => nameof(FhirResourceOptions);

    internal static bool IsId(string text) => text.Length is >= 1 and <= LongestId && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.');
}
