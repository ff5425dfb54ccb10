using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Indicators;

/// <summary>Assesses a course: baseline, score, change, percentage change, response and remission for every scale, milestones, goals, and the alerts.</summary>
public static class CourseAssessment
{
    /// <summary>The words that its rows can have as <c>indicator</c>, in order; those of the treatment (<see cref="Segments.TreatmentAssessment.Indicators"/>) and a caller's own come beside
    /// them. <see cref="AssessmentOptions.Include"/> chooses by all of them.</summary>
    public static EquatableArray<string> Indicators { get; } = new[]
    {
        "alert", "baseline", "change", "milestone", "percentage-change", "remission", "response", "score",
    }.Concat(StandardIndicators.All.Select(indicator => indicator.Id)).Order(StringComparer.Ordinal).ToEquatableArray();

    /// <summary>Assesses a course at named points.</summary>
    /// <param name="course">The course.</param>
    /// <param name="options">What the caller chooses, or <see langword="null"/> for the defaults.</param>
    /// <param name="catalogue">The instruments, or <see langword="null"/> for those that ship.</param>
    /// <returns>
    /// For each series, instrument and point the rows <c>baseline</c>, <c>score</c>, <c>change</c>, and where a cited entry declares them
    /// <c>percentage-change</c>, <c>response</c> and one <c>remission</c> a cut-off; the alerts at these points; and every raised alert of the
    /// course, whatever the points. A rating of change (<see cref="MeasureKind.Change"/>) has <c>score</c> alone and, whatever the points, a
    /// <c>milestone</c> row for each of its milestones. The patient's goals have the rows <c>baseline</c>, <c>score</c> and <c>change</c> under
    /// <see cref="GoalAttainment.Id"/>. With <see cref="AssessmentOptions.IncludeTreatment"/>, also the rows of <see cref="Segments.TreatmentAssessment"/>.
    /// Once a series and scale, at the point <c>series</c>: <c>summary</c>, <c>onset</c>, <c>onset-hours</c>, <c>infusion-change</c>, <c>area</c>,
    /// <c>depression-free-days</c>, <c>first-items</c> and <c>time-in</c>.
    /// </returns>
    /// <exception cref="ArgumentException"><see cref="AssessmentOptions.AsOf"/> is a calendar date and the course has relative days, or the reverse.</exception>
    public static AssessmentReport Assess(Course course, AssessmentOptions? options = null, InstrumentCatalogue? catalogue = null)
    {
        ArgumentNullException.ThrowIfNull(course);
        options ??= AssessmentOptions.Default;
        catalogue ??= InstrumentCatalogue.Shipped;
        var known = options.AsOf is { } asOf ? course.AsOf(asOf) : course;
        var now = options.AsOf ?? known.LastRecord;
        known = options.Segmentation is { } rule ? known.SegmentedBy(rule, now) : known;
        var results = new List<IndicatorResult>();
        var issues = new List<Issue>();
        var trajectories = new List<ScaleTrajectory>();
        // A course that never had the primary instrument stays in the denominator.
        var ids = known.Administrations.Select(administration => administration.Instrument).Concat(options.Primary is null ? [] : [options.Primary]);
        foreach (var id in ids.Distinct(StringComparer.Ordinal))
        {
            if (catalogue.Find(id) is { } instrument)
            {
                AssessInstrument(instrument, known, now, options, results, trajectories, issues);
            }
            else
            {
                issues.Add(new Issue(IssueCodes.InstrumentUnknown, IssueSeverity.Warning, "The catalogue has no such instrument; its records were not used.", id));
            }
        }

        results.AddRange(AssessSeries(known, trajectories, options, now, catalogue));
        results.AddRange(GoalIndicators.Assess(known, options, now, issues));
        if (options.IncludeTreatment)
        {
            var treatment = Segments.TreatmentAssessment.Assess(course, options);
            results.AddRange(treatment.Results);
            issues.AddRange(treatment.Issues);
        }

        results.Sort(IndicatorOrder.Compare);
        return new AssessmentReport(results.ToEquatableArray(), issues.Distinct().ToEquatableArray()).Where(options.Include);
    }

