using System.Runtime.CompilerServices;

namespace KetamineOutcomes.Indicators.Endpoints;

/// <summary>What rows say of a profile whatever the course: put in words once.</summary>
internal sealed class ProfileWords
{
    private static readonly ConditionalWeakTable<EndpointProfile, ProfileWords> Known = [];

    private ProfileWords(EndpointProfile profile)
    {
        Asked = EndpointText.Words(profile.Rule);
        Entry = profile.Entry is { } entry ? EndpointText.Words(entry) : null;
        Sources = profile.Evidence.Select(evidence => evidence.Source.Citation).Distinct(StringComparer.Ordinal).ToEquatableArray();
    }

    /// <summary>The rule.</summary>
    public string Asked { get; }

    /// <summary>The state with which it begins, or <see langword="null"/>.</summary>
    public string? Entry { get; }

    /// <summary>Its citations, each once.</summary>
    public EquatableArray<string> Sources { get; }

    public static ProfileWords Of(EndpointProfile profile) => Known.GetValue(profile, static profile => new ProfileWords(profile));
}
