using KetamineOutcomes.Instruments;
using KetamineOutcomes.Instruments.Rules;

namespace KetamineOutcomes.Golden;

/// <summary>The values that a scale's rule can give, worked out here from the tree and apart from the library's own derivation.</summary>
internal static class ScaleValues
{
    /// <summary>The values by ascending order, or none where the rule divides. An open range is listed until just past its last band or cut-off.</summary>
    public static IReadOnlyList<Fraction> Of(Instrument instrument, Scale scale)
    {
        if (scale.Result != ResultKind.Number || (scale.Range.High ?? LastEdge(scale) + 1) is not { } high)
        {
            return [];
        }

        if (scale.Rule is LookupNode lookup)
        {
            return [.. lookup.Rows.Select(row => row.Value).Distinct().Order()];
        }

        if (Step(instrument, scale.Rule) is not { } step || step == 0 || (high - scale.Range.Low) / step > 10_000)
        {
            return [];
        }

        var values = new List<Fraction>();
        for (var value = scale.Range.Low; value <= high; value += step)
        {
            values.Add(value);
        }

        return values;
    }

    /// <summary>The highest bound of a band or a cut-off, or nothing where there is neither.</summary>
    private static Fraction? LastEdge(Scale scale) =>
        scale.BandSets.SelectMany(set => set.Bands).Select(band => (Fraction?)band.From).Concat(scale.CutOffs.Select(cutOff => (Fraction?)cutOff.Value)).Max();

    /// <summary>The distance of neighbouring values; 0 for a constant, nothing where it cannot be told.</summary>
    private static Fraction? Step(Instrument instrument, RuleNode node) => node switch
    {
        ItemNode leaf => OfValues(Answers(instrument.FindItem(leaf.Item)!)),
        ConstantNode => 0,
        CovariateNode or CountNode or ThresholdNode or AndNode or OrNode or ClockDifferenceNode => 1,
        RecodeNode recode => OfValues(recode.Map.Select(entry => entry.To)),
        LookupNode lookup => OfValues(lookup.Rows.Select(row => row.Value)),
        QuotientNode or ValueSetNode => null,
        MeanNode mean => Join(mean.Parts.Select(part => Step(instrument, part))) / mean.Parts.Count,
        WeightNode weight => Step(instrument, weight.Of) * Fraction.Abs(Spread(weight)),
        LinearNode linear => Step(instrument, linear.Of) * Fraction.Abs(Spread(linear)),
        SumNode sum => Join(sum.Parts.Select(part => Step(instrument, part))),
        UnaryNode unary => Step(instrument, unary.Of),
        CaseNode branches => Union(instrument, branches.Branches.Select(branch => branch.Then).Append(branches.Otherwise)),
        _ => Union(instrument, node.Children),
    };

    /// <summary>By how much a linear part stretches its own part.</summary>
    private static Fraction Spread(UnaryNode node) =>
        node.Of.Range.High is { } high && node.Range.High is { } stretched && high > node.Of.Range.Low
            ? (stretched - node.Range.Low) / (high - node.Of.Range.Low)
            : 1;

    private static Fraction? Union(Instrument instrument, IEnumerable<RuleNode> nodes)
    {
        var list = nodes.ToList();
        var joined = Join(list.Select(node => Step(instrument, node)));
        return joined is { } step ? list.Aggregate(step, (sum, node) => Divisor(sum, Fraction.Abs(node.Range.Low - list[0].Range.Low))) : null;
    }

    private static Fraction? Join(IEnumerable<Fraction?> steps) =>
        steps.Aggregate((Fraction?)Fraction.Zero, (sum, step) => sum is { } a && step is { } b ? Divisor(a, b) : null);

    private static Fraction OfValues(IEnumerable<Fraction> values)
    {
        var list = values.Order().ToList();
        return list.Aggregate(Fraction.Zero, (step, value) => Divisor(step, value - list[0]));
    }

    /// <summary>The values that an item may be answered with; two neighbours where there is no upper end.</summary>
    public static IReadOnlyList<Fraction> Answers(Item item)
    {
        if (!item.Options.IsEmpty)
        {
            return [.. item.Options.Where(option => option.Value is not null).Select(option => option.Value!.Value).Distinct().Order()];
        }

        var max = item.Max ?? item.Min + item.Step;
        var values = new List<Fraction>();
        for (var value = item.Min; value <= max; value += item.Step)
        {
            values.Add(value);
        }

        return values;
    }

    private static Fraction Divisor(Fraction left, Fraction right)
    {
        // The greatest common divisor of two fractions, by subtraction of remainders.
        while (right != 0)
        {
            var quotient = left / right;
            (left, right) = (right, left - (right * new Fraction(quotient.Numerator / quotient.Denominator, 1)));
        }

        return left;
    }
}
