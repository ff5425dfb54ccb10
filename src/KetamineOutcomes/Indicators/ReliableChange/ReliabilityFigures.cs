using System.Text;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Indicators.ReliableChange;

/// <summary>A clinic's own figures about scales, as a file holds them: each with who was measured and where it was read.</summary>
/// <remarks>Immutable; compares by value. The format is described by <c>reliability.schema.json</c> and docs/reliable-change.md.</remarks>
public sealed record ReliabilityFigures
{
    /// <summary>The format's version, in the member <c>format</c>.</summary>
    public const int Format = 1;

    internal ReliabilityFigures(EquatableArray<ReliabilityProfile> profiles) => Profiles = profiles;

    /// <summary>One for each scale, in the order of the file; for <see cref="AssessmentOptions.Reliability"/>.</summary>
    public EquatableArray<ReliabilityProfile> Profiles { get; }

    /// <summary>Reads figures, strictly: what the format does not know is an issue with a stable code, its place, and what was expected.</summary>
    /// <param name="utf8Json">UTF-8 text.</param>
    /// <param name="catalogue">The instruments whose scales it may name, or <see langword="null"/> for those that ship.</param>
    /// <returns>The figures, or the issues.</returns>
    public static ReadResult<ReliabilityFigures> Read(ReadOnlyMemory<byte> utf8Json, InstrumentCatalogue? catalogue = null) =>
        ReliabilityReader.Read(utf8Json, catalogue ?? InstrumentCatalogue.Shipped);

    /// <summary>Reads figures from text; see <see cref="Read(ReadOnlyMemory{byte}, InstrumentCatalogue?)"/>.</summary>
    /// <param name="json">The text.</param>
    /// <param name="catalogue">The instruments whose scales it may name, or <see langword="null"/> for those that ship.</param>
    /// <returns>The figures, or the issues.</returns>
    public static ReadResult<ReliabilityFigures> Read(string json, InstrumentCatalogue? catalogue = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        return Read(Encoding.UTF8.GetBytes(json), catalogue);
    }
}
