using System.CommandLine;
using System.Globalization;
using System.Text;
using KetamineOutcomes.Cohorts;
using KetamineOutcomes.Cohorts.Tables;
using KetamineOutcomes.Cohorts.Tallies;
using KetamineOutcomes.Cohorts.Tidy;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Indicators.Chair;
using KetamineOutcomes.Tables;
using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.Segments;

namespace KetamineOutcomes.Cli;

/// <summary><c>cohort</c>: tables of questionnaires and treatments in, a folder of tables about all courses together out.</summary>
internal sealed class CohortCommand : ToolCommand
{
    private readonly Option<string> _assessments = new("--assessments") { Description = "The questionnaires, as for assess.", HelpName = "file", Required = true };

    private readonly Option<string?> _treatments = new("--treatments") { Description = "The infusions, as for assess. Without them the first score is the baseline.", HelpName = "file" };

    private readonly Option<string?> _events = new("--events") { Description = "The events, as for assess.", HelpName = "file" };

    private readonly Option<string?> _people = new("--people") { Description = "Groups of your own: patient_id and a column a grouping (site, psychotherapy), one row a person.", HelpName = "file" };

    private readonly Option<string> _series = new("--series")
    {
        Description = "Which series of a course count: first (nobody twice) or each (re-inductions too; intervals are then too narrow).",
        HelpName = "first|each",
        DefaultValueFactory = _ => "first",
    };

    private readonly Option<string> _level = new("--level") { Description = "The confidence level of all intervals, in percent.", HelpName = "percent", DefaultValueFactory = _ => "95" };

