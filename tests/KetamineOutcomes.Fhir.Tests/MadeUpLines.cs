using System.Globalization;
using System.Text;

namespace KetamineOutcomes.Fhir.Tests;

/// <summary>NDJSON as systems export it, form upon form of a few shapes, and the same with something changed in some of the lines.</summary>
internal static class MadeUpLines
{
    private static readonly string[] Phq9 = ["44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8"];
    private static readonly string[] Gad7 = ["69725-0", "68509-9", "69733-4", "69734-2", "69735-9", "69689-8", "69736-7"];
    private static readonly string[] Codes = ["LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9"];

    // Other resources, and definitions, which change what lines behind them mean.
    private static readonly string[] Others =
    [
        """{"resourceType":"Patient","id":"p1","name":[{"text":"SECRET"}]}""",
        """{"resourceType":"Observation","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"70274-6"}]},"valueString":"12"}""",
        """{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient"}},{"resource":{"resourceType":"QuestionnaireResponse","status":"completed","item":[{"linkId":"44250-9","answer":[{"valueInteger":1}]}]}}]}""",
        """{"resourceType":"QuestionnaireResponse","status":"completed","item":[{"linkId":"q1","answer":[{"valueInteger":1}]}]}""",
        """{"resourceType":"QuestionnaireResponse","status":"completed","contained":[{"resourceType":"CodeSystem","url":"http://loinc.org","concept":[{"code":"LA6569-3","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/ordinalValue","valueDecimal":2}]}]}],"item":[{"linkId":"/44250-9","answer":[{"valueCoding":{"system":"http://loinc.org","code":"LA6569-3"}}]}]}""",
        "", " \t", "[]", "1", "null", "{", "{}", "\"text\"", "SECRET",
    ];

    private static readonly string[] Definitions =
    [
        """{"resourceType":"CodeSystem","url":"http://loinc.org","concept":[{"code":"LA6569-3","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/ordinalValue","valueDecimal":2}]}]}""",
        """{"resourceType":"Questionnaire","url":"http://example.org/q1","item":[{"linkId":"/44250-9","code":[{"system":"http://loinc.org","code":"44255-8"}]}]}""",
        """{"resourceType":"Questionnaire","id":"x","url":"http://example.org/other","item":[{"linkId":"a"}]}""",
    ];

    private static readonly string[] Times =
    [
        "2026-03-01", "2026-02-29", "2024-02-29", "2026-03-01T10:00:00Z", "2026-03-01T10:00:00+01:00", "2026-03-01T10:00:00-00:00", "2026-03-01T10:00:00-14:00", "2026-03-01T10:00:00+14:30",
        "2026-03-01T10:00:00.250Z", "2026-03-01T10:00", "2026-03-01 10:00:00", "2026-03-01T24:00:00Z", "2026-03-01T23:59:60Z", "2026-03", "0000-01-01", "", "yesterday", "2026-03-01T10:00:00z",
    ];

    /// <summary>The NDJSON of a seed.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="count">How many lines.</param>
    public static byte[] Make(uint seed, int count)
    {
        var random = new Xorshift((seed << 8) | 0xA5);
        var bytes = new List<byte>();
        var styles = Enumerable.Range(0, 1 + random.Next(3)).Select(_ => random.Next(1 << 12)).ToList();
        var ending = random.Next(4) == 0 ? "\r\n" : "\n";
        for (var i = 0; i < count; i++)
        {
            var line = Encoding.UTF8.GetBytes(Line(styles[random.Next(styles.Count)], i, random));
            line = random.Next(12) switch
            {
                0 => Changed(Encoding.UTF8.GetString(line), random),
                1 => Damage.Bytes(Encoding.UTF8.GetString(line), random),
                2 when random.Next(2) == 0 => Damage.Types(Encoding.UTF8.GetString(line), random),
                3 when random.Next(3) == 0 => Encoding.UTF8.GetBytes(Others[random.Next(Others.Length)]),
                4 when random.Next(30) == 0 => Encoding.UTF8.GetBytes(Definitions[random.Next(Definitions.Length)]),
                _ => line,
            };
            bytes.AddRange(line);
            bytes.AddRange(Encoding.UTF8.GetBytes(ending));
        }

        if (random.Next(3) == 0)
        {
            bytes.RemoveRange(bytes.Count - ending.Length, ending.Length);
        }

        return [.. bytes];
    }

