using KetamineOutcomes.Export.Conformance;
using KetamineOutcomes.Export.FhirPath;
using KetamineOutcomes.Export.Sql;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Programs;

namespace KetamineOutcomes.Export.Tests;

/// <summary>What is written from a rule is the rule: every shipped scale as an engine computes it, beside the library.</summary>
public sealed class ProgramTests
{
    public static TheoryData<string> Ids => [.. InstrumentCatalogue.Shipped.Ids];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_program_gives_the_library_s_own_answer(string id)
    {
        var instrument = InstrumentCatalogue.Shipped.Find(id)!;
        var program = new InstrumentProgram(instrument, long.MaxValue);
        var scales = (
            from scale in instrument.Scales
            where scale.Readers.Contains("sql", StringComparer.Ordinal)
            from policy in scale.MissingPolicies
            select program.Write(scale, policy)).ToList();
        var draw = new Draw(20261122);
        var compared = 0;
        for (var i = 0; i < 400; i++)
        {
            var form = DrawnForm.Create(instrument, draw);
            var machine = new ProgramMachine(program, form.Answers, form.Person);
            foreach (var written in scales)
            {
                var expected = instrument.Score(written.Scale.Id, AnswerSet.Create(form.Answers), new ScoringOptions { MissingPolicy = written.Policy.Name, Covariates = form.Person });
                var invalid = machine.Ask(written.Invalid);
                var known = machine.Ask(written.Known);
                var status = invalid ? "invalid" : !known ? "incomplete" : machine.Ask(written.Prorated) ? "prorated" : "scored";
                status.Should().Be(expected.Kind, "{0}/{1} {2} form {3}", id, written.Scale.Id, written.Policy.Name, i);
                machine.Compute(written.Answered).Should().Be(expected.Answered);
                if (status is "scored" or "prorated")
                {
                    compared++;
                    var exact = new Fraction((long)machine.Compute(written.Numerator), (long)machine.Compute(written.Denominator));
                    if (expected.TryGetExact(out var score))
                    {
                        exact.Should().Be(score, "{0}/{1} {2} form {3}", id, written.Scale.Id, written.Policy.Name, i);
                        ((decimal)machine.Compute(written.Rounded)).Should().Be(score.Round(written.Scale.Decimals) * (decimal)ScaleProgram.Power(written.Scale.Decimals));
                    }
                    else
                    {
                        var text = written.Scale.Result switch
                        {
                            ResultKind.Flag => exact == 0 ? "not-met" : "met",
                            ResultKind.Category => written.Scale.Categories.Single(category => category.Value == exact).Id,
                            _ => exact.ToString(),
                        };
                        text.Should().Be(expected.Value!.Text);
                    }

                    if (expected.Severity is { } severity)
                    {
                        written.Scale.DefaultBandSet!.Bands.Last(band => machine.Ask(written.AtLeast(band.From))).Id.Should().Be(severity.Band);
                    }
                }
            }
        }

        if (scales.Count > 0)
        {
            compared.Should().BePositive();
        }
    }

    [Fact]
    public void A_definition_lists_the_readers_that_can_say_its_scales_and_no_other()
    {
        var faults = new List<string>();
        var refused = new List<string>();
        foreach (var instrument in InstrumentCatalogue.Shipped.Ids.Select(id => InstrumentCatalogue.Shipped.Find(id)!))
        {
            var all = DeclareAll(instrument);
            foreach (var scale in all.Scales)
            {
                var declared = instrument.FindScale(scale.Id)!.Readers;
                foreach (var policy in scale.MissingPolicies)
                {
                    Check("fhirpath", FhirPathExport.Write(all, scale, new FhirPathOptions { MissingPolicy = policy.Name }));
                    foreach (var dialect in Enum.GetValues<SqlDialect>())
                    {
                        Check("sql", SqlExport.WriteScale(all, scale, new SqlOptions { MissingPolicy = policy.Name, Dialect = dialect }));
                    }
                }

                void Check(string reader, ExportResult written)
                {
                    if (written.Refusal is { } refusal)
                    {
                        refused.Add($"{reader} {refusal}");
                    }

                    if (written.TryGetText(out _) != declared.Contains(reader, StringComparer.Ordinal))
                    {
                        faults.Add($"{reader} {instrument.Id}/{scale.Id}: {written.Refusal?.ToString() ?? "can be written and is not declared"}");
                    }
                }
            }
        }

        faults.Should().BeEmpty();

        // What engines cannot do is known by name, so that a scale that drops out is noticed.
        refused.Distinct(StringComparer.Ordinal).Should().BeEquivalentTo(
            "fhirpath export-text-too-long:c-ssrs/ideation-recent",
            "fhirpath export-text-too-long:c-ssrs/ideation-lifetime",
            "fhirpath export-value-set-needed:eq-5d-5l/index",
            "sql export-value-set-needed:eq-5d-5l/index",
            "fhirpath export-covariate-needed:prise-m/total",
            "fhirpath export-covariate-needed:prise-m/urogenital",
            "fhirpath export-covariate-needed:prise-m/sexual");
    }

    /// <summary>The same definition with every reader declared for every scale.</summary>
    private static Instrument DeclareAll(Instrument instrument)
    {
        var root = System.Text.Json.Nodes.JsonNode.Parse(instrument.DefinitionJson)!;
        foreach (var scale in root["scales"]!.AsArray())
        {
            scale!["readers"] = new System.Text.Json.Nodes.JsonArray("scalar", "fhirpath", "sql");
        }

        return Instrument.Read(root.ToJsonString()).GetValueOrThrow();
    }
}
