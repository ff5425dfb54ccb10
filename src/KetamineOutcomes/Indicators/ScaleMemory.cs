namespace KetamineOutcomes.Indicators;

/// <summary>
/// What was worked out of some visits of a scale in a series, for the same scale when it has later ones. Kept while series, events and baseline are the same, so that what was said
/// of the same visits can be said again.
/// </summary>
internal sealed class ScaleMemory
{
    private readonly Dictionary<(string Indicator, string Rule, int Number), object> _kept = [];
    private Dictionary<(string Indicator, string Rule, int Number), object>? _before;
    private bool _isClosed;

    /// <summary>A memory.</summary>
    /// <param name="before">That of the scale before the course grew, or <see langword="null"/>.</param>
    public ScaleMemory(ScaleMemory? before) => _before = before?._kept;

    /// <summary>What was worked out before the course grew (once closed, what was kept), or <see langword="null"/>.</summary>
    public T? Find<T>(string indicator, string rule, int number)
        where T : class => (_isClosed ? _kept : _before)?.GetValueOrDefault((indicator, rule, number)) as T;

    /// <summary>Keeps something, which must be immutable, for when the course grows.</summary>
    public T Keep<T>(string indicator, string rule, int number, T worked)
        where T : class
    {
        if (!_isClosed)
        {
            _kept[(indicator, rule, number)] = worked;
        }

        return worked;
    }

    /// <summary>What follows from some visits, worked out anew only where they are not the same.</summary>
    /// <param name="indicator">Who asks.</param>
    /// <param name="rule">Which of its rules.</param>
    /// <param name="number">Of which part of the series.</param>
    /// <param name="visits">The visits from which it follows: from them, the baseline, the series and its events alone.</param>
    /// <param name="beside">What it rests on beside them: compared as references.</param>
    /// <param name="work">Works it out.</param>
    public T Recall<T>(string indicator, string rule, int number, IReadOnlyList<TrajectoryVisit> visits, object? beside, Func<T> work)
        where T : class
    {
        var old = Find<Recalled<T>>(indicator, rule, number);
        return Keep(indicator, rule, number, old is not null && ReferenceEquals(old.Beside, beside) && AreSame(old.Visits, visits) ? old : new Recalled<T>(visits, beside, work())).Worked;
    }

    /// <summary>Lets go of what went before, since a course that grows would never let go of any. From now on it changes no more, and courses that grow out of this one can share it.</summary>
    public void Close()
    {
        if (!_isClosed)
        {
            _before = null;
            _isClosed = true;
        }
    }

    private static bool AreSame(IReadOnlyList<TrajectoryVisit> left, IReadOnlyList<TrajectoryVisit> right)
    {
        var isSame = left.Count == right.Count;
        for (var i = 0; i < left.Count && isSame; i++)
        {
            isSame = ReferenceEquals(left[i], right[i]);
        }

        return isSame;
    }

    private sealed record Recalled<T>(IReadOnlyList<TrajectoryVisit> Visits, object? Beside, T Worked);
}
