using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Tables;

/// <summary>Reads a layout; the first thing that is wrong ends it.</summary>
internal sealed class LayoutReader
{
    private static readonly string[] FormColumns = ["assessed_at", "assessed_day", "timing", "rater", "recorded_at", "recorded_day", "score"];

    private static readonly string[] TreatmentColumns = ["given_at", "given_day", "agent", "route", "dose_mg", "devices", "weight_kg", "minutes", "kind"];

    private readonly InstrumentCatalogue _catalogue;

    private LayoutReader(InstrumentCatalogue catalogue) => _catalogue = catalogue;

    public static bool TryRead(string json, InstrumentCatalogue catalogue, [NotNullWhen(true)] out TableLayout? layout, [NotNullWhen(false)] out Issue? issue)
    {
        layout = null;
        issue = null;
        try
        {
            using var document = JsonDocument.Parse(json);
            layout = new LayoutReader(catalogue).Read(document.RootElement);
            return true;
        }
        catch (JsonException e)
        {
            issue = new Issue(TableCodes.LayoutUnusable, IssueSeverity.Error, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"This is not JSON (line {e.LineNumber + 1})."), "$");
        }
        catch (LayoutException e)
        {
            issue = new Issue(e.Code, IssueSeverity.Error, e.Message, e.Place);
        }

