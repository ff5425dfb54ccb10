using System.Runtime.InteropServices;
using KetamineOutcomes.Statistics;

namespace KetamineOutcomes.Indicators.Plateau;

/// <summary>What is still to be gained over a horizon, with what is not known about it: the distribution that prior and scores leave.</summary>
/// <remarks>
/// The model: score = level - amount x s(t) + noise. s rises along a straight line or bends over at a rate on a grid; the noise has an SD on a grid about the one
/// that was given, and may last from visit to visit. All combinations are weighed by how well they explain the scores (level and amount are integrated out
/// in closed form), so the forecast is a mixture of normal distributions; nothing is drawn at random and nothing iterates but the search for its quantiles. Scores are
/// badness (higher is worse), so a gain is a fall. The weights are project policy (<see cref="GainPrior"/>).
/// </remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct GainForecast
{
    private GainForecast(double expected, double low, double high, double shareAtLeast, double shareLost, double level)
    {
        Expected = expected;
        Low = low;
        High = high;
        ShareAtLeastMcid = shareAtLeast;
        ShareLostMcid = shareLost;
        Level = level;
    }

    /// <summary>The mean of the gain.</summary>
    public double Expected { get; }

    /// <summary>The lower end of the 95 % interval of the gain.</summary>
    public double Low { get; }

    /// <summary>The upper end of the 95 % interval of the gain.</summary>
    public double High { get; }

    /// <summary>The probability that the gain is at least the MCID.</summary>
    public double ShareAtLeastMcid { get; }

    /// <summary>The probability that an MCID or more is lost instead.</summary>
    public double ShareLostMcid { get; }

    /// <summary>The mean of the curve at the last time.</summary>
    public double Level { get; }

    /// <summary>Weighs all combinations.</summary>
    /// <param name="days">Days, strictly ascending, at least 2.</param>
    /// <param name="scores">As many scores as badness.</param>
    /// <param name="horizon">Days ahead of the last score, above 0.</param>
    /// <param name="mcid">The minimal clinically important difference in points, above 0.</param>
    /// <param name="sd">The SD of one score about the person's course, in points, above 0.</param>
    public static GainForecast Of(ReadOnlySpan<double> days, ReadOnlySpan<double> scores, double horizon, double mcid, double sd)
    {
        Span<Component> components = stackalloc Component[GainPrior.Combinations];
        Weigh(days, scores, horizon, mcid, sd, components);
        return Mix(components, mcid);
    }

    /// <summary>The mean of the curve at the last time alone, without the search for quantiles.</summary>
    public static double LevelOf(ReadOnlySpan<double> days, ReadOnlySpan<double> scores, double mcid, double sd)
    {
        Span<Component> components = stackalloc Component[GainPrior.Combinations];
        Weigh(days, scores, days[^1] - days[0], mcid, sd, components);
        return MeanLevel(components);
    }

    /// <summary>The probability that the gain is at least so much, by the same prior.</summary>
    internal static double ShareAtLeast(ReadOnlySpan<double> days, ReadOnlySpan<double> scores, double horizon, double mcid, double sd, double gain)
    {
        Span<Component> components = stackalloc Component[GainPrior.Combinations];
        Weigh(days, scores, horizon, mcid, sd, components);
        return 1 - Below(gain, components);
    }

    private static void Weigh(ReadOnlySpan<double> days, ReadOnlySpan<double> scores, double horizon, double mcid, double sd, Span<Component> components)
    {
        TimeSeries.Require(days, scores, 2);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(horizon);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(mcid);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sd);
        var next = 0;
        foreach (var persistence in GainPrior.Persistence)
        {
            foreach (var bend in GainPrior.Bends)
            {
                var curve = new Curve(days, bend.Value);
                var sums = Sums.Of(days, scores, curve, persistence.Value);
                foreach (var share in GainPrior.Sds)
                {
                    var weight = Math.Log(persistence.Weight * bend.Weight * share.Weight);
                    components[next++] = sums.Integrate(share.Value * sd, GainPrior.AmountInMcids * mcid, curve.Ahead(horizon), scores[0], weight);
                }
            }
        }

        Normalise(components);
    }

    private static void Normalise(Span<Component> components)
    {
        var top = double.NegativeInfinity;
        foreach (var component in components)
        {
            top = Math.Max(top, component.Weight);
        }

        double sum = 0;
        for (var i = 0; i < components.Length; i++)
        {
            components[i] = components[i] with { Weight = Math.Exp(components[i].Weight - top) };
            sum += components[i].Weight;
        }

        for (var i = 0; i < components.Length; i++)
        {
            components[i] = components[i] with { Weight = components[i].Weight / sum };
        }
    }

    private static GainForecast Mix(ReadOnlySpan<Component> components, double mcid)
    {
        double mean = 0;
        foreach (var component in components)
        {
            mean += component.Weight * component.Mean;
        }

        const double tail = GainPrior.Tail;
        return new GainForecast(mean, Quantile(tail, components), Quantile(1 - tail, components), 1 - Below(mcid, components), Below(-mcid, components), MeanLevel(components));
    }

    private static double MeanLevel(ReadOnlySpan<Component> components)
    {
        double level = 0;
        foreach (var component in components)
        {
            level += component.Weight * component.Level;
        }

        return level;
    }

    private static double Below(double gain, ReadOnlySpan<Component> components)
    {
        double share = 0;
        foreach (var component in components)
        {
            share += component.Weight * NormalDistribution.Below((gain - component.Mean) / component.Deviation);
        }

        return share;
    }

    /// <summary>Newton's steps, kept inside a bracket that shrinks.</summary>
    private static double Quantile(double share, ReadOnlySpan<Component> components)
    {
        var z = NormalDistribution.Quantile(share);
        var low = double.PositiveInfinity;
        var high = double.NegativeInfinity;
        double start = 0;
        foreach (var component in components)
        {
            low = Math.Min(low, component.Mean + (z * component.Deviation));
            high = Math.Max(high, component.Mean + (z * component.Deviation));
            start += component.Weight * (component.Mean + (z * component.Deviation));
        }

        var tolerance = (high - low) * 1e-12;
        var at = start;
        for (var step = 0; step < 100 && high - low > tolerance; step++)
        {
            double below = 0;
            double density = 0;
            foreach (var component in components)
            {
                var distance = (at - component.Mean) / component.Deviation;
                below += component.Weight * NormalDistribution.Below(distance);
                density += component.Weight * Math.Exp(-0.5 * distance * distance) / (component.Deviation * Math.Sqrt(2 * Math.PI));
            }

            if (below < share)
            {
                low = at;
            }
            else
            {
                high = at;
            }

            var move = density > 0 ? (below - share) / density : double.PositiveInfinity;
            if (Math.Abs(move) < tolerance)
            {
                return at;
            }

            at = at - move > low && at - move < high ? at - move : (low + high) / 2;
        }

        return at;
    }

    /// <summary>One normal distribution of the mixture. The weight is a logarithm until they are brought to a sum of 1.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Component(double Weight, double Mean, double Deviation, double Level);

    /// <summary>The share of the change over the series that has come by a time: 0 at the first score, 1 at the last.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly struct Curve
    {
        private readonly double _start;
        private readonly double _length;
        private readonly double _rate;
        private readonly double _whole;

        public Curve(ReadOnlySpan<double> days, double bendPerVisit)
        {
            _start = days[0];
            _length = days[^1] - days[0];
            _rate = bendPerVisit * (days.Length - 1) / _length;
            _whole = 1;
            _whole = At(days[^1]);
        }

        public double At(double day) => (_rate == 0 ? day - _start : (1 - Math.Exp(-_rate * (day - _start))) / _rate) / _whole;

        public double Ahead(double horizon) => At(_start + _length + horizon) - 1;
    }

    /// <summary>Sums of squares and products of (1, s, score) after what lasts from the visit before is taken out of each.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Sums(int Count, double OneOne, double OneS, double SS, double OneY, double SY, double YY, double LogScale)
    {
        public static Sums Of(ReadOnlySpan<double> days, ReadOnlySpan<double> scores, Curve curve, double weekly)
        {
            var sums = new Sums(days.Length, 0, 0, 0, 0, 0, 0, 0);
            double before = 0;
            for (var i = 0; i < days.Length; i++)
            {
                var one = 1.0;
                var s = curve.At(days[i]);
                var here = s;
                var y = scores[i] - scores[0];
                double logScale = 0;
                if (i > 0 && weekly > 0)
                {
                    var left = Math.Pow(weekly, (days[i] - days[i - 1]) / 7);
                    var scale = 1 / Math.Sqrt(1 - (left * left));
                    one = (1 - left) * scale;
                    s = (s - (left * before)) * scale;
                    y = (y - (left * (scores[i - 1] - scores[0]))) * scale;
                    logScale = Math.Log(scale);
                }

                before = here;
                sums = new Sums(
                    sums.Count,
                    sums.OneOne + (one * one),
                    sums.OneS + (one * s),
                    sums.SS + (s * s),
                    sums.OneY + (one * y),
                    sums.SY + (s * y),
                    sums.YY + (y * y),
                    sums.LogScale + logScale);
            }

            return sums;
        }

        /// <summary>The level has a flat prior, the change over the series a normal one about 0.</summary>
        public Component Integrate(double sd, double amountSd, double ahead, double origin, double logPrior)
        {
            var variance = sd * sd;
            var a = OneOne / variance;
            var b = OneS / variance;
            var c = (SS / variance) + (1 / (amountSd * amountSd));
            var d = OneY / variance;
            var e = SY / variance;
            var determinant = (a * c) - (b * b);
            var level = ((c * d) - (b * e)) / determinant;
            var change = ((a * e) - (b * d)) / determinant;
            var rest = (YY / variance) - (d * level) - (e * change);
            return new Component(
                logPrior + LogScale - (Count * Math.Log(sd)) - Math.Log(amountSd) - (0.5 * Math.Log(determinant)) - (0.5 * rest),
                -change * ahead,
                ahead * Math.Sqrt(a / determinant),
                origin + level + change);
        }
    }
}
