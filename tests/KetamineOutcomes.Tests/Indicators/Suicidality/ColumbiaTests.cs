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
}
