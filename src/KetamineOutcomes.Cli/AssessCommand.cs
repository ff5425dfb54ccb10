using System.CommandLine;
using System.Globalization;
using System.Text;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Tables;

namespace KetamineOutcomes.Cli;

/// <summary><c>assess</c>: tables of questionnaires and treatments in, a table of indicators out.</summary>
internal sealed class AssessCommand : ToolCommand
{
    private const string ForPeople = "table";

    private readonly Option<string> _assessments = new("--assessments")
    {
        Description = "The questionnaires, one a row: patient_id,[course_id],instrument,assessed_at|assessed_day,[timing],[rater],score|items; - is standard input.",
        HelpName = "file",
        Required = true,
    };

    private readonly Option<string?> _treatments = new("--treatments")
    {
        Description = "The infusions, one a row: patient_id,[course_id],given_at|given_day,agent,route,dose_mg,weight_kg,minutes,kind. Without them the first score is the baseline.",
        HelpName = "file",
    };

    private readonly Option<string?> _events = new("--events")
    {
        Description = "The events, one a row: patient_id,[course_id],event,occurred_at|occurred_day,reason.",
        HelpName = "file",
    };

    private readonly Option<string?> _goals = new("--goals")
    {
        Description = "The patients' own goals (Goal Attainment Scaling), one rating a row: patient_id,[course_id],goal,[weight]|[importance],[difficulty],rated_at|rated_day,rating.",
        HelpName = "file",
    };

