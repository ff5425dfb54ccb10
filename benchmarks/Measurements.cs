using System.Globalization;

namespace KetamineOutcomes.Benchmarks;

/// <summary>One line of a run's <c>results.tsv</c>, which programs in any language append to: table, subject, threads, how many, seconds, each behind a tab.</summary>
/// <param name="Table">The table of the report.</param>
/// <param name="Subject">What was measured.</param>
/// <param name="Threads">How many threads it was given.</param>
/// <param name="Count">How many rows, forms or courses.</param>
/// <param name="Seconds">The quickest round.</param>
internal sealed record Measurement(string Table, string Subject, int Threads, long Count, double Seconds)
{
    public static void Append(string? folder, IEnumerable<Measurement> measurements)
    {
        if (folder is not null)
        {
            File.AppendAllLines(Path.Combine(folder, "results.tsv"), measurements.Select(one => string.Create(
                CultureInfo.InvariantCulture,
                $"{one.Table}\t{one.Subject}\t{one.Threads}\t{one.Count}\t{one.Seconds:R}")));
        }
    }

    public static IReadOnlyList<Measurement> Read(string folder) =>
    [
        .. File.ReadAllLines(Path.Combine(folder, "results.tsv")).Select(line => line.Split('\t')).Select(cells => new Measurement(
            cells[0],
            cells[1],
            int.Parse(cells[2], CultureInfo.InvariantCulture),
            long.Parse(cells[3], CultureInfo.InvariantCulture),
            double.Parse(cells[4], CultureInfo.InvariantCulture))),
    ];
}
