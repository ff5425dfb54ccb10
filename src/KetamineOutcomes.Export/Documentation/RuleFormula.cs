using KetamineOutcomes.Instruments;
using KetamineOutcomes.Instruments.Rules;

namespace KetamineOutcomes.Export.Documentation;

/// <summary>A rule as a formula: one definition a line, the scale first, then the named parts that it uses.</summary>
/// <remarks>A reader of the same tree as the scalar one; a node that it does not know is an error and not a gap.</remarks>
internal sealed class RuleFormula
{
    private const int Width = 100;

    private readonly ItemNames _items;
    private readonly RuleTables _tables;
    private readonly Dictionary<string, AggregateNode> _named = new(StringComparer.Ordinal);
    private readonly List<string> _pending = [];
    private readonly string _scale;

    private RuleFormula(string scale, ItemNames items, RuleTables tables)
    {
        _scale = scale;
        _items = items;
        _tables = tables;
    }

    /// <summary>The lines of a scale's rule.</summary>
    public static IReadOnlyList<string> Write(Scale scale, ItemNames items, RuleTables tables)
    {
        var formula = new RuleFormula(scale.Id, items, tables);
        return formula.Define(scale.Id, scale.Rule);
    }

    /// <summary>A condition on one line, for a skip.</summary>
    public static string WriteCondition(RuleNode node, ItemNames items, RuleTables tables) => new RuleFormula("", items, tables).Flat(node, Level.Loose);

    /// <summary>How tightly an operator binds its parts.</summary>
    private enum Level
    {
        Loose,
        Or,
        And,
        Comparison,
        Sum,
        Product,
        Tight,
    }

    private List<string> Define(string name, RuleNode root)
    {
        var lines = Print($"{Name(name)} = ", root, 0, "", isRoot: true);
        for (var i = 0; i < _pending.Count; i++)
        {
            lines.AddRange(Print($"{Name(_pending[i])} = ", _named[_pending[i]], 0, "", isRoot: true));
        }

        return lines;
    }

    /// <summary>One line where it fits, else the outermost call opened over several.</summary>
    private List<string> Print(string head, RuleNode node, int indent, string tail, bool isRoot = false)
    {
        var flat = head + (isRoot ? FlatBody(node, Level.Loose) : Flat(node, Level.Loose)) + tail;
        var fits = indent + flat.Length <= Width && node is not CaseNode;
        if (fits || !TryOpen(node, isRoot, out var open, out var parts))
        {
            return [Indent(indent) + flat];
        }

        var lines = new List<string> { Indent(indent) + head + open };
        for (var i = 0; i < parts.Count; i++)
        {
            var separator = i < parts.Count - 1 ? "," : "";
            var (label, part) = parts[i];
            if (part is null)
            {
                lines.Add(Indent(indent + 2) + label + separator);
            }
            else
            {
                lines.AddRange(Print(label, part, indent + 2, separator));
            }
        }

        lines.Add(Indent(indent) + (open[^1] == '[' ? "]" : ")") + tail);
        return lines;
    }

    private bool TryOpen(RuleNode node, bool isRoot, out string open, out List<(string Label, RuleNode? Part)> parts)
    {
        open = "";
        parts = [];
        if (!isRoot && node is AggregateNode { Id: { } } named && IsLocal(named))
        {
            return false;
        }

        switch (node)
        {
            case CountNode:
                return false;
            case AggregateNode aggregate:
                open = Function(aggregate) + "(";
                parts.AddRange(Group(aggregate).Select(group => group.Text is { } text ? (text, (RuleNode?)null) : ("", group.Node)));
                return true;
            case CaseNode @case:
                open = "case(";
                parts.AddRange(@case.Branches.Select(branch => ($"{Flat(branch.When, Level.Loose)}: ", (RuleNode?)branch.Then)));
                parts.Add(("else: ", @case.Otherwise));
                return true;
            case LookupNode lookup:
                open = _tables.Find(lookup).Name + "[";
                parts.Add(("", lookup.Of));
                return true;
            case RecodeNode recode:
                open = _tables.Find(recode).Name + "[";
                parts.Add(("", recode.Of));
                return true;
            default:
                return false;
        }
    }

    /// <summary>A named part stands by its name, and is defined on a line of its own.</summary>
    private string Flat(RuleNode node, Level around)
    {
        if (node is AggregateNode { Id: { } id } aggregate && IsLocal(aggregate))
        {
            if (_named.TryAdd(id, aggregate))
            {
                _pending.Add(id);
            }

            return Name(id);
        }

        return FlatBody(node, around);
    }

    // Inside the rule the scale's own name would be taken for the result.
    private bool IsLocal(AggregateNode node) => node.Id is { } id && !string.Equals(id, _scale, StringComparison.Ordinal);

    /// <summary>An id as a formula can hold it: a hyphen would read as a minus.</summary>
    private static string Name(string id) => id.Replace('-', '_');

