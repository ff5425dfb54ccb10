namespace KetamineOutcomes.Instruments.Rules;

/// <summary>Whether all its parts hold (0 or 1); three-valued under missing ones.</summary>
public sealed record AndNode : AggregateNode
{
    internal AndNode(string? id, EquatableArray<RuleNode> parts)
        : base(id, parts)
    {
    }

    internal override NodeValue Evaluate(Evaluation evaluation)
    {
        var parts = 0;
        var low = true;
        var high = true;
        foreach (var part in Parts.AsSpan())
        {
            var value = part.Evaluate(evaluation);
            if (value.IsDropped)
            {
                continue;
            }

            parts++;
            low &= value.Low != 0;
            high &= value.High != 0;
        }

        return parts == 0 ? NodeValue.Dropped : NodeValue.Logic(low, high);
    }

    private protected override ValueRange? DeriveRange(IReadOnlyList<ValueRange?> parts) => LogicRange(parts);

    internal static ValueRange? LogicRange(IReadOnlyList<ValueRange?> parts) => parts.Any(part => part is not null) ? new ValueRange(0, 1) : null;

    private protected override Grid? DeriveGrid() => new Grid(0, 1);

    internal override string? FindFault() => FindNonCondition(Parts);

    internal static string? FindNonCondition(EquatableArray<RuleNode> parts)
    {
        foreach (var part in parts)
        {
            if (!IsCondition(part))
            {
                return "each part must be a condition: 0 or 1";
            }
        }

        return null;
    }

    internal static bool IsCondition(RuleNode part) =>
        part.Range.Low >= 0 && part.Range.High is { } high && high <= 1 && part.Grid is { IsInteger: true };
}
