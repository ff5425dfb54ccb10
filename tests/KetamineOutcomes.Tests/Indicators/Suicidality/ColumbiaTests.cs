using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Tests.Indicators.Suicidality;

/// <summary>The C-SSRS: intensity that is asked only where there were thoughts, and questions about the whole life.</summary>
public sealed class ColumbiaTests
{
    private const string Recent = "item1b=0 item2b=0 item3b=0 item4b=0 item5b=0";

    /// <summary>A form with the answers given by item.</summary>
    internal static Administration Columbia(int day, string answers)
    {
        var given = answers.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        var instrument = InstrumentCatalogue.Shipped.Find("c-ssrs")!;
        return Given.Form("c-ssrs", Given.Day(day), string.Join(' ', instrument.Items.Select(item => !given.TryGetValue(item.Id, out var answer) ? "."
            : item.Kind == ItemKind.Choice ? answer switch { "0" => "no", "1" => "yes", _ => answer } : answer)));
    }

    [Theory]
    [InlineData("item7b=5", false)]
    [InlineData("item8b=1", false)]
    [InlineData("item7a=2", false)]
    [InlineData(Recent + " item7b=5 item8b=5", true)]
    public void Intensity_that_is_asked_only_where_there_were_thoughts_is_raised(string answers, bool isContradicted)
    {
        var rows = Given.Course([Columbia(-1, Recent), Columbia(5, answers)]).Suicidality();

        rows.Worst().Said().Should().Be("raised");
        rows.Worst("every-visit").Said().Should().Be("raised");
        rows.Worst().Has("intensity-without-ideation").Should().Be(isContradicted);
    }

    [Theory]
    [InlineData(Recent)]
    [InlineData(Recent + " item7b=0 item8b=0")] // 0 is "no thoughts" in the scoring guide
    [InlineData(Recent + " item7b=na")]
    public void Not_asked_or_not_applicable_is_not_raised_and_no_gap(string answers)
    {
        var rows = Given.Course([Columbia(-1, Recent), Columbia(5, answers)]).Suicidality("last");

        rows.Worst().Said().Should().Be("clear");
        rows.Should().NotContain(row => row.Rule == "item7b");
    }

    [Theory]
    [InlineData("7")]
    [InlineData("x")]
    public void Intensity_that_cannot_be_read_is_not_clear(string item7b) =>
        Given.Course([Columbia(-1, Recent), Columbia(5, Recent + " item7b=" + item7b)]).Suicidality("last").Worst().Said().Should().Be("unreadable");

    [Fact]
    public void It_ends_when_all_thoughts_are_denied_and_not_when_nothing_is_said_of_them()
    {
        Given.Course([Columbia(5, "item7b=5"), Columbia(9, Recent)]).Suicidality("last").Worst().Said().Should().Be("resolved");
        Given.Course([Columbia(5, "item7b=5"), Columbia(9, "item12b=0")]).Suicidality("last").Worst().Said().Should().Be("raised");
        Given.Course([Columbia(5, "item7b=2"), Columbia(9, Recent + " item7b=5")]).Suicidality("last").Worst().Said().Should().Be("worsening");
    }

    [Theory]
    [InlineData("item12a=1", "item12a=0", "item12a")]
    [InlineData("item1a=1", "item1a=0", "item1a")]
    [InlineData("item7a=3", "item1a=0 item2a=0 item3a=0 item4a=0 item5a=0 " + Recent, "item7a")]
    public void A_lifetime_yes_never_resolves(string first, string second, string item)
    {
        var rows = Given.Course([Columbia(-1, first), Columbia(5, second), Columbia(9, second)]).Suicidality();

        rows.Item(item, "c-ssrs").Said().Should().Be("persisting");
        rows.Item(item, "c-ssrs").Has("lifetime-contradicted").Should().BeTrue();
        rows.Item(item, "c-ssrs").Has("lifetime").Should().BeTrue();
        rows.Visits(item, "c-ssrs").Should().Be("-1 raised, 5 persisting, 9 persisting");
        rows.Worst().Said().Should().Be("persisting");
        Given.Course([Columbia(-1, first), Columbia(5, second), Columbia(9, first)]).Suicidality("last").Item(item, "c-ssrs").Said().Should().Be("persisting", "the yes is not new");
    }

    [Fact]
    public void A_contradicted_lifetime_answer_says_what_was_answered_and_what_stands()
    {
        var row = Given.Course([Columbia(-1, "item12a=1"), Columbia(5, "item12a=0")]).Suicidality("last").Item("item12a", "c-ssrs");

        row.Parameter("answer").Should().Be("0");
        row.Explain().Should().Contain("was answered 0 on day 5").And.Contain("this answer contradicts that of day -1 (1), which stands");
    }

    [Fact]
    public void A_lifetime_yes_does_not_hide_that_the_recent_past_is_clear()
    {
        var rows = Given.Course([Columbia(-1, "item12a=1 item12b=1"), Columbia(5, Recent + " item12a=1 item12b=0")]).Suicidality("last");

        rows.Item("item12b", "c-ssrs").Said().Should().Be("resolved");
        (rows.Worst().Said(), rows.Worst().Has("lifetime-only")).Should().Be(("persisting", true));
        rows.Worst().Explain().Should().Contain("what was answered about the recent past is clear");
        rows.Item("all-items", "c-ssrs").Has("lifetime-only").Should().BeTrue();
        Given.Course([Columbia(5, Recent + " item12a=1 item12b=1")]).Suicidality("last").Worst().Has("lifetime-only").Should().BeFalse();
        Given.Course([Columbia(5, "item12a=1")]).Suicidality("last").Worst().Has("lifetime-only").Should().BeFalse("nothing recent was asked");
    }

    [Fact]
    public void The_screener_knows_a_lifetime_too() =>
        Given.Course([Given.Form("c-ssrs-screener", Given.Day(-1), "no no no no no yes no"), Given.Form("c-ssrs-screener", Given.Day(5), "no no no no no no no")]).Suicidality("last")
            .Item("item6a", "c-ssrs-screener").Said().Should().Be("persisting");
}
