using KetamineOutcomes.Statistics;

namespace KetamineOutcomes.Indicators.Drift;

/// <summary>
/// The evidence of the drift watch: how well "stable" and each way of worsening foretell the scores, one visit after the other.
/// <para>
/// A score = the person's level + wear-off since the last infusion + worsening + noise that fades in time, rounded, and cut off at the scale's best
/// score. Level, wear-off and noise are a Gaussian filter; the unknown SD and correlation of the noise stand on a grid of cells; a way of worsening is
/// a rate or a step that began before a visit. Each new visit opens one onset, a copy of "stable" as it stood, so appending a visit and starting from
/// scratch are the same computation.
/// </para>
/// Badness: higher is worse. Times in days, amounts in points. Immutable.
/// </summary>
internal sealed class DriftFilter
{
    private readonly DriftWatchParameters _parameters;
    private readonly int _visits;
    private readonly double _lastDay;

    // Per noise cell: the covariance of (level, wear-off, noise), six numbers. It does not depend on the way of worsening.
    private readonly double[] _covariance;

    // Per noise cell, then per hypothesis (0 is stable): the means of level, wear-off and noise, and the weight.
    private readonly double[] _means;
    private readonly double[] _weights;

    // Per onset: its day.
    private readonly double[] _onsets;

    private DriftFilter(
        DriftWatchParameters parameters, int visits, double lastDay, double[] covariance, double[] means, double[] weights, double[] onsets, double logScale)
    {
        _parameters = parameters;
        _visits = visits;
        _lastDay = lastDay;
        _covariance = covariance;
        _means = means;
        _weights = weights;
        _onsets = onsets;
        LogScale = logScale;
    }

    /// <summary>What the weights were divided by so far, as a logarithm.</summary>
    public double LogScale { get; }

    public int Visits => _visits;

    private int Hypotheses => 1 + (_onsets.Length * _parameters.Changes.Length);

    /// <summary>Before the first score: the level is what the end of the series says, with doubt.</summary>
    public static DriftFilter Start(double centre, int readings, DriftWatchParameters parameters, bool boosters = true)
    {
        var cells = parameters.Cells.Length;
        var covariance = new double[6 * cells];
        var means = new double[3 * cells];
        var weights = new double[cells];
        for (var c = 0; c < cells; c++)
        {
            var sd = parameters.Cells[c].Sd;
            var seen = sd * sd / readings;
            var people = parameters.PopulationSd * parameters.PopulationSd;
            var weight = people / (people + seen);
            covariance[6 * c] = (parameters.LevelSd * parameters.LevelSd) + (people * (1 - weight));
            covariance[(6 * c) + 3] = boosters ? parameters.WearOffSd * parameters.WearOffSd : 0;
            covariance[(6 * c) + 5] = sd * sd;
            means[3 * c] = parameters.PopulationMean + (weight * (centre - parameters.PopulationMean)) + parameters.LevelShift;
            means[(3 * c) + 1] = boosters ? parameters.WearOffMean : 0;
            weights[c] = parameters.Cells[c].Weight;
        }

        return new DriftFilter(parameters, 0, 0, covariance, means, weights, [], 0);
    }

