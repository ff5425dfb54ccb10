using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Programs;

/// <summary>An item as an engine reads it: a whole number over a denominator that makes every answer whole.</summary>
internal sealed record ProgramItem
{
    // Where a list of answers is longer than this, a range and a step say the same.
    private const int LongestList = 101;

    public ProgramItem(Item item, int index, Int128 openLimit)
    {
        Item = item;
        Index = index;
        Values = Listed(item);
        Denominator = Values.IsEmpty
            ? Common(item.Min.Denominator, item.Step.Denominator)
            : Values.Aggregate((Int128)1, (common, value) => Common(common, value.Denominator));
        Low = Scale(item.Min);
        High = item.Max is { } max ? Scale(max) : openLimit;
        IsOpen = item.Max is null;
        if (Values.IsEmpty && (item.Step.Numerator != 1 || !(item.Min / item.Step).IsInteger))
        {
            throw new RuleNotWrittenException(RuleNotWrittenException.RuleNotSupported, $"The steps of {item.Id} are not written.");
        }
    }

    public Item Item { get; }

    public int Index { get; }

    /// <summary>The answers, where they are listed; else every step from the lowest to the highest.</summary>
    public EquatableArray<Fraction> Values { get; }

    public Int128 Denominator { get; }

    public Int128 Low { get; }

    public Int128 High { get; }

    /// <summary>Whether it is a count without an upper end.</summary>
    public bool IsOpen { get; }

    public Int128 Scale(Fraction value) => value.Numerator * (Denominator / value.Denominator);

    public Part Read(int version, bool takeOut)
    {
        var dropped = takeOut && Item.AllowsNotApplicable ? new Condition.ItemNotApplicable(Index) : Condition.False;
        Condition known = new Condition.ItemKnown(Index, version);
        if (version > 0)
        {
            // A skip may have given it a value all the same.
            known = Condition.And(known, Condition.Not(dropped));
        }

        Number value = new Number.ItemValue(Index, version, Low, High);
        return new Part(
            known,
            value,
            Number.From(Denominator),
            () => IsOpen
                ? throw new RuleNotWrittenException(RuleNotWrittenException.BoundsNotSupported, $"{Item.Id} has no upper end.")
                : new Bounds(Number.Choose(known, value, Number.From(Low)), Number.Choose(known, value, Number.From(High)), Denominator))
        {
            Dropped = dropped,
        };
    }

    private static EquatableArray<Fraction> Listed(Item item)
    {
        if (!item.Options.IsEmpty && item.Kind is ItemKind.Choice or ItemKind.Number)
        {
            // A number with only its ends named has no options; what is listed is all there is.
            var listed = item.Options.Where(option => option.Value is not null).Select(option => option.Value!.Value).Distinct().Order().ToEquatableArray();
            if (!listed.IsEmpty)
            {
                return listed;
            }
        }

        var values = new List<Fraction>();
        if (item.Max is { } max)
        {
            for (var value = item.Min; value <= max; value += item.Step)
            {
                values.Add(value);
                if (values.Count > LongestList)
                {
                    return [];
                }
            }
        }

        return values.ToEquatableArray();
    }

    public static Int128 Common(Int128 left, Int128 right)
    {
        var (a, b) = (left, right);
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return left / a * right;
    }
}
