using System.CommandLine;
using System.Globalization;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Indicators.Segments;
using KetamineOutcomes.Tables;
using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.Schedules;
using KetamineOutcomes.Treatment.Segments;

namespace KetamineOutcomes.Cli;

/// <summary>What <c>assess</c> and <c>treatment</c> take beside the questionnaires and the log alike, and what they say of it.</summary>
internal sealed class TreatmentInputs
{
    private readonly Option<string?> _chair = Table("--chair", "Readings in the chair, one a row: patient_id,[course_id],infusion|given_at|given_day,minutes|measured_at|measured_day,measure,value.");

    private readonly Option<string?> _care = Table("--care", "Concurrent care, one interval a row: patient_id,[course_id],kind,[name],[from_at|from_day],[to_at|to_day],[end],[dose],[unit].");

    private readonly Option<string?> _history = Table("--history", "History asked before treatment, one answer a row: patient_id,[course_id],history,answer,asked_at|asked_day,[sex],[age].");

    private readonly Option<string[]> _schedule = new("--schedule")
    {
        Description = $"What was planned, each series from its first infusion on; may be given more than once: {string.Join(", ", ScheduleCatalogue.Shipped.Ids)}, or a file (.json) with a schedule of your own or a plan (anchors, chosen steps, closing days, forms due).",
        HelpName = "id|file",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly SegmentationOption _segmentation;

    private readonly AsOfOptions _asOf = new();

    private readonly ToolHost _host;

    private readonly List<Issue> _unusable = [];

    public TreatmentInputs(ToolHost host, SegmentationRule? segmentation)
    {
        _host = host;
        _segmentation = new SegmentationOption(segmentation);
    }

    /// <summary>The options, in the order of the help.</summary>
    public Option[] All => [_schedule, _chair, _care, _history, _segmentation.Option, .. _asOf.All];

    private ClinicPlan Plan { get; set; } = ClinicPlan.Empty;

    /// <summary>What was planned, by the ids of schedules and of rules for forms; empty where nothing was.</summary>
    public string PlanWords => string.Join(", ", Plan.Schedules.Select(schedule => schedule.Id).Concat(Plan.Forms.Select(forms => forms.Id)));

    /// <summary>The first of the options that was given and needs a log of infusions, or <see langword="null"/>.</summary>
    public string? FindGiven(ParseResult call) =>
        (call.GetValue(_schedule) ?? []).Length > 0 ? _schedule.Name : new[] { _chair, _care, _history }.FirstOrDefault(option => call.GetValue(option) is not null)?.Name;

    /// <summary>The tables of notes by name.</summary>
    public IEnumerable<string> Files(ParseResult call) => new[] { _chair, _care, _history }.Select(call.GetValue).OfType<string>();

    /// <summary>Whether there is a table of notes.</summary>
    public bool HasNotes(ParseResult call) => Files(call).Any();

    public SegmentationRule? Segmentation(ParseResult call) => _segmentation.Read(call);

    public ClinicalTime? AsOf(ParseResult call) => _asOf.Read(call);

    /// <summary>Reads what was planned; to be called before tables are, so that a wrong name costs no time.</summary>
    public void ReadPlan(ParseResult call)
    {
        foreach (var name in call.GetValue(_schedule) ?? [])
        {
            var plan = name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
                ? ReadFile(name)
                : new ClinicPlan([new PlannedSchedule(ScheduleCatalogue.Shipped.Find(name)
                    ?? throw new ToolException(IssueCodes.OptionInvalid, $"There is no such schedule.{Nearest.Suggest(name, ScheduleCatalogue.Shipped.Ids)}", field: _schedule.Name))]);
            if (Plan.Schedules.Select(each => each.Id).Intersect(plan.Schedules.Select(each => each.Id), StringComparer.Ordinal)
                .Concat(Plan.Forms.Select(each => each.Id).Intersect(plan.Forms.Select(each => each.Id), StringComparer.Ordinal)).FirstOrDefault() is { } twice)
            {
                throw new ToolException(IssueCodes.OptionInvalid, $"{twice} stands in two plans: give one of them an id of its own.", field: _schedule.Name);
            }

            Plan = Plan.With(plan);
        }

        if (Plan.Forms.FirstOrDefault(forms => _host.Catalogue.Find(forms.Rule.Instrument) is null) is { } unknown)
        {
            throw new ToolException(IssueCodes.InstrumentUnknown, $"The rule {unknown.Id} is of an instrument that the catalogue does not have.{Nearest.Suggest(unknown.Rule.Instrument, _host.Catalogue.Ids)}", field: _schedule.Name);
        }
    }

    /// <summary>Leaves out the forms that were due, and says so: where no forms were given nothing is known of what became of them.</summary>
    public void LeaveOutForms()
    {
        if (!Plan.Forms.IsEmpty)
        {
            Plan = new ClinicPlan(Plan.Schedules);
            _host.Error.WriteLine(new TableError(TableCodes.FormsNotGiven, IssueSeverity.Warning, "The plan says when forms were due and no forms were given: there are no rows about them. Give --assessments.", field: _schedule.Name));
        }
    }

    /// <summary>Reads the notes of courses; without a table of notes each course has none.</summary>
    public NotesTablesResult ReadNotes(CourseTablesResult tables, ParseResult call)
    {
        var notes = _host.With(call.GetValue(_chair), chair =>
            _host.With(call.GetValue(_care), care =>
                _host.With(call.GetValue(_history), history => NotesTables.Read(tables.Courses, chair, care, history))));
        return notes.Error is null ? notes : throw new ToolException(notes.Error);
    }

    /// <summary>What the treatment of a course was.</summary>
    /// <param name="course">The course.</param>
    /// <param name="notes">Its notes, or <see langword="null"/> for no rows about them.</param>
    /// <param name="options">As for questionnaires: its segmentation and day.</param>
    /// <returns>The rows; what cannot be applied to the course is kept for <see cref="FindUnusable"/>.</returns>
    public AssessmentReport Assess(Course course, TreatmentNotes? notes, AssessmentOptions options)
    {
        var report = TreatmentAssessment.Assess(course, Plan, notes, options, _host.Catalogue);
        _unusable.AddRange(report.Issues.Where(issue => issue.Severity == IssueSeverity.Error));
        return report;
    }

    /// <summary>What of the plan could not be used.</summary>
    /// <param name="courses">The courses of the tables.</param>
    /// <returns>The errors, each with its file and place; where there is one the exit code is 1.</returns>
    public IReadOnlyList<TableError> FindUnusable(IEnumerable<Course> courses)
    {
        var known = courses.ToDictionary(course => (course.PatientId, course.CourseId));
        var unmatched = Plan.Schedules.SelectMany(schedule => schedule.Records, (schedule, record) => (Schedule: schedule, Record: record))
            .Select(each => (each.Schedule, each.Record, Course: known.GetValueOrDefault((each.Record.PatientId, each.Record.CourseId))))
            .Where(each => each.Course is null || (each.Course.Infusions.IsEmpty && each.Record.Anchor is null))
            .Select(each => new Issue(
                TableCodes.CourseMissing,
                IssueSeverity.Error,
                each.Course is null ? "No table has such a patient and course; the record was not used." : "The course has no infusion and the record no anchor; the record was not used.",
                each.Record.Place ?? each.Schedule.Id));
        return [.. unmatched.Concat(_unusable).GroupBy(issue => issue).Select(group => ErrorOf(group.Key, group.Count()))];
    }

    /// <summary>An issue of the plan as one of its file; those of a schedule that ships are of the option that names it.</summary>
    private TableError ErrorOf(Issue issue, int count)
    {
        const string BeforePath = ": $";
        var place = issue.Place ?? "";
        var path = place.LastIndexOf(BeforePath, StringComparison.Ordinal);
        var times = count > 1 ? string.Create(CultureInfo.InvariantCulture, $" ({count} times)") : "";
        return path < 0
            ? new TableError(issue.Code, issue.Severity, $"{place}: {issue.Message}{times}", field: _schedule.Name)
            : new TableError(issue.Code, issue.Severity, issue.Message + times, place[..path], line: null, place[(path + BeforePath.Length - 1)..]);
    }

    private static Option<string?> Table(string name, string description) => new(name) { Description = description, HelpName = "file" };

    private ClinicPlan ReadFile(string name)
    {
        var read = Cli.Files.Read(name, _host, stream =>
        {
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            return ClinicPlan.Read(bytes.ToArray(), name);
        });
        if (read.TryGetValue(out var plan))
        {
            return plan;
        }

        foreach (var issue in read.Issues)
        {
            _host.Error.WriteLine(new TableError(issue.Code, issue.Severity, issue.Message, name, line: null, issue.Place));
        }

        throw new ToolException(TableCodes.DefinitionUnusable, "The schedule or plan cannot be used.", name);
    }
}
