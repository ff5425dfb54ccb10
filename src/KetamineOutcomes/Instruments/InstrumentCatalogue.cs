using System.Collections.Concurrent;
using System.Reflection;

namespace KetamineOutcomes.Instruments;

/// <summary>Instruments by id and version: those that ship, and a caller's own.</summary>
/// <remarks>Immutable and safe to share between threads; a shipped definition is read when it is first asked for.</remarks>
public sealed class InstrumentCatalogue
{
    private readonly EquatableArray<string> _shippedIds;
    private readonly ConcurrentDictionary<string, Lazy<Instrument>> _shipped;
    private readonly Dictionary<(string Id, string Version), Instrument> _added;
    private readonly Dictionary<string, Instrument> _latestAdded;

    private InstrumentCatalogue(
        EquatableArray<string> shippedIds,
        ConcurrentDictionary<string, Lazy<Instrument>> shipped,
        Dictionary<(string Id, string Version), Instrument> added,
        Dictionary<string, Instrument> latestAdded)
    {
        _shippedIds = shippedIds;
        _shipped = shipped;
        _added = added;
        _latestAdded = latestAdded;
    }

    /// <summary>The instruments that ship with the package.</summary>
    public static InstrumentCatalogue Shipped { get; } = LoadShipped();

    /// <summary>The ids, in ordinal order.</summary>
    public EquatableArray<string> Ids =>
        _shippedIds.Concat(_latestAdded.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToEquatableArray();

    /// <summary>An instrument by id: a caller's own last added version before the shipped one.</summary>
    /// <param name="id">The id.</param>
    /// <returns>The instrument, or <see langword="null"/> if there is none.</returns>
    public Instrument? Find(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return _latestAdded.TryGetValue(id, out var added) ? added : _shipped.TryGetValue(id, out var shipped) ? shipped.Value : null;
    }

    /// <summary>An instrument by id and version.</summary>
    /// <param name="id">The id.</param>
    /// <param name="version">The definition's version.</param>
    /// <returns>The instrument, or <see langword="null"/> if there is none.</returns>
    public Instrument? Find(string id, string version)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(version);
        if (_added.TryGetValue((id, version), out var added))
        {
            return added;
        }

        return _shipped.TryGetValue(id, out var shipped) && string.Equals(shipped.Value.Version, version, StringComparison.Ordinal) ? shipped.Value : null;
    }

    /// <summary>A catalogue with one more instrument, or one more version of an instrument.</summary>
    /// <param name="instrument">The instrument; it becomes what its id finds.</param>
    /// <returns>A new catalogue; this one is unchanged.</returns>
    /// <exception cref="ArgumentException">Another definition with the same id and version is there already.</exception>
    public InstrumentCatalogue With(Instrument instrument)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        var present = Find(instrument.Id, instrument.Version);
        if (present is not null && !string.Equals(present.DefinitionJson, instrument.DefinitionJson, StringComparison.Ordinal))
        {
            throw new ArgumentException($"{instrument} is there already with another text: give it another version.", nameof(instrument));
        }

        return new InstrumentCatalogue(
            _shippedIds,
            _shipped,
            new(_added) { [(instrument.Id, instrument.Version)] = instrument },
            new(_latestAdded, StringComparer.Ordinal) { [instrument.Id] = instrument });
    }

    /// <summary>How many of the shipped definitions have been read so far.</summary>
    internal int CountRead => _shipped.Values.Count(each => each.IsValueCreated);

    /// <summary>The shipped instruments, none of them read yet.</summary>
    internal static InstrumentCatalogue LoadShipped()
    {
        const string Prefix = "definitions/";
        const string Suffix = ".json";
        var assembly = typeof(InstrumentCatalogue).Assembly;
        var shipped = new ConcurrentDictionary<string, Lazy<Instrument>>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames())
        {
            if (name.StartsWith(Prefix, StringComparison.Ordinal))
            {
                var id = name[Prefix.Length..^Suffix.Length];
                shipped[id] = new Lazy<Instrument>(() => ReadResource(assembly, name));
            }
        }

        return new InstrumentCatalogue(shipped.Keys.Order(StringComparer.Ordinal).ToEquatableArray(), shipped, [], new(StringComparer.Ordinal));
    }

    private static Instrument ReadResource(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Instrument.Read(bytes).GetValueOrThrow();
    }
}
