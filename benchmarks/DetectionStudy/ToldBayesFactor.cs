using KetamineOutcomes.Statistics;

namespace KetamineOutcomes.Benchmarks.DetectionStudy;

/// <summary>
/// The Bayes factor that is told the generator's priors: the mixture of the changes over their onsets, against stable, each integrated over
/// level, wear-off, SD and correlation as the generator draws them. It also knows whether boosters are planned, and when the visits will be as far as
/// onsets depend on them. Level, wear-off and noise are a Gaussian filter per hypothesis, rounding a variance of 1/12, a score at the floor "no more
/// than 0.5" by matched moments. The level at the end of the series, a normal cut off at both ends, is a mixture of five pieces.
/// </summary>
internal sealed class ToldBayesFactor : StudyRule
{
    private const int SdNodes = 6;
    private const int CorrelationNodes = 3;
    private const int OnsetNodes = 10;
    private const int LevelPieces = 5;

    // What is less likely by more than this, as a logarithm, is left out.
    private const double Negligible = 9;
    private const double Least = 40;

    // No exponential becomes infinite.
    private const double Most = 600;

    private readonly StudyWorld _world;
    private readonly IReadOnlyList<StudyChange> _changes;
    private readonly (double Mean, double Variance, double LogShare)[] _pieces;

    public ToldBayesFactor(StudyWorld world, IReadOnlyList<StudyChange>? changes = null)
    {
        _world = world;
        _changes = changes ?? StudyChange.All;
        _pieces = [.. Enumerable.Range(0, LevelPieces).Select(Piece)];
    }

    public override string Name => "Bayes factor told the priors";

    public override double[] Of(StudyPerson person) => Both(person).Factor;

    /// <summary>The logarithm of the factor after each visit, and the mean of the logarithm of the SD as it then stands.</summary>
    public (double[] Factor, double[] LogSd) Both(StudyPerson person)
    {
        var onsets = Onsets(person);
        var parts = new List<Part>();
        for (var s = 0; s < SdNodes; s++)
        {
            var u = (s + 0.5) / SdNodes;
            var sd = _world.SdLogUniform
                ? _world.SdLow * PortableMath.Exp(u * PortableMath.Log(_world.SdHigh / _world.SdLow))
                : _world.SdLow + (u * (_world.SdHigh - _world.SdLow));
            foreach (var (mean, variance, share) in _pieces)
            {
                // The piece, seen through the scores at the end of the series, then the shift.
                var seen = ((sd * sd) + (1.0 / 12)) / person.SeriesEndReadings;
                var distance = person.SeriesEnd - mean;
                var weight = variance / (variance + seen);
                parts.Add(new Part(
                    s,
                    sd,
                    mean + (weight * distance) + _world.ShiftMean,
                    (variance * (1 - weight)) + (_world.ShiftSd * _world.ShiftSd),
                    share - (0.5 * ((distance * distance / (variance + seen)) + PortableMath.Log(variance + seen)))));
            }
        }

        var likeliest = parts.Max(part => part.Log);
        var stable = Empty();
        var changed = Empty();
        var sds = Enumerable.Range(0, SdNodes).Select(_ => Empty()).ToArray();
        foreach (var part in parts.Where(part => part.Log > likeliest - Negligible))
        {
            for (var c = 0; c < CorrelationNodes; c++)
            {
                var correlation = _world.WeeklyCorrelationLow
                    + ((c + 0.5) / CorrelationNodes * (_world.WeeklyCorrelationHigh - _world.WeeklyCorrelationLow));
                Add(person, part, correlation, onsets, stable, changed, sds[part.Node]);
            }
        }

        var (factor, logSd) = (new double[StudyPerson.Visits], new double[StudyPerson.Visits]);
        for (var i = 0; i < factor.Length; i++)
        {
            factor[i] = changed[i] - stable[i];
            var (all, sum) = (0.0, 0.0);
            var most = sds.Max(row => row[i]);
            foreach (var part in parts.Where((_, k) => k % LevelPieces == 0))
            {
                var weight = PortableMath.Exp(sds[part.Node][i] - most);
                all += weight;
                sum += weight * PortableMath.Log(part.Sd);
            }

            logSd[i] = sum / all;
        }

        return (factor, logSd);

        static double[] Empty()
        {
            var row = new double[StudyPerson.Visits];
            Array.Fill(row, double.NegativeInfinity);
            return row;
        }
    }

