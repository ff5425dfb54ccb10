using static KetamineOutcomes.Fhir.Tests.Resources;

namespace KetamineOutcomes.Fhir.Tests;

public sealed class ObservationTests
{
    [Theory]
    [InlineData("\"valueQuantity\":{\"value\":12,\"unit\":\"{score}\",\"system\":\"http://unitsofmeasure.org\",\"code\":\"{score}\"}")]
    [InlineData("\"valueQuantity\":{\"value\":12.0,\"code\":\"1\"}")]
    [InlineData("\"valueQuantity\":{\"value\":12}")]
    [InlineData("\"valueInteger\":12")]
    [InlineData("\"valueDecimal\":12.0")]
    [InlineData("\"valueString\":\"12\"")]
    [InlineData("\"value\":{\"Quantity\":{\"value\":12}}")]
    [InlineData("\"component\":[{\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"44261-6\"}]},\"valueInteger\":12}]")]
    public void Total_is_read_in_every_form(string value)
    {
        var total = Total(Observation(Loinc("44261-6"), value));

        total.Instrument.Id.Should().Be("phq-9");
        total.Scale.Id.Should().Be("total");
        total.Value.Should().Be((Fraction)12);
        total.Issues.Should().BeEmpty();
        total.Score().Kind.Should().Be("scored");
    }

    [Fact]
    public void Components_of_a_score_and_a_risk_give_the_score()
    {
        // The shape of the personal health record guide: the panel's code, a score as valueInteger and a risk beside it.
        var total = Total(Observation(
            Loinc("69737-5"),
            "\"component\":[{\"code\":{\"coding\":[" + Loinc("70274-6") + "]},\"valueInteger\":3},{\"code\":{\"text\":\"risk\"},\"valueString\":\"low\"}]"));

        (total.Instrument.Id, total.Scale.Id, total.Value).Should().Be(("gad-7", "total", (Fraction)3));
    }

    [Fact]
    public void Code_of_the_PHQ_2_total_is_the_PHQ_2_and_with_the_caller_the_scale_of_the_PHQ_9()
    {
        var json = Observation(Loinc("55758-7"), "\"valueInteger\":3");

        Total(json).ToString().Should().Be("phq-2/total");
        Total(json, new FhirReadOptions { Instrument = "phq-9" }).ToString().Should().Be("phq-9/phq-2");
    }

    [Theory]
    [InlineData("\"valueInteger\":12,\"valueString\":\"12\"", "fhir-value-several")]
    [InlineData("\"valueString\":\"about 12\"", "fhir-total-unreadable")]
    [InlineData("\"valueString\":\"24/2\"", "fhir-total-unreadable")]
    [InlineData("\"valueQuantity\":{\"value\":12,\"code\":\"mg\"}", "fhir-value-unexpected")]
    [InlineData("\"valueQuantity\":{\"value\":12,\"comparator\":\"<\"}", "fhir-value-unexpected")]
    [InlineData("\"valueCodeableConcept\":{\"text\":\"moderate\"}", "fhir-value-unexpected")]
    [InlineData("\"valueInteger\":12,\"component\":[{\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"44261-6\"}]},\"valueInteger\":13}]", "fhir-total-contradiction")]
    public void Total_that_cannot_be_told_is_refused(string value, string code) =>
        Refused(Observation(Loinc("44261-6"), value)).Issues.Codes().Should().Equal(code);

    [Fact]
    public void Codes_of_two_scales_are_refused() =>
        Refused(Observation(Loinc("44261-6") + "," + Loinc("70274-6"), "\"valueInteger\":3")).Issues.Codes().Should().Equal("fhir-total-contradiction");

    [Fact]
    public void Total_of_the_teen_form_is_refused() =>
        Refused(Observation(Loinc("89204-2"), "\"valueInteger\":3")).Issues.Codes().Should().Equal("fhir-variant-refused");

    [Fact]
    public void Total_that_no_answers_give_is_invalid_when_scored() =>
        Total(Observation(Loinc("44261-6"), "\"valueInteger\":28")).Score().Kind.Should().Be("invalid");

    [Fact]
    public void Total_under_the_projects_own_code_is_read_by_its_name_and_by_the_callers()
    {
        Total(Observation("""{"system":"urn:x-ketamine-outcomes:instruments","code":"madrs/total"}""", "\"valueInteger\":31")).ToString().Should().Be("madrs/total");
        Total(Observation("""{"system":"http://clinic.example/codes","code":"madrs/total"}""", "\"valueInteger\":31"), new FhirReadOptions { ProjectSystem = "http://clinic.example/codes" })
            .Value.Should().Be((Fraction)31);
    }

    [Theory]
    [InlineData("entered-in-error", "refused")]
    [InlineData("cancelled", "refused")]
    [InlineData("preliminary", "total")]
    [InlineData("corrected", "total")]
    public void Status_is_judged(string status, string kind) =>
        Read(Observation(Loinc("44261-6"), "\"valueInteger\":3").Replace("\"final\"", $"\"{status}\""))[0].Kind.Should().Be(kind);

    [Fact]
    public void Reason_for_absence_is_no_total() =>
        Skipped(Observation(Loinc("44261-6"), "\"dataAbsentReason\":{\"coding\":[{\"code\":\"unknown\"}]}")).Issues.Codes().Should().Equal("fhir-value-absent");

    [Fact]
    public void Other_observations_are_skipped() =>
        Skipped(Observation(Loinc("8480-6"), "\"valueQuantity\":{\"value\":120,\"code\":\"mm[Hg]\"}")).Issues.Codes().Should().Equal("fhir-not-a-score");

    [Fact]
    public void Source_of_a_total_keeps_time_issue_and_derivation()
    {
        var total = Total(Observation(
            Loinc("44261-6"),
            "\"valueInteger\":3",
            ",\"effectivePeriod\":{\"start\":\"2026-03-01\",\"end\":\"2026-03-02\"},\"issued\":\"2026-03-03T08:00:00Z\",\"derivedFrom\":[{\"reference\":\"QuestionnaireResponse/1\"}],\"subject\":{\"reference\":\"Patient/1\"}"));

        total.Source.At.Should().Be(ClinicalTime.OnDate(new DateOnly(2026, 3, 2)), "of a period the end");
        total.Source.Issued!.Value.ToString().Should().Be("2026-03-03T08:00:00+00:00");
        total.Source.DerivedFrom.Should().Equal("QuestionnaireResponse/1");
        total.Source.Subject.Should().Be("Patient/1");
    }
}
