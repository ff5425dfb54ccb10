using KetamineOutcomes.Statistics;

namespace KetamineOutcomes.Benchmarks.DetectionStudy;

/// <summary>
/// xoshiro256** 1.0 (Blackman and Vigna), its state filled by SplitMix64 from a stream's name, and normals by Marsaglia's polar method with a
/// logarithm that gives the same bits on every machine. A person's numbers depend on (seed, stream, person) alone, never on order or threads.
/// </summary>
internal sealed class StudyRandom
{
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;
    private double _spare;
    private bool _hasSpare;

    public StudyRandom(ulong seed, ulong stream, ulong person)
    {
        var state = unchecked((seed * 0x9E3779B97F4A7C15UL) ^ (stream * 0xD1B54A32D192ED03UL) ^ (person * 0x8CB92BA72F3D8DD7UL));
        _a = Split(ref state);
        _b = Split(ref state);
        _c = Split(ref state);
        _d = Split(ref state);
    }

    /// <summary>0 to below 1, in steps of 2^-53.</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / 9007199254740992);

    public double Uniform(double low, double high) => low + ((high - low) * Uniform());

    /// <summary>A whole number, both ends included. (The bias of this method is below 2^-50.)</summary>
    public int Whole(int low, int high) => low + (int)(Uniform() * (high - low + 1));

    public double Normal()
    {
        if (_hasSpare)
        {
            _hasSpare = false;
            return _spare;
        }

        while (true)
        {
            var x = (2 * Uniform()) - 1;
            var y = (2 * Uniform()) - 1;
            var s = (x * x) + (y * y);
            if (s is > 0 and < 1)
            {
                var scale = Math.Sqrt(-2 * PortableMath.Log(s) / s);
                _spare = y * scale;
                _hasSpare = true;
                return x * scale;
            }
        }
    }

    private static ulong Split(ref ulong state)
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15UL;
            var z = state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }

    private ulong Next()
    {
        unchecked
        {
            var result = ulong.RotateLeft(_b * 5, 7) * 9;
            var t = _b << 17;
            _c ^= _a;
            _d ^= _b;
            _b ^= _c;
            _a ^= _d;
            _c ^= t;
            _d = ulong.RotateLeft(_d, 45);
            return result;
        }
    }
}
