namespace KetamineOutcomes.Benchmarks.PlateauStudy;

/// <summary>SplitMix64 (Steele, Lea and Flood 2014): a generator whose whole state is one seed, the same on every machine.</summary>
internal sealed class SplitMix(ulong seed)
{
    private ulong _state = seed;

    public double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    public double Uniform(double low, double high) => low + ((high - low) * Uniform());

    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Uniform())) * Math.Cos(2 * Math.PI * Uniform());

    private ulong Next()
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
