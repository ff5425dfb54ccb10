using KetamineOutcomes.Cohorts.Reliability;

namespace KetamineOutcomes.Cohorts.Tests;

public sealed class ReliabilityTests
{
    [Theory]
    [InlineData("nhanes_phq9_all", "", 9)]
    [InlineData("nhanes_phq9_2015_16", "2015-2016", 9)]
    [InlineData("nhanes_phq8", "", 8)]
    [InlineData("nhanes_phq2", "", 2)]
    public void Alpha_with_Feldts_interval_agrees_with_R(string scale, string cycle, int items)
    {
        var expected = Oracle.Read("oracles/stats/reliability.csv").Single(row => row["scale"] == scale);
        var names = Enumerable.Range(1, items).Select(item => $"DPQ0{item}0").ToArray();
        var forms = Oracle.Read("data/nhanes_dpq_items.csv").Where(row => cycle.Length == 0 || row["cycle"] == cycle)
            .Select(row => names.Select(name => row[name]).ToArray())
            // 7 and 9 are refused and don't know.
            .Where(cells => cells.All(cell => cell is "0" or "1" or "2" or "3"))
            .Select(cells => cells.Select(cell => cell[0] - '0').ToArray()).ToList();

        var alpha = CronbachAlpha.Estimate(ItemMoments.Of(items, forms))!;

        alpha.Forms.Should().Be((long)Oracle.Number(expected["n"])!.Value);
        alpha.Alpha.ShouldAgree(Oracle.Number(expected["alpha_raw"])!.Value, scale);
        alpha.Interval.Low.ShouldAgree(Oracle.Number(expected["feldt_lo"])!.Value, scale, 1e-8);
        alpha.Interval.High.ShouldAgree(Oracle.Number(expected["feldt_hi"])!.Value, scale, 1e-8);
        alpha.StandardDeviation.ShouldAgree(Oracle.Number(expected["sd_total"])!.Value, scale);
        alpha.StandardErrorOfMeasurement.ShouldAgree(Oracle.Number(expected["sem"]), scale);
    }

    /// <summary>Two items that always agree: their variances are 1/4 of the total's each, so alpha is 2 (1 - 1/2) = 1 and nothing is left to measurement.</summary>
    [Fact]
    public void Items_that_agree_wholly_have_alpha_1()
    {
        var alpha = CronbachAlpha.Estimate(ItemMoments.Of(2, [[0, 0], [1, 1], [3, 3]]))!;

        alpha.Alpha.Should().Be(1);
        alpha.StandardErrorOfMeasurement.Should().Be(0);
    }

    [Fact]
    public void Without_spread_there_is_no_alpha()
    {
        CronbachAlpha.Estimate(ItemMoments.Of(2, [])).Should().BeNull();
        CronbachAlpha.Estimate(ItemMoments.Of(2, [[1, 2]])).Should().BeNull();
        CronbachAlpha.Estimate(ItemMoments.Of(2, [[1, 2], [1, 2]])).Should().BeNull();
    }

    [Fact]
    public void Sums_of_parts_merge_to_those_of_the_whole()
    {
        int[][] forms = [[0, 1, 2], [3, 3, 3], [1, 0, 0], [2, 2, 1]];

        ItemMoments.Of(3, forms[..1]).Merge(ItemMoments.Of(3, forms[1..])).Should().Be(ItemMoments.Of(3, forms));
    }

    /// <summary>Six targets by four judges: Shrout and Fleiss 1979, table 2.</summary>
    [Fact]
    public void Intraclass_correlations_agree_with_R()
    {
        double[][] judges = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]];
        Compare("shrout_fleiss_1979", judges);
        Compare("reisby_w0_w1", Pairs("data/reisby_hamd_long.csv", "subject", "week", "0", "1", "depression"));
        Compare("claus_bdi_t1_t2", Pairs("oracles/stats/trajectory_input.csv", "id", "t", "1", "2", "y", row => row["dataset"] == "claus_bdi"));
        Compare("claus_hamd_t3_t4", Pairs("oracles/stats/trajectory_input.csv", "id", "t", "3", "4", "y", row => row["dataset"] == "claus_hamd"));

        static void Compare(string name, double[][] ratings)
        {
            var rows = Oracle.Read("oracles/stats/icc.csv").Where(row => row["case"] == name).ToList();
            foreach (var row in rows.Where(row => (int)Oracle.Number(row["n"])!.Value == ratings.Length))
            {
                var icc = IntraclassCorrelation.Estimate(Forms[row["type"]], ratings)!;
                icc.Value.ShouldAgree(Oracle.Number(row["icc"])!.Value, $"{name} {row["type"]}");
                icc.Interval.Low.ShouldAgree(Oracle.Number(row["lo"])!.Value, $"{name} {row["type"]} low", 1e-8);
                icc.Interval.High.ShouldAgree(Oracle.Number(row["hi"])!.Value, $"{name} {row["type"]} high", 1e-8);
            }

            rows.Should().HaveCount(6);
            ratings.Length.Should().Be((int)Oracle.Number(rows[0]["n"])!.Value, name);
        }
    }

    [Fact]
    public void Ratings_that_never_differ_have_no_interval() => IntraclassCorrelation.Estimate(IntraclassForm.OneWay, [[1, 1], [2, 2]]).Should().BeNull();

    [Fact]
    public void People_with_unlike_numbers_of_ratings_are_refused() =>
        FluentActions.Invoking(() => IntraclassCorrelation.Estimate(IntraclassForm.OneWay, [[1, 1], [2]])).Should().Throw<ArgumentException>();

    private static readonly Dictionary<string, IntraclassForm> Forms = new(StringComparer.Ordinal)
    {
        ["ICC1"] = IntraclassForm.OneWay,
        ["ICC2"] = IntraclassForm.TwoWayAgreement,
        ["ICC3"] = IntraclassForm.TwoWayConsistency,
        ["ICC1k"] = IntraclassForm.OneWayMean,
        ["ICC2k"] = IntraclassForm.TwoWayAgreementMean,
        ["ICC3k"] = IntraclassForm.TwoWayConsistencyMean,
    };

    private static double[][] Pairs(string path, string id, string time, string first, string second, string value, Func<Dictionary<string, string>, bool>? keep = null) =>
    [
        .. Oracle.Read(path).Where(row => keep?.Invoke(row) ?? true).GroupBy(row => row[id], StringComparer.Ordinal)
            .Select(person => new[] { first, second }.Select(at => person.Where(row => row[time] == at).Select(row => Oracle.Number(row[value])).FirstOrDefault()).ToArray())
            .Where(pair => pair.All(score => score is not null))
            .Select(pair => pair.Select(score => score!.Value).ToArray()),
    ];
}
