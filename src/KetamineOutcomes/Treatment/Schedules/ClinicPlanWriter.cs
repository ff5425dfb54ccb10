using System.Globalization;
using System.Text.Json;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Instruments.Definitions;

namespace KetamineOutcomes.Treatment.Schedules;

/// <summary>Writes a plan in the format that <see cref="ClinicPlanReader"/> reads. What has its default value is left out, and a schedule that ships is named by its id.</summary>
internal static class ClinicPlanWriter
{
    public static string Write(ClinicPlan plan)
    {
        var text = DefinitionJson.Write(json => WriteMembers(json, plan));

        // A plan made in code may hold what the format does not (an id in capitals, a series beyond its bounds): said here, and not when the file is read.
        var read = ClinicPlan.Read(text);
        return read.TryGetValue(out _) ? text : throw new InvalidOperationException($"The format cannot hold the plan: {read.Issues[0]}: {read.Issues[0].Message}");
    }

    private static void WriteMembers(Utf8JsonWriter json, ClinicPlan plan)
    {
        json.WriteNumber("format", ClinicPlanReader.Format);
        var closings = plan.Schedules.Select(schedule => schedule.Closing).Distinct().ToList();
        var isShared = closings.Count == 1;
        if (isShared)
        {
            WriteClosing(json, closings[0]);
        }

        var keys = FindKeys(plan);
        if (keys.Count > 0)
        {
            json.WriteSources(keys.Select(pair => pair.Key with { Key = pair.Value }));
        }

        json.WriteStartArray("schedules");
        foreach (var schedule in plan.Schedules)
        {
            WriteSchedule(json, schedule, hasOwnClosing: !isShared);
        }

        json.WriteEndArray();
        if (plan.Forms.IsEmpty)
        {
            return;
        }

        json.WriteStartArray("forms");
        foreach (var forms in plan.Forms)
        {
            WriteForms(json, forms, keys);
        }

        json.WriteEndArray();
    }

    /// <summary>A key for each source of the forms: its own, or with a number where plans that were put together have another source of that key.</summary>
    private static Dictionary<Source, string> FindKeys(ClinicPlan plan)
    {
        var sources = plan.Forms.SelectMany(forms => forms.Evidence).Select(evidence => evidence.Source).Distinct().ToList();
        var taken = sources.Select(source => source.Key).ToHashSet(StringComparer.Ordinal);
        var keys = new Dictionary<Source, string>();
        foreach (var source in sources)
        {
            var key = source.Key;
            for (var number = 2; keys.ContainsValue(key) || (key != source.Key && taken.Contains(key)); number++)
            {
                key = string.Create(CultureInfo.InvariantCulture, $"{source.Key}-{number}");
            }

            keys.Add(source, key);
        }

        return keys;
    }

    private static void WriteClosing(Utf8JsonWriter json, ClosingDays closing)
    {
        if (closing == ClosingDays.None)
        {
            return;
        }

        json.WriteStartObject("closing");
        if (!closing.Dates.IsEmpty)
        {
            json.WriteTexts("dates", closing.Dates.Select(Text));
        }

        if (!closing.Weekdays.IsEmpty)
        {
            json.WriteTexts("weekdays", closing.Weekdays.Select(day => DefinitionJson.Word(ClinicPlanReader.Weekdays, day)));
        }

        json.WriteString("rule", DefinitionJson.Word(ClinicPlanReader.ClosedRules, closing.Rule));
        json.WriteEndObject();
    }

    private static void WriteSchedule(Utf8JsonWriter json, PlannedSchedule planned, bool hasOwnClosing)
    {
        json.WriteStartObject();
        if (ScheduleCatalogue.Shipped.Find(planned.Schedule.Id) == planned.Schedule)
        {
            json.WriteString("schedule", planned.Schedule.Id);
        }
        else
        {
            json.WriteStartObject("schedule");
            ScheduleWriter.WriteMembers(json, planned.Schedule);
            json.WriteEndObject();
        }

        if (planned.Id != planned.Schedule.Id)
        {
            json.WriteString("id", planned.Id);
        }

        if (planned.ListedOnly)
        {
            json.WriteString("for", DefinitionJson.Word(ClinicPlanReader.For, planned.ListedOnly));
        }

        if (hasOwnClosing)
        {
            WriteClosing(json, planned.Closing);
        }

        if (!planned.Records.IsEmpty)
        {
            json.WriteStartArray("records");
            foreach (var record in planned.Records)
            {
                WriteRecord(json, record);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteRecord(Utf8JsonWriter json, PlanRecord record)
    {
        json.WriteStartObject();
        json.WriteString("patient", record.PatientId);
        if (record.CourseId != ClinicPlanReader.OnlyCourse)
        {
            json.WriteString("course", record.CourseId);
        }

        if (record.Series != 1)
        {
            json.WriteNumber("series", record.Series);
        }

        if (record.Anchor is { } anchor)
        {
            WriteDay(json, "anchor", anchor);
        }

        if (!record.Changes.IsEmpty)
        {
            json.WriteStartArray("changes");
            foreach (var change in record.Changes)
            {
                json.WriteStartObject();
                json.WriteString("step", change.Step);
                WriteDay(json, "at", change.At);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteForms(Utf8JsonWriter json, PlannedForms forms, Dictionary<Source, string> keys)
    {
        json.WriteStartObject();
        json.WriteString("id", forms.Id);
        json.WriteString("instrument", forms.Rule.Instrument);
        if (forms.Rule is AssessmentRule.FromDoses doses)
        {
            json.WriteStartObject("afterDoses");
            json.WriteNumber("days", doses.OffsetDays);
            WriteNumber(json, "first", doses.First, 1);
            WriteNumber(json, "every", doses.Every, 1);
            json.WriteEndObject();
        }
        else
        {
            // A rhythm of its own: one number of days, or months.
            var repeat = ((AssessmentRule.Repeating)forms.Rule).Repeat;
            json.WriteStartObject("every");
            json.WriteNumber(repeat.Kind, repeat is StepRepeat.Days days ? days.Gaps[0] : ((StepRepeat.Months)repeat).Every);
            json.WriteEndObject();
        }

        if ((forms.Rule.DaysBefore, forms.Rule.DaysAfter) != (0, 0))
        {
            json.WriteStartObject("window");
            WriteNumber(json, "before", forms.Rule.DaysBefore, 0);
            WriteNumber(json, "after", forms.Rule.DaysAfter, 0);
            json.WriteEndObject();
        }

        if (!forms.Evidence.IsEmpty)
        {
            json.WriteEvidence(forms.Evidence.Select(evidence => new Evidence { Source = evidence.Source with { Key = keys[evidence.Source] }, Status = evidence.Status, Note = evidence.Note }));
        }

        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, int value, int unlessIs)
    {
        if (value != unlessIs)
        {
            json.WriteNumber(name, value);
        }
    }

    /// <summary>Plans go by days: a time of day plays no part, and the format has none.</summary>
    private static void WriteDay(Utf8JsonWriter json, string name, ClinicalTime time)
    {
        if (time.IsRelative)
        {
            json.WriteNumber(name, time.DayNumber);
        }
        else
        {
            json.WriteString(name, Text(DateOnly.FromDayNumber(time.DayNumber)));
        }
    }

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
