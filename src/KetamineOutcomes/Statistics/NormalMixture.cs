namespace KetamineOutcomes.Statistics;

/// <summary>A weighted mixture of normal distributions. The weights need not sum to 1.</summary>
internal sealed class NormalMixture
{
    /// <summary>The steps of the bisection: to a ten-millionth of the spread and below.</summary>
    private const int Halvings = 40;

    /// <summary>More steps towards the share than that are not worth what they save.</summary>
    private const int MostSteps = 20;

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

        var (under, over) = Bracket(share, low, high);
        for (var i = 0; i < Halvings; i++)
        {
            var middle = low + ((high - low) / 2);
            if (middle <= under || (middle < over && Below(middle) < share))
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

    /// <summary>
    /// Two values close together between which the share is crossed, found by Newton's steps; so the bisection, whose steps give the number, knows most of its answers
    /// and looks at few values. The number is the same with any bracket.
    /// </summary>
    private (double Under, double Over) Bracket(double share, double low, double high)
    {
        var close = (high - low) * Math.ScaleB(1, 2 - Halvings);
        var (under, over, at) = (low, high, Mean);
        for (var i = 0; i < MostSteps && over - under > 2 * close; i++)
        {
            var (below, density) = BelowAndDensity(at);
            (under, over) = below < share ? (at, over) : (under, at);
            var next = at - ((below - share) / density);

            // Once the steps are small, one just beyond tells the other side.
            next = Math.Abs(next - at) < close ? next + (below < share ? close : -close) : next;
            at = next > under && next < over ? next : under + ((over - under) / 2);
        }

        return (under, over);
    }

    private (double Below, double Density) BelowAndDensity(double value)
    {
        var (sum, density) = (0.0, 0.0);
        foreach (var part in _parts)
        {
            var at = (value - part.Mean) / part.Sd;
            var below = part.Weight * PortableMath.NormalCdf(at);
            sum += below;
            density += below * PortableMath.LowerHazard(at) / part.Sd;
        }

        return (sum / _weight, density / _weight);
    }

    /// <summary>One normal distribution of the mixture.</summary>
    /// <param name="Weight">Its weight, 0 or more.</param>
    /// <param name="Mean">Its mean.</param>
    /// <param name="Sd">Its SD, above 0.</param>
    internal readonly record struct Part(double Weight, double Mean, double Sd);
}
