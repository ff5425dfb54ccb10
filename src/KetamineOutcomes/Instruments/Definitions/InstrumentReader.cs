using System.Text.Json;
using System.Text.RegularExpressions;
using KetamineOutcomes.Instruments.Rules;

namespace KetamineOutcomes.Instruments.Definitions;

/// <summary>Reads a definition file into an <see cref="Instrument"/>, strictly.</summary>
/// <remarks>Two passes over one document: the members and their types, then what refers to what and what the rule can reach.</remarks>
internal sealed partial class InstrumentReader
{
    /// <summary>The format that this reader knows. A new one gets a new number and the old one stays readable.</summary>
    internal const int Format = 1;

    private readonly List<Issue> _issues = [];
    private readonly CitationReader _citations = new();
    private readonly Dictionary<string, EquatableArray<ItemOption>> _optionSets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (Item Item, int Index)> _items = new(StringComparer.Ordinal);

    private InstrumentReader()
    {
    }

    public static ReadResult<Instrument> Read(ReadOnlyMemory<byte> utf8Json)
    {
        var reader = new InstrumentReader();
        return StrictDocument.Read(utf8Json, reader._issues, reader.ReadInstrument);
    }

    private Instrument? ReadInstrument(StrictValue value, string text)
    {
        var root = value.Object();
        _ = root.Optional("$schema", v => v.Text());
        var format = root.Get("format", v => v.WholeNumber(1, int.MaxValue), Format);
        if (format != Format)
        {
            root.Fail(IssueCodes.JsonFormatUnsupported, $"This library reads format {Format}.");
            return null;
        }

        _citations.ReadSources(root);
        if (root.TryGet("optionSets", out var sets))
        {
            foreach (var set in sets.Value.List())
            {
                ReadOptionSet(set);
            }
        }

        var items = root.Array("items", ReadItem, atLeast: 1);
        for (var i = 0; i < items.Count; i++)
        {
            if (!_items.TryAdd(items[i].Id, (items[i], i)))
            {
                root.Fail(IssueCodes.DefinitionIdDuplicate, $"The item {items[i].Id} is defined twice.");
            }
        }

        var skips = root.Array("skips", ReadSkip);
        var alerts = root.Array("alerts", ReadAlert);
        var scales = ReadScales(root, items);
        CheckUniqueIds(root, alerts.Select(alert => alert.Id), "alert");
        CheckUniqueIds(root, scales.Select(scale => scale.Id), "scale");
        var raters = root.Array("raters", v => v.Word(Words.Raters), atLeast: 1);
        var recall = root.Get("recall", ReadRecall, new RecallPeriod());
        var licence = root.Get("licence", ReadLicence, new Licence());
        var codes = root.Array("codes", ReadCode);
        var notes = root.Array("notes", v => v.Text());
        var id = root.Get("id", ReadSlug, "?");
        var version = root.Get("version", v => ReadPattern(v, VersionPattern(), "a version such as 1.0.0"), "?");
        var name = root.Text("name");
        var shortName = root.Text("shortName");
        var domain = root.Get("domain", ReadSlug, "?");
        var isDraft = root.Optional("draft", v => v.Flag(), fallback: false);
        root.Close();
        CheckScoredItemsAreUsed(root, items, scales);
        return _issues.Count > 0
            ? null
            : new Instrument(items, scales, alerts, skips)
            {
                Id = id,
                Version = version,
                Name = name,
                ShortName = shortName,
                Domain = domain,
                IsDraft = isDraft,
                Raters = raters,
                Recall = recall,
                Licence = licence,
                Codes = codes,
                Sources = _citations.Sources,
                Notes = notes,
                DefinitionJson = text,
            };
    }

