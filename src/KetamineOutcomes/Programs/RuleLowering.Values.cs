using KetamineOutcomes.Instruments.Rules;

namespace KetamineOutcomes.Programs;

/// <content>Values made from one part: recoded, looked up, chosen, divided.</content>
internal sealed partial class RuleLowering
{
    private static Part Linear(Part part, Fraction multiply, Fraction add)
    {
        // (n / d) * m + a, over one denominator.
        Number Apply(Number number, Number denominator) => Number.Add(
            Number.Multiply(number, Number.From((Int128)multiply.Numerator * add.Denominator)),
            Number.Multiply(denominator, Number.From((Int128)add.Numerator * multiply.Denominator)));
        var factor = (Int128)multiply.Denominator * add.Denominator;
        return part with
        {
            Numerator = Apply(part.Numerator, part.Denominator),
            Denominator = Number.Multiply(part.Denominator, Number.From(factor)),
            FindBounds = () =>
            {
                var bounds = part.FindBounds();
                var low = Apply(bounds.Low, Number.From(bounds.Denominator));
                var high = Apply(bounds.High, Number.From(bounds.Denominator));
                return multiply < 0 ? new Bounds(high, low, bounds.Denominator * factor) : new Bounds(low, high, bounds.Denominator * factor);
            },
        };
    }

    private Part Recode(RecodeNode node)
    {
        var part = Lower(node.Of);
        var common = node.Map.Aggregate((Int128)1, (all, entry) => ProgramItem.Common(all, entry.To.Denominator));
        Number Target(Fraction to) => Number.From(to.Numerator * (common / to.Denominator));
        Condition Is(Fraction from) => Condition.Same(
            Number.Multiply(part.Numerator, Number.From(from.Denominator)),
            Number.Multiply(part.Denominator, Number.From(from.Numerator)));
        var numerator = Target(node.Map[^1].To);
        foreach (var entry in Enumerable.Reverse(node.Map.Take(node.Map.Count - 1)))
        {
            numerator = Number.Choose(Is(entry.From), Target(entry.To), numerator);
        }

        // The map has every value of the part; a mean that a policy filled in may fall between two.
        var stands = part.Filled is Condition.Never ? Condition.True : Condition.Or(node.Map.Select(entry => Is(entry.From)));
        var known = Condition.And(part.Known, stands);
        var isItem = node.Of is ItemNode;
        return part with
        {
            Known = known,
            Numerator = numerator,
            Denominator = Number.From(common),
            FindBounds = () => isItem
                ? new Bounds(
                    Number.Choose(known, numerator, Target(node.Map.Select(entry => entry.To).Aggregate(Fraction.Min))),
                    Number.Choose(known, numerator, Target(node.Map.Select(entry => entry.To).Aggregate(Fraction.Max))),
                    common)
                : throw NoBounds("a recoded part that is no item"),
        };
    }

    private Part Lookup(LookupNode node)
    {
        var part = Lower(node.Of);
        var common = node.Rows.Aggregate((Int128)1, (all, row) => ProgramItem.Common(all, row.Value.Denominator));
        Number Value(LookupRow row) => Number.From(row.Value.Numerator * (common / row.Value.Denominator));
        var numerator = Value(node.Rows[0]);
        foreach (var row in node.Rows.Skip(1))
        {
            var reached = Condition.AtLeast(
                Number.Multiply(part.Numerator, Number.From(row.From.Denominator)),
                Number.Multiply(part.Denominator, Number.From(row.From.Numerator)));
            numerator = Number.Choose(reached, Value(row), numerator);
        }

        return part with { Numerator = numerator, Denominator = Number.From(common), FindBounds = () => throw NoBounds("a value from a table") };
    }

    private Part Case(CaseNode node)
    {
        var branches = node.Branches.Select(branch => (When: Lower(branch.When), Then: Lower(branch.Then))).ToList();
        var result = Lower(node.Otherwise);
        if (branches.Exists(branch => branch.Then.Dropped is not Condition.Never) || result.Dropped is not Condition.Never)
        {
            throw new RuleNotWrittenException(RuleNotWrittenException.RuleNotSupported, "A case of parts that may not apply is not written.");
        }

        var common = CommonDenominator([.. branches.Select(branch => branch.Then), result]);
        Number Over(Part part) => Number.Multiply(part.Numerator, Number.From(common / part.FixedDenominator!.Value));
        result = result with { Numerator = Over(result), Denominator = Number.From(common) };
        foreach (var (when, then) in Enumerable.Reverse(branches))
        {
            var isZero = Condition.Same(when.Numerator, Number.Zero);
            var no = Condition.Or(when.Dropped, Condition.And(when.Known, isZero));
            var yes = Condition.And(when.Known, Condition.Not(isZero));
            var rest = result;
            var value = Over(then);
            result = new Part(
                Condition.Or(
                    Condition.And(no, rest.Known),
                    Condition.And(yes, then.Known),
                    // Not yet known which: known all the same where both give one value.
                    Condition.And(then.Known, rest.Known, Condition.Same(value, rest.Numerator))),
                Number.Choose(no, rest.Numerator, value),
                Number.From(common),
                () => throw NoBounds("a case"))
            {
                Fault = Condition.Or(when.Fault, Condition.And(Condition.Not(no), then.Fault), Condition.And(Condition.Not(yes), rest.Fault)),
                Filled = Condition.Or(when.Filled, Condition.And(Condition.Not(no), then.Filled), Condition.And(Condition.Not(yes), rest.Filled)),
            };
        }

        return result with { FindBounds = () => throw NoBounds("a case") };
    }

    private Part Quotient(QuotientNode node)
    {
        var of = Lower(node.Of);
        var by = Lower(node.By);
        var bothKnown = Condition.And(of.Known, by.Known);
        var isZero = Condition.Same(by.Numerator, Number.Zero);
        return new Part(
            Condition.And(bothKnown, Condition.Not(isZero)),
            Number.Multiply(of.Numerator, by.Denominator),
            Number.Multiply(of.Denominator, by.Numerator),
            () => throw NoBounds("a quotient"))
        {
            Dropped = Condition.Or(of.Dropped, by.Dropped),
            Fault = Condition.Or(of.Fault, by.Fault, Condition.And(bothKnown, isZero)),
            Filled = Condition.Or(of.Filled, by.Filled),
        };
    }

    private Part Clock(ClockDifferenceNode node)
    {
        var from = Lower(node.From);
        var to = Lower(node.To);
        var minutes = Number.Add(to.Numerator, Number.Negate(from.Numerator));
        return new Part(
            Condition.And(from.Known, to.Known),
            Number.Choose(Condition.AtMost(minutes, Number.From(-1)), Number.Add(minutes, Number.From(1440)), minutes),
            Number.One,
            () => throw NoBounds("a length of time"))
        {
            Dropped = Condition.Or(from.Dropped, to.Dropped),
        };
    }
}
