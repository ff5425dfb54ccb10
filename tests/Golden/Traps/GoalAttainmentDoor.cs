using System.Collections;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Golden.Traps;

/// <summary>The T-score of goals, where this build has it.</summary>
internal static class GoalAttainmentDoor
{
    public static decimal TScore(IReadOnlyList<(int Level, int Weight)> goals)
    {
        var assembly = typeof(Instrument).Assembly;
        var type = assembly.GetType("KetamineOutcomes.Indicators.GoalAttainment");
        Assert.SkipWhen(type is null, "Goal attainment is not in this build.");
        var goal = assembly.GetType("KetamineOutcomes.Indicators.GoalLevel", throwOnError: true)!;
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(goal))!;
        foreach (var (level, weight) in goals)
        {
            list.Add(Activator.CreateInstance(goal, (int?)level, (Fraction)weight));
        }

        return ((IndicatorOutcome.Measured)type.GetMethod("TScore")!.Invoke(null, [list, null])!).Rounded;
    }
}
