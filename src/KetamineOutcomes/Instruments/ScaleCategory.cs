namespace KetamineOutcomes.Instruments;

/// <summary>One rank of an ordinal result (C-SSRS triage).</summary>
public sealed record ScaleCategory
{
    internal ScaleCategory()
    {
    }

    /// <summary>The value of the rule that means it.</summary>
    public Fraction Value { get; internal init; }

    /// <summary>The stable id.</summary>
    public string Id { get; internal init; } = "";

    /// <summary>The label in our own words.</summary>
    public string Label { get; internal init; } = "";

    /// <summary>Other systems' codes of the category.</summary>
    public EquatableArray<Code> Codes { get; internal init; }
}
