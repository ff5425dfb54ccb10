using System.Globalization;
using KetamineOutcomes.Charts;
using KetamineOutcomes.Charts.Reports;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Cli;

/// <summary>The report of one course, for those who treat. It judges nothing: what stands on it is a row of <c>assess</c>, a figure of such rows, or what was chosen.</summary>
internal sealed class PatientReport(PatientAnswers patient, bool withId)
{
    // More would be many pages of paper; the folder of figures has them all.
    private const int MostSessions = 2;

    private readonly SourceNumbers _sources = new();
    private readonly bool _hasSeveral = patient.First.Results.Concat(patient.Report.Results).Any(row => row.Series > 1);

    /// <summary>What was chosen, in words.</summary>
    public required IReadOnlyList<(string Name, string Value)> Choices { get; init; }

    /// <summary>The option of each input, and the SHA-256 of its bytes. No file names: they may name people.</summary>
    public required IReadOnlyList<(string Option, string Hash)> Inputs { get; init; }

    /// <summary>Whether the table of all answers is left out.</summary>
    public bool IsBrief { get; init; }

    /// <summary>How many rows of the tables, of whichever patient, could not be read.</summary>
    public required int RowsUnread { get; init; }

    public ReportPage Make()
    {
        ClinicTable table = new(patient.Catalogue, patient.Options, [patient.Course], [.. patient.Report.Results], patient.First, key => Series(key.Series));
        var alarms = new ClinicAlarms(patient.Catalogue, patient.Options, patient.First, key => Series(key.Series));
        var first = First(table, alarms);
        var course = Course(table, alarms);
        ReportSection[] answers = IsBrief ? [] : [Answers()];
        return new ReportPage(
            "A course of ketamine treatment: report",
            [new ReportBlock.Facts([.. Head()]), new ReportBlock.Paragraph(IntendedUse.Short)],
            [
                first,
                course,
                new ReportSection("Figures", [.. Figures()]),
                .. answers,
                new ReportSection("What was assumed", [new ReportBlock.Facts([.. Choices.Select(choice => new ReportFact(choice.Name, choice.Value))])]),
                Missing(),
                Rules(),
                IntendedUse.Section,
            ]);
    }

    private IEnumerable<ReportFact> Head()
    {
        if (withId)
        {
            yield return new ReportFact("Patient", patient.Course.PatientId);
            if (patient.Course.CourseId != "1")
            {
                yield return new ReportFact("Course", patient.Course.CourseId);
            }
        }

        yield return new ReportFact("As of", (patient.Options.AsOf ?? patient.Course.LastRecord) is { } time ? Words.Of(time) + (patient.Options.AsOf is null ? " (the last record)" : "") : "no record");
        var infusions = patient.Course.Infusions;
        var boosters = infusions.Count(infusion => infusion.Kind == InfusionKind.Booster);
        yield return new ReportFact("Infusions", infusions.IsEmpty ? "none on record" : $"{Words.Count(infusions.Count, "infusion")} from {Words.Of(infusions[0].At)} to {Words.Of(infusions[^1].At)}" + (boosters == 0 ? "" : boosters == 1 ? ", 1 of them labelled as a booster" : $", {boosters} of them labelled as boosters"));
        var forms = patient.Course.Administrations.GroupBy(form => form.Instrument, StringComparer.Ordinal).Select(group => FormattableString.Invariant($"{Short(group.Key)} {group.Count()}")).Order(StringComparer.Ordinal).ToList();
        yield return new ReportFact("Forms", forms.Count == 0 ? "none on record" : string.Join(", ", forms));
        yield return new ReportFact("Made by", $"{Tool.Name} {RunManifest.Version}");
    }

