using System.Globalization;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Cli;

/// <summary>Indicators as a table for people: what to look at first, the alerts, one line a series on how it goes, then one line a patient and scale at each point and the counts.</summary>
internal sealed class ClinicTable
{
    private readonly InstrumentCatalogue _catalogue;
    private readonly AssessmentOptions _options;
    private readonly EquatableArray<Course> _courses;
    private readonly List<IndicatorResult> _results;
    private readonly ClinicRows _first;
    private readonly SortedSet<string> _reasons = new(StringComparer.Ordinal);
    private readonly Func<(string Patient, string Course, int Series), string>? _who;
    private bool _hasSensitive;

    public ClinicTable(
        InstrumentCatalogue catalogue,
        AssessmentOptions options,
        EquatableArray<Course> courses,
        List<IndicatorResult> results,
        ClinicRows first,
        Func<(string Patient, string Course, int Series), string>? who = null)
    {
        _who = who;
        _catalogue = catalogue;
        _options = options;
        _courses = courses;
        _results = results;
        _first = first;
    }

    /// <summary>The headings of <see cref="Alerts"/>, <see cref="Milestones"/>, <see cref="At"/>, <see cref="Planned"/> and <see cref="Crossed"/>.</summary>
    public static string[] AlertHeadings { get; } = ["Patient", "Scale", "Alert", "About", "Raised", "How often"];

    public static string[] MilestoneHeadings { get; } = ["Patient", "Scale", "First", "When", "Then"];

    public static string[] PointHeadings { get; } = ["Patient", "Scale", "Baseline", "Score", "When", "Change", "Response", "Remission", "Not known or not applicable because"];

    public static string[] PlannedHeadings { get; } = ["Patient", "Plan", "What", "Done", "Overdue", "Not known because"];

    public static string[] CrossedHeadings { get; } = ["Patient", "Measure", "Threshold", "Infusion", "When"];

    public static string[] AlarmHeadings { get; } = ["Patient", "What", "Scale", "State", "When", "Beside it"];

    public static string[] CourseHeadings { get; } = ["Patient", "Plateau", "Held", "Mood beside functioning"];

    /// <summary>The words for why something is not known that the lines used so far.</summary>
    public IEnumerable<string> ReasonsUsed => _reasons;

    /// <summary>Whether a line so far carries the mark of a remission that another cut-off denies.</summary>
    public bool HasSensitive => _hasSensitive;

    public void Write(TextWriter writer)
    {
        var asOf = _options.AsOf is { } time ? $"as of {time}" : "as of each patient's last record";
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_courses.Count} courses, {asOf}. Observations by published rules; no diagnosis, no advice; reviewed by no regulator."));
        var silent = _courses.Count(course => course.Administrations.IsEmpty && course.GoalRatings.IsEmpty);
        if (silent > 0)
        {
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{silent} of them have no readable questionnaire and stand in no count below."));
        }

        var alarms = new ClinicAlarms(_catalogue, _options, _first);
        WriteAlarms(writer, alarms.Alarms());
        WriteAlerts(writer);
        WriteCourses(writer, alarms.Courses());
        _reasons.UnionWith(alarms.Reasons);
        WriteMilestones(writer);
        foreach (var point in _options.Points)
        {
            WritePoint(writer, point.Name);
        }

