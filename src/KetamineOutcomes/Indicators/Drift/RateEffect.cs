namespace KetamineOutcomes.Indicators.Drift;

/// <summary>
/// What a rate that is there at a score does to all scores from that one on: built backwards, from the last score to the first.
/// </summary>
/// <remarks>
/// Had the rate been r, the filter's means of level, wear-off and noise would differ by B r, where B changes from score to score by rules that are linear in B, in
/// the weeks z that the rate has run, and in 1 (a day adds 1/7 to z). A score foretold with an error v of variance F is then foretold with the error v - V r,
/// V = z + B at the score. How well all later scores agree with r is told by the sums of V v / F and of V V / F, and the level at the end is its mean plus (B there) r: a
/// linear form, a quadratic form and a linear form in (B, z, 1). These three forms are what is kept; at an onset B is 0. So a weighted regression of the scores on the
/// weeks since each onset costs as much as one filter.
/// </remarks>
internal sealed class RateEffect
{
    private const int Weeks = 3;
    private const int One = 4;
    private const int Size = 5;

    private readonly double[] _agreement = new double[Size];
    private readonly double[] _information = new double[Size * Size];
    private readonly double[] _level = [1, 0, 0, 0, 0];

    /// <summary>With one score more, the one before those taken so far.</summary>
    /// <param name="step">What it moved while there was no rate.</param>
    public void Take(in RateFilter.Step step)
    {
        Span<double> seen = [1, step.Wear, 1, 1, 0];
        Span<double> gain = [step.Level, step.WearOff, step.Noise];
        Span<double> moved = stackalloc double[Size];
        var (agreement, level, square) = (0.0, 0.0, step.Precision);
        for (var i = 0; i < Size; i++)
        {
            moved[i] = (_information[(i * Size) + 0] * gain[0]) + (_information[(i * Size) + 1] * gain[1]) + (_information[(i * Size) + 2] * gain[2]);
        }

        for (var i = 0; i < gain.Length; i++)
        {
            agreement += _agreement[i] * gain[i];
            level += _level[i] * gain[i];
            square += moved[i] * gain[i];
        }

        agreement -= step.Innovation * step.Precision;
        for (var i = 0; i < Size; i++)
        {
            _agreement[i] -= agreement * seen[i];
            _level[i] -= level * seen[i];
            for (var j = 0; j < Size; j++)
            {
                _information[(i * Size) + j] += (square * seen[i] * seen[j]) - (moved[i] * seen[j]) - (seen[i] * moved[j]);
            }
        }
    }

    /// <summary>Back over the days from a score to the one before it.</summary>
    /// <param name="score">The score.</param>
    public void Pass(in RateScore score)
    {
        const int noise = 2;
        var weeks = score.Gap / 7;
        _agreement[noise] *= score.Fade;
        _level[noise] *= score.Fade;
        for (var i = 0; i < Size; i++)
        {
            _information[(i * Size) + noise] *= score.Fade;
        }

        for (var i = 0; i < Size; i++)
        {
            _information[(noise * Size) + i] *= score.Fade;
        }

        _agreement[One] += weeks * _agreement[Weeks];
        _level[One] += weeks * _level[Weeks];
        for (var i = 0; i < Size; i++)
        {
            _information[(i * Size) + One] += weeks * _information[(i * Size) + Weeks];
        }

        for (var i = 0; i < Size; i++)
        {
            _information[(One * Size) + i] += weeks * _information[(Weeks * Size) + i];
        }
    }

    /// <summary>What is known at the end of a rate that began before the score taken last.</summary>
    /// <param name="filter">The filter without a rate after the last score.</param>
    /// <param name="score">The score taken last.</param>
    /// <param name="lastDay">The day of the last score.</param>
    public RateLine ToLine(in RateFilter filter, in RateScore score, double lastDay)
    {
        var weeks = (score.Day - score.Onset) / 7;
        var agreement = (_agreement[Weeks] * weeks) + _agreement[One];
        var level = (_level[Weeks] * weeks) + _level[One];
        var information = (_information[(Weeks * Size) + Weeks] * weeks * weeks) + (2 * _information[(Weeks * Size) + One] * weeks) + _information[(One * Size) + One];
        var variance = 1 / ((1 / filter.RateVariance) + information);
        var rate = agreement * variance;
        return new RateLine(
            score.LogChance + filter.Log + (0.5 * ((agreement * rate) - Statistics.PortableMath.Log(filter.RateVariance / variance))),
            filter.Level + (level * rate),
            filter.LevelVariance + (level * level * variance),
            rate,
            Math.Max(variance, RateLine.LeastVariance),
            level * variance,
            lastDay - score.Onset);
    }
}
