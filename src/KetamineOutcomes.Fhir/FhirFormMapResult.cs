using System.Diagnostics.CodeAnalysis;

namespace KetamineOutcomes.Fhir;

/// <summary>What reading a map of a form gave: the map, or the issues that forbid it.</summary>
public sealed class FhirFormMapResult
{
    private readonly FhirFormMap? _map;

    internal FhirFormMapResult(FhirFormMap? map, IEnumerable<Issue> issues)
    {
        _map = map;
        Issues = issues.ToEquatableArray();
    }

    /// <summary>Whether there is a map.</summary>
    public bool IsSuccess => _map is not null;

    /// <summary>Why there is none; the places are JSON paths. Empty where there is one.</summary>
    public EquatableArray<Issue> Issues { get; }

    /// <summary>The map, if there is one.</summary>
    /// <param name="map">The map.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGetMap([NotNullWhen(true)] out FhirFormMap? map)
    {
        map = _map;
        return map is not null;
    }
}
