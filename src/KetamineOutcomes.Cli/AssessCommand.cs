using System.CommandLine;
using System.Text;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Indicators.Segments;
using KetamineOutcomes.Tables;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Cli;

/// <summary><c>assess</c>: tables of questionnaires and treatments in, a table of indicators out.</summary>
internal sealed class AssessCommand : ToolCommand
{
    private const string ForPeople = "table";

    private readonly Option<string?> _assessments = new("--assessments")
    {
        Description = "The questionnaires, one a row: patient_id,[course_id],instrument,assessed_at|assessed_day,[timing],[rater],score|items; - is standard input.",
        HelpName = "file",
    };

    private readonly Option<string?> _treatments = new("--treatments")
    {
        Description = "The infusions, one a row: patient_id,[course_id],given_at|given_day,agent,route,dose_mg|devices,weight_kg,minutes,kind. Without them the first score is the baseline.",
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

    private readonly LayoutOption _layout = new();

    private readonly ProfileOption _profile = new();

    private readonly ReliabilityOption _reliability = new();

    private readonly Option<bool> _forecast = new("--forecast")
    {
        Description = "Also say when response and remission would be lost if a worsening went on: an interval, never beyond one visit interval.",
    };

    private readonly Option<string[]> _indicator = new("--indicator")
    {
        Description = "The indicators wanted, by the word of the column indicator (response, onset); several joined by commas. By default all.",
        HelpName = "word,...",
        Arity = ArgumentArity.OneOrMore,
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

    private readonly AssessmentChoices _choices;

    private readonly ToolHost _host;

    private readonly TreatmentInputs _inputs;

    private readonly FhirCourseInput _fhir;

    public AssessCommand(ToolHost host)
        : base(
            "assess",
            "Says baseline, change, response, remission and alerts of each course at named points, milestones, how far goals were attained, and what the treatment was.",
            $"""
            {Tool.Name} assess --assessments phq9.csv --treatments infusions.csv --format table
            {Tool.Name} assess --assessments madrs.csv --at day:2+-1 --baseline first --output day2.csv
            {Tool.Name} assess --assessments phq9.csv --treatments infusions.csv --at last --as-of 2026-06-30 --primary phq-9
            {Tool.Name} assess --assessments forms.csv --treatments infusions.csv --schedule plan.json --chair readings.csv
            {Tool.Name} assess --assessments redcap.csv --treatments redcap.csv --layout layout.json --at visit:week-4
            {Tool.Name} assess --fhir courses.ndjson --format table
            """)
    {
        _host = host;
        _choices = new AssessmentChoices(host);
        _inputs = new TreatmentInputs(host, segmentation: null);
        _fhir = new FhirCourseInput(host);
        Option[] own = [_assessments, _treatments, _events, _goals, _layout.Option, .. _fhir.All, .. _choices.All, _indicator, _profile.Option, _reliability.Option, _forecast, .. _inputs.All, _output, _format];
        foreach (var option in own)
        {
            Add(option);
        }

        SetAction(Run);
    }

    private int Run(ParseResult call)
    {
        var output = call.GetValue(_output)!;
        _fhir.RequireOne(call, _assessments, _treatments, _events, _goals, _layout.Option);
        CourseReport.RequireInputs([.. new[] { call.GetValue(_assessments), call.GetValue(_treatments), call.GetValue(_events), call.GetValue(_goals), call.GetValue(_layout.Option), _fhir.Find(call) }.OfType<string>(), .. _inputs.Files(call)], output);
        if (!HasTreatments(call) && _inputs.FindGiven(call) is { } given)
        {
            throw new ToolException(IssueCodes.OptionInvalid, $"{given} says something about infusions: give --treatments too.", field: given);
        }

        _inputs.ReadPlan(call);
        var options = ReadOptions(call);
        var tables = _fhir.IsGiven(call) ? _fhir.Read(call) : CourseReport.Read(_host, call.GetValue(_assessments), call.GetValue(_treatments), call.GetValue(_events), call.GetValue(_goals), _layout.Read(call, _host));
        var notes = _inputs.ReadNotes(tables, call);
        RequireSameTimeScale(tables, options);
        var format = call.GetValue(_format);
        return Files.Write(output, _host, stream =>
        {
            var issues = new List<(Course, Issue)>();
            var known = notes.Courses.Where(entry => IsKnown(entry.Course, options.AsOf));
            if (format == ForPeople)
            {
                var first = new ClinicRows([], []);
                var results = new List<IndicatorResult>();
                foreach (var entry in known)
                {
                    var own = Assess(entry, options);
                    var rows = ClinicRows.Find(entry.Course, options, _host.Catalogue, own);
                    first.Results.AddRange(rows.Results);
                    first.Earlier.AddRange(rows.Earlier);
                    results.AddRange(Add(entry, own, options, _inputs.HasNotes(call), issues).Results);
                }

                WriteForPeople(stream, tables, results, first, options);
            }
            else
            {
                using var table = IndicatorTable.Create(stream, FormOptions.FormatOf(format, output));
                foreach (var entry in known)
                {
                    table.Write(Add(entry, Assess(entry, options), options, _inputs.HasNotes(call), issues));
                }
            }

            _profile.NoticeUnmatched(call, options.Profiles, tables.Courses, _host);

            return CourseReport.Write(_host, tables, issues, notes, _inputs.FindUnusable(tables.Courses));
        });
    }

    /// <summary>Whether the call says what was given. A Bundle is of a course of treatment: one without an infusion has no baseline, like a course that the table of infusions does not name.</summary>
    private bool HasTreatments(ParseResult call) => _fhir.IsGiven(call) || call.GetValue(_treatments) is not null;

    /// <summary>Whether there was such a course by the day: to say what one that had not begun was not asked would look ahead.</summary>
    private static bool IsKnown(Course course, ClinicalTime? asOf) => asOf is not { } day || course.AsOf(day) is not { LastRecord: null, Administrations.IsEmpty: true, Unreadable.IsEmpty: true };

    private AssessmentReport Assess(CourseNotes entry, AssessmentOptions options)
    {
        _host.Interrupt.ThrowIfCancellationRequested();
        return CourseAssessment.Assess(entry.Course, options, _host.Catalogue);
    }

    /// <summary>A report with what the treatment was beside it; what was noticed is kept.</summary>
    private AssessmentReport Add(CourseNotes entry, AssessmentReport report, AssessmentOptions options, bool hasNotes, List<(Course, Issue)> issues)
    {
        if (options.HasTreatments)
        {
            report = report.With(_inputs.Assess(entry.Course, hasNotes ? entry.Notes : null, options).Where(options.Include));
        }

        issues.AddRange(report.IssuesOf(entry.Course, options.AsOf));
        return report;
    }

    private AssessmentOptions ReadOptions(ParseResult call)
    {
        var (profiles, useDefaults) = _profile.Read(call, _host);
        return _choices.Read(call) with
        {
            Profiles = profiles,
            UseDefaultProfiles = useDefaults,
            Reliability = _reliability.Read(call, _host),
            AsOf = _inputs.AsOf(call),
            Segmentation = _inputs.Segmentation(call),
            Include = ReadIndicators(call),
            ForecastDrift = call.GetValue(_forecast),
            HasTreatments = HasTreatments(call),
        };
    }

    private EquatableArray<string> ReadIndicators(ParseResult call)
    {
        var words = FormOptions.Split(call.GetValue(_indicator));
        var known = CourseAssessment.Indicators.Concat(TreatmentAssessment.Indicators).ToList();
        return words.FirstOrDefault(word => !known.Contains(word, StringComparer.Ordinal)) is { } unknown
            ? throw new ToolException(IssueCodes.OptionInvalid, $"There is no indicator {unknown}.{Nearest.Suggest(unknown, known)}", field: "--indicator")
            : words;
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

        AsOfOptions.RequireSameTimeScale(tables, options.AsOf);
    }

    private void WriteForPeople(Stream stream, CourseTablesResult tables, List<IndicatorResult> results, ClinicRows first, AssessmentOptions options)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        new ClinicTable(_host.Catalogue, options, tables.Courses, results, first).Write(writer);
    }
}
