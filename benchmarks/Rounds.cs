using System.Diagnostics;

namespace KetamineOutcomes.Benchmarks;

/// <summary>The quickest of several rounds: what disturbs a machine makes a round slower, never quicker.</summary>
internal static class Rounds
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(0.33);

    /// <summary>The quickest round in seconds, after rounds that do not count.</summary>
    /// <param name="work">What is timed.</param>
    /// <param name="rounds">How many rounds count; more where they are over in a third of a second.</param>
    /// <param name="warm">How many do not; more where they are over in a third of a second. In them the runtime compiles the work as well as it can, which takes some calls and some time.</param>
    public static double Best(Action work, int rounds = 7, int warm = 3)
    {
        var all = Stopwatch.StartNew();
        for (var round = 0; round < warm || all.Elapsed < Least; round++)
        {
            work();
        }

        // Time for the compiler's own thread.
        Thread.Sleep(100);
        var best = double.MaxValue;
        all.Restart();
        for (var round = 0; round < rounds || all.Elapsed < Least; round++)
        {
            var clock = Stopwatch.StartNew();
            work();
            best = Math.Min(best, clock.Elapsed.TotalSeconds);
        }

        return best;
    }
}
