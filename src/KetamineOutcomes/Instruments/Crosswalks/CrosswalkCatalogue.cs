using System.Reflection;

namespace KetamineOutcomes.Instruments.Crosswalks;

/// <summary>The crosswalks that ship with the package, by id.</summary>
/// <remarks>Immutable and safe to share between threads; a table is read when it is first asked for.</remarks>
public sealed class CrosswalkCatalogue
{
    private readonly Dictionary<string, Lazy<Crosswalk>> _crosswalks;

    private CrosswalkCatalogue(Dictionary<string, Lazy<Crosswalk>> crosswalks)
    {
        _crosswalks = crosswalks;
        Ids = crosswalks.Keys.Order(StringComparer.Ordinal).ToEquatableArray();
    }

    /// <summary>The crosswalks that ship with the package.</summary>
    public static CrosswalkCatalogue Shipped { get; } = LoadShipped();

    /// <summary>The ids, in ordinal order.</summary>
    public EquatableArray<string> Ids { get; }

    /// <summary>All crosswalks, by id.</summary>
    public IEnumerable<Crosswalk> All => Ids.Select(id => _crosswalks[id].Value);

    /// <summary>A crosswalk by id.</summary>
    /// <param name="id">The id.</param>
    /// <returns>The crosswalk, or <see langword="null"/> if there is none.</returns>
    public Crosswalk? Find(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return _crosswalks.TryGetValue(id, out var crosswalk) ? crosswalk.Value : null;
    }

    /// <summary>The crosswalks that lead from an instrument, by id. Several may lead to the same scale: different papers, different people.</summary>
    /// <param name="instrument">The instrument's id.</param>
    /// <returns>The crosswalks; none if there is none.</returns>
    public IEnumerable<Crosswalk> From(string instrument)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        return All.Where(crosswalk => string.Equals(crosswalk.From.Instrument, instrument, StringComparison.Ordinal));
    }

    private static CrosswalkCatalogue LoadShipped()
    {
        const string Prefix = "crosswalks/";
        const string Suffix = ".json";
        var assembly = typeof(CrosswalkCatalogue).Assembly;
        return new CrosswalkCatalogue(assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(name => name[Prefix.Length..^Suffix.Length], name => new Lazy<Crosswalk>(() => ReadResource(assembly, name)), StringComparer.Ordinal));
    }

    private static Crosswalk ReadResource(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Crosswalk.Read(bytes).GetValueOrThrow();
    }
}
