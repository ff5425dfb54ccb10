using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Indicators;

/// <summary>A course with its answers, for callers to whom records come one by one: a record more gives a new assessed course, and what the record cannot touch is not worked out again.</summary>
/// <remarks>
/// <para>Immutable: the assessed course from before stands. The answers are those of <see cref="CourseAssessment.Assess"/> over all records, whatever the order in which they came: a record may be late, be
/// of a day long past, or correct another.</para>
/// <para>
/// Taken over are the answers about a scale whose forms are the same, and those of an endpoint whose scales are, unless the time that counts as now has moved past one of their limits (a score that is
/// too old, a window that closes); the scores of all forms that were there; and, of the scale of the form, closed cycles, raised alerts and the state of the drift watch. Worked out anew are: the other answers
/// about the scale of the form, in the series to which it belongs; domains and the rows of suicidality that look at all forms; the caller's own indicators; and everything after an infusion or an event.
/// </para>
/// </remarks>
public sealed class AssessedCourse
{
    private readonly AssessmentOptions _options;
    private readonly InstrumentCatalogue _catalogue;
    private readonly AssessedParts _parts;

    private AssessedCourse(Course course, AssessmentOptions options, InstrumentCatalogue catalogue, AssessedParts? before)
    {
        Course = course;
        _options = options;
        _catalogue = catalogue;
        _parts = AssessedParts.Of(course, options, catalogue, before);
    }

    /// <summary>Assesses a course.</summary>
    /// <param name="course">The course, with or without records.</param>
    /// <param name="options">What the caller chooses, or <see langword="null"/> for the defaults; it holds for all that is appended.</param>
    /// <param name="catalogue">The instruments, or <see langword="null"/> for those that ship.</param>
    /// <returns>The course with its answers.</returns>
    /// <exception cref="ArgumentException"><see cref="AssessmentOptions.AsOf"/> is a calendar date and the course has relative days, or the reverse.</exception>
    public static AssessedCourse Assess(Course course, AssessmentOptions? options = null, InstrumentCatalogue? catalogue = null)
    {
        ArgumentNullException.ThrowIfNull(course);
        return new AssessedCourse(course, options ?? AssessmentOptions.Default, catalogue ?? InstrumentCatalogue.Shipped, null);
    }

    /// <summary>The course with all its records.</summary>
    public Course Course { get; }

    /// <summary>Its answers, as <see cref="CourseAssessment.Assess"/> gives them.</summary>
    public AssessmentReport Report => _parts.Report;

    /// <summary>Appends a questionnaire.</summary>
    /// <param name="administration">The questionnaire, of any time.</param>
    /// <returns>The course with it, or the issues of <see cref="Treatment.Course.With(Administration)"/>.</returns>
    public ReadResult<AssessedCourse> Append(Administration administration) => Next(Course.With(administration));

    /// <summary>Appends an infusion.</summary>
    /// <param name="infusion">The infusion, of any time.</param>
    /// <returns>The course with it, or the issues of <see cref="Treatment.Course.With(Infusion)"/>.</returns>
    public ReadResult<AssessedCourse> Append(Infusion infusion) => Next(Course.With(infusion));

    /// <summary>Appends an event.</summary>
    /// <param name="happened">The event, of any time.</param>
    /// <returns>The course with it, or the issues of <see cref="Treatment.Course.With(ClinicalEvent)"/>.</returns>
    public ReadResult<AssessedCourse> Append(ClinicalEvent happened) => Next(Course.With(happened));

    private ReadResult<AssessedCourse> Next(ReadResult<Course> course) => course.TryGetValue(out var next)
        ? ReadResult<AssessedCourse>.Success(new AssessedCourse(next, _options, _catalogue, _parts), course.Issues)
        : ReadResult<AssessedCourse>.Failure(course.Issues);
}