    private static double LogSum(double a, double b)
    {
        var (high, low) = a > b ? (a, b) : (b, a);
        return low < high - 40 ? high : high + PortableMath.Log(1 + PortableMath.Exp(low - high));
    }

    /// <summary>A fifth of the range of levels: the mean, variance and share of what the cut-off normal has there, by sums over a fine grid.</summary>
    private (double Mean, double Variance, double LogShare) Piece(int number)
    {
        const int Steps = 200;
        var width = _world.EndHigh / LevelPieces;
        var (all, sum, square) = (0.0, 0.0, 0.0);
        for (var i = 0; i < Steps; i++)
        {
            var at = width * (number + ((i + 0.5) / Steps));
            var z = (at - _world.EndMean) / _world.EndSd;
            var weight = PortableMath.Exp(-0.5 * z * z);
            all += weight;
            sum += weight * at;
            square += weight * at * at;
        }

        var mean = sum / all;
        return (mean, (square / all) - (mean * mean), PortableMath.Log(all));
    }

    /// <summary>When the change may have begun: each node's day, the logarithm of its share, and the first visit after it.</summary>
    private List<(double Day, double Share, int First)> Onsets(StudyPerson person)
    {
        var nodes = new List<(double, double, int)>();
        if (_world.OnsetVisits > 0)
        {
            for (var i = 0; i < _world.OnsetVisits; i++)
            {
                var from = i == 0 ? 0 : person.Days[i - 1];
                nodes.Add(((from + person.Days[i]) / 2, PortableMath.Log((person.Days[i] - from) / person.Days[_world.OnsetVisits - 1]), i));
            }
        }
        else
        {
            for (var o = 0; o < OnsetNodes; o++)
            {
                var day = (o + 0.5) / OnsetNodes * _world.OnsetHigh;
                nodes.Add((day, -PortableMath.Log(OnsetNodes), person.Days.Count(visit => visit <= day)));
            }
        }

        return nodes;
    }

    private void Add(
        StudyPerson person,
        Part part,
        double correlation,
        List<(double Day, double Share, int First)> onsets,
        double[] stable,
        double[] changed,
        double[] both)
    {
        var high = person.Boosters ? _world.WearOffHigh : 0;
        var state = new State(part.Log, part.Centre, high / 2, 0, part.Spread, 0, 0, high * high / 12, 0, part.Sd * part.Sd);
        var before = new State[StudyPerson.Visits];
        var seen = new Seen[StudyPerson.Visits];
        var reference = new double[StudyPerson.Visits];
        var sums = new double[StudyPerson.Visits];
        var each = PortableMath.Log(_changes.Count);
        var floor = -1;
        for (var i = 0; i < StudyPerson.Visits; i++)
        {
            before[i] = state;
            var kept = i == 0 ? 1 : correlation <= 0 ? 0 : PortableMath.Exp(PortableMath.Log(correlation) * (person.Days[i] - person.Days[i - 1]) / 7);
            state = After(state, person, i, part.Sd, kept, 0, out seen[i]);
            reference[i] = state.Log;
            floor = person.Scores[i] <= 0 ? i : floor;

            // What has not begun yet looks stable.
            foreach (var onset in onsets)
            {
                sums[i] += onset.First > i ? PortableMath.Exp(onset.Share) : 0;
            }
        }

        foreach (var change in _changes)
        {
            foreach (var onset in onsets)
            {
                if (onset.First >= StudyPerson.Visits)
                {
                    continue;
                }

                state = before[onset.First];
                state.Log += onset.Share - each;
                var plain = onset.First > floor;
                for (var i = onset.First; i < StudyPerson.Visits; i++)
                {
                    var added = change.At(person.Days[i], onset.Day);
                    if (plain)
                    {
                        // Without a score at the floor nothing but the means depends on the change.
                        var known = seen[i];
                        state.M2 *= known.Kept;
                        var innovation = person.Scores[i] - state.M0 - (known.Wear * state.M1) - state.M2 - added;
                        state.Log -= (0.5 * innovation * innovation * known.Precision) + known.Constant;
                        innovation *= known.Precision;
                        state.M0 += known.K0 * innovation;
                        state.M1 += known.K1 * innovation;
                        state.M2 += known.K2 * innovation;
                    }
                    else
                    {
                        state = After(state, person, i, part.Sd, seen[i].Kept, added, out _);
                    }

                    var ratio = state.Log - reference[i];
                    sums[i] += ratio < -Least ? 0 : PortableMath.Exp(Math.Min(ratio, Most));
                }
            }
        }

        for (var i = 0; i < StudyPerson.Visits; i++)
        {
            var log = reference[i] + PortableMath.Log(sums[i]);
            stable[i] = LogSum(stable[i], reference[i]);
            changed[i] = LogSum(changed[i], log);
            both[i] = LogSum(both[i], LogSum(reference[i], log));
        }
    }

