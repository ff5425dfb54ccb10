namespace KetamineOutcomes.Instruments;

/// <summary>Which end of a scale is the good one. Every comparison of scores goes through it.</summary>
public enum Direction
{
    /// <summary>A higher score is worse (PHQ-9, MADRS).</summary>
    HigherIsWorse,

    /// <summary>A higher score is better (WHO-5).</summary>
    HigherIsBetter,

    /// <summary>The scale has no better end (a profile string).</summary>
    None,
}
