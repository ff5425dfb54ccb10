using KetamineOutcomes.Indicators.Drift;

namespace KetamineOutcomes.Tests.Indicators.Drift;

public sealed class DriftRateTests
{
    // A scale from 0 to 27 in whole numbers, SEM 2.5 and MCID 5 (Loewe 2004: an MCID of 5, said to be 2 SEM).
    private static readonly DriftWatchParameters Phq9 = DriftWatchParameters.For(2.5, 0, 27, 1, 5);
    private static readonly DriftPrior Responder = new(18, 5, 2);

    private static readonly (double Day, double Badness, double Since, bool Booster)[] Scores =
    [
        (7, 6, 7, false), (14, 4, 14, false), (28, 7, 28, false), (35, 5, 7, true), (35, 6, 7, true), (56, 9, 28, true), (63, 8, 7, true), (91, 12, 35, true), (120, 11, 10, true),
    ];

    private static DriftWatch Watch(IEnumerable<(double Day, double Badness, double Since, bool Booster)> scores) =>
        scores.Aggregate(DriftWatch.Start(Responder, Phq9), (watch, score) => watch.Append(score.Day, score.Badness, score.Since, score.Booster));

    [Fact]
    public void The_rate_is_that_of_a_regression_with_the_whole_covariance_of_the_scores()
    {
        var watch = Watch(Scores);

        // The same model with one matrix for each onset and SD: scores = level + wear-off + noise + rate x weeks since the onset, all normal.
        var (weights, sum, top) = (0.0, 0.0, double.NegativeInfinity);
        var lines = new List<(double Log, double Rate)>();
        foreach (var sd in Phq9.NoiseSds)
        {
            var people = Phq9.PopulationSd * Phq9.PopulationSd;
            var trust = people / (people + (sd * sd / 2));
            var level = Phq9.PopulationMean + (trust * (5 - Phq9.PopulationMean)) + Phq9.LevelShift;
            var spread = (people * (1 - trust)) + (Phq9.LevelSd * Phq9.LevelSd);
            for (var k = 0; k < Scores.Length; k++)
            {
                var from = k == 0 ? 0 : Scores[k - 1].Day;
                var gap = Scores[k].Day - from;
                if (gap == 0)
                {
                    continue;
                }

                var onset = from + (gap / 2);
                var chance = (gap + (28 * gap / (gap + 14))) * (0.1 + (0.9 * Math.Exp(-onset / 90))) / 365;
                var weeks = Array.ConvertAll(Scores, score => Math.Max(0, score.Day - onset) / 7);
                var wear = Array.ConvertAll(Scores, score => Phq9.WearOffAt(score.Since));
                var covariance = Array.ConvertAll(Scores, _ => new double[Scores.Length]);
                for (var i = 0; i < Scores.Length; i++)
                {
                    for (var j = 0; j < Scores.Length; j++)
                    {
                        covariance[i][j] = spread + (wear[i] * wear[j] * Phq9.WearOffSd * Phq9.WearOffSd)
                            + (sd * sd * Math.Pow(0.33, Math.Abs(Scores[i].Day - Scores[j].Day) / 7)) + (6.25 * weeks[i] * weeks[j]) + (i == j ? 1.0 / 12 : 0);
                    }
                }

                var rest = Scores.Select((score, i) => score.Badness - level - (wear[i] * Phq9.WearOffMean)).ToArray();
                var (solved, logDeterminant) = Solve(covariance, rest);
                var log = Math.Log(chance) - (0.5 * (logDeterminant + rest.Zip(solved, (x, y) => x * y).Sum()));
                lines.Add((log, 6.25 * weeks.Zip(solved, (x, y) => x * y).Sum()));
                top = Math.Max(top, log);
            }
        }

        foreach (var (log, rate) in lines)
        {
            weights += Math.Exp(log - top);
            sum += Math.Exp(log - top) * rate;
        }

        watch.Rate()!.Value.PerWeek.Should().BeApproximately(sum / weights, 1e-9);
    }

    [Fact]
    public void Scores_at_the_best_change_the_way_and_not_the_answer()
    {
        // A first score a hair above the best is a number, at the best it is a bound: so near together the two say nearly the same of a rate long after it.
        var scale = Phq9 with { Best = 4 };
        static DriftWatch Of(DriftWatchParameters parameters, double first) => Scores.Skip(1).Where(score => score.Badness > 4)
            .Aggregate(DriftWatch.Start(Responder, parameters).Append(7, first, 7, false), (watch, score) => watch.Append(score.Day, score.Badness, score.Since, score.Booster));
        var bound = Of(scale, 4).Rate()!.Value;
        var number = Of(scale, 4.01).Rate()!.Value;

        bound.PerWeek.Should().BeApproximately(number.PerWeek, 0.05);
        bound.Low.Should().BeApproximately(number.Low, 0.1);
        bound.High.Should().BeApproximately(number.High, 0.1);
    }

    /// <summary>A symmetric system by elimination, and the logarithm of its determinant.</summary>
    private static (double[] Solved, double LogDeterminant) Solve(double[][] matrix, double[] right)
    {
        var n = right.Length;
        var solved = (double[])right.Clone();
        var log = 0.0;
        for (var i = 0; i < n; i++)
        {
            log += Math.Log(matrix[i][i]);
            for (var j = i + 1; j < n; j++)
            {
                var share = matrix[j][i] / matrix[i][i];
                solved[j] -= share * solved[i];
                for (var k = i; k < n; k++)
                {
                    matrix[j][k] -= share * matrix[i][k];
                }
            }
        }

        for (var i = n - 1; i >= 0; i--)
        {
            for (var j = i + 1; j < n; j++)
            {
                solved[i] -= matrix[i][j] * solved[j];
            }

            solved[i] /= matrix[i][i];
        }

        return (solved, log);
    }
}
