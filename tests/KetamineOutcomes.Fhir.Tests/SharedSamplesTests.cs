using System.Text;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Fhir.Tests;

/// <summary>Other publishers' resources, right and wrong ones, read in place: the sums and stated totals of ../shared/fhir/MANIFEST.md.</summary>
public sealed class SharedSamplesTests
{
    // The SDC example's own code system has words for codes; the numbers are those of the printed form, 0 to 3 (MANIFEST: "sum").
    private const string SdcSystem = "http://hl7.org/fhir/uv/sdc/CodeSystem/CSPHQ9";

    private static readonly FhirFormMap Sdc = new(
        "phq-9",
        Enumerable.Range(1, 9).Select(i => new FhirLink($"H1/T1/Q{i}", $"item{i}")).Append(new FhirLink("H1/TS", "total")).ToEquatableArray(),
        [
            new(SdcSystem, "Not-at-all", 0),
            new(SdcSystem, "Several-days", 1),
            new(SdcSystem, "More than half the days", 2),
            new(SdcSystem, "Nearly every day", 3),
        ],
        "http://hl7.org/fhir/uv/sdc/Questionnaire/questionnaire-sdc-profile-example-PHQ9");

    private static readonly FhirFormMap Mii = new(
        "phq-9", Enumerable.Range(1, 10).Select(i => new FhirLink($"PHQ.{i}", $"item{i}")).Append(new FhirLink("PHQ.Score", "total")).ToEquatableArray());

    private static byte[] Load(string file) => File.ReadAllBytes(SharedData.Require("fhir/" + file));

    private static FhirForm Form(string file, params FhirFormMap[] maps) =>
        FhirReader.Read(Load(file), new FhirReadOptions { Maps = maps.ToEquatableArray() })
            .Should().ContainSingle().Which.Should().BeOfType<FhirRecord.Form>().Which.Value;

    [Fact]
    public void US_Core_PHQ_9_sums_to_12_as_stated_and_the_difficulty_is_not_summed()
    {
        var form = Form("us-core/QuestionnaireResponse-phq-9-example.json");

        form.Instrument.Id.Should().Be("phq-9");
        form.Outcome().Should().Be("12");
        form.Answers["item10"].Should().Be(Answer.Number(1), "LA6573-5 is somewhat difficult");
        form.StatedTotals.Should().ContainSingle().Which.Value.Should().Be((Fraction)12);
        form.Score().TotalIssues.Should().BeEmpty();
        form.Issues.Should().BeEmpty();
        form.Source.Subject.Should().Be("Patient/example");
        form.Source.At.Should().Be(ClinicalTime.AtInstant(new DateTimeOffset(2022, 11, 29, 20, 50, 32, 718, TimeSpan.Zero)));
    }

    [Theory]
    [InlineData("sdc/QuestionnaireResponse-sdc-PHQ9.from-fsh.json")]
    [InlineData("us-quality-core/QuestionnaireResponse-phq-9-example.from-fsh.json")]
    public void SDC_PHQ_9_and_its_copy_sum_to_10_and_state_13_which_is_reported(string file)
    {
        var form = Form(file, Sdc);
        var scores = form.Score();

        scores.Sheet["total"].Outcome().Should().Be("10");
        form.StatedTotals.Should().ContainSingle().Which.Value.Should().Be((Fraction)13);
        scores.TotalIssues.Should().ContainSingle().Which.ToString().Should().Be("stated-total-differs:total");
    }

    [Fact]
    public void SDC_PHQ_9_is_no_form_without_a_map() =>
        FhirReader.Read(Load("sdc/QuestionnaireResponse-sdc-PHQ9.from-fsh.json"))
            .Should().ContainSingle().Which.Should().BeOfType<FhirRecord.Skipped>().Which.Issues.Codes().Should().Equal("fhir-form-unknown");

    [Theory]
    [InlineData("phr/QuestionnaireResponse-PHQ9.from-fsh.json", "phq-9")]
    [InlineData("phr/QuestionnaireResponse-GAD7.from-fsh.json", "gad-7")]
    public void Personal_health_record_forms_sum_to_3(string file, string instrument)
    {
        var form = Form(file);

        form.Instrument.Id.Should().Be(instrument);
        form.Outcome().Should().Be("3");
        form.Source.Questionnaire.Should().StartWith("Questionnaire/");
    }

