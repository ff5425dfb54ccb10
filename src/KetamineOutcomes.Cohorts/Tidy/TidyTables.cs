using KetamineOutcomes.Cohorts.Models;
using KetamineOutcomes.Cohorts.Tables;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Cohorts.Tidy;

/// <summary>
/// One row a score and one row a time to an event, in the shape of CDISC's ADaM (BDS and time-to-event), for R and SAS. The columns are those that the shape has; the content
/// is this library's, and no regulator's review stands behind it. A day of 0 or later is counted from 1, as ADaM has no day 0.
/// </summary>
public sealed class TidyTables
{
    // The word of BaselinePolicy.MeanBefore, whose baseline is nobody's observed score.
    private const string MeanBaseline = "mean-before";

    private readonly ParameterCodes _codes;
    private readonly InstrumentCatalogue _catalogue;

    private readonly TableBuilder _scores = new(
        "adqs",
        "Scores, one a row (ADaM BDS)",
        TableBuilder.Text("USUBJID", "patient, course and series: patient_id, with /course_id and /series where they are not 1"),
        TableBuilder.Text("PARAMCD", "the scale's code, at most eight characters; mapped by the caller or made from its id"),
        TableBuilder.Text("PARAM", "the instrument's id and the scale's"),
        TableBuilder.Number("AVAL", "the score, in points"),
        TableBuilder.Text("ADT", "the date or relative day as it was given"),
        TableBuilder.Count("ADY", "day from the first infusion (baseline, without treatments), 1 being its own day; -1 the day before"),
        TableBuilder.Text("AVISIT", "BASELINE or the visit in order of time: VISIT n"),
        TableBuilder.Count("AVISITN", "0 for baseline, else n"),
        TableBuilder.Text("ABLFL", "Y on the baseline"),
        TableBuilder.Number("BASE", "the baseline; empty if there is none"),
        TableBuilder.Number("CHG", "score minus baseline; empty on the baseline"),
        TableBuilder.Number("PCHG", "100 times that over the baseline; empty on the baseline and where it is 0"),
        TableBuilder.Text("CRIT1", "the response rule; empty where the scale declares none"),
        TableBuilder.Text("CRIT1FL", "Y, N, or empty where it cannot be said"),
        TableBuilder.Text("CRIT2", "the remission rule of the definition's first entry"),
        TableBuilder.Text("CRIT2FL", "Y, N, or empty where it cannot be said"),
        TableBuilder.Text("VISIT", "what the schedule calls the visit, where the form says so: week-1; AVISIT counts visits and names none"),
        TableBuilder.Text("DTYPE", "AVERAGE where the baseline is a mean of several scores and none that was observed; else empty"));

    private readonly TableBuilder _times = new(
        "adtte",
        "Times to events (ADaM time-to-event)",
        TableBuilder.Text("USUBJID", "as in adqs"),
        TableBuilder.Text("PARAM", "instrument, scale, onset or loss, and the rule"),
        TableBuilder.Number("AVAL", "days"),
        TableBuilder.Count("CNSR", "0: the event was seen; 1: the person was last seen without it"),
        TableBuilder.Number("LOW", "the last day without it (of a visit before), for interval-censored methods"),
        TableBuilder.Text("EVNTDESC", "what was reached, lost, or that it was not seen"));

    private readonly SortedDictionary<(string Instrument, string Scale), List<RepeatedScore>> _repeated = [];

    /// <summary>Starts empty tables.</summary>
    /// <param name="codes">Codes of scales, or <see langword="null"/> for made ones.</param>
    /// <param name="catalogue">The instruments, or <see langword="null"/> for those that ship.</param>
    public TidyTables(ParameterCodes? codes = null, InstrumentCatalogue? catalogue = null)
    {
        _codes = codes ?? ParameterCodes.Made;
        _catalogue = catalogue ?? InstrumentCatalogue.Shipped;
    }

    /// <summary>The table of scores.</summary>
    public CohortTable Scores => _scores.Build();

    /// <summary>The table of times.</summary>
    public CohortTable Times => _times.Build();

    /// <summary>A line over time for each scale, from the first infusion on, time in weeks: the mixed model, which needs every score and merges from no parts.</summary>
    /// <returns>A row a scale that has enough people and visits.</returns>
    public CohortTable Models()
    {
        var table = new TableBuilder(
            "model",
            "A straight line over weeks with people's own levels and slopes (REML)",
            TableBuilder.Text("instrument", "the instrument's id"),
            TableBuilder.Text("scale", "the scale's id"),
            TableBuilder.Count("people", "people with at least one score"),
            TableBuilder.Count("scores", "scores: the baseline and every visit of the series"),
            TableBuilder.Number("intercept", "mean score at the first infusion, in points"),
            TableBuilder.Number("intercept_se", "its standard error"),
            TableBuilder.Number("slope", "mean change a week, in points; a course is seldom a straight line, look at the trajectories first"),
            TableBuilder.Number("slope_se", "its standard error"),
            TableBuilder.Number("var_intercept", "variance of people's levels"),
            TableBuilder.Number("var_slope", "variance of people's slopes"),
            TableBuilder.Number("covariance", "of levels and slopes"),
            TableBuilder.Number("var_residual", "variance of the noise"),
            TableBuilder.Number("log_likelihood", "restricted"),
            TableBuilder.Text("warning", "singular: the data do not tell levels and slopes apart"));
        foreach (var ((instrument, scale), scores) in _repeated)
        {
            if (RandomSlopeModel.Fit(scores) is { } model)
            {
                table.Add(instrument).Add(scale).Add((long)model.People).Add((long)model.Scores)
                    .Add(model.Intercept.Estimate).Add(model.Intercept.StandardError).Add(model.Slope.Estimate).Add(model.Slope.StandardError)
                    .Add(model.InterceptVariance).Add(model.SlopeVariance).Add(model.Covariance).Add(model.ResidualVariance).Add(model.LogLikelihood)
                    .Add(model.IsSingular ? "singular" : null).EndRow();
            }
        }

        return table.Build();
    }