    private ReportSection First(ClinicTable table, ClinicAlarms alarms)
    {
        var found = alarms.Alarms();
        var alerts = table.Alerts();
        return new ReportSection("To look at first", [
            found.Count > 0
                ? Table("Suicidality, drift, loss and relapse, and what is reliably worse", ClinicTable.AlarmHeadings, found)
                : new ReportBlock.Paragraph("No suicidality, drift, loss or relapse, and nothing reliably worse, was found in these records. That is no proof of safety."),
            alerts.Count > 0
                ? Table("Alerts: answers that need a person's attention, whatever the total (of suicidality any answer above the lowest; project policy)", ClinicTable.AlertHeadings, alerts, isBySeries: false)
                : new ReportBlock.Paragraph("No alert was raised. That a question was never asked is no alert: see what is missing."),
        ]);
    }

    private ReportSection Course(ClinicTable table, ClinicAlarms alarms)
    {
        var blocks = new List<ReportBlock>();
        foreach (var point in patient.Options.Points)
        {
            blocks.Add(Table(Sentence(ClinicTable.Title(point.Name)), ClinicTable.PointHeadings, table.At(point.Name), numbers: [2, 3, 5]));
        }

        blocks.Add(Table("Plateau; how long a response was seen to hold in a cycle; mood beside functioning at the last forms", ClinicTable.CourseHeadings, alarms.Courses()));
        blocks.Add(Table("Milestones: the first time that a change was recorded as better (this project's own markers, not validated)", ClinicTable.MilestoneHeadings, table.Milestones()));
        blocks.Add(Table("Doses and forms beside what was planned", ClinicTable.PlannedHeadings, table.Planned()));
        blocks.Add(Table("In the chair: readings beyond a named threshold", ClinicTable.CrossedHeadings, table.Crossed()));
        var reasons = table.ReasonsUsed.Concat(alarms.Reasons).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(reason => $"{reason}: {Reasons.Explain(reason)}.").ToList();
        blocks.Add(new ReportBlock.Paragraph(
            "Response and remission are the default cited rules of each scale. ?: not known; n/a: does not apply; -: no cited rule for this scale. A change without % is in points."
            + (table.HasSensitive ? " *: another published cut-off for remission says otherwise." : "")
            + (patient.Report.Results.Any(row => row.Evidence.Flags.Contains("induction-may-continue", StringComparer.Ordinal)) ? " induction-may-continue: the last infusion on record is less than 14 days old, so it may not have been the last." : "")
            + (reasons.Count > 0 ? " " + string.Join(' ', reasons) : ""), IsQuiet: true));
        return new ReportSection("How it goes", [.. blocks]);
    }

    private IEnumerable<ReportBlock> Figures()
    {
        var set = new PatientFigureSet(patient, FigureOptions.Page with { Theme = FigureTheme.Auto });
        var drawn = set.Trajectories().Concat(set.Cycles()).ToList();
        if (drawn.Count == 0)
        {
            yield return new ReportBlock.Paragraph("No questionnaire has a score, so there is nothing to draw.");
        }

        foreach (var figure in drawn)
        {
            yield return new ReportBlock.Drawing(figure.Figure, figure.Caption);
        }

        // The last, and before it those in which something crossed a threshold.
        var sessions = set.Sessions();
        var crossed = patient.Report.Results.Where(row => row.Instrument == "chair" && row.Indicator == "threshold" && row.Outcome.TryGetMet() == true).Select(row => row.At).ToHashSet();
        var wanted = sessions.Where(session => session == sessions[^1] || crossed.Contains(session.Infusion.At)).TakeLast(MostSessions).ToList();
        foreach (var figure in wanted.Select(set.Draw))
        {
            yield return new ReportBlock.Drawing(figure.Figure, figure.Caption);
        }

        if (sessions.Count > wanted.Count)
        {
            yield return new ReportBlock.Paragraph(FormattableString.Invariant($"Of {sessions.Count} infusions with readings in the chair the last is drawn, and the one before it in which a reading went beyond a named threshold, if there was one. With --figures all of them are written as files."), IsQuiet: true);
        }
    }

