namespace KetamineOutcomes.Tests;

public sealed class ClinicalTimeTests
{
    private static ClinicalTime Parse(string text)
    {
        ClinicalTime.TryParse(text, out var value).Should().BeTrue("{0} is a time", text);
        return value;
    }

    [Theory]
    [InlineData("2026-03-01", ClinicalTimeKind.Date, "2026-03-01")]
    [InlineData("2026-03-01T14:30", ClinicalTimeKind.LocalDateTime, "2026-03-01T14:30:00")]
    [InlineData("2026-03-01 14:30:05", ClinicalTimeKind.LocalDateTime, "2026-03-01T14:30:05")]
    [InlineData("2026-03-01T14:30:00.25", ClinicalTimeKind.LocalDateTime, "2026-03-01T14:30:00.25")]
    [InlineData("2026-03-01T14:30Z", ClinicalTimeKind.Instant, "2026-03-01T14:30:00+00:00")]
    [InlineData("2026-03-01T14:30:00+01:00", ClinicalTimeKind.Instant, "2026-03-01T14:30:00+01:00")]
    [InlineData("2026-03-01T00:00:00-09:30", ClinicalTimeKind.Instant, "2026-03-01T00:00:00-09:30")]
    [InlineData("2024-02-29", ClinicalTimeKind.Date, "2024-02-29")]
    public void Times_are_read_and_printed_as_they_say(string text, ClinicalTimeKind kind, string printed)
    {
        var value = Parse(text);

        value.Kind.Should().Be(kind);
        value.ToString().Should().Be(printed);
        Parse(value.ToString()).Should().Be(value);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2026-3-1")]
    [InlineData("2026-02-30")]
    [InlineData("2025-02-29")]
    [InlineData("01/03/2026")]
    [InlineData("2026-03-01T")]
    [InlineData("2026-03-01T24:00")]
    [InlineData("2026-03-01T14:60")]
    [InlineData("2026-03-01T14:30+0100")]
    [InlineData("2026-03-01T14:30+15:00")]
    [InlineData("2026-03-01T14:30+14:30")]
    [InlineData("2026-03-01T14:30+01:60")]
    [InlineData("2026-03-01t14:30")]
    [InlineData("2026-03-01T14:30z")]
    [InlineData("2026-03-01T14:30 ")]
    [InlineData("0000-01-01")]
    [InlineData("1447-09-12 AH")]
    public void Anything_else_is_refused(string? text)
    {
        ClinicalTime.TryParse(text, out var value).Should().BeFalse();
        value.Should().Be(default(ClinicalTime));
    }

    [Fact]
    public void A_date_without_a_time_never_gets_a_midnight()
    {
        var date = Parse("2026-03-01");

        date.HasTimeOfDay.Should().BeFalse();
        date.TimeOfDay.Should().BeNull();
        date.HoursSince(Parse("2026-02-28T12:00")).Should().BeNull();
        (date == Parse("2026-03-01T00:00")).Should().BeFalse();
        date.CompareKnown(Parse("2026-03-01T23:59")).Should().Be(0);
    }

    [Fact]
    public void Default_is_relative_day_zero()
    {
        default(ClinicalTime).Should().Be(ClinicalTime.OnDay(0));
        default(ClinicalTime).Kind.Should().Be(ClinicalTimeKind.RelativeDay);
        default(ClinicalTime).ToString().Should().Be("0");
    }

    [Fact]
    public void Days_between_are_calendar_days_as_written()
    {
        // 23:59 to 00:01 of the next day is two minutes and one calendar day.
        Parse("2026-03-02T00:01").DaysSince(Parse("2026-03-01T23:59")).Should().Be(1);
        Parse("2026-03-01").DaysSince(Parse("2026-03-08")).Should().Be(-7);
        Parse("2024-03-01").DaysSince(Parse("2024-02-28")).Should().Be(2, "2024 is a leap year");
        Parse("2026-03-01T01:00+14:00").DaysSince(Parse("2026-02-28T23:00-10:00")).Should().Be(1, "each date counts as written");
    }

    [Fact]
    public void Hours_between_instants_are_exact_on_a_daylight_saving_day()
    {
        // Europe/Berlin, 29 March 2026: from 01:30+01:00 to 03:30+02:00 one hour passes, though the clock shows two.
        Parse("2026-03-29T03:30+02:00").HoursSince(Parse("2026-03-29T01:30+01:00")).Should().Be(1m);
        Parse("2026-03-29T03:30").HoursSince(Parse("2026-03-29T01:30")).Should().Be(2m);
    }

    [Fact]
    public void Between_a_local_time_and_an_instant_there_are_days_and_no_hours()
    {
        var local = Parse("2026-03-01T14:30");
        var instant = Parse("2026-03-02T09:00+01:00");

        // The local clock may stand anywhere from -12 to +14 hours: the hours would be a guess. The dates as written are a day apart.
        instant.HoursSince(local).Should().BeNull();
        local.HoursSince(instant).Should().BeNull();
        instant.DaysSince(local).Should().Be(1);
        instant.CompareKnown(local).Should().BePositive();

        // On one day as written neither comes first, as for a date without a time.
        Parse("2026-03-01T09:00+01:00").CompareKnown(local).Should().Be(0);
        Parse("2026-03-01T23:00Z").CompareKnown(local).Should().Be(0);
    }

    [Fact]
    public void Instants_compare_by_the_instant_and_equal_only_as_written()
    {
        var inBerlin = Parse("2026-03-01T14:30+01:00");
        var inUtc = Parse("2026-03-01T13:30Z");

        inBerlin.CompareKnown(inUtc).Should().Be(0);
        (inBerlin == inUtc).Should().BeFalse();
        inUtc.AddDays(1).CompareKnown(inBerlin).Should().BePositive();
    }

    [Fact]
    public void Calendar_dates_and_relative_days_do_not_compare()
    {
        var date = Parse("2026-03-01");
        var day = ClinicalTime.OnDay(3);
        var days = () => date.DaysSince(day);
        var hours = () => date.HoursSince(day);
        var compare = () => date.CompareKnown(day);

        date.SharesScaleWith(day).Should().BeFalse();
        days.Should().Throw<ArgumentException>();
        hours.Should().Throw<ArgumentException>();
        compare.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void A_fraction_of_a_relative_day_is_its_time_of_day()
    {
        ClinicalTime.OnDay(0.25m).TimeOfDay.Should().Be(TimeSpan.FromHours(6));
        ClinicalTime.OnDay(2.0m).Should().Be(ClinicalTime.OnDay(2));
        ClinicalTime.OnDay(-0.25m).DayNumber.Should().Be(-1);
        ClinicalTime.OnDay(-0.25m).TimeOfDay.Should().Be(TimeSpan.FromHours(18));
        ClinicalTime.OnDay(1.5m).HoursSince(ClinicalTime.OnDay(-0.25m)).Should().Be(42m, "1.75 days are 42 hours");
        ClinicalTime.OnDay(0.25m).ToString().Should().Be("0.25");
        ClinicalTime.OnDay(-1.50m).ToString().Should().Be("-1.5");
        ClinicalTime.OnDay(0.1m).ToString().Should().Be("0.1");
    }

    [Fact]
    public void A_fraction_too_close_to_the_next_day_is_the_next_day()
    {
        var value = ClinicalTime.OnDay(0.99999999999999999999m);

        value.Should().Be(ClinicalTime.OnDay(1));
        ClinicalTime.OnDay(0.00000000000000000001m).Should().Be(ClinicalTime.OnDay(0));
    }

    [Fact]
    public void A_relative_day_beyond_the_range_throws()
    {
        var make = () => ClinicalTime.OnDay(3_000_000_000m);

        make.Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Moving_by_days_keeps_time_and_offset() =>
        Parse("2026-03-01T14:30+01:00").AddDays(-1).Should().Be(Parse("2026-02-28T14:30+01:00"));

    [Fact]
    public void A_calendar_date_moved_off_the_calendar_throws()
    {
        var move = () => Parse("9999-12-31").AddDays(1);

        move.Should().Throw<ArgumentOutOfRangeException>();
    }

    [Theory]
    [MemberData(nameof(Cultures.Names), MemberType = typeof(Cultures))]
    public void Culture_plays_no_part(string culture)
    {
        Cultures.In(culture, () => Parse("2026-03-01T14:30:00.5-01:00").ToString()).Should().Be("2026-03-01T14:30:00.5-01:00");
        Cultures.In(culture, () => ClinicalTime.OnDay(-1.5m).ToString()).Should().Be("-1.5");
        Cultures.In(culture, () => ClinicalTime.TryParse("2026-02-30", out _)).Should().BeFalse();
    }

    [Fact]
    public void Values_made_from_the_frameworks_types_say_the_same()
    {
        var date = new DateOnly(2026, 3, 1);

        ClinicalTime.OnDate(date).Should().Be(Parse("2026-03-01"));
        ClinicalTime.AtLocal(date, new TimeOnly(14, 30)).Should().Be(Parse("2026-03-01T14:30"));
        ClinicalTime.AtInstant(new DateTimeOffset(2026, 3, 1, 14, 30, 0, TimeSpan.FromMinutes(-90))).Should().Be(Parse("2026-03-01T14:30-01:30"));
    }
}
