using System.Globalization;

namespace KetamineOutcomes.Charts.Drawing;

/// <summary>Round numbers for an axis: 1, 2 or 5 times a power of ten apart.</summary>
internal static class Ticks
{
    private static readonly decimal[] Factors = [1, 2, 5, 10];

    /// <summary>Ticks from the first round number at or after the start to the last at or before the end.</summary>
    public static IReadOnlyList<decimal> Between(double from, double to, int about)
    {
        var span = to - from;
        // Beyond these no clinical number lies, and decimals end.
        if (!(span is > 1e-6 and < 1e12) || about < 1)
        {
            return [(decimal)from];
        }

        var raw = span / about;
        var power = (decimal)Math.Pow(10, Math.Floor(Math.Log10(raw)));
        var step = Factors.Select(factor => factor * power).First(candidate => (double)candidate >= raw - (raw * 1e-9));
        var ticks = new List<decimal>();
        for (var tick = Math.Ceiling((decimal)from / step) * step; (double)tick <= to + (span * 1e-9); tick += step)
        {
            ticks.Add(tick);
        }

        return ticks;
    }

    public static string Label(decimal tick) => tick.ToString("0.######", CultureInfo.InvariantCulture);
}