    /// <summary>One form as a system exports it.</summary>
    /// <param name="style">How, a bit each: blanks, which members there are and in which order, how answers are written, which form it is.</param>
    /// <param name="number">Its number.</param>
    /// <param name="random">The rest.</param>
    public static string Line(int style, int number, Xorshift random)
    {
        var isGad = (style & 1) != 0;
        var linkIds = isGad ? Gad7 : Phq9;
        var items = new List<string>();
        foreach (var linkId in linkIds)
        {
            if (random.Next(60) == 0)
            {
                if (random.Next(2) == 0)
                {
                    items.Add($$"""{"linkId":"/{{linkId}}"}""");
                }

                continue;
            }

            var value = random.Next(4);
            var answer = (style & 6) switch
            {
                0 => $$"""{"valueInteger":{{value}}}""",
                2 => $$$"""{"valueCoding":{"code":"{{{Codes[value]}}}"}}""",
                4 => $$$"""{"valueCoding":{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/itemWeight","valueDecimal":{{{value}}}}],"system":"http://example.org","code":"c{{{value}}}"}}""",
                _ => $$$"""{"valueCoding":{"system":"http://loinc.org","code":"{{{Codes[value]}}}","display":"Überhaupt"}}""",
            };
            items.Add((style & 8) != 0
                ? $$"""{"linkId":"/{{linkId}}","text":"Little interest, \"or\" pleasure","answer":[{{answer}}]}"""
                : $$"""{"linkId":"/{{linkId}}","answer":[{{answer}}]}""");
        }

        if ((style & 16) != 0)
        {
            items.Add($$"""{"linkId":"{{(isGad ? "70274-6" : "44261-6")}}","answer":[{"valueDecimal":{{random.Next(28)}}}]}""");
        }

        if ((style & 2048) != 0)
        {
            items = [$$"""{"linkId":"group","text":"All","item":[{{string.Join(',', items)}}]}"""];
        }

        var text = number.ToString(CultureInfo.InvariantCulture);
        var members = new List<string>
        {
            "\"resourceType\":\"QuestionnaireResponse\"",
            $"\"id\":\"r{text}\"",
            "\"status\":\"completed\"",
            (style & 32) != 0
                ? $"\"subject\":{{\"identifier\":{{\"system\":\"s\",\"value\":\"p,{number % 7}\"}}}}"
                : $"\"subject\":{{\"display\":\"José {((style & 64) != 0 ? "\\\"x\\\\" : "x")} {number % 5}\",\"reference\":\"Patient/{number % 7}\"}}",
            $"\"authored\":\"{Times[random.Next(random.Next(3) == 0 ? Times.Length : 5) switch { 1 => 0, var other => other }]}\"",
            $"\"item\":[{string.Join(',', items)}]",
        };
        if ((style & 128) != 0)
        {
            members.Insert(2, $"\"meta\":{{\"versionId\":\"{text}\",\"tag\":[{{\"code\":\"t\"}},\"x{text}\",[]],\"lastUpdated\":\"2026-01-01T00:00:{10 + (number % 50)}Z\"}}");
        }

        if ((style & 256) != 0)
        {
            members.Add($"\"encounter\":{{\"reference\":\"Encounter/e{(number % 3 == 0 ? "\\\"" : "ü")}{text}\"}}");
        }

        if ((style & 512) != 0)
        {
            members.Insert(random.Next(20) == 0 ? 0 : 3, isGad ? "\"questionnaire\":\"http://example.org/q1\"" : "\"questionnaire\":\"http://loinc.org/q/44249-1|2.7\"");
        }

        var line = $"{{{string.Join(',', members)}}}";
        return (style & 1024) != 0 ? line.Replace(",\"", ", \"", StringComparison.Ordinal).Replace("},{", "}, {", StringComparison.Ordinal).Replace("\":", "\": ", StringComparison.Ordinal) : line;
    }

    /// <summary>A line with one thing changed that means something, or that may look as if it did.</summary>
    public static byte[] Changed(string line, Xorshift random)
    {
        (string From, string To)[] changes =
        [
            ("\"status\"", "\"status\":\"completed\",\"status\""),
            ("completed", "in-progress"), ("completed", "entered-in-error"), ("completed", "amended"), ("\"completed\"", "null"), ("\"completed\"", "7"),
            ("QuestionnaireResponse", "Observation"), ("QuestionnaireResponse", "Questionnaire"), ("QuestionnaireResponse", "questionnaireResponse"),
            ("44250-9", "44255-8"), ("44250-9", "44250-8"), ("44255-8", "phq-9/item2"), ("69725-0", "44250-9"), ("LA6568-5", "LA6568-6"), ("LA6569-3", "LA6571-9"), ("LA", "la"), ("Integer\":1", "Integer\":7"),
            ("Integer\":2", "Integer\":2.0"), ("Integer\":2", "Integer\":2e0"), ("Integer\":0", "Integer\":-0"), ("Integer\":3", "Integer\":99999999999999999999999999"), ("Integer\":3", "Integer\":\"3\""), ("Integer\":3", "Integer\":null"),
            ("Integer\":3", "Integer\":03"), ("\"valueInteger\"", "\"valueInteger\":1,\"valueInteger\""), ("\"valueInteger\"", "\"valueDecimal\":1,\"valueInteger\""), ("\"valueInteger\"", "\"_valueInteger\":{},\"valueInteger\""),
            ("\"answer\":[", "\"answer\":[{\"valueInteger\":1},"), ("\"answer\":[{", "\"answer\":[{\"item\":[{\"linkId\":\"44260-8\",\"answer\":[{\"valueInteger\":1}]}],"), ("\"answer\":[{", "\"answer\":[{\"extension\":[],"),
            ("{\"linkId\"", "{\"item\":[],\"linkId\""), ("{\"linkId\"", "{\"item\":[{\"linkId\":\"/44250-9\",\"answer\":[{\"valueInteger\":3}]}],\"linkId\""), ("{\"linkId\"", "7,{\"linkId\""), ("{\"linkId\"", "{\"modifierExtension\":[],\"linkId\""),
            ("\"linkId\":\"/", "\"linkId\":\"\\u002f"), ("\"linkId\"", "\"linkId\":null,\"link\""), ("\"linkId\"", "\"\\u006cinkId\""), ("\"id\":\"r", "\"id\":\"\\u0072"), ("\"id\":\"r", "\"id\":\"\\ud800"), ("\"id\":\"r", "\"id\":\"\\\""),
            ("\"id\":\"r", "\"id\":\"r\u0001"), ("\"id\":\"r", "\"id\":\"r\u007f\u0080"), ("\"id\":\"r", "\"id\":\"=r,"), ("\"id\":\"r", "\"id\":\"r\nr"), ("\"id\":\"r", "\"\\u0069d\":\"x\",\"id\":\"r"), ("\"id\":\"", "\"id\":5,\"x\":\""), ("\"id\":\"", "\"id\":null,\"x\":\""),
            ("\"item\":[", "\"item\":["), ("\"item\":[", "\"item\":[,"), ("]}", ",]}"), ("]}", "]}}"), ("]}", "] }"), ("{\"res", "\uFEFF{\"res"), ("{\"res", " {\"res"), ("{\"res", "/**/{\"res"), ("\"item\"", "\"items\""),
            ("\"authored\"", "\"_authored\":{\"extension\":[]},\"authored\""), ("\"authored\"", "\"contained\":[],\"authored\""), ("\"authored\"", "\"extension\":[{\"url\":\"u\",\"valueString\":\"SECRET\"}],\"authored\""),
            ("\"authored\"", "\"derivedFrom\":[{\"reference\":\"x\"}],\"authored\""), ("\"authored\"", "\"encounter\":{\"reference\":\"E/1\"},\"authored\""), ("\"authored\"", "\"context\":{\"reference\":\"E/2\"},\"authored\""),
            ("\"reference\"", "\"reference\":null,\"identifier\":{\"value\":\"v\"},\"x\""), ("\"subject\":{", "\"subject\":{\"resourceType\":\"Patient\",\"id\":\"a\",\"x\":{"), ("\"subject\":{", "\"subject\":{\"identifier\":{\"value\":\"v\"},"),
            ("\"reference\":\"", "\"reference\":\"\""), ("\"value\":\"p", "\"value\":5,\"x\":\""), ("\"text\"", "\"text\":\"\\ud83d\\ude00\",\"texts\""), ("\"text\"", "\"text\":\"\\ude00\",\"texts\""),
            ("versionId\":\"", "versionId\":\"\\n\\t\\\\"), ("versionId\":\"", "versionId\":\"\\x"), ("versionId\":\"", "versionId\":\"\\u00e4"), ("versionId\":\"", "versionId\":\"\\"), ("versionId\":\"", "versionId\":1.50,\"v\":\""),
            (":", " : "), (",", ",\t"), ("}", "}\r"), ("}", "}\0"), ("}", "} {}"),
        ];
        for (var tries = 0; tries < 20; tries++)
        {
            var (from, to) = changes[random.Next(changes.Length)];
            var places = new List<int>();
            for (var at = line.IndexOf(from, StringComparison.Ordinal); at >= 0; at = line.IndexOf(from, at + 1, StringComparison.Ordinal))
            {
                places.Add(at);
            }

            if (places.Count > 0)
            {
                var place = places[random.Next(2) == 0 ? random.Next(places.Count) : places.Count - 1];
                var bytes = Encoding.UTF8.GetBytes($"{line[..place]}{to}{line[(place + from.Length)..]}");
                if (random.Next(10) == 0)
                {
                    // No UTF-8: the first half of a character, or a byte that is none.
                    bytes[random.Next(bytes.Length)] = (byte)(random.Next(2) == 0 ? 0xC3 : 0xFF);
                }

                return bytes;
            }
        }

        return Encoding.UTF8.GetBytes(line);
    }
}

/// <summary>A stream that hands out as many bytes at a time as it likes.</summary>
internal sealed class UnevenStream(byte[] bytes, Xorshift random, int most) : MemoryStream(bytes, writable: false)
{
    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 1 + random.Next(most)));
}
