using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.Schedules;
using static KetamineOutcomes.Indicators.Schedules.ScheduleRows;

namespace KetamineOutcomes.Indicators.Schedules;

/// <summary>The forms that were due as rows: what became of each, and how many of those due were filled in.</summary>
internal sealed class FormIndicators
{
    private const string Scale = "form";
    private const string ClinicRule = "the clinic's own rule";

    private readonly Course _course;
    private readonly ClinicalTime? _day;
    private readonly bool _isStated;
    private readonly TreatmentStop? _end;

    public FormIndicators(Course course, ClinicalTime? day, bool isStated)
    {
        _course = course;
        _day = day;
        _isStated = isStated;

        // That the treatment was stopped ends no follow-up.
        _end = TreatmentStop.Of(course).FirstOrDefault(stop => stop.Reason != StopReason.Discontinued && stop.ResumedAt is null);
    }

    private sealed record Due(PlannedAssessment Planned, int Series);

    /// <summary>The rows of the course's own list of planned assessments.</summary>
    public IEnumerable<IndicatorResult> OfList(IEnumerable<PlannedAssessment> planned) => Rows(
        planned.Distinct().Select(each => new Due(each, SeriesOn(each.Due))),
        "plan",
        [],
        []);

    /// <summary>The rows of a rule of the clinic's.</summary>
    public IEnumerable<IndicatorResult> OfRule(PlannedForms forms)
    {
        if (_day is not { } day || (_course.Infusions.Count > 0 && _course.Infusions[0].At.IsRelative && forms.Rule is AssessmentRule.Repeating { Repeat: StepRepeat.Months }))
        {
            return [];
        }

        var due = new List<Due>();
        for (var i = 0; i < _course.Series.Count; i++)
        {
            var series = _course.Series[i];
            var next = i + 1 < _course.Series.Count ? _course.Series[i + 1].First.At.DayNumber : int.MaxValue;
            var first = series.First.At;
            var start = first.IsRelative ? ClinicalTime.OnDay(first.DayNumber) : ClinicalTime.OnDate(DateOnly.FromDayNumber(first.DayNumber));

            // A form whose window has opened is due, though its day may be ahead.
            var through = day.DayNumber + forms.Rule.DaysBefore;
            due.AddRange(forms.Rule.Days([.. series.Infusions.Select(infusion => infusion.At.DayNumber).Distinct()], start.DayNumber, through)
                .Where(at => at <= through && (start.IsRelative || at >= 0) && (forms.Rule is AssessmentRule.FromDoses || at < next))
                .Distinct()
                .Select(at => new Due(new PlannedAssessment(forms.Rule.Instrument, start.AddDays(at - start.DayNumber), forms.Rule.DaysBefore, forms.Rule.DaysAfter), i + 1)));
        }

        return Rows(
            due.DistinctBy(each => each.Planned),
            forms.Id,
            forms.Evidence.IsEmpty ? [ClinicRule] : forms.Evidence.Select(evidence => evidence.Source.Citation),
            [new Parameter("due-rule", forms.Rule.Explain())]);
    }

    private int SeriesOn(ClinicalTime at) => Math.Max(1, _course.Series.Count(series => series.First.At.DaysSince(at) <= 0));

    private IEnumerable<IndicatorResult> Rows(IEnumerable<Due> due, string rule, IEnumerable<string> sources, List<Parameter> parameters)
    {
        var from = sources.ToList();
        foreach (var group in due.GroupBy(each => each.Planned.Instrument, StringComparer.Ordinal))
        {
            var planned = group.Where(each => _end is not { } end || each.Planned.Due.DayNumber - each.Planned.DaysBefore <= end.At.DayNumber)
                .OrderBy(each => each.Planned.Due.DayNumber + each.Planned.DaysAfter).ThenBy(each => each.Planned.Due.DayNumber).ThenBy(each => each.Planned.DaysBefore)
                .ToList();
            var done = Match([.. planned.Select(each => each.Planned)], group.Key);
            foreach (var series in planned.Select((each, i) => (each.Planned, each.Series, Form: done[i])).GroupBy(each => each.Series))
            {
                var rows = new ScheduleRows(_course, series.Key, rule, ScheduleAssessment.Version, from);
                var states = series.Select(each => (each.Planned, each.Form, State: StateOf(each.Planned, each.Form))).ToList();
                foreach (var (form, filled, state) in states)
                {
                    yield return Row(rows, form, filled, state, parameters);
                }

                yield return Completion(rows, group.Key, [.. states.Select(each => each.State)], parameters);
            }
        }
    }

