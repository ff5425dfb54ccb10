using System.Globalization;
using System.Text.Json;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Instruments.Definitions;

namespace KetamineOutcomes.Indicators.Endpoints;

/// <summary>Writes a profile in the format that <see cref="EndpointProfileReader"/> reads. What has its default value is left out.</summary>
internal static class EndpointProfileWriter
{
    public static string Write(EndpointProfile profile) => DefinitionJson.Write(json => WriteMembers(json, profile));

    private static void WriteMembers(Utf8JsonWriter json, EndpointProfile profile)
    {
        json.WriteNumber("format", EndpointProfileReader.Format);
        json.WriteString("id", profile.Id);
        json.WriteString("version", profile.Version);
        json.WriteString("label", profile.Label);
        json.WriteString("construct", profile.Construct);
        if (profile.IsDefault)
        {
            json.WriteBoolean("default", true);
        }

        if (profile.EachScaleWith is { } kind)
        {
            json.WriteString("eachScaleWith", DefinitionJson.Word(Words.EndpointKinds, kind));
        }
        else
        {
            json.WriteTexts("scales", profile.Scales);
        }

        json.WriteSources(profile.Sources);
        json.WriteEvidence(profile.Evidence);
        if (profile.Entry is { } entry)
        {
            json.WritePropertyName("entry");
            WriteRule(json, entry);
        }

        json.WritePropertyName("rule");
        WriteRule(json, profile.Rule);
        if (!profile.Notes.IsEmpty)
        {
            json.WriteTexts("notes", profile.Notes);
        }
    }

    private static void WriteRule(Utf8JsonWriter json, EndpointRule rule)
    {
        json.WriteStartObject();
        switch (rule)
        {
            case EndpointRule.State state:
                json.WriteStartObject("state");
                WriteWindow(json, state.Window);
                json.WriteString("pick", EndpointWords.Of(EndpointWords.Picks, state.Pick));
                WriteCriterion(json, "meets", state.Meets);
                json.WriteString("missing", EndpointWords.Of(EndpointWords.Missing, state.Missing));
                json.WriteEndObject();
                break;
            case EndpointRule.Ever ever:
                json.WriteStartObject("ever");
                WriteWindow(json, ever.Window);
                WriteCriterion(json, "meets", ever.Meets);
                WriteConfirmation(json, ever.Confirm);
                json.WriteString("date", EndpointWords.Of(EndpointWords.Dates, ever.Date));
                json.WriteBoolean("latch", ever.Latch);
                json.WriteString("missing", EndpointWords.Of(EndpointWords.Missing, ever.Missing));
                json.WriteEndObject();
                break;
            case EndpointRule.AtBaseline baseline:
                json.WriteStartObject("baseline");
                WriteCriterion(json, "meets", baseline.Meets);
                json.WriteEndObject();
                break;
            case EndpointRule.Visits visits:
                WriteVisits(json, visits);
                break;
            case EndpointRule.Clinical clinical:
                json.WriteStartObject("clinical");
                json.WriteTexts("kinds", clinical.Kinds.Select(kind => EndpointWords.Of(EndpointWords.Events, kind)));
                WriteWindow(json, clinical.Window);
                json.WriteEndObject();
                break;
            case EndpointRule.Infusions infusions:
                json.WriteStartObject("infusions");
                WriteBounds(json, "count", infusions.FewestInfusions, infusions.MostInfusions);
                if (infusions is { FewestDays: { } low, MostDays: { } high })
                {
                    WriteBounds(json, "days", low, high);
                }

                json.WriteEndObject();
                break;
            case EndpointRule.Judgement judgement:
                json.WriteString("judgement", judgement.Name);
                break;
            case EndpointRule.Profile profile:
                json.WriteString("profile", profile.Id);
                break;
            case EndpointRule.Not not:
                json.WritePropertyName("not");
                WriteRule(json, not.Inner);
                break;
            default:
                json.WriteStartArray(rule is EndpointRule.AllOf ? "all" : "any");
                foreach (var part in rule.Parts)
                {
                    WriteRule(json, part);
                }

                json.WriteEndArray();
                break;
        }

        json.WriteEndObject();
    }

