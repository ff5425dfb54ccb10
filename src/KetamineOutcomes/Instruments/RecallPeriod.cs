namespace KetamineOutcomes.Instruments;

/// <summary>How far back the questions look.</summary>
public sealed record RecallPeriod
{
    internal RecallPeriod()
    {
    }

    /// <summary>Hours looked back: 336 for two weeks, 0 for "now"; <see langword="null"/> where the form does not say.</summary>
    /// <remarks>A month counts as 30 days, a year as 365 (project policy: the forms do not say).</remarks>
    public int? Hours { get; internal init; }

    /// <summary>The period in words, for example <c>last 2 weeks</c>.</summary>
    public string Text { get; internal init; } = "";

    /// <summary>Where it was read.</summary>
    public EquatableArray<Evidence> Evidence { get; internal init; }
}
