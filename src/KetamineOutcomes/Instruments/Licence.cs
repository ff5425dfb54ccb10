namespace KetamineOutcomes.Instruments;

/// <summary>Whether an instrument's own item wording may be shipped.</summary>
public enum ItemTextPermission
{
    /// <summary>The owner allows reproduction.</summary>
    Allowed,

    /// <summary>The owner must be asked first, or terms are not settled: no wording is shipped.</summary>
    AskFirst,

    /// <summary>The owner refuses or sells it: no wording is shipped.</summary>
    NotAllowed,
}

/// <summary>Who owns an instrument and what its terms say. Scoring from coded answers needs no wording.</summary>
public sealed record Licence
{
    internal Licence()
    {
    }

    /// <summary>The rights' holder as the sources name it.</summary>
    public string Holder { get; internal init; } = "";

    /// <summary>The terms in our own words.</summary>
    public string Terms { get; internal init; } = "";

    /// <summary>Whether item wording may be shipped.</summary>
    public ItemTextPermission ItemText { get; internal init; }

    /// <summary>Where the terms were read.</summary>
    public EquatableArray<Evidence> Evidence { get; internal init; }
}
