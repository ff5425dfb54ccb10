using KetamineOutcomes.Instruments;
using KetamineOutcomes.Instruments.Rules;

namespace KetamineOutcomes.Export.Documentation;

/// <summary>A phrase, and below it the parts that were too long to stand in it.</summary>
/// <param name="Text">The phrase, without a capital and without an end.</param>
/// <param name="Parts">The parts, as a list below; empty where the phrase says everything.</param>
internal sealed record Phrase(string Text, IReadOnlyList<Phrase> Parts)
{
    public Phrase(string text)
        : this(text, [])
    {
    }

    /// <summary>The phrase with its text changed.</summary>
    public Phrase With(Func<string, string> change) => this with { Text = change(Text) };

    /// <summary>The phrase as lines of a nested list; the first has no bullet.</summary>
    public IEnumerable<string> Lines()
    {
        yield return Wording.Capitalise(Text) + (Parts.Count == 0 ? "." : ":");
        foreach (var line in Parts.SelectMany(part => part.Bullets(0)))
        {
            yield return line;
        }
    }

    private IEnumerable<string> Bullets(int depth)
    {
        yield return $"{new string(' ', 2 * depth)}- {Text}{(Parts.Count == 0 ? "" : ":")}";
        foreach (var line in Parts.SelectMany(part => part.Bullets(depth + 1)))
        {
            yield return line;
        }
    }
}

/// <summary>A rule in words, for someone who knows the questionnaire and not the algebra.</summary>
/// <remarks>A reader of the same tree as the scalar one; a node that it does not know is an error and not a gap.</remarks>
internal sealed class RuleWords
{
    private readonly ItemNames _items;
    private readonly RuleTables _tables;
    private readonly Scale? _scale;

    private RuleWords(Scale? scale, ItemNames items, RuleTables tables)
    {
        _scale = scale;
        _items = items;
        _tables = tables;
    }

    /// <summary>A scale's rule.</summary>
    public static Phrase Say(Scale scale, ItemNames items, RuleTables tables)
    {
        var words = new RuleWords(scale, items, tables);
        return scale.Result == ResultKind.Flag
            ? words.Clause(scale.Rule).With(text => $"met if {text}")
            : words.Noun(scale.Rule);
    }

    /// <summary>A part of a scale's rule, as a policy speaks of it.</summary>
    public static Phrase SayPart(RuleNode node, ItemNames items, RuleTables tables) => new RuleWords(null, items, tables).Noun(node);

    /// <summary>A condition.</summary>
    public static Phrase SayCondition(RuleNode node, ItemNames items, RuleTables tables) => new RuleWords(null, items, tables).Clause(node);

    /// <summary>The part as a thing: "the sum of items 1 to 9".</summary>
    private Phrase Noun(RuleNode node) => node switch
    {
        ItemNode item => new Phrase(_items.Say([item.Item])),
        ConstantNode constant => new Phrase(Constant(constant.Value)),
        CovariateNode covariate => new Phrase(Covariate(covariate.Kind)),
        SumNode sum => Combine(sum, "the sum of"),
        MeanNode mean => Combine(mean, "the mean of"),
        MaxNode max => Combine(max, "the highest of"),
        MinNode min => Combine(min, "the lowest of"),
        OneOfNode oneOf => Combine(oneOf, "whichever was answered of"),
        ProfileNode profile => new Phrase($"the answers to {_items.Say(profile.Parts.Select(ItemTemplate.ItemOf))} side by side, one digit each"),
        CountNode count => Count(count),
        ThresholdNode or AndNode or OrNode => OneIf(node),
        WeightNode weight => Times(weight.Of, weight.By),
        ReverseNode reverse => Reverse(reverse),
        LinearNode linear => Linear(linear),
        RecodeNode recode => TableOf(recode.Of, _tables.Find(recode)),
        LookupNode lookup => TableOf(lookup.Of, _tables.Find(lookup)),
        ValueSetNode valueSet => Noun(valueSet.Of).With(text => $"what the caller's own value set gives for {text} (from {valueSet.Low} to {valueSet.High}; no value set ships, and without one there is no score)"),
        QuotientNode quotient => Quotient(quotient),
        ClockDifferenceNode clock => Pair(clock.From, clock.To, (from, to) => $"the minutes from {from} to {to} (on the next day where that is earlier on the clock)", "the minutes from the first of these times to the second (on the next day where that is earlier on the clock)"),
        CaseNode @case => Case(@case),
        _ => throw new InvalidOperationException($"The documentation does not know {node.GetType().Name}."),
    };

