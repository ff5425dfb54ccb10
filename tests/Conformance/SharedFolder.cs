namespace KetamineOutcomes.Conformance;

/// <summary>Finds what stands in the folder ../shared beside the repository; the test is skipped where it is missing.</summary>
internal static class SharedFolder
{
    public static string Require(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "KetamineOutcomes.sln")))
        {
            folder = folder.Parent;
        }

        var full = folder?.Parent is { } beside ? Path.Combine(beside.FullName, "shared", path) : "";
        Assert.SkipUnless(File.Exists(full), $"The shared folder is not beside the repository, or lacks {path}.");
        return full;
    }
}
