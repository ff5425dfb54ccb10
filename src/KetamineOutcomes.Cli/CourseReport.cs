using System.Globalization;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Tables;

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
    public static CourseTablesResult Read(ToolHost host, string? assessments, string? treatments, string? events, string? goals)
    {
        var progress = new ProgressLine(host);
        try
        {
            var tables = host.With(assessments, forms =>
                host.With(treatments, doses =>
                    host.With(events, happened =>
                        host.With(goals, aims => CourseTables.Read(forms, doses, happened, aims, host.Catalogue, progress)))));
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

    /// <summary>Says on standard error what was noticed and what was wrong.</summary>
    /// <param name="host">Where to.</param>
    /// <param name="tables">The tables of courses.</param>
    /// <param name="issues">What was noticed of courses.</param>
    /// <param name="notes">The tables of notes.</param>
    /// <param name="unusable">What of a plan could not be used.</param>
    /// <returns>The exit code: 1 where anything was wrong, else 0.</returns>
    public static int Write(ToolHost host, CourseTablesResult tables, List<Issue> issues, NotesTablesResult notes, IReadOnlyList<TableError> unusable)
    {
        var errors = tables.Errors.Concat(notes.Errors).Concat(unusable).ToList();
        foreach (var line in tables.Notices.Concat(notes.Notices))
        {
            host.Error.WriteLine(line);
        }

        // Errors of forms were listed with their lines when the tables were read.
        foreach (var group in issues.Where(issue => issue.Severity != IssueSeverity.Error).GroupBy(issue => (issue.Code, issue.Place)))
        {
            var count = group.Count();
            host.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{group.First()}: {group.First().Message}{(count > 1 ? $" ({count} times)" : "")}"));
        }

        foreach (var line in errors.Take(Most))
        {
            host.Error.WriteLine(line);
        }

        if (errors.Count > Most)
        {
            host.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"... and {errors.Count - Most} more errors."));
        }

        host.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{tables.Rows + notes.Rows} rows, {tables.Courses.Count} courses, {errors.Count} errors."));
        return errors.Count > 0 ? 1 : 0;
    }
}
