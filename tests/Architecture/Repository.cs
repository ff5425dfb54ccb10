using System.Reflection;

namespace KetamineOutcomes.Architecture;

/// <summary>Where the sources and the built rooms are.</summary>
internal static class Repository
{
    /// <summary>The name of the core assembly.</summary>
    public const string Core = "KetamineOutcomes";

    /// <summary>The assembly name of the tool.</summary>
    public const string Tool = "ketamine-outcomes";

#if NET10_0_OR_GREATER
    public const string Framework = "net10.0";
#else
    public const string Framework = "net8.0";
#endif

    /// <summary>The folder of the solution file.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The project files of the rooms, by ordinal name.</summary>
    public static IReadOnlyList<string> RoomProjects { get; } =
        [.. Directory.GetDirectories(Path.Combine(Root, "src")).SelectMany(folder => Directory.GetFiles(folder, "*.csproj")).Order(StringComparer.Ordinal)];

    /// <summary>The built rooms, the tool among them. The test project references every project of src, so they lie beside it.</summary>
    public static IReadOnlyList<Assembly> Rooms { get; } =
        [.. RoomProjects.Select(AssemblyName).Select(name => Assembly.LoadFrom(AssemblyPath(name)))];

    /// <summary>The rooms that are libraries: all but the tool.</summary>
    public static IEnumerable<Assembly> Libraries => Rooms.Where(room => room.GetName().Name != Tool);

    public static string AssemblyPath(string name) => Path.Combine(AppContext.BaseDirectory, name + ".dll");

    /// <summary>The assembly name of a project: the tool's differs from its project's.</summary>
    public static string AssemblyName(string project)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        return name == "KetamineOutcomes.Cli" ? Tool : name;
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "KetamineOutcomes.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests run inside the repository: no KetamineOutcomes.sln above the test assembly.");
    }
}
