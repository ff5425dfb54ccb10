using KetamineOutcomes.Indicators.Plateau;

namespace KetamineOutcomes.Tests.Indicators.Plateau;

public sealed class PlateauRuleTests
{
    private static readonly double[] Twice = [1, 4, 8, 11, 15, 18, 22, 25];

    // MCID 5 and an SD of 3: a reliable change of 1.96 x sqrt(2) x 3 = 8.3156.
    private static readonly PlateauFigures Phq9 = new(5, 3, 8.3156);

    private static PlateauFinding Judge(double[] scores, PlateauFigures? figures = null, bool hasFloor = true) =>
        PlateauRule.Judge(Twice.AsSpan(0, scores.Length), scores, hasFloor, figures ?? Phq9);

    [Fact]
    public void Scores_that_stay_are_a_plateau_once_there_are_enough_of_them()
    {
        var early = Judge([15, 15, 15, 15]);
        var late = Judge([15, 15, 15, 15, 15, 15, 15, 15]);

        early.State.Should().Be(PlateauState.Undetermined);
        late.State.Should().Be(PlateauState.Plateau);
        late.Gain.Expected.Should().BeApproximately(0, 1e-9);
        late.Gain.Low.Should().BeApproximately(-late.Gain.High, 1e-6);
        late.Level.Should().BeApproximately(15, 1e-9);
        late.Horizon.Should().BeApproximately(3 * 24.0 / 7, 1e-12); // from day 1 to day 25 in seven steps
    }

    [Fact]
    public void Steady_gain_is_no_plateau_although_no_test_of_its_slope_needs_to_be_significant()
    {
        // One MCID per three visits, with deviations of 2 up and down.
        Judge([26, 20.33, 22.67, 17, 19.33, 13.67]).State.Should().NotBe(PlateauState.Plateau);

        // Three MCIDs per three visits, straight.
        Judge([27, 22, 17, 12, 7]).State.Should().Be(PlateauState.StillImproving);
    }

    [Theory]
    [InlineData(new double[] { 10, 13, 16, 19, 22, 25 })] // a line of 15 points: more than the reliable change
    [InlineData(new double[] { 12, 12, 12, 12, 12, 21 })] // 9 above the level of 12
    public void A_rise_by_the_reliable_change_is_worsening(double[] scores) => Judge(scores).State.Should().Be(PlateauState.Worsening);

    [Fact]
    public void Worsening_goes_before_the_floor_and_the_floor_before_gain()
    {
        Judge([0, 0, 0, 0, 4], new PlateauFigures(5, 1, 3)).State.Should().Be(PlateauState.Worsening);
        Judge([24, 19, 14, 9, 4]).State.Should().Be(PlateauState.AtFloor);
        Judge([24, 19, 14, 9, 4], hasFloor: false).State.Should().Be(PlateauState.StillImproving);
        Judge([24, 19, 14, 9, 5]).State.Should().NotBe(PlateauState.AtFloor); // 5 is not less than the MCID of 5
    }

    [Fact]
    public void A_slow_rise_is_called_no_plateau() =>
        // 0.9 a visit, 2.7 per three visits: short of the reliable change, and a further loss of an MCID is not unlikely.
        Judge([10, 10.9, 11.8, 12.7, 13.6, 14.5, 15.4, 16.3], new PlateauFigures(5, 3, 8.3156)).State.Should().NotBe(PlateauState.StillImproving);

