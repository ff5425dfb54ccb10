using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Instruments.Definitions;

namespace KetamineOutcomes.Treatment.Schedules;

/// <summary>Writes a schedule in the format that <see cref="ScheduleReader"/> reads.</summary>
internal static class ScheduleWriter
{
    // Signs such as <= stay readable; the text is a file of its own and never part of a page.
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(Schedule schedule)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("format", ScheduleReader.Format);
            json.WriteString("id", schedule.Id);
            json.WriteString("version", schedule.Version);
            json.WriteString("name", schedule.Name);
            json.WriteStartArray("sources");
            foreach (var source in schedule.Sources)
            {
                json.WriteStartObject();
                json.WriteString("key", source.Key);
                json.WriteString("citation", source.Citation);
                WriteOptional(json, "url", source.Url);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            WriteEvidence(json, schedule.Evidence);
            if (schedule.Begins != ScheduleStart.FirstInfusion)
            {
                json.WriteString("begins", ScheduleReader.Starts.First(pair => pair.Value == schedule.Begins).Key);
            }

            json.WriteStartArray("steps");
            foreach (var step in schedule.Steps)
            {
                WriteStep(json, step);
            }

            json.WriteEndArray();
            if (!schedule.Notes.IsEmpty)
            {
                json.WriteStartArray("notes");
                foreach (var note in schedule.Notes)
                {
                    json.WriteStringValue(note);
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length) + "\n";
    }

    private static void WriteStep(Utf8JsonWriter json, ScheduleStep step)
    {
        json.WriteStartObject();
        json.WriteString("id", step.Id);
        json.WriteStartObject("repeat");
        if (step.Repeat is StepRepeat.Days days)
        {
            json.WriteStartArray("days");
            foreach (var gap in days.Gaps)
            {
                json.WriteNumberValue(gap);
            }

            json.WriteEndArray();
        }
        else
        {
            json.WriteNumber("months", ((StepRepeat.Months)step.Repeat).Every);
        }

        json.WriteEndObject();
        if (step.Length is { } length)
        {
            json.WriteStartObject("length");
            json.WriteNumber(length.Kind, length.Number);
            json.WriteEndObject();
        }

        json.WriteStartObject("window");
        json.WriteNumber("before", step.Window.DaysBefore);
        json.WriteNumber("after", step.Window.DaysAfter);
        WriteEvidence(json, step.Window.Evidence);
        json.WriteEndObject();
        WriteOptional(json, "then", step.Then);
        if (!step.Moves.IsEmpty)
        {
            json.WriteStartArray("moves");
            foreach (var move in step.Moves)
            {
                json.WriteStartObject();
                json.WriteString("to", move.To);
                json.WriteStartObject("when");
                WriteCondition(json, move.When);
                json.WriteEndObject();
                WriteEvidence(json, move.Evidence);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        WriteEvidence(json, step.Evidence);
        json.WriteEndObject();
    }

    private static void WriteCondition(Utf8JsonWriter json, StepCondition condition)
    {
        switch (condition)
        {
            case StepCondition.Score score:
                json.WriteStartObject("score");
                json.WriteString("instrument", score.Instrument);
                json.WriteString("scale", score.Scale);
                json.WriteString("comparator", score.Comparator.ToSign());
                WriteNumber(json, score.Value);
                json.WriteEndObject();
                break;
            case StepCondition.Percentage percentage:
                json.WriteStartObject("percentage");
                json.WriteString("instrument", percentage.Instrument);
                json.WriteString("scale", percentage.Scale);
                json.WriteString("rule", Word(Words.PercentageRules, percentage.Rule));
                json.WriteString("comparator", percentage.Comparator.ToSign());
                WriteNumber(json, percentage.Value);
                json.WriteEndObject();
                break;
            default:
                json.WriteString("judgement", ((StepCondition.Judgement)condition).Name);
                break;
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, Fraction value)
    {
        var text = value.ToString();
        if (text.Contains('/', StringComparison.Ordinal))
        {
            json.WriteString("value", text);
        }
        else
        {
            json.WritePropertyName("value");
            json.WriteRawValue(text);
        }
    }

    private static void WriteEvidence(Utf8JsonWriter json, EquatableArray<Evidence> evidence)
    {
        json.WriteStartArray("evidence");
        foreach (var each in evidence)
        {
            json.WriteStartObject();
            json.WriteString("source", each.Source.Key);
            json.WriteString("status", Word(Words.Statuses, each.Status));
            WriteOptional(json, "note", each.Note);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static string Word<T>(IReadOnlyDictionary<string, T> words, T value)
        where T : struct => words.First(pair => EqualityComparer<T>.Default.Equals(pair.Value, value)).Key;
}
