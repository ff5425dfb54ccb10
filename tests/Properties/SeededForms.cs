using System.Diagnostics.CodeAnalysis;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Instruments.Rules;

namespace KetamineOutcomes.Properties;

/// <summary>Complete forms drawn from a fixed seed, so that what one run finds every run finds.</summary>
[SuppressMessage("Security", "CA5394", Justification = "Forms for tests, the same in each run.")]
internal sealed class SeededForms(Instrument instrument, Scale scale, int seed)
{
    private readonly Random _random = new(seed);

    private readonly Dictionary<string, IReadOnlyList<Fraction>> _values = instrument.Items.ToDictionary(item => item.Id, Forms.Values, StringComparer.Ordinal);

    /// <summary>The items of each alternative of the rule; one of each is answered.</summary>
    private readonly List<List<string>> _alternatives = [.. Nodes<OneOfNode>(scale.Rule).Select(node => node.Parts.SelectMany(Items).ToList())];

    public IReadOnlyList<Fraction> Values(string item) => _values[item];

    public static IEnumerable<TNode> Nodes<TNode>(RuleNode node)
        where TNode : RuleNode => node.Children.SelectMany(Nodes<TNode>).Concat(node is TNode found ? [found] : []);

    public static IEnumerable<string> Items(RuleNode node) => node is ItemNode leaf ? [leaf.Item] : node.Children.SelectMany(Items);

    /// <summary>A form; the item named is the one that is answered where there are alternatives to it.</summary>
    public AnswerSet Draw(string? wanted = null)
    {
        // Some forms lie near an end, where thresholds and gates are; on others the answers spread.
        var share = _random.Next(5) switch { 0 => 0.1, 1 => 0.9, 2 => 0.5, _ => -1 };
        var answers = new Dictionary<string, Answer>(StringComparer.Ordinal);
        foreach (var item in instrument.Items)
        {
            var values = _values[item.Id];
            if (values.Count > 0)
            {
                var index = share < 0 ? _random.Next(values.Count)
                    : _random.NextDouble() < share ? values.Count - 1 - _random.Next(Math.Min(2, values.Count))
                    : _random.Next(Math.Min(2, values.Count));
                answers[item.Id] = Answer.Number(values[index]);
            }
        }

        foreach (var parts in _alternatives)
        {
            var kept = wanted is not null && parts.Contains(wanted, StringComparer.Ordinal) ? wanted : parts[_random.Next(parts.Count)];
            foreach (var part in parts.Where(part => part != kept))
            {
                answers[part] = Answer.Missing;
            }
        }

        return AnswerSet.Create(answers);
    }

    /// <summary>The same form with some answers left out.</summary>
    public AnswerSet Blank(AnswerSet form)
    {
        var share = _random.NextDouble() * 0.3;
        return instrument.Items.Where(_ => _random.NextDouble() < share).Aggregate(form, (set, item) => set.With(item.Id, Answer.Missing));
    }

    /// <summary>A person's sex and age, for the rules that ask.</summary>
    public ScoringOptions Person() => new() { Covariates = new Covariates(_random.Next(2) == 0 ? Sex.Male : Sex.Female, _random.Next(18, 100)) };

    public List<T> Shuffled<T>(IEnumerable<T> items)
    {
        var list = items.ToArray();
        _random.Shuffle(list);
        return [.. list];
    }
}
