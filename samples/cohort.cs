#:project ../src/KetamineOutcomes.Tables/KetamineOutcomes.Tables.csproj
#:project ../src/KetamineOutcomes.Cohorts/KetamineOutcomes.Cohorts.csproj
#:project ../src/KetamineOutcomes.Charts/KetamineOutcomes.Charts.csproj
// Counts the courses of a clinic together, prints response and remission, and writes tables and figures into a folder.
//   dotnet run samples/cohort.cs -- samples/demo OUTPUT [INSTRUMENT]
// `ketamine-outcomes cohort` does the same and more; this is how a script of your own begins.
using System.Globalization;
using System.Text;
using KetamineOutcomes;
using KetamineOutcomes.Charts;
using KetamineOutcomes.Charts.CohortFigures;
using KetamineOutcomes.Cohorts;
using KetamineOutcomes.Cohorts.Survival;
using KetamineOutcomes.Cohorts.Tables;
using KetamineOutcomes.Cohorts.Tallies;
using KetamineOutcomes.Cohorts.Tidy;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Tables;

if (args.Length is < 2 or > 3)
{
    Console.Error.WriteLine("usage: dotnet run samples/cohort.cs -- FOLDER OUTPUT [INSTRUMENT]; FOLDER has assessments.csv, infusions.csv and events.csv");
    return 2;
}

var output = Directory.CreateDirectory(args[1]);
var primary = args.Length > 2 ? args[2] : "phq-9";
if (InstrumentCatalogue.Shipped.Find(primary)?.TotalScale is not { } scale)
{
    Console.Error.WriteLine($"{primary}: no instrument with a total");
    return 2;
}

using var assessments = File.OpenRead(Path.Combine(args[0], "assessments.csv"));
using var infusions = File.OpenRead(Path.Combine(args[0], "infusions.csv"));
using var events = File.OpenRead(Path.Combine(args[0], "events.csv"));
var tables = CourseTables.Read(Source(assessments), Source(infusions), Source(events));
foreach (var error in tables.Errors.Append(tables.Error).OfType<TableError>())
{
    Console.Error.WriteLine(error);
}

AssessmentPoint[] points = [new AssessmentPoint.AfterInfusion(1), new AssessmentPoint.AfterInfusion(4), new AssessmentPoint.EndOfInduction(), new AssessmentPoint.Last()];
var options = new CohortOptions { Assessment = AssessmentOptions.Default with { Points = points.ToEquatableArray(), Primary = primary } };
var tidy = new TidyTables();
var members = tables.Courses.SelectMany(course => CohortAssessment.Assess(course, options).Members).ToList();
members.ForEach(tidy.Add);
var tally = CohortTally.Of(members, options);

foreach (var table in CohortTables.All(tally, options).Concat([tidy.Models(), tidy.Scores, tidy.Times]))
{
    Save(table.Id, table.Columns.Select(column => column.Name), table.Rows);
}

// The tables are rounded to six decimals. These are all digits, for a check in another program (tests/Notebooks/agree.R).
var exact = new List<EquatableArray<string?>>();
var rates = Cells<CohortCell.Rate>("response").Concat(Cells<CohortCell.Rate>("remission"))
    .OrderBy(rate => rate.Key.Topic == "response" ? 0 : 1).ThenBy(rate => rate.Key.Rule, StringComparer.Ordinal).ThenBy(rate => Array.FindIndex(points, point => point.Name == rate.Key.Point)).ToList();
Console.WriteLine($"{members.Count} people; {scale.Name}");
foreach (var (key, rate) in rates)
{
    var interval = rate.Observed.Wilson(options.Level);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{key.Rule,-14} {key.Point,-17} {rate.Met,3} of {rate.Observed.Of,-3} {rate.Observed.Percent(),5:0.0} % ({100 * interval?.Low:0.0} to {100 * interval?.High:0.0}); {rate.Unknown} of {rate.Due} without an answer"));
    Exact("wilson", key, key.Point, "low", interval?.Low);
    Exact("wilson", key, key.Point, "high", interval?.High);
}

