using System.CommandLine;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Tables;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Cli;

/// <summary>What a call gave: the tables, the notes beside them, and how they are to be assessed.</summary>
internal sealed record CoursesRead(CourseTablesResult Tables, NotesTablesResult Notes, AssessmentOptions Options);

/// <summary>Where courses come from and how they are assessed: what <c>assess</c> and the reports of one patient take alike.</summary>
internal sealed class CourseInputs
{
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

    private readonly AssessmentChoices _choices;

    private readonly FhirCourseInput _fhir;

    private readonly ToolHost _host;

    private readonly TreatmentInputs _inputs;

    public CourseInputs(ToolHost host)
    {
        _host = host;
        _choices = new AssessmentChoices(host);
        _inputs = new TreatmentInputs(host, segmentation: null);
        _fhir = new FhirCourseInput(host);
    }

    /// <summary>The options, in the order of the help.</summary>
    public Option[] All => [_assessments, _treatments, _events, _goals, _layout.Option, .. _fhir.All, .. _choices.All, _profile.Option, _reliability.Option, _forecast, .. _inputs.All];

    /// <summary>The files that a call names, each with its option.</summary>
    public IReadOnlyList<(string Option, string File)> Files(ParseResult call) =>
    [
        .. new Option<string?>[] { _assessments, _treatments, _events, _goals, _layout.Option }.Select(option => (Name: option.Name, File: call.GetValue(option))).Append((Name: "--fhir", File: _fhir.Find(call)))
            .Where(input => input.File is not null).Select(input => (input.Name, input.File!)),
        .. _inputs.Files(call).Select(file => ("notes", file)),
    ];

    /// <summary>Reads what a call gives; what cannot be used ends the run.</summary>
    /// <param name="call">The call.</param>
    /// <param name="output">Where the result goes, which must be no input.</param>
    /// <param name="include">The indicators wanted; empty for all.</param>
    public CoursesRead Read(ParseResult call, string output, Func<EquatableArray<string>>? include = null)
    {
        _fhir.RequireOne(call, _assessments, _treatments, _events, _goals, _layout.Option);
        CourseReport.RequireInputs([.. Files(call).Select(input => input.File)], output);
        if (!HasTreatments(call) && _inputs.FindGiven(call) is { } given)
        {
            throw new ToolException(IssueCodes.OptionInvalid, $"{given} says something about infusions: give --treatments too.", field: given);
        }

        _inputs.ReadPlan(call);
        var options = ReadOptions(call, include);
        var tables = _fhir.IsGiven(call) ? _fhir.Read(call) : CourseReport.Read(_host, call.GetValue(_assessments), call.GetValue(_treatments), call.GetValue(_events), call.GetValue(_goals), _layout.Read(call, _host));
        var notes = _inputs.ReadNotes(tables, call);
        RequireSameTimeScale(tables, options);
        return new CoursesRead(tables, notes, options);
    }

    /// <summary>Whether there was such a course by the day: to say what one that had not begun was not asked would look ahead.</summary>
    public static bool IsKnown(Course course, ClinicalTime? asOf) => asOf is not { } day || course.AsOf(day) is not { LastRecord: null, Administrations.IsEmpty: true, Unreadable.IsEmpty: true };

    /// <summary>The answers about questionnaires and goals.</summary>
    public AssessmentReport Assess(Course course, AssessmentOptions options)
    {
        _host.Interrupt.ThrowIfCancellationRequested();
        return CourseAssessment.Assess(course, options, _host.Catalogue);
    }

    /// <summary>A report with what the treatment was beside it.</summary>
    public AssessmentReport WithTreatment(ParseResult call, CourseNotes entry, AssessmentReport report, AssessmentOptions options) => options.HasTreatments
        ? report.With(_inputs.Assess(entry.Course, _inputs.HasNotes(call) ? entry.Notes : null, options).Where(options.Include))
        : report;

    /// <summary>Says on standard error what was noticed and what was wrong.</summary>
    /// <returns>The exit code.</returns>
    public int Report(ParseResult call, CoursesRead read, List<(Course Course, Issue Issue)> issues)
    {
        _profile.NoticeUnmatched(call, read.Options.Profiles, read.Tables.Courses, _host);
        return CourseReport.Write(_host, read.Tables, issues, read.Notes, _inputs.FindUnusable(read.Tables.Courses));
    }

    /// <summary>What was chosen, in words: for a report.</summary>
    public IReadOnlyList<(string Name, string Value)> Words(ParseResult call, AssessmentOptions options) =>
    [
        ("Points", string.Join(", ", options.Points.Select(point => point.Name))),
        ("Baseline", (options.Baseline ?? (options.HasTreatments ? BaselinePolicy.Default : new BaselinePolicy.First())).Name + (options.Baseline is null ? " (by default)" : "")),
        ("Missing items", options.MissingPolicy ?? "each scale's own rule"),
        ("Primary instrument", options.Primary ?? "none declared"),
        ("Series", options.Segmentation is { } rule ? $"by labels, and by {rule.Id} where there is none" : "by the clinic's labels alone"),
        ("As of", options.AsOf?.ToString() ?? "the last record"),
        ("Infusions", options.HasTreatments ? "given" : "not given: time runs from the first score"),
        ("Endpoint profiles", (options.UseDefaultProfiles ? "those judged by default" : "none by default") + (options.Profiles.IsEmpty ? "" : $"; {string.Join(", ", options.Profiles.Select(profile => $"{profile.Id} {profile.Version}"))}")),
        ("Figures of reliability", options.Reliability.IsEmpty ? "the library's" : $"the caller's for {string.Join(", ", options.Reliability.Select(profile => $"{profile.Instrument}/{profile.Scale}"))}, else the library's"),
        ("What was planned", _inputs.PlanWords is { Length: > 0 } plan ? plan : "not given"),
        ("Forecast of loss", options.ForecastDrift ? "asked for" : "not asked for"),
    ];

    /// <summary>Whether the call says what was given. A Bundle is of a course of treatment: one without an infusion has no baseline, like a course that the table of infusions does not name.</summary>
    private bool HasTreatments(ParseResult call) => _fhir.IsGiven(call) || call.GetValue(_treatments) is not null;

    private AssessmentOptions ReadOptions(ParseResult call, Func<EquatableArray<string>>? include)
    {
        var (profiles, useDefaults) = _profile.Read(call, _host);
        return _choices.Read(call) with
        {
            Profiles = profiles,
            UseDefaultProfiles = useDefaults,
            Reliability = _reliability.Read(call, _host),
            AsOf = _inputs.AsOf(call),
            Segmentation = _inputs.Segmentation(call),
            Include = include?.Invoke() ?? [],
            ForecastDrift = call.GetValue(_forecast),
            HasTreatments = HasTreatments(call),
        };
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
}