        WritePlanned(writer);
        WriteNotes(writer);
    }

    /// <summary>Doses and forms beside what was planned, and what crossed a threshold in the chair; none of it where nothing was planned or noted.</summary>
    private void WritePlanned(TextWriter writer)
    {
        var planned = Planned();
        if (planned.Count > 0)
        {
            writer.WriteLine();
            writer.WriteLine("BESIDE WHAT WAS PLANNED: doses given, and forms done, of those that were given (done) or missed; what is not due yet or not expected any more counts for neither");
            WriteColumns(writer, [PlannedHeadings, .. planned], rightAligned: [3, 4]);
        }

        var crossed = Crossed();
        if (crossed.Count > 0)
        {
            writer.WriteLine();
            writer.WriteLine("IN THE CHAIR: readings beyond a named threshold (observations; the rules and their sources are in the csv)");
            WriteColumns(writer, [CrossedHeadings, .. crossed], rightAligned: []);
        }
    }

    /// <summary>Doses and forms beside what was planned.</summary>
    public List<string[]> Planned() => [.. _results.Where(result => (result.Indicator == "adherence" && result.Point == "given") || result.Indicator == "completion").Select(result => new[]
    {
        WhoInSeries(result),
        result.Rule,
        result.Indicator == "adherence" ? "doses" : Short(result.Instrument),
        Count(result, "settled") is { } settled && settled > 0 ? string.Create(CultureInfo.InvariantCulture, $"{settled - Count(result, "missed")!.Value} of {settled}") : "?",
        Count(result, "overdue") is { } overdue and > 0 ? overdue.ToString(CultureInfo.InvariantCulture) : "",
        result.Outcome is IndicatorOutcome.Indeterminate indeterminate ? Because(indeterminate.Reason) : "",
    })];

    /// <summary>Readings in the chair beyond a named threshold.</summary>
    public List<string[]> Crossed() => [.. _results.Where(result => result.Instrument == "chair" && result.Indicator == "threshold" && result.Outcome.TryGetMet() == true)
        .Select(result => new[] { WhoInSeries(result), result.Scale, result.Rule, result.Point, result.At?.ToString() ?? "" })];

    private string Because(string reason)
    {
        _reasons.Add(reason);
        return reason;
    }

    private static int? Count(IndicatorResult result, string name) =>
        result.Evidence.Parameters.FirstOrDefault(parameter => parameter.Name == name) is { } found ? int.Parse(found.Value, CultureInfo.InvariantCulture) : null;

    private static void WriteAlarms(TextWriter writer, List<string[]> lines)
    {
        writer.WriteLine();
        writer.WriteLine("TO LOOK AT FIRST: suicidality, drift, loss and relapse, reliably worse (each is a row of the csv at the points last or every-visit, with its rule, source and evidence)");
        if (lines.Count == 0)
        {
            writer.WriteLine("  nothing; that is no proof of safety");
            return;
        }

        WriteColumns(writer, [AlarmHeadings, .. WithoutRepeats(lines)], rightAligned: []);
    }

    private static void WriteCourses(TextWriter writer, List<string[]> lines)
    {
        if (lines.Count > 0)
        {
            writer.WriteLine();
            writer.WriteLine("HOW IT GOES: plateau; how long response or remission was seen to hold in a cycle; mood beside functioning at the last forms");
            WriteColumns(writer, [CourseHeadings, .. lines], rightAligned: []);
        }
    }

    /// <summary>A patient is named once, so that the eye finds the next one.</summary>
    private static IEnumerable<string[]> WithoutRepeats(List<string[]> lines)
    {
        var last = "";
        foreach (var line in lines)
        {
            yield return [line[0] == last ? "" : line[0], .. line.Skip(1)];
            last = line[0];
        }
    }

    private void WriteAlerts(TextWriter writer)
    {
        var lines = Alerts();
        writer.WriteLine();
        writer.WriteLine("ALERTS: an answer that needs a person's attention, whatever the total (suicidality: any answer above the lowest, project policy)");
        if (lines.Count == 0)
        {
            writer.WriteLine("  none raised; that an item was never asked is not shown here (see the csv)");
            return;
        }

        WriteColumns(writer, [AlertHeadings, .. lines], rightAligned: []);
    }

    /// <summary>The alerts that were raised, each once with how often.</summary>
    public List<string[]> Alerts() => [.. _first.Results.Where(result => result.Indicator == "alert" && IsAt(result, "every-visit") && result.Outcome.State == "raised")
        .GroupBy(result => (result.PatientId, result.CourseId, result.Instrument, result.Rule)).Select(group => new[]
        {
            Who(group.First()),
            Short(group.Key.Instrument),
            group.Key.Rule,
            Topic(group.Key.Instrument, group.Key.Rule),
            $"last {group.Last().At}",
            group.Count() == 1 ? "once" : string.Create(CultureInfo.InvariantCulture, $"{group.Count()} times"),
        })];

    private void WriteMilestones(TextWriter writer)
    {
        var lines = Milestones();
        if (lines.Count > 0)
        {
            writer.WriteLine();
            writer.WriteLine("MILESTONES: the first time that a change was recorded as better (this project's own markers, not validated)");
            WriteColumns(writer, [MilestoneHeadings, .. lines], rightAligned: []);
        }
    }

    /// <summary>The first time that a change was recorded as better.</summary>
    public List<string[]> Milestones()
    {
        var lines = new List<string[]>();
        foreach (var result in _results.Where(result => result.Indicator == "milestone" && result.At is not null))
        {
            var scale = _catalogue.Find(result.Instrument)?.FindScale(result.Scale);
            var milestone = scale?.Milestones.FirstOrDefault(entry => entry.Id == result.Rule);
            lines.Add(
            [
                WhoInSeries(result),
                $"{Short(result.Instrument)}/{result.Scale}",
                (milestone?.Label ?? result.Rule) + (result.Point.StartsWith("first-held", StringComparison.Ordinal) ? ", again" : ""),
                result.At!.Value.ToString(),
                result.Outcome.State switch
                {
                    "met" => "held at the next rating",
                    "not-met" => "not held at the next rating",
                    "unconfirmed" => "no later rating yet",
                    _ => "no rating soon enough",
                },
            ]);
        }

        return lines;
    }

    private void WritePoint(TextWriter writer, string point)
    {
        var lines = WithoutRepeats(At(point));
        writer.WriteLine();
        writer.WriteLine(Title(point));
        WriteColumns(writer, [PointHeadings, .. lines], rightAligned: [2, 3, 5]);
        WriteCounts(writer, [.. Here(point)]);
    }

    private IEnumerable<IndicatorResult> Here(string point) => _results.Where(result => IsAt(result, point) && IsShown(result) && !HasMilestones(result));

    /// <summary>One line a patient and scale at a point.</summary>
    public List<string[]> At(string point)
    {
        var lines = new List<string[]>();
        var here = Here(point).ToList();
        var baselines = _results.Where(result => IsAt(result, point) && result.Indicator == "baseline")
            .GroupBy(Scale)
            .ToDictionary(group => group.Key, group => group.First());
        foreach (var group in here.GroupBy(result => (Scale(result), result.Point, result.At)))
        {
            lines.Add(Line(baselines.TryGetValue(group.Key.Item1, out var baseline) ? [.. group, baseline] : [.. group]));
        }

        return lines;
    }

    private static (string Patient, string Course, int Series, string Instrument, string Scale) Scale(IndicatorResult result) =>
        (result.PatientId, result.CourseId, result.Series, result.Instrument, result.Scale);

    // The other indicators have more to say than a column holds; they are in the csv.
    private static bool IsShown(IndicatorResult result) => result.Indicator is "score" or "change" or "percentage-change" or "response" or "remission";

    // Visits of an unusual rater are points of their own.
    private static bool IsAt(IndicatorResult result, string point) =>
        result.Point == point || (point == "every-visit" && result.Point.StartsWith("every-visit:", StringComparison.Ordinal));

    public static string Title(string point) => point switch
    {
        "end-of-induction" => "END OF INDUCTION: first form 1 to 14 days after the last induction infusion",
        "last" => "LAST FORM of each series, if no older than 45 days",
        _ => point.ToUpperInvariant(),
    };

    private string[] Line(List<IndicatorResult> rows)
    {
        var first = rows[0];
        var score = rows.Find(row => row.Indicator == "score");
        var response = rows.Find(row => row.Indicator == "response" && IsDefault(row));
        var remission = rows.Find(row => row.Indicator == "remission" && IsDefault(row));
        var percentage = rows.Find(row => row.Indicator == "percentage-change") ?? rows.Find(row => row.Indicator == "change");
        var because = rows.Select(row => row.Outcome switch
        {
            IndicatorOutcome.NotApplicable notApplicable => notApplicable.Reason,
            IndicatorOutcome.Indeterminate indeterminate => indeterminate.Reason,
            _ => null,
        }).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        _reasons.UnionWith(because);
        return
        [
            WhoInSeries(first),
            first.Scale == MainScale(first.Instrument) ? Short(first.Instrument) : $"{Short(first.Instrument)}/{first.Scale}",
            Value(rows.Find(row => row.Indicator == "baseline")),
            score is null ? "" : Value(score),
            first.At?.ToString() ?? "",
            Change(percentage),
            YesNo(response),
            YesNo(remission) + (remission?.Evidence.Flags.Contains("cut-off-sensitive", StringComparer.Ordinal) == true ? Sensitive() : ""),
            string.Join(", ", first.Evidence.Flags.Contains("induction-may-continue", StringComparer.Ordinal) ? because.Prepend("induction-may-continue") : because),
        ];
    }

    private string Sensitive()
    {
        _hasSensitive = true;
        return " *";
    }

    private string Who(IndicatorResult result) => _who is not null ? _who((result.PatientId, result.CourseId, result.Series)) : result.CourseId == "1" ? result.PatientId : $"{result.PatientId}/{result.CourseId}";

    private string WhoInSeries(IndicatorResult result) => _who is not null ? _who((result.PatientId, result.CourseId, result.Series)) :
        Who(result) + (result.Series > 1 ? string.Create(CultureInfo.InvariantCulture, $" series {result.Series}") : "");

    private string Short(string instrument) => instrument == GoalAttainment.Id ? "GAS" : _catalogue.Find(instrument)?.ShortName ?? instrument;

    // Ratings of change stand in the section of milestones; each single one is in the csv.
    private bool HasMilestones(IndicatorResult result) => _catalogue.Find(result.Instrument)?.FindScale(result.Scale)?.Milestones.IsEmpty == false;

    private string Topic(string instrument, string alert) => _catalogue.Find(instrument)?.Alerts.FirstOrDefault(rule => rule.Id == alert)?.Topic ?? "";

    private string? MainScale(string instrument) => instrument == GoalAttainment.Id ? "total" : _catalogue.Find(instrument)?.MainScale.Id;

    private bool IsDefault(IndicatorResult row) =>
        _catalogue.Find(row.Instrument)?.FindScale(row.Scale)?.Endpoints.Any(entry => entry.IsDefault && entry.Id == row.Rule) == true;

    private static string Value(IndicatorResult? row) => row?.Outcome switch
    {
        IndicatorOutcome.Measured measured => measured.Rounded.ToString(CultureInfo.InvariantCulture),
        IndicatorOutcome.Classified classified => classified.State,
        null => "",
        _ => "?",
    };

    private static string Change(IndicatorResult? row)
    {
        if (row?.Outcome is not IndicatorOutcome.Measured { Rounded: var change, Unit: var unit })
        {
            return row is null ? "" : row.Outcome is IndicatorOutcome.NotApplicable ? "n/a" : "?";
        }

        var amount = Math.Abs(change).ToString(CultureInfo.InvariantCulture) + (unit == "%" ? " %" : "");
        return change > 0 ? amount + " better" : change < 0 ? amount + " worse" : "same";
    }

    private static string YesNo(IndicatorResult? row) => row?.Outcome switch
    {
        null => "-",
        IndicatorOutcome.Judged { Judgement: Judgement.Met } => "yes",
        IndicatorOutcome.Judged { Judgement: Judgement.NotMet } => "no",
        IndicatorOutcome.Judged judged => judged.State,
        IndicatorOutcome.NotApplicable => "n/a",
        _ => "?",
    };

    private void WriteCounts(TextWriter writer, List<IndicatorResult> here)
    {
        foreach (var group in here.Where(row => row.Indicator is "response" or "remission" && IsDefault(row)).GroupBy(row => (row.Instrument, row.Scale, row.Indicator, row.Rule)))
        {
            var met = group.Count(row => row.Outcome.TryGetMet() == true);
            var judged = group.Count(row => row.Outcome.TryGetMet() is not null);
            var notApplicable = group.Count(row => row.Outcome is IndicatorOutcome.NotApplicable);
            var share = judged == 0 ? "" : $" ({new Fraction(100L * met, judged).Round(1).ToString(CultureInfo.InvariantCulture)} %)";
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {Short(group.Key.Instrument)} {group.Key.Indicator} ({group.Key.Rule}): {met} of {judged} judged{share}; {notApplicable} not applicable, {group.Count() - judged - notApplicable} not known"));
        }
    }

    private void WriteNotes(TextWriter writer)
    {
        writer.WriteLine();
        writer.WriteLine("Response and remission are the default cited rules of each scale; the csv has one row a rule, with sources and evidence.");
        writer.WriteLine("Counts pool all courses, whatever was given; each series of infusions counts once.");
        writer.WriteLine("yes, no: judged; ?: not known; n/a: does not apply; -: no cited rule for this scale. A change without % is in points.");
        if (_results.Exists(result => result.Instrument == GoalAttainment.Id))
        {
            writer.WriteLine("GAS: T-score of the patient's own goals; 50 is every goal attained as expected. Weighted goals have a second line without weights.");
        }

        if (_hasSensitive)
        {
            writer.WriteLine("* Another published remission cut-off says otherwise.");
        }

        if (_results.Exists(result => result.Evidence.Flags.Contains("induction-may-continue", StringComparer.Ordinal)))
        {
            writer.WriteLine("induction-may-continue: the last infusion on record is less than 14 days old, so it may not have been the last");
        }

        foreach (var reason in _reasons)
        {
            writer.WriteLine($"{reason}: {Reasons.Explain(reason)}");
        }
    }

    private static void WriteColumns(TextWriter writer, List<string[]> lines, int[] rightAligned)
    {
        var widths = Enumerable.Range(0, lines[0].Length).Select(column => lines.Max(line => line[column].Length)).ToList();
        foreach (var line in lines)
        {
            var cells = line.Select((cell, column) => rightAligned.Contains(column) ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]));
            writer.WriteLine(("  " + string.Join("  ", cells)).TrimEnd());
        }
    }
}
