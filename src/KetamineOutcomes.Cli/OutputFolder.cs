using KetamineOutcomes.Tables;

namespace KetamineOutcomes.Cli;

/// <summary>A folder that appears only when everything in it is written: it is filled beside its place and moved there.</summary>
internal sealed class OutputFolder
{
    // The last file written; a folder with it in it is one of ours, and may be replaced.
    public const string Manifest = "manifest.json";

    private readonly string _folder;
    private readonly string _name;

    private OutputFolder(string folder, string name)
    {
        _folder = folder;
        _name = name;
    }

    /// <summary>Writes a folder.</summary>
    /// <param name="name">Its name. One that is there is replaced if it is empty or holds a manifest of this tool.</param>
    /// <param name="write">Fills it, and gives the exit code; with 2 nothing appears.</param>
    /// <returns>The exit code.</returns>
    public static int Write(string name, Func<OutputFolder, int> write)
    {
        string target;
        try
        {
            target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(name));
        }
        catch (Exception e) when (e is ArgumentException or IOException or NotSupportedException)
        {
            throw new ToolException(TableCodes.FileUnwritable, "This is not the name of a folder.", name, inner: e);
        }

        if (File.Exists(target) || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any() && !File.Exists(Path.Combine(target, Manifest))))
        {
            throw new ToolException(TableCodes.FileUnwritable, "Something else is there, and it is not overwritten: name a new folder, or one that this command wrote.", name, "--output");
        }

        var suffix = "." + Path.GetRandomFileName();
        var (temporary, old) = (target + suffix + ".tmp", target + suffix + ".old");
        try
        {
            Directory.CreateDirectory(temporary);
            var code = write(new OutputFolder(temporary, name));
            if (code == 2)
            {
                return code;
            }

            if (Directory.Exists(target))
            {
                Directory.Move(target, old);
            }

            Directory.Move(temporary, target);
            return code;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(TableCodes.FileUnwritable, "The folder cannot be written.", name, inner: e);
        }
        finally
        {
            foreach (var left in new[] { temporary, old }.Where(Directory.Exists))
            {
                Directory.Delete(left, recursive: true);
            }
        }
    }

    /// <summary>Writes one file.</summary>
    /// <param name="path">Its path inside the folder, with slashes.</param>
    /// <param name="write">Writes it.</param>
    public void Add(string path, Action<Stream> write)
    {
        var full = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        try
        {
            using var stream = new FileStream(full, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            write(stream);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(TableCodes.FileUnwritable, "A file cannot be written.", Path.Combine(_name, path), inner: e);
        }
    }
}
