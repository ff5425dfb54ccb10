using FsCheck;

namespace KetamineOutcomes.Properties;

/// <summary>How laws are checked: the same drawn cases in every ordinary run, so that a change is judged by itself and not by luck; new and more cases in the full run.</summary>
internal static class Laws
{
    // Any two numbers do (the second must be odd): it is that they stay which counts.
    private const ulong Seed = 20260320;
    private const ulong Gamma = 1364189;

    /// <summary>The variable that <c>.ci/run --full</c> sets: ten times as many cases, from a seed that the message of a failure names.</summary>
    private static readonly bool Full = Environment.GetEnvironmentVariable("KETAMINE_OUTCOMES_FULL") == "1";

    /// <summary>Throws with the case that breaks the law, shrunk, and with the seed that draws it again.</summary>
    public static void MustHold(this Property law, int cases = 100)
    {
        var config = Config.QuickThrowOnFailure;
        law.Check(Full ? config.WithMaxTest(10 * cases) : config.WithMaxTest(cases).WithReplay(Seed, Gamma));
    }
}
