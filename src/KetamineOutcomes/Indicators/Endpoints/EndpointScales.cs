using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace KetamineOutcomes.Indicators.Endpoints;

/// <summary>The scales whose readings a profile can look at, with those of the profiles to which it refers.</summary>
internal static class EndpointScales
{
    // As many as a catalogue has profiles, times the scales of a kind: found once.
    private static readonly ConditionalWeakTable<EndpointProfileCatalogue, ConcurrentDictionary<(string Profile, ScaleKey? Own), EquatableArray<string>>> Known = [];

    /// <summary>The scales of a profile.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="own">The scale that stands for the profile's own, or <see langword="null"/> where it names its scales.</param>
    /// <param name="catalogue">Where the profiles are to which it refers.</param>
    /// <returns>Each once, as definitions name them, <c>instrument/scale</c>.</returns>
    public static EquatableArray<string> Of(EndpointProfile profile, ScaleKey? own, EndpointProfileCatalogue catalogue) =>
        Known.GetValue(catalogue, static _ => new()).GetOrAdd((profile.Id, own), static (_, asked) => Find(asked.profile, asked.own, asked.catalogue), (profile, own, catalogue));

    private static EquatableArray<string> Find(EndpointProfile profile, ScaleKey? own, EndpointProfileCatalogue catalogue)
    {
        var scales = new List<string>();
        Add(profile, own?.ToString(), catalogue, scales);
        return scales.ToEquatableArray();
    }

    private static void Add(EndpointProfile profile, string? own, EndpointProfileCatalogue catalogue, List<string> scales)
    {
        if (own is not null && !scales.Contains(own, StringComparer.Ordinal))
        {
            scales.Add(own);
        }

        // The reader takes no criterion of a scale that the profile does not name.
        scales.AddRange(profile.Scales.Where(scale => !scales.Contains(scale, StringComparer.Ordinal)));

        // To what it refers stands for the same scale where it names none.
        var passed = own ?? (profile.Scales.Count > 0 ? profile.Scales[0] : null);
        Add(profile.Rule, passed, catalogue, scales);
        if (profile.Entry is { } entry)
        {
            Add(entry, passed, catalogue, scales);
        }
    }

    private static void Add(EndpointRule rule, string? own, EndpointProfileCatalogue catalogue, List<string> scales)
    {
        if (rule is EndpointRule.Profile reference && catalogue.Find(reference.Id) is { } profile)
        {
            Add(profile, profile.EachScaleWith is null ? null : own, catalogue, scales);
        }

        foreach (var part in rule.Parts)
        {
            Add(part, own, catalogue, scales);
        }
    }
}
