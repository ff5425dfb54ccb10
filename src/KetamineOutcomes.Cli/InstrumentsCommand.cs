using System.CommandLine;
using System.Text;
using System.Text.Json;
using KetamineOutcomes.Export.Documentation;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Tables;

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
        Description = "With an id, the definition itself, to the byte, for other systems to embed; without one, the list as JSON.",
    };

    private readonly Option<string?> _domain = new("--domain")
    {
        Description = "Lists only what measures this, for example depression.",
        HelpName = "word",
    };

    private readonly Option<string?> _rater = new("--rater")
    {
        Description = $"Lists only what these fill in: {Words<RaterKind>(Wording.Wire)}.",
        HelpName = "word",
    };

    private readonly Option<string?> _licence = new("--licence")
    {
        Description = $"Lists only those whose printed wording is: {Words<ItemTextPermission>(Wording.Wire)}.",
        HelpName = "word",
    };

    public InstrumentsCommand(ToolHost host, TextWriter output)
        : base(
            "instruments",
            "Lists the instruments, or shows one: items, scales with their rule in words and as a formula, sources, bands, endpoints, missing-item policies.",
            $"""
            {Tool.Name} instruments
            {Tool.Name} instruments --domain depression --rater clinician
            {Tool.Name} instruments phq-9
            {Tool.Name} instruments phq-9 --json > phq-9.json
            """)
    {
        Add(_id);
        Add(_domain);
        Add(_rater);
        Add(_licence);
        Add(_json);
        Add(_options.Definition);
        SetAction(call => Show(call, host, output));
    }

    private int Show(ParseResult call, ToolHost host, TextWriter output)
    {
        var catalogue = _options.ReadCatalogue(call, host, out _);
        var asJson = call.GetValue(_json);
        var all = catalogue.Ids.Select(known => catalogue.Find(known)!).ToList();
        var listed = all
            .Where(Filter(call, _domain, all.Select(instrument => instrument.Domain), (instrument, word) => instrument.Domain == word))
            .Where(Filter(call, _rater, Enum.GetValues<RaterKind>().Select(Wording.Wire), (instrument, word) => instrument.Raters.Any(rater => Wording.Wire(rater) == word)))
            .Where(Filter(call, _licence, Enum.GetValues<ItemTextPermission>().Select(Wording.Wire), (instrument, word) => Wording.Wire(instrument.Licence.ItemText) == word))
            .ToList();
        if (call.GetValue(_id) is { } id)
        {
            if (new[] { _domain, _rater, _licence }.FirstOrDefault(option => call.GetValue(option) is not null) is { } filter)
            {
                throw new ToolException(IssueCodes.OptionInvalid, "A filter narrows the list: leave it out, or the id.", field: filter.Name);
            }

            var instrument = InstrumentOptions.Find(catalogue, id, "id");
            output.Write(asJson ? instrument.DefinitionJson : InstrumentSheet.Write(instrument));
            return 0;
        }

        output.Write(asJson ? ListAsJson(listed) : ListAsText(listed));
        return 0;
    }

    /// <summary>A filter as a test; a word that no instrument could have is an unusable call, since an empty list would look like an answer.</summary>
    private static Func<Instrument, bool> Filter(ParseResult call, Option<string?> option, IEnumerable<string> words, Func<Instrument, string, bool> holds)
    {
        if (call.GetValue(option) is not { } word)
        {
            return _ => true;
        }

        var allowed = words.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return allowed.Contains(word, StringComparer.Ordinal)
            ? instrument => holds(instrument, word)
            : throw new ToolException(
                IssueCodes.OptionInvalid,
                $"{TableError.OneLine(word)} is no word of this filter.{Nearest.Suggest(word, allowed)} Allowed: {string.Join(", ", allowed)}.",
                field: option.Name);
    }

    private static string Words<T>(Func<T, string> word)
        where T : struct, Enum => string.Join(", ", Enum.GetValues<T>().Select(word));

    private static string ListAsText(List<Instrument> instruments)
    {
        string[] header = ["id", "items", "domain", "rater", "wording", "name"];
        List<string[]> rows = [header, .. instruments.Select(instrument => new[]
        {
            instrument.Id,
            instrument.Items.Count.ToString(System.Globalization.CultureInfo.InvariantCulture),
            instrument.Domain,
            string.Join('/', instrument.Raters.Select(Wording.Wire)),
            Wording.Wire(instrument.Licence.ItemText),
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
                    json.WriteStringValue(Wording.Wire(rater));
                }

                json.WriteEndArray();
                json.WriteString("wording", Wording.Wire(instrument.Licence.ItemText));
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
