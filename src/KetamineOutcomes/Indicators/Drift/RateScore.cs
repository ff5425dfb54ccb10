using System.Runtime.InteropServices;

namespace KetamineOutcomes.Indicators.Drift;

/// <summary>A score of a watch as its rate sees it.</summary>
/// <param name="Day">Its day.</param>
/// <param name="Badness">The score, higher is worse.</param>
/// <param name="Wear">The share of the wear-off that is there.</param>
/// <param name="IsAtBest">Whether it is the scale's best, which says "no more than this".</param>
/// <param name="Fade">How much of the noise of the score before is left.</param>
/// <param name="Gap">Days since the score before.</param>
/// <param name="Onset">The day at which a worsening is taken to begin that began since the score before.</param>
/// <param name="LogChance">The logarithm of the chance that one did.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RateScore(double Day, double Badness, double Wear, bool IsAtBest, double Fade, double Gap, double Onset, double LogChance)
{
    /// <summary>Whether something can have begun since the score before.</summary>
    public bool MayBegin => Gap > 0;
}
