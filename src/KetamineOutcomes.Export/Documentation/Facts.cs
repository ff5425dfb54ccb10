using KetamineOutcomes.Instruments;
using KetamineOutcomes.Instruments.Rules;

namespace KetamineOutcomes.Export.Documentation;

/// <summary>A definition's facts as plain sentences, for the page and for the tool's sheet.</summary>
internal static class Facts
{
    /// <summary>What an item offers, without the options: "0 to 3", "a time of day, HH:MM".</summary>
    public static string Range(Item item) => item.Kind switch
    {
        ItemKind.TimeOfDay => "a time of day, HH:MM",
        ItemKind.Duration => $"minutes, {item.Min} to {item.Max}",
        ItemKind.Count => $"a count from {item.Min}",
        ItemKind.Choice => "one of the options",
        ItemKind.Number => item.Step == 1 ? $"{item.Min} to {item.Max}" : $"{item.Min} to {item.Max} by {item.Step}",
        _ => throw new ArgumentOutOfRangeException(nameof(item)),
    };

    /// <summary>One option as an answer is written and what it counts: "2 = often", "b (1) = twice".</summary>
    public static string Say(ItemOption option) => option.Value switch
    {
        null => $"{option.Id} = {option.Label} (no value)",
        { } value when value.ToString() == option.Id => $"{option.Id} = {option.Label}",
        { } value when option.Id == option.Label => $"{option.Id} ({value})",
        { } value => $"{option.Id} ({value}) = {option.Label}",
    };

    /// <summary>What an item offers besides its range or options; empty for most.</summary>
    public static IEnumerable<string> Remarks(Item item)
    {
        if (item.AllowsNotApplicable)
        {
            yield return "or not-applicable";
        }

        if (!item.NotRated.IsEmpty)
        {
            yield return $"{string.Join(", ", item.NotRated)} means not rated and counts as missing";
        }

        if (!item.IsScored)
        {
            yield return "asked, never scored";
        }
    }

    /// <summary>What a scale gives: "0 to 27 points; higher is worse".</summary>
    public static string Result(Scale scale)
    {
        var what = scale.Result == ResultKind.Number
            ? string.Join(' ', new[] { scale.Range.ToString(), scale.Unit }.Where(part => part.Length > 0))
            : Wording.Say(scale.Result);
        var direction = Wording.Say(scale.Direction);
        if (scale.Result == ResultKind.Flag)
        {
            direction = direction.Replace("higher", "met", StringComparison.Ordinal);
        }

        if (scale.Measures == MeasureKind.Change)
        {
            what += ", a rating of change that is compared with no baseline";
        }

        return direction.Length == 0 ? what : $"{what}; {direction}";
    }

    /// <summary>What a missing-item policy does, in clauses without an end.</summary>
    public static IReadOnlyList<string> Describe(MissingPolicy policy, Scale scale, ItemNames items, RuleTables tables)
    {
        var clauses = new List<string>();
        foreach (var mean in policy.PersonMeans)
        {
            var node = Find(scale.Rule, mean.Aggregate)!;
            var round = mean.RoundTo switch
            {
                null => "",
                0 => ", and the result is rounded to a whole number, half away from zero",
                { } decimals => $", and the result is rounded to {Wording.Count(decimals, "decimal")}, half away from zero",
            };
            clauses.Add($"in {Name(node, items, tables)} up to {Wording.Number(mean.MaxMissing)} of {Wording.Number(node.Parts.Count)} parts may be missing; each gets the mean of the person's answered parts{round}");
        }

        foreach (var rule in policy.KOfNs)
        {
            var node = Find(scale.Rule, rule.Aggregate)!;
            clauses.Add($"{Name(node, items, tables)} is taken over its known parts if at least {Wording.Number(rule.Required)} of {Wording.Number(node.Parts.Count)} {(rule.Required == 1 ? "is" : "are")} known");
        }

        if (policy.NotApplicable == NotApplicableTreatment.OutOfDenominator)
        {
            clauses.Add("not-applicable items leave the rule; the range shrinks and the bands of the full form no longer apply");
        }
        else if (scale.Items.Any(item => item.AllowsNotApplicable))
        {
            clauses.Add("not-applicable counts as missing");
        }

        if (policy.PersonMeans.IsEmpty && policy.KOfNs.IsEmpty)
        {
            clauses.Insert(0, "nothing is filled in");
            return clauses;
        }

        clauses.Add(policy.IsProration ? "a score that needed this is marked prorated" : "a score that needed this is not marked prorated");
        if (policy.IsProration && AlertItems(policy, scale, items.Instrument) is { Count: > 0 } kept)
        {
            clauses.Add($"{items.Say(kept)} {(kept.Count == 1 ? "carries" : "carry")} an alert and {(kept.Count == 1 ? "is" : "are")} never filled in");
        }

        return clauses;
    }

