namespace KetamineOutcomes.Instruments.Rules;

/// <summary>The digits of its items side by side (EQ-5D: 11111 to 55555); only at the top of a rule.</summary>
public sealed record ProfileNode : AggregateNode
{
    internal ProfileNode(string? id, EquatableArray<RuleNode> parts)
        : base(id, parts)
    {
    }

    internal override NodeValue Evaluate(Evaluation evaluation)
    {
        var known = 0;
        Fraction digits = 0;
        foreach (var part in Parts.AsSpan())
        {
            var value = part.Evaluate(evaluation);
            if (value.IsKnown)
            {
                known++;
                digits = (digits * 10) + value.Low;
            }
        }

        return known < Parts.Count ? NodeValue.Unknown(Range) : NodeValue.Known(digits);
    }

    private protected override ValueRange? DeriveRange(IReadOnlyList<ValueRange?> parts)
    {
        Fraction low = 0;
        Fraction high = 0;
        foreach (var part in parts)
        {
            if (part is not { High: { } partHigh } range)
            {
                return null;
            }

            low = (low * 10) + range.Low;
            high = (high * 10) + partHigh;
        }

        return new ValueRange(low, high);
    }

    private protected override Grid? DeriveGrid() => new Grid(0, 1);

    internal override string? FindFault()
    {
        foreach (var part in Parts)
        {
            if (part is not ItemNode || part.Range.Low < 0 || part.Range.High is not { } high || high > 9 || part.Grid is not { IsInteger: true })
            {
                return "each part must be an item with single digits";
            }
        }

        return null;
    }
}
