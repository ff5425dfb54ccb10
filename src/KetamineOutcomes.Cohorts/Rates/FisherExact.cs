namespace KetamineOutcomes.Cohorts.Rates;

/// <summary>Fisher's exact test of two shares.</summary>
/// <remarks>Fisher RA. J R Stat Soc 1922;85:87-94. Two-sided as in R's fisher.test: all tables with the same margins that are no more probable than the one seen.</remarks>
public static class FisherExact
{
    // R's own: what differs in the last bits is as probable.
    private const double Tie = 1 + 1e-7;

    /// <summary>Tests whether two shares differ.</summary>
    /// <param name="one">One group.</param>
    /// <param name="other">Another, with nobody in common.</param>
    /// <returns>The two-sided p value; <see langword="null"/> where a group is empty.</returns>
    public static double? Test(Proportion one, Proportion other)
    {
        if (one.Of == 0 || other.Of == 0)
        {
            return null;
        }

        // How many of those who met it are in the first group: hypergeometric. Each probability follows from its neighbour's, from the most probable outwards, so that nothing overflows.
        var met = one.Count + other.Count;
        var low = Math.Max(0, met - other.Of);
        var high = Math.Min(one.Of, met);
        var mode = Math.Clamp((long)((one.Of + 1.0) * (met + 1.0) / (one.Of + other.Of + 2.0)), low, high);
        var weights = new double[high - low + 1];
        weights[mode - low] = 1;
        for (var x = mode; x < high; x++)
        {
            weights[x + 1 - low] = weights[x - low] * ((double)(one.Of - x) / (x + 1)) * ((double)(met - x) / (other.Of - met + x + 1));
        }

        for (var x = mode; x > low; x--)
        {
            weights[x - 1 - low] = weights[x - low] * ((double)x / (one.Of - x + 1)) * ((double)(other.Of - met + x) / (met - x + 1));
        }

        var seen = weights[one.Count - low] * Tie;
        return Math.Min(1, weights.Where(weight => weight <= seen).Order().Sum() / weights.Order().Sum());
    }
}