    [Fact]
    public void The_forecast_is_what_brute_force_over_level_and_change_gives()
    {
        double[] days = [0, 3, 8, 14];
        double[] scores = [20, 17, 18, 15];
        const double horizon = 9;
        const double mcid = 5;
        const double sd = 3;

        // Independent of the closed form: every level and every change on a fine grid, the noise taken step by step.
        double all = 0, atLeast = 0, sum = 0;
        foreach (var persistence in GainPrior.Persistence)
        {
            foreach (var bend in GainPrior.Bends)
            {
                foreach (var share in GainPrior.Sds)
                {
                    var rate = bend.Value * 3 / 14;
                    double Curve(double day) => rate == 0 ? day / 14 : (1 - Math.Exp(-rate * day)) / (1 - Math.Exp(-rate * 14));
                    var ahead = Curve(14 + horizon) - 1;
                    for (var level = -20.0; level <= 60; level += 0.5)
                    {
                        for (var change = -80.0; change <= 60; change += 0.5)
                        {
                            var sigma = share.Value * sd;
                            var density = persistence.Weight * bend.Weight * share.Weight * Math.Exp(-0.5 * change * change / (30 * 30)); // 6 MCIDs
                            double before = 0;
                            for (var i = 0; i < 4; i++)
                            {
                                var left = i == 0 ? 0 : Math.Pow(persistence.Value, (days[i] - days[i - 1]) / 7);
                                var noise = scores[i] - level - (change * Curve(days[i]));
                                var spread = sigma * Math.Sqrt(1 - (left * left));
                                var z = (noise - (left * before)) / spread;
                                density *= Math.Exp(-0.5 * z * z) / spread;
                                before = noise;
                            }

                            all += density;
                            sum += density * -change * ahead;
                            atLeast += -change * ahead >= mcid ? density : 0;
                        }
                    }
                }
            }
        }

        var forecast = GainForecast.Of(days, scores, horizon, mcid, sd);

        forecast.Expected.Should().BeApproximately(sum / all, 1e-3);
        forecast.ShareAtLeastMcid.Should().BeApproximately(atLeast / all, 0.01); // the grid's step
    }

    [Fact]
    public void The_interval_has_its_probability()
    {
        double[] scores = [20, 17, 18, 15, 16];
        var forecast = GainForecast.Of(Twice.AsSpan(0, 5), scores, 9, 5, 3);

        GainForecast.ShareAtLeast(Twice.AsSpan(0, 5), scores, 9, 5, 3, forecast.High).Should().BeApproximately(0.025, 1e-6);
        GainForecast.ShareAtLeast(Twice.AsSpan(0, 5), scores, 9, 5, 3, forecast.Low).Should().BeApproximately(0.975, 1e-6);
        GainForecast.ShareAtLeast(Twice.AsSpan(0, 5), scores, 9, 5, 3, 5).Should().Be(forecast.ShareAtLeastMcid);
        GainForecast.LevelOf(Twice.AsSpan(0, 5), scores, 5, 3).Should().Be(forecast.Level);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Scaling_points_with_all_figures_changes_no_state(int seed)
    {
        var random = new Draws(seed);
        for (var i = 0; i < 200; i++)
        {
            var scores = Enumerable.Range(0, random.Next(4, 9)).Select(visit => Math.Max(0, 20 - (random.NextDouble() * 3 * visit) + random.Next(-4, 5))).ToArray();
            var one = Judge(scores);
            var three = Judge([.. scores.Select(score => 3 * score)], new PlateauFigures(15, 9, 3 * 8.3156));

            three.State.Should().Be(one.State);
            three.Gain.Expected.Should().BeApproximately(3 * one.Gain.Expected, 1e-6);
        }
    }

    [Theory]
    [InlineData(new double[] { 20, 15, 14, 13 }, true)] // best before 20; 13 is 7 better: a new best
    [InlineData(new double[] { 20, 16, 18, 17 }, false)] // 16 is 4 better than 20: none
    [InlineData(new double[] { 20, 18, 19, 15 }, true)] // exactly 5 better
    public void A_new_best_is_one_by_the_MCID_within_the_last_three(double[] scores, bool isNew) => PlateauRule.NoNewBest(scores, 5).Should().Be(!isNew);

    [Fact]
    public void Fewer_than_four_visits_are_refused() => FluentActions.Invoking(() => Judge([20, 15, 14])).Should().Throw<ArgumentException>();

    // 1.7 - 0.4 is a bit less than 1.3 in doubles: a new best by exactly the MCID is one, as 13 is after 17 with an MCID of 4.
    [Fact]
    public void A_new_best_by_exactly_the_mcid_counts_with_decimals_too()
    {
        PlateauRule.NoNewBest([1.7, 1.7, 1.7, 1.5, 1.5, 1.3], 0.4).Should().BeFalse();
        PlateauRule.NoNewBest([17, 17, 17, 15, 15, 13], 4).Should().BeFalse();
        PlateauRule.NoNewBest([17, 17, 17, 15, 15, 14], 4).Should().BeTrue();
    }
}
