namespace KetamineOutcomes.Instruments;

/// <summary>What the number of a scale says.</summary>
public enum MeasureKind
{
    /// <summary>How the person is at the time of the form. Changes are differences of two scores.</summary>
    State,

    /// <summary>How the person has changed (CGI-I, functional markers). It is a change already: a difference of two of them, a percentage, response and
    /// remission have no meaning.</summary>
    Change,
}

/// <summary>A step of a rating of change that is worth finding the first time it is reached.</summary>
public sealed record MilestoneEntry
{
    internal MilestoneEntry()
    {
    }

    /// <summary>The stable id, for example <c>much-better</c>.</summary>
    public string Id { get; internal init; } = "";

    /// <summary>The label for people, in our own words.</summary>
    public string Label { get; internal init; } = "";

    /// <summary>How a rating is held against <see cref="Value"/>.</summary>
    public Comparator Comparator { get; internal init; }

    /// <summary>The rating from which the milestone is reached, in the scale's points.</summary>
    public Fraction Value { get; internal init; }

    /// <summary>Where it was read.</summary>
    public EquatableArray<Evidence> Evidence { get; internal init; }
}
