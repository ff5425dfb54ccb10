using System.Text.RegularExpressions;

namespace KetamineOutcomes.Golden;

/// <summary>LOINC codes: their form, their check digit, and the ones that public files use wrongly.</summary>
internal static partial class Loinc
{
    /// <summary>Codes seen in public files for what they do not name, with what they are.</summary>
    public static IReadOnlyDictionary<string, string> KnownWrong { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["44262-4"] = "a deprecated PHQ-9 term",
        ["89204-2"] = "the total of the PHQ-9 modified for teens, seen as MADRS and PC-PTSD-5",
        ["89206-7"] = "the panel of the PHQ-9 modified for teens",
        ["91006-2"] = "seen as PCL-5, which is 101697-1 and 101698-9",
        ["70221-7"] = "the 17-item PCL-C (DSM-IV), not the PCL-5",
        ["70220-9"] = "an item of the PCL-C",
        ["68517-2"] = "not the first AUDIT question, which is 68518-0",
        ["89794-0"] = "one of two codes that public files give the ISI; neither was found at LOINC",
        ["97546-9"] = "one of two codes that public files give the ISI; neither was found at LOINC",
        ["71965-8"] = "PROMIS-29, and in conflict with 71958-6",
        ["71958-6"] = "PROMIS-29, and in conflict with 71965-8",
        ["LL358-9"] = "LL358-3 with a wrong check digit",
        ["442649-1"] = "44249-1 mistyped",
    };

    /// <summary>Codes that are right in one role of one instrument and were seen in another.</summary>
    public static IReadOnlyList<(string Code, string Instrument, string Role, string Why)> KnownMisplaced { get; } =
    [
        ("69737-5", "gad-7", "total", "it is the panel; the total is 70274-6"),
        ("44249-1", "phq-9", "total", "it is the panel; the total is 44261-6"),
        ("75626-2", "audit", "total", "it is the AUDIT-C total; the AUDIT total is 75624-7"),
        ("75624-7", "audit-c", "total", "it is the AUDIT total"),
        ("82666-9", "dast-10", "total", "it is the panel; the total is 82667-7"),
        ("101697-1", "pcl-5", "total", "it is the panel; the total is 101698-9"),
    ];

    [GeneratedRegex(@"\A(?<prefix>LA|LL)?(?<digits>[1-9][0-9]{0,6})-(?<check>[0-9])\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();

    /// <summary>Whether a code is well-formed and its check digit is right.</summary>
    /// <remarks>
    /// Modulus 10 as LOINC defines it: from the right, every other digit is doubled, and the digits are added. For answers (LA) and answer
    /// lists (LL) the letters add a constant that was inferred from the published codes in the facts (LA33-6, LA6568-5, LA18926-8, LL358-3,
    /// LL2179-1 and sixteen more), not read in a manual.
    /// </remarks>
    public static bool IsValid(string code)
    {
        var match = Pattern().Match(code);
        if (!match.Success)
        {
            return false;
        }

        var digits = match.Groups["digits"].Value;
        var sum = match.Groups["prefix"].Value switch
        {
            "LA" => digits.Length % 2 == 0 ? 5 : 8,
            "LL" => 9,
            _ => 0,
        };
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[digits.Length - 1 - i] - '0';
            var doubled = i % 2 == 0 ? digit * 2 : digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }

        return (10 - (sum % 10)) % 10 == match.Groups["check"].Value[0] - '0';
    }
}
