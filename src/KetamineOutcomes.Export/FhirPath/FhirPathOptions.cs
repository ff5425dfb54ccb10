namespace KetamineOutcomes.Export.FhirPath;

/// <summary>Where an expression finds the number of an answer.</summary>
public enum FhirPathAnswers
{
    /// <summary>In the answer itself: <c>valueInteger</c> or <c>valueDecimal</c>.</summary>
    Number,

    /// <summary>In the weight of the coded answer, by SDC's <c>weight()</c>: on the answer, its option, value set or code system.</summary>
    Weight,

    /// <summary>
    /// Where a form in FHIR has it: the weight of a coded answer (as <see cref="Weight"/>) for items with options, the quantity of minutes (<c>min</c>) for other durations,
    /// and the number itself (as <see cref="Number"/>) for the rest. So answers stand that are given on the Questionnaires of KetamineOutcomes.Fhir.
    /// </summary>
    Form,
}

/// <summary>What a caller chooses of a FHIRPath expression.</summary>
public sealed record FhirPathOptions
{
    private readonly string? _itemsVariable;

    /// <summary>Where the number of an answer stands; <see cref="FhirPathAnswers.Number"/> unless set. Times of day are always <c>valueTime</c>.</summary>
    public FhirPathAnswers Answers { get; init; }

    /// <summary>Whether the items are found once, by <c>defineVariable</c>, which is quicker and shorter and not known to every engine.</summary>
    public bool DefinesVariable { get; init; }

    /// <summary>
    /// The name of a variable that the caller's form defines as <see cref="FhirPathExport.ItemsExpression"/>, by SDC's extension <c>variable</c>; <see langword="null"/> where it defines
    /// none.
    /// </summary>
    /// <exception cref="ArgumentException">The text is no name: letters, digits and underscores, no digit first.</exception>
    public string? ItemsVariable
    {
        get => _itemsVariable;
        init => _itemsVariable = value is null || IsName(value) ? value : throw new ArgumentException("The name of a variable has letters, digits and underscores, and no digit first.", nameof(value));
    }

    /// <summary>The linkId of an item, by its id; an item that is not named has its id as linkId.</summary>
    public IReadOnlyDictionary<string, string> LinkIds { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>A missing-item policy by name; <see langword="null"/> is the scale's default.</summary>
    public string? MissingPolicy { get; init; }

    /// <summary>Numbers that mean a missing answer (7 and 9 of NHANES); none may be one of the items' answers.</summary>
    public EquatableArray<Fraction> MissingCodes { get; init; }

    /// <summary>The code of a coded answer that means "not applicable", for items that offer it.</summary>
    public string NotApplicableCode { get; init; } = "not-applicable";

    private static bool IsName(string text) =>
        text.Length > 0 && !char.IsAsciiDigit(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
