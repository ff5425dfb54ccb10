using System.CommandLine;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Indicators.Chair;
using KetamineOutcomes.Indicators.Schedules;
using KetamineOutcomes.Indicators.Segments;
using KetamineOutcomes.Tables;
using KetamineOutcomes.Treatment.Schedules;
using KetamineOutcomes.Treatment.Segments;

namespace KetamineOutcomes.Cli;

/// <summary><c>treatment</c>: a table of infusions in, a table of what the treatment was out.</summary>
internal sealed class TreatmentCommand : ToolCommand
{
    private readonly Option<string> _treatments = new("--treatments")
    {
        Description = "The infusions, one a row: patient_id,[course_id],given_at|given_day,agent,route,dose_mg,weight_kg,minutes,kind; - is standard input.",
        HelpName = "file",
        Required = true,
    };

    private readonly Option<string?> _assessments = Table("--assessments", "The questionnaires, as for assess: for screens, dissociation scales and the conditions of a schedule's steps.");

    private readonly Option<string?> _chair = Table("--chair", "Readings in the chair, one a row: patient_id,[course_id],infusion|given_at|given_day,minutes|measured_at|measured_day,measure,value.");

    private readonly Option<string?> _care = Table("--care", "Concurrent care, one interval a row: patient_id,[course_id],kind,[name],[from_at|from_day],[to_at|to_day],[end],[dose],[unit].");

    private readonly Option<string?> _history = Table("--history", "History asked before treatment, one answer a row: patient_id,[course_id],history,answer,asked_at|asked_day,[sex],[age].");

    private readonly Option<string?> _schedule = new("--schedule")
    {
        Description = $"The schedule that the infusions are held against, from the first one on: {string.Join(", ", ScheduleCatalogue.Shipped.Ids)}, or a file (.json) with your own.",
        HelpName = "id|file",
    };

    private readonly SegmentationOption _segmentation = new(SegmentationRules.McInnes2022Gap14);

    private readonly AsOfOptions _asOf = new();

    private readonly Option<string> _output = new("--output", "-o")
    {
        Description = "Where the result goes; a file appears only when it is complete; - is standard output.",
        HelpName = "file",
        DefaultValueFactory = _ => Files.StandardStream,
    };

    private readonly Option<string?> _format = FormOptions.Format("--format", "How the output is written: csv or jsonl; by default after the output's extension, else csv.");

    private readonly ToolHost _host;

    public TreatmentCommand(ToolHost host)
        : base(
            "treatment",
            "Says of each course of infusions its series, boosters and cycles, how it stands beside a schedule, and what was noted in the chair, of concurrent care and before treatment.",
            $"""
            {Tool.Name} treatment --treatments infusions.csv
            {Tool.Name} treatment --treatments infusions.csv --segmentation labels --as-of 2026-06-30
            {Tool.Name} treatment --treatments infusions.csv --schedule spravato-label --chair readings.csv --assessments forms.csv
            {Tool.Name} treatment --treatments days.csv --segmentation mcinnes-2022-gap-7 --as-of-day 120 --output rows.jsonl
            """)
    {
        _host = host;
        Option[] own = [_treatments, _assessments, _chair, _care, _history, _schedule, _segmentation.Option, .. _asOf.All, _output, _format];
        foreach (var option in own)
        {
            Add(option);
        }

        SetAction(Run);
    }

    private int Run(ParseResult call)
    {
        var input = call.GetValue(_treatments)!;
        var output = call.GetValue(_output)!;
        Option<string?>[] others = [_assessments, _chair, _care, _history];
        var inputs = others.Select(call.GetValue).OfType<string>().Append(input).ToList();
        inputs.ForEach(file => Files.RequireDifferent(file, output));
        if (inputs.Count(file => file == Files.StandardStream) > 1)
        {
            throw new ToolException(IssueCodes.OptionInvalid, "Only one table can be standard input.", field: "--treatments");
        }

        var schedule = ReadSchedule(call);
        var options = new AssessmentOptions { Segmentation = _segmentation.Read(call), AsOf = _asOf.Read(call) };
        var tables = ReadTables(input, call.GetValue(_assessments));
        if (tables.Error is not null)
        {
            throw new ToolException(tables.Error);
        }

        var notes = ReadNotes(tables, call);
        if (notes.Error is not null)
        {
            throw new ToolException(notes.Error);
        }

        AsOfOptions.RequireSameTimeScale(tables, options.AsOf);
        return Files.Write(output, _host, stream =>
        {
            var issues = new List<Issue>();
            var unusable = new List<Issue>();
            using (var table = IndicatorTable.Create(stream, FormOptions.FormatOf(call.GetValue(_format), output)))
            {
                foreach (var (course, noted) in notes.Courses.Select(entry => (entry.Course, entry.Notes)))
                {
                    _host.Interrupt.ThrowIfCancellationRequested();
                    var report = TreatmentAssessment.Assess(course, options);
                    if (schedule is not null)
                    {
                        var beside = ScheduleAssessment.Assess(course, schedule, asOf: options.AsOf, catalogue: _host.Catalogue);
                        unusable.AddRange(beside.Issues.Where(issue => issue.Severity == IssueSeverity.Error));
                        report = report.With(beside);
                    }

                    if (inputs.Count > 1)
                    {
                        report = report.With(NotesAssessment.Assess(course, noted, new ChairOptions { AsOf = options.AsOf, Segmentation = options.Segmentation }, _host.Catalogue));
                    }

                    issues.AddRange(report.Issues);
                    foreach (var result in report.Results)
                    {
                        table.Write(result);
                    }
                }
            }

            foreach (var group in unusable.GroupBy(issue => issue))
            {
                _host.Error.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{group.Key}: {group.Key.Message} ({group.Count()} courses have no rows about the schedule)"));
            }

            CourseReport.Write(_host, tables, issues, notes);
            return unusable.Count > 0 ? 1 : Math.Max(tables.ExitCode, notes.ExitCode);
        });
    }

    private static Option<string?> Table(string name, string description) => new(name) { Description = description, HelpName = "file" };

    private Schedule? ReadSchedule(ParseResult call)
    {
        if (call.GetValue(_schedule) is not { } name)
        {
            return null;
        }

        if (!name.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            return ScheduleCatalogue.Shipped.Find(name)
                ?? throw new ToolException(IssueCodes.OptionInvalid, $"There is no such schedule.{Nearest.Suggest(name, ScheduleCatalogue.Shipped.Ids)}", field: "--schedule");
        }

        var read = Files.Read(name, _host, stream =>
        {
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            return Schedule.Read(bytes.ToArray());
        });
        if (read.TryGetValue(out var schedule))
        {
            return schedule;
        }

        foreach (var issue in read.Issues)
        {
            _host.Error.WriteLine(new TableError(issue.Code, issue.Severity, issue.Message, name, line: null, issue.Place));
        }

        throw new ToolException(TableCodes.DefinitionUnusable, "The schedule cannot be used.", name);
    }

    private NotesTablesResult ReadNotes(CourseTablesResult tables, ParseResult call) =>
        _host.With(call.GetValue(_chair), chair =>
            _host.With(call.GetValue(_care), care =>
                _host.With(call.GetValue(_history), history => NotesTables.Read(tables.Courses, chair, care, history))));

    private CourseTablesResult ReadTables(string input, string? assessments)
    {
        var progress = new ProgressLine(_host);
        try
        {
            return _host.With(input, treatments => _host.With(assessments, forms => CourseTables.Read(forms, treatments, catalogue: _host.Catalogue, progress: progress)));
        }
        finally
        {
            progress.End();
        }
    }
}
