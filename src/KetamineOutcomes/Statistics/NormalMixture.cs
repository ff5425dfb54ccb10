namespace KetamineOutcomes.Statistics;

/// <summary>A weighted mixture of normal distributions. The weights need not sum to 1.</summary>
internal sealed class NormalMixture
{
    private readonly Part[] _parts;
    private readonly double _weight;

    /// <summary>The mixture of some parts.</summary>
    /// <param name="parts">At least one, some weight above 0, every SD above 0.</param>
    public NormalMixture(Part[] parts)
    {
        _parts = parts;
        foreach (var part in parts)
        {
            _weight += part.Weight;
        }
    }

    /// <summary>The mean.</summary>
    public double Mean
    {
        get
        {
            var sum = 0.0;
            foreach (var part in _parts)
            {
                sum += part.Weight * part.Mean;
            }

            return sum / _weight;
        }
    }

    /// <summary>The share below a value.</summary>
    /// <param name="value">The value.</param>
    /// <returns>0 to 1.</returns>
    public double Below(double value)
    {
        var sum = 0.0;
        foreach (var part in _parts)
        {
            sum += part.Weight * PortableMath.NormalCdf((value - part.Mean) / part.Sd);
        }

        return sum / _weight;
    }

    /// <summary>The value below which a share lies, by bisection to a ten-millionth of the spread.</summary>
    /// <param name="share">The share, between 0 and 1 (both excluded).</param>
    /// <returns>The quantile.</returns>
    public double Quantile(double share)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var part in _parts)
        {
            low = Math.Min(low, part.Mean - (9 * part.Sd));
            high = Math.Max(high, part.Mean + (9 * part.Sd));
        }

        for (var i = 0; i < 40; i++)
        {
            var middle = low + ((high - low) / 2);
            if (Below(middle) < share)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return low + ((high - low) / 2);
    }

    /// <summary>One normal distribution of the mixture.</summary>
    /// <param name="Weight">Its weight, 0 or more.</param>
    /// <param name="Mean">Its mean.</param>
    /// <param name="Sd">Its SD, above 0.</param>
    internal readonly record struct Part(double Weight, double Mean, double Sd);
}