    private readonly Option<string[]> _paramcd = new("--paramcd")
    {
        Description = "Codes of scales in the tidy table: phq-9/total=PHQ9TOT; several joined by commas.",
        HelpName = "scale=CODE,...",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _shard = new("--shard")
    {
        Description = "Count one of n parts of the people alone, chosen by their id, and write it as a file for: cohort merge. Tidy rows and models are not in it.",
        HelpName = "i/n",
    };

    private readonly Option<string?> _output = OutputOption("The folder for tables, tidy rows, data dictionary, figures and manifest; with --shard the file of the part. Without it tables are printed.");

    private readonly Option<string?> _care = new("--care") { Description = "Concurrent care, as for assess: whether psychotherapy went on is then a grouping.", HelpName = "file" };

    private readonly ReliabilityOption _reliability = new();

    private readonly LayoutOption _layout = new();

    private readonly SegmentationOption _segmentation = new(null);

    private readonly AsOfOptions _asOf = new();

    private readonly AssessmentChoices _choices;

    private readonly ToolHost _host;

    private readonly bool _asReport;

    /// <param name="host">The outside.</param>
    /// <param name="asReport">Whether this is <c>report cohort</c>, which writes one HTML file of the same numbers.</param>
    public CohortCommand(ToolHost host, bool asReport = false)
        : base(
            "cohort",
            asReport ? "Writes what cohort counts as one HTML file: tables with denominators, figures, what is missing, what was assumed." : "Counts many courses together: response and remission with denominators, change, times to response and to its loss, subgroups, what is missing; and writes them as tidy tables.",
            asReport
            ? $"{Tool.Name} report cohort --assessments forms.csv --treatments infusions.csv --primary phq-9 --output cohort.html"
            : $"""
            {Tool.Name} cohort --assessments phq9.csv --treatments infusions.csv
            {Tool.Name} cohort --assessments phq9.csv --treatments infusions.csv --at infusion:1,infusion:4,end-of-induction,day:28+-7 --output cohort
            {Tool.Name} cohort --assessments forms.csv --treatments infusions.csv --people groups.csv --primary phq-9 --output cohort
            {Tool.Name} cohort --assessments adqs.csv --layout layout.json --baseline first --at visit:week-1,visit:week-4 --output cohort
            {Tool.Name} cohort --assessments forms.csv --treatments infusions.csv --shard 2/8 --output part2.json
            {Tool.Name} cohort merge part*.json --output cohort
            """)
    {
        _host = host;
        _asReport = asReport;
        _choices = new AssessmentChoices(host);
        if (asReport)
        {
            _output = new Option<string?>("--output", "-o") { Description = "The HTML file; it appears only when it is complete; - is standard output.", HelpName = "file", Required = true };
        }

        Option[] own = [_assessments, _treatments, _events, _people, _care, _layout.Option, _reliability.Option, .. _choices.All, _series, _segmentation.Option, .. _asOf.All, _level, _paramcd, _shard, _output];
        foreach (var option in asReport ? own.Except([_paramcd, _shard]) : own)
        {
            Add(option);
        }

        if (!asReport)
        {
            Add(new CohortMergeCommand(host));
        }

        SetAction(Run);
    }

    public static Option<string?> OutputOption(string description) => new("--output", "-o") { Description = description, HelpName = "folder" };

    private int Run(ParseResult call)
    {
        var output = call.GetValue(_output);
        var shard = _asReport ? null : ReadShard(call.GetValue(_shard));
        if (shard is not null && output is null)
        {
            throw new ToolException(IssueCodes.OptionInvalid, "A part goes into a file: give --output too.", field: "--shard");
        }

        (Option Option, string? Name)[] inputs = [(_assessments, call.GetValue(_assessments)), (_treatments, call.GetValue(_treatments)), (_events, call.GetValue(_events)), (_people, call.GetValue(_people)), (_care, call.GetValue(_care)), (_reliability.Option, call.GetValue(_reliability.Option)), (_layout.Option, call.GetValue(_layout.Option))];
        CourseReport.RequireInputs([.. inputs.Select(input => input.Name).OfType<string>()], output ?? Files.StandardStream);
        var options = ReadOptions(call);
        var codes = _asReport ? ParameterCodes.Made : ReadCodes(call);
        var layout = _layout.Read(call, _host);
        var tables = CourseReport.Read(_host, call.GetValue(_assessments), call.GetValue(_treatments), call.GetValue(_events), goals: null, layout);
        AsOfOptions.RequireSameTimeScale(tables, options.Assessment.AsOf);
        var people = _host.With(call.GetValue(_people), PeopleTable.Read);

        var unmatched = people.FindUnmatched(tables.Courses.Select(course => course.PatientId));
        if (unmatched is not null)
        {
            _host.Error.WriteLine(unmatched);
        }

        if (call.GetValue(_care) is not null && call.GetValue(_treatments) is null)
        {
            throw new ToolException(IssueCodes.OptionInvalid, "--care says what went on beside infusions: give --treatments too.", field: "--care");
        }

        var care = _host.With(call.GetValue(_care), table => table is null ? NotesTablesResult.Empty : NotesTables.Read(tables.Courses, care: table));
        if (care.Error is not null)
        {
            throw new ToolException(care.Error);
        }

        var issues = new List<(Course, Issue)>();
        var tidy = shard is null ? new TidyTables(codes, _host.Catalogue) : null;
        var drawn = new CohortMemberFigures(options);
        var tally = CohortTally.Of(Members(tables, people, care, options, shard, tidy, drawn, issues), options, _host.Catalogue);
        var code = CourseReport.Write(_host, tables, issues, care, people.Errors);
        var words = Words(call, options, layout);
        if (shard is not null)
        {
            return Math.Max(code, Files.Write(output!, _host, stream =>
            {
                stream.Write(Encoding.UTF8.GetBytes(TallyJson.Write(tally, words, RunManifest.Version) + "\n"));
                return 0;
            }));
        }

        var all = CohortTables.All(tally, options, _host.Catalogue).Concat([tidy!.Models(), tidy.Scores, tidy.Times]).ToList();
        var manifest = new RunManifest
        {
            Options = words,
            Inputs = [.. inputs.Where(input => input.Name is not null).Select(input => RunManifest.Hash(input.Option.Name, input.Name!))],
            Definitions = Definitions(tally, _host),
            Members = tally.Members,
            Warnings = [.. issues.Select(issue => issue.Item2.Code).Concat(tables.Errors.Concat(tables.Notices).Concat(unmatched is null ? [] : [unmatched]).Select(line => line.Code)).GroupBy(word => word, StringComparer.Ordinal)
                .OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Key}: {group.Count()}"))],
        };
        return Math.Max(code, _asReport
            ? Files.Write(output!, _host, stream =>
            {
                stream.Write(Encoding.UTF8.GetBytes(Report(_host, all, options.Assessment.Primary, manifest, drawn).ToHtml()));
                return 0;
            })
            : Put(_host, output, all, options.Assessment.Primary, manifest, drawn));
    }

    private static Charts.Reports.ReportPage Report(ToolHost host, IReadOnlyList<CohortTable> tables, string? primary, RunManifest manifest, CohortMemberFigures? members) =>
        new CohortReport(tables, CohortFigureFiles.Draw(tables, host.Catalogue, primary, members, Charts.FigureOptions.Page with { Theme = Charts.FigureTheme.Auto }), manifest, host.Catalogue).Make();

    /// <summary>Into a folder, or for people to read.</summary>
    public static int Put(ToolHost host, string? output, IReadOnlyList<CohortTable> tables, string? primary, RunManifest manifest, CohortMemberFigures? members = null)
    {
        if (output is not null)
        {
            return OutputFolder.Write(output, folder =>
            {
                CohortFiles.Write(folder, tables, CohortFigureFiles.Draw(tables, host.Catalogue, primary, members), Report(host, tables, primary, manifest, members), manifest);
                return 0;
            });
        }

        return Files.Write(Files.StandardStream, host, stream =>
        {
            using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
            CohortFiles.Print(writer, tables);
            return 0;
        });
    }

    public static IReadOnlyList<(string Instrument, string Version)> Definitions(CohortTally tally, ToolHost host) =>
        [.. tally.Cells.Select(cell => cell.Key.Instrument).Distinct(StringComparer.Ordinal).Select(host.Catalogue.Find).OfType<Instruments.Instrument>().OrderBy(instrument => instrument.Id, StringComparer.Ordinal).Select(instrument => (instrument.Id, instrument.Version))];

    private IEnumerable<CohortMember> Members(CourseTablesResult tables, PeopleTable people, NotesTablesResult care, CohortOptions options, (int Part, int Of)? shard, TidyTables? tidy, CohortMemberFigures drawn, List<(Course, Issue)> issues)
    {
        var notes = care.Courses.ToDictionary(entry => (entry.Course.PatientId, entry.Course.CourseId));
        foreach (var course in tables.Courses)
        {
            _host.Interrupt.ThrowIfCancellationRequested();
            if (shard is { } wanted && PartOf(course.PatientId, wanted.Of) != wanted.Part)
            {
                continue;
            }

            if (options.Assessment.AsOf is { } asOf && course.AsOf(asOf) is { LastRecord: null, Administrations.IsEmpty: true })
            {
                continue;
            }

            var entry = CohortAssessment.Assess(course, options, GroupsOf(course, people, notes.GetValueOrDefault((course.PatientId, course.CourseId)), options.Assessment), _host.Catalogue);
            issues.AddRange(entry.Issues.Select(issue => (course, issue)));
            foreach (var member in entry.Members)
            {
                tidy?.Add(member);
                if (tidy is not null)
                {
                    drawn.Add(member);
                }

                yield return member;
            }
        }
    }

    /// <summary>The groups of the table of people, and that of care; where both say who had psychotherapy, the caller's own table holds.</summary>
    private IEnumerable<CohortGroup> GroupsOf(Course course, PeopleTable people, CourseNotes? notes, AssessmentOptions options)
    {
        var own = people.Of(course.PatientId).ToList();
        if (notes is null)
        {
            return own;
        }

        var report = NotesAssessment.Assess(course, notes.Notes, ChairOptions.Default with { AsOf = options.AsOf, Segmentation = options.Segmentation }, _host.Catalogue);
        var group = StandardGroups.PsychotherapyOf(report, TreatmentStructure.Find(course, options.Segmentation, options.AsOf).Series);
        return own.Exists(other => other.Name == group.Name) ? own : own.Append(group);
    }

    /// <summary>The part of a person, 1 to n, by FNV-1a of the id: all courses of a person are in one part, whatever the order of the rows.</summary>
    internal static int PartOf(string patient, int of)
    {
        var hash = 14695981039346656037UL;
        foreach (var value in Encoding.UTF8.GetBytes(patient))
        {
            hash = unchecked((hash ^ value) * 1099511628211UL);
        }

        return (int)(hash % (ulong)of) + 1;
    }

    private static (int Part, int Of)? ReadShard(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var parts = text.Split('/');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var part) && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var of)
            && part >= 1 && part <= of && of <= 100_000
            ? (part, of)
            : throw new ToolException(IssueCodes.OptionInvalid, "Expected a part of so many, such as 2/8.", field: "--shard");
    }

    private CohortOptions ReadOptions(ParseResult call)
    {
        var series = call.GetValue(_series) switch
        {
            "first" => SeriesChoice.First,
            "each" => SeriesChoice.Each,
            _ => throw new ToolException(IssueCodes.OptionInvalid, "Expected first or each.", field: "--series"),
        };
        if (!decimal.TryParse(call.GetValue(_level), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) || percent is < 50 or > 99.9m)
        {
            throw new ToolException(IssueCodes.OptionInvalid, "Expected a confidence level from 50 to 99.9 percent.", field: "--level");
        }

        var choices = _choices.Read(call);
        if (choices.Points.Any(point => point is AssessmentPoint.EveryVisit))
        {
            throw new ToolException(IssueCodes.OptionInvalid, "At every-visit a person has many answers, and a cohort counts each person once at a point: name points, such as infusion:3, day:7+-2 or visit:week-1.", field: "--at");
        }

        return new CohortOptions
        {
            Series = series,
            Level = (double)percent / 100,
            Assessment = choices with
            {
                AsOf = _asOf.Read(call),
                Segmentation = _segmentation.Read(call),
                Reliability = _reliability.Read(call, _host),
                HasTreatments = call.GetValue(_treatments) is not null,
            },
        };
    }

    private ParameterCodes ReadCodes(ParseResult call)
    {
        var codes = FormOptions.Split(call.GetValue(_paramcd)).Select(text => text.Split('=')).ToList();
        try
        {
            return codes.TrueForAll(pair => pair.Length == 2)
                ? ParameterCodes.Choose(codes.Select(pair => new KeyValuePair<string, string>(pair[0], pair[1])))
                : throw new ToolException(IssueCodes.OptionInvalid, "Expected scale=CODE, such as phq-9/total=PHQ9TOT.", field: "--paramcd");
        }
        catch (ArgumentException e)
        {
            throw new ToolException(IssueCodes.OptionInvalid, "A code has one to eight capitals and digits, begins with a capital, and stands for one scale.", field: "--paramcd", inner: e);
        }
    }

    /// <summary>What was chosen, in words: parts that were counted otherwise must not be merged.</summary>
    private SortedDictionary<string, string> Words(ParseResult call, CohortOptions options, TableLayout? layout)
    {
        var assessment = options.Assessment;
        return new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["at"] = string.Join(',', assessment.Points.Select(point => point.Name)),
            ["baseline"] = assessment.Baseline?.Name ?? (assessment.HasTreatments ? BaselinePolicy.Default.Name : new BaselinePolicy.First().Name),
            ["primary"] = assessment.Primary ?? "none",
            ["missing-policy"] = assessment.MissingPolicy ?? "each scale's own",
            ["series"] = call.GetValue(_series)!,
            ["segmentation"] = assessment.Segmentation?.Id ?? "labels",
            ["as-of"] = assessment.AsOf?.ToString() ?? "each patient's last record",
            ["treatments"] = assessment.HasTreatments ? "given" : "not given",
            ["care"] = call.GetValue(_care) is null ? "not given" : "given",
            // By what it holds, for parts that rest on unlike figures do not belong together.
            ["reliability"] = call.GetValue(_reliability.Option) is { } figures ? RunManifest.Hash(_reliability.Option.Name, figures).Hash : "the library's",
            ["layout"] = layout?.Name ?? "table",
            ["level"] = call.GetValue(_level)!,
        };
    }
}
