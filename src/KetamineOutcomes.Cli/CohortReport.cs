using System.Globalization;
using KetamineOutcomes.Charts;
using KetamineOutcomes.Charts.Reports;
using KetamineOutcomes.Cohorts.Tables;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Cli;

/// <summary>The report of a cohort, out of its tables and figures: main tables with denominators, what is missing, what was assumed. It counts nothing that is not in a table.</summary>
internal sealed class CohortReport(IReadOnlyList<CohortTable> tables, IReadOnlyList<(string File, Figure Figure)> figures, RunManifest manifest, InstrumentCatalogue catalogue)
{
    // Of a long table the rest is in the folder of tables.
    private const int MostRows = 200;

    private static readonly Dictionary<string, string> OptionNames = new(StringComparer.Ordinal)
    {
        ["at"] = "Points",
        ["baseline"] = "Baseline",
        ["primary"] = "Primary instrument",
        ["missing-policy"] = "Missing items",
        ["series"] = "Series that count",
        ["segmentation"] = "How series are found",
        ["as-of"] = "As of",
        ["treatments"] = "Infusions",
        ["level"] = "Level of intervals, %",
    };

    public ReportPage Make() => new(
        "Courses of ketamine treatment: report of a cohort",
        [
            new ReportBlock.Facts([
                new ReportFact("Members", manifest.Members.ToString(CultureInfo.InvariantCulture)),
                new ReportFact("Points", Option("at")),
                new ReportFact("As of", Option("as-of")),
                new ReportFact("Made by", $"{Tool.Name} {RunManifest.Version}"),
            ]),
            new ReportBlock.Paragraph(IntendedUse.Short),
        ],
        [
            new ReportSection("Who is in it", [Groups()]),
            new ReportSection("Response and remission", [Rates(), .. Drawn("rates"), .. Drawn("forest")]),
            new ReportSection("Change", [Changes("changes", "Change from the baseline at each point"), Changes("best-change", "Change from the baseline to the best score after it"), .. Drawn("trajectories"), .. Drawn("waterfall"), .. Drawn("cumulative")]),
            new ReportSection("More than error of measurement", [Reliable(), .. Drawn("scatter")]),
            new ReportSection("Times to response and to its loss", [Times(), .. Drawn("survival-onset"), .. Drawn("survival-loss"), .. Drawn("swimmer")]),
            new ReportSection("Groups", [RatesOfGroups(), LogRank()]),
            Missing(),
            new ReportSection("What was assumed", [
                new ReportBlock.Facts([.. manifest.Options.OrderBy(option => option.Key, StringComparer.Ordinal).Select(option => new ReportFact(OptionNames.GetValueOrDefault(option.Key, option.Key), option.Value))]),
                new ReportBlock.Paragraph("Counted are the answers that the tool gives about each course; nobody is judged a second time. Rates are of those with an answer, with Wilson's interval; beside each stand the worst and the best that all who were due could show. Nothing is carried forward in them."),
            ]),
            Rests(),
            IntendedUse.Section,
        ]);

    private string Option(string name) => manifest.Options.GetValueOrDefault(name, "");

    private IEnumerable<ReportBlock> Drawn(string kind) => figures.Where(figure => figure.File.StartsWith(kind + "-", StringComparison.Ordinal))
        .Select(figure => new ReportBlock.Drawing(figure.Figure, figure.Figure.Title + "." + (Notes.TryGetValue(kind, out var note) ? " " + note : "")));

    private static readonly Dictionary<string, string> Notes = new(StringComparer.Ordinal)
    {
        ["rates"] = "Beside each rate of those seen, the worst and the best that all who were due could show.",
        ["forest"] = "Hollow marks are of few people.",
        ["trajectories"] = "The mean is of whoever came that week: a falling mean can be people staying away.",
        ["waterfall"] = "A bar is a person.",
        ["scatter"] = "A point is a person; in the stripe the difference may be error of measurement.",
        ["survival-onset"] = "Dated at the visit at which it was seen.",
        ["survival-loss"] = "Dated at the visit at which it was seen.",
        ["swimmer"] = "A lane is a person. A bar runs from a visit at which the state was seen to the last visit in a row that shows it; between visits nobody knows.",
    };

    private List<Func<string, string?>> Rows(string id, Func<Func<string, string?>, bool>? keep = null)
    {
        if (tables.FirstOrDefault(table => table.Id == id) is not { } found)
        {
            return [];
        }

        var names = found.Columns.Select((column, i) => (column.Name, i)).ToDictionary(column => column.Name, column => column.i, StringComparer.Ordinal);
        return [.. found.Rows.Select(row => (Func<string, string?>)(name => names.TryGetValue(name, out var at) ? row[at] : null)).Where(row => keep?.Invoke(row) ?? true)];
    }

