namespace KetamineOutcomes.Instruments.Rules;

/// <summary>The value that a caller's own value set gives to a profile (EQ-5D: an index by country).</summary>
/// <remarks>Value sets belong to others and differ by country, so none ships. Without one the part is unknown, over its declared bounds.</remarks>
public sealed record ValueSetNode : UnaryNode
{
    internal ValueSetNode(RuleNode of, Fraction low, Fraction high)
        : base(of)
    {
        Low = low;
        High = high;
    }

    /// <summary>The lowest value that a value set may give.</summary>
    public Fraction Low { get; }

    /// <summary>The highest value that a value set may give.</summary>
    public Fraction High { get; }

    internal override NodeValue Evaluate(Evaluation evaluation)
    {
        var profile = Of.Evaluate(evaluation);
        if (profile.IsDropped)
        {
            return profile;
        }

        if (evaluation.ValueSet is not { } set)
        {
            evaluation.NeedsValueSet = true;
            return NodeValue.Unknown(Range);
        }

        if (!profile.IsKnown)
        {
            return NodeValue.Unknown(Range);
        }

        if (set.Find(profile.Low) is not { } value)
        {
            evaluation.Issues.Add(new Issue(IssueCodes.ValueSetIncomplete, IssueSeverity.Error, $"The value set {set.Name} has no value for this profile."));
            return NodeValue.Unknown(Range);
        }

        if (!Range.Contains(value))
        {
            evaluation.Issues.Add(new Issue(IssueCodes.ValueSetOutOfRange, IssueSeverity.Error, $"The value set {set.Name} gives a value outside {Range}."));
            return NodeValue.Unknown(Range);
        }

        evaluation.UsedValueSet = true;
        return NodeValue.Known(value);
    }

    private protected override ValueRange? DeriveRange(IReadOnlyList<ValueRange?> parts) => parts[0] is null ? null : new ValueRange(Low, High);

    private protected override Grid? DeriveGrid() => null;

    internal override string? FindFault() =>
        Of is not ProfileNode ? "a value set is keyed by a profile" : Low >= High ? "the lowest value must lie below the highest" : null;
}
