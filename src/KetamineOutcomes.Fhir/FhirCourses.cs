using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Fhir;

/// <summary>A course of treatment to and from a Bundle.</summary>
/// <remarks>
/// Infusions become MedicationAdministration or Procedure resources, filled-in forms QuestionnaireResponse, totals without answers and forms that were not done
/// Observation. What FHIR has no resource for (events, plan, goals, end of follow-up), and forms of instruments that the catalogue does not have, stand
/// in a Basic resource as the project's own JSON.
/// </remarks>
public static class FhirCourses
{
    /// <summary>Writes a course.</summary>
    /// <param name="course">The course.</param>
    /// <param name="options">How to write, or <see langword="null"/> for the defaults.</param>
    /// <returns>A Bundle of the type <c>collection</c>. Reading it gives an equal course, save that an option that has a value is then that value, and an answer that its item cannot take is <see cref="Answer.Unreadable"/>.</returns>
    public static FhirResource Write(Course course, FhirWriteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(course);
        return FhirWriter.Bundle(new CourseWriter(options ?? FhirWriteOptions.Default).Write(course));
    }

    /// <summary>Reads a course of one patient: a Bundle that <see cref="Write"/> wrote, or another system's with forms, totals and infusions.</summary>
    /// <param name="utf8Json">The Bundle as UTF-8 JSON, as a whole.</param>
    /// <param name="options">How to read, or <see langword="null"/> for the defaults.</param>
    /// <returns>
    /// The course with what was noticed; or the issues, whose places begin with the entry. In another system's Bundle totals that are derived from a form
    /// that is there are not taken twice, single items' Observations are not used, and the course has the id <c>1</c>.
    /// </returns>
    /// <exception cref="ArgumentException">The options name an instrument that the catalogue does not have.</exception>
    public static FhirCourseResult Read(ReadOnlyMemory<byte> utf8Json, FhirReadOptions? options = null)
    {
        options ??= FhirReadOptions.Default;
        return new CourseReader(options, CodeIndex.For(options), FhirPlace.Whole).Read(utf8Json);
    }

    /// <summary>Reads courses, each of them one Bundle: a document, or NDJSON with one a line. A line that cannot be read does not stop the others.</summary>
    /// <param name="input">The input, UTF-8. It stays open.</param>
    /// <param name="options">How to read, or <see langword="null"/> for the defaults; a Bundle may have <see cref="FhirReadOptions.MaxResourceBytes"/>.</param>
    /// <returns>What came of each Bundle, with its place, in the input's order; each is read when it is asked for, and the sequence can be gone through once.</returns>
    /// <exception cref="ArgumentException">The options name an instrument that the catalogue does not have, or a limit below 1 KiB.</exception>
    public static IEnumerable<FhirCourseResult> Read(Stream input, FhirReadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        options ??= FhirReadOptions.Default;
        if (options.MaxResourceBytes < 1024)
        {
            throw new ArgumentException("A resource may have 1 KiB or more.", nameof(options));
        }

        return ReadEach(input, options, CodeIndex.For(options));
    }

    private static IEnumerable<FhirCourseResult> ReadEach(Stream input, FhirReadOptions options, CodeIndex codes)
    {
        var number = 0L;
        foreach (var slice in ResourceSlices.CutWhole(input, options.Format, options.MaxResourceBytes))
        {
            number++;
            var place = new FhirPlace(number, slice.Line, "");
            yield return slice.Error is { } error ? new FhirCourseResult(null, [error], place) : new CourseReader(options, codes, place).Read(slice.Json);
        }

        if (number == 0)
        {
            yield return new FhirCourseResult(null, [new Issue(FhirCodes.InputEmpty, IssueSeverity.Error, "Expected a Bundle; the input holds nothing.", "$")], FhirPlace.Whole);
        }
    }
}
