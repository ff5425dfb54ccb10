using KetamineOutcomes.Statistics;

namespace KetamineOutcomes.Indicators.Drift;

/// <summary>
/// The rate of a worsening that goes on steadily, whatever its size: for each onset that may be and each SD of the noise, the filter of
/// <see cref="DriftFilter"/> with the rate as a fourth unknown (before any score: 0 with an SD of one SEM a week). Computed when asked for, not at every
/// visit.
/// </summary>
internal sealed class DriftRate
{
    private readonly List<Line> _lines;

    private DriftRate(List<Line> lines) => _lines = lines;

    /// <summary>The rate in points a week.</summary>
    public NormalMixture PerWeek => new([.. _lines.Select(line => new NormalMixture.Part(line.Weight, line.Rate, Math.Sqrt(line.RateVariance)))]);

    /// <summary>The rate of a watch.</summary>
    /// <param name="watch">A watch with at least two scores.</param>
    /// <returns>The rate.</returns>
    public static DriftRate Of(DriftWatch watch)
    {
        var lines = new List<Line>();
        var best = double.NegativeInfinity;
        var sds = watch.Parameters.NoiseSds;
        var fades = Fades(watch);
        for (var c = 0; c < sds.Count; c++)
        {
            // An onset after the last score would say nothing of a rate.
            for (var onset = 0; onset < watch.Visits.Count; onset++)
            {
                var from = onset == 0 ? watch.Prior.Origin : watch.Visits[onset - 1].Day;
                var at = from + ((watch.Visits[onset].Day - from) / 2);
                var gap = watch.Visits[onset].Day - from;
                if (gap <= 0)
                {
                    continue;
                }

                var chance = PortableMath.Log(watch.Parameters.Chance(gap, at - watch.Prior.Origin));
                var line = Run(watch, sds[c], at, chance, fades);
                lines.Add(line);
                best = Math.Max(best, line.Weight);
            }
        }

        return new DriftRate([.. lines.Select(line => line with { Weight = PortableMath.Exp(line.Weight - best) })]);
    }

    /// <summary>The level some days after the last score, without wear-off and noise, if the worsening goes on.</summary>
    /// <param name="days">The days, 0 or more.</param>
    /// <returns>Points.</returns>
    public NormalMixture LevelIn(double days) =>
        new([.. _lines.Select(line =>
        {
            var weeks = (line.DaysSinceOnset + days) / 7;
            var variance = line.LevelVariance + (2 * weeks * line.Covariance) + (weeks * weeks * line.RateVariance);
            return new NormalMixture.Part(line.Weight, line.Level + (weeks * line.Rate), Math.Sqrt(Math.Max(variance, 1e-12)));
        })]);

    /// <summary>How much of the noise of the score before is left at each score; the same whatever the onset and the SD.</summary>
    private static double[] Fades(DriftWatch watch)
    {
        var fades = new double[watch.Visits.Count];
        for (var i = 0; i < fades.Length; i++)
        {
            fades[i] = i == 0 ? 1 : watch.Parameters.Kept(watch.Visits[i].Day - watch.Visits[i - 1].Day);
        }

        return fades;
    }

    private static Line Run(DriftWatch watch, double sd, double onset, double log, double[] fades)
    {
        var p = watch.Parameters;
        var (mean, variance) = DriftFilter.LevelBefore(watch.Prior, p, sd);
        var boosters = watch.BoostersKnown;

        // Level, wear-off, noise, rate.
        double[] m = [mean, boosters ? p.WearOffMean : 0, 0, 0];
        double[][] q = [new double[4], new double[4], new double[4], new double[4]];
        q[0][0] = variance;
        q[1][1] = boosters ? p.WearOffSd * p.WearOffSd : 0;
        q[2][2] = sd * sd;
        q[3][3] = p.Sem * p.Sem;

        // Outside the loop: there is a run over all scores for each onset and each SD.
        Span<double> gain = stackalloc double[4];
        for (var at = 0; at < fades.Length; at++)
        {
            var visit = watch.Visits[at];
            var fade = fades[at];
            m[2] *= fade;
            for (var i = 0; i < 4; i++)
            {
                q[2][i] *= fade;
                q[i][2] *= fade;
            }

            q[2][2] += (1 - (fade * fade)) * sd * sd;
            ReadOnlySpan<double> seen = [1, p.WearOffAt(visit.DaysSinceInfusion), 1, Math.Max(0, visit.Day - onset) / 7];
            gain.Clear();
            var (latent, expected) = (0.0, 0.0);
            for (var i = 0; i < 4; i++)
            {
                for (var j = 0; j < 4; j++)
                {
                    gain[i] += q[i][j] * seen[j];
                }

                latent += gain[i] * seen[i];
                expected += m[i] * seen[i];
            }

            double move;
            double shrink;
            if (visit.Badness <= p.Best)
            {
                var root = Math.Sqrt(latent);
                var bound = (p.Best + (p.Resolution / 2) - expected) / root;
                var hazard = PortableMath.LowerHazard(bound);
                log += PortableMath.LogNormalCdf(bound);
                move = -hazard / root;
                shrink = Math.Min(hazard * (hazard + bound), 1) / latent;
            }
            else
            {
                var total = latent + (p.Resolution * p.Resolution / 12);
                move = (visit.Badness - expected) / total;
                shrink = 1 / total;
                log -= 0.5 * ((move * move * total) + PortableMath.Log(total));
            }

            for (var i = 0; i < 4; i++)
            {
                m[i] += gain[i] * move;
                for (var j = 0; j < 4; j++)
                {
                    q[i][j] -= gain[i] * gain[j] * shrink;
                }
            }
        }

        return new Line(log, m[0], q[0][0], m[3], Math.Max(q[3][3], 1e-12), q[0][3], watch.Visits[^1].Day - onset);
    }

    /// <summary>One onset and SD: its weight, and what is then known.</summary>
    private sealed record Line(
        double Weight, double Level, double LevelVariance, double Rate, double RateVariance, double Covariance, double DaysSinceOnset);
}
