using KetamineOutcomes.Tests.Indicators;
using KetamineOutcomes.Treatment.ConcurrentCare;

namespace KetamineOutcomes.Tests.Treatment.ConcurrentCare;

public sealed class CareLogTests
{
    private static CareInterval Drug(string name, int? from, int? to, int dose, bool isEndUnknown = false) => new(
        CareKind.Antidepressant,
        name,
        from is { } f ? Given.Day(f) : null,
        to is { } t ? Given.Day(t) : null,
        isEndUnknown,
        dose,
        "mg/day");

    private static string[] Changes(CareLog log, int after, int upTo) =>
        [.. log.ChangesBetween(Given.Day(after), Given.Day(upTo)).Select(change => $"{change.At} {change.Kind} {change.Care.Name}")];

    [Fact]
    public void Both_ends_are_inclusive_and_open_ends_go_on()
    {
        var closed = Drug("sertraline", 3, 9, 50);
        new[] { 2, 3, 9, 10 }.Select(day => closed.InForceAt(Given.Day(day))).Should().Equal(CareState.NotInForce, CareState.InForce, CareState.InForce, CareState.NotInForce);
        Drug("sertraline", null, 9, 50).InForceAt(Given.Day(-400)).Should().Be(CareState.InForce);
        Drug("sertraline", 3, null, 50).InForceAt(Given.Day(400)).Should().Be(CareState.InForce);
        Drug("sertraline", 3, null, 50, isEndUnknown: true).InForceAt(Given.Day(4)).Should().Be(CareState.Unknown);
        Drug("sertraline", 3, null, 50, isEndUnknown: true).InForceAt(Given.Day(3)).Should().Be(CareState.InForce);
    }

    [Fact]
    public void Another_dose_from_the_next_day_is_a_change_of_dose_and_no_stop()
    {
        var log = CareLog.Create([Drug("sertraline", null, 9, 50), Drug("sertraline", 10, 20, 100), Drug("sertraline", 25, null, 100)]).GetValueOrThrow();

        // From day 21 to 24 there was none: a stop and a start, though the dose is the same.
        Changes(log, -100, 100).Should().Equal("10 DoseChanged sertraline", "20 Stopped sertraline", "25 Started sertraline");
        Changes(log, 10, 20).Should().Equal("20 Stopped sertraline");
        Changes(log, 20, 24).Should().BeEmpty();
    }

    [Theory]
    [InlineData(0, null, false, "10 DoseChanged sertraline")] // still open
    [InlineData(0, null, true, "10 DoseChanged sertraline")] // its end is not known
    [InlineData(null, null, false, "10 DoseChanged sertraline")] // no beginning
    [InlineData(0, 20, false, "10 DoseChanged sertraline;20 DoseChanged sertraline")] // ends on day 20 while the other goes on
    [InlineData(null, 20, false, "10 DoseChanged sertraline;20 DoseChanged sertraline")]
    [InlineData(0, 5, false, "5 Stopped sertraline;10 Started sertraline")] // days 6 to 9 had none
    public void A_dose_beside_one_of_the_same_name_is_a_change_of_dose_and_no_start(int? from, int? to, bool isEndUnknown, string changes)
    {
        var log = CareLog.Create([Drug("sertraline", from, to, 50, isEndUnknown), Drug("sertraline", 10, null, 100)]).GetValueOrThrow();

        string.Join(';', Changes(log, 1, 100)).Should().Be(changes);
    }

    [Fact]
    public void The_same_dose_going_on_is_no_change()
    {
        var log = CareLog.Create([Drug("sertraline", 0, 9, 50), Drug("sertraline", 9, 30, 50)]).GetValueOrThrow();

        Changes(log, -1, 29).Should().Equal("0 Started sertraline");
    }

    [Fact]
    public void A_kind_that_was_not_asked_about_is_unknown_and_one_that_was_none_is_not_in_force()
    {
        var log = CareLog.Create([Drug("sertraline", 0, 9, 50)], [CareKind.Benzodiazepine]).GetValueOrThrow();

        log.StateAt(CareKind.Psychotherapy, Given.Day(5)).Should().Be(CareState.Unknown);
        log.StateAt(CareKind.Benzodiazepine, Given.Day(5)).Should().Be(CareState.NotInForce);
        log.StateAt(CareKind.Antidepressant, Given.Day(5)).Should().Be(CareState.InForce);
        log.StateAt(CareKind.Antidepressant, Given.Day(5), "lithium").Should().Be(CareState.NotInForce);
        log.StateAt(CareKind.Antidepressant, Given.Day(10)).Should().Be(CareState.NotInForce);
        log.InForceAt(Given.Day(9)).Select(interval => interval.Name).Should().Equal("sertraline");
    }

    [Fact]
    public void Faults_of_a_log_are_issues()
    {
        CareLog.Create([Drug("a", 5, 4, 1)]).Issues.Single().Code.Should().Be(IssueCodes.CareEndsBefore);
        CareLog.Create([Drug("a", 5, null, 1), new CareInterval(CareKind.Other, "b", Given.At("2026-03-01"))]).Issues.Single().Code.Should().Be(IssueCodes.MixedTimeScales);
        CareLog.Create([Drug("a", 5, null, 1), Drug("a", 5, null, 1)]).GetValueOrThrow().Intervals.Should().ContainSingle();
    }

    [Fact]
    public void As_of_a_time_an_end_that_lies_later_is_still_open()
    {
        var log = CareLog.Create([Drug("a", 0, 9, 50), Drug("b", 7, null, 20)]).GetValueOrThrow().AsOf(Given.Day(5));

        log.Intervals.Should().Equal(Drug("a", 0, null, 50));
    }