    [Fact]
    public void MII_PHQ_9_sums_to_27_as_stated_from_codings_without_a_system()
    {
        var form = Form("mii-pro/QuestionnaireResponse-mii-exa-pro-phq-9-response.json", Mii);

        form.Outcome().Should().Be("27");
        form.Score().TotalIssues.Should().BeEmpty();
        form.StatedTotals.Should().ContainSingle().Which.Value.Should().Be((Fraction)27);
        form.Issues.Count(issue => issue.Code == "fhir-coding-without-system").Should().Be(10);
        form.Answers["item10"].Should().Be(Answer.Number(3), "LA6574-3 is extremely difficult, whatever its place among the codes");
    }

    [Fact]
    public void US_Core_AUDIT_C_answers_sum_to_0_and_have_no_score_for_the_first_question_is_another()
    {
        var form = Form("us-core/QuestionnaireResponse-AUDIT-C.json");

        form.Instrument.Id.Should().Be("audit-c");
        form.Answers["item2"].Should().Be(Answer.Number(0));
        form.Answers["item3"].Should().Be(Answer.Number(0));
        form.Answers["item1"].Should().Be(Answer.Missing, "68517-2 asks for a count of days");
        form.StatedTotals.Should().ContainSingle().Which.Value.Should().Be((Fraction)0);
        form.Issues.Codes().Should().Contain("fhir-code-misused");
        form.Outcome().Should().Be("incomplete");
        form.Score().TotalIssues.Codes().Should().Equal("fhir-total-unsupported");
    }

    [Theory]
    [InlineData("us-core/Observation-PHQ9-item-example-44261-6.json", "phq-9", 12, "")]
    [InlineData("us-core/Observation-AUDIT-C-item-example-75626-2.json", "audit-c", 0, "")]
    [InlineData("mii-pro/Observation-mii-exa-pro-phq-9-observation.json", "phq-9", 27, "fhir-panel-as-total")]
    public void Observations_of_totals_are_read_as_stated(string file, string instrument, int total, string issue)
    {
        var found = FhirReader.Read(Load(file)).Should().ContainSingle().Which.Should().BeOfType<FhirRecord.Total>().Which.Value;

        found.Instrument.Id.Should().Be(instrument);
        found.Scale.Id.Should().Be("total");
        found.Value.Should().Be((Fraction)total);
        string.Join(';', found.Issues.Codes()).Should().Be(issue);
        found.Source.At.Should().NotBeNull();
    }

    [Fact]
    public void US_Core_PHQ_9_item_observations_sum_to_12()
    {
        var folder = SharedData.Require("fhir/us-core");
        var answers = Directory.GetFiles(folder, "Observation-PHQ9-item-example-*.json").Order(StringComparer.Ordinal)
            .SelectMany(file => FhirReader.Read(File.ReadAllBytes(file)))
            .OfType<FhirRecord.ItemAnswer>().Select(record => record.Value).ToList();

        answers.Should().HaveCount(10).And.OnlyContain(answer => answer.Instrument.Id == "phq-9");
        var form = AnswerSet.Create(answers.Select(answer => new KeyValuePair<string, Answer>(answer.Item.Id, answer.Answer)));
        Instruments.Instruments.Phq9.Score(form).Outcome().Should().Be("12");
    }

    [Theory]
    [InlineData("us-core/Observation-PHQ9-panel-example-44249-1.json")]
    [InlineData("us-core/Observation-AUDIT-C-panel-example-72109-2.json")]
    public void Panels_without_a_value_are_skipped(string file) =>
        FhirReader.Read(Load(file)).Should().ContainSingle().Which.Should().BeOfType<FhirRecord.Skipped>().Which.Issues.Codes().Should().Equal("fhir-not-a-score");

