using System.Text.Json;
using System.Text.RegularExpressions;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Golden;

/// <summary>What is wrong with the codes of a definition, wherever in it they stand.</summary>
internal static partial class CodeFaults
{
    /// <summary>Codes that name one thing, and the instruments that may carry them as a code of the whole form or of a scale.</summary>
    private static readonly Dictionary<string, string[]> Owners = new(StringComparer.Ordinal)
    {
        ["44249-1"] = ["phq-9"],
        ["44261-6"] = ["phq-9"],
        ["55757-9"] = ["phq-2", "phq-9"],
        ["55758-7"] = ["phq-2", "phq-9"],
        ["69737-5"] = ["gad-7"],
        ["70274-6"] = ["gad-7"],
        ["93373-9"] = ["c-ssrs-screener"], // seen on an ASQ
        ["93374-7"] = ["c-ssrs-screener"],
        ["93245-9"] = ["c-ssrs"],
        ["101697-1"] = ["pcl-5"], // the month's form; the weekly one must not use it
        ["101698-9"] = ["pcl-5"],
        ["72109-2"] = ["audit-c"],
        ["75626-2"] = ["audit-c", "audit"], // in the AUDIT, of its first three questions
        ["75624-7"] = ["audit"],
        ["82666-9"] = ["dast-10"],
        ["82667-7"] = ["dast-10"],
        ["91148-7"] = ["peg"],
        ["91147-9"] = ["peg"],
        ["77861-3"] = ["promis-depression-8a"],
    };

    [GeneratedRegex(@"\AC[1-9][0-9]{3,6}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Ncit();

    // A test code of SDTM has at most 8 characters; a codelist ends in TC (PHQ01TC), a prefix is a codelist without it.
    [GeneratedRegex(@"\A[A-Z][A-Z0-9]{1,7}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Cdisc();

    [GeneratedRegex(@"\AD[1-6]\.[0-9]{1,2}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Whodas36();

    /// <summary>Every code of a definition with the JSON path of what it stands beside.</summary>
    public static IReadOnlyList<(string Place, string System, string Value, string Role)> All(Instrument instrument)
    {
        var codes = new List<(string Place, string System, string Value, string Role)>();
        using var definition = JsonDocument.Parse(instrument.DefinitionJson);
        Walk(definition.RootElement, "$");
        return codes;

        void Walk(JsonElement element, string path)
        {
            if (element.ValueKind == JsonValueKind.Array)
            {
                var index = 0;
                foreach (var each in element.EnumerateArray())
                {
                    Walk(each, $"{path}[{index++}]");
                }
            }
            else if (element.ValueKind == JsonValueKind.Object)
            {
                if (element.TryGetProperty("system", out var system) && element.TryGetProperty("code", out var code))
                {
                    codes.Add((path, system.GetString()!, code.GetString()!, element.TryGetProperty("role", out var role) ? role.GetString()! : ""));
                }

                foreach (var member in element.EnumerateObject())
                {
                    Walk(member.Value, $"{path}.{member.Name}");
                }
            }
        }
    }

    public static IReadOnlyList<string> Of(Instrument instrument) =>
        [.. All(instrument).Select(code => (code, fault: Fault(instrument, code.Place, code.System, code.Value, code.Role)))
            .Where(each => each.fault is not null).Select(each => $"{each.code.Place}: {each.code.System} {each.code.Value} {each.fault}")];

    private static string? Fault(Instrument instrument, string place, string system, string value, string role)
    {
        switch (system)
        {
            case "loinc" when Loinc.KnownWrong.TryGetValue(value, out var why):
                return "is refused: " + why;
            case "loinc" when !Loinc.IsValid(value):
                return "is no LOINC code";
            case "loinc" when IsOfTheForm(place) && Owners.TryGetValue(value, out var owners) && !owners.Contains(instrument.Id, StringComparer.Ordinal):
                return "names " + owners[0];
            case "loinc" when place.StartsWith("$.scales", StringComparison.Ordinal) && Loinc.KnownMisplaced.Any(entry => entry.Code == value && entry.Instrument == instrument.Id):
                return "is refused: " + Loinc.KnownMisplaced.First(entry => entry.Code == value && entry.Instrument == instrument.Id).Why;
            case "ncit" when !Ncit().IsMatch(value):
                return "is no NCIt code";
            case "cdisc" when !Cdisc().IsMatch(value):
                return "is no CDISC code";
            case "cdisc" when role.StartsWith("codelist", StringComparison.Ordinal) && !value.EndsWith("TC", StringComparison.Ordinal):
                return "is no codelist";
            case "whodas-36" when !Whodas36().IsMatch(value):
                return "is no item of the long form";
            case "loinc" or "ncit" or "cdisc" or "whodas-36":
                return null;
            default:
                return "is of a system whose form no test knows: add it here";
        }
    }

    private static bool IsOfTheForm(string place) => place.StartsWith("$.codes", StringComparison.Ordinal) || place.StartsWith("$.scales", StringComparison.Ordinal);
}
