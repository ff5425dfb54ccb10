namespace KetamineOutcomes.Instruments.Rules;

/// <summary>One row of a table: from its lower bound up to, not including, the next row's.</summary>
/// <param name="From">The lower bound, inclusive.</param>
/// <param name="Value">The value of the row.</param>
/// <param name="StandardError">Its standard error, or <see langword="null"/>.</param>
public readonly record struct LookupRow(Fraction From, Fraction Value, Fraction? StandardError);

/// <summary>A table over half-open intervals, with a standard error as second output (T-scores).</summary>
public sealed record LookupNode : UnaryNode
{
    internal LookupNode(RuleNode of, EquatableArray<LookupRow> rows)
        : base(of) => Rows = rows;

    /// <summary>The rows by ascending lower bound; the last has no upper end.</summary>
    public EquatableArray<LookupRow> Rows { get; }

    internal override NodeValue Evaluate(Evaluation evaluation)
    {
        var value = Of.Evaluate(evaluation);
        if (value.IsDropped)
        {
            return value;
        }

        if (!value.IsKnown)
        {
            return NodeValue.Unknown(Over(value.Low, value.High));
        }

        var row = Rows[Find(value.Low)];
        return NodeValue.Known(row.Value, row.StandardError);
    }

    private int Find(Fraction value)
    {
        var index = 0;
        for (var i = 1; i < Rows.Count && value >= Rows[i].From; i++)
        {
            index = i;
        }

        return index;
    }

    private ValueRange Over(Fraction low, Fraction? high)
    {
        var first = Find(low);
        var last = high is { } h ? Find(h) : Rows.Count - 1;
        var values = Enumerable.Range(first, last - first + 1).Select(i => Rows[i].Value).ToList();
        return new ValueRange(values.Aggregate(Fraction.Min), values.Aggregate(Fraction.Max));
    }

    private protected override ValueRange? DeriveRange(IReadOnlyList<ValueRange?> parts) =>
        parts[0] is { } range ? Over(range.Low, range.High) : null;

    private protected override Grid? DeriveGrid()
    {
        Grid? union = null;
        foreach (var row in Rows)
        {
            union = union is { } u ? Rules.Grid.Union(u, new Grid(row.Value, 0)) : new Grid(row.Value, 0);
        }

        return union;
    }

    internal override string? FindFault()
    {
        for (var i = 1; i < Rows.Count; i++)
        {
            if (Rows[i].From <= Rows[i - 1].From)
            {
                return "the rows must ascend";
            }
        }

        // A printed table may begin lower than the form's lowest answer; a row that no value reaches is a mistake all the same.
        if (Rows[0].From > Of.Range.Low)
        {
            return $"the first row must start at {Of.Range.Low}, the lowest value of its part, or below it";
        }

        if (Rows.Count > 1 && Rows[1].From <= Of.Range.Low)
        {
            return "a row lies below the lowest value of its part";
        }

        return Of.Range.High is { } high && Rows[^1].From > high ? "a row lies above the highest value of its part" : null;
    }
}
