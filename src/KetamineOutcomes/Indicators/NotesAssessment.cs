using KetamineOutcomes.Indicators.Chair;
using KetamineOutcomes.Indicators.ConcurrentCare;
using KetamineOutcomes.Indicators.Screens;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.Chair;
using KetamineOutcomes.Treatment.ConcurrentCare;

namespace KetamineOutcomes.Indicators;

/// <summary>Says what the notes beside the log of infusions show: in the chair, of concurrent care, of screens before treatment.</summary>
/// <remarks>It reports observations. It never says that a patient may be treated, may leave, or may not.</remarks>
public static class NotesAssessment
{
    /// <summary>The rows of a course: instruments <c>chair</c>, <c>care</c> and <c>screen</c>.</summary>
    /// <param name="course">The course.</param>
    /// <param name="notes">The notes beside its log.</param>
    /// <param name="options">What the caller chooses, or <see langword="null"/> for the defaults.</param>
    /// <param name="catalogue">The instruments of the screens, or <see langword="null"/> for those that ship.</param>
    /// <returns>
    /// The answers sorted by their key; the issues name sessions of infusions that the course does not have
    /// (<see cref="IssueCodes.ChairInfusionUnknown"/>), readings taken at or after the start of the next infusion (<see cref="IssueCodes.ChairAfterNext"/>) or after the
    /// recorded death (<see cref="IssueCodes.AfterDeath"/>), and kinds of care that are said to be none and listed from before the first infusion
    /// (<see cref="IssueCodes.CareContradiction"/>).
    /// </returns>
    /// <exception cref="ArgumentException">The course has calendar dates and the notes or <see cref="ChairOptions.AsOf"/> relative days, or the reverse.</exception>
    public static AssessmentReport Assess(Course course, TreatmentNotes notes, ChairOptions? options = null, InstrumentCatalogue? catalogue = null)
    {
        ArgumentNullException.ThrowIfNull(course);
        ArgumentNullException.ThrowIfNull(notes);
        options ??= ChairOptions.Default;
        if (options.AsOf is { } asOf)
        {
            course = course.AsOf(asOf);
            notes = notes.AsOf(asOf);
        }

        // One meaning of a series in every row: chair, care and screens go by the same rule as the structure of the treatment.
        course = options.Segmentation is { } rule ? course.SegmentedBy(rule, options.AsOf ?? course.LastRecord) : course;
        var issues = new List<Issue>();
        var results = new List<IndicatorResult>();
        results.AddRange(InTheChair(course, notes, options, issues));
        issues.AddRange(Contradictions(course, notes.Care));
        results.AddRange(CareIndicators.Assess(course, notes.Care, options.AsOf, [.. notes.Unreadable]));
        results.AddRange(ScreenIndicators.Assess(course, notes, options, catalogue ?? InstrumentCatalogue.Shipped));
        results.Sort(IndicatorOrder.Compare);
        return new AssessmentReport(results.ToEquatableArray(), issues.ToEquatableArray());
    }

    // None is said of the time before treatment: care of the kind that begins with the first infusion or later takes nothing from it. What has no beginning was told
    // when the log was put together.
    private static IEnumerable<Issue> Contradictions(Course course, CareLog care) => course.Infusions.IsEmpty ? [] : care.None
        .Where(kind => care.Intervals.Any(interval => interval.Kind == kind && interval.From is { } from && from.CompareKnown(course.Infusions[0].At) < 0))
        .Select(kind => new Issue(IssueCodes.CareContradiction, IssueSeverity.Warning, "This kind of care is listed from before the first infusion and also said to be none; what is listed holds from its beginning on.", "care/" + kind.ToWord()));

    private static List<IndicatorResult> InTheChair(Course course, TreatmentNotes notes, ChairOptions options, List<Issue> issues)
    {
        var sessions = new Dictionary<Infusion, ChairSession>();
        foreach (var session in notes.Sessions)
        {
            if (!course.Infusions.Contains(session.Infusion))
            {
                issues.Add(new Issue(IssueCodes.ChairInfusionUnknown, IssueSeverity.Warning, "Readings in the chair are tied to an infusion that the course does not have; they were not used.", "chair"));
            }
            else
            {
                var own = session.Within(course);
                issues.AddRange(own.Issues);
                sessions.Add(session.Infusion, own.GetValueOrThrow());
            }
        }

        // Where nothing was noted of any infusion the chair was not recorded at all; else an infusion without readings is one that lacks them, as soon as that is known.
        var results = new List<IndicatorResult>();
        var noted = sessions.Values.Select(session => session.FirstNoted).OfType<ClinicalTime>().ToList();
        foreach (var series in noted.Count == 0 ? [] : course.Series)
        {
            var since = noted.Aggregate(ClinicalTime.Earlier);
            var numbered = series.Infusions
                .Select((infusion, i) => (Number: i + 1, Session: sessions.TryGetValue(infusion, out var session) ? session : ChairSession.Empty(infusion)))
                .ToList();
            results.AddRange(numbered.SelectMany(pair => new ChairIndicators(course, series, pair.Number, pair.Session, since, options, notes.Person).Assess()));
            results.AddRange(ChairTrend.Assess(course, series, numbered));
        }

        return results;
    }
}
