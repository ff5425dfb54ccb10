namespace KetamineOutcomes.Export.Conformance;

/// <summary>Numbers that look random and are the same on every machine: SplitMix64 (Steele, Lea and Flood 2014).</summary>
internal sealed class Draw(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        _state = unchecked(_state + 0x9E3779B97F4A7C15);
        var z = _state;
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return z ^ (z >> 31);
    }

    /// <summary>From 0 up to, not including, a bound. The bounds here are far too small for the remainder's bias to matter.</summary>
    public int Below(int bound) => (int)(Next() % (ulong)bound);
}