    private static bool IsAll(Func<string, string?> row) => row("group") == "all";

    private string Scale(Func<string, string?> row)
    {
        var instrument = catalogue.Find(row("instrument")!);
        var name = instrument?.ShortName ?? row("instrument")!;
        return row("scale") == (instrument?.TotalScale ?? instrument?.MainScale)?.Id ? name : $"{name}: {row("scale")}";
    }

    private static string Cell(string? cell) => cell is null ? "" : CohortFiles.Short(cell);

    /// <summary>A number with its interval.</summary>
    private static string With(string? value, string? low, string? high) => string.IsNullOrEmpty(value) ? "" : string.IsNullOrEmpty(low) && string.IsNullOrEmpty(high) ? Cell(value) : $"{Cell(value)} ({(string.IsNullOrEmpty(low) ? "?" : Cell(low))} to {(string.IsNullOrEmpty(high) ? "?" : Cell(high))})";

    private static ReportBlock.Table Table(string caption, IReadOnlyList<ReportColumn> columns, List<EquatableArray<string>> rows, string where) => rows.Count <= MostRows
        ? new ReportBlock.Table(caption, columns.ToEquatableArray(), rows.ToEquatableArray())
        : new ReportBlock.Table($"{caption} (the first {MostRows.ToString(CultureInfo.InvariantCulture)} of {rows.Count.ToString(CultureInfo.InvariantCulture)} rows; all of them in {where})", columns.ToEquatableArray(), rows.Take(MostRows).ToEquatableArray());

    private static ReportColumn Text(string name) => new(name);

    private static ReportColumn Number(string name) => new(name, IsNumber: true);

    private ReportBlock.Table Groups() => Table(
        "Members by group",
        [Text("Group"), Text("Part"), Number("Members"), Number("%"), Text("Warning")],
        [.. Rows("members").Select(row => (EquatableArray<string>)[row("group") == "all" ? "everybody" : row("group")!, row("group") == "all" ? "" : row("level")!, Cell(row("members")), Cell(row("percent")), row("warning") ?? ""])],
        "tables/members.csv");

    private static readonly ReportColumn[] RateColumns = [Text("Scale"), Text("Rule"), Text("Point"), Number("Due"), Number("Known"), Number("Met"), Number("% of known"), Number("Worst to best case, % of due"), Text("Warning")];

    private EquatableArray<string> Rate(Func<string, string?> row) =>
    [
        Scale(row), row("rule")!, Points.Of(row("point")!), row("due")!, row("known")!, row("met")!, With(row("percent"), row("low"), row("high")), $"{Cell(row("worst_percent"))} to {Cell(row("best_percent"))}", row("warning") ?? "",
    ];

    private ReportBlock Rates() => Rows("rates", IsAll) is { Count: > 0 } rows
        ? Table("Response and remission at each point, of everybody", RateColumns, rows.ConvertAll(Rate), "tables/rates.csv")
        : new ReportBlock.Paragraph("No scale here declares a cited rule of response or remission.");

    private ReportBlock.Table RatesOfGroups()
    {
        var rows = Rows("rates", row => !IsAll(row) && row("level") != "not-known");
        var last = rows.GroupBy(row => (row("instrument"), row("scale"))).SelectMany(scale => scale.Where(row => row("point") == CohortFigureFiles.LastPoint(scale.Select(other => other("point")!)))).ToList();
        return Table(
            "Response and remission at the last point, by group",
            [Text("Group"), Text("Part"), .. RateColumns],
            [.. last.Select(row => (EquatableArray<string>)[row("group")!, row("level")!, .. Rate(row)])],
            "tables/rates.csv");
    }

    private ReportBlock.Table Changes(string id, string caption) => Table(
        caption + ", of everybody, in points",
        [Text("Scale"), Text("Point"), Number("People"), Number("Before, mean (SD)"), Number("After, mean (SD)"), Number("Change, mean (SD)"), Number("Median"), Number("Standardised")],
        [.. Rows(id, row => IsAll(row) && row("count") != "0").Select(row => (EquatableArray<string>)
        [
            Scale(row), Points.Of(row("point")!), row("count")!, Spread(row, "before"), Spread(row, "after"), Spread(row, "change"), Cell(row("change_median")), With(row("standardized"), row("standardized_low"), row("standardized_high")),
        ])],
        $"tables/{id}.csv");

