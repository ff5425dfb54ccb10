using System.Diagnostics.CodeAnalysis;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Fhir;

/// <summary>What reading a course out of a Bundle gave: the course, or the issues that forbid it.</summary>
public sealed class FhirCourseResult
{
    private readonly Course? _course;

    internal FhirCourseResult(Course? course, IEnumerable<Issue> issues, FhirPlace place)
    {
        Place = place;
        _course = course;
        Issues = issues.Distinct().ToEquatableArray();
    }

    /// <summary>Where the Bundle stands in the input.</summary>
    public FhirPlace Place { get; }

    /// <summary>Whether there is a course.</summary>
    public bool IsSuccess => _course is not null;

    /// <summary>What was noticed; one error or more where there is no course. Places begin with the entry.</summary>
    public EquatableArray<Issue> Issues { get; }

    /// <summary>The course, if there is one.</summary>
    /// <param name="course">The course.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGetCourse([NotNullWhen(true)] out Course? course)
    {
        course = _course;
        return course is not null;
    }

    /// <summary>The course.</summary>
    /// <returns>The course.</returns>
    /// <exception cref="InvalidOperationException">There is none; the message names the issues.</exception>
    public Course GetCourseOrThrow() => _course ?? throw new InvalidOperationException(string.Join("; ", Issues));
}
