namespace KetamineOutcomes.Instruments.Crosswalks;

/// <summary>The scale at one end of a crosswalk.</summary>
public sealed record CrosswalkEnd
{
    internal CrosswalkEnd()
    {
    }

    /// <summary>The instrument's id. Versions with another recall period or rater are other instruments, and a table does not hold for them.</summary>
    public string Instrument { get; internal init; } = "";

    /// <summary>The scale's id, for example <c>total</c>.</summary>
    public string Scale { get; internal init; } = "";

    /// <summary>The scores of the scale, lowest to highest.</summary>
    public ScoreInterval Range { get; internal init; }

    /// <summary>For example <c>ham-d17/total</c>.</summary>
    /// <returns>The instrument's and the scale's id.</returns>
    public override string ToString() => $"{Instrument}/{Scale}";
}
