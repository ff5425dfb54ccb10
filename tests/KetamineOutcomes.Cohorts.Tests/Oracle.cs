using System.Globalization;

namespace KetamineOutcomes.Cohorts.Tests;

/// <summary>Tables of R's results (../shared/oracles/README.md), read in place.</summary>
internal static class Oracle
{
    public const double ClosedForm = 1e-9;

    /// <summary>The rows of a table, by column; no cell of those read here holds a comma.</summary>
    public static IReadOnlyList<Dictionary<string, string>> Read(string path)
    {
        var lines = File.ReadAllLines(SharedData.Require(path));
        var header = lines[0].Split(',');
        return [.. lines.Skip(1).Select(line => header.Zip(line.Split(',')).ToDictionary(cell => cell.First, cell => cell.Second, StringComparer.Ordinal))];
    }

    public static double? Number(string cell) => cell.Length == 0 || cell == "NA" ? null : double.Parse(cell, CultureInfo.InvariantCulture);

    /// <summary>Equal to a share of the expected number, or to the same share of 1 near 0.</summary>
    public static void ShouldAgree(this double? actual, double? expected, string because, double tolerance = ClosedForm)
    {
        (actual is null).Should().Be(expected is null, because);
        if (actual is { } value && expected is { } wanted && !value.Equals(wanted))
        {
            (Math.Abs(value - wanted) / Math.Max(1, Math.Abs(wanted))).Should().BeLessThan(tolerance, $"{because}: {value:R} beside {wanted:R}");
        }
    }

    public static void ShouldAgree(this double actual, double expected, string because, double tolerance = ClosedForm) => ((double?)actual).ShouldAgree((double?)expected, because, tolerance);
}
