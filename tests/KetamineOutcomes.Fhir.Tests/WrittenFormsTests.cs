using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Fhir.Tests;

/// <summary>What is written is read back equal: generated forms of every instrument, in every way of writing.</summary>
[SuppressMessage("Security", "CA5394", Justification = "Forms for tests, the same in each run.")]
public sealed class WrittenFormsTests
{
    private static readonly FhirWriteOptions[] Ways =
    [
        FhirWriteOptions.Default,
        new() { Version = FhirVersion.R5, Weights = FhirWeightExtension.OrdinalValue },
        new() { LinkIds = FhirLinkIds.Loinc, Weights = FhirWeightExtension.Both },
        new() { ProjectSystem = "http://clinic.example/instruments" },
    ];

    public static TheoryData<string> Ids => [.. InstrumentCatalogue.Shipped.Ids];

    private static Instrument Find(string id) => InstrumentCatalogue.Shipped.Find(id)!;

    private static FhirReadOptions ReadOptions(FhirWriteOptions way) => new() { ProjectSystem = way.ProjectSystem };

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_form_is_read_back_equal_and_scores_alike(string id)
    {
        var instrument = Find(id);
        var random = new Random(20261122);
        for (var run = 0; run < 60; run++)
        {
            var answers = GeneratedForms.Next(instrument, random, run);
            var expected = GeneratedForms.AsRead(instrument, answers);
            if (!expected.Items.Any(item => instrument.FindItem(item)!.IsScored))
            {
                continue;
            }

            var way = Ways[run % Ways.Length];
            var json = FhirWriter.Response(instrument, answers, new FhirResourceOptions { Subject = "Patient/1", At = ClinicalTime.OnDate(new DateOnly(2026, 3, 1)) }, way).ToJson();
            var form = Resources.Form(json, ReadOptions(way));

            form.Instrument.Id.Should().Be(id);
            form.Answers.Should().Be(expected);
            form.Source.Subject.Should().Be("Patient/1");
            form.Score().Sheet.Scores.Should().Equal(instrument.ScoreAll(expected).Scores);

            // Read again with its own Questionnaire, whose weights must not contradict the answers'.
            var definitions = Resources.Definitions(FhirWriter.Questionnaire(instrument, way).ToJson());
            var again = Resources.Form(json, ReadOptions(way) with { Definitions = definitions });
            again.Answers.Should().Be(expected);
            again.Issues.Codes().Should().NotContain([FhirCodes.ItemContradiction, FhirCodes.WeightsDiffer, FhirCodes.AnswerContradiction]);
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_answers_of_a_form_need_no_weights_where_its_Questionnaire_has_them(string id)
    {
        var instrument = Find(id);
        var random = new Random(6);
        for (var run = 0; run < 10; run++)
        {
            var answers = GeneratedForms.Next(instrument, random, run);
            var expected = GeneratedForms.AsRead(instrument, answers);
            if (!expected.Items.Any(item => instrument.FindItem(item)!.IsScored))
            {
                continue;
            }

            var response = JsonNode.Parse(FhirWriter.Response(instrument, answers).ToJson())!;
            foreach (var item in response["item"]!.AsArray())
            {
                (item!["answer"]![0]!["valueCoding"] as JsonObject)?.Remove("extension");
            }

            var options = new FhirReadOptions { Definitions = Resources.Definitions(FhirWriter.Questionnaire(instrument).ToJson()) };
            Resources.Form(response.ToJsonString(), options).Answers.Should().Be(expected);
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Observations_give_back_every_number_and_every_answer_and_no_other(string id)
    {
        var instrument = Find(id);
        var random = new Random(7);
        for (var run = 0; run < 30; run++)
        {
            var answers = GeneratedForms.Next(instrument, random, run);
            var expected = GeneratedForms.AsRead(instrument, answers);
            var way = Ways[run % Ways.Length];
            var written = FhirWriter.Observations(instrument, answers, new FhirResourceOptions { Id = "f" }, options: way);
            var records = Resources.Read(FhirWriter.Bundle(written).ToJson(), ReadOptions(way));

            var sheet = instrument.ScoreAll(answers);
            var numbers = sheet.Scores.Where(score => score.TryGetValue(out _)).Select(score => (id, score.Rule.Scale, ((ScoreValue.Number)score.Value!).Rounded));
            records.OfType<FhirRecord.Total>().Select(total => (total.Value.Instrument.Id, total.Value.Scale.Id, total.Value.Value.Round(9))).Should().Equal(numbers);
            records.OfType<FhirRecord.Refused>().Should().BeEmpty();

            // An answer that cannot be read is an item without one.
            var readable = instrument.Items.Where(item => expected[item.Id] is not (Answer.NoAnswer or Answer.CannotBeRead)).Select(item => (id, item.Id, expected[item.Id]));
            records.OfType<FhirRecord.ItemAnswer>().Where(item => item.Value.Answer is not Answer.NoAnswer)
                .Select(item => (item.Value.Instrument.Id, item.Value.Item.Id, item.Value.Answer)).Should().Equal(readable);

            foreach (var json in written.Select(resource => JsonNode.Parse(resource.ToJson())!.AsObject()))
            {
                var values = json.Count(member => member.Key.StartsWith("value", StringComparison.Ordinal));
                var isPanel = (string?)json["id"] == "f-panel";
                (values + (json.ContainsKey("dataAbsentReason") ? 1 : 0)).Should().Be(isPanel ? 0 : 1, "an Observation has a value or says why not, and never both");
            }
        }
    }

    // Items 1 and 2 of the PHQ-9 are the whole PHQ-2, by LOINC code too (interop.md 1.3).
    [Theory]
    [InlineData("phq-9", FhirLinkIds.Project)]
    [InlineData("phq-9", FhirLinkIds.Loinc)]
    [InlineData("phq-8", FhirLinkIds.Loinc)]
    [InlineData("phq-2", FhirLinkIds.Loinc)]
    public void A_form_with_two_answers_is_never_taken_for_a_shorter_one(string id, FhirLinkIds linkIds)
    {
        var json = FhirWriter.Response(Find(id), AnswerSet.Of(("item1", 3), ("item2", 3)), options: new FhirWriteOptions { LinkIds = linkIds }).ToJson();

        Resources.Form(json).Instrument.Id.Should().Be(id);
    }

    [Fact]
    public void The_same_content_gives_the_same_bytes_in_every_culture()
    {
        var answers = AnswerSet.Of(("item1", 1), ("item2", 3));
        var context = new FhirResourceOptions { Id = "a", At = ClinicalTime.OnDate(new DateOnly(2026, 3, 1)) };
        var before = FhirWriter.Bundle(FhirWriter.Observations(Find("phq-9"), answers, context)).ToJson();
        foreach (var culture in new[] { "tr-TR", "fa-IR", "de-DE" })
        {
            var was = System.Globalization.CultureInfo.CurrentCulture;
            try
            {
                System.Globalization.CultureInfo.CurrentCulture = new(culture);
                FhirWriter.Bundle(FhirWriter.Observations(Find("phq-9"), answers, context)).ToJson().Should().Be(before);
            }
            finally
            {
                System.Globalization.CultureInfo.CurrentCulture = was;
            }
        }
    }
}
