using KetamineOutcomes.Instruments;
using KetamineOutcomes.Instruments.Crosswalks;
using KetamineOutcomes.Json;

namespace KetamineOutcomes.Tests.Instruments.Crosswalks;

public sealed class LinkedScoreTests
{
    private const string Evidence = """[{"source":"made-up","status":"project-policy"}]""";

    private static Instrument Phq9 => KetamineOutcomes.Instruments.Instruments.Phq9;

    private static Crosswalk Kim => CrosswalkCatalogue.Shipped.Find("phq-9-to-madrs-kim-2023")!;

    /// <summary>A made-up table from one scale to another, one row for each score of the range.</summary>
    private static Crosswalk MadeUp(string instrument, string scale, int high, string more = "") => Crosswalk.Read($$"""
        {
          "format": 1, "id": "made-up", "version": "1.0.0", "name": "Made up", "method": "equipercentile", "coverage": "complete", "population": "nobody",
          "from": {"instrument": "{{instrument}}", "scale": "{{scale}}", "range": {"low": 0, "high": {{high}} } },
          "to": {"instrument": "elsewhere", "scale": "total", "range": {"low": 0, "high": 100} },
          "sources": [{"key": "made-up", "citation": "Made up for the tests"}], "evidence": {{Evidence}},
          "entries": [{"from": {"low": 0, "high": {{high}} }, "to": {"low": 10, "high": 90}{{more}}}]
        }
        """).GetValueOrThrow();

    private static string Reason(LinkedScore linked) => linked.Should().BeOfType<LinkedScore.NotApplicable>().Which.Reason;

    [Fact]
    public void A_complete_form_is_linked_with_what_the_table_says_of_itself()
    {
        // 3 + 3 + 3 + 3 + 3 = 15; Kim 2023: 15 corresponds to about 24.
        var linked = Kim.Link(Phq9.Score("3 3 3 3 3 0 0 0 0"));

        var value = linked.Should().BeOfType<LinkedScore.Linked>().Subject;
        value.Kind.Should().Be("linked");
        value.SourceValue.Should().Be((Fraction)15);
        value.Value.Low.Should().Be((Fraction)24);
        value.Value.IsSingle.Should().BeTrue();
        value.StandardError.Should().BeNull();
        value.From.ToString().Should().Be("phq-9/total");
        value.To.ToString().Should().Be("madrs/total");
        value.Method.Should().Be(LinkingMethod.Equipercentile);
        value.IsApproximate.Should().BeTrue();
        value.Population.Should().Contain("older adults");
        value.Sources.Should().HaveCount(2);
        value.Crosswalk.ToString().Should().Be("phq-9-to-madrs-kim-2023 1.0.0");
        linked.TryGetValue(out var interval).Should().BeTrue();
        interval.ToString().Should().Be("24");
    }

    [Fact]
    public void An_interval_stays_an_interval()
    {
        // Domains 3 + 3 + 3 + 2 = 11; ids-qids.org: 11 beside 14-15.
        var score = KetamineOutcomes.Instruments.Instruments.QidsSr16.Score("3 0 0 0 3 3 . 0 . 2 0 0 0 0 0 0");

        CrosswalkCatalogue.Shipped.Find("qids-sr16-to-ham-d17")!.Link(score).TryGetValue(out var value).Should().BeTrue();
        (value.Low, value.High, value.IsSingle).Should().Be(((Fraction)14, (Fraction)15, false));
    }

    [Fact]
    public void A_score_without_a_row_has_no_entry()
    {
        var linked = Kim.Link(Phq9.Score("3 3 3 3 2 0 0 0 0"));

        linked.Should().BeOfType<LinkedScore.NoEntry>().Which.SourceValue.Should().Be((Fraction)14);
        linked.Kind.Should().Be("no-entry");
        linked.TryGetValue(out var value).Should().BeFalse();
        value.Should().Be(default(ScoreInterval));
    }

    [Fact]
    public void An_incomplete_form_is_not_linked() => Reason(Kim.Link(Phq9.Score("3 3 3 3 3 0 0 0 ."))).Should().Be("score-incomplete");

    [Fact]
    public void An_invalid_form_is_not_linked() => Reason(Kim.Link(Phq9.Score("3 3 3 3 9 0 0 0 0"))).Should().Be("score-invalid");

