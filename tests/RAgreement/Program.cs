using System.Globalization;
using KetamineOutcomes.Cohorts;
using KetamineOutcomes.Cohorts.Distributions;
using KetamineOutcomes.Cohorts.Models;
using KetamineOutcomes.Cohorts.Rates;
using KetamineOutcomes.Cohorts.Survival;
using KetamineOutcomes.Cohorts.Tallies;

// RAgreement PART ADQS: the numbers of a cohort's tables, from the part that `cohort --shard 1/1` wrote and from its scores, with all digits: table|group|level|topic|rule|point|column,value.
if (!TallyJson.TryRead(File.ReadAllText(args[0]), out var part, out var issue))
{
    Console.Error.WriteLine(issue);
    return 2;
}

var cells = part.Tally.Cells.ToList();
Console.WriteLine("key,value");
foreach (var (key, cell) in cells)
{
    void Write(string table, string point, string column, double? value) => Print($"{table}|{key.Group}|{key.Level}|{key.Topic}|{key.Rule}|{point}|{column}", value);
    switch (cell)
    {
        case CohortCell.Rate rate:
            Write("rates", key.Point, "known", rate.Observed.Of);
            Write("rates", key.Point, "met", rate.Met);
            Write("rates", key.Point, "low", 100 * rate.Observed.Wilson()?.Low);
            Write("rates", key.Point, "high", 100 * rate.Observed.Wilson()?.High);
            break;
        case CohortCell.Pairs { Counts: var pairs }:
            var effect = StandardizedChange.Estimate(pairs);
            Write(key.Topic, key.Point, "count", pairs.Count);
            Write(key.Topic, key.Point, "before_mean", pairs.Before.Mean);
            Write(key.Topic, key.Point, "before_sd", pairs.Before.StandardDeviation);
            Write(key.Topic, key.Point, "after_mean", pairs.After.Mean);
            Write(key.Topic, key.Point, "after_sd", pairs.After.StandardDeviation);
            Write(key.Topic, key.Point, "change_mean", pairs.Change.Mean);
            Write(key.Topic, key.Point, "change_sd", pairs.Change.StandardDeviation);
            Write(key.Topic, key.Point, "change_median", pairs.Change.Median?.ToDouble());
            Write(key.Topic, key.Point, "change_q1", pairs.Change.Quantile(new KetamineOutcomes.Fraction(1, 4))?.ToDouble());
            Write(key.Topic, key.Point, "change_q3", pairs.Change.Quantile(new KetamineOutcomes.Fraction(3, 4))?.ToDouble());
            Write(key.Topic, key.Point, "correlation", pairs.Correlation);
            Write(key.Topic, key.Point, "standardized", effect?.Value);
            Write(key.Topic, key.Point, "standardized_low", effect?.Interval.Low);
            Write(key.Topic, key.Point, "standardized_high", effect?.Interval.High);
            break;
        case CohortCell.Times times:
            var curve = KaplanMeier.Estimate(times.Observed);
            Write("times", key.Point, "count", times.Observed.Count);
            Write("times", key.Point, "events", times.Observed.Events);
            Write("times", key.Point, "median", curve.Median.Time);
            foreach (var step in curve.Steps)
            {
                var day = step.Row.Time.ToString(CultureInfo.InvariantCulture);
                Write("curves", day, "at_risk", step.Row.AtRisk);
                Write("curves", day, "events", step.Row.Events);
                Write("curves", day, "without", step.Survival);
                Write("curves", day, "standard_error", step.StandardError);
                Write("curves", day, "low", step.Interval?.Low);
                Write("curves", day, "high", step.Interval?.High);
            }

            break;
    }
}

foreach (var group in cells.Where(cell => cell.Key.Group != CohortGroup.Everybody.Name).GroupBy(cell => (cell.Key.Group, cell.Key.Topic, cell.Key.Rule, cell.Key.Point)))
{
    void Write(string table, string column, double? value) => Print($"{table}|{group.Key.Group}||{group.Key.Topic}|{group.Key.Rule}|{group.Key.Point}|{column}", value);
    var parts = group.Select(cell => cell.Value).ToList();
    if (parts.OfType<CohortCell.Times>().ToList() is { Count: > 1 } times && LogRank.Test([.. times.Select(cell => cell.Observed)]) is { } logRank)
    {
        Write("log-rank", "chi_square", logRank.ChiSquare);
        Write("log-rank", "p", logRank.PValue);
    }

    if (parts.OfType<CohortCell.Rate>().Select(cell => cell.Observed).ToList() is { Count: 2 } rates)
    {
        Write("subgroup-differences", "difference", 100 * RiskDifference.Between(rates[0], rates[1])?.Value);
        Write("subgroup-differences", "low", 100 * RiskDifference.Between(rates[0], rates[1])?.Interval.Low);
        Write("subgroup-differences", "high", 100 * RiskDifference.Between(rates[0], rates[1])?.Interval.High);
        Write("subgroup-differences", "fisher_p", FisherExact.Test(rates[0], rates[1]));
        Write("subgroup-tests", "chi_square", SharesTest.Of(rates)?.ChiSquare);
        Write("subgroup-tests", "p", SharesTest.Of(rates)?.PValue);
    }
}

// No cell of the columns read here holds a comma.
var lines = File.ReadAllLines(args[1]).Select(line => line.Split(',')).ToList();
int Column(string name) => Array.IndexOf(lines[0], name);
double Number(string[] row, string name) => double.Parse(row[Column(name)], CultureInfo.InvariantCulture);
var model = RandomSlopeModel.Fit(lines.Skip(1).Select(row => new RepeatedScore(row[Column("USUBJID")], (Number(row, "ADY") is var day && day > 0 ? day - 1 : day) / 7, Number(row, "AVAL"))));
if (model is not null)
{
    void Write(string column, double value) => Print($"model||||||{column}", value);
    Write("intercept", model.Intercept.Estimate);
    Write("intercept_se", model.Intercept.StandardError);
    Write("slope", model.Slope.Estimate);
    Write("slope_se", model.Slope.StandardError);
    Write("var_intercept", model.InterceptVariance);
    Write("var_slope", model.SlopeVariance);
    Write("covariance", model.Covariance);
    Write("var_residual", model.ResidualVariance);
    Write("log_likelihood", model.LogLikelihood);
}

return 0;

// For R.
static void Print(string key, double? value) => Console.WriteLine($"{key},{(value is { } number && double.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture) : "NA")}");
