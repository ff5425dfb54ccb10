using System.Globalization;
using KetamineOutcomes.Indicators.ReliableChange;

namespace KetamineOutcomes.Indicators.Domains;

/// <summary>One scale of a side in one series, with the unit in which its changes are said.</summary>
internal sealed class DomainScale
{
    public DomainScale(ScaleTrajectory trajectory, LifeDomain domain, ReliableUnit? unit)
    {
        Trajectory = trajectory;
        Domain = domain;
        Unit = unit;
    }

    public ScaleTrajectory Trajectory { get; }

    public LifeDomain Domain { get; }

    public ReliableUnit? Unit { get; }

    public string Name => Trajectory.Scale.Name;

    /// <summary>Why no change of it can be told, or <see langword="null"/>.</summary>
    public string? Fault => Trajectory.Baseline is null ? Trajectory.BaselineFault ?? Reasons.NoBaseline : Unit is null ? Reasons.NoReliableUnit : null;

    /// <summary>The gain since the baseline in points; positive is better.</summary>
    public Fraction Gain(TrajectoryVisit visit) => -Trajectory.Worsening(Trajectory.Baseline!.Value, visit.Value);

    public DomainChange Change(TrajectoryVisit visit) => DomainChanges.Of(Gain(visit), Unit!.Points);

    public EquatableArray<TrajectoryVisit> Usable => Trajectory.Usable;

    /// <summary>For example <c>PHQ-9 total went from 20 to 9 (1.9 times the smallest change that is more than chance)</c>.</summary>
    public string Say(TrajectoryVisit visit)
    {
        var gain = Gain(visit);
        return gain == 0
            ? $"{Name} is {Print(visit.Value)} as at the start"
            : $"{Name} went from {Print(Trajectory.Baseline!.Value)} to {Print(visit.Value)}, {Times(Fraction.Abs(gain) / Unit!.Points)} the smallest change that is more than chance";
    }

    /// <summary>The two numbers alone, where nothing is said of chance.</summary>
    public string SayNumbers(TrajectoryVisit visit) => Trajectory.Baseline is { } baseline
        ? baseline == visit.Value ? $"{Name} is {Print(visit.Value)} as at the start" : $"{Name} went from {Print(baseline)} to {Print(visit.Value)}"
        : $"{Name} is {Print(visit.Value)}";

    public string Print(Fraction value) => value.Round(Trajectory.Scale.Decimals).ToString(CultureInfo.InvariantCulture);

    /// <summary>To one decimal; to two where one would say that it is the smallest change exactly and it is a little less or more.</summary>
    private static string Times(Fraction share) => string.Create(CultureInfo.InvariantCulture, $"{share.Round(share != 1 && share.Round(1) == 1 ? 2 : 1)} times");
}
