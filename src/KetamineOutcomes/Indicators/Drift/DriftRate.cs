using KetamineOutcomes.Statistics;

namespace KetamineOutcomes.Indicators.Drift;

/// <summary>
/// The rate of a worsening that goes on steadily, whatever its size: for each onset that may be and each SD of the noise, the filter of
/// <see cref="DriftFilter"/> with the rate as a fourth unknown (before any score: 0 with an SD of one SEM a week). Computed when asked for, not at every
/// visit.
/// <para>
/// Up to its onset a rate plays no part, so all onsets share one filter until there. From there on, as long as the scores are numbers, all that a rate does is in
/// proportion to it, and one pass backwards over the scores (<see cref="RateEffect"/>) answers for all onsets. A score at the scale's best says "no more than
/// this", which is in proportion to nothing: each onset up to the last such score has a pass over the scores for itself.
/// </para>
/// </summary>
internal sealed class DriftRate
{
    private readonly List<RateLine> _lines;

    private DriftRate(List<RateLine> lines) => _lines = lines;

    /// <summary>The rate in points a week.</summary>
    public NormalMixture PerWeek => new([.. _lines.Select(line => new NormalMixture.Part(line.Weight, line.Rate, Math.Sqrt(line.RateVariance)))]);

    /// <summary>The rate of a watch.</summary>
    /// <param name="watch">A watch with at least two scores.</param>
    /// <returns>The rate.</returns>
    public static DriftRate Of(DriftWatch watch)
    {
        var scores = ScoresOf(watch);
        var lastAtBest = Array.FindLastIndex(scores, score => score.IsAtBest);
        var steps = new RateFilter.Step[scores.Length];
        var lines = new List<RateLine>(watch.Parameters.NoiseSds.Count * scores.Length);
        foreach (var sd in watch.Parameters.NoiseSds)
        {
            var shared = RateFilter.Start(watch, sd);
            for (var i = 0; i < scores.Length; i++)
            {
                // An onset after the last score would say nothing of a rate; neither does one between two scores of one day.
                if (i <= lastAtBest && scores[i].MayBegin)
                {
                    lines.Add(Run(shared.WithRate(), scores, i));
                }

                steps[i] = shared.Take(scores[i], 0);
            }

            var effect = new RateEffect();
            for (var i = scores.Length - 1; i > lastAtBest; i--)
            {
                effect.Take(steps[i]);
                if (scores[i].MayBegin)
                {
                    lines.Add(effect.ToLine(shared, scores[i], scores[^1].Day));
                }

                effect.Pass(scores[i]);
            }
        }

        var best = double.NegativeInfinity;
        foreach (var line in lines)
        {
            best = Math.Max(best, line.Weight);
        }

        return new DriftRate(lines.ConvertAll(line => line with { Weight = PortableMath.Exp(line.Weight - best) }));
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

    /// <summary>What is the same of each score whatever the onset and the SD.</summary>
    private static RateScore[] ScoresOf(DriftWatch watch)
    {
        var p = watch.Parameters;
        var scores = new RateScore[watch.Visits.Count];
        var from = watch.Prior.Origin;
        for (var i = 0; i < scores.Length; i++)
        {
            var visit = watch.Visits[i];
            var gap = visit.Day - from;
            var onset = from + (gap / 2);
            scores[i] = new RateScore(
                visit.Day,
                visit.Badness,
                p.WearOffAt(visit.DaysSinceInfusion),
                visit.Badness <= p.Best,
                i == 0 ? 1 : p.Kept(gap),
                gap,
                onset,
                gap > 0 ? PortableMath.Log(p.Chance(gap, onset - watch.Prior.Origin)) : double.NegativeInfinity);
            from = visit.Day;
        }

        return scores;
    }

    private static RateLine Run(RateFilter filter, RateScore[] scores, int first)
    {
        var onset = scores[first].Onset;
        for (var i = first; i < scores.Length; i++)
        {
            _ = filter.Take(scores[i], (scores[i].Day - onset) / 7);
        }

        return filter.ToLine(scores[first].LogChance, scores[^1].Day - onset);
    }
}
