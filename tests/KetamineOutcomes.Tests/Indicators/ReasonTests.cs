using System.Reflection;
using KetamineOutcomes.Indicators;

namespace KetamineOutcomes.Tests.Indicators;

public sealed class ReasonTests
{
    private static readonly List<string> Words = [.. typeof(Reasons).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!)];

    [Fact]
    public void Every_reason_is_a_unique_word_in_lower_case_with_hyphens()
    {
        Words.Should().HaveCountGreaterThan(15).And.OnlyHaveUniqueItems();
        Words.Should().OnlyContain(word => word.Split('-', StringSplitOptions.None).All(part => part.Length > 0 && part.All(char.IsAsciiLetterLower)));
    }

    [Fact]
    public void Every_reason_has_a_sentence_of_its_own()
    {
        var texts = (IReadOnlyDictionary<string, string>)typeof(Reasons).Assembly.GetType("KetamineOutcomes.Indicators.ReasonTexts", throwOnError: true)!
            .GetField("All", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;

        texts.Keys.Should().BeEquivalentTo(Words);
        texts.Values.Should().OnlyHaveUniqueItems().And.OnlyContain(text => text.Length > 20 && !text.EndsWith('.'));
    }

    [Fact]
    public void An_explanation_that_knows_nothing_says_why_in_words_and_names_the_word()
    {
        var report = Given.Course([Given.Madrs(7, 20)]).Assess("last");

        report.One("baseline").Explain().Should().Be("MADRS total at baseline is not known: no assessment lies in the baseline window (no-baseline).");
        report.One("response").Explain().Should().Contain("no assessment lies in the baseline window (no-baseline)").And.Contain("response-50");
    }

    [Fact]
    public void An_explanation_holds_the_numbers_the_days_and_the_rule()
    {
        var report = Given.Course([Given.Madrs(-1, 34), Given.Madrs(7, 11)]).Assess("last");

        // (34 - 11) / 34 = 23/34 = 67.647 %.
        report.One("baseline").Explain().Should().Contain("34").And.Contain("last-before:30").And.Contain("-1");
        report.One("score").Explain().Should().Contain("11").And.Contain("day 7");
        report.One("change").Explain().Should().Contain("from 34").And.Contain("to 11").And.Contain("better by 23");
        report.One("percentage-change").Explain().Should().Contain("67.6 %").And.Contain("raw");
        report.One("response").Explain().Should().Contain("67.6 %").And.Contain(">= 50 %").And.EndWith("is met.");
        report.One("remission", "remission-10").Explain().Should().Contain("11").And.Contain("<= 10").And.Contain("not met").And.Contain("Another published cut-off says otherwise");
        report.One("remission", "remission-12").Explain().Should().Contain("<= 12").And.Contain("is met");
    }

    [Fact]
    public void An_answer_that_does_not_apply_says_so_and_not_that_it_is_unknown()
    {
        var report = Given.Course([Given.Madrs(-1, 15), Given.Madrs(7, 11)]).Assess("last");

        report.One("response").Explain().Should().Contain("does not apply").And.Contain("(baseline-below-minimum)");
        Given.Course([Given.Madrs(-1, 30)]).Assess("infusion:4").One("score").Explain().Should().Contain("does not apply").And.Contain("(no-such-infusion)");
    }

    [Fact]
    public void Getting_worse_is_said_as_worse()
    {
        var report = Given.Course([Given.Madrs(-1, 30), Given.Madrs(7, 36)]).Assess("last");

        report.Said("change").Should().Be("-6");
        report.Said("percentage-change").Should().Be("-20");
        report.One("change").Explain().Should().Contain("worse by 6");
        report.One("percentage-change").Explain().Should().Contain("worse by 20.0 %");
    }
}