Draw("rates", RateFigure.Draw($"{scale.Name}: response and remission", [.. rates.GroupBy(rate => rate.Key.Rule, StringComparer.Ordinal).Select(rule => new RateSeries(rule.Key, rule.Select(rate => new RatePoint(
    rate.Key.Point.Replace(':', ' ').Replace('-', ' '),
    rate.Cell.Met,
    rate.Cell.Observed.Of,
    rate.Cell.Observed.Wilson(options.Level)?.Low ?? 0,
    rate.Cell.Observed.Wilson(options.Level)?.High ?? 1,
    rate.Cell.WorstCase.Share?.ToDouble() ?? 0,
    rate.Cell.BestCase.Share?.ToDouble() ?? 1)).ToEquatableArray()))]));

foreach (var (key, times) in Cells<CohortCell.Times>("onset").Concat(Cells<CohortCell.Times>("loss")))
{
    var curve = KaplanMeier.Estimate(times.Observed, options.Level);
    foreach (var step in curve.Steps)
    {
        var day = step.Row.Time.ToString(CultureInfo.InvariantCulture);
        Exact("kaplan-meier", key, day, "without", step.Survival);
        Exact("kaplan-meier", key, day, "standard_error", step.StandardError);
        Exact("kaplan-meier", key, day, "low", step.Interval?.Low);
        Exact("kaplan-meier", key, day, "high", step.Interval?.High);
    }

    if (key.Rule is "response-50" or "loss-of-response" && curve.Steps.Count > 0)
    {
        Draw($"survival-{key.Topic}", SurvivalFigure.Draw(
            key.Topic == "onset" ? $"{scale.Name}: time to response" : $"{scale.Name}: time from response to its loss",
            key.Topic == "onset" ? "Not yet in response" : "Still in response",
            [new SurvivalSeries("all", curve.Steps.Select(step => new SurvivalPoint(step.Row.Time, step.Row.AtRisk, step.Row.Censored, step.Survival, step.Interval?.Low, step.Interval?.High)).ToEquatableArray())]));
    }
}

// Each person's best change after the baseline, in percent of it; whoever has none is not drawn.
var best = members.Select(member => member.Answers
        .Where(answer => answer is { Indicator: "percentage-change", Point: "every-visit" } && answer.Rule == "raw" && answer.Instrument == primary && answer.Scale == scale.Id)
        .Select(answer => answer.Outcome is IndicatorOutcome.Measured { Value: var percent } ? percent.ToDouble() : (double?)null).Max())
    .OfType<double>().ToList();
if (best.Count > 0)
{
    Draw("waterfall", WaterfallFigure.Draw($"{scale.Name}: best change after the baseline", best, 50, scale.Direction == Direction.HigherIsBetter));
}

Save("exact", ["method", "topic", "rule", "at", "name", "value"], exact);
return tables.ExitCode;

// Everybody's cells of the instrument's total.
IEnumerable<(CellKey Key, T Cell)> Cells<T>(string topic)
    where T : CohortCell => tally.Cells.Where(cell => cell.Key.Group == "all" && cell.Key.Instrument == primary && cell.Key.Scale == scale.Id && cell.Key.Topic == topic && cell.Value is T)
        .Select(cell => (cell.Key, (T)cell.Value));

void Exact(string method, CellKey key, string at, string name, double? value) =>
    exact.Add([method, key.Topic, key.Rule, at, name, value?.ToString("R", CultureInfo.InvariantCulture)]);

void Draw(string name, Figure figure) => File.WriteAllText(Path.Combine(output.CreateSubdirectory("figures").FullName, name + ".svg"), figure.ToFile(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));

void Save(string name, IEnumerable<string> columns, IEnumerable<EquatableArray<string?>> rows)
{
    using var file = File.Create(Path.Combine(output.CreateSubdirectory("tables").FullName, name + ".csv"));
    using var writer = TableWriter.Create(file, TableFormat.Csv, columns.ToEquatableArray());
    foreach (var row in rows)
    {
        foreach (var cell in row)
        {
            writer.Write(cell);
        }

        writer.EndRow();
    }
}

static TableSource Source(FileStream file) => new(file, Path.GetFileName(file.Name), TableFormat.Csv);
