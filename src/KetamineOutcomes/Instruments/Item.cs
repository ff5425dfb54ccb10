namespace KetamineOutcomes.Instruments;

/// <summary>What kind of answer an item takes.</summary>
public enum ItemKind
{
    /// <summary>A number on a range with steps.</summary>
    Number,

    /// <summary>One of several coded options; each may have a value.</summary>
    Choice,

    /// <summary>A time of day, in minutes since midnight.</summary>
    TimeOfDay,

    /// <summary>A length of time, in minutes.</summary>
    Duration,

    /// <summary>A count without a fixed upper end.</summary>
    Count,
}

/// <summary>One answer that an item offers.</summary>
public sealed record ItemOption
{
    internal ItemOption()
    {
    }

    /// <summary>The text by which a <see cref="ItemKind.Choice"/> answer names it; for numbers, the value as text.</summary>
    public string Id { get; internal init; } = "";

    /// <summary>Its value in the rule, or <see langword="null"/> where it has none.</summary>
    public Fraction? Value { get; internal init; }

    /// <summary>A short label in our own words.</summary>
    public string Label { get; internal init; } = "";

    /// <summary>Other systems' codes.</summary>
    public EquatableArray<Code> Codes { get; internal init; }
}

/// <summary>One question of an instrument: what may be answered, never its wording.</summary>
public sealed record Item
{
    internal Item()
    {
    }

    /// <summary>The id by the printed number, lower case: <c>item1</c>, <c>item16a</c>.</summary>
    public string Id { get; internal init; } = "";

    /// <summary>A short label in our own words.</summary>
    public string Label { get; internal init; } = "";

    /// <summary>What kind of answer it takes.</summary>
    public ItemKind Kind { get; internal init; }

    /// <summary>The smallest value (minutes for times and durations).</summary>
    public Fraction Min { get; internal init; }

    /// <summary>The largest value, or <see langword="null"/> for an open count.</summary>
    public Fraction? Max { get; internal init; }

    /// <summary>The distance between neighbouring values; 1 unless the definition says otherwise.</summary>
    public Fraction Step { get; internal init; }

    /// <summary>The options, in printed order; empty where only the ends are named.</summary>
    public EquatableArray<ItemOption> Options { get; internal init; }

    /// <summary>Answers that mean "could not be rated" and count as missing (HAM-D 16B: 3).</summary>
    public EquatableArray<Fraction> NotRated { get; internal init; }

    /// <summary>Whether "not applicable" is an answer (WSAS item 1).</summary>
    public bool AllowsNotApplicable { get; internal init; }

    /// <summary>Whether any scale uses it; <see langword="false"/> for items asked and never scored (PHQ-9 item 10).</summary>
    public bool IsScored { get; internal init; } = true;

    /// <summary>Other systems' codes.</summary>
    public EquatableArray<Code> Codes { get; internal init; }

    /// <summary>Whether a value lies on the item's range and steps.</summary>
    /// <param name="value">The value.</param>
    /// <returns><see langword="true"/> if so; a not-rated code is not such a value.</returns>
    internal bool Accepts(Fraction value)
    {
        if (value < Min || (Max is { } max && value > max))
        {
            return false;
        }

        if (Kind == ItemKind.Choice)
        {
            foreach (var option in Options)
            {
                if (option.Value == value)
                {
                    return true;
                }
            }

            return false;
        }

        if (!Options.IsEmpty && Kind == ItemKind.Number)
        {
            foreach (var option in Options)
            {
                if (option.Value == value)
                {
                    return true;
                }
            }

            return false;
        }

        return ((value - Min) / Step).IsInteger;
    }
}
