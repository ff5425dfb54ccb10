using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Fhir;

/// <summary>The release of FHIR that is written. Only what differs between them differs.</summary>
public enum FhirVersion
{
    /// <summary>R4 (4.0.1), and so R4B.</summary>
    R4,

    /// <summary>R5 (5.0.0): coded items are of the type <c>coding</c>, and infusions have other names for time, medication and what was used.</summary>
    R5,
}

/// <summary>The extension by which an option says what it is worth.</summary>
public enum FhirWeightExtension
{
    /// <summary><c>itemWeight</c>, which replaced <c>ordinalValue</c> in HL7's extension pack.</summary>
    ItemWeight,

    /// <summary><c>ordinalValue</c>, which R4 systems (US Core, LHC-Forms) know.</summary>
    OrdinalValue,

    /// <summary>Both.</summary>
    Both,
}

/// <summary>How items are named on a form.</summary>
public enum FhirLinkIds
{
    /// <summary>By the project's own name, <c>phq-9/item1</c>: a form is then never taken for another that shares its LOINC codes (PHQ-2, PHQ-8, PHQ-9).</summary>
    Project,

    /// <summary>By the LOINC code where the item has one of its own, else by the project's name. The address of the form says which instrument is meant.</summary>
    Loinc,
}

/// <summary>How an infusion is written.</summary>
public enum FhirInfusionForm
{
    /// <summary>As a MedicationAdministration.</summary>
    MedicationAdministration,

    /// <summary>As a Procedure.</summary>
    Procedure,
}

/// <summary>Writes the rule of a scale in FHIRPath, for the SDC extension <c>calculatedExpression</c>.</summary>
/// <param name="instrument">The instrument.</param>
/// <param name="scale">A scale of it. A number is wanted where its result is one, true or false for a flag, and text for a category (its id) or a profile.</param>
/// <param name="linkId">Gives the linkId under which an item, by its id, stands in the Questionnaire.</param>
/// <returns>The expression, or <see langword="null"/> for a scale that has none. It must give empty for an incomplete form, never a low number.</returns>
public delegate string? FhirScaleExpression(Instrument instrument, Scale scale, Func<string, string> linkId);

/// <summary>How FHIR is written.</summary>
public sealed record FhirWriteOptions
{
    /// <summary>The defaults.</summary>
    public static FhirWriteOptions Default { get; } = new();

    /// <summary>The release of FHIR.</summary>
    /// <value>The default value is <see cref="FhirVersion.R4"/>.</value>
    public FhirVersion Version { get; init; }

    /// <summary>The extension that carries weights.</summary>
    /// <value>The default value is <see cref="FhirWeightExtension.ItemWeight"/>.</value>
    public FhirWeightExtension Weights { get; init; }

    /// <summary>How items are named.</summary>
    /// <value>The default value is <see cref="FhirLinkIds.Project"/>.</value>
    public FhirLinkIds LinkIds { get; init; }

    /// <summary>How infusions are written.</summary>
    /// <value>The default value is <see cref="FhirInfusionForm.MedicationAdministration"/>.</value>
    public FhirInfusionForm Infusions { get; init; }

    /// <summary>The instruments of a course's forms.</summary>
    /// <value>The default value is <see cref="InstrumentCatalogue.Shipped"/>.</value>
    public InstrumentCatalogue Catalogue { get; init; } = InstrumentCatalogue.Shipped;

    /// <summary>The caller's name for the project's own code system; the reader needs the same (<see cref="FhirReadOptions.ProjectSystem"/>). Forms have their address below it: <c>{system}/phq-9</c>.</summary>
    /// <value>The default value is <see cref="FhirSystems.Project"/>.</value>
    public string ProjectSystem { get; init; } = FhirSystems.Project;

    /// <summary>Gives the expression by which a form computes a total. The package holds none itself; KetamineOutcomes.Export writes them (<c>FhirPathExport</c>).</summary>
    /// <value>The default value is <see langword="null"/>: Questionnaires have no item for a total.</value>
    public FhirScaleExpression? Expression { get; init; }

    /// <summary>Gives the expression by which a form names the severity of a total: the id of a band of the scale's default set, or empty. It is asked for scales that have such a set and a total on the form.</summary>
    /// <value>The default value is <see langword="null"/>: Questionnaires have no item for a severity.</value>
    public FhirScaleExpression? SeverityExpression { get; init; }

    /// <summary>The variables that the expressions use; written on forms that have an expression.</summary>
    /// <value>The default value is empty.</value>
    public EquatableArray<FhirVariable> Variables { get; init; }
}