    private readonly Option<string[]> _at = new("--at")
    {
        Description = "Where in the course: end-of-induction, last, every-visit, infusion:N, day:N or day:N+-W; several joined by commas. By default end-of-induction,last.",
        HelpName = "point,...",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _asOf = new("--as-of")
    {
        Description = "Answer as of this date; later records are not looked at. By default as of each patient's last record.",
        HelpName = "date",
    };

    private readonly Option<string?> _asOfDay = new("--as-of-day")
    {
        Description = "The same for data with relative days.",
        HelpName = "day",
    };

    private readonly Option<string?> _baseline = new("--baseline")
    {
        Description = "The baseline: last-before[:days], worst-before[:days] (inflates improvement), mean-before[:days], first, explicit:DATE-or-DAY. By default last-before:30, or first without treatments.",
        HelpName = "policy",
    };

    private readonly Option<string?> _primary = new("--primary")
    {
        Description = "The primary instrument; its rows carry the flag primary.",
        HelpName = "instrument",
    };

    private readonly Option<string?> _missingPolicy = new("--missing-policy")
    {
        Description = "A missing-item policy by name, for the instruments that have it.",
        HelpName = "name",
    };

    private readonly Option<string> _output = new("--output", "-o")
    {
        Description = "Where the result goes; a file appears only when it is complete; - is standard output.",
        HelpName = "file",
        DefaultValueFactory = _ => Files.StandardStream,
    };

    private readonly Option<string?> _format = FormOptions.Format(
        "--format",
        "How the output is written: csv or jsonl for programs, table for people; by default after the output's extension, else csv.",
        ForPeople);

    private readonly ToolHost _host;

    public AssessCommand(ToolHost host)
        : base(
            "assess",
            "Says baseline, change, response, remission and alerts of each course at named points, milestones, and how far goals were attained.",
            $"""
            {Tool.Name} assess --assessments phq9.csv --treatments infusions.csv --format table
            {Tool.Name} assess --assessments madrs.csv --at day:2+-1 --baseline first --output day2.csv
            {Tool.Name} assess --assessments phq9.csv --treatments infusions.csv --at last --as-of 2026-06-30 --primary phq-9
            """)
    {
        _host = host;
        Option[] own = [_assessments, _treatments, _events, _goals, _at, _asOf, _asOfDay, _baseline, _primary, _missingPolicy, _output, _format];
        foreach (var option in own)
        {
            Add(option);
        }

        SetAction(Run);
    }

    private int Run(ParseResult call)
    {
        var output = call.GetValue(_output)!;
        string[] inputs = [call.GetValue(_assessments)!, .. new[] { call.GetValue(_treatments), call.GetValue(_events), call.GetValue(_goals) }.OfType<string>()];
        if (inputs.Count(input => input == Files.StandardStream) > 1)
        {
            throw new ToolException(IssueCodes.OptionInvalid, "Only one table can come from standard input.");
        }

        foreach (var input in inputs)
        {
            Files.RequireDifferent(input, output);
        }

        var options = ReadOptions(call);
        var tables = ReadTables(call);
        if (tables.Error is not null)
        {
            throw new ToolException(tables.Error);
        }

        RequireSameTimeScale(tables, options);
        var format = call.GetValue(_format);
        return Files.Write(output, _host, stream =>
        {
            var issues = format == ForPeople
                ? WriteForPeople(stream, tables, options)
                : WriteTable(stream, FormOptions.FormatOf(format, output), tables, options);
            Report(tables, issues);
            return tables.ExitCode;
        });
    }

    private CourseTablesResult ReadTables(ParseResult call)
    {
        var progress = new ProgressLine(_host);
        try
        {
            return With(call.GetValue(_assessments), assessments =>
                With(call.GetValue(_treatments), treatments =>
                    With(call.GetValue(_events), events =>
                        With(call.GetValue(_goals), goals => CourseTables.Read(assessments!, treatments, events, goals, _host.Catalogue, progress)))));
        }
        finally
        {
            progress.End();
        }
    }

    private T With<T>(string? name, Func<TableSource?, T> read) =>
        name is null ? read(null) : Files.Read(name, _host, stream => read(new TableSource(stream, name, TableFormats.FromFileName(name))));

    private AssessmentOptions ReadOptions(ParseResult call)
    {
        var points = FormOptions.Split(call.GetValue(_at));
        var baseline = call.GetValue(_baseline);
        var primary = call.GetValue(_primary)?.ToLowerInvariant();
        if (primary is not null && _host.Catalogue.Find(primary) is null)
        {
            throw new ToolException(IssueCodes.InstrumentUnknown, $"There is no such instrument.{Nearest.Suggest(primary, _host.Catalogue.Ids)}", field: "--primary");
        }

        var policy = call.GetValue(_missingPolicy);
        var policies = _host.Catalogue.Ids.SelectMany(id => _host.Catalogue.Find(id)!.Scales).SelectMany(scale => scale.MissingPolicies).Select(p => p.Name).Distinct(StringComparer.Ordinal).ToList();
        if (policy is not null && !policies.Contains(policy, StringComparer.Ordinal))
        {
            throw new ToolException(TableCodes.MissingPolicyUnknown, $"No instrument has such a policy.{Nearest.Suggest(policy, policies)}", field: "--missing-policy");
        }

        return new AssessmentOptions
        {
            Points = points.IsEmpty ? AssessmentPoint.Defaults : points.Select(text => Take(AssessmentPoint.Parse(text), "--at")).ToEquatableArray(),
            Baseline = baseline is null ? null : Take(BaselinePolicy.Parse(baseline), "--baseline"),
            AsOf = ReadAsOf(call),
            Primary = primary,
            MissingPolicy = policy,
            HasTreatments = call.GetValue(_treatments) is not null,
        };
    }

    private static T Take<T>(ReadResult<T> read, string option)
        where T : class =>
        read.TryGetValue(out var value) ? value : throw new ToolException(IssueCodes.OptionInvalid, read.Issues[0].Message, field: option);

    private ClinicalTime? ReadAsOf(ParseResult call)
    {
        var date = call.GetValue(_asOf);
        var day = call.GetValue(_asOfDay);
        if (date is not null && day is not null)
        {
            throw new ToolException(IssueCodes.OptionInvalid, "Give --as-of or --as-of-day, not both.", field: "--as-of");
        }

        if (date is not null)
        {
            return ClinicalTime.TryParse(date, out var time)
                ? time
                : throw new ToolException(IssueCodes.OptionInvalid, "Expected a date such as 2026-06-30.", field: "--as-of");
        }

        if (day is null)
        {
            return null;
        }

        return int.TryParse(day, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) <= ClinicalTime.MaxRelativeDay
            ? ClinicalTime.OnDay(number)
            : throw new ToolException(IssueCodes.OptionInvalid, "Expected a whole number of days.", field: "--as-of-day");
    }

    private static void RequireSameTimeScale(CourseTablesResult tables, AssessmentOptions options)
    {
        if (options.Baseline is BaselinePolicy.Explicit named && tables.Courses.Any(course => course.LastRecord is { } last && !last.SharesScaleWith(named.At)))
        {
            throw new ToolException(
                IssueCodes.OptionInvalid,
                named.At.IsRelative ? "The tables have dates: name the baseline's date." : "The tables have relative days: name the baseline's day.",
                field: "--baseline");
        }

        if (options.AsOf is not { } asOf)
        {
            return;
        }

        foreach (var course in tables.Courses)
        {
            if (course.LastRecord is { } last && !last.SharesScaleWith(asOf))
            {
                throw new ToolException(
                    IssueCodes.OptionInvalid,
                    asOf.IsRelative ? "The tables have dates: use --as-of." : "The tables have relative days: use --as-of-day.",
                    field: asOf.IsRelative ? "--as-of-day" : "--as-of");
            }
        }
    }

    private List<Issue> WriteTable(Stream stream, TableFormat format, CourseTablesResult tables, AssessmentOptions options)
    {
        var issues = new List<Issue>();
        using var table = IndicatorTable.Create(stream, format);
        foreach (var course in tables.Courses)
        {
            _host.Interrupt.ThrowIfCancellationRequested();
            var report = CourseAssessment.Assess(course, options, _host.Catalogue);
            issues.AddRange(report.Issues);
            foreach (var result in report.Results)
            {
                table.Write(result);
            }
        }

        return issues;
    }

    private List<Issue> WriteForPeople(Stream stream, CourseTablesResult tables, AssessmentOptions options)
    {
        var issues = new List<Issue>();
        var results = new List<IndicatorResult>();
        foreach (var course in tables.Courses)
        {
            _host.Interrupt.ThrowIfCancellationRequested();
            var report = CourseAssessment.Assess(course, options, _host.Catalogue);
            issues.AddRange(report.Issues);
            results.AddRange(report.Results);
        }

        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        new ClinicTable(_host.Catalogue, options, tables.Courses, results).Write(writer);
        return issues;
    }

    private void Report(CourseTablesResult tables, List<Issue> issues)
    {
        const int Most = 20;
        foreach (var line in tables.Notices)
        {
            _host.Error.WriteLine(line);
        }

        // Errors of forms were listed with their lines when the tables were read.
        foreach (var group in issues.Where(issue => issue.Severity != IssueSeverity.Error).GroupBy(issue => (issue.Code, issue.Place)))
        {
            var count = group.Count();
            _host.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{group.First()}: {group.First().Message}{(count > 1 ? $" ({count} times)" : "")}"));
        }

        foreach (var line in tables.Errors.Take(Most))
        {
            _host.Error.WriteLine(line);
        }

        if (tables.Errors.Count > Most)
        {
            _host.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"... and {tables.Errors.Count - Most} more errors."));
        }

        _host.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{tables.Rows} rows, {tables.Courses.Count} courses, {tables.Errors.Count} errors."));
    }
}
