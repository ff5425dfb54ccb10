using KetamineOutcomes.Statistics;

namespace KetamineOutcomes.Indicators.Drift;

/// <summary>
/// The evidence of the drift watch: how well "stable" and each way of worsening foretold the scores, one visit after the other.
/// <para>
/// A score = the person's level + wear-off since the last infusion + worsening + noise whose correlation fades in time, rounded, and cut off at the
/// scale's best score. Level, wear-off and noise are a Gaussian filter; the unknown SD of the noise stands on a grid of cells; a way of worsening is a
/// rate or a step that began between two visits. Each visit opens one onset, a copy of "stable" as it stood, so appending one visit and starting from
/// scratch are the same computation, in the same order, to the bit.
/// </para>
/// Immutable. The cost of a visit is bounded: no more than <see cref="DriftWatchParameters.MostOnsets"/> onsets are kept apart.
/// </summary>
internal sealed class DriftFilter
{
    /// <summary>No hypothesis falls below this share of the likeliest: it can come back, and no number becomes denormal.</summary>
    private const double LeastWeight = 1e-100;

    /// <summary>How many numbers a step may keep aside without asking for memory.</summary>
    private const int MostOnStack = 1024;

    private readonly DriftWatchParameters _parameters;
    private readonly double _origin;
    private readonly double _lastDay;

    // Per SD: the covariance of (level, wear-off, noise), six numbers. It does not depend on the way of worsening.
    private readonly double[] _covariances;

    // Per SD, per hypothesis (0 is stable, then onset by onset each way of worsening): the means of (level, wear-off, noise), and the weight.
    private readonly double[] _means;
    private readonly double[] _weights;

    // Per onset: the day it is taken at, and the visits between which it lies, as days.
    private readonly double[] _at;
    private readonly double[] _from;
    private readonly double[] _to;

    private DriftFilter(
        DriftWatchParameters parameters,
        double origin,
        int visits,
        double lastDay,
        double[] covariances,
        double[] means,
        double[] weights,
        double[] at,
        double[] from,
        double[] to)
    {
        _parameters = parameters;
        _origin = origin;
        Visits = visits;
        _lastDay = lastDay;
        _covariances = covariances;
        _means = means;
        _weights = weights;
        _at = at;
        _from = from;
        _to = to;
    }

    /// <summary>The visits taken in.</summary>
    public int Visits { get; }

    private int Ways => _parameters.Changes.Count;

    private int Hypotheses => 1 + (_from.Length * Ways);

    /// <summary>Before the first score: the level is what the end of the series says, drawn towards people's mean by how little that is.</summary>
    /// <param name="prior">The end of the series.</param>
    /// <param name="parameters">The policy.</param>
    /// <param name="boosters">Whether a booster is known to have been given: only then is there a wear-off between boosters to allow for.</param>
    /// <returns>The filter.</returns>
    public static DriftFilter Start(DriftPrior prior, DriftWatchParameters parameters, bool boosters)
    {
        var sds = parameters.NoiseSds;
        var covariances = new double[6 * sds.Count];
        var means = new double[3 * sds.Count];
        var weights = new double[sds.Count];
        for (var c = 0; c < sds.Count; c++)
        {
            var (level, spread) = LevelBefore(prior, parameters, sds[c]);
            covariances[6 * c] = spread;
            covariances[(6 * c) + 3] = boosters ? parameters.WearOffSd * parameters.WearOffSd : 0;
            covariances[(6 * c) + 5] = sds[c] * sds[c];
            means[3 * c] = level;
            means[(3 * c) + 1] = boosters ? parameters.WearOffMean : 0;
            weights[c] = 1.0 / sds.Count;
        }

        return new DriftFilter(parameters, prior.Origin, 0, prior.Origin, covariances, means, weights, [], [], []);
    }

    /// <summary>The level after the series before any score after it: the end of the series, drawn towards the mean of people by how little is seen of it.</summary>
    /// <param name="prior">The end of the series.</param>
    /// <param name="parameters">The policy.</param>
    /// <param name="sd">The SD of the noise.</param>
    /// <returns>Its mean and variance.</returns>
    public static (double Mean, double Variance) LevelBefore(DriftPrior prior, DriftWatchParameters parameters, double sd)
    {
        var people = parameters.PopulationSd * parameters.PopulationSd;
        var trust = people / (people + (sd * sd / prior.Readings));
        return (
            parameters.PopulationMean + (trust * (prior.SeriesEnd - parameters.PopulationMean)) + parameters.LevelShift,
            (people * (1 - trust)) + (parameters.LevelSd * parameters.LevelSd));
    }

