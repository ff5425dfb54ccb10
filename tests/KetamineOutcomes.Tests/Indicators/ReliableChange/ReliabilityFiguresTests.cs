using KetamineOutcomes.Indicators.ReliableChange;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Tests.Instruments.Schema;

namespace KetamineOutcomes.Tests.Indicators.ReliableChange;

public sealed class ReliabilityFiguresTests
{
    private const string Sd = "\"sd\":{\"value\":5.5,\"population\":\"our clinic\",\"source\":\"our audit\"}";
    private const string Retest = "\"reliability\":{\"value\":\"21/25\",\"kind\":\"test-retest\",\"population\":\"two weeks\",\"source\":\"a paper\"}";

    private static string File(string scales) => $$"""{"format":1,"scales":[{{scales}}]}""";

    private static string Scale(string figures, string scale = "phq-9/total") => $"{{\"scale\":\"{scale}\",{figures}}}";

    [Fact]
    public void Figures_are_read_with_population_and_source()
    {
        const string Rest = "\"clinicalMean\":{\"value\":15,\"population\":\"a\",\"source\":\"b\"},\"functionalMean\":{\"value\":0,\"population\":\"c\",\"source\":\"d\"},\"functionalSd\":{\"value\":3,\"population\":\"e\",\"source\":\"f\"},\"mcid\":{\"value\":4,\"population\":\"g\",\"source\":\"h\"},\"visitSd\":{\"value\":2,\"population\":\"i\",\"source\":\"j\"}";

        var read = ReliabilityFigures.Read(File($"{Scale($"{Sd},{Retest},{Rest}")},{Scale("\"standardError\":{\"value\":3,\"population\":\"k\",\"source\":\"l\"}", "madrs/total")}")).GetValueOrThrow();

        read.Profiles.Should().Equal(
            new ReliabilityProfile(
                "phq-9",
                "total",
                new ChangeFigure(new Fraction(11, 2), "our clinic", "our audit"),
                new ChangeFigure(new Fraction(21, 25), "two weeks", "a paper"),
                clinicalMean: new ChangeFigure(15, "a", "b"),
                functionalMean: new ChangeFigure(0, "c", "d"),
                functionalSd: new ChangeFigure(3, "e", "f"),
                mcid: new ChangeFigure(4, "g", "h"),
                visitSd: new ChangeFigure(2, "i", "j"),
                reliabilityKind: PsychometricKind.TestRetest),
            new ReliabilityProfile("madrs", "total", standardError: new ChangeFigure(3, "k", "l")));
    }