    [Fact]
    public void A_kind_that_is_listed_and_said_to_be_none_keeps_the_whole_log_and_is_told()
    {
        var read = CareLog.Create(
            [Drug("a", 5, null, 1), new CareInterval(CareKind.Psychotherapy, "cbt")],
            [CareKind.Antidepressant, CareKind.Benzodiazepine, CareKind.Psychotherapy]);

        // None holds until care of the kind begins: what begins on day 5 takes nothing from it, what has no beginning does.
        read.Issues.Select(issue => (issue.Code, issue.Place, issue.Severity)).Should().Equal((IssueCodes.CareContradiction, "care/psychotherapy", IssueSeverity.Warning));
        var log = read.GetValueOrThrow();
        log.Intervals.Should().HaveCount(2);
        log.StateAt(CareKind.Antidepressant, Given.Day(4)).Should().Be(CareState.NotInForce, "none holds before the care that is listed begins");
        log.StateAt(CareKind.Antidepressant, Given.Day(5)).Should().Be(CareState.InForce);
        log.StateAt(CareKind.Benzodiazepine, Given.Day(5)).Should().Be(CareState.NotInForce);
    }

    [Fact]
    public void Care_has_not_stopped_while_another_record_of_it_may_go_on()
    {
        // 50 mg up to day 9 beside 20 mg from day 5 on, whose end is not known: on day 9 the drug may have been stopped, or gone on with 20 mg.
        var log = CareLog.Create([Drug("a", 0, 9, 50), new CareInterval(CareKind.Antidepressant, "a", Given.Day(5), isEndUnknown: true, dose: 20, unit: "mg/day")]).GetValueOrThrow();
        Changes(log, -1, 50).Should().Equal("0 Started a", "5 DoseChanged a");
        log.StateAt(CareKind.Antidepressant, Given.Day(10), "a").Should().Be(CareState.Unknown);

        // Known to go on, it is a change of dose; begun after the end, it is another course of the drug, and the first had stopped.
        Changes(CareLog.Create([Drug("a", 0, 9, 50), Drug("a", 5, null, 20)]).GetValueOrThrow(), -1, 50).Should().Equal("0 Started a", "5 DoseChanged a", "9 DoseChanged a");
        Changes(CareLog.Create([Drug("a", 0, 9, 50), new CareInterval(CareKind.Antidepressant, "a", Given.Day(20), isEndUnknown: true)]).GetValueOrThrow(), -1, 50)
            .Should().Equal("0 Started a", "9 Stopped a", "20 Started a");
    }

    [Theory]
    [InlineData("Lorazepam")]
    [InlineData(" lorazepam ")]
    [InlineData("LORAZEPAM")]
    public void Names_that_differ_in_case_or_blanks_are_one_name(string name)
    {
        var log = CareLog.Create([Drug("lorazepam", 0, 9, 1), Drug(name, 10, null, 2)]).GetValueOrThrow();

        Changes(log, -1, 50).Should().Equal("0 Started lorazepam", "10 DoseChanged lorazepam");
        log.StateAt(CareKind.Antidepressant, Given.Day(12), name).Should().Be(CareState.InForce);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData(" NONE")]
    public void None_is_no_name_of_care(string name)
    {
        var make = () => Drug(name, 0, null, 1);

        make.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void A_record_entered_later_stands_in_place_of_the_earlier_one_from_then_on()
    {
        // Open since day 0; on day 40 its end, day 20, is entered.
        var open = new CareInterval(CareKind.Benzodiazepine, "alprazolam", Given.Day(0), dose: 1, unit: "mg/day");
        var ended = new CareInterval(CareKind.Benzodiazepine, "alprazolam", Given.Day(0), Given.Day(20), dose: 1, unit: "mg/day", recordedAt: Given.Day(40));
        var log = CareLog.Create([open, ended]).GetValueOrThrow();

        log.AsOf(Given.Day(39)).Intervals.Should().Equal(open);
        log.AsOf(Given.Day(40)).Should().Be(log, "both entries are on record by then");
        log.AsOf(Given.Day(40)).InForceAt(Given.Day(10)).Should().Equal(ended);
        log.StateAt(CareKind.Benzodiazepine, Given.Day(30)).Should().Be(CareState.NotInForce);
        log.AsOf(Given.Day(39)).StateAt(CareKind.Benzodiazepine, Given.Day(30)).Should().Be(CareState.InForce);
        log.ChangesBetween(Given.Day(1), Given.Day(50)).Select(change => (change.Kind, change.At, change.KnownAt)).Should().Equal((CareChangeKind.Stopped, Given.Day(20), Given.Day(40)));
    }

    [Fact]
    public void A_change_says_when_it_was_known()
    {
        var log = CareLog.Create([Drug("a", 0, 9, 50), Drug("a", 10, 20, 100), Drug("a", 20, 30, 50)]).GetValueOrThrow();

        // At once; from the day after, when the first had ended on the day before; on day 20 both doses are on record and one may go on beside the other;
        // and a stop is known the day after.
        log.ChangesBetween(Given.Day(-1), Given.Day(50)).Select(change => $"{change.Kind} {change.At} {change.KnownAt}")
            .Should().Equal("Started 0 0", "DoseChanged 10 10", "DoseChanged 20 21", "Stopped 30 31");
    }

    [Fact]
    public void A_life_event_is_a_point_or_an_interval()
    {
        var log = CareLog.Create([new CareInterval(CareKind.LifeEvent, "bereavement", Given.Day(3), Given.Day(3)), new CareInterval(CareKind.LifeEvent, "divorce", Given.Day(5), Given.Day(40))]).GetValueOrThrow();

        Changes(log, 0, 50).Should().Equal("3 Occurred bereavement", "5 Started divorce", "40 Stopped divorce");
    }
}