    private State After(State now, StudyPerson person, int visit, double sd, double kept, double added, out Seen seen)
    {
        if (visit > 0)
        {
            now.M2 *= kept;
            now.P02 *= kept;
            now.P12 *= kept;
            now.P22 = (kept * kept * now.P22) + ((1 - (kept * kept)) * sd * sd);
        }

        var g = person.Boosters ? _world.WearOffAt(person.DaysSinceInfusion[visit]) : 0;
        var k0 = now.P00 + (g * now.P01) + now.P02;
        var k1 = now.P01 + (g * now.P11) + now.P12;
        var k2 = now.P02 + (g * now.P12) + now.P22;
        var latent = k0 + (g * k1) + k2;
        var expected = now.M0 + (g * now.M1) + now.M2 + added;
        double move;
        double shrink;
        seen = default;
        if (person.Scores[visit] <= 0)
        {
            var root = Math.Sqrt(latent);
            var at = (0.5 - expected) / root;
            var hazard = PortableMath.LowerHazard(at);
            now.Log += PortableMath.LogNormalCdf(at);
            move = -hazard / root;
            shrink = hazard * (hazard + at) / latent;
            seen.Kept = kept;
        }
        else
        {
            var s = latent + (1.0 / 12);
            var innovation = person.Scores[visit] - expected;
            var constant = 0.5 * (PortableMath.Log(s) + 1.8378770664093453);
            now.Log -= (0.5 * innovation * innovation / s) + constant;
            move = innovation / s;
            shrink = 1 / s;
            seen = new Seen(kept, g, k0, k1, k2, shrink, constant);
        }

        now.M0 += k0 * move;
        now.M1 += k1 * move;
        now.M2 += k2 * move;
        now.P00 -= k0 * k0 * shrink;
        now.P01 -= k0 * k1 * shrink;
        now.P02 -= k0 * k2 * shrink;
        now.P11 -= k1 * k1 * shrink;
        now.P12 -= k1 * k2 * shrink;
        now.P22 -= k2 * k2 * shrink;
        return now;
    }

    /// <summary>One SD and one piece of the levels: where the level then is before any score after the series, and how well it fits the end of it.</summary>
    private sealed record Part(int Node, double Sd, double Centre, double Spread, double Log);

    /// <summary>Level, wear-off's full amount (uniform from 0: its mean and variance) and noise: means and covariances, and the logarithm of the fit.</summary>
    private record struct State(double Log, double M0, double M1, double M2, double P00, double P01, double P02, double P11, double P12, double P22);

    /// <summary>What a visit does to the means whatever changed: what is left of the noise, the wear-off's share, the gains, 1 over the variance, the rest of the fit.</summary>
    private record struct Seen(double Kept, double Wear, double K0, double K1, double K2, double Precision, double Constant);
}
