namespace KetamineOutcomes.Tests.Indicators.Plateau;

/// <summary>Numbers that look random and are the same on every machine: SplitMix64 (Steele, Lea and Flood 2014).</summary>
internal sealed class Draws(int seed)
{
    private ulong _state = (ulong)seed;

    /// <summary>From 0 to less than 1.</summary>
    public double NextDouble() => (Bits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>From the first to less than the second.</summary>
    public int Next(int from, int below) => from + (int)(NextDouble() * (below - from));

    private ulong Bits()
    {
        unchecked
        {
            var z = _state += 0x9E3779B97F4A7C15UL;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
