using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Fhir;

/// <summary>How the resources of an input follow one another.</summary>
public enum FhirFormat
{
    /// <summary>Told from the beginning: a first line that is a whole JSON object with more behind it means NDJSON, anything else one document.</summary>
    Auto,

    /// <summary>One JSON document: a resource or a Bundle.</summary>
    Json,

    /// <summary>One resource (or Bundle) a line. A line that cannot be read does not stop the others.</summary>
    Ndjson,
}

/// <summary>How FHIR is read.</summary>
public sealed record FhirReadOptions
{
    /// <summary>The defaults.</summary>
    public static FhirReadOptions Default { get; } = new();

    /// <summary>The instruments.</summary>
    /// <value>The default value is <see cref="InstrumentCatalogue.Shipped"/>.</value>
    public InstrumentCatalogue Catalogue { get; init; } = InstrumentCatalogue.Shipped;

    /// <summary>The id of the one instrument to read; other forms are skipped.</summary>
    /// <value>The default value is <see langword="null"/>: each form's own codes say which it is.</value>
    public string? Instrument { get; init; }

    /// <summary>What the caller knows of publishers' forms.</summary>
    /// <value>The default value is empty.</value>
    public EquatableArray<FhirFormMap> Maps { get; init; }

    /// <summary>Questionnaires, value sets and code systems to which answers refer and that the input does not hold.</summary>
    /// <value>The default value is <see langword="null"/>: none.</value>
    public FhirDefinitions? Definitions { get; init; }

    /// <summary>How the resources follow one another.</summary>
    /// <value>The default value is <see cref="FhirFormat.Auto"/>.</value>
    public FhirFormat Format { get; init; }

    /// <summary>The longest resource that is read, in bytes, 1 KiB or more; a document up to this length is read as a whole.</summary>
    /// <value>The default value is 16 MiB. What the reader needs is a small multiple of it, whatever the length of the input.</value>
    public int MaxResourceBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>The caller's name for the project's own code system.</summary>
    /// <value>The default value is <see cref="FhirSystems.Project"/>.</value>
    public string ProjectSystem { get; init; } = FhirSystems.Project;
}
