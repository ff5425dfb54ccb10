using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KetamineOutcomes.Charts;
using KetamineOutcomes.Cohorts.Tables;
using KetamineOutcomes.Tables;

namespace KetamineOutcomes.Cli;

/// <summary>What a run of <c>cohort</c> rests on: written beside its tables, so that a paper can say what was done.</summary>
internal sealed record RunManifest
{
    public static JsonWriterOptions Indented { get; } = new() { Indented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The version of the tool.</summary>
    public static string Version { get; } = typeof(RunManifest).Assembly.GetName().Version!.ToString(3);

    /// <summary>The name of the report in the folder.</summary>
    public const string Report = "report.html";

    public required IReadOnlyDictionary<string, string> Options { get; init; }

    /// <summary>Option, file name without folders, and SHA-256 of its bytes.</summary>
    public required IReadOnlyList<(string Option, string File, string Hash)> Inputs { get; init; }

    /// <summary>The instruments used with the versions of their definitions.</summary>
    public required IReadOnlyList<(string Instrument, string Version)> Definitions { get; init; }

    public required long Members { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }

    public static (string Option, string File, string Hash) Hash(string option, string name)
    {
        if (name == Files.StandardStream)
        {
            return (option, name, "not-known");
        }

        using var stream = new FileStream(name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return (option, Path.GetFileName(name), string.Concat(SHA256.HashData(stream).Select(value => value.ToString("x2", System.Globalization.CultureInfo.InvariantCulture))));
    }

    public void Write(Stream stream, IEnumerable<CohortTable> tables, IEnumerable<string> figures)
    {
        using var json = new Utf8JsonWriter(stream, Indented);
        json.WriteStartObject();
        json.WriteString("tool", Tool.Name);
        json.WriteString("version", Version);
        json.WriteString("intended-use", "Observations by published rules, reviewed by no regulator.");
        json.WriteStartObject("options");
        foreach (var (name, value) in Options.OrderBy(option => option.Key, StringComparer.Ordinal))
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        json.WriteStartArray("inputs");
        foreach (var (option, file, hash) in Inputs)
        {
            json.WriteStartObject();
            json.WriteString("option", option);
            json.WriteString("file", file);
            json.WriteString("sha256", hash);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("definitions");
        foreach (var (instrument, version) in Definitions)
        {
            json.WriteString(instrument, version);
        }

        json.WriteEndObject();
        json.WriteNumber("members", Members);
        json.WriteStartArray("warnings");
        foreach (var warning in Warnings)
        {
            json.WriteStringValue(warning);
        }

        json.WriteEndArray();
        json.WriteStartObject("tables");
        foreach (var table in tables)
        {
            json.WriteNumber($"tables/{table.Id}.csv", table.Rows.Count);
        }

        json.WriteEndObject();
        json.WriteStartArray("figures");
        foreach (var figure in figures)
        {
            json.WriteStringValue(figure);
        }

        json.WriteEndArray();
        json.WriteString("report", Report);
        json.WriteEndObject();
        json.Flush();
        stream.Write("\n"u8);
    }
}

/// <summary>Tables of a cohort as files: one CSV a table, a data dictionary of all their columns, and figures.</summary>
internal static class CohortFiles
{
    public static void Write(OutputFolder folder, IReadOnlyList<CohortTable> tables, IReadOnlyList<(string File, Figure Figure)> figures, Charts.Reports.ReportPage report, RunManifest manifest)
    {
        folder.Add(RunManifest.Report, stream => stream.Write(Encoding.UTF8.GetBytes(report.ToHtml())));
        var drawn = figures.Select(figure => (Path: $"figures/{figure.File}.svg", figure.Figure)).ToList();
        foreach (var (path, figure) in drawn)
        {
            folder.Add(path, stream => stream.Write(Encoding.UTF8.GetBytes(figure.ToFile())));
        }

        foreach (var table in tables)
        {
            folder.Add($"tables/{table.Id}.csv", stream =>
            {
                using var writer = TableWriter.Create(stream, TableFormat.Csv, table.Columns.Select(column => column.Name).ToEquatableArray());
                foreach (var row in table.Rows)
                {
                    foreach (var cell in row)
                    {
                        writer.Write(cell);
                    }

                    writer.EndRow();
                }
            });
        }

        folder.Add("tables/dictionary.csv", stream =>
        {
            using var writer = TableWriter.Create(stream, TableFormat.Csv, ["table", "title", "column", "type", "meaning"]);
            foreach (var table in tables)
            {
                foreach (var column in table.Columns)
                {
                    foreach (var cell in new[] { table.Id, table.Title, column.Name, column.Type, column.Meaning })
                    {
                        writer.Write(cell);
                    }

                    writer.EndRow();
                }
            }
        });
        CohortReliability.Add(folder, tables);
        folder.Add(OutputFolder.Manifest, stream => manifest.Write(stream, tables, drawn.Select(figure => figure.Path)));
    }

    /// <summary>A few tables for people, in columns.</summary>
    public static void Print(TextWriter writer, IReadOnlyList<CohortTable> tables)
    {
        Print(writer, tables, "members", ["group", "level", "members", "percent", "warning"], _ => true);
        Print(writer, tables, "rates", ["instrument", "scale", "rule", "point", "due", "known", "met", "percent", "low", "high", "worst_percent", "best_percent", "warning"], row => row("group") == "all");
        Print(writer, tables, "changes", ["instrument", "scale", "point", "count", "before_mean", "after_mean", "change_mean", "change_sd", "change_median", "standardized", "standardized_low", "standardized_high"], row => row("group") == "all");
        Print(writer, tables, "times", ["instrument", "scale", "topic", "rule", "count", "events", "not_known", "median", "low", "high", "median_after", "median_up_to", "warning"], row => row("group") == "all");
    }

    private static void Print(TextWriter writer, IReadOnlyList<CohortTable> tables, string id, string[] columns, Func<Func<string, string?>, bool> keep)
    {
        var table = tables.Single(candidate => candidate.Id == id);
        var names = table.Columns.Select(column => column.Name).ToList();
        var rows = table.Rows.Where(row => keep(name => row[names.IndexOf(name)])).Select(row => columns.Select(name => Short(row[names.IndexOf(name)])).ToArray()).ToList();
        writer.WriteLine(table.Title.ToUpperInvariant());
        if (rows.Count == 0)
        {
            writer.WriteLine("  none");
            writer.WriteLine();
            return;
        }

        var widths = columns.Select((name, i) => Math.Max(name.Length, rows.Max(row => row[i].Length))).ToArray();
        foreach (var row in rows.Prepend(columns))
        {
            var line = new StringBuilder("  ");
            for (var i = 0; i < row.Length; i++)
            {
                var isNumber = row != columns && row[i].Length > 0 && (char.IsAsciiDigit(row[i][0]) || row[i][0] == '-') && row[i].All(letter => char.IsAsciiDigit(letter) || letter is '.' or '-');
                line.Append(isNumber ? row[i].PadLeft(widths[i]) : row[i].PadRight(widths[i])).Append("  ");
            }

            writer.WriteLine(line.ToString().TrimEnd());
        }

        writer.WriteLine();
    }

    /// <summary>For people two decimals are enough.</summary>
    public static string Short(string? cell) => cell is null ? ""
        : cell.Contains('.', StringComparison.Ordinal) && decimal.TryParse(cell, System.Globalization.NumberStyles.AllowLeadingSign | System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? Math.Round(number, 2, MidpointRounding.AwayFromZero).ToString("0.##", System.Globalization.CultureInfo.InvariantCulture)
            : cell;
}