    /// <summary>With one more score.</summary>
    /// <param name="visit">The score, no earlier than the last.</param>
    /// <returns>The filter after it.</returns>
    public DriftFilter Append(DriftVisit visit)
    {
        var p = _parameters;
        var sds = p.NoiseSds.Count;
        var ways = Ways;
        var gap = visit.Day - _lastDay;
        var old = Hypotheses;

        var joined = _from.Length < p.MostOnsets ? -1 : LeastLikelyOnset();
        var kept = _from.Length - (joined < 0 ? 0 : 1);
        var onsets = new double[kept + 1];
        var from = new double[kept + 1];
        var to = new double[kept + 1];
        for (int i = 0, k = 0; i < _from.Length; i++)
        {
            if (i != joined)
            {
                // What was joined lies in its later neighbour from now on.
                from[k] = joined >= 0 && i == joined + 1 ? _from[joined] : _from[i];
                to[k] = _to[i];
                onsets[k] = _at[i];
                k++;
            }
        }

        from[kept] = _lastDay;
        to[kept] = visit.Day;
        onsets[kept] = _lastDay + (gap / 2);
        var now = 1 + ((kept + 1) * ways);
        var added = Added(visit.Day, onsets);
        var chance = p.Chance(gap, onsets[kept] - _origin);

        var covariances = new double[_covariances.Length];

        // Each is written before it is read. At most 5 SDs by 1 + 17 x 5 hypotheses with the policy that ships.
        var means = GC.AllocateUninitializedArray<double>(3 * sds * now);
        var weights = GC.AllocateUninitializedArray<double>(sds * now);
        var fits = sds * now <= MostOnStack ? stackalloc double[sds * now] : new double[sds * now];
        var wear = p.WearOffAt(visit.DaysSinceInfusion);
        var atFloor = visit.Badness <= p.Best;
        var fade = Visits == 0 ? 1 : p.Kept(gap);
        var bestFit = double.NegativeInfinity;
        for (var c = 0; c < sds; c++)
        {
            var variance = p.NoiseSds[c] * p.NoiseSds[c];
            var at = 6 * c;
            var (p00, p01, p02) = (_covariances[at], _covariances[at + 1], _covariances[at + 2] * fade);
            var (p11, p12) = (_covariances[at + 3], _covariances[at + 4] * fade);
            var p22 = (fade * fade * _covariances[at + 5]) + ((1 - (fade * fade)) * variance);
            var k0 = p00 + (wear * p01) + p02;
            var k1 = p01 + (wear * p11) + p12;
            var k2 = p02 + (wear * p12) + p22;
            var latent = k0 + (wear * k1) + k2;
            var total = latent + (p.Resolution * p.Resolution / 12);
            var root = Math.Sqrt(latent);
            var logRoot = 0.5 * PortableMath.Log(total);

            for (int h = 0, next = 0; h < now; h++)
            {
                int source;
                double weight;
                if (h > kept * ways)
                {
                    source = 0;
                    weight = _weights[c * old] * p.Changes[h - 1 - (kept * ways)].Weight * chance;
                }
                else
                {
                    if (joined >= 0 && h == 1 + (joined * ways))
                    {
                        next += ways;
                    }

                    source = next++;
                    weight = _weights[(c * old) + source];
                    if (joined >= 0 && source > (joined + 1) * ways && source <= (joined + 2) * ways)
                    {
                        weight += _weights[(c * old) + source - ways];
                    }
                }

                var m = 3 * ((c * old) + source);
                var (m0, m1, m2) = (_means[m], _means[m + 1], _means[m + 2] * fade);
                var expected = m0 + (wear * m1) + m2 + added[h];
                double move;
                double fit;
                if (atFloor)
                {
                    // "No more than the floor": the share below it, and the mean of what lies below.
                    var bound = (p.Best + (p.Resolution / 2) - expected) / root;
                    fit = PortableMath.LogNormalCdf(bound);
                    move = -PortableMath.LowerHazard(bound) / root;
                }
                else
                {
                    var innovation = visit.Badness - expected;
                    fit = (-0.5 * innovation * innovation / total) - logRoot;
                    move = innovation / total;
                }

                var into = (c * now) + h;
                means[3 * into] = m0 + (k0 * move);
                means[(3 * into) + 1] = m1 + (k1 * move);
                means[(3 * into) + 2] = m2 + (k2 * move);
                weights[into] = weight;
                fits[into] = fit;
                bestFit = fit > bestFit ? fit : bestFit;
            }

            var shrink = 1 / total;
            if (atFloor)
            {
                // How much narrower the knowledge becomes, as it does for "stable".
                var stable = 3 * c * old;
                var bound = (p.Best + (p.Resolution / 2) - _means[stable] - (wear * _means[stable + 1]) - (_means[stable + 2] * fade)) / root;
                var hazard = PortableMath.LowerHazard(bound);
                shrink = Math.Min(hazard * (hazard + bound), 1) / latent;
            }

            covariances[at] = p00 - (k0 * k0 * shrink);
            covariances[at + 1] = p01 - (k0 * k1 * shrink);
            covariances[at + 2] = p02 - (k0 * k2 * shrink);
            covariances[at + 3] = p11 - (k1 * k1 * shrink);
            covariances[at + 4] = p12 - (k1 * k2 * shrink);
            covariances[at + 5] = p22 - (k2 * k2 * shrink);
        }

        var largest = 0.0;
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] *= PortableMath.Exp(fits[i] - bestFit);
            largest = weights[i] > largest ? weights[i] : largest;
        }

        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = Math.Max(weights[i] / largest, LeastWeight);
        }

        return new DriftFilter(p, _origin, Visits + 1, visit.Day, covariances, means, weights, onsets, from, to);
    }

    /// <summary>The odds of any worsening to none, "stable" favoured by <see cref="DriftWatchParameters.StableTilt"/>.</summary>
    /// <returns>0 or more.</returns>
    public double Odds()
    {
        var (stable, changed) = (0.0, 0.0);
        var now = Hypotheses;
        for (var c = 0; c < _parameters.NoiseSds.Count; c++)
        {
            stable += _weights[c * now] * Tilt(c);
            for (var h = 1; h < now; h++)
            {
                changed += _weights[(c * now) + h];
            }
        }

        return changed / stable;
    }

    /// <summary>The person's level while stable, as it stands: the mean and the SD over everything "stable" holds for possible.</summary>
    /// <returns>Points.</returns>
    public (double Mean, double Sd) StableLevel()
    {
        var (all, mean, square) = (0.0, 0.0, 0.0);
        var now = Hypotheses;
        for (var c = 0; c < _parameters.NoiseSds.Count; c++)
        {
            var weight = _weights[c * now];
            var level = _means[3 * c * now];
            all += weight;
            mean += weight * level;
            square += weight * ((level * level) + _covariances[6 * c]);
        }

        mean /= all;
        return (mean, Math.Sqrt(Math.Max(0, (square / all) - (mean * mean))));
    }

    /// <summary>The SD of the noise, averaged over everything.</summary>
    /// <returns>Points.</returns>
    public double NoiseSd()
    {
        var (all, sum) = (0.0, 0.0);
        var now = Hypotheses;
        for (var i = 0; i < _weights.Length; i++)
        {
            all += _weights[i];
            sum += _weights[i] * _parameters.NoiseSds[i / now];
        }

        return sum / all;
    }

    /// <summary>Given that something worsened: how likely each onset is, and by a step.</summary>
    /// <returns>The onsets in the order of time.</returns>
    public EquatableArray<DriftOnset> Onsets()
    {
        var now = Hypotheses;
        var steps = new double[_from.Length];
        var rates = new double[_from.Length];
        var all = 0.0;
        for (var c = 0; c < _parameters.NoiseSds.Count; c++)
        {
            for (var h = 1; h < now; h++)
            {
                var weight = _weights[(c * now) + h];
                var sums = _parameters.Changes[(h - 1) % Ways].PerWeek > 0 ? rates : steps;
                sums[(h - 1) / Ways] += weight;
                all += weight;
            }
        }

        return [.. Enumerable.Range(0, _from.Length).Select(o => new DriftOnset(_from[o], _to[o], rates[o] / all, steps[o] / all))];
    }

    /// <summary>By what each hypothesis lies above the stable level on a day; an onset is taken half-way between its visits.</summary>
    private double[] Added(double day, double[] onsets)
    {
        var added = new double[1 + (onsets.Length * Ways)];
        for (var o = 0; o < onsets.Length; o++)
        {
            for (var k = 0; k < Ways; k++)
            {
                added[1 + (o * Ways) + k] = _parameters.Changes[k].After(day - onsets[o]);
            }
        }

        return added;
    }

    private double Tilt(int sd) => PortableMath.Exp(_parameters.StableTilt * PortableMath.Log(_parameters.NoiseSds[sd] / _parameters.Sem));

    /// <summary>The onset with the least weight; the newest is spared, for it has no later neighbour.</summary>
    private int LeastLikelyOnset()
    {
        var now = Hypotheses;
        var (least, index) = (double.PositiveInfinity, 0);
        for (var o = 0; o < _from.Length - 1; o++)
        {
            var sum = 0.0;
            for (var c = 0; c < _parameters.NoiseSds.Count; c++)
            {
                for (var k = 0; k < Ways; k++)
                {
                    sum += _weights[(c * now) + 1 + (o * Ways) + k];
                }
            }

            if (sum < least)
            {
                (least, index) = (sum, o);
            }
        }

        return index;
    }
}
