using System.Text;
using System.Text.Json.Nodes;
using KetamineOutcomes.Fhir;
using KetamineOutcomes.Fhir.Tests;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Cli.Tests;

/// <summary><c>fhir score</c> with what it remembers of forms and without: the same bytes, the same errors, the same exit code.</summary>
public sealed class FhirBatchTests
{
    private static bool IsFull => Environment.GetEnvironmentVariable("KETAMINE_OUTCOMES_FULL") == "1";

    private static readonly string[] KeepAll = ["--keep", "id,subject,encounter,at,resource_status,questionnaire"];

    private static Call Same(byte[] input, params string[] args)
    {
        string[] all = ["fhir", "score", "--input-format", "ndjson", .. args];
        var alone = Call.RunWith(input, host => host with { RememberFormsFrom = null }, all);
        var remembered = Call.RunWith(input, host => host with { RememberFormsFrom = 0 }, all);
        if (remembered != alone)
        {
            var (one, other) = (alone.Output.Split('\n'), remembered.Output.Split('\n'));
            var at = one.Zip(other).TakeWhile(pair => pair.First == pair.Second).Count();
            Assert.Fail($"{string.Join(' ', args)}: exit code {alone.Code} and {remembered.Code}; line {at}: {one.ElementAtOrDefault(at)} and {other.ElementAtOrDefault(at)}; {alone.Error} and {remembered.Error}");
        }

        // As the tool is called: the first forms one by one.
        Call.RunWith(input, host => host with { Input = new UnevenStream(input, new Xorshift(9), 5000) }, all).Should().Be(alone);
        return alone;
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    [Fact]
    public void Exports_with_faults_among_their_lines_are_scored_alike()
    {
        var seeds = IsFull ? 400u : 24u;
        for (var seed = 1u; seed <= seeds; seed++)
        {
            var input = MadeUpLines.Make(seed * 7919, 400);
            string[] args = (seed % 5) switch
            {
                0 => ["--instrument", "phq-9"],
                1 => ["--missing-policy", "prorate"],
                2 => [],
                _ => KeepAll,
            };
            Same(input, args);
        }
    }

    [Fact]
    public void More_forms_than_a_batch_holds_are_scored_alike_and_in_order()
    {
        var random = new Xorshift(31);
        var text = new StringBuilder();
        for (var i = 0; i < 5000; i++)
        {
            // A form of each kind in turn, and from the middle on one in ten that cannot be used: records of both kinds in one batch.
            var line = MadeUpLines.Line(i % 3 == 0 ? 1 : 0b1000_0110, i, random);
            text.Append(i > 2500 && i % 10 == 0 ? line[..^3] : line).Append('\n');
        }

        var call = Same(Utf8(text.ToString()), KeepAll);
        call.Code.Should().Be(1);
        call.Output.Split('\n').Skip(1).SkipLast(1).Select(row => int.Parse(row[..row.IndexOf(',', StringComparison.Ordinal)], System.Globalization.CultureInfo.InvariantCulture)).Should().BeInAscendingOrder();
        call.Error.Should().Contain("249 resources refused");
    }

    [Fact]
    public void Stated_totals_are_compared_alike()
    {
        // 1 to 9 answers of 1 are as much; each total from 0 to 9 beside each.
        var text = new StringBuilder();
        for (var i = 0; i < 400; i++)
        {
            var answers = Enumerable.Range(0, 9).Select(item => item <= i % 9 ? "1" : "0");
            var items = answers.Select((answer, item) => $$"""{"linkId":"phq-9/item{{item + 1}}","answer":[{"valueInteger":{{answer}}}]}""");
            text.Append($$"""{"resourceType":"QuestionnaireResponse","id":"r{{i}}","status":"completed","item":[{{string.Join(',', items)}},{"linkId":"44261-6","answer":[{"valueDecimal":{{i / 9 % 10}}}]}]}""").Append('\n');
        }

        var call = Same(Utf8(text.ToString()), KeepAll);
        call.Output.Should().Contain("\n1,r0,,,,completed,,phq-9,total,scored,1,minimal,9,stated-total-differs:total\n").And.Contain("\n10,r9,,,,completed,,phq-9,total,scored,1,minimal,9,\n");

        // Of 400 forms, the total is right where the hundred of i / 9 is one more than its rest: 40 times 9 and 40 over, those of which 9 in 10 are wrong and more.
        var right = Enumerable.Range(0, 400).Count(i => i / 9 % 10 == 1 + (i % 9));
        call.Output.Split("stated-total-differs").Length.Should().Be(400 - right + 1);
    }

    [Fact]
    public void Forms_of_every_instrument_as_the_project_writes_them_are_scored_alike()
    {
        var random = new Random(2026);
        foreach (var options in new[] { FhirWriteOptions.Default, new FhirWriteOptions { LinkIds = FhirLinkIds.Loinc, Weights = FhirWeightExtension.Both } })
        {
            var text = new StringBuilder();
            for (var run = 0; run < 12; run++)
            {
                foreach (var id in InstrumentCatalogue.Shipped.Ids)
                {
                    var instrument = InstrumentCatalogue.Shipped.Find(id)!;
                    var answers = GeneratedForms.Next(instrument, random, run);
                    text.Append(FhirWriter.Response(instrument, answers, new FhirResourceOptions { Subject = $"Patient/{run}", At = ClinicalTime.OnDate(new DateOnly(2026, 3, 1 + run)) }, options).ToJson()).Append('\n');
                }
            }

            Same(Utf8(text.ToString()), KeepAll);
        }
    }

    [Fact]
    public void Shared_samples_one_a_line_again_and_again_are_scored_alike()
    {
        var folder = SharedData.Require("fhir");
        var lines = Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => JsonNode.Parse(File.ReadAllText(file))!.ToJsonString()).ToList();
        var responses = lines.Where(line => line.Contains("\"resourceType\":\"QuestionnaireResponse\"", StringComparison.Ordinal));

        Same(Utf8(string.Join('\n', Enumerable.Range(0, 3).SelectMany(_ => lines.SelectMany(line => new[] { line, line })))), KeepAll);
        Same(Utf8(string.Join('\n', Enumerable.Range(0, 3).SelectMany(_ => responses))), KeepAll);
        Same(Utf8(string.Join('\n', Enumerable.Range(0, 3).SelectMany(_ => responses))), "--instrument", "phq-9", "--map", "item1=PHQ.1,item2=PHQ.2,total=PHQ.Score");
        Same(Utf8(string.Join("\r\n", lines)), "--questionnaire", Path.Combine(folder, "us-core", "Questionnaire-phq-9-example.json"));
    }

    [Fact]
    public void Other_formats_and_one_document_are_scored_alike()
    {
        var input = MadeUpLines.Make(3, 60);
        Same(input, "--format", "jsonl");

        var form = Utf8(MadeUpLines.Line(0, 1, new Xorshift(3)));
        foreach (var document in new[] { form, [], Utf8("{"), Utf8("{}"), [0xFF, 0xFE], Utf8("\n\n"), Utf8("\uFEFF") })
        {
            foreach (var format in new[] { "ndjson", "json", "auto" })
            {
                var alone = Call.RunWith(document, host => host with { RememberFormsFrom = null }, "fhir", "score", "--input-format", format);
                Call.RunWith(document, host => host with { RememberFormsFrom = 0 }, "fhir", "score", "--input-format", format).Should().Be(alone);
            }
        }
    }

    [Fact]
    public void Run_can_be_interrupted_among_remembered_forms()
    {
        using var ending = new CancellationTokenSource();
        ending.Cancel();

        Call.RunWith(MadeUpLines.Make(1, 50), host => host with { Interrupt = ending.Token, RememberFormsFrom = 0 }, "fhir", "score").Code.Should().Be(130);
    }
}
