using System.Text.Json.Nodes;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Testing;

/// <summary>Small made-up definitions, so that the algebra is tested apart from the shipped instruments.</summary>
internal static class TestDefinitions
{
    private const string Evidence = """[{"source":"made-up","status":"project-policy"}]""";

    /// <summary>The text of a made-up definition that uses every member of the format.</summary>
    public static string CompleteJson { get; } = ReadResource("shared/complete.json");

    public static Instrument Complete { get; } = Read(CompleteJson);

    /// <summary>A made-up form of the usual kind: like items, a sum, and what is commonly made of one.</summary>
    public static Instrument Usual { get; } = Read(Form(
        Items(5),
        string.Join(
            ',',
            Scale("""{"id":"all","sum":["item1","item2","item3","item4","item5"]}""", "0", "15", missing: Policy("none") + "," + Policy("mean", ""","proration":true,"personMean":[{"aggregate":"all","maxMissing":2}]""")),
            Scale("""{"linear":{"of":{"sum":["item1",{"reverse":"item2"}]},"multiply":"-100/6","add":100}}""", "0", "100", "percent", ",\"decimals\":2,\"decreasingIn\":[\"item1\"]"),
            Scale("""{"mean":["item3","item4",{"max":["item5","item1"]}]}""", "0", "3", "mean", ",\"decimals\":2"),
            Scale("""{"lookup":{"of":{"sum":["item4","item5"]},"rows":[{"from":0,"value":37.1},{"from":2,"value":50},{"from":5,"value":81.3}]}}""", "37.1", "81.3", "standardised", ",\"decimals\":1")),
        Alert("item5"),
        id: "usual-form"));

    /// <summary>Every definition that there is to hold a law to: the made-up ones, the shipped ones and the drafts.</summary>
    public static IEnumerable<Instrument> AllInstruments =>
        InstrumentCatalogue.Shipped.Ids.Select(id => InstrumentCatalogue.Shipped.Find(id)!).Concat(Drafts).Prepend(Usual).Prepend(Complete);

    /// <summary>The draft definitions beside the golden rows.</summary>
    public static IEnumerable<Instrument> Drafts => typeof(TestDefinitions).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith("drafts/", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .Select(name => Read(ReadResource(name)));

    public static Instrument Read(string json) => Instrument.Read(json).GetValueOrThrow();

    /// <summary>A number item.</summary>
    public static string Item(string id, int min = 0, int max = 3, string more = "") =>
        $$"""{"id":"{{id}}","label":"{{id}}","kind":"number","min":{{min}},"max":{{max}}{{more}}}""";

    /// <summary>Items item1 to itemN with one range.</summary>
    public static string Items(int count, int min = 0, int max = 3) =>
        string.Join(",", Enumerable.Range(1, count).Select(i => Item($"item{i}", min, max)));

    /// <summary>A scale that is a number; <paramref name="more"/> holds further members, <paramref name="missing"/> the policies in place of "none".</summary>
    public static string Scale(string rule, string low, string? high, string id = "total", string more = "", string? missing = null, string result = "number")
    {
        var range = high is null ? $$"""{"low":{{low}}}""" : $$"""{"low":{{low}},"high":{{high}}}""";
        missing ??= Policy("none");
        return $$"""{"id":"{{id}}","name":"Test {{id}}","result":"{{result}}","direction":"higher-is-worse","range":{{range}},"rule":{{rule}},"missing":[{{missing}}],"readers":["scalar"],"evidence":{{Evidence}}{{more}}}""";
    }

    /// <summary>A missing-item policy.</summary>
    public static string Policy(string name, string more = "") => $$"""{"name":"{{name}}","evidence":{{Evidence}}{{more}}}""";

    /// <summary>An alert on an item.</summary>
    public static string Alert(string item, int from = 1) =>
        $$"""{"id":"{{item}}","item":"{{item}}","topic":"suicidality","raisedFrom":{{from}},"evidence":{{Evidence}}}""";

    /// <summary>A skip.</summary>
    public static string Skip(string when, string answered, params string[] skipped) =>
        $$"""{"when":{{when}},"as":[{{string.Join(",", skipped)}}],"answered":"{{answered}}","evidence":{{Evidence}}}""";

    /// <summary>A whole definition.</summary>
    public static string Form(string items, string? scales, string alerts = "", string skips = "", string version = "1.0.0", string id = "test-form") =>
        $$"""
        {
          "format": 1, "id": "{{id}}", "version": "{{version}}", "name": "A made-up form", "shortName": "Test", "domain": "testing", "raters": ["self"],
          "recall": {"text": "now", "evidence": {{Evidence}}},
          "licence": {"holder": "nobody", "terms": "free", "itemText": "allowed", "evidence": {{Evidence}}},
          "sources": [{"key": "made-up", "citation": "Made up for the tests"}],
          "items": [{{items}}],
          "alerts": [{{alerts}}],
          "skips": [{{skips}}]{{(scales is null ? "" : ", \"scales\": [" + scales + "]")}}
        }
        """;

    /// <summary>A form of item1 to itemN with one rule.</summary>
    public static Instrument WithRule(int items, string rule, string low, string? high, int min = 0, int max = 3, string? missing = null, string more = "", string alerts = "") =>
        Read(Form(Items(items, min, max), Scale(rule, low, high, missing: missing, more: more), alerts));

    /// <summary>The definition with one change made to its tree.</summary>
    public static string Changed(string json, Action<JsonObject> change)
    {
        var root = JsonNode.Parse(json)!.AsObject();
        change(root);
        return root.ToJsonString();
    }

    /// <summary>Answers in the items' printed order: "1 . na x 23:30 option".</summary>
    public static AnswerSet Answers(Instrument instrument, string answers)
    {
        var words = answers.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length > instrument.Items.Count)
        {
            throw new ArgumentException($"{instrument.Id} has {instrument.Items.Count} items and {words.Length} answers stand there.", nameof(answers));
        }

        return AnswerSet.Create(words.Select((word, index) =>
            new KeyValuePair<string, Answer>(instrument.Items[index].Id, Answer(instrument.Items[index], word))));
    }

    private static Answer Answer(Item item, string word) => word switch
    {
        "." => Instruments.Answer.Missing,
        "na" => Instruments.Answer.NotApplicable,
        "x" => Instruments.Answer.Unreadable,
        _ when item.Kind == ItemKind.Choice && item.Options.Any(option => option.Id == word) => Instruments.Answer.Option(word),
        _ when Fraction.TryParse(word, out var number) => Instruments.Answer.Number(number),
        _ when TimeOnly.TryParseExact(word, "HH:mm", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var time) => Instruments.Answer.Time(time),
        _ => Instruments.Answer.Option(word),
    };

    /// <summary>The score of a scale, or of the main one.</summary>
    public static Score Score(this Instrument instrument, string answers, string? scale = null, ScoringOptions? options = null) =>
        instrument.Score(scale ?? instrument.MainScale.Id, Answers(instrument, answers), options);

    /// <summary>The value as printed, or the case's word where there is none.</summary>
    public static string Outcome(this Score score) => score.Value?.Text ?? score.Kind;

    private static string ReadResource(string name)
    {
        using var stream = typeof(TestDefinitions).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The test assembly lacks the resource {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