    [Fact]
    public void A_prorated_score_is_not_linked()
    {
        var score = Phq9.Score("3 3 3 3 3 0 0 . 0", options: new ScoringOptions { MissingPolicy = "apa-prorate-2" });
        score.Kind.Should().Be("prorated");

        Reason(Kim.Link(score)).Should().Be("score-prorated");
    }

    [Fact]
    public void A_total_without_answers_is_not_linked() => Reason(Kim.Link(Phq9.ScoreTotal(15))).Should().Be("total-only");

    [Fact]
    public void A_score_of_another_instrument_is_not_linked() =>
        Reason(Kim.Link(KetamineOutcomes.Instruments.Instruments.Gad7.Score("3 3 3 3 3 0 0"))).Should().Be("other-scale");

    [Fact]
    public void A_score_of_another_scale_of_the_instrument_is_not_linked() =>
        Reason(Kim.Link(Phq9.Score("1 0 0 0 0 0 0 0 0", Phq9.Scales.First(scale => scale.Id != "total" && scale.Result == ResultKind.Number).Id))).Should().Be("other-scale");

    [Fact]
    public void A_table_is_not_read_backwards()
    {
        // MADRS 24 stands in the table, on the other side.
        var madrs = KetamineOutcomes.Instruments.Instruments.Madrs.Score("6 6 6 6 0 0 0 0 0 0");
        madrs.TryGetValue(out var total).Should().BeTrue();
        total.Should().Be(24);

        Reason(Kim.Link(madrs)).Should().Be("other-scale");
    }

    [Fact]
    public void A_score_that_is_no_number_is_not_linked()
    {
        var flag = Phq9.Scales.First(scale => scale.Result == ResultKind.Flag);

        Reason(MadeUp("phq-9", flag.Id, 1).Link(Phq9.Score("3 3 3 3 3 3 3 3 3", flag.Id))).Should().Be("not-a-number");
    }

    [Fact]
    public void A_score_without_items_that_do_not_apply_is_not_linked()
    {
        // WSAS: work does not apply to everyone.
        var wsas = KetamineOutcomes.Instruments.Instruments.Wsas;
        var score = wsas.Score("na 8 8 8 8");
        score.NotApplicableItems.Should().Equal("item1");
        score.Kind.Should().Be("scored");

        Reason(MadeUp("wsas", "total", 40).Link(score)).Should().Be("items-not-applicable");
    }

    [Fact]
    public void A_variant_with_another_range_is_not_linked()
    {
        // The caller's own version of the PHQ-9 with answers up to 4: 4 + 4 + 4 + 3 = 15 is no 15 of the table.
        var items = TestDefinitions.Items(9, max: 4);
        var sum = "{\"sum\":[" + string.Join(',', Enumerable.Range(1, 9).Select(i => $"\"item{i}\"")) + "]}";
        var variant = TestDefinitions.Read(TestDefinitions.Form(items, TestDefinitions.Scale(sum, "0", "36"), id: "phq-9", version: "9.0.0"));

        Reason(Kim.Link(variant.Score("4 4 4 3 0 0 0 0 0"))).Should().Be("range-differs");
    }

    [Fact]
    public void Match_calls_the_one_that_fits()
    {
        static string Match(LinkedScore score) => score.Match(linked => "linked", none => "none", not => "not");

        Match(Kim.Link(Phq9.Score("3 3 3 3 3 0 0 0 0"))).Should().Be("linked");
        Match(Kim.Link(Phq9.Score("0 0 0 0 0 0 0 0 0"))).Should().Be("none");
        Match(Kim.Link(Phq9.Score("0 0 0 0 0 0 0 0 ."))).Should().Be("not");
    }

    [Theory]
    [InlineData("3 3 3 3 3 0 0 0 0", "phq-9/total 15 corresponds to about madrs/total 24.")]
    [InlineData("3 3 3 3 3 1 0 0 0", "phq-9/total 16 is not linked to madrs/total: the table has no entry for it.")]
    [InlineData("3 3 3 3 3 0 0 0 .", "phq-9/total is not linked to madrs/total: the form is incomplete.")]
    public void Every_case_explains_itself_and_says_what_it_is_not_for(string answers, string start)
    {
        var text = Kim.Link(Phq9.Score(answers)).Explain();

        text.Should().StartWith(start).And.Contain("Crosswalk phq-9-to-madrs-kim-2023 1.0.0, equipercentile linking")
            .And.EndWith("never for one person's response, remission or change.");
    }

