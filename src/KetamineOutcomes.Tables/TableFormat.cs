namespace KetamineOutcomes.Tables;

/// <summary>How a table is written.</summary>
public enum TableFormat
{
    /// <summary>RFC 4180 in UTF-8; read with comma, semicolon or tab, written with commas and LF.</summary>
    Csv,

    /// <summary>JSON Lines: one object a line, one line a record.</summary>
    JsonLines,
}

/// <summary>Names <see cref="TableFormat"/>.</summary>
public static class TableFormats
{
    /// <summary>The format that a file's extension says.</summary>
    /// <param name="fileName">A file name or path.</param>
    /// <returns>JSON Lines for <c>.jsonl</c>, <c>.ndjson</c> and <c>.json</c>; CSV for everything else.</returns>
    public static TableFormat FromFileName(string fileName)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        string[] jsonLines = [".jsonl", ".ndjson", ".json"];
        return Array.Exists(jsonLines, extension => fileName.EndsWith(extension, StringComparison.OrdinalIgnoreCase)) ? TableFormat.JsonLines : TableFormat.Csv;
    }

    /// <summary>The format of a word: <c>csv</c> or <c>jsonl</c>.</summary>
    /// <param name="word">The word.</param>
    /// <param name="format">The format.</param>
    /// <returns>Whether the word is one of the two.</returns>
    public static bool TryParse(string? word, out TableFormat format)
    {
        format = word == "jsonl" ? TableFormat.JsonLines : TableFormat.Csv;
        return word is "csv" or "jsonl";
    }
}
