namespace KetamineOutcomes.Indicators;

/// <summary>An indicator whose answers fall into parts, each of which rests on some scales of a series and on nothing that other scales say: a part can stand while other scales change.</summary>
internal interface IPartedIndicator : IIndicator
{
    /// <summary>The parts of a series, in the order of their answers.</summary>
    IEnumerable<IndicatorPart> Parts(SeriesContext context);

    IEnumerable<IndicatorFinding> IIndicator.Assess(SeriesContext context) => Parts(context).SelectMany(part => part.Assess(context.Clock));
}

/// <summary>Answers that rest on some scales alone.</summary>
/// <param name="About">By which the part is found again in the same series: compares by value.</param>
/// <param name="Scales">The scales on which it rests, in a fixed order; <see langword="null"/> for one that was not asked.</param>
/// <param name="IsProvisional">Whether the induction may go on, where nobody knows that yet: beside the scales, the infusions and the events the one thing that it rests on and that the clock is not asked for anew.</param>
/// <param name="Assess">Gives the answers, and tells the clock what was asked of "now".</param>
internal sealed record IndicatorPart(object About, IReadOnlyList<ScaleTrajectory?> Scales, bool IsProvisional, Func<NowSpan, IEnumerable<IndicatorFinding>> Assess);