    private static string Spread(Func<string, string?> row, string what) => row(what + "_mean") is not { } mean ? "" : row(what + "_sd") is { } sd ? $"{Cell(mean)} ({Cell(sd)})" : Cell(mean);

    private ReportBlock Reliable() => Rows("reliable-change", IsAll) is { Count: > 0 } rows
        ? Table(
            "Reliable change at each point, of everybody",
            [Text("Scale"), Text("Method"), Text("Point"), Text("People by category")],
            [.. rows.GroupBy(row => (Scale(row), row("rule"), row("point"))).Select(group => (EquatableArray<string>)[group.Key.Item1, group.Key.Item2!, Points.Of(group.Key.Item3!), string.Join(", ", group.Select(row => $"{row("state")} {row("count")} ({Cell(row("percent"))} %)"))])],
            "tables/reliable-change.csv")
        : new ReportBlock.Paragraph("Of no scale is it known how large a change must be to be more than error of measurement.");

    private ReportBlock Times() => Rows("times", IsAll) is { Count: > 0 } rows
        ? Table(
            "Times to an event, in days, of everybody (Kaplan-Meier)",
            [Text("Scale"), Text("What"), Text("Rule"), Number("At risk"), Number("Events"), Number("No time known"), Number("Median"), Text("Warning")],
            rows.ConvertAll(row => (EquatableArray<string>)[Scale(row), row("topic")!, row("rule")!, row("count")!, row("events")!, row("not_known")!, row("median") is null ? "not reached" : With(row("median"), row("low"), row("high")), row("warning") ?? ""]),
            "tables/times.csv")
        : new ReportBlock.Paragraph("No time to an event is known.");

    private ReportBlock.Table LogRank() => Table(
        "Whether the parts of a grouping differ in the time to an event (log-rank; not corrected for how many tests there are)",
        [Text("Group"), Text("Scale"), Text("What"), Text("Rule"), Number("Parts"), Number("Chi-square"), Number("p")],
        [.. Rows("log-rank").Select(row => (EquatableArray<string>)[row("group")!, Scale(row), row("topic")!, row("rule")!, row("levels")!, Cell(row("chi_square")), Cell(row("p"))])],
        "tables/log-rank.csv");

    private ReportSection Missing()
    {
        var rows = Rows("missing", row => IsAll(row) && row("reason") != "answered");
        return new ReportSection("What is missing", [
            rows.Count == 0
                ? new ReportBlock.Paragraph("Everybody who was due has an answer at each point.")
                : Table(
                    "Who has no answer, why, and what the same rule said at the last visit before",
                    [Text("Scale"), Text("Rule"), Text("Point"), Text("Why"), Text("Before"), Number("People"), Number("Due"), Number("% of due")],
                    rows.ConvertAll(row => (EquatableArray<string>)[Scale(row), row("rule")!, Points.Of(row("point")!), row("reason")!, row("before") ?? "", row("count")!, row("due")!, Cell(row("percent"))]),
                    "tables/missing.csv"),
            new ReportBlock.Items([.. rows.Select(row => row("reason")!).SelectMany(Explain).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]),
            new ReportBlock.Items([.. manifest.Warnings]),
        ]);
    }

    /// <summary>The words of a reason, which may stand behind its case (<c>indeterminate:stale</c>).</summary>
    private static IEnumerable<string> Explain(string reason)
    {
        var word = reason[(reason.LastIndexOf(':') + 1)..];
        var words = Reasons.Explain(word);
        return string.IsNullOrEmpty(words) || words == word ? [] : [$"{word}: {words}"];
    }

    private ReportSection Rests() => new("Versions and inputs", [
        new ReportBlock.Table(
            "Instruments, with the version of the definition that scored them",
            [Text("Instrument"), Text("Id"), Text("Version")],
            [.. manifest.Definitions.Select(definition => (EquatableArray<string>)[catalogue.Find(definition.Instrument)?.Name ?? definition.Instrument, definition.Instrument, definition.Version])]),
        new ReportBlock.Table(
            "What was read",
            [Text("Option"), Text("File"), Text("SHA-256")],
            [.. manifest.Inputs.Select(input => (EquatableArray<string>)[input.Option, input.File, input.Hash])]),
        new ReportBlock.Paragraph($"{Tool.Name} {RunManifest.Version}. The sources of each instrument and rule are printed by {Tool.Name} instruments, and stand in every row of assess.", IsQuiet: true),
    ]);
}
