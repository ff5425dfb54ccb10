using KetamineOutcomes.Statistics;

namespace KetamineOutcomes.Benchmarks.DetectionStudy;

/// <summary>
/// The Bayes factor that is told the generator's priors: the mixture of the five changes over their onsets, against stable, each integrated over
/// level, wear-off, SD and correlation as the generator draws them. It also knows whether boosters are planned. Level, wear-off and noise are a
/// Gaussian filter per hypothesis, rounding a variance of 1/12, a score at the floor "no more than 0.5" by matched moments.
/// </summary>
internal sealed class ToldBayesFactor(StudyWorld world) : StudyRule
{
    private const int SdNodes = 6;
    private const int CorrelationNodes = 3;
    private const int OnsetNodes = 10;

    public override string Name => "Bayes factor told the priors";

    public override double[] Of(StudyPerson person)
    {
        var stable = new double[StudyPerson.Visits];
        var changed = new double[StudyPerson.Visits];
        for (var i = 0; i < stable.Length; i++)
        {
            stable[i] = changed[i] = double.NegativeInfinity;
        }

        for (var s = 0; s < SdNodes; s++)
        {
            var u = (s + 0.5) / SdNodes;
            var sd = world.SdLogUniform
                ? world.SdLow * PortableMath.Exp(u * PortableMath.Log(world.SdHigh / world.SdLow))
                : world.SdLow + (u * (world.SdHigh - world.SdLow));
            for (var c = 0; c < CorrelationNodes; c++)
            {
                var correlation = world.WeeklyCorrelationLow
                    + ((c + 0.5) / CorrelationNodes * (world.WeeklyCorrelationHigh - world.WeeklyCorrelationLow));
                Person(person, sd, correlation, stable, changed);
            }
        }

        var statistic = new double[StudyPerson.Visits];
        for (var i = 0; i < statistic.Length; i++)
        {
            statistic[i] = changed[i] - stable[i];
        }

        return statistic;
    }

    private static double LogSum(double a, double b)
    {
        var (high, low) = a > b ? (a, b) : (b, a);
        return double.IsNegativeInfinity(high) ? high : high + PortableMath.Log(1 + PortableMath.Exp(low - high));
    }

    private void Person(StudyPerson person, double sd, double correlation, double[] stable, double[] changed)
    {
        // The level's prior: the end of the series as drawn over people, seen through its scores, then the shift.
        var seen = ((sd * sd) + (1.0 / 12)) / person.SeriesEndReadings;
        var people = world.EndSd * world.EndSd;
        var weight = people / (people + seen);
        var centre = world.EndMean + (weight * (person.SeriesEnd - world.EndMean)) + world.ShiftMean;
        var spread = (people * (1 - weight)) + (world.ShiftSd * world.ShiftSd);
        var distance = person.SeriesEnd - world.EndMean;
        var prior = -0.5 * ((distance * distance / (people + seen)) + PortableMath.Log(people + seen));

        Filter(person, sd, correlation, centre, spread, StudyChange.Stable, 0, prior, stable);
        foreach (var change in StudyChange.Changes)
        {
            for (var o = 0; o < OnsetNodes; o++)
            {
                var onset = (o + 0.5) / OnsetNodes * world.OnsetHigh;
                Filter(person, sd, correlation, centre, spread, change, onset, prior - PortableMath.Log(StudyChange.Changes.Count * OnsetNodes), changed);
            }
        }
    }

    private void Filter(
        StudyPerson person, double sd, double correlation, double centre, double spread, StudyChange change, double onset, double log, double[] sums)
    {
        // State: level, wear-off's full amount (uniform from 0: its mean and variance), noise.
        var high = person.Boosters ? world.WearOffHigh : 0;
        var (m0, m1, m2) = (centre, high / 2, 0.0);
        var (p00, p01, p02, p11, p12, p22) = (spread, 0.0, 0.0, high * high / 12, 0.0, sd * sd);
        for (var i = 0; i < StudyPerson.Visits; i++)
        {
            if (i > 0)
            {
                var kept = correlation <= 0 ? 0 : PortableMath.Exp(PortableMath.Log(correlation) * (person.Days[i] - person.Days[i - 1]) / 7);
                m2 *= kept;
                p02 *= kept;
                p12 *= kept;
                p22 = (kept * kept * p22) + ((1 - (kept * kept)) * sd * sd);
            }

            var g = person.Boosters ? world.WearOffAt(person.DaysSinceInfusion[i]) : 0;
            var (k0, k1, k2) = (p00 + (g * p01) + p02, p01 + (g * p11) + p12, p02 + (g * p12) + p22);
            var latent = k0 + (g * k1) + k2;
            var expected = m0 + (g * m1) + m2 + change.At(person.Days[i], onset);
            double move;
            double shrink;
            if (person.Scores[i] <= 0)
            {
                var root = Math.Sqrt(latent);
                var at = (0.5 - expected) / root;
                var hazard = PortableMath.LowerHazard(at);
                log += PortableMath.LogNormalCdf(at);
                move = -hazard / root;
                shrink = hazard * (hazard + at) / latent;
            }
            else
            {
                var s = latent + (1.0 / 12);
                var innovation = person.Scores[i] - expected;
                log -= 0.5 * ((innovation * innovation / s) + PortableMath.Log(s) + 1.8378770664093453);
                move = innovation / s;
                shrink = 1 / s;
            }

            m0 += k0 * move;
            m1 += k1 * move;
            m2 += k2 * move;
            p00 -= k0 * k0 * shrink;
            p01 -= k0 * k1 * shrink;
            p02 -= k0 * k2 * shrink;
            p11 -= k1 * k1 * shrink;
            p12 -= k1 * k2 * shrink;
            p22 -= k2 * k2 * shrink;
            sums[i] = LogSum(sums[i], log);
        }
    }
}
