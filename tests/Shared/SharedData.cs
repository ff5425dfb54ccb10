namespace KetamineOutcomes.Testing;

/// <summary>Finds the repository and the data that stand beside it, which tests read in place and skip without.</summary>
internal static class SharedData
{
    /// <summary>The folder that holds KetamineOutcomes.sln, searched upwards from the test assembly.</summary>
    public static string RepositoryFolder { get; } = FindRepository();

    /// <summary>The full path of a file or folder under ../shared; skips the test where it is missing.</summary>
    public static string Require(string path)
    {
        var full = Path.GetFullPath(Path.Combine(RepositoryFolder, "..", "shared", path));
        Assert.SkipUnless(Path.Exists(full), $"The shared folder is not beside the repository (../shared/{path}); CONTRIBUTING.md says what is in it.");
        return full;
    }

    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "KetamineOutcomes.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests run outside the repository: no folder above them holds KetamineOutcomes.sln.");
    }
}
