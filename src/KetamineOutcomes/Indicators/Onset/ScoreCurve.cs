namespace KetamineOutcomes.Indicators.Onset;

/// <summary>Scores over days, joined by straight lines. Exact; days never run backwards.</summary>
internal sealed class ScoreCurve(IReadOnlyList<(Fraction Day, Fraction Score)> points)
{
    /// <summary>Days from the first to the last point.</summary>
    public Fraction Length => points[^1].Day - points[0].Day;

    /// <summary>The area under the lines: points of score times days (trapezoids).</summary>
    public Fraction Area => Sum((days, from, to) => (from + to) / 2 * days);

    /// <summary>The longest stretch without a score.</summary>
    public Fraction LongestGap
    {
        get
        {
            Fraction longest = 0;
            for (var i = 1; i < points.Count; i++)
            {
                longest = Fraction.Max(longest, points[i].Day - points[i - 1].Day);
            }

            return longest;
        }
    }

    /// <summary>
    /// Days weighed by the score of the line on that day: 1 up to <paramref name="free"/>, 0 from <paramref name="ill"/> on, in proportion between. Exact, whatever
    /// the days on which the lines cross the two.
    /// </summary>
    /// <param name="free">The score of a wholly free day.</param>
    /// <param name="ill">The score of a day that is not free at all; on the other side where more is better.</param>
    public Fraction FreeDays(Fraction free, Fraction ill)
    {
        var sign = free < ill ? 1 : -1;
        var (low, high) = (free * sign, ill * sign);
        return Sum((days, from, to) => from == to
            ? Weight(from * sign, low, high) * days
            : (Primitive(to * sign, low, high) - Primitive(from * sign, low, high)) / ((to - from) * sign) * days);
    }

    /// <summary>Days in a state: each stretch between two points counts by its beginning. At least those with the state at both ends, at most those with it at one.</summary>
    public (Fraction Low, Fraction Days, Fraction High) TimeIn(Func<Fraction, bool> holds) => (
        Sum((days, from, to) => holds(from) && holds(to) ? days : 0),
        Sum((days, from, _) => holds(from) ? days : 0),
        Sum((days, from, to) => holds(from) || holds(to) ? days : 0));

    private Fraction Sum(Func<Fraction, Fraction, Fraction, Fraction> part)
    {
        Fraction sum = 0;
        for (var i = 1; i < points.Count; i++)
        {
            sum += part(points[i].Day - points[i - 1].Day, points[i - 1].Score, points[i].Score);
        }

        return sum;
    }

    private static Fraction Weight(Fraction score, Fraction low, Fraction high) =>
        score <= low ? 1 : score >= high ? 0 : (high - score) / (high - low);

    /// <summary>The integral of the weight over the score, up to a constant.</summary>
    private static Fraction Primitive(Fraction score, Fraction low, Fraction high)
    {
        if (score <= low)
        {
            return score;
        }

        var rest = high - Fraction.Min(score, high);
        return low + ((high - low) / 2) - (rest * rest / (2 * (high - low)));
    }
}
