using System.Globalization;
using System.Text;

namespace KetamineOutcomes.Treatment.Schedules;

/// <summary>Writes a schedule in plain sentences.</summary>
internal static class ScheduleText
{
    public static string Write(Schedule schedule)
    {
        var text = new StringBuilder();
        Line(text, $"{schedule.Name} ({schedule})");
        for (var i = 0; i < schedule.Steps.Count; i++)
        {
            var step = schedule.Steps[i];
            Line(text, string.Create(CultureInfo.InvariantCulture, $"{i + 1}. {step.Id}: {Rhythm(step)}. On time: {Window(step.Window)}. {What(step)}"));
            foreach (var move in step.Moves)
            {
                Line(text, $"   - to {move.To} on: {move.When.Explain()}");
            }
        }

        if (schedule.Begins == ScheduleStart.FirstBooster)
        {
            Line(text, "It begins with the first booster of a series.");
        }

        foreach (var note in schedule.Notes)
        {
            Line(text, $"Note: {note}");
        }

        foreach (var source in schedule.Sources)
        {
            Line(text, $"Source: {source.Citation}{(source.Url is null ? "" : " " + source.Url)}");
        }

        return text.ToString();
    }

    internal static string Length(ScheduleStep step) => step.Length?.Explain() ?? "no end of its own";

    private static string Rhythm(ScheduleStep step) => $"{step.Repeat.Explain()}, {Length(step)}";

    private static string Window(DueWindow window) => window is { DaysBefore: 0, DaysAfter: 0 }
        ? "the due date only"
        : $"{Days(window.DaysBefore)} before to {Days(window.DaysAfter)} after the due date";

    private static string Days(int days) => days == 1 ? "1 day" : string.Create(CultureInfo.InvariantCulture, $"{days} days");

    private static string What(ScheduleStep step) => (step.Length, step.Then) switch
    {
        (null, _) => step.Moves.IsEmpty ? "It goes on." : "It goes on until a change is recorded.",
        (_, null) => "Then a branch has to be chosen.",
        (_, ScheduleStep.ScheduleEnd) => "Then the schedule ends.",
        (_, { } then) => $"Then {then}.",
    };

    // Not Environment.NewLine: text is the same on every machine.
    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}

/// <summary>Draws a schedule as a Mermaid flowchart.</summary>
internal static class ScheduleMermaid
{
    public static string Write(Schedule schedule)
    {
        var text = new StringBuilder("flowchart TD\n");
        var names = schedule.Steps.Select((step, i) => (step.Id, Name: string.Create(CultureInfo.InvariantCulture, $"s{i + 1}"))).ToDictionary(pair => pair.Id, pair => pair.Name, StringComparer.Ordinal);
        Line(text, $"  start([{Quoted(schedule.Begins == ScheduleStart.FirstBooster ? "first booster" : "first dose")}]) --> {names[schedule.Steps[0].Id]}");
        foreach (var step in schedule.Steps)
        {
            Line(text, $"  {names[step.Id]}[{Quoted([step.Id, .. step.Repeat.Explain().Replace(" (", "\n(", StringComparison.Ordinal).Split('\n'), ScheduleText.Length(step)])}]");
        }

        var ends = false;
        foreach (var step in schedule.Steps)
        {
            var name = names[step.Id];
            if (step.Then is { } then)
            {
                var isEnd = then == ScheduleStep.ScheduleEnd;
                Line(text, $"  {name} -->|{Quoted($"after {step.Length!.Explain()}")}| {(isEnd ? "finish" : names[then])}");
                ends |= isEnd;
            }

            foreach (var move in step.Moves)
            {
                Line(text, $"  {name} -.->|{Quoted(move.When.Explain())}| {names[move.To]}");
            }
        }

        if (ends)
        {
            Line(text, $"  finish([{Quoted("the schedule ends")}])");
        }

        return text.ToString();
    }

    // A box is narrow: the days of a week and the length stand on lines of their own, so that none breaks in mid-phrase.
    // Ids and texts are slugs and the library's own words; no quotation mark can stand in them.
    private static string Quoted(params string[] lines) => $"\"{string.Join("<br/>", lines)}\"";

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