    [Fact]
    public void A_standard_error_is_the_tables_own()
    {
        var linked = MadeUp("phq-9", "total", 27, ",\"standardError\":2.9").Link(Phq9.Score("0 0 0 0 0 0 0 0 0"));

        linked.Should().BeOfType<LinkedScore.Linked>().Which.StandardError.Should().Be(Fraction.FromDecimal(2.9m));
        linked.Explain().Should().StartWith("phq-9/total 0 corresponds to elsewhere/total 10 to 90, standard error 2.9.");
    }

    [Fact]
    public void No_score_throws()
    {
        var link = () => Kim.Link(null!);

        link.Should().Throw<ArgumentNullException>();
    }

    // JSON

    [Fact]
    public void A_linked_score_is_written_as_documented()
    {
        var linked = MadeUp("phq-9", "total", 27, ",\"standardError\":2.9").Link(Phq9.Score("3 3 3 3 3 0 0 0 0"));

        const string Expected = """
            {"format":1,"kind":"linked","use":"groups-only","crosswalk":{"id":"made-up","version":"1.0.0","name":"Made up"},
            "from":{"instrument":"phq-9","scale":"total","range":{"low":0,"high":27}},
            "to":{"instrument":"elsewhere","scale":"total","range":{"low":0,"high":100}},
            "method":"equipercentile","approximate":false,"population":"nobody","sources":["Made up for the tests"],"sourceValue":15,
            "entry":{"from":{"low":0,"high":27},"to":{"low":10,"high":90},"standardError":2.9}}
            """;
        OutcomesJson.Write(linked).Should().Be(Expected.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("3 3 3 3 3 0 0 0 0", "linked")]
    [InlineData("3 3 3 3 3 1 0 0 0", "no-entry")]
    [InlineData("3 3 3 3 3 0 0 0 .", "not-applicable")]
    public void Every_case_reads_back_equal(string answers, string kind)
    {
        var linked = Kim.Link(Phq9.Score(answers));
        linked.Kind.Should().Be(kind);

        OutcomesJson.ReadLinkedScore(OutcomesJson.Write(linked)).GetValueOrThrow().Should().Be(linked);
    }

    [Theory]
    [InlineData("\"kind\":\"linked\"", "\"kind\":\"scored\"", "$.kind")]
    [InlineData("\"kind\":\"linked\"", "\"kind\":\"no-entry\"", "$.kind")]
    [InlineData("\"kind\":\"linked\"", "\"kind\":\"linked\",\"reason\":\"total-only\"", "$.kind")]
    [InlineData("\"sourceValue\":15", "\"sourceValue\":16", "$.kind")]
    [InlineData("\"use\":\"groups-only\"", "\"use\":\"anything\"", "$.use")]
    [InlineData("\"to\":{\"low\":24", "\"to\":{\"low\":25", "$.entry.to")]
    [InlineData("\"range\":{\"low\":0,\"high\":27}", "\"range\":{\"low\":28,\"high\":27}", "$.from.range")]
    [InlineData("\"method\":\"equipercentile\"", "\"method\":\"guess\"", "$.method")]
    public void What_a_linked_score_cannot_be_is_refused_at_its_place(string old, string changed, string place)
    {
        var json = OutcomesJson.Write(Kim.Link(Phq9.Score("3 3 3 3 3 0 0 0 0")));
        json.Should().Contain(old);

        var issue = OutcomesJson.ReadLinkedScore(json.Replace(old, changed, StringComparison.Ordinal)).Issues.Should().ContainSingle().Subject;
        (issue.Code, issue.Place).Should().Be((IssueCodes.JsonValueInvalid, place));
    }

    [Fact]
    public void An_unknown_reason_is_refused()
    {
        var json = OutcomesJson.Write(Kim.Link(Phq9.ScoreTotal(15)));

        OutcomesJson.ReadLinkedScore(json.Replace("total-only", "because", StringComparison.Ordinal)).IsSuccess.Should().BeFalse();
    }

    [Fact]
    public void A_score_does_not_read_as_a_linked_score_nor_the_other_way_round()
    {
        var score = Phq9.Score("3 3 3 3 3 0 0 0 0");

        OutcomesJson.ReadLinkedScore(OutcomesJson.Write(score)).IsSuccess.Should().BeFalse();
        OutcomesJson.ReadScore(OutcomesJson.Write(Kim.Link(score))).IsSuccess.Should().BeFalse();
    }
}
