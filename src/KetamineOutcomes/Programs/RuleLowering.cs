using KetamineOutcomes.Instruments;
using KetamineOutcomes.Instruments.Rules;

namespace KetamineOutcomes.Programs;

/// <summary>Turns a rule into whole numbers and conditions, under one missing-item policy. It says what the scalar reader says, in the words of an engine.</summary>
internal sealed partial class RuleLowering(InstrumentProgram program, MissingPolicy? policy)
{
    private readonly HashSet<string> _alertItems = program.Instrument.Alerts.Select(alert => alert.Item).ToHashSet(StringComparer.Ordinal);

    private bool TakesOut => policy?.NotApplicable == NotApplicableTreatment.OutOfDenominator;

    public Part Lower(RuleNode node) => node switch
    {
        ItemNode item => program.Read(item.Item, TakesOut),
        ConstantNode constant => Constant(constant.Value),
        CovariateNode covariate => Person(covariate),
        SumNode sum => Total(sum, isMean: false),
        MeanNode mean => Total(mean, isMean: true),
        MaxNode max => Extreme(max, isGreatest: true),
        MinNode min => Extreme(min, isGreatest: false),
        CountNode count => Count(count),
        AndNode and => Logic(and, isAnd: true),
        OrNode or => Logic(or, isAnd: false),
        OneOfNode oneOf => OneOf(oneOf),
        ProfileNode profile => Profile(profile),
        ThresholdNode threshold => Threshold(threshold),
        WeightNode weight => Linear(Lower(weight.Of), weight.By, 0),
        ReverseNode reverse => Linear(Lower(reverse.Of), -1, reverse.Of.Range.Low + (reverse.Of.Range.High ?? 0)),
        LinearNode linear => Linear(Lower(linear.Of), linear.Multiply, linear.Add),
        RecodeNode recode => Recode(recode),
        LookupNode lookup => Lookup(lookup),
        CaseNode choice => Case(choice),
        QuotientNode quotient => Quotient(quotient),
        ClockDifferenceNode clock => Clock(clock),
        ValueSetNode => throw new RuleNotWrittenException(RuleNotWrittenException.ValueSetNeeded, "The rule asks for a value set of the caller's choice."),
        _ => throw new RuleNotWrittenException(RuleNotWrittenException.RuleNotSupported, $"{node.GetType().Name} is not written."),
    };

    private static Part Constant(Fraction value)
    {
        var numerator = Number.From(value.Numerator);
        return new Part(Condition.True, numerator, Number.From(value.Denominator), () => new Bounds(numerator, numerator, value.Denominator));
    }

    private static Part Person(CovariateNode covariate)
    {
        var known = new Condition.PersonKnown(covariate.Kind);
        var (low, high) = (covariate.Range.Low.Numerator, covariate.Range.High!.Value.Numerator);
        var value = new Number.PersonValue(covariate.Kind, low, high);
        return new Part(known, value, Number.One, () => new Bounds(
            Number.Choose(known, value, Number.From(low)),
            Number.Choose(known, value, Number.From(high)),
            1));
    }

    private List<Part> LowerParts(AggregateNode node) => [.. node.Parts.Select(Lower)];

    private Part OneOf(AggregateNode node)
    {
        var parts = LowerParts(node);
        var common = CommonDenominator(parts);
        var count = CountParts(parts, part => part.Known);
        Number numerator = Number.Zero;
        foreach (var part in Enumerable.Reverse(parts))
        {
            numerator = Number.Choose(part.Known, Number.Multiply(part.Numerator, Number.From(common / part.FixedDenominator!.Value)), numerator);
        }

        var several = Condition.AtLeast(count, Number.From(2));
        return new Part(Condition.Same(count, Number.One), numerator, Number.From(common), () => throw NoBounds("alternatives"))
        {
            Dropped = Condition.And(parts.Select(part => part.Dropped)),
            Fault = Condition.Or([several, .. parts.Select(part => part.Fault)]),
            Filled = Condition.Or(parts.Select(part => part.Filled)),
        };
    }

    private Part Profile(AggregateNode node)
    {
        var parts = LowerParts(node);
        var digits = Number.Zero;
        foreach (var part in parts)
        {
            digits = Number.Add(Number.Multiply(digits, Number.From(10)), part.Numerator);
        }

        return new Part(Condition.And(parts.Select(part => part.Known)), digits, Number.One, () => throw NoBounds("a profile"))
        {
            Fault = Condition.Or(parts.Select(part => part.Fault)),
        };
    }

    private static RuleNotWrittenException NoBounds(string what) =>
        new(RuleNotWrittenException.BoundsNotSupported, $"The rule bounds {what} that may be unknown.");

    private static Int128 CommonDenominator(List<Part> parts) => parts.Aggregate((Int128)1, (all, part) => part.FixedDenominator is { } one
        ? ProgramItem.Common(all, one)
        : throw new RuleNotWrittenException(RuleNotWrittenException.RuleNotSupported, "A choice among parts with a divisor of their own is not written."));
}