    [Theory]
    [InlineData("{", IssueCodes.JsonMalformed, "$")]
    [InlineData("[]", IssueCodes.JsonValueInvalid, "$")]
    [InlineData("""{"format":2,"scales":[]}""", IssueCodes.JsonFormatUnsupported, "$")]
    [InlineData("""{"format":1,"scales":[]}""", IssueCodes.JsonValueInvalid, "$.scales")]
    [InlineData("""{"format":1}""", IssueCodes.JsonMemberMissing, "$")]
    [InlineData("""{"format":1,"scales":[{"scale":"phq-9/total"}]}""", IssueCodes.JsonMemberMissing, "$.scales[0]")]
    [InlineData("""{"format":1,"scales":[{"scale":"phq-9/total","sd":{"value":5,"source":"s"}}]}""", IssueCodes.JsonMemberMissing, "$.scales[0].sd")]
    [InlineData("""{"format":1,"scales":[{"scale":"phq-9/total","sd":{"value":5,"population":"p"}}]}""", IssueCodes.JsonMemberMissing, "$.scales[0].sd")]
    [InlineData("""{"format":1,"scales":[{"scale":"phq-9/total","sd":{"population":"p","source":"s"}}]}""", IssueCodes.JsonMemberMissing, "$.scales[0].sd")]
    [InlineData("""{"format":1,"scales":[{"scale":"phq-9/total","sd":{"value":"five","population":"p","source":"s"}}]}""", IssueCodes.JsonValueInvalid, "$.scales[0].sd.value")]
    [InlineData("""{"format":1,"scales":[{"scale":"phq-9/total","sd":{"value":0,"population":"p","source":"s"}}]}""", IssueCodes.JsonValueInvalid, "$.scales[0].sd.value")]
    [InlineData("""{"format":1,"scales":[{"scale":"phq-9/total","sd":{"value":5,"population":" ","source":"s"}}]}""", IssueCodes.JsonValueInvalid, "$.scales[0].sd.population")]
    [InlineData("""{"format":1,"scales":[{"scale":"phq-9/total","sd":{"value":5,"population":"p","source":"s","kind":"alpha"}}]}""", IssueCodes.JsonMemberUnknown, "$.scales[0].sd.kind")]
    [InlineData("""{"format":1,"scales":[{"scale":"phq-9/total","reliability":{"value":0.8,"population":"p","source":"s"}}]}""", IssueCodes.JsonMemberMissing, "$.scales[0].reliability")]
    [InlineData("""{"format":1,"scales":[{"scale":"phq-9/total","reliability":{"value":0.8,"kind":"inter-rater","population":"p","source":"s"}}]}""", IssueCodes.JsonValueInvalid, "$.scales[0].reliability.kind")]
    [InlineData("""{"format":1,"scales":[{"scale":"phq-9/total","reliability":{"value":1,"kind":"alpha","population":"p","source":"s"}}]}""", IssueCodes.JsonValueInvalid, "$.scales[0].reliability.value")]
    [InlineData("""{"format":1,"scales":[{"scale":"phq-9/total","reliability":{"value":-0.1,"kind":"alpha","population":"p","source":"s"}}]}""", IssueCodes.JsonValueInvalid, "$.scales[0].reliability.value")]
    [InlineData("""{"format":1,"scales":[{"scale":"phq-9/total","sem":{"value":5,"population":"p","source":"s"}}]}""", IssueCodes.JsonMemberUnknown, "$.scales[0].sem")]
    [InlineData("""{"format":1,"scales":[{"scale":"phq-9","sd":{"value":5,"population":"p","source":"s"}}]}""", IssueCodes.DefinitionIdUnknown, "$.scales[0].scale")]
    [InlineData("""{"format":1,"scales":[{"scale":"phq-99/total","sd":{"value":5,"population":"p","source":"s"}}]}""", IssueCodes.DefinitionIdUnknown, "$.scales[0].scale")]
    [InlineData("""{"format":1,"scales":[{"scale":"phq-9/total","sd":{"value":5,"population":"p","source":"s"},"standardError":{"value":2,"population":"p","source":"s"}}]}""", IssueCodes.JsonValueInvalid, "$.scales[0]")]
    [InlineData("""{"format":1,"scales":[{"scale":"phq-9/total","sd":{"value":5,"population":"p","source":"s"}},{"scale":"phq-9/total","sd":{"value":5,"population":"p","source":"s"}}]}""", IssueCodes.DefinitionIdDuplicate, "$.scales[1].scale")]
    [InlineData("""{"format":1,"scales":[{"scale":"phq-9/total","sd":{"value":5,"value":6,"population":"p","source":"s"}}]}""", IssueCodes.JsonMemberDuplicate, "$.scales[0].sd.value")]
    public void What_the_format_does_not_know_is_named_with_its_place(string json, string code, string place) =>
        ReliabilityFigures.Read(json).Issues.Should().Contain(issue => issue.Code == code && issue.Place == place);

    [Fact]
    public void The_schema_takes_every_member_and_refuses_what_is_missing()
    {
        using var stream = typeof(ReliabilityFigures).Assembly.GetManifestResourceStream("schemas/reliability.schema.json")!;
        using var reader = new StreamReader(stream);
        var schema = new JsonSchema(reader.ReadToEnd());

        schema.Accepts(File(Scale($"{Sd},{Retest}"))).Should().BeTrue();
        schema.Accepts(File(Scale("\"standardError\":{\"value\":3,\"population\":\"k\",\"source\":\"l\"}"))).Should().BeTrue();
        schema.Accepts(File(Scale("\"sd\":{\"value\":5.5,\"population\":\"our clinic\"}"))).Should().BeFalse();
        schema.Accepts(File(Scale("\"sem\":{\"value\":3,\"population\":\"k\",\"source\":\"l\"}"))).Should().BeFalse();
    }
}