    /// <summary>The answers by question. What is not known stands in the next part; what each single infusion was, in the table of <c>assess</c>.</summary>
    private ReportSection Answers()
    {
        var rows = patient.Report.Results
            .Where(row => row.Outcome is not (IndicatorOutcome.Indeterminate or IndicatorOutcome.NotApplicable) && !IsOfOneInfusion(row))
            .DistinctBy(row => (row.Series, row.Instrument, row.Scale, row.Indicator, row.Rule, row.At, row.Explain()))
            .ToList();
        var notApplicable = patient.Report.Results.Count(row => row.Outcome is IndicatorOutcome.NotApplicable);
        var sections = rows.GroupBy(row => Questions.Of(row)).OrderBy(group => group.Key).Select(group => new ReportSection(
            Questions.Titles[group.Key],
            [new ReportBlock.Table(
                Questions.Titles[group.Key],
                [.. (_hasSeveral ? new[] { new ReportColumn("Series") } : []), new ReportColumn("Scale"), new ReportColumn("What"), new ReportColumn("Answer"), new ReportColumn("In words"), new ReportColumn("Rule and sources")],
                [.. group.Select(row => (EquatableArray<string>)[.. (_hasSeveral ? new[] { Number(row.Series) } : []), Name(row), What(row), Answer(row), row.Explain(), Rule(row)])],
                isCaptionShown: false)]));
        return new ReportSection(
            "Answers by question",
            [new ReportBlock.Paragraph(
                rows.Count == 0
                    ? "Nothing can be answered from these records; the next parts say why."
                    : FormattableString.Invariant($"{rows.Count} answers that the records allow. What is not known stands under \"What is missing\"; {Words.Count(notApplicable, "question")} did not apply; what is said of each single infusion stands in the table of assess alone. Numbers in brackets are sources, listed at the end."))],
            [.. sections]);
    }

