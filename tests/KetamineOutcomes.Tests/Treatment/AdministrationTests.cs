using KetamineOutcomes.Tests.Indicators;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Tests.Treatment;

public sealed class AdministrationTests
{
    [Theory]
    [InlineData("2026-03-01", Timing.Unspecified, "2026-03-01", true)]
    [InlineData("2026-03-01", Timing.Pre, "2026-03-01", true)]
    [InlineData("2026-03-01", Timing.Post, "2026-03-01", false)]
    [InlineData("2026-02-28", Timing.Post, "2026-03-01", true)]
    [InlineData("2026-03-02", Timing.Pre, "2026-03-01", false)]
    [InlineData("2026-03-01T15:00", Timing.Unspecified, "2026-03-01", true)]
    [InlineData("2026-03-01T15:00", Timing.Post, "2026-03-01", false)]
    [InlineData("2026-03-01", Timing.Unspecified, "2026-03-01T09:00", true)]
    public void Without_two_times_of_day_the_date_decides_and_on_the_day_itself_it_is_before_unless_post(string at, Timing timing, string infusion, bool before) =>
        Given.Total("madrs", Given.At(at), 20, timing).IsBefore(new Infusion(Given.At(infusion))).Should().Be(before);

    [Theory]
    [InlineData("2026-03-01T08:59", "2026-03-01T09:00", true)]
    [InlineData("2026-03-01T09:00", "2026-03-01T09:00", true)]
    [InlineData("2026-03-01T09:01", "2026-03-01T09:00", false)]
    [InlineData("2026-02-28T23:59", "2026-03-01T00:00", true)]
    public void Two_times_of_day_decide_by_the_clock(string at, string infusion, bool before) =>
        Given.Total("madrs", Given.At(at), 20).IsBefore(new Infusion(Given.At(infusion))).Should().Be(before);

    [Theory]
    [InlineData("2026-03-01T10:00", Timing.Pre, true)]
    [InlineData("2026-03-01T08:00", Timing.Post, false)]
    public void On_one_day_the_timing_that_was_said_goes_before_the_clock(string at, Timing timing, bool before) =>
        Given.Total("madrs", Given.At(at), 20, timing).IsBefore(new Infusion(Given.At("2026-03-01T09:00"))).Should().Be(before);

    [Theory]
    [InlineData("2026-03-01T09:30:00+01:00", "2026-03-01T09:00:00Z", true)] // 08:30 UTC
    [InlineData("2026-03-01T09:30:00-01:00", "2026-03-01T10:00:00Z", false)] // 10:30 UTC
    [InlineData("2026-02-28T23:30:00-05:00", "2026-03-01T01:00:00Z", false)] // 04:30 UTC of the next day, though the day before as written
    public void Instants_compare_as_instants_whatever_their_time_zone(string at, string infusion, bool before) =>
        Given.Total("madrs", Given.At(at), 20).IsBefore(new Infusion(Given.At(infusion))).Should().Be(before);

    [Fact]
    public void The_hour_that_a_clock_shows_twice_is_told_apart_by_its_offset()
    {
        // 02:30 summer time comes an hour before 02:30 winter time.
        var infusion = new Infusion(Given.At("2026-10-25T02:30:00+02:00"));

        Given.Total("madrs", Given.At("2026-10-25T02:15:00+01:00"), 20).IsBefore(infusion).Should().BeFalse();
        Given.Total("madrs", Given.At("2026-10-25T02:15:00+02:00"), 20).IsBefore(infusion).Should().BeTrue();
    }

    [Fact]
    public void A_relative_day_can_carry_a_time_of_day()
    {
        var infusion = new Infusion(ClinicalTime.OnDay(0.5m));

        Given.Total("madrs", ClinicalTime.OnDay(0.25m), 20).IsBefore(infusion).Should().BeTrue();
        Given.Total("madrs", ClinicalTime.OnDay(0.75m), 20).IsBefore(infusion).Should().BeFalse();
        Given.Total("madrs", Given.Day(0), 20).IsBefore(infusion).Should().BeTrue();
    }

    [Fact]
    public void It_was_known_when_it_was_entered_else_when_it_was_filled_in()
    {
        Given.Madrs(3, 20).KnownAt.Should().Be(Given.Day(3));
        Given.Madrs(3, 20, recorded: Given.Day(8)).KnownAt.Should().Be(Given.Day(8));
    }

    [Fact]
    public void A_date_against_a_relative_day_is_a_mistake_of_the_caller()
    {
        var compare = () => Given.Madrs(0, 20).IsBefore(new Infusion(Given.At("2026-03-01")));

        compare.Should().Throw<ArgumentException>();
    }
}