    [Theory]
    [InlineData("R4")]
    [InlineData("R5")]
    public void Weights_are_found_in_every_place_where_they_may_live(string version)
    {
        // From the file: answer 1, value set 10, coded option 200, text option 2000, code system of the form 30000, code system of
        // the response 400000, number that carries one 60000000 (not its option's 70000000), number with an option's 5000000.
        var instrument = TestDefinitions.Read(TestDefinitions.Form(
            TestDefinitions.Items(8, 0, 100_000_000),
            TestDefinitions.Scale("""{"sum":["item1","item2","item3","item4","item5","item6","item7","item8"]}""", "0", "800000000"),
            id: "weights"));
        var response = Encoding.UTF8.GetString(Load($"fhirpath-weight/questionnaire-response-{version}.json"));
        var node = Resources.Parse(response);
        node["questionnaire"] = "Questionnaire/weights";
        var questionnaire = Resources.Parse(Encoding.UTF8.GetString(Load($"fhirpath-weight/questionnaire-{version}.json")));
        questionnaire["id"] = "weights";

        var form = Resources.Form(node.ToJsonString(), new FhirReadOptions
        {
            Catalogue = InstrumentCatalogue.Shipped.With(instrument),
            Instrument = "weights",
            Maps = [new FhirFormMap("weights", Enumerable.Range(1, 8).Select(i => new FhirLink($"link-1.1.{i}", $"item{i}")).ToEquatableArray())],
            Definitions = Resources.Definitions(questionnaire.ToJsonString()),
        });

        form.Outcome().Should().Be("65432211");
    }

    [Theory]
    [InlineData("us-core/QuestionnaireResponse-phq-9-example.json", "us-core/Questionnaire-phq-9-example.json", "12")]
    public void Questionnaire_beside_the_response_gives_the_same_sum(string response, string questionnaire, string sum) =>
        Resources.Form(Encoding.UTF8.GetString(Load(response)), new FhirReadOptions
        {
            Definitions = FhirDefinitions.Read([Load(questionnaire)]),
        }).Outcome().Should().Be(sum);

    [Theory]
    [InlineData("lforms/R4_phq9.json")]
    [InlineData("lforms/R4_calc-weight_phq9-with-the-weight-function.json")]
    [InlineData("lforms/R4_argonaut-phq9-ish.json")]
    [InlineData("lforms/R5_argonaut-phq9-ish.json")]
    [InlineData("lforms/STU3_argonaut-phq9-ish.json")]
    [InlineData("us-core/Questionnaire-phq-9-example.json")]
    public void Published_questionnaires_say_which_item_is_which_and_what_a_code_is_worth(string file)
    {
        // Every linkId that the publisher gives a PHQ-9 code is answered with LA6570-1 (2): nine items, 18.
        var questionnaire = Resources.Parse(Encoding.UTF8.GetString(Load(file)));
        questionnaire["url"] = "http://example.org/form";
        var items = new List<string>();
        Walk(questionnaire);
        var form = Resources.Form(
            Resources.Response(string.Join(',', items), ",\"questionnaire\":\"http://example.org/form|1\""),
            new FhirReadOptions { Definitions = Resources.Definitions(questionnaire.ToJsonString()) });

        items.Should().HaveCount(9);
        form.Instrument.Id.Should().Be("phq-9");
        form.Outcome().Should().Be("18");

        void Walk(System.Text.Json.Nodes.JsonNode parent)
        {
            foreach (var item in parent["item"]?.AsArray() ?? [])
            {
                if (item!["code"]?[0]?["code"]?.GetValue<string>() is { } code && Resources.Phq9Items.Contains(code))
                {
                    items.Add(Resources.Item(item["linkId"]!.GetValue<string>(), Resources.Coding(2)));
                }

                Walk(item);
            }
        }
    }

    [Fact]
    public void Every_file_of_the_folder_is_read_without_an_error()
    {
        foreach (var file in Directory.GetFiles(SharedData.Require("fhir"), "*.json", SearchOption.AllDirectories))
        {
            FhirReader.Read(File.ReadAllBytes(file)).Should().ContainSingle(Path.GetFileName(file))
                .Which.Should().NotBeOfType<FhirRecord.Refused>(Path.GetFileName(file));
        }
    }
}