        return false;
    }

    private TableLayout Read(JsonElement root)
    {
        var members = Members(root, "$", "format", "layout", "patient", "course", "visit", "visits", "forms", "treatments", "scales", "time", "observed");
        if (!members.TryGetValue("format", out var format) || format.ValueKind != JsonValueKind.Number || !format.TryGetInt32(out var number) || number != 1)
        {
            throw new LayoutException("$.format", "Expected \"format\": 1.");
        }

        var name = Text(Required(members, "layout", "$"), "$.layout");
        var visits = members.TryGetValue("visits", out var listed) ? ReadVisits(listed) : new Dictionary<string, string>(StringComparer.Ordinal);
        switch (name)
        {
            case TableLayout.Redcap:
                Refuse(members, name, "scales", "time", "observed");
                return ReadRedcap(members, visits);
            case TableLayout.Adam:
                Refuse(members, name, "forms", "treatments", "course");
                return ReadAdam(members, visits);
            case TableLayout.Table:
                Refuse(members, name, "patient", "course", "visit", "forms", "treatments", "scales", "time", "observed");
                return visits.Count > 0 ? new TableLayout(name, [], null, visits) : throw new LayoutException("$.visits", "A layout of the library's own tables says how visits are called: expected \"visits\".");
            default:
                throw new LayoutException("$.layout", "Expected redcap, adam or table.");
        }
    }

    private TableLayout ReadRedcap(Dictionary<string, JsonElement> members, Dictionary<string, string> visits)
    {
        var person = new Dictionary<string, string>(StringComparer.Ordinal) { ["patient_id"] = Text(Required(members, "patient", "$"), "$.patient") };
        Take(members, "course", "course_id", person);
        // Events of a longitudinal project always stand in this column; they are read as visits where the caller says what they are called.
        if (visits.Count > 0)
        {
            person["visit"] = members.TryGetValue("visit", out var visit) ? Text(visit, "$.visit") : "redcap_event_name";
        }

        var forms = new List<LayoutForm>();
        foreach (var (element, place) in List(Required(members, "forms", "$"), "$.forms"))
        {
            forms.Add(ReadForm(element, place, person));
        }

        var treatments = members.TryGetValue("treatments", out var given) ? ReadPart(given, "$.treatments", person, null, TreatmentColumns, ["given_at", "given_day"]) : null;
        return new TableLayout(TableLayout.Redcap, forms, treatments, visits);
    }

    private LayoutForm ReadForm(JsonElement element, string place, Dictionary<string, string> person)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty("instrument", out var id))
        {
            throw new LayoutException(place, "Expected an object with \"instrument\".");
        }

        return ReadPart(element, place, person, ReadScale(Text(id, $"{place}.instrument"), $"{place}.instrument"), FormColumns, ["assessed_at", "assessed_day"]);
    }

    private static LayoutForm ReadPart(JsonElement element, string place, Dictionary<string, string> person, (Instrument Instrument, Scale? Scale, string Text)? scale, string[] known, string[] times)
    {
        var members = Members(element, place, scale is null ? ["repeat-instrument", "columns", "values", "words"] : ["instrument", "repeat-instrument", "columns", "values", "words", "missing"]);
        var instrument = scale?.Instrument;
        string Known(string column, string where) =>
            known.Contains(column, StringComparer.Ordinal) || instrument?.FindItem(column) is not null ? column
            : throw new LayoutException(where, $"There is no such column{(instrument is null ? "" : $" or item of {instrument.Id}")}.{Nearest.Suggest(column, known.Concat(instrument?.Items.Select(item => item.Id) ?? []))}");

        var columns = new Dictionary<string, string>(person, StringComparer.Ordinal);
        var own = Texts(Required(members, "columns", place), $"{place}.columns");
        foreach (var (column, theirs) in own)
        {
            if (columns.ContainsValue(theirs))
            {
                throw new LayoutException($"{place}.columns.{column}", "The column is mapped twice.", TableCodes.MapTwice);
            }

            columns[Known(column, $"{place}.columns.{column}")] = theirs;
        }

        if (own.Keys.Count(times.Contains) != 1)
        {
            throw new LayoutException($"{place}.columns", $"Expected one of {times[0]} (dates) and {times[1]} (relative days).");
        }

        if (instrument is not null && !own.Keys.Any(column => column == "score" || instrument.FindItem(column) is not null))
        {
            throw new LayoutException($"{place}.columns", "Expected the columns of items, or of the score.");
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (column, value) in members.TryGetValue("values", out var constants) ? Texts(constants, $"{place}.values") : [])
        {
            var where = $"{place}.values.{column}";
            if (times.Contains(Known(column, where), StringComparer.Ordinal) || columns.ContainsKey(column) || instrument?.FindItem(column) is not null || column == "score")
            {
                throw new LayoutException(where, "Times, answers and scores stand in columns, and what has a column has no other value.");
            }

            values[column] = value;
        }

        var words = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        foreach (var (column, list) in members.TryGetValue("words", out var said) ? Members(said, $"{place}.words", only: null) : [])
        {
            var where = $"{place}.words.{column}";
            if (!(column == "items" && instrument is not null) && !own.ContainsKey(column))
            {
                throw new LayoutException(where, "Expected a column that is mapped, or items.");
            }

            words[column] = Texts(list, where);
        }

        if (scale is { } of)
        {
            values["instrument"] = of.Text;
        }

        return new LayoutForm
        {
            Columns = columns,
            Own = [.. own.Where(column => instrument is null || !FormColumns.Contains(column.Key, StringComparer.Ordinal) || column.Key == "score").Select(column => column.Value)],
            Values = values,
            Words = words,
            Rows = members.TryGetValue("repeat-instrument", out var repeat) ? ("redcap_repeat_instrument", Text(repeat, $"{place}.repeat-instrument")) : null,
            Missing = members.TryGetValue("missing", out var codes) && scale is { } asked ? ReadMissing(codes, $"{place}.missing", asked.Instrument, asked.Scale, own.ContainsKey("score")) : MissingCodes.None,
        };
    }

    private static MissingCodes ReadMissing(JsonElement element, string place, Instrument instrument, Scale? scale, bool hasScore)
    {
        var codes = List(element, place).Select(code => Text(code.Element, code.Place)).ToEquatableArray();
        if (MissingCodes.Read(codes, instrument, out var error) is not { } read)
        {
            throw new LayoutException(place, error!.Message, error.Code);
        }

        // A code is looked for in the column of the score too: 9 is no answer to an item, and a total that somebody may have.
        if (hasScore && (scale ?? instrument.TotalScale) is { } total && codes.Any(code => Cells.TryNumber(code, out var number) && number >= total.Range.Low && (total.Range.High is not { } high || number <= high)))
        {
            throw new LayoutException(place, $"A missing code lies among the possible scores of {instrument.Id}: leave the column of the score out, or recode the data.", TableCodes.MissingCodeLegal);
        }

        return read;
    }

    private TableLayout ReadAdam(Dictionary<string, JsonElement> members, Dictionary<string, string> visits)
    {
        var columns = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["patient_id"] = members.TryGetValue("patient", out var patient) ? Text(patient, "$.patient") : "USUBJID",
            ["score"] = "AVAL",
        };
        if (visits.Count > 0)
        {
            columns["visit"] = members.TryGetValue("visit", out var visit) ? Text(visit, "$.visit") : "AVISIT";
        }

        var time = Text(Required(members, "time", "$"), "$.time");
        (string Ours, string Theirs) at = time switch
        {
            "ADT" => ("assessed_at", "ADT"),
            "ADT-as-days" => ("assessed_day", "ADT"),
            "ADY" => ("assessed_day", "ADY"),
            _ => throw new LayoutException("$.time", "Expected ADT (dates), ADT-as-days (relative days, as cohort writes them where it was given such) or ADY."),
        };
        columns[at.Ours] = at.Theirs;
        var forms = new List<LayoutForm>();
        foreach (var (code, scale) in Texts(Required(members, "scales", "$"), "$.scales"))
        {
            var place = $"$.scales.{code}";
            var (instrument, found, text) = ReadScale(scale, place);
            if (found is null && instrument.TotalScale is null)
            {
                throw new LayoutException(place, $"{instrument.Id} has no total: name the scale.");
            }

            forms.Add(new LayoutForm
            {
                Columns = columns,
                Own = [columns["score"]],
                Values = new Dictionary<string, string>(StringComparer.Ordinal) { ["instrument"] = text },
                Rows = ("PARAMCD", code),
                HasNoDayZero = at.Theirs == "ADY",
            });
        }

        return forms.Count == 0
            ? throw new LayoutException("$.scales", "Expected a scale for each PARAMCD that is wanted.")
            : new TableLayout(TableLayout.Adam, forms, null, visits)
            {
                Observed = members.TryGetValue("observed", out var observed) ? [.. List(observed, "$.observed").Select(word => Text(word.Element, word.Place))] : [],
            };
    }

    private (Instrument Instrument, Scale? Scale, string Text) ReadScale(string text, string place)
    {
        var parts = text.ToLowerInvariant().Split('/', 2);
        if (_catalogue.Find(parts[0]) is not { } instrument)
        {
            throw new LayoutException(place, $"There is no such instrument.{Nearest.Suggest(parts[0], _catalogue.Ids)}", IssueCodes.InstrumentUnknown);
        }

        if (parts.Length == 1)
        {
            return (instrument, null, instrument.Id);
        }

        return instrument.FindScale(parts[1]) is { Result: ResultKind.Number } scale
            ? (instrument, scale, $"{instrument.Id}/{scale.Id}")
            : throw new LayoutException(place, $"{instrument.Id} has no such scale with a total.{Nearest.Suggest(parts[1], instrument.Scales.Select(candidate => candidate.Id))}", IssueCodes.InstrumentUnknown);
    }

    private static Dictionary<string, string> ReadVisits(JsonElement element)
    {
        var visits = Texts(element, "$.visits");
        foreach (var (text, name) in visits)
        {
            if (!NominalVisit.IsName(name))
            {
                throw new LayoutException($"$.visits.{text}", "Expected a name of lower-case letters, digits and hyphens, such as week-1.");
            }
        }

        return visits;
    }

    private static void Take(Dictionary<string, JsonElement> members, string member, string column, Dictionary<string, string> columns)
    {
        if (members.TryGetValue(member, out var element))
        {
            columns[column] = Text(element, $"$.{member}");
        }
    }

    private static void Refuse(Dictionary<string, JsonElement> members, string layout, params string[] names)
    {
        if (Array.Find(names, members.ContainsKey) is { } name)
        {
            throw new LayoutException($"$.{name}", $"The layout {layout} has no such member.");
        }
    }

    private static JsonElement Required(Dictionary<string, JsonElement> members, string name, string place) =>
        members.TryGetValue(name, out var element) ? element : throw new LayoutException(place, $"Expected the member \"{name}\".");

    private static string Text(JsonElement element, string place) =>
        element.ValueKind == JsonValueKind.String && element.GetString() is { } text && text.Trim().Length > 0 ? text.Trim() : throw new LayoutException(place, "Expected a text that is not empty.");

    private static IEnumerable<(JsonElement Element, string Place)> List(JsonElement element, string place) => element.ValueKind == JsonValueKind.Array
        ? element.EnumerateArray().Select((item, i) => (item, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{place}[{i}]")))
        : throw new LayoutException(place, "Expected a list.");

    private static Dictionary<string, string> Texts(JsonElement element, string place) =>
        Members(element, place, only: null).ToDictionary(member => member.Key, member => Text(member.Value, $"{place}.{member.Key}"), StringComparer.Ordinal);

    private static Dictionary<string, JsonElement> Members(JsonElement element, string place, params string[]? only)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new LayoutException(place, "Expected an object.");
        }

        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            if (only is not null && !only.Contains(member.Name, StringComparer.Ordinal))
            {
                throw new LayoutException($"{place}.{member.Name}", $"There is no such member.{Nearest.Suggest(member.Name, only)}");
            }

            if (!members.TryAdd(member.Name, member.Value))
            {
                throw new LayoutException($"{place}.{member.Name}", "The member stands twice.");
            }
        }

        return members;
    }

    [SuppressMessage("Design", "CA1032", Justification = "Never leaves this class.")]
    [SuppressMessage("Design", "CA1064", Justification = "Never leaves this class.")]
    private sealed class LayoutException(string place, string message, string code = TableCodes.LayoutUnusable) : Exception(message)
    {
        public string Place { get; } = place;

        public string Code { get; } = code;
    }
}
