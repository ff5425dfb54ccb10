using System.Globalization;
using KetamineOutcomes.Statistics;

namespace KetamineOutcomes.Tests.Statistics;

/// <summary>Trends of 615 real and published series against R 4.2.2 (lm, Kendall, EnvStats' Gilbert interval), read in place.</summary>
public sealed class TrendOracleTests
{
    private const double Tolerance = 1e-9;

    [Fact]
    public void Theil_Sen_with_its_interval_agrees_with_R()
    {
        var intervals = Compare((times, values, row) =>
        {
            var fit = TheilSen.Fit(times, values, 0.95);
            Same(fit.Slope, row["ts_slope"]);
            Same(fit.Intercept, row["ts_intercept_median_resid"]);
            (fit.SlopeInterval is null).Should().Be(row["ts_lo_gilbert"].Length == 0);
            if (fit.SlopeInterval is { } interval)
            {
                Same(interval.Low, row["ts_lo_gilbert"]);
                Same(interval.High, row["ts_hi_gilbert"]);
                return 1;
            }

            return 0;
        });

        intervals.Should().Be(398);
    }

    [Fact]
    public void Mann_Kendall_with_ties_agrees_with_R()
    {
        Compare((_, values, row) =>
        {
            var test = MannKendall.Test(values);
            test.Score.Should().Be(int.Parse(row["mk_S"], CultureInfo.InvariantCulture));
            Same(test.ScoreVariance, row["mk_varS_ties"]);
            Same(MannKendall.Z(test.Score, test.ScoreVariance), row["mk_z_continuity"]);
            if (test.IsExact)
            {
                return 0;
            }

            Same(test.P, row["mk_p_normal"]);
            return 1;
        }).Should().BeGreaterThan(50);
    }

    [Fact]
    public void Least_squares_agree_with_R()
    {
        Compare((times, values, row) =>
        {
            var fit = LeastSquares.Fit(times, values);
            Same(fit.Slope, row["ols_slope"]);
            Same(fit.Intercept, row["ols_intercept"]);
            if (fit.ResidualSd is { } sd && row["ols_sigma"].Length > 0)
            {
                Same(sd, row["ols_sigma"]);
                Same(fit.SlopeError(sd), row["ols_se_slope"]);
                return 1;
            }

            return 0;
        }).Should().BeGreaterThan(500);
    }

    [Fact]
    public void Weighted_least_squares_agree_with_R()
    {
        var series = Series();
        var compared = 0;
        foreach (var row in Read("wls_recency.csv"))
        {
            var (times, values) = series[(row["dataset"], row["id"])];
            var half = double.Parse(row["halflife"], CultureInfo.InvariantCulture);
            var weights = times.Select(time => Math.Pow(0.5, (times[^1] - time) / half)).ToArray();
            var fit = LeastSquares.Fit(times, values, weights);
            Same(fit.Slope, row["slope"]);
            Same(fit.Intercept, row["intercept"]);
            if (row["sigma"].Length > 0 && fit.ResidualSd is { } sd)
            {
                Same(sd, row["sigma"]);
                Same(fit.SlopeError(sd), row["se_slope"]);
                Same(fit.ErrorAt(0, sd), row["se_intercept"]);
            }

            compared++;
        }

        compared.Should().BeGreaterThan(1500);
    }

    [Fact]
    public void The_normal_distribution_agrees_with_R()
    {
        var compared = 0;
        foreach (var row in Read("distribution_functions.csv").Where(row => row["fn"] is "pnorm" or "qnorm"))
        {
            var argument = double.Parse(row["arg"], CultureInfo.InvariantCulture);
            if (row["fn"] == "qnorm" && argument is <= 0 or >= 1)
            {
                continue;
            }

            Same(row["fn"] == "pnorm" ? NormalDistribution.Below(argument) : NormalDistribution.Quantile(argument), row["value"]);
            compared++;
        }

        compared.Should().BeGreaterThan(30);
    }

    private static void Same(double actual, string expected)
    {
        var value = double.Parse(expected, CultureInfo.InvariantCulture);
        if (Math.Abs(value) < 1e-11)
        {
            // A true 0 that R printed with its rounding error.
            actual.Should().BeApproximately(0, Tolerance);
            return;
        }

        (Math.Abs(actual - value) / Math.Abs(value)).Should().BeLessThan(Tolerance, $"{actual:R} is to be {expected}");
    }

    private static int Compare(Func<double[], double[], Dictionary<string, string>, int> compare)
    {
        var series = Series();
        var rows = Read("trend_per_series.csv");
        rows.Should().HaveCount(615);
        return rows.Where(row => int.Parse(row["n"], CultureInfo.InvariantCulture) >= 2)
            .Sum(row => compare(series[(row["dataset"], row["id"])].Times, series[(row["dataset"], row["id"])].Values, row));
    }

    private static Dictionary<(string, string), (double[] Times, double[] Values)> Series() =>
        Read("series_input.csv").GroupBy(row => (row["dataset"], row["id"])).ToDictionary(
            group => group.Key,
            group => (group.Select(row => double.Parse(row["t"], CultureInfo.InvariantCulture)).ToArray(), group.Select(row => double.Parse(row["y"], CultureInfo.InvariantCulture)).ToArray()));

    private static List<Dictionary<string, string>> Read(string file)
    {
        var lines = File.ReadAllLines(SharedData.Require("oracles/stats/" + file));
        var header = lines[0].Split(',');
        return [.. lines.Skip(1).Where(line => line.Length > 0).Select(line => header.Zip(line.Split(',')).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal))];
    }
}