    /// <summary>What an endpoint asks for: "a score less than 5".</summary>
    public static string Describe(EndpointEntry endpoint, Scale scale) => endpoint.Kind switch
    {
        EndpointKind.Response => $"an improvement of {Wording.Say(endpoint.Comparator, endpoint.Value + " %")}",
        EndpointKind.Remission => $"a score of {Wording.Say(endpoint.Comparator, endpoint.Value.ToString())}",
        _ => throw new ArgumentOutOfRangeException(nameof(endpoint)),
    } + $", from a baseline of {endpoint.MinimumBaseline} or {(scale.Direction == Direction.HigherIsBetter ? "less" : "more")}";

    /// <summary>From where a milestone is reached: "a rating of 1 or more".</summary>
    public static string Describe(MilestoneEntry milestone) => $"a rating of {Wording.Say(milestone.Comparator, milestone.Value.ToString())}";

    /// <summary>How the percentage of an endpoint is computed, as a formula.</summary>
    public static string Percentage(EndpointEntry endpoint, Scale scale)
    {
        var better = scale.Direction == Direction.HigherIsBetter;
        var change = better ? "(score - baseline)" : "(baseline - score)";
        return endpoint.PercentageRule switch
        {
            PercentageRule.Raw => $"100 * {change} / baseline",
            PercentageRule.RangeToBest => $"100 * {change} / {(better ? $"({scale.BestPossible} - baseline)" : $"(baseline - {scale.BestPossible})")}",
            _ => throw new ArgumentOutOfRangeException(nameof(endpoint)),
        };
    }

    /// <summary>A cut-off's condition: "10 or more, female".</summary>
    public static string Condition(CutOff cutOff) =>
        Wording.Say(cutOff.Comparator, cutOff.Value.ToString()) + (cutOff.Sex is { } sex ? $", {Wording.Say(sex)}" : "");

    /// <summary>A figure with its range.</summary>
    public static string Figure(Psychometric figure) => figure.Upper is { } upper ? $"{figure.Value} to {upper}" : figure.Value.ToString();

    private static string Name(AggregateNode node, ItemNames items, RuleTables tables)
    {
        var phrase = RuleWords.SayPart(node, items, tables);
        return phrase.Parts.Count == 0 ? phrase.Text : $"{phrase.Text} {Wording.Number(node.Parts.Count)} ({node.Id})";
    }

    private static AggregateNode? Find(RuleNode node, string id) =>
        node is AggregateNode aggregate && string.Equals(aggregate.Id, id, StringComparison.Ordinal)
            ? aggregate
            : node.Children.Select(child => Find(child, id)).FirstOrDefault(found => found is not null);

    private static List<string> AlertItems(MissingPolicy policy, Scale scale, Instrument instrument)
    {
        var filled = policy.PersonMeans.Select(mean => mean.Aggregate).Concat(policy.KOfNs.Select(rule => rule.Aggregate))
            .SelectMany(id => ItemsOf(Find(scale.Rule, id)!))
            .ToHashSet(StringComparer.Ordinal);
        return [.. instrument.Alerts.Select(alert => alert.Item).Where(filled.Contains).Distinct(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> ItemsOf(RuleNode node) => node is ItemNode item ? [item.Item] : node.Children.SelectMany(ItemsOf);
}
