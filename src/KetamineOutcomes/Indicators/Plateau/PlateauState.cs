namespace KetamineOutcomes.Indicators.Plateau;

/// <summary>The states of a series, in order of precedence.</summary>
internal enum PlateauState
{
    /// <summary>The last score is at least the reliable change above the level of the series, or the series has risen by as much.</summary>
    Worsening,

    /// <summary>What is left to gain is less than the MCID.</summary>
    AtFloor,

    /// <summary>The scores are still falling, and half an MCID or more is expected over the next three visits.</summary>
    StillImproving,

    /// <summary>The gain still to be expected over the next three visits is less than the MCID with 97.5 % probability, and a loss of as much has a probability of less than 10 %.</summary>
    Plateau,

    /// <summary>The scores do not tell.</summary>
    Undetermined,
}
