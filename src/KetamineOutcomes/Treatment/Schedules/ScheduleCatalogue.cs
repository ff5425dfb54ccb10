using System.Reflection;

namespace KetamineOutcomes.Treatment.Schedules;

/// <summary>The schedules that ship with the package, by id.</summary>
/// <remarks>Immutable and safe to share between threads; a schedule is read when it is first asked for.</remarks>
public sealed class ScheduleCatalogue
{
    private readonly Dictionary<string, Lazy<Schedule>> _schedules;

    private ScheduleCatalogue(Dictionary<string, Lazy<Schedule>> schedules)
    {
        _schedules = schedules;
        Ids = schedules.Keys.Order(StringComparer.Ordinal).ToEquatableArray();
    }

    /// <summary>The schedules that ship with the package: published ones, each with its source. None is a recommendation.</summary>
    public static ScheduleCatalogue Shipped { get; } = LoadShipped();

    /// <summary>The ids, in ordinal order.</summary>
    public EquatableArray<string> Ids { get; }

    /// <summary>All schedules, by id.</summary>
    public IEnumerable<Schedule> All => Ids.Select(id => _schedules[id].Value);

    /// <summary>A schedule by id.</summary>
    /// <param name="id">The id.</param>
    /// <returns>The schedule, or <see langword="null"/> if there is none.</returns>
    public Schedule? Find(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return _schedules.TryGetValue(id, out var schedule) ? schedule.Value : null;
    }

    private static ScheduleCatalogue LoadShipped()
    {
        const string Prefix = "schedules/";
        const string Suffix = ".json";
        var assembly = typeof(ScheduleCatalogue).Assembly;
        return new ScheduleCatalogue(assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(name => name[Prefix.Length..^Suffix.Length], name => new Lazy<Schedule>(() => ReadResource(assembly, name)), StringComparer.Ordinal));
    }

    private static Schedule ReadResource(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Schedule.Read(bytes).GetValueOrThrow();
    }
}
