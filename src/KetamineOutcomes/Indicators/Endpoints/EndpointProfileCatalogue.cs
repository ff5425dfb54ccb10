using System.Reflection;

namespace KetamineOutcomes.Indicators.Endpoints;

/// <summary>Endpoint profiles by id: those that ship with the package, and the caller's own.</summary>
/// <remarks>Immutable and safe to share between threads; a shipped profile is read when it is first asked for.</remarks>
public sealed class EndpointProfileCatalogue
{
    private readonly Dictionary<string, Lazy<EndpointProfile>> _profiles;

    private EndpointProfileCatalogue(Dictionary<string, Lazy<EndpointProfile>> profiles)
    {
        _profiles = profiles;
        Ids = profiles.Keys.Order(StringComparer.Ordinal).ToEquatableArray();
    }

    /// <summary>The profiles that ship with the package: published definitions with their sources, and the project's own, labelled so.</summary>
    public static EndpointProfileCatalogue Shipped { get; } = LoadShipped();

    /// <summary>The ids, in ordinal order.</summary>
    public EquatableArray<string> Ids { get; }

    /// <summary>All profiles, by id.</summary>
    public IEnumerable<EndpointProfile> All => Ids.Select(id => _profiles[id].Value);

    /// <summary>A profile by id.</summary>
    /// <param name="id">The id.</param>
    /// <returns>The profile, or <see langword="null"/> if there is none.</returns>
    public EndpointProfile? Find(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return _profiles.TryGetValue(id, out var profile) ? profile.Value : null;
    }

    /// <summary>The profiles with one more. An id stands for one definition: another profile with an id that is there is refused, the same one again changes nothing.</summary>
    /// <param name="profile">The profile.</param>
    /// <returns>The catalogue, or the issues: its id is another profile's, it refers to a profile that is not there, or round to itself.</returns>
    public ReadResult<EndpointProfileCatalogue> With(EndpointProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return With([profile]);
    }

    /// <summary>The profiles with more, none in the place of another. They may refer to each other.</summary>
    /// <param name="more">The profiles.</param>
    /// <returns>The catalogue, or the issues: one refers to a profile that is not there, or round to itself, or two have one id.</returns>
    /// <remarks>A profile that is there already, the same in every part, is no second one.</remarks>
    public ReadResult<EndpointProfileCatalogue> With(EquatableArray<EndpointProfile> more)
    {
        if (more.IsEmpty)
        {
            return ReadResult<EndpointProfileCatalogue>.Success(this);
        }

        if (more.GroupBy(profile => profile.Id, StringComparer.Ordinal).FirstOrDefault(group => group.Skip(1).Any()) is { } twice)
        {
            return ReadResult<EndpointProfileCatalogue>.Failure([new Issue(IssueCodes.DefinitionIdDuplicate, IssueSeverity.Error, "Two profiles have this id.", twice.Key)]);
        }

        // A row names the profile by its id alone: under a known name stands the known definition.
        if (more.FirstOrDefault(profile => Find(profile.Id) is { } known && known != profile) is { } taken)
        {
            return ReadResult<EndpointProfileCatalogue>.Failure([new Issue(IssueCodes.DefinitionIdDuplicate, IssueSeverity.Error, $"Another profile has the id {taken.Id}; give your own another one.", taken.Id)]);
        }

        var profiles = new Dictionary<string, Lazy<EndpointProfile>>(_profiles, StringComparer.Ordinal);
        foreach (var profile in more)
        {
            profiles[profile.Id] = new Lazy<EndpointProfile>(profile);
        }

        var catalogue = new EndpointProfileCatalogue(profiles);
        var faults = more.Select(catalogue.FindFault).OfType<Issue>().ToEquatableArray();
        return faults.IsEmpty ? ReadResult<EndpointProfileCatalogue>.Success(catalogue) : ReadResult<EndpointProfileCatalogue>.Failure(faults);
    }

    /// <summary>What is wrong with a profile's references, or <see langword="null"/>.</summary>
    private Issue? FindFault(EndpointProfile profile)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(References(profile));
        while (open.TryPop(out var id))
        {
            if (string.Equals(id, profile.Id, StringComparison.Ordinal))
            {
                return new Issue(IssueCodes.EndpointRule, IssueSeverity.Error, "The profile refers to itself.", profile.Id);
            }

            if (!seen.Add(id))
            {
                continue;
            }

            if (Find(id) is not { } other)
            {
                return new Issue(IssueCodes.DefinitionIdUnknown, IssueSeverity.Error, $"There is no profile {id}.", profile.Id);
            }

            foreach (var next in References(other))
            {
                open.Push(next);
            }
        }

        return null;
    }

    private static IEnumerable<string> References(EndpointProfile profile) =>
        (profile.Entry is { } entry ? References(entry) : []).Concat(References(profile.Rule));

    private static IEnumerable<string> References(EndpointRule rule) => rule is EndpointRule.Profile profile ? [profile.Id] : rule.Parts.SelectMany(References);

    private static EndpointProfileCatalogue LoadShipped()
    {
        const string Prefix = "profiles/";
        const string Suffix = ".json";
        var assembly = typeof(EndpointProfileCatalogue).Assembly;
        return new EndpointProfileCatalogue(assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(name => name[Prefix.Length..^Suffix.Length], name => new Lazy<EndpointProfile>(() => ReadResource(assembly, name)), StringComparer.Ordinal));
    }

    private static EndpointProfile ReadResource(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return EndpointProfile.Read(bytes).GetValueOrThrow();
    }
}
