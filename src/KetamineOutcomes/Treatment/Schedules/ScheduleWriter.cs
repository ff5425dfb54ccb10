using System.Text.Json;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Instruments.Definitions;

namespace KetamineOutcomes.Treatment.Schedules;

/// <summary>Writes a schedule in the format that <see cref="ScheduleReader"/> reads.</summary>
internal static class ScheduleWriter
{
    public static string Write(Schedule schedule) => DefinitionJson.Write(json => WriteMembers(json, schedule));

    /// <summary>The members of a schedule, for a file of its own or for one inside a plan.</summary>
    public static void WriteMembers(Utf8JsonWriter json, Schedule schedule)
    {
        json.WriteNumber("format", ScheduleReader.Format);
        json.WriteString("id", schedule.Id);
        json.WriteString("version", schedule.Version);
        json.WriteString("name", schedule.Name);
        json.WriteSources(schedule.Sources);
        json.WriteEvidence(schedule.Evidence);
        if (schedule.Begins != ScheduleStart.FirstInfusion)
        {
            json.WriteString("begins", DefinitionJson.Word(ScheduleReader.Starts, schedule.Begins));
        }

        json.WriteStartArray("steps");
        foreach (var step in schedule.Steps)
        {
            WriteStep(json, step);
        }

        json.WriteEndArray();
        if (!schedule.Notes.IsEmpty)
        {
            json.WriteTexts("notes", schedule.Notes);
        }
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
        json.WriteEvidence(step.Window.Evidence);
        json.WriteEndObject();
        json.WriteOptional("then", step.Then);
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
                json.WriteEvidence(move.Evidence);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEvidence(step.Evidence);
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
                json.WriteValue(score.Value);
                json.WriteEndObject();
                break;
            case StepCondition.Percentage percentage:
                json.WriteStartObject("percentage");
                json.WriteString("instrument", percentage.Instrument);
                json.WriteString("scale", percentage.Scale);
                json.WriteString("rule", DefinitionJson.Word(Words.PercentageRules, percentage.Rule));
                json.WriteString("comparator", percentage.Comparator.ToSign());
                json.WriteValue(percentage.Value);
                json.WriteEndObject();
                break;
            default:
                json.WriteString("judgement", ((StepCondition.Judgement)condition).Name);
                break;
        }
    }
}