    /// <summary>The part as a condition: "item 1 is 2 or more".</summary>
    private Phrase Clause(RuleNode node) => node switch
    {
        ItemNode item => new Phrase($"{_items.Say([item.Item])} is {Labelled(item, 1)}"),
        ThresholdNode threshold => Threshold(threshold),
        AndNode and => Logic(and, "and", "all", "all of these hold"),
        OrNode or => Logic(or, "or", "any", "at least one of these holds"),
        ConstantNode constant => new Phrase(constant.Value == 0 ? "never" : "always"),
        _ => Noun(node).With(text => $"{text} is 1"),
    };

    private Phrase Combine(AggregateNode node, string start)
    {
        var parts = Group(node);
        if (parts.Count == 1)
        {
            return parts[0].With(text => $"{start} {text}");
        }

        return parts.Count <= 3 && parts.TrueForAll(part => part.Parts.Count == 0 && !part.Text.Contains(", each ", StringComparison.Ordinal)) && node.Parts.All(IsPlain)
            ? new Phrase($"{start} {Wording.Join([.. parts.Select(part => part.Text)])}")
            : new Phrase($"{start} these", parts);
    }

    /// <summary>Whether a part is short enough to stand in a sentence with others.</summary>
    private static bool IsPlain(RuleNode node) => node switch
    {
        ItemNode or ConstantNode or CovariateNode => true,
        OneOfNode oneOf => oneOf.Parts.All(part => part is ItemNode),
        WeightNode { Of: ItemNode } or ReverseNode { Of: ItemNode } or RecodeNode { Of: ItemNode } => true,
        _ => false,
    };

    /// <summary>The parts of a node whose order does not matter: like things over several items are said once.</summary>
    private List<Phrase> Group(AggregateNode node)
    {
        var groups = new List<(string Template, List<RuleNode> Parts)>();
        foreach (var part in node.Parts)
        {
            var template = ItemTemplate.TryRead(part, Text, out var read) ? read.Text : "";
            var index = template.Length == 0 ? -1 : groups.FindIndex(group => group.Template == template);
            if (index < 0)
            {
                groups.Add((template, [part]));
            }
            else
            {
                groups[index].Parts.Add(part);
            }
        }

        return [.. groups.Select(group => group.Parts.Count == 1 ? Noun(group.Parts[0]) : new Phrase(Several(group.Parts)))];

        // The item's id stands in for its words, so that the template finds it.
        string Text(RuleNode part) => RuleFormula.WriteCondition(part, _items, _tables);
    }

    /// <summary>Several parts that do the same to one item each.</summary>
    private string Several(List<RuleNode> parts)
    {
        var items = _items.Say(parts.Select(ItemTemplate.ItemOf));
        return parts[0] switch
        {
            ItemNode => items,
            ThresholdNode threshold => $"1 for each of {items} that is {Bound(threshold)}",
            WeightNode { Of: ItemNode } weight => $"{items}, each times {weight.By}",
            ReverseNode { Of: ItemNode } reverse => $"{items}, each reversed ({RuleFormula.Ends(reverse)} minus the answer)",
            RecodeNode { Of: ItemNode } recode => $"{items}, each recoded by table {_tables.Find(recode).Name}",
            LookupNode { Of: ItemNode } lookup => $"{items}, each read off table {_tables.Find(lookup).Name}",
            _ => $"for each of {items}: {Noun(parts[0]).Text.Replace(_items.Say([ItemTemplate.ItemOf(parts[0])]), "the item", StringComparison.Ordinal)}",
        };
    }

    private Phrase Count(CountNode count)
    {
        var bound = Wording.Say(Comparator.AtLeast, count.Value.ToString());
        return count.Parts.All(part => part is ItemNode)
            ? new Phrase($"how many of {_items.Say(count.Parts.Select(ItemTemplate.ItemOf))} are {bound}")
            : new Phrase($"how many of these are {bound}", Group(count));
    }

    private Phrase OneIf(RuleNode node)
    {
        var clause = Clause(node);
        return clause.Parts.Count == 0 ? new Phrase($"1 if {clause.Text}, else 0") : clause.With(text => $"1 (else 0) if {text}");
    }

    private Phrase Threshold(ThresholdNode threshold) => threshold.Of switch
    {
        CountNode count when count.Parts.All(part => part is ItemNode) && threshold.Comparator == Comparator.AtLeast =>
            new Phrase($"at least {threshold.Value} of {_items.Say(count.Parts.Select(ItemTemplate.ItemOf))} {(threshold.Value == 1 ? "is" : "are")} {Wording.Say(Comparator.AtLeast, count.Value.ToString())}"),
        _ => Noun(threshold.Of).With(text => $"{text} is {Bound(threshold)}"),
    };

    /// <summary>"2 or more", or the one value that is left at the end of the range, with its label.</summary>
    private string Bound(ThresholdNode threshold)
    {
        var range = threshold.Of.Range;
        var single = threshold.Comparator == Comparator.AtLeast ? range.High == threshold.Value : range.Low == threshold.Value;
        return single ? Labelled(threshold.Of, threshold.Value) : Wording.Say(threshold.Comparator, threshold.Value.ToString());
    }