    private static void CheckUniqueIds(StrictObject root, IEnumerable<string> ids, string what)
    {
        foreach (var group in ids.GroupBy(id => id, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            root.Fail(IssueCodes.DefinitionIdDuplicate, $"The {what} {group.Key} is defined twice.");
        }
    }

    private static void CheckScoredItemsAreUsed(StrictObject root, EquatableArray<Item> items, EquatableArray<Scale> scales)
    {
        var used = scales.SelectMany(scale => scale.Items).Select(item => item.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (item.IsScored && !used.Contains(item.Id) && scales.Count > 0)
            {
                root.Fail(IssueCodes.DefinitionRule, $"{item.Id} is used by no scale: declare it as not scored.");
            }
        }
    }

    internal static string ReadSlug(StrictValue value) => ReadPattern(value, SlugPattern(), "lower-case words joined by hyphens");

    internal static string ReadPattern(StrictValue value, Regex pattern, string expected)
    {
        if (value.TryText(out var text) && pattern.IsMatch(text))
        {
            return text;
        }

        value.FailValue(expected);
        return "?";
    }

    private EquatableArray<Evidence> ReadEvidence(StrictObject members, string name = "evidence") => _citations.ReadEvidence(members, name);

    private Code ReadCode(StrictValue value)
    {
        var members = value.Object();
        var code = new Code
        {
            System = members.Get("system", ReadSlug, "?"),
            Value = members.Text("code"),
            Role = members.Optional("role", ReadSlug),
            Evidence = ReadEvidence(members),
        };
        members.Close();
        return code;
    }

    private Licence ReadLicence(StrictValue value)
    {
        var members = value.Object();
        var licence = new Licence
        {
            Holder = members.Text("holder"),
            Terms = members.Text("terms"),
            ItemText = members.Get("itemText", v => v.Word(Words.ItemTexts), ItemTextPermission.AskFirst),
            Evidence = ReadEvidence(members),
        };
        members.Close();
        return licence;
    }

    private RecallPeriod ReadRecall(StrictValue value)
    {
        var members = value.Object();
        var recall = new RecallPeriod
        {
            Hours = members.TryGet("hours", out var hours) ? hours.Value.WholeNumber(0, 24 * 366) : null,
            Text = members.Text("text"),
            Evidence = ReadEvidence(members),
        };
        members.Close();
        return recall;
    }

    private void ReadOptionSet(StrictValue value)
    {
        var members = value.Object();
        var id = members.Get("id", ReadSlug, "?");
        var options = members.Array("options", ReadOption, atLeast: 1);
        members.Close();
        if (!_optionSets.TryAdd(id, options))
        {
            members.Fail(IssueCodes.DefinitionIdDuplicate, $"The option set {id} is defined twice.");
        }
    }

    private ItemOption ReadOption(StrictValue value)
    {
        var members = value.Object();
        var number = members.TryGet("value", out var given) ? given.Value.Number() : (Fraction?)null;
        var option = new ItemOption
        {
            Id = members.Optional("id", v => v.Text()) ?? number?.ToString() ?? "?",
            Value = number,
            Label = members.Text("label"),
            Codes = members.Array("codes", ReadCode),
        };
        members.Close();
        if (option.Id == "?" && number is null && !members.Has("id"))
        {
            members.Fail(IssueCodes.JsonMemberMissing, "An option needs an id or a value.");
        }

        return option;
    }

    private Item ReadItem(StrictValue value)
    {
        var members = value.Object();
        var kind = members.Get("kind", v => v.Word(Words.ItemKinds), ItemKind.Number);
        var options = ReadOptions(members);
        var (min, max) = ReadEnds(members, kind, options);
        var item = new Item
        {
            Id = members.Get("id", v => ReadPattern(v, ItemPattern(), "an item id such as item1 or item16a"), "?"),
            Label = members.Text("label"),
            Kind = kind,
            Min = min,
            Max = max,
            Step = members.Optional("step", v => v.Number(), Fraction.One),
            Options = options,
            NotRated = members.Array("notRated", v => v.Number()),
            AllowsNotApplicable = members.Optional("notApplicable", v => v.Flag(), fallback: false),
            IsScored = members.Optional("scored", v => v.Flag(), fallback: true),
            Codes = members.Array("codes", ReadCode),
        };
        members.Close();
        if (item.Step <= 0 || (max is { } top && (top < min || !((top - min) / item.Step).IsInteger)))
        {
            members.Fail(IssueCodes.DefinitionRange, "The steps must lead from the lowest to the highest value.");
        }

        foreach (var code in item.NotRated)
        {
            if (item.Accepts(code))
            {
                members.Fail(IssueCodes.DefinitionRange, "A not-rated code must lie outside the values of the item.");
            }
        }

        if (kind == ItemKind.Number && !options.IsEmpty && !(options.Any(option => option.Value == min) && options.Any(option => option.Value == max)))
        {
            // The rule's range is derived from the ends, so they must be values that can be answered.
            members.Fail(IssueCodes.DefinitionRange, "The lowest and the highest value must be options.");
        }

        if (options.Any(option => option.Value is { } value && (value < min || value > max)))
        {
            members.Fail(IssueCodes.DefinitionRange, "An option lies outside the item's lowest and highest value.");
        }

        CheckUniqueIds(members, options.Select(option => option.Id), "option");
        return item;
    }

    private EquatableArray<ItemOption> ReadOptions(StrictObject members)
    {
        if (!members.TryGet("options", out var given))
        {
            return default;
        }

        if (given.Value.Kind == JsonValueKind.Array)
        {
            return given.Value.List(atLeast: 1).Select(ReadOption).ToEquatableArray();
        }

        var name = given.Value.Text("a list of options or the id of an option set");
        if (_optionSets.TryGetValue(name, out var set))
        {
            return set;
        }

        given.Value.Fail(IssueCodes.DefinitionIdUnknown, $"There is no option set {name}.");
        return default;
    }

    private static (Fraction Min, Fraction? Max) ReadEnds(StrictObject members, ItemKind kind, EquatableArray<ItemOption> options)
    {
        switch (kind)
        {
            case ItemKind.Choice:
                var values = options.Where(option => option.Value is not null).Select(option => option.Value!.Value).ToList();
                if (options.IsEmpty && !members.Has("options"))
                {
                    members.Fail(IssueCodes.JsonMemberMissing, "A choice needs options.");
                }

                return values.Count == 0 ? (0, 0) : (values.Aggregate(Fraction.Min), values.Aggregate(Fraction.Max));
            case ItemKind.TimeOfDay:
                return (0, 1439);
            case ItemKind.Count:
                return (members.Optional("min", v => v.Number(), Fraction.Zero), null);
            default:
                return (members.Get("min", v => v.Number(), Fraction.Zero), members.Get("max", v => v.Number(), Fraction.Zero));
        }
    }

    private Skip ReadSkip(StrictValue value)
    {
        var members = value.Object();
        var rules = new RuleReader(_items);
        var skip = new Skip
        {
            When = members.Get("when", rules.Read, new ConstantNode(0)),
            Items = members.Array("as", ReadSkippedItem, atLeast: 1),
            Answered = members.Get("answered", v => v.Word(Words.SkipAnswereds), SkipAnswered.Keep),
            Evidence = ReadEvidence(members),
        };
        members.Close();
        if (!AndNode.IsCondition(skip.When))
        {
            members.Fail(IssueCodes.DefinitionRule, "A skip applies when a condition (0 or 1) holds.");
        }

        return skip;
    }

    private SkippedItem ReadSkippedItem(StrictValue value)
    {
        var members = value.Object();
        var skipped = new SkippedItem(ReadItemId(members), members.Get("value", v => v.Number(), Fraction.Zero));
        members.Close();
        if (_items.TryGetValue(skipped.Item, out var found) && !found.Item.Accepts(skipped.Value))
        {
            members.Fail(IssueCodes.DefinitionRange, "The value of a skipped item must be one that the item takes.");
        }

        return skipped;
    }

    private string ReadItemId(StrictObject members) => members.Get(
        "item",
        v =>
        {
            var id = v.Text();
            if (!_items.ContainsKey(id))
            {
                v.Fail(IssueCodes.DefinitionIdUnknown, $"There is no item {id}.");
            }

            return id;
        },
        "?");

    private AlertRule ReadAlert(StrictValue value)
    {
        var members = value.Object();
        var item = ReadItemId(members);
        var alert = new AlertRule
        {
            Id = members.Get("id", ReadSlug, "?"),
            Item = item,
            Topic = members.Get("topic", ReadSlug, "?"),
            RaisedFrom = members.Get("raisedFrom", v => v.Number(), Fraction.Zero),
            Levels = members.Array("levels", ReadAlertLevel),
            Evidence = ReadEvidence(members),
        };
        members.Close();
        if (_items.TryGetValue(item, out var found))
        {
            var range = new ValueRange(found.Item.Min, found.Item.Max);
            if (!range.Contains(alert.RaisedFrom) || alert.RaisedFrom == found.Item.Min
                || alert.Levels.Any(level => !range.Contains(level.From) || level.From < alert.RaisedFrom))
            {
                members.Fail(IssueCodes.DefinitionRange, "An alert must be raised by some answers of its item and not by all; levels lie above.");
            }
        }

        return alert;
    }

    private AlertLevel ReadAlertLevel(StrictValue value)
    {
        var members = value.Object();
        var level = new AlertLevel
        {
            Id = members.Get("id", ReadSlug, "?"),
            Label = members.Text("label"),
            From = members.Get("from", v => v.Number(), Fraction.Zero),
            Evidence = ReadEvidence(members),
        };
        members.Close();
        return level;
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SlugPattern();

    [GeneratedRegex("^item[0-9]+[a-z]?\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ItemPattern();

    [GeneratedRegex("^(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    internal static partial Regex VersionPattern();
}
