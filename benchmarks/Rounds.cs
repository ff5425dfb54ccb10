using System.Diagnostics;

namespace KetamineOutcomes.Benchmarks;

/// <summary>The quickest of several rounds: what disturbs a machine makes a round slower, never quicker.</summary>
internal static class Rounds
{
    /// <summary>The quickest round in seconds, after rounds that do not count.</summary>
    /// <param name="work">What is timed.</param>
    /// <param name="rounds">How many rounds count.</param>
    /// <param name="warm">How many do not: before them the runtime compiles the work as well as it can, which takes some calls and some time.</param>
    public static double Best(Action work, int rounds = 7, int warm = 3)
    {
        for (var round = 0; round < warm; round++)
        {
            work();
        }

        Thread.Sleep(100);
        var best = double.MaxValue;
        for (var round = 0; round < rounds; round++)
        {
            var clock = Stopwatch.StartNew();
            work();
            best = Math.Min(best, clock.Elapsed.TotalSeconds);
        }

        return best;
    }
}