    /// <summary>With one more score.</summary>
    public DriftFilter Append(double day, double badness, double daysSinceInfusion)
    {
        var p = _parameters;
        var cells = p.Cells.Length;
        var changes = p.Changes.Length;
        var gap = day - _lastDay;
        var old = Hypotheses;

        // One more onset, half-way between the visits; beyond the limit the least likely of the older ones is given up and its weight goes to its
        // neighbour.
        var dropped = _onsets.Length < p.MostOnsets ? -1 : this.LeastLikely();
        var kept = _onsets.Length - (dropped < 0 ? 0 : 1);
        var onsets = new double[kept + 1];
        for (int i = 0, k = 0; i < _onsets.Length; i++)
        {
            if (i != dropped)
            {
                onsets[k++] = _onsets[i];
            }
        }

        onsets[kept] = _lastDay + (gap / 2);
        var now = 1 + (onsets.Length * changes);
        var covariance = new double[_covariance.Length];
        var means = new double[3 * cells * now];
        var weights = new double[cells * now];

        // What each hypothesis adds to the level today.
        var added = new double[now];
        for (var o = 0; o < onsets.Length; o++)
        {
            for (var k = 0; k < changes; k++)
            {
                added[1 + (o * changes) + k] = p.Changes[k].At(day - onsets[o]);
            }
        }

        var chance = p.Hazard(onsets[kept]);
        var wear = p.WearOffAt(daysSinceInfusion);
        var atFloor = badness <= p.Floor;
        var rounding = p.Resolution * p.Resolution / 12;
        var largest = 0.0;
        for (var c = 0; c < cells; c++)
        {
            var cell = p.Cells[c];
            var fade = _visits == 0 ? 1 : cell.KeptOver(gap);
            var variance = cell.Sd * cell.Sd;
            var from = 6 * c;
            var (p00, p01, p02) = (_covariance[from], _covariance[from + 1], _covariance[from + 2] * fade);
            var (p11, p12) = (_covariance[from + 3], _covariance[from + 4] * fade);
            var p22 = _visits == 0 ? variance : (fade * fade * _covariance[from + 5]) + ((1 - (fade * fade)) * variance);

            var k0 = p00 + (wear * p01) + p02;
            var k1 = p01 + (wear * p11) + p12;
            var k2 = p02 + (wear * p12) + p22;
            var latent = k0 + (wear * k1) + k2;
            var total = latent + rounding;
            var root = Math.Sqrt(atFloor ? latent : total);
            var density = 1 / root;
            var half = -0.5 / total;

            // Copy what stood, then open the new onset from "stable".
            var source = c * old;
            var target = c * now;
            var stable = _weights[source];
            for (int h = 0, t = 0; h < now; h++)
            {
                int s;
                double weight;
                if (h > kept * changes)
                {
                    s = 0;
                    weight = stable * p.Changes[h - 1 - (kept * changes)].Weight * chance * gap;
                }
                else
                {
                    if (dropped >= 0 && h == 1 + (dropped * changes))
                    {
                        t += changes;
                    }

                    s = t++;
                    weight = _weights[source + s];
                    if (dropped >= 0 && s > 0 && s >= 1 + ((dropped + 1) * changes) && s < 1 + ((dropped + 2) * changes))
                    {
                        weight += _weights[source + s - changes];
                    }
                }

                var m = 3 * (source + s);
                var (m0, m1, m2) = (_means[m], _means[m + 1], _means[m + 2] * fade);
                var expected = m0 + (wear * m1) + m2 + added[h];
                double move;
                if (atFloor)
                {
                    // "No more than the floor": the share below, and the mean of what lies below.
                    var at = (p.Floor + (p.Resolution / 2) - expected) / root;
                    weight *= PortableMath.NormalCdf(at);
                    move = -PortableMath.LowerHazard(at) / root;
                }
                else
                {
                    var innovation = badness - expected;
                    weight *= density * PortableMath.Exp(half * innovation * innovation);
                    move = innovation / total;
                }

                var into = 3 * (target + h);
                means[into] = m0 + (k0 * move);
                means[into + 1] = m1 + (k1 * move);
                means[into + 2] = m2 + (k2 * move);
                weights[target + h] = weight;
                largest = weight > largest ? weight : largest;
            }

            double shrink;
            if (atFloor)
            {
                var at = (p.Floor + (p.Resolution / 2) - _means[3 * source] - (wear * _means[(3 * source) + 1]) - (_means[(3 * source) + 2] * fade)) / root;
                var hazard = PortableMath.LowerHazard(at);
                shrink = Math.Min(hazard * (hazard + at), 1) / latent;
            }
            else
            {
                shrink = 1 / total;
            }

            covariance[from] = p00 - (k0 * k0 * shrink);
            covariance[from + 1] = p01 - (k0 * k1 * shrink);
            covariance[from + 2] = p02 - (k0 * k2 * shrink);
            covariance[from + 3] = p11 - (k1 * k1 * shrink);
            covariance[from + 4] = p12 - (k1 * k2 * shrink);
            covariance[from + 5] = p22 - (k2 * k2 * shrink);
        }

        // An absurdly unlikely score must not make every weight zero; then the old weights stay, and the means have moved.
        var scale = largest > 0 ? 1 / largest : 1;
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = Math.Max(weights[i] * scale, 1e-100);
        }

        return new DriftFilter(p, _visits + 1, day, covariance, means, weights, onsets, LogScale - PortableMath.Log(scale));
    }

    /// <summary>The odds of any worsening to none, the chance of a change being one per <see cref="DriftWatchParameters.HazardPerDay"/> days.</summary>
    public double Odds()
    {
        var (stable, changed) = (0.0, 0.0);
        var now = Hypotheses;
        for (var c = 0; c < _parameters.Cells.Length; c++)
        {
            stable += _weights[c * now];
            for (var h = 1; h < now; h++)
            {
                changed += _weights[(c * now) + h];
            }
        }

        return changed / Math.Max(stable, 1e-300);
    }

    public double Tilted(double power)
    {
        var (stable, changed) = (0.0, 0.0);
        var now = Hypotheses;
        for (var c = 0; c < _parameters.Cells.Length; c++)
        {
            stable += _weights[c * now] * PortableMath.Exp(power * PortableMath.Log(_parameters.Cells[c].Sd));
            for (var h = 1; h < now; h++)
            {
                changed += _weights[(c * now) + h];
            }
        }

        return changed / Math.Max(stable, 1e-300);
    }

    /// <summary>The mean logarithm of the noise's SD, over everything.</summary>
    public double MeanLogSd(bool stableOnly)
    {
        var (sum, all) = (0.0, 0.0);
        var now = Hypotheses;
        for (var c = 0; c < _parameters.Cells.Length; c++)
        {
            for (var h = 0; h < (stableOnly ? 1 : now); h++)
            {
                var w = _weights[(c * now) + h];
                sum += w * PortableMath.Log(_parameters.Cells[c].Sd);
                all += w;
            }
        }

        return sum / Math.Max(all, 1e-300);
    }

    /// <summary>The older onset with the least weight; the newest is spared, so that its neighbour can take the weight.</summary>
    private int LeastLikely()
    {
        var changes = _parameters.Changes.Length;
        var now = Hypotheses;
        var (least, index) = (double.PositiveInfinity, 0);
        for (var o = 0; o < _onsets.Length - 1; o++)
        {
            var sum = 0.0;
            for (var c = 0; c < _parameters.Cells.Length; c++)
            {
                for (var k = 0; k < changes; k++)
                {
                    sum += _weights[(c * now) + 1 + (o * changes) + k];
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
