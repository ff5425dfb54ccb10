using KetamineOutcomes.Instruments;
using KetamineOutcomes.Instruments.Rules;

namespace KetamineOutcomes.Programs;

/// <content>Questions with yes, no and not known yet.</content>
internal sealed partial class RuleLowering
{
    private Part Count(CountNode node)
    {
        var parts = LowerParts(node);
        var ends = parts.ConvertAll(part => Sides(part, node.Value, isAtLeast: true));
        Number Add(Func<(Condition Sure, Condition Possible), Condition> end) => Number.Add(parts.Select((part, index) =>
            Number.Choose(Condition.And(Condition.Not(part.Dropped), end(ends[index])), Number.One, Number.Zero)));
        var (low, high) = (Add(end => end.Sure), Add(end => end.Possible));

        // The number stands where every part that could still count counts already.
        var known = Condition.And(parts.Select((part, index) =>
            Condition.Or(part.Dropped, ends[index].Sure, Condition.Not(ends[index].Possible))));
        return ThreeValued(parts, known, low, high);
    }

    private Part Logic(AggregateNode node, bool isAnd)
    {
        var parts = LowerParts(node);
        var ends = parts.ConvertAll(part =>
        {
            var bounds = part.FindBounds();
            return (Sure: Condition.Not(Condition.Same(bounds.Low, Number.Zero)), Possible: Condition.Not(Condition.Same(bounds.High, Number.Zero)));
        });
        Condition Join(Func<(Condition Sure, Condition Possible), Condition> end) => isAnd
            ? Condition.And(parts.Select((part, index) => Condition.Or(part.Dropped, end(ends[index]))))
            : Condition.Or(parts.Select((part, index) => Condition.And(Condition.Not(part.Dropped), end(ends[index]))));
        var (sure, possible) = (Join(end => end.Sure), Join(end => end.Possible));
        return ThreeValued(
            parts,
            Condition.Or(sure, Condition.Not(possible)),
            Number.Choose(sure, Number.One, Number.Zero),
            Number.Choose(possible, Number.One, Number.Zero));
    }

    private Part Threshold(ThresholdNode node)
    {
        var part = Lower(node.Of);
        var (sure, possible) = Sides(part, node.Value, node.Comparator == Comparator.AtLeast);
        return ThreeValued(
            [part],
            Condition.Or(sure, Condition.Not(possible)),
            Number.Choose(sure, Number.One, Number.Zero),
            Number.Choose(possible, Number.One, Number.Zero));
    }

    private static Part ThreeValued(List<Part> parts, Condition settled, Number low, Number high)
    {
        var dropped = Condition.And(parts.Select(part => part.Dropped));
        return new Part(Condition.And(settled, Condition.Not(dropped)), low, Number.One, () => new Bounds(low, high, 1))
        {
            Dropped = dropped,
            Fault = Condition.Or(parts.Select(part => part.Fault)),
            Filled = Condition.Or(parts.Select(part => part.Filled)),
        };
    }

    /// <summary>Whether a part is surely, and whether it is possibly, on the right side of a value.</summary>
    private static (Condition Sure, Condition Possible) Sides(Part part, Fraction value, bool isAtLeast)
    {
        var bounds = part.FindBounds();
        Condition Compare(Number end)
        {
            var left = Number.Multiply(end, Number.From(value.Denominator));
            var right = Number.From(checked(value.Numerator * bounds.Denominator));
            if (value.Denominator == 1)
            {
                left = end;
            }

            return isAtLeast ? Condition.AtLeast(left, right) : Condition.AtMost(left, right);
        }

        return isAtLeast ? (Compare(bounds.Low), Compare(bounds.High)) : (Compare(bounds.High), Compare(bounds.Low));
    }
}
