using System.Text;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Indicators.Endpoints;

/// <summary>A definition of response, remission, relapse or the like as data: what is asked, of which scales, and where it was read.</summary>
/// <remarks>
/// Immutable; compares by value. Two published wordings of one endpoint are two profiles. The format is described in docs/endpoints.md and by the schema
/// <c>endpoint.schema.json</c>.
/// </remarks>
public sealed record EndpointProfile
{
    internal EndpointProfile()
    {
    }

    /// <summary>The stable id, which tables print as <c>rule</c>.</summary>
    public string Id { get; internal init; } = "";

    /// <summary>The version of the definition, major.minor.patch.</summary>
    public string Version { get; internal init; } = "";

    /// <summary>The name for people.</summary>
    public string Label { get; internal init; } = "";

    /// <summary>What it defines, as a word: <c>response</c>, <c>remission</c>, <c>relapse</c>, <c>early-improvement</c> and the like.</summary>
    public string Construct { get; internal init; } = "";

    /// <summary>
    /// The scales to which it applies, such as <c>madrs/total</c>; empty where it applies to every scale whose definition declares what it asks for
    /// (<see cref="EachScaleWith"/>).
    /// </summary>
    public EquatableArray<string> Scales { get; internal init; }

    /// <summary>What a scale's definition has to declare for the profile to apply to it, or <see langword="null"/> where <see cref="Scales"/> names the scales.</summary>
    public EndpointKind? EachScaleWith { get; internal init; }

    /// <summary>Whether it is judged when the caller chooses no profiles.</summary>
    public bool IsDefault { get; internal init; }

    /// <summary>The sources.</summary>
    public EquatableArray<Source> Sources { get; internal init; }

    /// <summary>Where it was read, and how each part of it is known.</summary>
    public EquatableArray<Evidence> Evidence { get; internal init; }

    /// <summary>Remarks: counter-evidence, other wordings, what was left out.</summary>
    public EquatableArray<string> Notes { get; internal init; }

    /// <summary>The state without which the question makes no sense, or <see langword="null"/> where there is none.</summary>
    internal EndpointRule? Entry { get; init; }

    /// <summary>What is judged.</summary>
    internal EndpointRule Rule { get; init; } = null!;

    /// <summary>The least certain status among its evidence, the one a reader should know.</summary>
    public EvidenceStatus WeakestStatus => Evidence.Select(evidence => evidence.Status).Max();

    /// <summary>Reads a profile, strictly: what the format does not know is an issue with a stable code, its place, and what was expected.</summary>
    /// <param name="utf8Json">UTF-8 text.</param>
    /// <param name="catalogue">The instruments to which it may refer, or <see langword="null"/> for those that ship.</param>
    /// <returns>The profile, or the issues.</returns>
    public static ReadResult<EndpointProfile> Read(ReadOnlyMemory<byte> utf8Json, InstrumentCatalogue? catalogue = null) =>
        EndpointProfileReader.Read(utf8Json, catalogue ?? InstrumentCatalogue.Shipped);

    /// <summary>Reads a profile from text.</summary>
    /// <param name="json">The text.</param>
    /// <param name="catalogue">The instruments to which it may refer, or <see langword="null"/> for those that ship.</param>
    /// <returns>The profile, or the issues.</returns>
    public static ReadResult<EndpointProfile> Read(string json, InstrumentCatalogue? catalogue = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        return Read(Encoding.UTF8.GetBytes(json), catalogue);
    }

    /// <summary>Writes the profile in the format that <see cref="Read(string, InstrumentCatalogue?)"/> reads.</summary>
    /// <returns>JSON with a line feed at the end.</returns>
    public string ToJson() => EndpointProfileWriter.Write(this);

    /// <summary>The definition in words.</summary>
    /// <returns>One or two sentences in English.</returns>
    public string Explain() => EndpointText.Explain(this);

    /// <summary>The id and the version.</summary>
    /// <returns>For example <c>sustain-1-relapse 1.0.0</c>.</returns>
    public override string ToString() => $"{Id} {Version}";
}
