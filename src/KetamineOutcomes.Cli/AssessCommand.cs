using System.CommandLine;
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

    private readonly AsOfOptions _asOf = new();

    private readonly SegmentationOption _segmentation = new(@default: null);

    private readonly ProfileOption _profile = new();

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
            "Says baseline, change, response, remission and alerts of each course at named points, milestones, how far goals were attained, and what the treatment was.",
            $"""
            {Tool.Name} assess --assessments phq9.csv --treatments infusions.csv --format table
            {Tool.Name} assess --assessments madrs.csv --at day:2+-1 --baseline first --output day2.csv
            {Tool.Name} assess --assessments phq9.csv --treatments infusions.csv --at last --as-of 2026-06-30 --primary phq-9
            """)
    {
        _host = host;
        Option[] own = [_assessments, _treatments, _events, _goals, _at, .. _asOf.All, _baseline, _primary, _missingPolicy, _segmentation.Option, _profile.Option, _output, _format];
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
            CourseReport.Write(_host, tables, issues);
            return tables.ExitCode;
        });
    }

    private CourseTablesResult ReadTables(ParseResult call)
    {
        var progress = new ProgressLine(_host);
        try
        {
            return _host.With(call.GetValue(_assessments), assessments =>
                _host.With(call.GetValue(_treatments), treatments =>
                    _host.With(call.GetValue(_events), events =>
                        _host.With(call.GetValue(_goals), goals => CourseTables.Read(assessments!, treatments, events, goals, _host.Catalogue, progress)))));
        }
        finally
        {
            progress.End();
        }
    }

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

        var (profiles, useDefaults) = _profile.Read(call, _host);
        return new AssessmentOptions
        {
            Profiles = profiles,
            UseDefaultProfiles = useDefaults,
            Points = points.IsEmpty ? AssessmentPoint.Defaults : points.Select(text => Take(AssessmentPoint.Parse(text), "--at")).ToEquatableArray(),
            Baseline = baseline is null ? null : Take(BaselinePolicy.Parse(baseline), "--baseline"),
            AsOf = _asOf.Read(call),
            Segmentation = _segmentation.Read(call),
            Primary = primary,
            MissingPolicy = policy,
            HasTreatments = call.GetValue(_treatments) is not null,
            IncludeTreatment = call.GetValue(_treatments) is not null && call.GetValue(_format) != ForPeople,
        };
    }

    private static T Take<T>(ReadResult<T> read, string option)
        where T : class =>
        read.TryGetValue(out var value) ? value : throw new ToolException(IssueCodes.OptionInvalid, read.Issues[0].Message, field: option);

    private static void RequireSameTimeScale(CourseTablesResult tables, AssessmentOptions options)
    {
        if (options.Baseline is BaselinePolicy.Explicit named && tables.Courses.Any(course => course.LastRecord is { } last && !last.SharesScaleWith(named.At)))
        {
            throw new ToolException(
                IssueCodes.OptionInvalid,
                named.At.IsRelative ? "The tables have dates: name the baseline's date." : "The tables have relative days: name the baseline's day.",
                field: "--baseline");
        }

        AsOfOptions.RequireSameTimeScale(tables, options.AsOf);
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
}
