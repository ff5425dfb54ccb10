namespace KetamineOutcomes.Indicators;

/// <summary>An indicator of which each answer rests on one scale of a series and on nothing that other scales say: its answers can stand while other scales change.</summary>
internal interface IScaleIndicator : IIndicator
{
    /// <summary>Answers for one scale of a series.</summary>
    IEnumerable<IndicatorFinding> Assess(SeriesContext context, ScaleTrajectory trajectory);

    IEnumerable<IndicatorFinding> IIndicator.Assess(SeriesContext context) => context.Trajectories.SelectMany(trajectory => Assess(context, trajectory));
}
