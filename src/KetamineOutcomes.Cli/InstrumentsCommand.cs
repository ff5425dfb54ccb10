using System.CommandLine;
using System.Text;
using System.Text.Json;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Cli;

/// <summary><c>instruments</c>: what can be scored, and one instrument's sheet or definition.</summary>
internal sealed class InstrumentsCommand : ToolCommand
{
    private readonly InstrumentOptions _options = new();

    private readonly Argument<string?> _id = new("id")
    {
        Description = "An instrument's id; without it all are listed.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _json = new("--json")
    {
        Description = "The definition file itself; without an id, the list as JSON.",
    };

    public InstrumentsCommand(ToolHost host, TextWriter output)
        : base(
            "instruments",
            "Lists the instruments, or shows one: items, scales, rules' sources, bands, endpoints, missing-item policies.",
            $"""
            {Tool.Name} instruments
            {Tool.Name} instruments phq-9
            {Tool.Name} instruments phq-9 --json > phq-9.json
            """)
    {
        Add(_id);
        Add(_json);
        Add(_options.Definition);
        SetAction(call => Show(call, host, output));
    }

    private int Show(ParseResult call, ToolHost host, TextWriter output)
    {
        var catalogue = _options.ReadCatalogue(call, host, out _);
        var asJson = call.GetValue(_json);
        if (call.GetValue(_id) is { } id)
        {
            var instrument = InstrumentOptions.Find(catalogue, id, "id");
            output.Write(asJson ? instrument.DefinitionJson : InstrumentSheet.Write(instrument));
            return 0;
        }

        var all = catalogue.Ids.Select(known => catalogue.Find(known)!).ToList();
        output.Write(asJson ? ListAsJson(all) : ListAsText(all));
        return 0;
    }

    private static string ListAsText(List<Instrument> instruments)
    {
        string[] header = ["id", "items", "domain", "rater", "wording", "name"];
        List<string[]> rows = [header, .. instruments.Select(instrument => new[]
        {
            instrument.Id,
            instrument.Items.Count.ToString(System.Globalization.CultureInfo.InvariantCulture),
            instrument.Domain,
            string.Join('/', instrument.Raters.Select(InstrumentSheet.Word)),
            InstrumentSheet.Word(instrument.Licence.ItemText),
            instrument.Name,
        })];
        var widths = Enumerable.Range(0, header.Length).Select(i => rows.Max(row => row[i].Length)).ToList();
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            text.Append(string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd()).Append('\n');
        }

        return text.ToString();
    }

    private static string ListAsJson(List<Instrument> instruments)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartArray();
            foreach (var instrument in instruments)
            {
                json.WriteStartObject();
                json.WriteString("id", instrument.Id);
                json.WriteString("version", instrument.Version);
                json.WriteString("name", instrument.Name);
                json.WriteNumber("items", instrument.Items.Count);
                json.WriteString("domain", instrument.Domain);
                json.WriteStartArray("raters");
                foreach (var rater in instrument.Raters)
                {
                    json.WriteStringValue(InstrumentSheet.Word(rater));
                }

                json.WriteEndArray();
                json.WriteString("wording", InstrumentSheet.Word(instrument.Licence.ItemText));
                json.WriteStartArray("scales");
                foreach (var scale in instrument.Scales)
                {
                    json.WriteStringValue(scale.Id);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }
}