    /// <summary>Asks the library's indicators and the caller's for each series.</summary>
    private static IEnumerable<IndicatorResult> AssessSeries(Course course, List<ScaleTrajectory> trajectories, AssessmentOptions options, ClinicalTime? now, InstrumentCatalogue catalogue)
    {
        var indicators = StandardIndicators.All.Concat(options.Custom)
            .Where(indicator => options.Include.IsEmpty || options.Include.Contains(indicator.Id, StringComparer.Ordinal))
            .ToList();
        for (var number = 1; number <= Math.Max(1, course.Series.Count); number++)
        {
            var series = number <= course.Series.Count ? course.Series[number - 1] : null;
            var context = new SeriesContext(course, number, series, trajectories.Where(trajectory => trajectory.Number == number).ToEquatableArray(), options, now, catalogue);
            foreach (var indicator in indicators)
            {
                foreach (var finding in indicator.Assess(context))
                {
                    yield return finding.ToResult(context, indicator.Id);
                }
            }
        }
    }

    private static void AssessInstrument(
        Instrument instrument,
        Course course,
        ClinicalTime? now,
        AssessmentOptions options,
        List<IndicatorResult> results,
        List<ScaleTrajectory> trajectories,
        List<Issue> issues)
    {
        foreach (var administration in course.Administrations)
        {
            if (string.Equals(administration.Instrument, instrument.Id, StringComparison.Ordinal)
                && administration.Content is AdministrationContent.TotalOnly total
                && (total.Scale ?? instrument.TotalScale?.Id ?? "total") is var named
                && instrument.FindScale(named) is not { Result: ResultKind.Number })
            {
                issues.Add(new Issue(IssueCodes.ScaleUnknown, IssueSeverity.Warning, "The instrument has no such scale with a total; the record was not used.", $"{instrument.Id}/{named}"));
            }
        }

        for (var i = 0; i < instrument.Scales.Count; i++)
        {
            var scale = instrument.Scales[i];
            var isMain = i == 0;
            if (!isMain && (scale.Result != ResultKind.Number || (scale.Endpoints.IsEmpty && scale.Milestones.IsEmpty && !IsStated(course, instrument, scale))))
            {
                continue;
            }

            var readings = ScaleReading.Collect(course, instrument, scale, options.MissingPolicy, issues);
            if (readings.Count == 0 && !(isMain && string.Equals(instrument.Id, options.Primary, StringComparison.Ordinal)))
            {
                continue;
            }

            issues.AddRange(readings.Where(reading => reading.Score is Score.Invalid).SelectMany(reading => reading.Score!.Issues.Where(issue => issue.Severity == IssueSeverity.Error)));
            foreach (var window in SeriesWindow<ScaleReading>.Split(course, readings))
            {
                var indicators = new ScaleIndicators(course, instrument, scale, window, options, now);
                results.AddRange(indicators.Assess(isMain));
                if (scale is { Result: ResultKind.Number, Measures: MeasureKind.State })
                {
                    trajectories.Add(indicators.ToTrajectory());
                }

                if (!scale.Milestones.IsEmpty)
                {
                    results.AddRange(new MilestoneIndicators(course, instrument, scale, window, options, now).Assess());
                }
            }
        }
    }

    /// <summary>Whether a total of a further scale was given by itself, so that someone wants it assessed.</summary>
    private static bool IsStated(Course course, Instrument instrument, Scale scale) => course.Administrations.Any(administration =>
        string.Equals(administration.Instrument, instrument.Id, StringComparison.Ordinal)
        && administration.Content is AdministrationContent.TotalOnly total && string.Equals(total.Scale, scale.Id, StringComparison.Ordinal));
}

/// <summary>The order of answers in tables: by their key, compared ordinally.</summary>
internal static class IndicatorOrder
{
    public static int Compare(IndicatorResult x, IndicatorResult y)
    {
        var result = string.CompareOrdinal(x.PatientId, y.PatientId);
        result = result != 0 ? result : string.CompareOrdinal(x.CourseId, y.CourseId);
        result = result != 0 ? result : x.Series.CompareTo(y.Series);
        result = result != 0 ? result : string.CompareOrdinal(x.Instrument, y.Instrument);
        result = result != 0 ? result : string.CompareOrdinal(x.Scale, y.Scale);
        result = result != 0 ? result : string.CompareOrdinal(x.Indicator, y.Indicator);
        result = result != 0 ? result : string.CompareOrdinal(x.Rule, y.Rule);
        result = result != 0 ? result : string.CompareOrdinal(x.Point, y.Point);
        result = result != 0 ? result : CompareTimes(x.At, y.At);
        return result != 0 ? result : string.CompareOrdinal(x.Explain(), y.Explain());
    }

    private static int CompareTimes(ClinicalTime? x, ClinicalTime? y) => (x, y) switch
    {
        (null, null) => 0,
        (null, _) => -1,
        (_, null) => 1,
        ({ } left, { } right) => ClinicalTime.CompareAsWritten(left, right),
    };
}
