using System.CommandLine;
using System.Globalization;
using KetamineOutcomes.Fhir;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Tables;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Cli;

/// <summary>Courses out of FHIR for commands that else read them out of tables.</summary>
internal sealed class FhirCourseInput
{
    private const int Most = 20;

    // Enough for anybody who mends a file, and little memory where all of it is wrong.
    private const int MostKept = 10_000;

    private readonly Option<string?> _file = new("--fhir")
    {
        Description = "The courses as FHIR in place of the tables: one patient's Bundle, or NDJSON with one a line (see: fhir course); - is standard input.",
        HelpName = "file",
    };

    private readonly Option<string[]> _mapFile = new("--map-file")
    {
        Description = "With --fhir: a file that says which linkId is which item on a form without known codes; see: fhir score. May be given several times.",
        HelpName = "file",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly ToolHost _host;

    public FhirCourseInput(ToolHost host) => _host = host;

    public Option[] All => [_file, _mapFile];

    public bool IsGiven(ParseResult call) => Find(call) is not null;

    public string? Find(ParseResult call) => call.GetValue(_file);

    /// <summary>Refuses a call that has neither tables nor FHIR, or both.</summary>
    /// <param name="call">The call.</param>
    /// <param name="needed">The option of the table that is needed where FHIR is not given.</param>
    /// <param name="tables">The options of all tables.</param>
    public void RequireOne(ParseResult call, Option<string?> needed, params Option<string?>[] tables)
    {
        if (!IsGiven(call))
        {
            if (call.GetValue(needed) is null)
            {
                throw new ToolException(IssueCodes.OptionInvalid, $"Give the table, {needed.Name} FILE, or the courses as FHIR, {_file.Name} FILE.", field: needed.Name);
            }

            if ((call.GetValue(_mapFile) ?? []).Length > 0)
            {
                throw new ToolException(IssueCodes.OptionInvalid, $"A map is for forms in FHIR: give {_file.Name} too.", field: _mapFile.Name);
            }
        }
        else if (tables.Append(needed).FirstOrDefault(option => call.GetValue(option) is not null) is { } both)
        {
            throw new ToolException(IssueCodes.OptionInvalid, $"The courses come from {_file.Name} or from tables, not from both.", field: both.Name);
        }
    }

    /// <summary>Reads the courses; where there is none that can be read, that ends the run.</summary>
    public CourseTablesResult Read(ParseResult call)
    {
        var name = Find(call)!;
        var options = new FhirReadOptions
        {
            Catalogue = _host.Catalogue,
            Maps = FhirReadOptionSet.ReadMapFiles(call.GetValue(_mapFile) ?? [], _host, _host.Catalogue).ToEquatableArray(),
            Format = FhirReadOptionSet.FormatOf(null, name),
        };
        var courses = new SortedDictionary<(string, string), Course>(Comparer<(string Patient, string Course)>.Create((x, y) =>
            string.CompareOrdinal(x.Patient, y.Patient) is var order && order != 0 ? order : string.CompareOrdinal(x.Course, y.Course)));
        var errors = new List<TableError>();
        var warnings = new List<TableError>();
        var bundles = 0L;
        var notKept = 0L;
        void KeepError(TableError error)
        {
            if (errors.Count < MostKept)
            {
                errors.Add(error);
            }
            else
            {
                notKept++;
            }
        }

        Files.Read(name, _host, stream =>
        {
            foreach (var result in FhirCourses.Read(stream, options))
            {
                _host.Interrupt.ThrowIfCancellationRequested();
                bundles++;
                foreach (var issue in result.Issues.Where(issue => issue.Severity != IssueSeverity.Notice))
                {
                    var line = new TableError(issue.Code, issue.Severity, issue.Message, name, result.Place.Line, issue.Place);
                    if (issue.Severity == IssueSeverity.Error)
                    {
                        KeepError(line);
                    }
                    else
                    {
                        // All of them: alerts are among them.
                        warnings.Add(line);
                    }
                }

                if (!result.TryGetCourse(out var course))
                {
                    continue;
                }

                foreach (var issue in Judge(course))
                {
                    KeepError(new TableError(issue.Code, issue.Severity, issue.Message, name, result.Place.Line, issue.Place));
                }

                if (!courses.TryAdd((course.PatientId, course.CourseId), course))
                {
                    // Half of a course gives wrong answers that look like right ones.
                    throw new ToolException(new TableError(
                        FhirCodes.CourseTwice, IssueSeverity.Error, "Two Bundles are of one patient and course: put them into one.", name, result.Place.Line));
                }
            }

            return 0;
        });
        if (courses.Count == 0)
        {
            foreach (var error in errors.Skip(1).Take(Most))
            {
                _host.Error.WriteLine(error);
            }

            throw new ToolException(errors[0]);
        }

        return new CourseTablesResult
        {
            Courses = courses.Values.ToEquatableArray(),
            Rows = bundles,
            Errors = errors.ToEquatableArray(),
            ErrorsNotKept = notKept,
            Notices = Shorten(warnings).Concat(NoticeUntreated(courses.Values, name)).ToEquatableArray(),
        };
    }

    private static IEnumerable<TableError> NoticeUntreated(IEnumerable<Course> courses, string name)
    {
        var untreated = courses.Count(course => course.Infusions.IsEmpty);
        if (untreated > 0)
        {
            yield return new TableError(TableCodes.CourseUnmatched, IssueSeverity.Notice, string.Create(
                CultureInfo.InvariantCulture, $"{untreated} courses have no infusion, and so no baseline before one; --baseline first takes the first score."), name);
        }
    }

    /// <summary>What is wrong with forms and totals that are kept all the same: what tables list line by line. The place is the instrument and the item.</summary>
    private IEnumerable<Issue> Judge(Course course)
    {
        foreach (var form in course.Administrations)
        {
            if (_host.Catalogue.Find(form.Instrument) is not { } instrument)
            {
                continue;
            }

            var issues = form.Content switch
            {
                AdministrationContent.Answered answered => instrument.ScoreAll(answered.Answers, new ScoringOptions { StatedTotal = answered.StatedTotal }).Issues,
                AdministrationContent.TotalOnly total when (total.Scale is { } scale ? instrument.FindScale(scale) : instrument.TotalScale) is { Result: ResultKind.Number } => instrument.ScoreTotal(total.Total, total.Scale).Issues,
                _ => [],
            };
            foreach (var issue in issues.Where(issue => issue.Severity != IssueSeverity.Notice))
            {
                yield return new Issue(issue.Code, issue.Severity, issue.Message, issue.Place is null ? instrument.Id : $"{instrument.Id}: {issue.Place}");
            }
        }
    }

    /// <summary>Of each kind of warning the first few; those of alerts all.</summary>
    private static IEnumerable<TableError> Shorten(List<TableError> warnings)
    {
        foreach (var group in warnings.GroupBy(warning => warning.Code, StringComparer.Ordinal))
        {
            var most = group.Key == FhirCodes.AlertRaised ? int.MaxValue : Most;
            foreach (var warning in group.Take(most))
            {
                yield return warning;
            }

            if (group.Count() > most)
            {
                var last = group.Last();
                yield return new TableError(last.Code, last.Severity, string.Create(CultureInfo.InvariantCulture, $"... and {group.Count() - most} more of these."), last.File);
            }
        }
    }
}
