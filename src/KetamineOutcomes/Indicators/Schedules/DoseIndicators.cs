using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.Schedules;
using static KetamineOutcomes.Indicators.Schedules.ScheduleRows;

namespace KetamineOutcomes.Indicators.Schedules;

/// <summary>The doses of one plan in one series as rows: each dose, each infusion that counts for none, and the shares.</summary>
internal static class DoseIndicators
{
    private const string Scale = ScheduleAssessment.DosesScale;
    private const string OwnRule = "KetamineOutcomes, decision of this project: which infusion counts for which dose";

    private static readonly string[] Points = ["given", "on-time"];

    public static IEnumerable<IndicatorResult> Assess(Course course, ScheduleAdherence adherence, ScheduleRows rows, PlannedSeries series)
    {
        foreach (var row in adherence.Doses.SelectMany(dose => DoseRows(rows, dose, series)))
        {
            yield return row;
        }

        foreach (var (infusion, state, sentence) in adherence.Extra.Select(infusion => (infusion, "extra", "between the doses of the plan, and counts for none of them"))
            .Concat(adherence.Outside.Select(infusion => (infusion, "outside-plan", "outside the plan: before it, after its end, or while no step was decided"))))
        {
            // Its number in the course: no other infusion has it, and none that is added later changes it.
            var number = course.Infusions.TakeWhile(other => other != infusion).Count() + 1;
            yield return rows.Make(Scale, "dose", $"unplanned:{Text(number)}", infusion.At, infusion.At, new IndicatorOutcome.Classified(state), [], [OwnRule], Flags(infusion, series), $"The infusion of {Where(infusion.At)} lies {sentence}.");
        }

        yield return Share(rows, adherence, Points[0], DoseStatus.OnTime, DoseStatus.Early, DoseStatus.Late);
        yield return Share(rows, adherence, Points[1], DoseStatus.OnTime);
    }

    /// <summary>The shares of a plan that has no first day.</summary>
    public static IEnumerable<IndicatorResult> WithoutBeginning(ScheduleRows rows, string reason) => Points.Select(point => rows.Make(
        Scale, "adherence", point, null, null, new IndicatorOutcome.Indeterminate(reason), [], [OwnRule], ["project-policy"], $"How the infusions stand beside {rows.Rule} is not known: {ReasonTexts.All[reason]} ({reason})."));

    private static List<string> Flags(Infusion? infusion, PlannedSeries series) => ["project-policy", .. infusion is not null && series.Provisional.Contains(infusion) ? new[] { "provisional" } : []];

    private static IEnumerable<IndicatorResult> DoseRows(ScheduleRows rows, DoseAdherence dose, PlannedSeries series)
    {
        var reason = dose.Stop?.Reason switch
        {
            null => null,
            StopReason.Died => Reasons.Died,
            StopReason.Discontinued => Reasons.TreatmentStopped,
            StopReason.NewSeries => Reasons.NewSeries,
            _ => Reasons.FollowUpEnded,
        };
        var state = dose.Status switch
        {
            DoseStatus.OnTime => "on-time",
            DoseStatus.Early => "early",
            DoseStatus.Late => "late",
            DoseStatus.Missed => "missed",
            DoseStatus.Overdue => "overdue",
            _ => "pending",
        };
        var due = dose.Dose;
        var point = $"dose:{Text(due.Number)}";
        List<Parameter> parameters =
        [
            new("step", due.Step), new("due", due.Due.ToString()), new("window", $"{due.Opens} to {due.Closes}"),
            .. due.IsMoved ? new Parameter[] { new("planned", due.Planned.ToString()) } : [],
            .. dose.Stop is { } stop ? new Parameter[] { new("ended", stop.At.ToString()) } : [],
        ];
        List<string> flags = [.. Flags(dose.Infusion, series), .. due.IsMoved ? new[] { "moved-by-closing-day" } : []];
        var name = $"Dose {Text(due.Number)} ({due.Step}), due {Where(due.Due)}";
        var sentence = dose.Infusion is { } given
            ? $"{name}, was given {Where(given.At)}: {state.Replace('-', ' ')}{OffText(dose.DaysOff!.Value)}."
            : dose.Status switch
            {
                DoseStatus.NotExpected => $"{name}, was not given and is not expected: {ReasonTexts.All[reason!]} {Where(dose.Stop!.At)} ({reason}).",
                DoseStatus.Missed => $"{name}, was not given before the next one could be ({Where(dose.MissedSince!.Value)}): missed.",
                DoseStatus.Overdue => $"{name}, was not given by the end of its window ({Where(due.Closes)}): overdue.",
                _ => $"{name}, was not given, and nothing can be said of it yet: pending.",
            };
        IndicatorOutcome outcome = reason is null ? new IndicatorOutcome.Classified(state) : new IndicatorOutcome.NotApplicable(reason);
        yield return rows.Make(Scale, "dose", point, dose.Infusion?.At, dose.Infusion?.At ?? dose.MissedSince ?? dose.Stop?.KnownAt, outcome, parameters, [OwnRule], flags, sentence);
        if (dose.DaysOff is { } off)
        {
            yield return rows.Make(Scale, "days-off", point, dose.Infusion!.At, dose.Infusion.At, new IndicatorOutcome.Measured(off, "days", 0), parameters, [OwnRule], flags, sentence);
        }
    }

    private static string OffText(int days) => days switch
    {
        0 => "",
        < 0 => $", {Text(-days)} {(days == -1 ? "day" : "days")} before",
        _ => $", {Text(days)} {(days == 1 ? "day" : "days")} after",
    };

    private static IndicatorResult Share(ScheduleRows rows, ScheduleAdherence adherence, string point, params DoseStatus[] counted)
    {
        var given = adherence.Count(DoseStatus.OnTime) + adherence.Count(DoseStatus.Early) + adherence.Count(DoseStatus.Late);
        var settled = given + adherence.Count(DoseStatus.Missed);
        var number = counted.Sum(adherence.Count);
        List<Parameter> parameters =
        [
            new("anchor", adherence.Plan.Anchor.ToString()),
            new("settled", Text(settled)), new("on-time", Text(adherence.Count(DoseStatus.OnTime))), new("early", Text(adherence.Count(DoseStatus.Early))),
            new("late", Text(adherence.Count(DoseStatus.Late))), new("missed", Text(adherence.Count(DoseStatus.Missed))), new("overdue", Text(adherence.Count(DoseStatus.Overdue))),
            new("not-expected", Text(adherence.Count(DoseStatus.NotExpected))), new("extra", Text(adherence.Extra.Count)), new("outside-plan", Text(adherence.Outside.Count)),
        ];
        var words = point == Points[0] ? "given" : "given on time";
        return settled == 0
            ? rows.Make(Scale, "adherence", point, null, null, new IndicatorOutcome.Indeterminate(Reasons.NotYetDue), parameters, [OwnRule], ["project-policy"], $"No dose of {rows.Rule} was given or missed yet.")
            : rows.Make(Scale, "adherence", point, null, null, new IndicatorOutcome.Measured(new Fraction(100 * number, settled), "%", 1), parameters, [OwnRule], ["project-policy"], $"Of {Text(settled)} {(settled == 1 ? "dose" : "doses")} of {rows.Rule} that were given or missed, {Text(number)} {(number == 1 ? "was" : "were")} {words}.");
    }
}
