namespace KetamineOutcomes.Benchmarks.DetectionStudy;

/// <summary>Writes a table between the two marks of a committed document.</summary>
internal static class GeneratedPart
{
    private const string From = "<!-- results: written by the command, not by hand -->\n";
    private const string To = "<!-- end of results -->";

    public static void Write(string file, string text)
    {
        var document = File.ReadAllText(file);
        var from = document.IndexOf(From, StringComparison.Ordinal) + From.Length;
        var to = document.IndexOf(To, StringComparison.Ordinal);
        File.WriteAllText(file, document[..from] + text + document[to..]);
    }
}
