using KetamineOutcomes.Statistics;

namespace KetamineOutcomes.Benchmarks.DetectionStudy;

/// <summary>A rule that alarms at the first visit at which its statistic reaches a threshold.</summary>
internal abstract class StudyRule
{
    public abstract string Name { get; }

    /// <summary>The rule's statistic at each visit from what was known then; minus infinity where it says nothing.</summary>
    public abstract double[] Of(StudyPerson person);
}

/// <summary>A score at or above a cut-off.</summary>
internal sealed class SingleCutOff : StudyRule
{
    public override string Name => "single score >= cut-off";

    public override double[] Of(StudyPerson person) => [.. person.Scores];
}

/// <summary>Two scores in a row at or above a cut-off.</summary>
internal sealed class TwoConsecutive : StudyRule
{
    public override string Name => "two in a row >= cut-off";

    public override double[] Of(StudyPerson person)
    {
        var statistic = new double[StudyPerson.Visits];
        for (var i = 0; i < statistic.Length; i++)
        {
            statistic[i] = i == 0 ? double.NegativeInfinity : Math.Min(person.Scores[i], person.Scores[i - 1]);
        }

        return statistic;
    }
}

/// <summary>A score so far above the mean of the first three after the series (RCI as the published amount).</summary>
internal sealed class MeanPlus : StudyRule
{
    public const int Reference = 3;

    public override string Name => "mean of the first 3, plus an amount (RCI)";

    public static double Mean(StudyPerson person) => (person.Scores[0] + person.Scores[1] + person.Scores[2]) / Reference;

    public override double[] Of(StudyPerson person)
    {
        var statistic = new double[StudyPerson.Visits];
        for (var i = 0; i < statistic.Length; i++)
        {
            statistic[i] = i < Reference ? double.NegativeInfinity : person.Scores[i] - Mean(person);
        }

        return statistic;
    }
}

/// <summary>Exponentially weighted moving average that weighs by time (21 days), about the mean of the first three.</summary>
internal sealed class TimeAwareEwma : StudyRule
{
    public override string Name => "EWMA in time (21 days), population SD";

    public override double[] Of(StudyPerson person)
    {
        var mean = MeanPlus.Mean(person);
        var (z, variance) = (mean, 1.0 / MeanPlus.Reference);
        var weightOfMean = 1.0;
        var ownVariance = 0.0;
        var statistic = new double[StudyPerson.Visits];
        for (var i = 0; i < statistic.Length; i++)
        {
            if (i < MeanPlus.Reference)
            {
                statistic[i] = double.NegativeInfinity;
                continue;
            }

            var kept = PortableMath.Exp(-(person.Days[i] - person.Days[i - 1]) / 21);
            z = (kept * z) + ((1 - kept) * person.Scores[i]);
            weightOfMean *= kept;
            ownVariance = (kept * kept * ownVariance) + ((1 - kept) * (1 - kept));

            // z - mean = own noise - (1 - weight) * error of the mean: the limit is widened for the estimated mean.
            variance = ownVariance + ((1 - weightOfMean) * (1 - weightOfMean) / MeanPlus.Reference);
            statistic[i] = (z - mean) / Math.Sqrt(variance);
        }

        return statistic;
    }
}

/// <summary>One-sided CUSUM with k = 0.5 population SDs (2.5 points) about the mean of the first three.</summary>
internal sealed class Cusum : StudyRule
{
    public override string Name => "CUSUM (k = 0.5), population SD";

    public override double[] Of(StudyPerson person)
    {
        var mean = MeanPlus.Mean(person);
        var sum = 0.0;
        var statistic = new double[StudyPerson.Visits];
        for (var i = 0; i < statistic.Length; i++)
        {
            if (i < MeanPlus.Reference)
            {
                statistic[i] = double.NegativeInfinity;
                continue;
            }

            sum = Math.Max(0, sum + ((person.Scores[i] - mean) / 2.5) - 0.5);
            statistic[i] = sum;
        }

        return statistic;
    }
}

/// <summary>The limit: the log likelihood ratio of one who knows the person's level, SD, correlation and wear-off, and the size and day of the change.</summary>
internal sealed class Clairvoyant(StudyChange change) : StudyRule
{
    public override string Name => "clairvoyant";

    public override double[] Of(StudyPerson person)
    {
        var change1 = new LatentNoise(person);
        var stable = new LatentNoise(person);
        var ratio = 0.0;
        var statistic = new double[StudyPerson.Visits];
        for (var i = 0; i < statistic.Length; i++)
        {
            var wear = person.Boosters ? person.WearOff * person.World.WearOffAt(person.DaysSinceInfusion[i]) : 0;
            var level = person.Level + wear;
            ratio += change1.Add(i, level + change.At(person.Days[i], person.Onset)) - stable.Add(i, level);
            statistic[i] = person.Days[i] <= person.Onset ? double.NegativeInfinity : ratio;
        }

        return statistic;
    }

    /// <summary>The filter of a noise that fades in time, seen through rounding (a variance of 1/12) and a floor.</summary>
    private sealed class LatentNoise(StudyPerson person)
    {
        private double _mean;
        private double _variance = person.Sd * person.Sd;

        public double Add(int visit, double expected)
        {
            if (visit > 0)
            {
                var kept = person.WeeklyCorrelation <= 0
                    ? 0
                    : PortableMath.Exp(PortableMath.Log(person.WeeklyCorrelation) * (person.Days[visit] - person.Days[visit - 1]) / 7);
                _mean *= kept;
                _variance = (kept * kept * _variance) + ((1 - (kept * kept)) * person.Sd * person.Sd);
            }

            var s = _variance + (1.0 / 12);
            var gain = _variance / s;
            if (person.Scores[visit] <= 0)
            {
                var root = Math.Sqrt(_variance);
                var at = (0.5 - expected - _mean) / root;
                var hazard = PortableMath.LowerHazard(at);
                _mean -= root * hazard;
                _variance *= Math.Max(1e-6, 1 - (hazard * (hazard + at)));
                return PortableMath.LogNormalCdf(at);
            }

            var innovation = person.Scores[visit] - expected - _mean;
            _mean += gain * innovation;
            _variance -= gain * _variance;
            return -0.5 * ((innovation * innovation / s) + PortableMath.Log(s));
        }
    }
}