    /// <summary>Adds a member's rows.</summary>
    /// <param name="member">The member, assessed at every visit (<see cref="CohortAssessment"/> does that).</param>
    public void Add(CohortMember member)
    {
        ArgumentNullException.ThrowIfNull(member);
        var subject = SubjectOf(member);
        foreach (var scale in member.Answers.GroupBy(answer => (answer.Instrument, answer.Scale)))
        {
            var answers = scale.ToList();
            AddScores(subject, member.Course, scale.Key, answers);
            AddTimes(subject, answers);
        }
    }

    private static string SubjectOf(CohortMember member)
    {
        var course = member.Course.CourseId == "1" ? "" : "/" + member.Course.CourseId;
        return member.Course.PatientId + (member.Number == 1 ? course : $"{(course.Length == 0 ? "/1" : course)}/{member.Number.ToString(System.Globalization.CultureInfo.InvariantCulture)}");
    }

    private void AddScores(string subject, Course course, (string Instrument, string Scale) scale, List<IndicatorResult> answers)
    {
        if (_catalogue.Find(scale.Instrument)?.FindScale(scale.Scale) is not { } definition)
        {
            return;
        }

        var code = _codes.Of(scale.Instrument, scale.Scale);
        var baseline = answers.Find(answer => answer is { Indicator: "baseline", Outcome: IndicatorOutcome.Measured });
        Fraction? start = baseline?.Outcome is IndicatorOutcome.Measured { Value: var value } ? value : null;
        var response = definition.Endpoints.FirstOrDefault(entry => answers.Exists(answer => answer.Indicator == "response" && answer.Rule == entry.Id))?.Id;
        var remission = definition.Endpoints.FirstOrDefault(entry => answers.Exists(answer => answer.Indicator == "remission" && answer.Rule == entry.Id))?.Id;
        if (baseline is not null)
        {
            AddRow(subject, code, scale, baseline, VisitOf(course, scale.Instrument, baseline), 0, start, null, null, null, null);
        }

        var number = 0;
        foreach (var visit in answers.Where(answer => answer is { Indicator: "score", Point: "every-visit", Outcome: IndicatorOutcome.Measured, At: not null })
            .OrderBy(answer => answer.Day ?? 0).ThenBy(answer => answer.At!.Value.ToString(), StringComparer.Ordinal))
        {
            number++;
            AddRow(subject, code, scale, visit, VisitOf(course, scale.Instrument, visit), number, start, response, Flag(answers, "response", response, visit), remission, Flag(answers, "remission", remission, visit));
        }
    }

    private static string? Flag(List<IndicatorResult> answers, string indicator, string? rule, IndicatorResult visit) =>
        rule is null ? null : answers.Find(answer => answer.Indicator == indicator && answer.Rule == rule && answer.Point == visit.Point && answer.At == visit.At)?.Outcome.TryGetMet() switch
        {
            true => "Y",
            false => "N",
            _ => null,
        };

    private static string? VisitOf(Course course, string instrument, IndicatorResult row) =>
        course.Administrations.FirstOrDefault(form => form.Instrument == instrument && form.Visit is not null && row.At == form.At)?.Visit;

    private void AddRow(string subject, string code, (string Instrument, string Scale) scale, IndicatorResult row, string? visit, int number, Fraction? start, string? response, string? isResponse, string? remission, string? isRemission)
    {
        var score = ((IndicatorOutcome.Measured)row.Outcome).Value;
        Fraction? change = number > 0 && start is { } from ? score - from : null;
        Fraction? percent = change is { } points && start is { } basis && basis != Fraction.Zero ? points * 100 / basis : null;
        _scores.Add(subject).Add(code).Add($"{scale.Instrument}/{scale.Scale}").Add(score).Add(row.At?.ToString()).Add(row.Day is { } day ? day + (day >= 0 ? 1L : 0) : (long?)null)
            .Add(number == 0 ? "BASELINE" : $"VISIT {number.ToString(System.Globalization.CultureInfo.InvariantCulture)}").Add((long)number).Add(number == 0 ? "Y" : null)
            .Add(start).Add(change).Add(percent).Add(response).Add(isResponse).Add(remission).Add(isRemission).Add(visit)
            .Add(number == 0 && row.Rule.StartsWith(MeanBaseline, StringComparison.Ordinal) ? "AVERAGE" : null).EndRow();
        if (row.Day is { } time)
        {
            if (!_repeated.TryGetValue(scale, out var list))
            {
                _repeated[scale] = list = [];
            }

            list.Add(new RepeatedScore(subject, time / 7.0, score.ToDouble()));
        }
    }

    private void AddTimes(string subject, List<IndicatorResult> answers)
    {
        foreach (var (answer, topic, times) in Tallies.MemberCells.TimesOf(answers))
        {
            if (times.Unknown > 0)
            {
                continue;
            }

            var row = times.Observed.Rows.Single();
            var seen = row.Events == 1;
            _times.Add(subject).Add($"{answer.Instrument}/{answer.Scale} {topic} {answer.Rule}").Add(row.Time).Add(seen ? 0L : 1L)
                .Add(times.Bounds.Bins.Single().Interval.After).Add(seen ? $"{topic} {answer.Rule}" : "not seen, or not confirmed, until then").EndRow();
        }
    }
}
