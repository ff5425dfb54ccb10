using System.Globalization;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Indicators.Onset;

namespace KetamineOutcomes.Tests.Indicators.Onset;

/// <summary>Onset and amount of 593 real and published series against R 4.2.2, read in place; by the definitions of the file (../shared/oracles/README.md).</summary>
public sealed class TrajectorySummaryOracleTests
{
    // As many later visits as there are: the file's "sustained" is response at two observed visits in a row, whatever lies between.
    private static readonly ConfirmationRule NextVisit = new(1, int.MaxValue);

    [Fact]
    public void First_and_sustained_response_area_and_time_agree_with_R()
    {
        var input = Read("oracles/stats/trajectory_input.csv").ToLookup(row => (row["dataset"], row["id"]));
        var compared = 0;
        var responded = 0;
        var sustained = 0;
        foreach (var expected in Read("oracles/stats/trajectory_summary.csv"))
        {
            var name = $"{expected["dataset"]} {expected["id"]}";
            var points = input[(expected["dataset"], expected["id"])].Select(row => (Day: Number(row["t"]), Score: Number(row["y"]))).OrderBy(point => point.Day).ToList();
            if (points.Select(point => point.Day).Distinct().Count() != points.Count)
            {
                continue; // the file does not say which of two at one time comes first
            }

            compared++;
            var baseline = points[0].Score;
            var cut = Number(expected["remission_cut"]);
            bool Responds(Fraction score) => score * 2 <= baseline;
            bool Remits(Fraction score) => score <= cut;

            // First times are looked for after the baseline; times in a state count from it.
            var later = points.Skip(1).ToList();
            responded += Same(First(later, Responds), expected["t_first_response"], name);
            _ = Same(First(later, Remits), expected["t_first_remission"], name);
            var visits = later.Select((point, index) => (index, Responds(point.Score))).ToList();
            var held = FirstGain.FindHeld(visits, NextVisit, _ => true);
            sustained += Same(held is { Verdict: Judgement.Met } met ? later[met.Index].Day : null, expected["t_sustained_response"], name);

            var curve = new ScoreCurve(points);
            Same(curve.Area, expected["auc_trapezoid"], name);
            Same(curve.Area - (baseline * curve.Length), expected["auc_change_from_baseline"], name);
            Same(curve.TimeIn(Responds).Days, expected["time_in_response_step"], name);
            Same(curve.TimeIn(Remits).Days, expected["time_in_remission_step"], name);
        }

        compared.Should().BeGreaterThan(560);
        responded.Should().BeGreaterThan(150);
        sustained.Should().BeGreaterThan(80);
    }

    private static Fraction? First(List<(Fraction Day, Fraction Score)> points, Func<Fraction, bool> holds) =>
        FirstGain.Find([.. points.Select((point, index) => (index, holds(point.Score)))]) is { } index ? points[index].Day : null;

    private static int Same(Fraction? value, string expected, string name)
    {
        if (expected.Length == 0)
        {
            value.Should().BeNull(name);
            return 0;
        }

        var number = double.Parse(expected, CultureInfo.InvariantCulture);
        value!.Value.ToDouble().Should().BeApproximately(number, 1e-9 * Math.Max(1, Math.Abs(number)), name);
        return 1;
    }

    private static Fraction Number(string text) => Fraction.TryParse(text, out var value) ? value : throw new FormatException("The oracle holds something else than a number.");

    private static List<Dictionary<string, string>> Read(string path)
    {
        var lines = File.ReadAllLines(SharedData.Require(path));
        var header = lines[0].Split(',');
        return [.. lines.Skip(1).Where(line => line.Length > 0).Select(line => header.Zip(line.Split(',')).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal))];
    }
}
