using System.Net;
using System.Text.Json.Nodes;
using static ClinicService.Tests.Made;

namespace ClinicService.Tests;

/// <summary>Forms over HTTP: scores, answers and alerts as Observations.</summary>
public sealed class FormTests
{
    private const string Path = "/questionnaire-responses";

    private static string Alert(JsonNode bundle) => (string)bundle.Resource("r-phq-9-alert-item9")["valueCodeableConcept"]!["coding"]![0]!["code"]!;

    [Theory]
    [InlineData("application/fhir+json")]
    [InlineData("application/json; charset=utf-8")]
    public async Task A_whole_form_gives_its_total_its_answers_and_its_alert(string type)
    {
        await using var service = await Service.StartAsync();

        // 2+1+0+3+2+1+0+1+0 = 10: moderate is 10 to 14 (Kroenke 2001).
        var response = await service.PostAsync(Path, Phq9("", 2, 1, 0, 3, 2, 1, 0, 1, 0), type);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.Should().Be(Service.Fhir);
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
        var bundle = await response.JsonAsync();
        var total = bundle.Resource("r-phq-9-score-total");
        ((decimal)total["valueQuantity"]!["value"]!).Should().Be(10);
        ((string)total["interpretation"]![0]!["coding"]![0]!["code"]!).Should().EndWith("/moderate");
        ((string)total["derivedFrom"]![0]!["reference"]!).Should().Be("QuestionnaireResponse/r");
        ((string)total["subject"]!["reference"]!).Should().Be("Patient/1");
        bundle["entry"]!.AsArray().Count(entry => ((string?)entry!["resource"]!["id"])?.StartsWith("r-phq-9-item", StringComparison.Ordinal) == true).Should().Be(9);
        Alert(bundle).Should().Be("clear");
        bundle["entry"]!.AsArray().Should().NotContain(entry => (string?)entry!["resource"]!["resourceType"] == "OperationOutcome");
    }

    [Fact]
    public async Task An_incomplete_form_has_a_reason_and_no_total_and_its_alert_stands()
    {
        await using var service = await Service.StartAsync();
        var bundle = await (await service.PostAsync(Path, Phq9("", null, null, null, null, null, null, null, null, 1))).JsonAsync();
        var total = bundle.Resource("r-phq-9-score-total");

        total["valueQuantity"].Should().BeNull();
        ((string)total["dataAbsentReason"]!["coding"]![0]!["code"]!).Should().Be("unknown");
        Alert(bundle).Should().Be("raised");
    }

    [Fact]
    public async Task An_answer_that_cannot_be_read_makes_the_score_invalid_and_drops_no_alert()
    {
        await using var service = await Service.StartAsync();
        var json = Phq9("", 1, 1, 1, 1, 1, 1, 1, 1, 3).Replace("\"valueInteger\":3", "\"valueInteger\":3}]},{\"linkId\":\"44250-9\",\"answer\":[{\"valueCoding\":{\"system\":\"http://x.example\",\"code\":\"MARKER\"}", StringComparison.Ordinal);
        var response = await service.PostAsync(Path, json);

        response.StatusCode.Should().Be(HttpStatusCode.OK, "a form whose score is invalid is an answer: its alert must be told");
        var bundle = await response.JsonAsync();
        ((string)bundle.Resource("r-phq-9-score-total")["dataAbsentReason"]!["coding"]![0]!["code"]!).Should().Be("error");
        Alert(bundle).Should().Be("raised");
        var outcome = bundle["entry"]!.AsArray().Select(entry => entry!["resource"]!).Single(resource => (string?)resource["resourceType"] == "OperationOutcome");
        outcome["issue"]!.AsArray().Should().Contain(issue => (string?)issue!["severity"] == "error");
        bundle.ToJsonString().Should().NotContain("MARKER");
    }

    [Fact]
    public async Task A_stated_total_that_is_wrong_is_told()
    {
        await using var service = await Service.StartAsync();
        var json = Phq9("", 1, 1, 1, 1, 1, 1, 1, 1, 1).Replace("}]}]}", "}]}," + Item("44261-6", "\"valueDecimal\":13") + "]}", StringComparison.Ordinal);
        var bundle = await (await service.PostAsync(Path, json)).JsonAsync();

        ((decimal)bundle.Resource("r-phq-9-score-total")["valueQuantity"]!["value"]!).Should().Be(9);
        bundle.ToJsonString().Should().Contain("stated-total-differs");
    }

    [Fact]
    public async Task Many_at_once_give_what_one_after_the_other_gives()
    {
        await using var service = await Service.StartAsync();
        var forms = Enumerable.Range(0, 40).Select(i => Phq9("", i % 4, 1, 0, 3, 2, 1, 0, 1, i % 3)).ToList();
        var single = new List<string>();
        foreach (var form in forms)
        {
            single.Add(await (await service.PostAsync(Path, form)).Content.ReadAsStringAsync());
        }

        var together = await Task.WhenAll(forms.Select(async form => await (await service.PostAsync(Path, form)).Content.ReadAsStringAsync()));

        together.Should().Equal(single);
        together.Distinct(StringComparer.Ordinal).Should().HaveCount(12, "4 times 3 kinds of form were sent");
    }
}