    private static void WriteVisits(Utf8JsonWriter json, EndpointRule.Visits visits)
    {
        json.WriteStartObject("visits");
        json.WritePropertyName("anchor");
        WriteAnchor(json, visits.Anchor);
        json.WriteStartArray("plan");
        foreach (var visit in visits.Plan)
        {
            json.WriteStartObject();
            if (visit.Week is { } week)
            {
                json.WriteNumber("week", week);
            }
            else
            {
                json.WriteString("id", visit.Id);
                json.WriteNumber("from", visit.From);
                json.WriteNumber("to", visit.To);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("pick", EndpointWords.Of(EndpointWords.Picks, visits.Pick));
        WriteCriterion(json, "meets", visits.Meets);
        json.WriteNumber("atLeast", visits.AtLeast);
        if (visits.Excursion is { } excursion)
        {
            json.WriteStartObject("excursion");
            json.WriteNumber("atMost", excursion.AtMost);
            if (!excursion.Visits.IsEmpty)
            {
                json.WriteTexts("visits", excursion.Visits);
            }

            if (excursion.Meets is { } floor)
            {
                WriteCriterion(json, "meets", floor);
            }

            json.WriteBoolean("mayBeMissing", excursion.MayBeMissing);
            json.WriteEndObject();
        }

        json.WriteString("missing", EndpointWords.Of(EndpointWords.Missing, visits.Missing));
        json.WriteString("dropout", EndpointWords.Of(EndpointWords.Dropouts, visits.DropoutFails));
        json.WriteEndObject();
    }

    private static void WriteCriterion(Utf8JsonWriter json, string name, EndpointCriterion criterion)
    {
        json.WritePropertyName(name);
        WriteCriterion(json, criterion);
    }

    private static void WriteCriterion(Utf8JsonWriter json, EndpointCriterion criterion)
    {
        json.WriteStartObject();
        switch (criterion)
        {
            case EndpointCriterion.Score score:
                json.WriteStartObject("score");
                WriteScale(json, score.Named);
                json.WriteString("is", score.Comparator.ToSign());
                json.WriteValue(score.Value);
                json.WriteEndObject();
                break;
            case EndpointCriterion.Change change:
                json.WriteStartObject(change.IsWorsening ? "worsening" : "improvement");
                WriteScale(json, change.Named);
                json.WriteString("unit", EndpointWords.Of(EndpointWords.Units, change.Unit));
                if (change.Unit == ChangeUnit.Percent)
                {
                    json.WriteString("percentage", DefinitionJson.Word(Words.PercentageRules, change.Percentage));
                }

                json.WriteString("is", change.Comparator.ToSign());
                json.WriteValue(change.Value);
                json.WriteString("from", EndpointWords.Of(EndpointWords.References, change.From));
                json.WriteEndObject();
                break;
            case EndpointCriterion.Declared declared:
                json.WriteStartObject("declared");
                json.WriteString("id", declared.Entry is { } entry ? $"{declared.Named}/{entry.Id}" : DefinitionJson.Word(Words.EndpointKinds, declared.Kind));
                json.WriteString("from", EndpointWords.Of(EndpointWords.References, declared.From));
                json.WriteEndObject();
                break;
            case EndpointCriterion.Not not:
                WriteCriterion(json, "not", not.Inner);
                break;
            default:
                json.WriteStartArray(criterion is EndpointCriterion.AllOf ? "all" : "any");
                foreach (var part in criterion.Parts)
                {
                    WriteCriterion(json, part);
                }

                json.WriteEndArray();
                break;
        }

        json.WriteEndObject();
    }

    private static void WriteConfirmation(Utf8JsonWriter json, EndpointConfirmation? confirmation)
    {
        if (confirmation is null)
        {
            return;
        }

        json.WriteStartObject("confirm");
        if (confirmation is EndpointConfirmation.Literal literal)
        {
            json.WriteString("by", "literal");
            json.WriteNumber("assessments", literal.Assessments);
            json.WriteString("visit", EndpointWords.Of(EndpointWords.ConfirmingVisits, literal.Visit));
            json.WriteNumber("from", literal.From);
            json.WriteNumber("to", literal.To);
        }
        else
        {
            var run = (EndpointConfirmation.Run)confirmation;
            json.WriteString("by", "run");
            json.WriteNumber("assessments", run.Assessments);
            json.WriteNumber("days", run.Days);
            json.WriteNumber("maxGap", run.MaxGap);
        }

        json.WriteEndObject();
    }

    private static void WriteWindow(Utf8JsonWriter json, EndpointWindow? window)
    {
        if (window is null)
        {
            return;
        }

        json.WriteStartObject("window");
        json.WritePropertyName("anchor");
        WriteAnchor(json, window.Anchor);
        WriteOffset(json, "from", window.From);
        if (window.To is { } to)
        {
            WriteOffset(json, "to", to);
        }

        json.WriteEndObject();
    }

    private static void WriteAnchor(Utf8JsonWriter json, EndpointAnchor anchor)
    {
        switch (anchor)
        {
            case EndpointAnchor.Infusion infusion:
                json.WriteStartObject();
                json.WriteNumber("infusion", infusion.Number);
                json.WriteEndObject();
                break;
            case EndpointAnchor.Date date:
                json.WriteStartObject();
                json.WriteString("date", date.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                json.WriteEndObject();
                break;
            case EndpointAnchor.Index index:
                json.WriteStartObject();
                WriteCriterion(json, "index", index.Meets);
                json.WriteEndObject();
                break;
            default:
                json.WriteStringValue(anchor switch
                {
                    EndpointAnchor.Baseline => "baseline",
                    EndpointAnchor.SeriesStart => "series-start",
                    EndpointAnchor.SeriesEnd => "series-end",
                    _ => "entry",
                });
                break;
        }
    }

    private static void WriteOffset(Utf8JsonWriter json, string name, WindowOffset offset)
    {
        if (offset.Months == 0)
        {
            json.WriteNumber(name, offset.Days);
            return;
        }

        json.WriteStartObject(name);
        json.WriteNumber("months", offset.Months);
        json.WriteNumber("days", offset.Days);
        json.WriteEndObject();
    }

    private static void WriteBounds(Utf8JsonWriter json, string name, int from, int to)
    {
        json.WriteStartObject(name);
        json.WriteNumber("from", from);
        json.WriteNumber("to", to);
        json.WriteEndObject();
    }

    private static void WriteScale(Utf8JsonWriter json, ScaleKey? scale)
    {
        if (scale is { } named)
        {
            json.WriteString("scale", named.ToString());
        }
    }
}
