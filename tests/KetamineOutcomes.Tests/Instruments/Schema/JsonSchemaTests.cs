namespace KetamineOutcomes.Tests.Instruments.Schema;

/// <summary>The tests' own evaluator, held to examples with known verdicts.</summary>
public sealed class JsonSchemaTests
{
    [Theory]
    [InlineData("""{"type":"integer","minimum":1,"maximum":3}""", "2", true)]
    [InlineData("""{"type":"integer","minimum":1,"maximum":3}""", "4", false)]
    [InlineData("""{"type":"integer","minimum":1,"maximum":3}""", "0", false)]
    [InlineData("""{"type":"integer"}""", "1.5", false)]
    [InlineData("""{"type":"number"}""", "1.5", true)]
    [InlineData("""{"type":"string","minLength":1}""", "\"\"", false)]
    [InlineData("""{"type":"boolean"}""", "\"true\"", false)]
    [InlineData("""{"pattern":"^a+$"}""", "\"aa\"", true)]
    [InlineData("""{"pattern":"^a+$"}""", "\"aa\\n\"", false)]
    [InlineData("""{"type":"array","minItems":1,"items":{"type":"string"}}""", "[]", false)]
    [InlineData("""{"type":"array","items":{"type":"string"}}""", "[\"a\",1]", false)]
    [InlineData("""{"type":"object","required":["a"],"properties":{"a":{"const":1}},"additionalProperties":false}""", "{\"a\":1}", true)]
    [InlineData("""{"type":"object","required":["a"],"properties":{"a":{"const":1}},"additionalProperties":false}""", "{}", false)]
    [InlineData("""{"type":"object","required":["a"],"properties":{"a":{"const":1}},"additionalProperties":false}""", "{\"a\":1,\"b\":1}", false)]
    [InlineData("""{"type":"object","required":["a"],"properties":{"a":{"const":1}},"additionalProperties":false}""", "{\"a\":2}", false)]
    [InlineData("""{"properties":{"a":false}}""", "{\"a\":2}", false)]
    [InlineData("""{"enum":["a","b"]}""", "\"b\"", true)]
    [InlineData("""{"enum":["a","b"]}""", "\"c\"", false)]
    [InlineData("""{"anyOf":[{"type":"string"},{"type":"number"}]}""", "true", false)]
    [InlineData("""{"oneOf":[{"type":"integer"},{"type":"number"}]}""", "1", false)]
    [InlineData("""{"oneOf":[{"type":"integer"},{"type":"number"}]}""", "1.5", true)]
    [InlineData("""{"allOf":[{"minimum":1},{"maximum":2}]}""", "3", false)]
    [InlineData("""{"if":{"minimum":1},"then":{"maximum":2}}""", "3", false)]
    [InlineData("""{"if":{"minimum":1},"then":{"maximum":2}}""", "0", true)]
    [InlineData("""{"$ref":"#/$defs/a","$defs":{"a":{"type":"null-is-not-known"}}}""", null, false)]
    public void The_verdict_is_that_of_the_specification(string schema, string? instance, bool accepted)
    {
        if (instance is null)
        {
            var evaluate = () => new JsonSchema(schema).Accepts("1");
            evaluate.Should().Throw<NotSupportedException>();
            return;
        }

        new JsonSchema(schema).Accepts(instance).Should().Be(accepted);
    }

    [Fact]
    public void An_unknown_keyword_is_not_ignored()
    {
        var evaluate = () => new JsonSchema("""{"uniqueItems":true}""").Accepts("[]");

        evaluate.Should().Throw<NotSupportedException>().WithMessage("*uniqueItems*");
    }
}
