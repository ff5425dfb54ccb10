using System.Runtime.InteropServices;
using KetamineOutcomes.Statistics;

namespace KetamineOutcomes.Indicators.Plateau;

/// <summary>What is still to be gained over a horizon, with what is not known about it: the distribution that the prior and the scores leave.</summary>
/// <remarks>
/// The model: score = level - amount x s(t) + noise. s rises along a straight line or bends over with a rate on a grid; the noise has an SD on a
/// grid about the one that was given, and may last from visit to visit. All combinations are weighed by how well they explain the scores
/// (level and amount are integrated out in closed form), so the forecast is a mixture of normal distributions and nothing is drawn at random.
/// Scores are badness (higher is worse), so a gain is a fall.
/// </remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct GainForecast
{
    private GainForecast(double expected, double low, double high, double shareAtLeast, double level, double sd)
    {
        Expected = expected;
        Low = low;
        High = high;
        ShareAtLeastMcid = shareAtLeast;
        Level = level;
        Sd = sd;
    }

    /// <summary>The mean of the gain.</summary>
    public double Expected { get; }

    /// <summary>The one-sided lower 95 % bound of the gain.</summary>
    public double Low { get; }

    /// <summary>The one-sided upper 95 % bound of the gain.</summary>
    public double High { get; }

    /// <summary>The probability that the gain is at least the MCID.</summary>
    public double ShareAtLeastMcid { get; }

    /// <summary>The mean of the curve at the last time.</summary>
    public double Level { get; }

    /// <summary>The mean of the noise's SD after the scores have spoken.</summary>
    public double Sd { get; }

    /// <summary>Weighs all combinations.</summary>
    /// <param name="days">Days, strictly ascending, at least 2.</param>
    /// <param name="scores">As many scores as badness.</param>
    /// <param name="horizon">Days ahead of the last score, above 0.</param>
    /// <param name="mcid">The minimal clinically important difference in points, above 0.</param>
    /// <param name="prior">What is taken for granted.</param>
    public static GainForecast Of(ReadOnlySpan<double> days, ReadOnlySpan<double> scores, double horizon, double mcid, GainPrior prior)
    {
        TimeSeries.Require(days, scores, 2);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(horizon);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(mcid);
        var n = days.Length;
        var visit = (days[n - 1] - days[0]) / (n - 1);
        var last = days[n - 1] - days[0];
        var count = prior.Bends.Length * prior.Sds.Length * prior.Persistence.Length;
        Span<double> logs = count <= 256 ? stackalloc double[count] : new double[count];
        Span<double> means = count <= 256 ? stackalloc double[count] : new double[count];
        Span<double> deviations = count <= 256 ? stackalloc double[count] : new double[count];
        Span<double> levels = count <= 256 ? stackalloc double[count] : new double[count];
        var next = 0;
        foreach (var persistence in prior.Persistence)
        {
            foreach (var bend in prior.Bends)
            {
                var rate = bend.Value / visit;
                var span = Progress(last, rate);
                // Sums of squares and products of (1, s, y) after the dependence on the visit before is taken out (AR(1) in real time).
                double s11 = 0, s12 = 0, s22 = 0, y1 = 0, y2 = 0, yy = 0, logDet = 0;
                for (var i = 0; i < n; i++)
                {
                    var one = 1.0;
                    var progress = Progress(days[i] - days[0], rate) / span;
                    var score = scores[i] - scores[0];
                    if (i > 0 && persistence.Value > 0)
                    {
                        var phi = Math.Pow(persistence.Value, (days[i] - days[i - 1]) / 7);
                        var scale = 1 / Math.Sqrt(1 - (phi * phi));
                        one = (1 - phi) * scale;
                        progress = (progress - (phi * Progress(days[i - 1] - days[0], rate) / span)) * scale;
                        score = (score - (phi * (scores[i - 1] - scores[0]))) * scale;
                        logDet += Math.Log(scale);
                    }

                    s11 += one * one;
                    s12 += one * progress;
                    s22 += progress * progress;
                    y1 += one * score;
                    y2 += progress * score;
                    yy += score * score;
                }

                var ahead = (Progress(last + horizon, rate) - Progress(last, rate)) / span;
                foreach (var sd in prior.Sds)
                {
                    var sigma = sd.Value * mcid;
                    var variance = sigma * sigma;
                    // The level has a flat prior, the amount over the series a normal one about 0 (gain = -amount below, in badness).
                    var a = s11 / variance;
                    var b = s12 / variance;
                    var amountSd = prior.AmountInMcids * mcid;
                    var c = (s22 / variance) + (1 / (amountSd * amountSd));
                    var d = y1 / variance;
                    var e = y2 / variance;
                    var determinant = (a * c) - (b * b);
                    var level = ((c * d) - (b * e)) / determinant;
                    var amount = ((a * e) - (b * d)) / determinant;
                    var fit = (d * level) + (e * amount);
                    logs[next] = Math.Log(persistence.Weight * bend.Weight * sd.Weight) + logDet - (n * Math.Log(sigma)) - (0.5 * Math.Log(determinant)) - (0.5 * ((yy / variance) - fit));
                    means[next] = -amount * ahead;
                    deviations[next] = ahead * Math.Sqrt(a / determinant);
                    levels[next] = scores[0] + level + amount;
                    next++;
                }
            }
        }

        return Mix(logs, means, deviations, levels, mcid, prior);
    }

    private static GainForecast Mix(Span<double> weights, ReadOnlySpan<double> means, ReadOnlySpan<double> deviations, ReadOnlySpan<double> levels, double mcid, GainPrior prior)
    {
        var top = double.NegativeInfinity;
        foreach (var weight in weights)
        {
            top = Math.Max(top, weight);
        }

        double sum = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = Math.Exp(weights[i] - top);
            sum += weights[i];
        }

        double mean = 0;
        double level = 0;
        double sd = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] /= sum;
            mean += weights[i] * means[i];
            level += weights[i] * levels[i];
            sd += weights[i] * prior.Sds[i % prior.Sds.Length].Value * mcid;
        }

        return new GainForecast(
            mean,
            0,
            0,
            1 - Below(mcid, weights, means, deviations),
            level,
            sd);
    }

    private static double Below(double gain, ReadOnlySpan<double> weights, ReadOnlySpan<double> means, ReadOnlySpan<double> deviations)
    {
        double share = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] > 1e-12)
            {
                share += weights[i] * NormalDistribution.Below((gain - means[i]) / deviations[i]);
            }
        }

        return share;
    }

    private static double Quantile(double share, ReadOnlySpan<double> weights, ReadOnlySpan<double> means, ReadOnlySpan<double> deviations)
    {
        var z = NormalDistribution.Quantile(share);
        var low = double.PositiveInfinity;
        var high = double.NegativeInfinity;
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] > 1e-12)
            {
                low = Math.Min(low, means[i] + (z * deviations[i]));
                high = Math.Max(high, means[i] + (z * deviations[i]));
            }
        }

        for (var step = 0; step < 60 && high - low > 1e-10; step++)
        {
            var middle = (low + high) / 2;
            if (Below(middle, weights, means, deviations) < share)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return (low + high) / 2;
    }

    private static double Progress(double days, double rate) => rate == 0 ? days : (1 - Math.Exp(-rate * days)) / rate;
}
