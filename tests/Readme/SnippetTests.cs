using FluentAssertions;
using KetamineOutcomes.Instruments;
using Xunit;

namespace ReadmeSnippets;

/// <summary>The C# of the READMEs, run. The text between a region's ends stands in the Markdown under the same name.</summary>
public sealed class SnippetTests
{
    [Fact]
    public void Five_lines_score_a_form()
    {
        #region five-lines
        var score = Instruments.Phq9.Score([2, 2, 3, 1, 2, 1, 1, 0, 1]);
        bool hasTotal = score.TryGetValue(out var total);  // true, 13: never a number where the rule allows none
        var severity = score.Severity;                     // moderate, and the published set of bands that says so
        var alerts = score.Alerts;                         // item9: raised
        var text = score.Explain();                        // value, range, rule, version and what was missing, in words
        #endregion

        hasTotal.Should().BeTrue();
        total.Should().Be(13, "2 + 2 + 3 + 1 + 2 + 1 + 1 + 0 + 1");
        severity!.Band.Should().Be("moderate", "Kroenke 2001: 10 to 14");
        severity.BandSet.Should().NotBeEmpty();
        alerts.Should().ContainSingle().Which.Should().Match<Alert>(alert => alert.Item == "item9" && alert.Status == AlertStatus.Raised);
        text.Should().Contain("13").And.Contain("phq-9/total");
    }

    [Fact]
    public void Missing_answer_gives_a_case_and_not_a_number()
    {
        #region cases
        var form = AnswerSet.Of([("item1", 2), ("item2", 2), ("item9", 1)]);
        var line = Instruments.Phq9.Score(form).Match(
            scored => $"total {scored.Result.Text}",
            prorated => $"total {prorated.Result.Text}, filled in by {prorated.MissingPolicy}",
            incomplete => $"no total: {incomplete.Answered} of {incomplete.Applicable} answered",
            invalid => $"no total: {invalid.Issues}");
        #endregion

        line.Should().Be("no total: 3 of 9 answered");
        Instruments.Phq9.Score(form).Alerts.Should().ContainSingle().Which.Status.Should().Be(AlertStatus.Raised, "an alert does not wait for the total");
    }

    [Fact]
    public void Definition_is_read_back_from_its_own_text()
    {
        #region own-definition
        string json = Instruments.Gad7.DefinitionJson;     // the rule as data, for a system that embeds it
        var read = Instrument.Read(json);                  // strict: every issue names its JSON path
        var instrument = read.GetValueOrThrow();
        var catalogue = InstrumentCatalogue.Shipped.With(instrument);
        #endregion

        read.IsSuccess.Should().BeTrue();
        catalogue.Find("gad-7").Should().BeSameAs(instrument);
        Instrument.Read(json.Replace("\"shortName\"", "\"shortname\"", StringComparison.Ordinal)).Issues
            .Should().Contain(issue => issue.Code == "json-member-unknown" && issue.Place == "$.shortname");
    }
}
