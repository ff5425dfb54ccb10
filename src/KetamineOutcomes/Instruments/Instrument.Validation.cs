using KetamineOutcomes.Instruments.Rules;

namespace KetamineOutcomes.Instruments;

public sealed partial class Instrument
{
    /// <summary>What a form still lacks before it is submitted.</summary>
    /// <param name="answers">The answers so far.</param>
    /// <returns>The missing items and what is wrong.</returns>
    public FormCheck Validate(AnswerSet answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        var form = ReadForm(answers);
        var alternatives = new HashSet<int>();
        var issues = new List<Issue>(form.Issues);
        var evaluation = form.Evaluation;
        foreach (var scale in Scales)
        {
            CollectSettledAlternatives(scale.Rule, form.States, alternatives);
            evaluation.Start(form.States, _alertItems);
            _ = scale.Rule.Evaluate(evaluation);
            issues.AddRange(evaluation.Issues.Where(issue => issue.Severity == IssueSeverity.Error));
        }

        foreach (var policy in Scales.SelectMany(scale => scale.MissingPolicies.Take(1).Where(policy => !policy.IsProration).SelectMany(p => p.KOfNs.Select(k => (scale, k)))))
        {
            evaluation.Start(form.States, _alertItems);
            CollectSatisfiedGroups(policy.scale.Rule, policy.k, evaluation, alternatives);
        }

        var missing = new List<string>();
        for (var i = 0; i < Items.Count; i++)
        {
            if (form.States[i].Standing == ItemStanding.Missing && Items[i].IsScored && !(form.NotApplicable[i] && IsLeftOut(i)) && !alternatives.Contains(i)
                && form.Issues.TrueForAll(issue => issue.Severity != IssueSeverity.Error || !string.Equals(issue.Place, Items[i].Id, StringComparison.Ordinal)))
            {
                missing.Add(Items[i].Id);
            }
        }

        FormReading.Return(form);
        return new FormCheck(missing.ToEquatableArray(), issues.Distinct().ToEquatableArray());
    }

    /// <summary>Whether every scale that uses the item takes it out of its denominator where it does not apply.</summary>
    private bool IsLeftOut(int item) =>
        Scales.Where(scale => scale.Rule.ItemIndexes.Contains(item)).All(scale => scale.MissingPolicies[0].NotApplicable == NotApplicableTreatment.OutOfDenominator);

    private static void CollectSettledAlternatives(RuleNode node, ItemState[] states, HashSet<int> settled)
    {
        if (node is OneOfNode && node.ItemIndexes.Any(i => states[i].Standing == ItemStanding.Known))
        {
            settled.UnionWith(node.ItemIndexes);
        }

        foreach (var child in node.Children)
        {
            CollectSettledAlternatives(child, states, settled);
        }
    }

    private static void CollectSatisfiedGroups(RuleNode node, KOfNRule rule, Evaluation evaluation, HashSet<int> settled)
    {
        // Parts are counted as the policy itself counts them: a constant is always there (PSQI: the larger of 0 and item 5j).
        if (node is AggregateNode aggregate && string.Equals(aggregate.Id, rule.Aggregate, StringComparison.Ordinal)
            && aggregate.Parts.Count(part => part.Evaluate(evaluation).IsKnown) >= rule.Required)
        {
            settled.UnionWith(node.ItemIndexes);
        }

        foreach (var child in node.Children)
        {
            CollectSatisfiedGroups(child, rule, evaluation, settled);
        }
    }
}
