namespace KetamineOutcomes.Instruments;

/// <summary>A code that other systems give to an instrument, an item, an option or a scale.</summary>
public sealed record Code
{
    internal Code()
    {
    }

    /// <summary>The code system in lower case: <c>loinc</c>, <c>cdisc</c>, <c>ncit</c>.</summary>
    public string System { get; internal init; } = "";

    /// <summary>The code.</summary>
    public string Value { get; internal init; } = "";

    /// <summary>What it names where that is not plain: <c>panel</c>, <c>total</c>, <c>item</c>, <c>answer</c>, <c>codelist</c>; or <see langword="null"/>.</summary>
    public string? Role { get; internal init; }

    /// <summary>Where the code was read.</summary>
    public EquatableArray<Evidence> Evidence { get; internal init; }
}