    private ReportSection Missing()
    {
        var blocks = new List<ReportBlock>();
        var unknown = patient.Report.Results.Where(row => row.Outcome is IndicatorOutcome.Indeterminate && !IsOfOneInfusion(row)).ToList();
        blocks.Add(new ReportBlock.Table(
            "Answers that the records do not allow, and why",
            [new ReportColumn("Why"), new ReportColumn("About"), new ReportColumn("Answers", IsNumber: true), new ReportColumn("Which")],
            [.. unknown.GroupBy(row => ((IndicatorOutcome.Indeterminate)row.Outcome).Reason, StringComparer.Ordinal)
                .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => (EquatableArray<string>)
                [
                    $"{group.Key}: {Reasons.Explain(group.Key)}",
                    string.Join(", ", group.Select(row => Name(row) + (_hasSeveral ? FormattableString.Invariant($" (series {row.Series})") : "")).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)),
                    Number(group.Count()),
                    string.Join(", ", group.Select(row => row.Indicator).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)),
                ])]));
        var forms = patient.Visits.Results.Where(row => row is { Indicator: "score", At: not null, Outcome: IndicatorOutcome.Indeterminate })
            .Select(row => (row.At, Name: Name(row), Words: row.Explain(), ((IndicatorOutcome.Indeterminate)row.Outcome).Reason))
            .Where(row => row.Reason is Reasons.ScoreIncomplete or Reasons.ScoreInvalid or Reasons.NotDone or Reasons.ConflictingScores or Reasons.RecordUnreadable)
            .DistinctBy(row => (row.At, row.Name, row.Reason)).ToList();
        blocks.Add(new ReportBlock.Table(
            "Forms without a score",
            [new ReportColumn("Scale"), new ReportColumn("When"), new ReportColumn("Why")],
            [.. forms.Select(form => (EquatableArray<string>)[form.Name, Words.Of(form.At!.Value), $"{form.Reason}: {Reasons.Explain(form.Reason)}"])]));
        if (blocks.TrueForAll(block => ((ReportBlock.Table)block).Rows.IsEmpty))
        {
            blocks.Add(new ReportBlock.Paragraph("Every answer that was asked for is known, and every form has a score."));
        }

        if (patient.Course.Unreadable.Count > 0)
        {
            blocks.Add(new ReportBlock.Paragraph($"{Words.Count(patient.Course.Unreadable.Count, "record")} of this course could not be read. Look at the forms themselves: an answer about suicidality may be among them."));
        }

        if (RowsUnread > 0)
        {
            blocks.Add(new ReportBlock.Paragraph($"{Words.Count(RowsUnread, "error")} stood in the tables, of this patient or of others; the run listed them by line."));
        }

        return new ReportSection("What is missing", [.. blocks]);
    }

    private ReportSection Rules() => new("Versions and sources", [
        new ReportBlock.Table(
            "Instruments, with the version of the definition that scored them",
            [new ReportColumn("Instrument"), new ReportColumn("Id"), new ReportColumn("Version")],
            [.. patient.Course.Administrations.Select(form => form.Instrument).Concat(patient.Report.Results.Select(row => row.Instrument)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(patient.Catalogue.Find).OfType<Instruments.Instrument>()
                .Select(instrument => (EquatableArray<string>)[instrument.Name, instrument.Id, instrument.Version])]),
        new ReportBlock.Table(
            "What was read",
            [new ReportColumn("Option"), new ReportColumn("SHA-256 of the file")],
            [.. Inputs.Select(input => (EquatableArray<string>)[input.Option, input.Hash])]),
        new ReportBlock.Paragraph($"Made by {Tool.Name} {RunManifest.Version}. {(IsBrief ? "Rules, their versions and sources stand in the full report and in the table of assess." : "Each rule above names its own version. The numbers in brackets are these sources:")}"),
        new ReportBlock.Numbered([.. _sources.All]),
    ]);

    private static string Series(int number) => FormattableString.Invariant($"series {number}");

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A table of the tool for people, whose first column says whose the row is: here which series, where there are several.</summary>
    private ReportBlock.Table Table(string caption, string[] headings, List<string[]> lines, bool isBySeries = true, int[]? numbers = null)
    {
        var from = _hasSeveral && isBySeries ? 0 : 1;
        return new ReportBlock.Table(
            caption,
            [.. headings.Select((heading, i) => new ReportColumn(i == 0 ? "Series" : heading, numbers?.Contains(i) == true)).Skip(from)],
            [.. lines.Select(line => line.Skip(from).ToEquatableArray())]);
    }

    /// <summary>A heading of the table in the terminal, which begins in capitals, as a sentence.</summary>
    private static string Sentence(string title)
    {
        var colon = title.IndexOf(':', StringComparison.Ordinal);
        var head = colon < 0 ? title : title[..colon];
        return head[..1] + head[1..].ToLowerInvariant() + (colon < 0 ? "" : title[colon..]);
    }

    private static bool IsOfOneInfusion(IndicatorResult row) =>
        (row.Instrument == "treatment" && (row.Point.StartsWith("infusion:", StringComparison.Ordinal) || row.Point.StartsWith("dose:", StringComparison.Ordinal)))
        || (row.Instrument == "chair" && row.Point.StartsWith("infusion:", StringComparison.Ordinal) && row.Outcome is not IndicatorOutcome.Judged { Judgement: Judgement.Met });

    private string Short(string instrument) => patient.Catalogue.Find(instrument)?.ShortName ?? (instrument == GoalAttainment.Id ? "GAS" : instrument);

    private string Name(IndicatorResult row) => row.Instrument == "course" ? "whole course"
        : row.Instrument is "treatment" ? "treatment"
        : row.Scale == patient.Catalogue.Find(row.Instrument)?.MainScale.Id || row.Scale.Length == 0 || row.Scale == "total" ? Short(row.Instrument)
        : $"{Short(row.Instrument)}: {row.Scale}";

    private static string What(IndicatorResult row) => row.Point.Length == 0 || row.Point == IndicatorFinding.SeriesPoint ? row.Indicator : $"{row.Indicator}, {Points.Of(row.Point)}";

    private static string Answer(IndicatorResult row) => row.Outcome switch
    {
        IndicatorOutcome.Measured measured => $"{measured.Rounded.ToString(CultureInfo.InvariantCulture)} {measured.Unit}"
            + (measured is { Low: { } low, High: { } high } ? $" ({low.Round(measured.Decimals).ToString(CultureInfo.InvariantCulture)} to {high.Round(measured.Decimals).ToString(CultureInfo.InvariantCulture)})" : ""),
        IndicatorOutcome.Judged { ConfirmBy: { } by } judged => $"{judged.State}; to confirm from {by.From} to {by.To}",
        var other => other.State,
    };

    /// <summary>The rule with its version, without the scale that the row names already, and its sources.</summary>
    private string Rule(IndicatorResult row) => string.Join(' ', new[] { row.Evidence.Rule is { Length: > 0 } rule ? rule[(rule.StartsWith($"{row.Instrument}/{row.Scale}/", StringComparison.Ordinal) ? row.Instrument.Length + row.Scale.Length + 2 : 0)..] : row.Rule }.Concat(row.Evidence.Sources.Select(source => $"[{_sources.Of(source)}]").Distinct(StringComparer.Ordinal)));
}

