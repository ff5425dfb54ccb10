using System.Globalization;

namespace KetamineOutcomes.Fhir;

/// <summary>Where a resource stands in the input.</summary>
/// <remarks>Compares by value. Holds nothing of what the resource says.</remarks>
public sealed record FhirPlace
{
    internal FhirPlace(long resource, long? line, string path)
    {
        Resource = resource;
        Line = line;
        Path = path;
    }

    /// <summary>The one document of an input.</summary>
    internal static FhirPlace Whole { get; } = new(1, null, "");

    /// <summary>The number of the resource in the input, from 1; a Bundle's entries count, the Bundle does not.</summary>
    public long Resource { get; }

    /// <summary>The line of NDJSON, from 1; <see langword="null"/> for one JSON document.</summary>
    public long? Line { get; }

    /// <summary>The path within the line or the document, for example <c>entry[3].resource</c>; empty for a resource by itself.</summary>
    public string Path { get; }

    /// <summary>For example <c>resource 4, line 4</c> or <c>resource 2, entry[1].resource</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString()
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"resource {Resource}");
        if (Line is { } line)
        {
            text += string.Create(CultureInfo.InvariantCulture, $", line {line}");
        }

        return Path.Length > 0 ? $"{text}, {Path}" : text;
    }
}
