using KetamineOutcomes.Cohorts.Survival;

namespace KetamineOutcomes.Cohorts.Tests;

public sealed class TurnbullTests
{
    private const double Never = double.PositiveInfinity;

    // (14,21] and (42,56] come out with nothing.
    private static readonly TurnbullStep[] Expected =
    [
        new(0, 7, 0.15, 0), new(7, 14, 0.225, 0), new(21, 28, 0.254534792018224, 0), new(35, 42, 0.220097082630219, 0), new(56, Never, 0.150368125351557, 0),
    ];

    /// <summary>
    /// Sixteen people seen at irregular visits. Expected: two million rounds of self-consistency in R 4.2.2 over the innermost intervals (0,7], (7,14], (14,21], (21,28], (35,42],
    /// (42,56], (56,Inf), written apart from this library (R's survfit stops at 4e-4 from it): masses below.
    /// </summary>
    [Fact]
    public void Overlapping_intervals_give_what_R_gives()
    {
        EventInterval[] people =
        [
            new(0, 7), new(0, 14), new(7, 14), new(7, 21), new(14, 28), new(14, 28), new(14, 42), new(21, 28),
            new(21, 42), new(28, 42), new(28, Never), new(35, 56), new(42, Never), new(56, Never), new(0, 7), new(7, 14),
        ];

        var estimate = Turnbull.Estimate(EventIntervals.Of(people));

        estimate.Converged.Should().BeTrue();
        estimate.Steps.Select(step => (step.After, step.UpTo)).Should().Equal(Expected.Select(step => (step.After, step.UpTo)));
        for (var i = 0; i < Expected.Length; i++)
        {
            estimate.Steps[i].Mass.ShouldAgree(Expected[i].Mass, $"step {i}", 1e-6);
        }
    }

    /// <summary>Events on known days and people last seen are the Kaplan-Meier case: 10 people as in a textbook, S(3) = 9/10, S(5) = 9/10 x 6/8 (one last seen at 4, two events at 5).</summary>
    [Fact]
    public void Known_days_give_Kaplan_Meier()
    {
        EventInterval[] people = [new(3, 3), new(4, Never), new(5, 5), new(5, 5), .. Enumerable.Repeat(new EventInterval(6, Never), 6)];

        var estimate = Turnbull.Estimate(EventIntervals.Of(people));

        estimate.Steps.Select(step => step.After).Should().Equal(3, 5, 6);
        estimate.SurvivalAt(3).Low.ShouldAgree(0.9, "S(3)", 1e-6);
        estimate.SurvivalAt(5).Low.ShouldAgree(0.9 * 6 / 8, "S(5)", 1e-6);
        estimate.SurvivalAt(5.5).Should().Be(estimate.SurvivalAt(5));
    }

    /// <summary>Two people between 0 and 7, two between 7 and 14: half and half; at day 10 the share is between 0 and a half.</summary>
    [Fact]
    public void Inside_an_interval_the_share_has_bounds()
    {
        var estimate = Turnbull.Estimate(EventIntervals.Of([new(0, 7), new(0, 7), new(7, 14), new(7, 14)]));

        estimate.SurvivalAt(0).Should().Be((1, 1));
        estimate.SurvivalAt(7).High.ShouldAgree(0.5, "S(7)");
        estimate.SurvivalAt(10).Low.ShouldAgree(0, "least");
        estimate.SurvivalAt(10).High.ShouldAgree(0.5, "most");
        estimate.Median().Should().Be(new EventInterval(0, 7));
    }

    [Fact]
    public void Nobody_gives_no_steps()
    {
        Turnbull.Estimate(EventIntervals.Empty).Steps.Should().BeEmpty();
        Turnbull.Estimate(EventIntervals.Empty).Median().Should().BeNull();
    }

    [Fact]
    public void An_event_that_nobody_had_lies_behind_the_last_visit()
    {
        var estimate = Turnbull.Estimate(EventIntervals.Of([new(10, Never), new(20, Never)]));

        estimate.Steps.Should().ContainSingle().Which.Should().Be(new TurnbullStep(20, Never, 1, 0));
        estimate.Median().Should().Be(new EventInterval(20, Never));
    }

    [Theory]
    [InlineData(-1, 3)]
    [InlineData(4, 3)]
    [InlineData(double.NaN, 3)]
    [InlineData(1, double.NaN)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity)]
    public void What_is_no_interval_is_refused(double after, double upTo) =>
        FluentActions.Invoking(() => EventIntervals.Of([new(after, upTo)])).Should().Throw<ArgumentOutOfRangeException>();
}