    private string FlatBody(RuleNode node, Level around) => node switch
    {
        ItemNode item => item.Item,
        ConstantNode constant => Number(constant.Value, around),
        CovariateNode covariate => Wording.Say(covariate.Kind),
        CountNode count => Call(count),
        AndNode { Parts.Count: <= 4 } and => Infix(and.Parts, " and ", Level.And, around),
        OrNode { Parts.Count: <= 4 } or => Infix(or.Parts, " or ", Level.Or, around),
        SumNode sum when sum.Parts.Count <= 2 || (sum.Parts.Count <= 4 && Group(sum).Count == sum.Parts.Count) => Infix(sum.Parts, " + ", Level.Sum, around),
        SumNode or MeanNode or MaxNode or MinNode or AndNode or OrNode or OneOfNode or ProfileNode => Call((AggregateNode)node),
        ThresholdNode threshold => Wrap($"{Flat(threshold.Of, Level.Sum)} {threshold.Comparator.ToSign()} {threshold.Value}", Level.Comparison, around),
        WeightNode weight => Wrap($"{Number(weight.By, Level.Product)} * {Flat(weight.Of, Level.Tight)}", Level.Product, around),
        ReverseNode reverse => Wrap($"{Ends(reverse)} - {Flat(reverse.Of, Level.Product)}", Level.Sum, around),
        LinearNode linear => Linear(linear, around),
        RecodeNode recode => $"{_tables.Find(recode).Name}[{Flat(recode.Of, Level.Loose)}]",
        ValueSetNode valueSet => $"value_set[{Flat(valueSet.Of, Level.Loose)}]",
        LookupNode lookup => $"{_tables.Find(lookup).Name}[{Flat(lookup.Of, Level.Loose)}]",
        QuotientNode quotient => Wrap($"{Flat(quotient.Of, Level.Product)} / {Flat(quotient.By, Level.Tight)}", Level.Product, around),
        ClockDifferenceNode clock => $"minutes({Flat(clock.From, Level.Loose)} -> {Flat(clock.To, Level.Loose)})",
        CaseNode @case => $"case({string.Join(", ", @case.Branches.Select(branch => $"{Flat(branch.When, Level.Loose)}: {Flat(branch.Then, Level.Loose)}"))}, else: {Flat(@case.Otherwise, Level.Loose)})",
        _ => throw new InvalidOperationException($"The documentation does not know {node.GetType().Name}."),
    };

    private string Call(AggregateNode node) => $"{Function(node)}({string.Join(", ", Group(node).Select(group => group.Text ?? Flat(group.Node!, Level.Loose)))})";

    private static string Function(AggregateNode node) => node switch
    {
        SumNode => "sum",
        MeanNode => "mean",
        MaxNode => "max",
        MinNode => "min",
        CountNode => "count",
        AndNode => "all",
        OrNode => "any",
        OneOfNode => "answered",
        ProfileNode => "digits",
        _ => throw new InvalidOperationException($"The documentation does not know {node.GetType().Name}."),
    };

    /// <summary>The parts by first appearance; like parts over three items or more are said once, with <c>x</c> for the item.</summary>
    private List<(string? Text, RuleNode? Node)> Group(AggregateNode node)
    {
        var groups = new List<(string? Text, RuleNode? Node)>();
        var templates = new List<(string Template, List<RuleNode> Parts)>();
        foreach (var part in node.Parts)
        {
            var template = ItemTemplate.TryRead(part, Body, out var read) ? read.Text : null;
            if (node is CountNode count)
            {
                template = template is null ? null : $"{template} >= {count.Value}";
            }

            // A profile's parts are all items, and only their order is kept; what the other nodes combine commutes.
            var same = template is null ? -1 : templates.FindIndex(entry => entry.Template == template);
            if (same >= 0)
            {
                templates[same].Parts.Add(part);
            }
            else
            {
                templates.Add((template ?? "", [part]));
            }
        }

        foreach (var (template, parts) in templates)
        {
            if (template == "x")
            {
                groups.Add((Write(parts), null));
            }
            else if (node is CountNode count)
            {
                groups.Add(template.Length > 0
                    ? ($"{template} for x in {{{Write(parts)}}}", null)
                    : ($"{Flat(parts[0], Level.Sum)} >= {count.Value}", null));
            }
            else if (template.Length > 0 && parts.Count > 2)
            {
                groups.Add(($"{template} for x in {{{Write(parts)}}}", null));
            }
            else
            {
                groups.AddRange(parts.Select(part => ((string?)null, (RuleNode?)part)));
            }
        }

        return groups;

        string Write(List<RuleNode> parts) => _items.Write([.. parts.Select(ItemTemplate.ItemOf)], keepOrder: node is ProfileNode);

        string Body(RuleNode part) => Flat(part, node is CountNode ? Level.Sum : Level.And);
    }

    private string Infix(EquatableArray<RuleNode> parts, string sign, Level level, Level around) =>
        Wrap(string.Join(sign, parts.Select(part => Flat(part, level))), level, around);

    private string Linear(LinearNode linear, Level around)
    {
        if (linear.Add == 0)
        {
            return Wrap(Times(linear.Of, linear.Multiply), Level.Product, around);
        }

        if (linear.Multiply < 0)
        {
            return Wrap($"{linear.Add} - {Times(linear.Of, -linear.Multiply)}", Level.Sum, around);
        }

        var sign = linear.Add < 0 ? "-" : "+";
        return Wrap($"{Times(linear.Of, linear.Multiply)} {sign} {Fraction.Abs(linear.Add)}", Level.Sum, around);
    }

    private string Times(RuleNode of, Fraction by) => by == 1 ? Flat(of, Level.Product) : $"{Number(by, Level.Product)} * {Flat(of, Level.Tight)}";

    internal static Fraction Ends(ReverseNode reverse) => reverse.Of.Range.Low + (reverse.Of.Range.High ?? 0);

    /// <summary>A fraction or a negative number is bracketed inside a product.</summary>
    private static string Number(Fraction value, Level around)
    {
        var text = value.ToString();
        return around >= Level.Product && (text.Contains('/', StringComparison.Ordinal) || value < 0) ? $"({text})" : text;
    }

    private static string Wrap(string text, Level own, Level around) => own > around || around == Level.Loose || (own == around && own is Level.Or or Level.And) ? text : $"({text})";

    private static string Indent(int spaces) => new(' ', spaces);
}
