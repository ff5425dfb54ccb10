using System.Globalization;
using System.Text.Json;
using KetamineOutcomes.Cohorts;
using KetamineOutcomes.Cohorts.Tables;

namespace KetamineOutcomes.Cli;

/// <summary>The cohort's own SD and alpha in the form that <c>--reliability</c> takes, so that reliable change can rest on them.</summary>
internal static class CohortReliability
{
    public const string File = "reliability.json";

    /// <summary>Adds the file, if any scale has enough complete forms and an alpha that can be used. SD and alpha are of the same forms: those of unlike samples do not belong together.</summary>
    public static void Add(OutputFolder folder, IEnumerable<CohortTable> tables)
    {
        var table = tables.Single(candidate => candidate.Id == "reliability");
        var names = table.Columns.Select(column => column.Name).ToList();
        string? Cell(EquatableArray<string?> row, string name) => row[names.IndexOf(name)];
        decimal Number(EquatableArray<string?> row, string name) => decimal.Parse(Cell(row, name)!, NumberStyles.Float, CultureInfo.InvariantCulture);
        var rows = table.Rows.Where(row => Cell(row, "group") == CohortGroup.Everybody.Name && Number(row, "forms") >= CohortOptions.Default.FewPeople && Number(row, "alpha") is > 0 and < 1 && Number(row, "sd") > 0).ToList();
        if (rows.Count == 0)
        {
            return;
        }

        folder.Add(File, stream =>
        {
            using var json = new Utf8JsonWriter(stream, RunManifest.Indented);
            json.WriteStartObject();
            json.WriteNumber("format", 1);
            json.WriteStartArray("scales");
            foreach (var row in rows)
            {
                json.WriteStartObject();
                json.WriteString("scale", $"{Cell(row, "instrument")}/{Cell(row, "scale")}");
                foreach (var (member, column) in new[] { ("sd", "sd"), ("reliability", "alpha") })
                {
                    json.WriteStartObject(member);
                    json.WriteNumber("value", Number(row, column));
                    if (column == "alpha")
                    {
                        json.WriteString("kind", "alpha");
                    }

                    json.WriteString("population", $"{Cell(row, "forms")} complete forms at baseline of this cohort");
                    json.WriteString("source", "the run that manifest.json describes");
                    json.WriteEndObject();
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.Flush();
            stream.Write("\n"u8);
        });
    }
}
