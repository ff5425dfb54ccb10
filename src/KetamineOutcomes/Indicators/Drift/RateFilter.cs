using System.Runtime.InteropServices;
using KetamineOutcomes.Statistics;

namespace KetamineOutcomes.Indicators.Drift;

/// <summary>
/// What is known of level, wear-off, noise and rate after some scores, for one SD of the noise; and the logarithm of how well the scores were foretold. Changed by
/// <see cref="Take"/>; a copy is another filter.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct RateFilter
{
    private readonly DriftWatchParameters _parameters;
    private readonly double _noise;
    private double _log;
    private double _m0;
    private double _m1;
    private double _m2;
    private double _m3;
    private double _q00;
    private double _q01;
    private double _q02;
    private double _q03;
    private double _q11;
    private double _q12;
    private double _q13;
    private double _q22;
    private double _q23;
    private double _q33;

    private RateFilter(DriftWatchParameters parameters, double sd)
    {
        _parameters = parameters;
        _noise = sd;
    }

    /// <summary>The variance that a rate has before any score.</summary>
    public readonly double RateVariance => _parameters.Sem * _parameters.Sem;

    /// <summary>The logarithm of how well the scores were foretold.</summary>
    public readonly double Log => _log;

    /// <summary>The mean of the level.</summary>
    public readonly double Level => _m0;

    /// <summary>The variance of the level.</summary>
    public readonly double LevelVariance => _q00;

    /// <summary>Before any score, without a rate.</summary>
    public static RateFilter Start(DriftWatch watch, double sd)
    {
        var p = watch.Parameters;
        var (mean, variance) = DriftFilter.LevelBefore(watch.Prior, p, sd);
        return new RateFilter(p, sd)
        {
            _m0 = mean,
            _m1 = watch.BoostersKnown ? p.WearOffMean : 0,
            _q00 = variance,
            _q11 = watch.BoostersKnown ? p.WearOffSd * p.WearOffSd : 0,
            _q22 = sd * sd,
        };
    }

    /// <summary>From here on with a rate, of which nothing is known yet.</summary>
    public readonly RateFilter WithRate()
    {
        var filter = this;
        filter._q33 = RateVariance;
        return filter;
    }

    /// <summary>Takes in one more score.</summary>
    /// <param name="score">The score.</param>
    /// <param name="weeks">For how long the rate has run by then: weeks, 0 before its onset.</param>
    /// <returns>What the score moved.</returns>
    public Step Take(in RateScore score, double weeks)
    {
        var p = _parameters;
        var (fade, wear) = (score.Fade, score.Wear);
        _m2 *= fade;
        _q02 *= fade;
        _q12 *= fade;
        _q23 *= fade;
        _q22 = (_q22 * fade * fade) + ((1 - (fade * fade)) * _noise * _noise);
        var k0 = _q00 + (_q01 * wear) + _q02 + (_q03 * weeks);
        var k1 = _q01 + (_q11 * wear) + _q12 + (_q13 * weeks);
        var k2 = _q02 + (_q12 * wear) + _q22 + (_q23 * weeks);
        var k3 = _q03 + (_q13 * wear) + _q23 + (_q33 * weeks);
        var latent = k0 + (k1 * wear) + k2 + (k3 * weeks);
        var expected = _m0 + (_m1 * wear) + _m2 + (_m3 * weeks);
        var innovation = score.Badness - expected;
        var total = latent + (p.Resolution * p.Resolution / 12);
        double move;
        double shrink;
        if (score.IsAtBest)
        {
            var root = Math.Sqrt(latent);
            var bound = (p.Best + (p.Resolution / 2) - expected) / root;
            var hazard = PortableMath.LowerHazard(bound);
            _log += PortableMath.LogNormalCdf(bound);
            move = -hazard / root;
            shrink = Math.Min(hazard * (hazard + bound), 1) / latent;
        }
        else
        {
            move = innovation / total;
            shrink = 1 / total;
            _log -= 0.5 * ((move * move * total) + PortableMath.Log(total));
        }

        _m0 += k0 * move;
        _m1 += k1 * move;
        _m2 += k2 * move;
        _m3 += k3 * move;
        _q00 -= k0 * k0 * shrink;
        _q01 -= k0 * k1 * shrink;
        _q02 -= k0 * k2 * shrink;
        _q03 -= k0 * k3 * shrink;
        _q11 -= k1 * k1 * shrink;
        _q12 -= k1 * k2 * shrink;
        _q13 -= k1 * k3 * shrink;
        _q22 -= k2 * k2 * shrink;
        _q23 -= k2 * k3 * shrink;
        _q33 -= k3 * k3 * shrink;
        return new Step(wear, k0 * shrink, k1 * shrink, k2 * shrink, innovation, shrink);
    }

    /// <summary>What is known at the end.</summary>
    /// <param name="logChance">The logarithm of the chance of the onset.</param>
    /// <param name="daysSinceOnset">From the onset to the last score.</param>
    public readonly RateLine ToLine(double logChance, double daysSinceOnset) =>
        new(logChance + _log, _m0, _q00, _m3, Math.Max(_q33, RateLine.LeastVariance), _q03, daysSinceOnset);

    /// <summary>What a score moved.</summary>
    /// <param name="Wear">The share of the wear-off at the score.</param>
    /// <param name="Level">By how much the mean of the level moves for each point that the score lies above what was foretold.</param>
    /// <param name="WearOff">The same for the wear-off.</param>
    /// <param name="Noise">The same for the noise.</param>
    /// <param name="Innovation">By how much the score lies above what was foretold.</param>
    /// <param name="Precision">1 over the variance of that.</param>
    [StructLayout(LayoutKind.Auto)]
    public readonly record struct Step(double Wear, double Level, double WearOff, double Noise, double Innovation, double Precision);
}
