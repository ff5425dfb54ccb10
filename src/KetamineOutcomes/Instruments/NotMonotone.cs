namespace KetamineOutcomes.Instruments;

/// <summary>An item on which a scale goes both up and down (a time of day, an answer that opens another branch).</summary>
public sealed record NotMonotone
{
    internal NotMonotone()
    {
    }

    /// <summary>The item's id.</summary>
    public string Item { get; internal init; } = "";

    /// <summary>Why it is so.</summary>
    public string Reason { get; internal init; } = "";
}