    /// <summary>Each form goes to the assessment whose window closes first of those in whose window it lies, and to one only.</summary>
    private Administration?[] Match(List<PlannedAssessment> planned, string instrument)
    {
        var done = new Administration?[planned.Count];
        foreach (var form in _course.Administrations.Where(form => form.Content is not AdministrationContent.NotDone && string.Equals(form.Instrument, instrument, StringComparison.Ordinal)))
        {
            for (var i = 0; i < planned.Count; i++)
            {
                if (done[i] is null && form.At.DayNumber >= planned[i].Due.DayNumber - planned[i].DaysBefore && form.At.DayNumber <= planned[i].Due.DayNumber + planned[i].DaysAfter)
                {
                    done[i] = form;
                    break;
                }
            }
        }

        return done;
    }

    private string StateOf(PlannedAssessment planned, Administration? form)
    {
        var day = _day?.DayNumber ?? int.MinValue;
        var closes = planned.Due.DayNumber + planned.DaysAfter;
        return form is not null ? "done"
            : _end is { } end && closes >= end.At.DayNumber ? "not-expected"
            : day > closes ? "missed"
            : _isStated && day > planned.Due.DayNumber ? "overdue"
            : "pending";
    }

    private IndicatorResult Row(ScheduleRows rows, PlannedAssessment planned, Administration? form, string state, List<Parameter> parameters)
    {
        var isEnded = state == "not-expected";
        var reason = _end?.Reason == StopReason.Died ? Reasons.Died : Reasons.FollowUpEnded;
        var sentence = isEnded
            ? $"{planned.Instrument}, due {Where(planned.Due)}, is not expected: {ReasonTexts.All[reason]} ({reason})."
            : $"{planned.Instrument}, due {Where(planned.Due)}: {state}{(form is null ? "" : $" ({Where(form.At)})")}.";
        return rows.Make(
            Scale,
            "assessment-due",
            $"due:{planned.Due}-{Text(planned.DaysBefore)}+{Text(planned.DaysAfter)}",
            form?.At,
            form?.KnownAt ?? (state == "missed" ? planned.Due.AddDays(planned.DaysAfter + 1) : isEnded ? _end!.KnownAt : null),
            isEnded ? new IndicatorOutcome.NotApplicable(reason) : new IndicatorOutcome.Classified(state),
            [new Parameter("due", planned.Due.ToString()), new Parameter("days-before", Text(planned.DaysBefore)), new Parameter("days-after", Text(planned.DaysAfter)), .. parameters],
            [],
            [],
            sentence,
            instrument: planned.Instrument);
    }

    private static IndicatorResult Completion(ScheduleRows rows, string instrument, List<string> states, List<Parameter> more)
    {
        int Count(string state) => states.Count(each => each == state);
        var settled = Count("done") + Count("missed");
        List<Parameter> parameters =
        [
            new("settled", Text(settled)), new("done", Text(Count("done"))), new("missed", Text(Count("missed"))),
            new("overdue", Text(Count("overdue"))), new("pending", Text(Count("pending"))), new("not-expected", Text(Count("not-expected"))),
            .. more,
        ];
        IndicatorOutcome outcome = settled == 0 ? new IndicatorOutcome.Indeterminate(Reasons.NotYetDue) : new IndicatorOutcome.Measured(new Fraction(100 * Count("done"), settled), "%", 1);
        var sentence = settled == 0
            ? $"No {instrument} of {rows.Rule} was done or missed yet."
            : $"Of {Text(settled)} {instrument} {(settled == 1 ? "form" : "forms")} of {rows.Rule} that {(settled == 1 ? "was" : "were")} done or missed, {Text(Count("done"))} {(Count("done") == 1 ? "was" : "were")} done.";
        return rows.Make(Scale, "completion", "done", null, null, outcome, parameters, [], [], sentence, instrument: instrument);
    }
}
