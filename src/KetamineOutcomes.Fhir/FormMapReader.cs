using System.Globalization;
using System.Text.Json;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Fhir;

/// <summary>Reads a map of a publisher's form from JSON: strict, so that a slip of the keyboard is an error and not an item that is never found.</summary>
internal sealed class FormMapReader
{
    private const int Format = 1;
    private const int MaxEntries = 10_000;
    private readonly InstrumentCatalogue _catalogue;
    private readonly List<Issue> _issues = [];

    public FormMapReader(InstrumentCatalogue catalogue) => _catalogue = catalogue;

    public FhirFormMapResult Read(ReadOnlyMemory<byte> utf8Json)
    {
        using var document = ResourceJson.Parse(utf8Json, out var issue);
        if (document is null)
        {
            return new FhirFormMapResult(null, [issue!]);
        }

        var map = ReadMap(new FhirNode(document.RootElement, "$"));
        return new FhirFormMapResult(map, _issues);
    }

    private FhirFormMap? ReadMap(FhirNode root)
    {
        if (!CheckMembers(root, "a map, which is an object", ["format", "instrument"], ["$schema", "questionnaire", "links", "answers"]))
        {
            return null;
        }

        if (root.TryGet("format", out var format) && (format.Element.ValueKind != JsonValueKind.Number || !format.Element.TryGetInt32(out var number) || number != Format))
        {
            Fail(IssueCodes.JsonFormatUnsupported, string.Create(CultureInfo.InvariantCulture, $"This library reads format {Format}."), format.Path);
        }

        _ = Text(root, "$schema");
        var id = Text(root, "instrument");
        var instrument = id is null ? null : _catalogue.Find(id);
        if (id is not null && instrument is null)
        {
            Fail(IssueCodes.InstrumentUnknown, "The catalogue has no such instrument.", "$.instrument");
        }

        var questionnaire = Text(root, "questionnaire");
        if (questionnaire?.Contains('|', StringComparison.Ordinal) == true)
        {
            Fail(IssueCodes.JsonValueInvalid, "Expected the canonical address of a form without its version.", "$.questionnaire");
        }

        var links = Each(root, "links", node => ReadLink(node, instrument), link => LinkIds.Strip(link.LinkId), "linkId");
        var answers = Each(root, "answers", ReadAnswer, answer => (answer.System, answer.Code), "code");
        if (_issues.Count == 0 && links.Count == 0 && answers.Count == 0)
        {
            Fail(IssueCodes.JsonMemberMissing, "Expected links, answers, or both.", "$");
        }

        return _issues.Count == 0 ? new FhirFormMap(instrument!.Id, links.ToEquatableArray(), answers.ToEquatableArray(), questionnaire) : null;
    }

    private FhirLink? ReadLink(FhirNode node, Instrument? instrument)
    {
        if (!CheckMembers(node, "an object with linkId and target", ["linkId", "target"], []) || Text(node, "linkId") is not { } linkId || Text(node, "target") is not { } target)
        {
            return null;
        }

        if (instrument is not null && instrument.FindItem(target) is null && instrument.FindScale(target) is not { Result: ResultKind.Number })
        {
            Fail(IssueCodes.JsonValueInvalid, $"Expected an item of {instrument.Id}, or a scale of it whose result is a number.", FhirNode.Join(node.Path, "target"));
        }

        return new FhirLink(linkId, target);
    }

    private FhirAnswerValue? ReadAnswer(FhirNode node)
    {
        if (!CheckMembers(node, "an object with code and value", ["code", "value"], ["system"]))
        {
            return null;
        }

        var system = Text(node, "system");
        var code = Text(node, "code");
        if (!node.TryGet("value", out var value) || !value.TryNumber(out var number))
        {
            Fail(IssueCodes.JsonValueInvalid, "Expected a number.", FhirNode.Join(node.Path, "value"));
            return null;
        }

        return code is null ? null : new FhirAnswerValue(system, code, number);
    }

    private List<T> Each<T, TKey>(FhirNode root, string name, Func<FhirNode, T?> read, Func<T, TKey> key, string keyName)
        where T : struct
    {
        var entries = new List<T>();
        var seen = new HashSet<TKey>();
        foreach (var node in root.List(name, _issues))
        {
            if (entries.Count == MaxEntries)
            {
                Fail(IssueCodes.JsonValueInvalid, string.Create(CultureInfo.InvariantCulture, $"Expected at most {MaxEntries} entries."), FhirNode.Join(root.Path, name));
                break;
            }

            if (read(node) is not { } entry)
            {
                continue;
            }

            entries.Add(entry);
            if (!seen.Add(key(entry)))
            {
                Fail(IssueCodes.JsonValueInvalid, "The same stands in another entry: expected each once.", FhirNode.Join(node.Path, keyName));
            }
        }

        return entries;
    }

    /// <summary>A text that is not empty; none where the member is not there, which <see cref="CheckMembers"/> tells.</summary>
    private string? Text(FhirNode node, string name)
    {
        if (!node.TryGet(name, out var member))
        {
            return null;
        }

        if (member.Element.ValueKind == JsonValueKind.String && !string.IsNullOrWhiteSpace(member.Element.GetString()))
        {
            return member.Element.GetString();
        }

        _issues.Add(member.Invalid("a text that is not empty"));
        return null;
    }

    private bool CheckMembers(FhirNode node, string expected, string[] required, string[] optional)
    {
        if (!node.IsObject)
        {
            _issues.Add(node.Invalid(expected));
            return false;
        }

        foreach (var member in node.Element.EnumerateObject())
        {
            if (!required.Contains(member.Name, StringComparer.Ordinal) && !optional.Contains(member.Name, StringComparer.Ordinal))
            {
                Fail(IssueCodes.JsonMemberUnknown, $"A member is none of: {string.Join(", ", required.Concat(optional))}.", node.Path);
            }
            else if (member.Value.ValueKind == JsonValueKind.Null)
            {
                Fail(IssueCodes.JsonValueInvalid, "Expected a value, not null; leave the member out.", FhirNode.Join(node.Path, member.Name));
            }
        }

        foreach (var name in required.Where(name => !node.Element.TryGetProperty(name, out _)))
        {
            Fail(IssueCodes.JsonMemberMissing, $"Expected the member {name}.", node.Path);
        }

        return true;
    }

    private void Fail(string code, string message, string place) => _issues.Add(new Issue(code, IssueSeverity.Error, message, place));
}
