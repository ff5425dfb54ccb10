using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Export.Conformance;

/// <summary>Made-up forms with the library's own answers, one a line of JSON, by which a reader of the rule file in another language can be proved right.</summary>
/// <remarks>The same seed gives the same lines on every machine. docs/rule-format.md describes them.</remarks>
public static class ConformanceVectors
{
    /// <summary>Makes vectors of one instrument.</summary>
    /// <param name="instrument">The instrument.</param>
    /// <param name="seed">The seed; any number.</param>
    /// <param name="count">How many, 0 or more.</param>
    /// <param name="missingPolicy">A missing-item policy by name, for the scales that have it; <see langword="null"/> takes the instrument's policies in turn, the defaults first.</param>
    /// <returns>The lines, without line ends, made as they are asked for.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public static IEnumerable<string> Write(Instrument instrument, long seed, int count, string? missingPolicy = null)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return Lines(instrument, seed, count, missingPolicy);
    }

    private static IEnumerable<string> Lines(Instrument instrument, long seed, int count, string? missingPolicy)
    {
        // A seed of its own for each instrument, so that neighbours do not get the same forms.
        var draw = new Draw(unchecked((ulong)seed) ^ Hash(instrument.Id));
        List<string?> policies = missingPolicy is not null
            ? [missingPolicy]
            : [null, .. instrument.Scales.SelectMany(scale => scale.MissingPolicies.Skip(1)).Select(policy => policy.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        using var stream = new MemoryStream();
        for (var i = 0; i < count; i++)
        {
            stream.SetLength(0);
            WriteOne(stream, instrument, i, DrawnForm.Create(instrument, draw), policies[i % policies.Count]);
            yield return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
        }
    }

    private static void WriteOne(MemoryStream stream, Instrument instrument, int number, DrawnForm form, string? policy)
    {
        var sheet = instrument.ScoreAll(AnswerSet.Create(form.Answers), new ScoringOptions { MissingPolicy = policy, Covariates = form.Person });
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.Default });
        json.WriteStartObject();
        json.WriteString("instrument", instrument.Id);
        json.WriteString("version", instrument.Version);
        json.WriteNumber("number", number + 1);
        if (policy is not null)
        {
            json.WriteString("missingPolicy", policy);
        }

        WriteAnswers(json, instrument, form);
        json.WriteStartArray("scales");
        for (var i = 0; i < sheet.Scores.Count; i++)
        {
            var score = sheet.Scores[i];
            json.WriteStartObject();
            json.WriteString("scale", instrument.Scales[i].Id);
            json.WriteString("status", score.Kind);
            if (score.Value is { } value)
            {
                json.WriteString("score", value.Text);
                if (score.TryGetExact(out var exact))
                {
                    json.WriteString("exact", string.Create(CultureInfo.InvariantCulture, $"{exact.Numerator}/{exact.Denominator}"));
                }
            }

            if (score.Severity is { } severity)
            {
                json.WriteString("severity", severity.Band);
            }

            json.WriteNumber("answered", score.Answered);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("alerts");
        foreach (var alert in sheet.Alerts)
        {
            json.WriteStartObject();
            json.WriteString("alert", alert.Id);
            json.WriteString("status", Word(alert.Status));
            if (alert.Level is { } level)
            {
                json.WriteString("level", level);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteAnswers(Utf8JsonWriter json, Instrument instrument, DrawnForm form)
    {
        if (form.Person.Sex is not null || form.Person.AgeYears is not null)
        {
            json.WriteStartObject("person");
            if (form.Person.Sex is { } sex)
            {
                json.WriteString("sex", sex == Sex.Male ? "male" : "female");
            }

            if (form.Person.AgeYears is { } age)
            {
                json.WriteNumber("age", age);
            }

            json.WriteEndObject();
        }

        json.WriteStartObject("answers");
        foreach (var item in instrument.Items.Where(item => form.Answers.ContainsKey(item.Id)))
        {
            switch (form.Answers[item.Id])
            {
                case Answer.Numeric numeric when item.Kind == ItemKind.TimeOfDay && numeric.Value.IsInteger && item.Min <= numeric.Value && numeric.Value <= item.Max:
                    json.WriteStartObject(item.Id);
                    json.WriteString("time", new TimeOnly((int)(numeric.Value.Numerator / 60), (int)(numeric.Value.Numerator % 60)).ToString("HH:mm", CultureInfo.InvariantCulture));
                    json.WriteEndObject();
                    break;
                case Answer.Numeric numeric:
                    json.WriteNumber(item.Id, numeric.Value.Round(6).TrimZeros());
                    break;
                case Answer.Coded coded:
                    json.WriteStartObject(item.Id);
                    json.WriteString("option", coded.Option);
                    json.WriteEndObject();
                    break;
                case Answer.DoesNotApply:
                    json.WriteStartObject(item.Id);
                    json.WriteBoolean("notApplicable", true);
                    json.WriteEndObject();
                    break;
                default:
                    break;
            }
        }

        json.WriteEndObject();
    }

    private static decimal TrimZeros(this decimal value) => value / 1.0000000000000000000000000000m;

    private static string Word(AlertStatus status) => status switch
    {
        AlertStatus.Raised => "raised",
        AlertStatus.Clear => "clear",
        _ => "not-assessed",
    };

    /// <summary>FNV-1a, the same on every machine.</summary>
    private static ulong Hash(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var unit in Encoding.UTF8.GetBytes(text))
        {
            hash = unchecked((hash ^ unit) * 1099511628211UL);
        }

        return hash;
    }
}
