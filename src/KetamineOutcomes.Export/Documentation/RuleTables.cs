using System.Text;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Instruments.Rules;

namespace KetamineOutcomes.Export.Documentation;

/// <summary>One table that rules of an instrument look values up in: a recode or a lookup.</summary>
/// <param name="Name">Its letter on the page: A, B, ...</param>
/// <param name="Node">The first node that holds it.</param>
/// <param name="Scale">The scale in whose rule it stands first.</param>
internal sealed record RuleTable(string Name, UnaryNode Node, Scale Scale)
{
    /// <summary>The table on one line: "0 becomes 0, 1 becomes 2", "0 from 0, 1 from 16".</summary>
    public string Text => Node switch
    {
        RecodeNode recode when recode.Map.All(entry => entry.To == recode.Map[0].To) => $"every value becomes {recode.Map[0].To}",
        RecodeNode recode => string.Join(", ", recode.Map.Select(entry => $"{entry.From} becomes {entry.To}")),
        LookupNode lookup => string.Join(", ", lookup.Rows.Select(row => $"{row.Value} from {row.From}{(row.StandardError is { } error ? $" (standard error {error})" : "")}")),
        _ => throw new InvalidOperationException($"{Node.GetType().Name} holds no table."),
    };
}

/// <summary>The tables of an instrument's rules, each named once however often it is used.</summary>
internal sealed class RuleTables
{
    private readonly Dictionary<string, RuleTable> _byContent = new(StringComparer.Ordinal);
    private readonly List<RuleTable> _tables = [];

    public RuleTables(Instrument instrument)
    {
        foreach (var scale in instrument.Scales)
        {
            Collect(scale.Rule, scale);
        }
    }

    /// <summary>By name.</summary>
    public IReadOnlyList<RuleTable> All => _tables;

    public RuleTable Find(RecodeNode node) => _byContent[Content(node)];

    public RuleTable Find(LookupNode node) => _byContent[Content(node)];

    /// <summary>The tables that a rule uses, by name.</summary>
    public IReadOnlyList<RuleTable> UsedBy(RuleNode rule)
    {
        var used = new HashSet<RuleTable>();
        Walk(rule, node =>
        {
            if (Content(node) is { } content)
            {
                used.Add(_byContent[content]);
            }
        });
        return [.. _tables.Where(used.Contains)];
    }

    private void Collect(RuleNode rule, Scale scale) => Walk(rule, node =>
    {
        if (Content(node) is { } content && !_byContent.ContainsKey(content))
        {
            var table = new RuleTable(Letters(_tables.Count), (UnaryNode)node, scale);
            _tables.Add(table);
            _byContent.Add(content, table);
        }
    });

    private static void Walk(RuleNode node, Action<RuleNode> visit)
    {
        visit(node);
        foreach (var child in node.Children)
        {
            Walk(child, visit);
        }
    }

    private static string Content(RecodeNode node) => "recode " + string.Join(' ', node.Map.Select(entry => $"{entry.From}:{entry.To}"));

    private static string Content(LookupNode node) => "lookup " + string.Join(' ', node.Rows.Select(row => $"{row.From}:{row.Value}:{row.StandardError}"));

    private static string? Content(RuleNode node) => node switch
    {
        RecodeNode recode => Content(recode),
        LookupNode lookup => Content(lookup),
        _ => null,
    };

    /// <summary>A to Z, then AA, AB, ...</summary>
    private static string Letters(int index)
    {
        const int Alphabet = 26;
        var name = new StringBuilder();
        for (var left = index + 1; left > 0; left = (left - 1) / Alphabet)
        {
            name.Insert(0, (char)('A' + ((left - 1) % Alphabet)));
        }

        return name.ToString();
    }
}
