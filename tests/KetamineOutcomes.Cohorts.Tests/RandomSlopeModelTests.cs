using KetamineOutcomes.Cohorts.Models;

namespace KetamineOutcomes.Cohorts.Tests;

/// <summary>The mixed model against R's lme4 1.1.31.</summary>
public sealed class RandomSlopeModelTests
{
    [Theory]
    [InlineData("reisby", true)]
    [InlineData("reisby", false)]
    [InlineData("claus_bdi", true)]
    [InlineData("claus_bdi", false)]
    public void A_line_with_peoples_own_levels_and_slopes_agrees_with_R(string name, bool restricted)
    {
        var model = RandomSlopeModel.Fit(Scores(name), restricted)!;

        var rows = Oracle.Read("oracles/stats/lmm_fixed_and_variance.csv").Where(row => row["model"] == name && row["reml"] == (restricted ? "true" : "false")).ToList();
        rows.Should().HaveCount(2);
        model.Intercept.Estimate.ShouldAgree(Oracle.Number(rows[0]["estimate"])!.Value, name, 1e-5);
        model.Intercept.StandardError.ShouldAgree(Oracle.Number(rows[0]["se"])!.Value, name, 1e-5);
        model.Slope.Estimate.ShouldAgree(Oracle.Number(rows[1]["estimate"])!.Value, name, 1e-5);
        model.Slope.StandardError.ShouldAgree(Oracle.Number(rows[1]["se"])!.Value, name, 1e-5);
        model.InterceptVariance.ShouldAgree(Oracle.Number(rows[0]["var_intercept"])!.Value, name, 1e-5);
        model.SlopeVariance.ShouldAgree(Oracle.Number(rows[0]["var_slope"])!.Value, name, 1e-5);
        model.Covariance.ShouldAgree(Oracle.Number(rows[0]["cov_int_slope"])!.Value, name, 1e-5);
        model.ResidualVariance.ShouldAgree(Oracle.Number(rows[0]["var_resid"])!.Value, name, 1e-5);
        model.LogLikelihood.ShouldAgree(Oracle.Number(rows[0]["loglik"])!.Value, name, 1e-8);
        model.IsSingular.Should().Be(rows[0]["singular"] == "true");
        model.Scores.Should().Be((int)Oracle.Number(rows[0]["n_obs"])!.Value);
        model.People.Should().Be((int)Oracle.Number(rows[0]["n_id"])!.Value);
    }

    [Fact]
    public void Peoples_deviations_agree_with_R()
    {
        var model = RandomSlopeModel.Fit(Scores("reisby"))!;

        var rows = Oracle.Read("oracles/stats/lmm_blups.csv").Where(row => row["model"] == "reisby").ToList();
        foreach (var row in rows)
        {
            var (intercept, slope) = model.Deviations[row["id"]];
            intercept.ShouldAgree(Oracle.Number(row["blup_intercept"])!.Value, row["id"], 1e-4);
            slope.ShouldAgree(Oracle.Number(row["blup_slope"])!.Value, row["id"], 1e-4);
        }

        rows.Should().HaveCount(66);
    }

    /// <summary>A change of unit from weeks to days divides the slope by 7 and its variance by 49, and leaves what has no time in it.</summary>
    [Fact]
    public void The_unit_of_time_changes_the_slope_alone()
    {
        var weeks = RandomSlopeModel.Fit(Scores("reisby"))!;
        var days = RandomSlopeModel.Fit(Scores("reisby").Select(score => new RepeatedScore(score.Person, 7 * score.Time, score.Value)))!;

        days.Slope.Estimate.ShouldAgree(weeks.Slope.Estimate / 7, "slope", 1e-7);
        days.SlopeVariance.ShouldAgree(weeks.SlopeVariance / 49, "variance of slopes", 1e-6);
        days.Intercept.Estimate.ShouldAgree(weeks.Intercept.Estimate, "intercept", 1e-7);
        days.ResidualVariance.ShouldAgree(weeks.ResidualVariance, "residual", 1e-6);
    }

    [Fact]
    public void Too_little_gives_no_model()
    {
        RandomSlopeModel.Fit([]).Should().BeNull();
        RandomSlopeModel.Fit([new("a", 0, 1), new("a", 1, 2), new("b", 0, 1), new("b", 1, 2), new("b", 2, 3)]).Should().BeNull("two people");
        RandomSlopeModel.Fit([new("a", 1, 1), new("b", 1, 2), new("c", 1, 3), new("d", 1, 3), new("e", 1, 3)]).Should().BeNull("one time");
    }

    /// <summary>Everybody on the same line but for noise that is no one's own: levels and slopes do not differ, and it says so.</summary>
    [Fact]
    public void People_who_do_not_differ_are_said_to_be_singular()
    {
        double[] noise = [1, -1, -1, 1];
        var scores = Enumerable.Range(0, 6).SelectMany(person => Enumerable.Range(0, 4).Select(visit =>
            new RepeatedScore($"p{person}", visit, 20 - (2 * visit) + (person % 2 == 0 ? noise[visit] : -noise[visit]))));

        var model = RandomSlopeModel.Fit(scores)!;

        model.IsSingular.Should().BeTrue();
        model.Slope.Estimate.ShouldAgree(-2, "slope", 1e-6);
        model.Intercept.Estimate.ShouldAgree(20, "intercept", 1e-6);
    }

    private static IEnumerable<RepeatedScore> Scores(string name) => name == "reisby"
        ? Oracle.Read("data/reisby_hamd_long.csv").Where(row => Oracle.Number(row["depression"]) is not null)
            .Select(row => new RepeatedScore(row["subject"], Oracle.Number(row["week"])!.Value, Oracle.Number(row["depression"])!.Value))
        : Oracle.Read("oracles/stats/trajectory_input.csv").Where(row => row["dataset"] == name)
            .Select(row => new RepeatedScore(row["id"], Oracle.Number(row["t"])!.Value, Oracle.Number(row["y"])!.Value));
}