    private string Labelled(RuleNode node, Fraction value) =>
        node is ItemNode item && _items.Instrument.FindItem(item.Item)!.Options.FirstOrDefault(option => option.Value == value) is { } option
            ? $"{value} ({option.Label})"
            : value.ToString();

    private Phrase Logic(AggregateNode node, string word, string each, string list)
    {
        if (Shared(node) is { } said && node.Parts.Count > 1)
        {
            if (node.Parts.Count == 2)
            {
                each = each == "all" ? "both" : "either";
            }

            return new Phrase($"{each} of {_items.Say(node.Parts.Select(ItemTemplate.ItemOf))} {(each is "all" or "both" ? "are" : "is")} {said}");
        }

        var clauses = node.Parts.Select(Clause).ToList();
        return clauses.Count <= 2 && clauses.All(clause => clause.Parts.Count == 0) && node.Parts.All(part => part is ItemNode or ThresholdNode)
            ? new Phrase(string.Join($" {word} ", clauses.Select(clause => clause.Text)))
            : new Phrase(list, clauses);
    }

    /// <summary>What all parts say of an item each, or <see langword="null"/> if they differ.</summary>
    private string? Shared(AggregateNode node)
    {
        var said = node.Parts.Select(part => part switch
        {
            ItemNode item => Labelled(item, 1),
            ThresholdNode { Of: ItemNode } threshold => Bound(threshold),
            _ => null,
        }).Distinct(StringComparer.Ordinal).ToList();
        return said.Count == 1 ? said[0] : null;
    }

    private Phrase Times(RuleNode of, Fraction by) =>
        of is ItemNode ? new Phrase($"{by} times {Noun(of).Text}")
        : by.Numerator == 1 && by.Denominator > 1 ? Noun(of).With(text => $"{text}, divided by {by.Denominator}")
        : Noun(of).With(text => $"{by} times {text}");

    private Phrase Reverse(ReverseNode reverse) => reverse.Of is ItemNode
        ? new Phrase($"{Noun(reverse.Of).Text} reversed ({RuleFormula.Ends(reverse)} minus the answer)")
        : Noun(reverse.Of).With(text => $"{RuleFormula.Ends(reverse)} minus {text}");

    private Phrase Linear(LinearNode linear)
    {
        var (multiply, add) = (linear.Multiply, linear.Add);
        if (multiply < 0)
        {
            var less = multiply == -1 ? Noun(linear.Of) : Times(linear.Of, -multiply);
            return less.With(text => $"{add} minus {text}");
        }

        var scaled = multiply == 1 ? Noun(linear.Of) : Times(linear.Of, multiply);
        return add == 0 ? scaled
            : add < 0 ? scaled.With(text => $"{text}, minus {-add}")
            : scaled.With(text => $"{text}, plus {add}");
    }

    private Phrase TableOf(RuleNode of, RuleTable table) => of is ItemNode
        ? new Phrase($"{Noun(of).Text} {(table.Node is RecodeNode ? "recoded by" : "read off")} table {table.Name}")
        : Noun(of).With(text => $"the value that table {table.Name} gives for {text}");

    private Phrase Quotient(QuotientNode quotient) =>
        Pair(quotient.Of, quotient.By, (of, by) => $"{of} divided by {by}", "the first of these divided by the second");

    private Phrase Pair(RuleNode first, RuleNode second, Func<string, string, string> say, string list)
    {
        var (one, two) = (Noun(first), Noun(second));
        return one.Parts.Count == 0 && two.Parts.Count == 0 ? new Phrase(say(one.Text, two.Text)) : new Phrase(list, [one, two]);
    }

    private Phrase Case(CaseNode @case)
    {
        var parts = new List<Phrase>();
        foreach (var branch in @case.Branches)
        {
            var (then, when) = (Noun(branch.Then), Clause(branch.When));
            parts.Add(then.Parts.Count == 0
                ? when.With(text => $"{then.Text} if {text}")
                : new Phrase(when.Parts.Count == 0 ? $"if {when.Text}" : $"if {when.Text} (the first list), what the second list says", [.. when.Parts.Count == 0 ? [] : new[] { when }, then]));
        }

        parts.Add(Noun(@case.Otherwise).With(text => $"otherwise {text}"));
        return new Phrase("the first of these that applies", parts);
    }

    private string Constant(Fraction value) =>
        _scale?.Categories.FirstOrDefault(category => category.Value == value) is { } category ? $"{value} ({category.Label})" : value.ToString();

    internal static string Covariate(CovariateKind kind) => kind switch
    {
        CovariateKind.Sex => "the person's sex (0 male, 1 female)",
        CovariateKind.Age => "the person's age in whole years",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
