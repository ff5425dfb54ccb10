using System.Runtime.CompilerServices;

namespace KetamineOutcomes.Instruments.Rules;

/// <summary>A part of a scoring rule: a closed algebra, read from a definition and shared by every reader of it.</summary>
/// <remarks>
/// The cases are <see cref="ItemNode"/>, <see cref="ConstantNode"/>, <see cref="CovariateNode"/>, <see cref="SumNode"/>, <see cref="MeanNode"/>, <see cref="MaxNode"/>,
/// <see cref="MinNode"/>, <see cref="CountNode"/>, <see cref="ThresholdNode"/>, <see cref="WeightNode"/>, <see cref="ReverseNode"/>,
/// <see cref="LinearNode"/>, <see cref="RecodeNode"/>, <see cref="CaseNode"/>, <see cref="LookupNode"/>, <see cref="QuotientNode"/>,
/// <see cref="ClockDifferenceNode"/>, <see cref="AndNode"/>, <see cref="OrNode"/>, <see cref="OneOfNode"/>, <see cref="ProfileNode"/>
/// and <see cref="ValueSetNode"/>.
/// Conditions are 0 or 1. Arithmetic is exact. Under missing items sums, means, recodes, tables and quotients are unknown as soon as a
/// part is; maximum, minimum, counts and logic are three-valued: known if no possible answer could change them.
/// </remarks>
public abstract record RuleNode
{
    // Boxes: a thread sees the whole of what another worked out, or none of it.
    private StrongBox<ValueRange>? _range;
    private StrongBox<Grid?>? _grid;
    private int[]? _itemIndexes;

    private protected RuleNode()
    {
    }

    /// <summary>The parts, in order; empty for items and constants.</summary>
    public abstract EquatableArray<RuleNode> Children { get; }

    /// <summary>The values that the part can take on a complete form without "not applicable".</summary>
    public ValueRange Range => (_range ??= new(DeriveRange([.. ChildRanges(null)]) ?? default)).Value;

    /// <summary>The evenly spaced values it takes, where that can be told; used to refuse totals that no answers give.</summary>
    internal Grid? Grid => (_grid ??= new(DeriveGrid())).Value;

    /// <summary>The indexes of all items beneath, each once, in the instrument's order.</summary>
    internal IReadOnlyList<int> ItemIndexes => _itemIndexes ??= [.. CollectItems().Distinct().Order()];

    internal abstract NodeValue Evaluate(Evaluation evaluation);

    /// <summary>The range from the parts' ranges; a part that is <see langword="null"/> was dropped.</summary>
    /// <returns><see langword="null"/> if nothing is left.</returns>
    private protected abstract ValueRange? DeriveRange(IReadOnlyList<ValueRange?> parts);

    private protected abstract Grid? DeriveGrid();

    /// <summary>What is wrong with the part on the values that its own parts can take, or <see langword="null"/>.</summary>
    internal virtual string? FindFault() => null;

    /// <summary>The range when some items are left out as not applicable.</summary>
    internal virtual ValueRange? RangeWithout(HashSet<int> dropped) => DeriveRange([.. ChildRanges(dropped)]);

    private protected virtual IEnumerable<int> CollectItems() => Children.SelectMany(child => child.CollectItems());

    private IEnumerable<ValueRange?> ChildRanges(HashSet<int>? dropped)
    {
        foreach (var child in Children)
        {
            yield return dropped is null ? child.Range : child.RangeWithout(dropped);
        }
    }

    /// <summary>Equality looks at the rule, not at what was derived from it.</summary>
    /// <param name="other">The other part.</param>
    /// <returns>Whether both are of one kind; the cases compare their own members.</returns>
    public virtual bool Equals(RuleNode? other) => other is not null && EqualityContract == other.EqualityContract;

    /// <inheritdoc/>
    public override int GetHashCode() => EqualityContract.GetHashCode();
}
