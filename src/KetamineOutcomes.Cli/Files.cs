using KetamineOutcomes.Tables;

namespace KetamineOutcomes.Cli;

/// <summary>Opens files by the names that callers give; <c>-</c> is a standard stream.</summary>
internal static class Files
{
    public const string StandardStream = "-";

    /// <summary>Reads from a file or standard input.</summary>
    public static T Read<T>(string name, ToolHost host, Func<Stream, T> read)
    {
        if (name == StandardStream)
        {
            if (host.IsInputTerminal)
            {
                host.Error.WriteLine("Reading from standard input; end it with Ctrl-D (Ctrl-Z on Windows).");
            }

            return read(host.Input);
        }

        FileStream? opened = null;
        try
        {
            opened = new FileStream(name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ToolException(TableCodes.FileNotFound, "There is no such file.", name, inner: e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ToolException(TableCodes.FileUnreadable, "The file cannot be opened for reading (is it a folder, or another's?).", name, inner: e);
        }

        using (opened)
        {
            using var guarded = new InputStream(opened, name);
            return read(guarded);
        }
    }

    /// <summary>Refuses an output that is the input: reading and writing one file loses it.</summary>
    public static void RequireDifferent(string input, string output)
    {
        if (input != StandardStream && output != StandardStream && string.Equals(Resolve(input), Resolve(output), PathComparison))
        {
            throw new ToolException(TableCodes.OutputIsInput, "The output would overwrite the input: name another file.", output, "--output");
        }
    }

    /// <summary>Writes to a file or standard output. A file appears only when it is complete: it is written beside its place and moved there.</summary>
    /// <param name="name">The file's name, or <c>-</c>.</param>
    /// <param name="host">The outside.</param>
    /// <param name="write">Writes; returns the exit code. With 2 no file appears, and one that was there stays.</param>
    /// <returns>The exit code.</returns>
    public static int Write(string name, ToolHost host, Func<Stream, int> write)
    {
        if (name == StandardStream)
        {
            using var output = new OutputStream(host.Output);
            return write(output);
        }

        var target = Resolve(name);
        if (target.StartsWith("/dev/", StringComparison.Ordinal))
        {
            // A device takes bytes and no other file in its place.
            return WriteStream(target, name, FileMode.Open, write);
        }

        var temporary = $"{target}.{Path.GetRandomFileName()}.tmp";
        try
        {
            var code = WriteStream(temporary, name, FileMode.CreateNew, write);
            if (code != 2)
            {
                Move(temporary, target, name);
            }

            return code;
        }
        finally
        {
            // Where the folder is not there, Delete would throw over the error that says so.
            if (File.Exists(temporary))
            {
                File.Delete(temporary);
            }
        }
    }

    private static StringComparison PathComparison =>
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    private static string Resolve(string name)
    {
        try
        {
            var path = Path.GetFullPath(name);
            return File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path;
        }
        catch (Exception e) when (e is ArgumentException or IOException or NotSupportedException or UnauthorizedAccessException)
        {
            throw new ToolException(TableCodes.FileUnreadable, "This is not the name of a file.", name, inner: e);
        }
    }

    private static int WriteStream(string path, string name, FileMode mode, Func<Stream, int> write)
    {
        try
        {
            using var stream = new FileStream(path, mode, FileAccess.Write, FileShare.None);
            var code = write(stream);
            stream.Flush();
            return code;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(name, e);
        }
    }

    private static void Move(string temporary, string target, string name)
    {
        try
        {
            if (!OperatingSystem.IsWindows() && File.Exists(target))
            {
                File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(name, e);
        }
    }

    public static ToolException Unwritable(string name, Exception inner) =>
        new(TableCodes.FileUnwritable, "The file cannot be written: look at the folder, its rights and the room left.", name, "--output", inner);
}
