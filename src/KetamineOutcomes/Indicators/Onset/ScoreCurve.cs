namespace KetamineOutcomes.Indicators.Onset;

/// <summary>Scores over days, joined by straight lines. Exact; days never run backwards.</summary>
internal sealed class ScoreCurve
{
    private readonly List<(Fraction Day, Fraction Score)> _points;

    public ScoreCurve(List<(Fraction Day, Fraction Score)> points)
    {
        _points = points;
        Area = Sum((days, from, to) => (from + to) * days) / 2;
        for (var i = 1; i < points.Count; i++)
        {
            LongestGap = Fraction.Max(LongestGap, points[i].Day - points[i - 1].Day);
        }
    }

    /// <summary>The day of the first point.</summary>
    public Fraction Start => _points[0].Day;

    /// <summary>The day of the last point.</summary>
    public Fraction End => _points[^1].Day;

    /// <summary>Days from the first to the last point.</summary>
    public Fraction Length => End - Start;

    /// <summary>The area under the lines: points of score times days (trapezoids).</summary>
    public Fraction Area { get; }

    /// <summary>The longest stretch without a score.</summary>
    public Fraction LongestGap { get; }

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
        for (var i = 1; i < _points.Count; i++)
        {
            sum += part(_points[i].Day - _points[i - 1].Day, _points[i - 1].Score, _points[i].Score);
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
