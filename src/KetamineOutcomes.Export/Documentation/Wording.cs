using System.Globalization;
using System.Text.Json;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Export.Documentation;

/// <summary>The words for a definition's closed lists: those of the format, and those for people.</summary>
internal static class Wording
{
    /// <summary>The word of the definition format: <c>ask-first</c>.</summary>
    public static string Wire(RaterKind rater) => Kebab(rater.ToString());

    /// <inheritdoc cref="Wire(RaterKind)"/>
    public static string Wire(ItemTextPermission permission) => Kebab(permission.ToString());

    public static string Say(RaterKind rater) => rater switch
    {
        RaterKind.Self => "the patient",
        RaterKind.Clinician => "a clinician",
        RaterKind.Proxy => "someone who knows the patient",
        RaterKind.Interviewer => "an interviewer",
        _ => throw new ArgumentOutOfRangeException(nameof(rater)),
    };

    public static string Say(ItemTextPermission permission) => permission switch
    {
        ItemTextPermission.Allowed => "may be reproduced",
        ItemTextPermission.AskFirst => "ask the owner first",
        ItemTextPermission.NotAllowed => "may not be reproduced",
        _ => throw new ArgumentOutOfRangeException(nameof(permission)),
    };

    public static string Say(EvidenceStatus status) => status switch
    {
        EvidenceStatus.Verified => "verified",
        EvidenceStatus.Recomputed => "recomputed",
        EvidenceStatus.Code => "code",
        EvidenceStatus.Secondary => "secondary",
        EvidenceStatus.Derived => "derived",
        EvidenceStatus.ProjectPolicy => "project policy",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };

    public static string Say(ResultKind kind) => kind switch
    {
        ResultKind.Number => "a number",
        ResultKind.Flag => "met or not-met",
        ResultKind.Category => "one of several categories",
        ResultKind.Profile => "a profile of digits",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    public static string Say(PsychometricKind kind) => kind switch
    {
        PsychometricKind.Alpha => "Cronbach's alpha",
        PsychometricKind.TestRetest => "Test-retest reliability",
        PsychometricKind.InterRater => "Inter-rater reliability",
        PsychometricKind.Mean => "Mean",
        PsychometricKind.StandardDeviation => "Standard deviation",
        PsychometricKind.Mcid => "Minimal important difference",
        PsychometricKind.McidPercent => "Minimal important difference, % of baseline",
        PsychometricKind.ReliableChange => "Reliable change",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    public static string Say(Comparator comparator, string value) => comparator switch
    {
        Comparator.AtLeast => $"{value} or more",
        Comparator.MoreThan => $"more than {value}",
        Comparator.AtMost => $"{value} or less",
        Comparator.LessThan => $"less than {value}",
        _ => throw new ArgumentOutOfRangeException(nameof(comparator)),
    };

    public static string Say(Sex sex) => sex switch
    {
        Sex.Female => "female",
        Sex.Male => "male",
        _ => throw new ArgumentOutOfRangeException(nameof(sex)),
    };

    public static string Say(CovariateKind kind) => kind switch
    {
        CovariateKind.Sex => "sex",
        CovariateKind.Age => "age",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    public static string Say(EndpointKind kind) => kind switch
    {
        EndpointKind.Response => "Response",
        EndpointKind.Remission => "Remission",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The direction as the tail of a sentence, or an empty text where the scale has no better end.</summary>
    public static string Say(Direction direction) => direction switch
    {
        Direction.HigherIsWorse => "higher is worse",
        Direction.HigherIsBetter => "higher is better",
        Direction.None => "",
        _ => throw new ArgumentOutOfRangeException(nameof(direction)),
    };

    /// <summary>A domain's id as people write it: <c>drug-use</c> becomes "drug use", and <c>well-being</c> keeps its hyphen.</summary>
    public static string Domain(string domain) => domain is "well-being" or "obsessive-compulsive" ? domain : domain.Replace('-', ' ');

    public static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A count with its noun: "1 item", "9 items".</summary>
    public static string Count(int number, string noun) => $"{Number(number)} {noun}{(number == 1 ? "" : "s")}";

    public static string Capitalise(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>"a", "a and b", "a, b and c"; with a comma before the last where a part has an "and" of its own.</summary>
    public static string Join(IReadOnlyList<string> parts, string word = "and")
    {
        if (parts.Count <= 1)
        {
            return string.Concat(parts);
        }

        var comma = parts.Any(part => part.Contains($" {word} ", StringComparison.Ordinal)) ? "," : "";
        return $"{string.Join(", ", parts.Take(parts.Count - 1))}{comma} {word} {parts[^1]}";
    }

    private static string Kebab(string name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name);
}
