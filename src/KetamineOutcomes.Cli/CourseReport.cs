using System.Globalization;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Tables;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Cli;

/// <summary>What commands that read courses share: opening tables, and what they say on standard error.</summary>
internal static class CourseReport
{
    private const int Most = 20;

    /// <summary>Opens a table by name, if one is named.</summary>
    public static T With<T>(this ToolHost host, string? name, Func<TableSource?, T> read) =>
        name is null ? read(null) : Files.Read(name, host, stream => read(new TableSource(stream, name, TableFormats.FromFileName(name))));

    /// <summary>Refuses an output that is one of the inputs, and more than one input from standard input.</summary>
    public static void RequireInputs(IReadOnlyCollection<string> inputs, string output)
    {
        if (inputs.Count(input => input == Files.StandardStream) > 1)
        {
            throw new ToolException(IssueCodes.OptionInvalid, "Only one table can come from standard input.");
        }

        foreach (var input in inputs)
        {
            Files.RequireDifferent(input, output);
        }
    }

    /// <summary>Reads the tables of courses; what cannot be used ends the run.</summary>
    public static CourseTablesResult Read(ToolHost host, string? assessments, string? treatments, string? events, string? goals, TableLayout? layout = null)
    {
        var progress = new ProgressLine(host);
        try
        {
            var tables = host.With(assessments, forms =>
                host.With(treatments, doses =>
                    host.With(events, happened =>
                        host.With(goals, aims => CourseTables.Read(forms, doses, happened, aims, host.Catalogue, progress, layout)))));
            return tables.Error is null ? tables : throw new ToolException(tables.Error);
        }
        finally
        {
            progress.End();
        }
    }

    /// <summary>Writes the rows of a report.</summary>
    public static void Write(this IndicatorTable table, AssessmentReport report)
    {
        foreach (var result in report.Results)
        {
            table.Write(result);
        }
    }

    /// <summary>The issues of a report with the course as it was known on the day, by which they count its infusions.</summary>
    public static IEnumerable<(Course Course, Issue Issue)> IssuesOf(this AssessmentReport report, Course course, ClinicalTime? asOf)
    {
        var known = report.Issues.IsEmpty || asOf is not { } day ? course : course.AsOf(day);

        // What was told row by row, with its line, when the tables were read is not told again.
        return report.Issues.Where(issue => issue.Code is not (IssueCodes.AfterDeath or IssueCodes.CareContradiction)).Select(issue => (known, issue));
    }

    /// <summary>Says on standard error what was noticed and what was wrong.</summary>
    /// <param name="host">Where to.</param>
    /// <param name="tables">The tables of courses.</param>
    /// <param name="issues">What was noticed of each course, as it was known on the day.</param>
    /// <param name="notes">The tables of notes.</param>
    /// <param name="unusable">What of a plan could not be used.</param>
    /// <returns>The exit code: 1 where anything was wrong, else 0.</returns>
    public static int Write(ToolHost host, CourseTablesResult tables, List<(Course Course, Issue Issue)> issues, NotesTablesResult notes, IReadOnlyList<TableError> unusable)
    {
        var errors = tables.Errors.Concat(notes.Errors).Concat(unusable).ToList();
        foreach (var line in tables.Notices.Concat(notes.Notices))
        {
            host.Error.WriteLine(line);
        }

        // Errors of forms were listed with their lines when the tables were read.
        var noticed = issues.Where(each => each.Issue.Severity != IssueSeverity.Error).Select(each => (each.Issue, OfRow: FindRow(each.Course, each.Issue, tables))).ToList();
        foreach (var group in noticed.Where(each => each.OfRow is null).Select(each => each.Issue).GroupBy(issue => (issue.Code, issue.Place)))
        {
            var count = group.Count();
            host.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{group.First()}: {group.First().Message}{(count > 1 ? $" ({count} times)" : "")}"));
        }

        List<TableError> ofRows = [.. noticed.Select(each => each.OfRow).OfType<TableError>()];
        List(host, ofRows, ofRows.Count, "notices");
        var wrong = errors.Count + (tables.ErrorCount - tables.Errors.Count);
        List(host, errors, wrong, "errors");
        host.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{tables.Rows + notes.Rows} rows, {tables.Courses.Count} courses, {wrong} errors."));
        return wrong > 0 ? 1 : 0;
    }

    private static void List(ToolHost host, List<TableError> lines, long count, string what)
    {
        foreach (var line in lines.Take(Most))
        {
            host.Error.WriteLine(line);
        }

        if (count > Most)
        {
            host.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"... and {count - Most} more {what}."));
        }
    }

    /// <summary>A notice about one infusion (<c>patient/course/infusion:N</c>) with the line from which that was read; <see langword="null"/> for any other.</summary>
    private static TableError? FindRow(Course course, Issue issue, CourseTablesResult tables)
    {
        var place = $"{course.PatientId}/{course.CourseId}/infusion:";
        if (issue.Place?.StartsWith(place, StringComparison.Ordinal) != true || !int.TryParse(issue.Place.AsSpan(place.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        // Courses out of FHIR have no lines; their infusions go by their numbers.
        if (!tables.InfusionLines.TryGetValue((course.PatientId, course.CourseId, course.Infusions[number - 1]), out var read))
        {
            return null;
        }

        var (file, line) = read;
        var whose = TableError.OneLine($"patient {course.PatientId}, course {course.CourseId}, infusion {number.ToString(CultureInfo.InvariantCulture)}");
        return new TableError(issue.Code, issue.Severity, $"{whose}: {issue.Message}", file, line, issue.Code == IssueCodes.SegmentationRouteChanged ? "route" : "kind");
    }
}
