using System.Globalization;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Golden;

/// <summary>One row of a golden file: answers, and what a named source says that they give.</summary>
/// <remarks>
/// Answers stand in the items' printed order ("1 . na x 23:30"), or a bare total does ("total=12"). After either may stand what a rule asks
/// for beside them: <c>sex=female</c>, <c>age=70</c>, and <c>21231=0.5</c> for one row of a made-up value set. In the alerts column,
/// <c>item9=raised</c> is an alert and <c>author-2001-10=reached</c> a cut-off by its id: reached, not-reached, sex-unknown, other-sex.
/// </remarks>
internal sealed record GoldenRow(
    string Instrument, int Line, string Case, string Answers, string Scale, string Policy, string Status, string Score, string Severity, string Alerts, string Source)
{
    public const string Header = "case,answers,scale,policy,status,score,severity,alerts,source";

    private const string TotalPrefix = "total=";

    /// <summary>The folder to which the build copies the golden files.</summary>
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Rows");

    /// <summary>Every row of every golden file, by instrument.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<GoldenRow>> All { get; } = ReadAll();

    public bool IsTotal => Answers.StartsWith(TotalPrefix, StringComparison.Ordinal);

    /// <summary>The words that are answers, or the bare total.</summary>
    private string AnswerWords => string.Join(' ', Words.Where(word => !IsFact(word)));

    private IEnumerable<string> Words => Answers.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static bool IsFact(string word) => word.Contains('=', StringComparison.Ordinal) && !word.StartsWith(TotalPrefix, StringComparison.Ordinal);

    private static Dictionary<string, IReadOnlyList<GoldenRow>> ReadAll()
    {
        var all = new Dictionary<string, IReadOnlyList<GoldenRow>>(StringComparer.Ordinal);
        if (Directory.Exists(Folder))
        {
            foreach (var file in Directory.EnumerateFiles(Folder, "*.csv").Order(StringComparer.Ordinal))
            {
                var id = Path.GetFileNameWithoutExtension(file);
                all.Add(id, Read(id, File.ReadAllText(file)));
            }
        }

        return all;
    }

    /// <summary>Reads a golden file.</summary>
    public static IReadOnlyList<GoldenRow> Read(string instrument, string csv)
    {
        var lines = csv.TrimEnd('\r', '\n').Split('\n');
        if (lines[0].TrimEnd('\r') != Header)
        {
            throw new FormatException($"{instrument}.csv: the first line must be {Header}.");
        }

        return [.. lines.Skip(1).Select((line, index) => Parse(instrument, index + 2, line.TrimEnd('\r')))];
    }

    private static GoldenRow Parse(string instrument, int number, string line)
    {
        var fields = Split(line);
        return fields.Count == 9
            ? new GoldenRow(instrument, number, fields[0], fields[1], fields[2], fields[3], fields[4], fields[5], fields[6], fields[7], fields[8])
            : throw new FormatException($"{instrument}.csv line {number} has {fields.Count} fields and not 9.");
    }

    /// <summary>The fields of one line; quotes as in RFC 4180, without line breaks inside.</summary>
    public static IReadOnlyList<string> Split(string line)
    {
        var fields = new List<string>();
        var field = new System.Text.StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (quoted && c == '"' && i + 1 < line.Length && line[i + 1] == '"')
            {
                field.Append('"');
                i++;
            }
            else if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(c);
            }
        }

        if (quoted)
        {
            throw new FormatException("A quote is not closed.");
        }

        fields.Add(field.ToString());
        return fields;
    }

    /// <summary>The answers as the library reads them.</summary>
    public AnswerSet ReadAnswers(Instrument instrument) => TestDefinitions.Answers(instrument, AnswerWords);

    /// <summary>The options that the row states: its policy, the person's sex and age, and a made-up value set.</summary>
    private ScoringOptions ReadOptions()
    {
        Sex? sex = null;
        int? age = null;
        var values = new List<KeyValuePair<string, decimal>>();
        foreach (var word in Words.Where(IsFact))
        {
            var parts = word.Split('=');
            switch (parts)
            {
                case ["sex", "female"] when sex is null:
                    sex = Sex.Female;
                    break;
                case ["sex", "male"] when sex is null:
                    sex = Sex.Male;
                    break;
                case ["age", var years] when age is null:
                    age = int.Parse(years, NumberStyles.None, CultureInfo.InvariantCulture);
                    break;
                case [var profile, var value] when profile.All(char.IsAsciiDigit):
                    values.Add(KeyValuePair.Create(profile, decimal.Parse(value, NumberStyles.Number, CultureInfo.InvariantCulture)));
                    break;
                default:
                    throw new FormatException($"{Instrument}.csv line {Line}: {word} is neither sex, age nor a row of a value set, or it stands twice.");
            }
        }

        return new ScoringOptions
        {
            MissingPolicy = Policy.Length > 0 ? Policy : null,
            Covariates = new Covariates(sex, age),
            ValueSet = values.Count > 0 ? ValueSet.Create(Instrument, "Made up", "Made up for the golden rows", values) : null,
        };
    }

    /// <summary>The score that the library gives for the row's answers.</summary>
    public Score ScoreWith(Instrument instrument)
    {
        var scale = instrument.FindScale(Scale) ?? throw new FormatException($"{Instrument} has no scale {Scale}.");
        if (Policy.Length > 0 && instrument.Scales.All(each => each.FindMissingPolicy(Policy) is null))
        {
            throw new FormatException($"{Instrument} has no missing-item policy {Policy}.");
        }

        var options = ReadOptions();
        if (!IsTotal)
        {
            return instrument.Score(Scale, ReadAnswers(instrument), options);
        }

        return Fraction.TryParse(AnswerWords[TotalPrefix.Length..], out var total)
            ? instrument.ScoreTotal(total, Scale, options)
            : throw new FormatException($"The total of {Case} is no number.");
    }

    /// <summary>The difference between what the row says and what the library gives, in words; empty where there is none.</summary>
    public IEnumerable<string> Differences(Instrument instrument)
    {
        var score = ScoreWith(instrument);
        if (score.Kind != Status)
        {
            yield return $"status {score.Kind} and not {Status} ({score.Issues})";
        }

        var value = score.Value?.Text ?? "";
        if (!IsSame(value, Score))
        {
            yield return $"score {value} and not {Score}";
        }

        var severity = score.Severity?.Band ?? "";
        if (severity != Severity)
        {
            yield return $"severity {severity} and not {Severity}";
        }

        // A scale that lacks the policy keeps its default and says so.
        var scale = instrument.FindScale(Scale)!;
        var policy = (scale.FindMissingPolicy(Policy) ?? scale.MissingPolicies[0]).Name;
        if (score.MissingPolicy != policy)
        {
            yield return $"policy {score.MissingPolicy} and not {policy}";
        }

        foreach (var expected in Alerts.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = expected.Split('=');
            if (scale.CutOffs.Any(cutOff => cutOff.Id == parts[0]))
            {
                var reading = score.CutOffs.Where(each => each.Id == parts[0]).Select(each => Word(each.Status)).DefaultIfEmpty("not read").First();
                if (reading != parts[1])
                {
                    yield return $"cut-off {parts[0]} {reading} and not {parts[1]}";
                }

                continue;
            }

            var alert = score.Alerts.FirstOrDefault(each => each.Item == parts[0]);
            var found = alert is null ? "no such alert" : Word(alert.Status);
            if (found != parts[1])
            {
                yield return $"alert {parts[0]} {found} and not {parts[1]}";
            }
        }
    }

    /// <summary>Numbers compare with their printed decimals; 50 and 50.00 are the same number.</summary>
    private static bool IsSame(string found, string expected) =>
        found == expected
        || (decimal.TryParse(found, NumberStyles.Number, CultureInfo.InvariantCulture, out var a)
            && decimal.TryParse(expected, NumberStyles.Number, CultureInfo.InvariantCulture, out var b) && a == b);

    private static string Word(AlertStatus status) => status switch
    {
        AlertStatus.Raised => "raised",
        AlertStatus.Clear => "clear",
        _ => "not-assessed",
    };

    private static string Word(CutOffStatus status) => status switch
    {
        CutOffStatus.Reached => "reached",
        CutOffStatus.NotReached => "not-reached",
        CutOffStatus.SexUnknown => "sex-unknown",
        _ => "other-sex",
    };
}
