using KetamineOutcomes.Cohorts.Numerics;

namespace KetamineOutcomes.Cohorts.Survival;

/// <summary>One group in a log-rank test.</summary>
/// <param name="Count">How many people.</param>
/// <param name="Observed">How many events there were.</param>
/// <param name="Expected">How many there would be if all groups were alike.</param>
public readonly record struct LogRankGroup(long Count, long Observed, double Expected)
{
    /// <summary>How many people.</summary>
    public long Count { get; } = Count;

    /// <summary>How many events there were.</summary>
    public long Observed { get; } = Observed;

    /// <summary>How many there would be if all groups were alike.</summary>
    public double Expected { get; } = Expected;
}

/// <summary>The log-rank test: whether groups differ in the time to an event.</summary>
/// <remarks>Mantel N. Cancer Chemother Rep 1966;50:163-170, with the hypergeometric variance, as in R's survdiff.</remarks>
public sealed class LogRank
{
    private LogRank(EquatableArray<LogRankGroup> groups, double chiSquare, int degreesOfFreedom)
    {
        Groups = groups;
        ChiSquare = chiSquare;
        DegreesOfFreedom = degreesOfFreedom;
    }

    /// <summary>The groups in the order given.</summary>
    public EquatableArray<LogRankGroup> Groups { get; }

    /// <summary>The statistic, 0 or more.</summary>
    public double ChiSquare { get; }

    /// <summary>The number of groups that could be compared, less one.</summary>
    public int DegreesOfFreedom { get; }

    /// <summary>The probability of so large a statistic or a larger if the groups were alike.</summary>
    public double PValue => Quantiles.ChiSquareAbove(DegreesOfFreedom, ChiSquare);

    /// <summary>Compares groups.</summary>
    /// <param name="groups">Two or more groups of different people.</param>
    /// <returns>The test; <see langword="null"/> if fewer than two groups can be compared: nobody had an event, or never while another group was followed.</returns>
    /// <exception cref="ArgumentException">There are fewer than two groups.</exception>
    public static LogRank? Test(IReadOnlyList<RiskTable> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        if (groups.Count < 2)
        {
            throw new ArgumentException("A log-rank test compares two groups or more.", nameof(groups));
        }

        var expected = new double[groups.Count];
        var variance = NewSquare(groups.Count);
        var rows = groups.Select(group => group.Rows.ToDictionary(row => row.Time)).ToArray();
        var atRisk = groups.Select(group => group.Count).ToArray();
        foreach (var time in rows.SelectMany(row => row.Keys).Distinct().Order())
        {
            var here = rows.Select(row => row.GetValueOrDefault(time)).ToArray();
            double events = here.Sum(row => row.Events);
            double all = atRisk.Sum();
            if (events > 0)
            {
                for (var i = 0; i < groups.Count; i++)
                {
                    expected[i] += events * atRisk[i] / all;
                    if (all > 1)
                    {
                        for (var j = 0; j < groups.Count; j++)
                        {
                            var same = i == j ? all : 0;
                            variance[i][j] += events * (all - events) / (all - 1) * (atRisk[i] / all) * ((same - atRisk[j]) / all);
                        }
                    }
                }
            }

            for (var i = 0; i < groups.Count; i++)
            {
                atRisk[i] -= here[i].Events + here[i].Censored;
            }
        }

        // A group of which nothing was expected cannot be compared (as survdiff has it).
        var used = Enumerable.Range(0, groups.Count).Where(i => expected[i] > 0).ToArray();
        if (used.Length < 2)
        {
            return null;
        }

        var size = used.Length - 1;
        var matrix = NewSquare(size);
        var difference = new double[size];
        for (var i = 0; i < size; i++)
        {
            difference[i] = groups[used[i]].Events - expected[used[i]];
            for (var j = 0; j < size; j++)
            {
                matrix[i][j] = variance[used[i]][used[j]];
            }
        }

        if (SmallMatrix.Solve(matrix, difference) is not { } solved)
        {
            return null;
        }

        var chiSquare = difference.Zip(solved, (left, right) => left * right).Sum();
        return new LogRank(groups.Select((group, i) => new LogRankGroup(group.Count, group.Events, expected[i])).ToEquatableArray(), chiSquare, size);
    }

    private static double[][] NewSquare(int size) => [.. Enumerable.Range(0, size).Select(_ => new double[size])];
}