/// <summary>Sources, numbered in the order in which they are first named.</summary>
internal sealed class SourceNumbers
{
    private readonly List<string> _all = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    public IReadOnlyList<string> All => _all;

    public string Of(string source)
    {
        if (!_numbers.TryGetValue(source, out var number))
        {
            _all.Add(source);
            _numbers[source] = number = _all.Count;
        }

        return number.ToString(CultureInfo.InvariantCulture);
    }
}

/// <summary>A point of a course as people write it.</summary>
internal static class Points
{
    public static string Of(string point) => point == "end-of-induction" ? "end of induction" : point.Replace("+-", " ± ", StringComparison.Ordinal).Replace(':', ' ').Replace("every-visit", "visit", StringComparison.Ordinal);
}

/// <summary>The questions by which answers are grouped.</summary>
internal static class Questions
{
    /// <summary>The questions, in the order of a report.</summary>
    public static IReadOnlyList<string> Titles { get; } =
    [
        "Suicidality and alerts",
        "Scores and change",
        "Response and remission, loss and relapse",
        "Is the change more than error of measurement?",
        "When did it begin, and how much?",
        "Is more to be expected?",
        "Is the gain slipping away, and how long do boosters hold?",
        "Is mood or functioning ahead?",
        "What was given",
        "In the chair",
        "Other answers",
    ];

    public static int Of(IndicatorResult row) => row switch
    {
        { Instrument: "chair" } => 9,
        { Indicator: "suicidality" or "alert" } => 0,
        { Indicator: "baseline" or "score" or "change" or "percentage-change" or "cut-off" or "milestone" } => 1,
        { Indicator: "response" or "remission" or "endpoint" } => 2,
        { Indicator: "reliable-change" } => 3,
        { Indicator: "onset" or "onset-hours" or "summary" or "area" or "depression-free-days" or "first-items" or "infusion-change" or "time-in" } => 4,
        { Indicator: "plateau" } => 5,
        { Indicator: "drift" or "durability" or "wear-off" } => 6,
        { Indicator: "domains" } => 7,
        { Instrument: "treatment" } => 8,
        _ => 10,
    };
}

/// <summary>What the reports are for, as docs/intended-use.md says it.</summary>
internal static class IntendedUse
{
    public const string Short = "Observations by published rules, made by a program that was reviewed by no regulator. It gives no diagnosis and no advice.";

    public static ReportSection Section { get; } = new("Intended use", [
        new ReportBlock.Paragraph("KetamineOutcomes has been reviewed by no regulator. It is not a cleared, approved or certified medical device in any country. It reports observations computed from answers and totals that someone has already collected, for research, quality improvement, and for clinicians who can check them against the form and the cited source."),
        new ReportBlock.Paragraph("It does not diagnose. It recommends no treatment, no dose, no interval and no stopping. It does not assess suicide risk: an alert says that an answer needs a person's attention, and a clear alert, or one that was not assessed, says nothing about safety. It must not be the only basis of a clinical decision."),
    ]);
}
