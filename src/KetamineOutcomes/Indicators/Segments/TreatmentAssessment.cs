using System.Globalization;
using KetamineOutcomes.Indicators.Chair;
using KetamineOutcomes.Indicators.Schedules;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.Schedules;
using KetamineOutcomes.Treatment.Segments;

namespace KetamineOutcomes.Indicators.Segments;

/// <summary>Assesses the treatment itself: the numbers of each infusion, segments and cycles, as rows of the instrument <c>treatment</c>.</summary>
public static class TreatmentAssessment
{
    /// <summary>The id under which rows about the treatment stand.</summary>
    public const string Id = "treatment";

    /// <summary>The words that its rows, and those about schedules, the chair, care and screens, can have as <c>indicator</c>, in order.</summary>
    public static EquatableArray<string> Indicators { get; } =
    [
        "adherence", "assessment-due", "baseline", "begins", "change", "completion", "cut-off", "cycle", "days-off", "dose", "ends", "fall", "history", "in-force", "infusions", "kind",
        "length", "lowest", "lowest-minute", "lowest-that-day", "minutes-above", "minutes-below", "note", "number", "observed", "outlasts", "peak", "peak-minute", "peak-that-day",
        "return", "rise", "score", "seen-that-day", "since-last", "state", "step-condition", "threshold", "trend",
    ];

    /// <summary>Assesses the treatment of a course.</summary>
    /// <param name="course">The course.</param>
    /// <param name="options">What the caller chooses: <see cref="AssessmentOptions.Segmentation"/> and <see cref="AssessmentOptions.AsOf"/>; or
    /// <see langword="null"/> for the defaults.</param>
    /// <returns>
    /// The rows by key, and as issues where labels and rule disagree, whose place is <c>patient/course/infusion:N</c>, N being the number in the course as of that day. A course without an infusion has none.
    /// </returns>
    /// <exception cref="ArgumentException"><see cref="AssessmentOptions.AsOf"/> is a calendar date and the course has relative days, or the reverse.</exception>
    public static AssessmentReport Assess(Course course, AssessmentOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(course);
        options ??= AssessmentOptions.Default;
        var structure = TreatmentStructure.Find(course, options.Segmentation, options.AsOf);
        var results = new SegmentIndicators(course, structure).Assess().ToList();
        results.Sort(IndicatorOrder.Compare);

        // A report may be one of many: its notices name whose record they are about.
        var notices = structure.Notices.Zip(structure.NoticedInfusions, (notice, infusion) =>
            new Issue(notice.Code, notice.Severity, notice.Message, string.Create(CultureInfo.InvariantCulture, $"{course.PatientId}/{course.CourseId}/infusion:{infusion}")));
        return new AssessmentReport(results.ToEquatableArray(), notices.ToEquatableArray());
    }

    /// <summary>Assesses the treatment of a course with all that stands beside its log, in one go: structure, what was planned, and what was noted.</summary>
    /// <param name="course">The course.</param>
    /// <param name="plan">What was planned, or <see langword="null"/> for no rows about it but those of the course's own plan of assessments.</param>
    /// <param name="notes">What was noted, or <see langword="null"/> for no rows about it.</param>
    /// <param name="options">What the caller chooses: <see cref="AssessmentOptions.Segmentation"/> and <see cref="AssessmentOptions.AsOf"/>; or
    /// <see langword="null"/> for the defaults.</param>
    /// <param name="catalogue">The instruments, or <see langword="null"/> for those that ship.</param>
    /// <returns>The rows of <see cref="Assess(Course, AssessmentOptions?)"/>, <see cref="ScheduleAssessment"/> and <see cref="NotesAssessment"/> by key, all with one numbering of series; and their issues.</returns>
    /// <exception cref="ArgumentException"><see cref="AssessmentOptions.AsOf"/> or the notes have calendar dates and the course has relative days, or the reverse.</exception>
    public static AssessmentReport Assess(Course course, ClinicPlan? plan, TreatmentNotes? notes, AssessmentOptions? options = null, InstrumentCatalogue? catalogue = null)
    {
        options ??= AssessmentOptions.Default;
        var report = Assess(course, options).With(ScheduleAssessment.Assess(course, plan ?? ClinicPlan.Empty, options, catalogue));
        if (notes is null)
        {
            return report;
        }

        var inTheChair = new ChairOptions { AsOf = options.AsOf, Segmentation = options.Segmentation };
        return report.With(NotesAssessment.Assess(course, notes, inTheChair, catalogue));
    }
}
