namespace KetamineOutcomes.Cohorts.Survival;

/// <summary>A part of the time axis into which the estimate puts events. Where inside it they lie, the data do not say.</summary>
/// <param name="After">Its start, not included (included where it is a single time).</param>
/// <param name="UpTo">Its end, included; infinite for those in whom the event was never seen.</param>
/// <param name="Mass">The share of people whose event lies in it, above 0.</param>
/// <param name="SurvivalAfter">The share without the event after it.</param>
public readonly record struct TurnbullStep(double After, double UpTo, double Mass, double SurvivalAfter)
{
    /// <summary>Its start, not included (included where it is a single time).</summary>
    public double After { get; } = After;

    /// <summary>Its end, included; infinite for those in whom the event was never seen.</summary>
    public double UpTo { get; } = UpTo;

    /// <summary>The share of people whose event lies in it, above 0.</summary>
    public double Mass { get; } = Mass;

    /// <summary>The share without the event after it.</summary>
    public double SurvivalAfter { get; } = SurvivalAfter;
}

/// <summary>
/// Turnbull's estimate of the time to an event that is only known to lie between visits: the distribution under which what was seen is most likely, with no shape assumed. It
/// says how much lies in which intervals, and nothing about where inside them. Like Kaplan-Meier it takes it that visits do not depend on the event.
/// </summary>
/// <remarks>Turnbull BW. J R Stat Soc B 1976;38:290-295. Found by self-consistency; <see cref="Gap"/> says how far it is from the maximum.</remarks>
public sealed class Turnbull
{
    private const int MaxIterations = 200_000;
    private const double Enough = 1e-9;

    private Turnbull(EquatableArray<TurnbullStep> steps, double gap)
    {
        Steps = steps;
        Gap = gap;
    }

    /// <summary>The intervals that hold events, in order of time; those without any are left out.</summary>
    public EquatableArray<TurnbullStep> Steps { get; }

    /// <summary>
    /// How far the estimate may be from the most likely one: no other distribution is more likely by more than this times the number of people, in the logarithm. At most
    /// 1e-9 unless the iterations ran out.
    /// </summary>
    public double Gap { get; }

    /// <summary>Whether the estimate was found to the accuracy asked for.</summary>
    public bool Converged => Gap <= Enough;

    /// <summary>Estimates the distribution.</summary>
    /// <param name="people">The intervals.</param>
    /// <returns>The estimate; of nobody it has no steps.</returns>
    public static Turnbull Estimate(EventIntervals people)
    {
        ArgumentNullException.ThrowIfNull(people);
        var bins = people.Bins.ToArray();
        if (bins.Length == 0)
        {
            return new Turnbull([], 0);
        }

        var places = Innermost(bins.Select(bin => bin.Interval));
        // Each observation covers neighbouring places: their first, and one behind their last.
        var covers = bins.Select(bin => Covered(bin.Interval, places)).ToArray();
        double all = people.Count;
        var mass = Enumerable.Repeat(1.0 / places.Count, places.Count).ToArray();
        var gain = new double[places.Count];
        var gap = double.PositiveInfinity;
        for (var iteration = 0; iteration < MaxIterations; iteration++)
        {
            // The derivative of the mean log-likelihood by each mass; at the maximum it is 1 where there is mass and at most 1 elsewhere.
            Derivatives(bins, covers, mass, all, gain);
            gap = gain.Max() - 1;
            if (gap <= Enough)
            {
                break;
            }

            for (var i = 0; i < mass.Length; i++)
            {
                mass[i] *= gain[i];
            }

            if (iteration % 50 == 49)
            {
                Prune(mass, gain);
            }
        }

        return new Turnbull(ToSteps(places, mass), Math.Max(0, gap));
    }

    /// <summary>The share without the event at a time.</summary>
    /// <param name="time">The time, 0 or more.</param>
    /// <returns>The least and the greatest share that fits: they differ where the time lies inside an interval that holds events.</returns>
    public (double Low, double High) SurvivalAt(double time)
    {
        var (low, high) = (1.0, 1.0);
        foreach (var step in Steps)
        {
            if (step.UpTo <= time)
            {
                (low, high) = (step.SurvivalAfter, step.SurvivalAfter);
            }
            else if (step.After < time)
            {
                low = step.SurvivalAfter;
            }
        }

        return (low, high);
    }

    /// <summary>The interval in which the share with the event passes a half.</summary>
    /// <returns>The interval, its end infinite where the event was never seen in half of the people; <see langword="null"/> of nobody.</returns>
    public EventInterval? Median()
    {
        foreach (var step in Steps)
        {
            // A half that is exactly reached counts as reached; rounding must not move it.
            if (step.SurvivalAfter <= 0.5 + 1e-9)
            {
                return new EventInterval(step.After, step.UpTo);
            }
        }

        return null;
    }

    /// <summary>The parts of the axis that can hold mass: those that begin with a start and end with the next end, with neither between.</summary>
    private static List<(Cut After, Cut UpTo)> Innermost(IEnumerable<EventInterval> intervals)
    {
        var ends = intervals.SelectMany(interval => new[] { (Cut: Start(interval), IsStart: true), (Cut: End(interval), IsStart: false) })
            .Distinct().OrderBy(end => end.Cut.Time).ThenBy(end => end.Cut.Side).ToArray();
        var places = new List<(Cut After, Cut UpTo)>();
        for (var i = 1; i < ends.Length; i++)
        {
            if (ends[i - 1].IsStart && !ends[i].IsStart)
            {
                places.Add((ends[i - 1].Cut, ends[i].Cut));
            }
        }

        return places;
    }

    private static (int First, int Behind) Covered(EventInterval interval, List<(Cut After, Cut UpTo)> places)
    {
        var (start, end) = (Start(interval), End(interval));
        var first = places.FindIndex(place => Compare(place.After, start) >= 0);
        var behind = places.FindIndex(first, place => Compare(place.UpTo, end) > 0);
        return (first, behind < 0 ? places.Count : behind);
    }

    /// <summary>At one time a start that includes it comes first, then an end that includes it, then a start that does not.</summary>
    private static Cut Start(EventInterval interval) => new(interval.After, interval.After == interval.UpTo ? 0 : 2);

    private static Cut End(EventInterval interval) => new(interval.UpTo, 1);

    private static int Compare(Cut left, Cut right) => left.Time.CompareTo(right.Time) is not 0 and var order ? order : left.Side.CompareTo(right.Side);

    private static void Derivatives((EventInterval Interval, long Times)[] bins, (int First, int Behind)[] covers, double[] mass, double all, double[] gain)
    {
        // Sums over neighbours by running totals would lose digits between a large and a small mass; there are few places.
        Array.Clear(gain);
        for (var i = 0; i < bins.Length; i++)
        {
            var (first, behind) = covers[i];
            var probability = 0.0;
            for (var j = first; j < behind; j++)
            {
                probability += mass[j];
            }

            var share = bins[i].Times / all / probability;
            for (var j = first; j < behind; j++)
            {
                gain[j] += share;
            }
        }
    }

    /// <summary>Takes away mass that is on its way to nothing: self-consistency would take forever over the last of it.</summary>
    private static void Prune(double[] mass, double[] gain)
    {
        var left = 0.0;
        for (var i = 0; i < mass.Length; i++)
        {
            if (mass[i] < 1e-7 && gain[i] < 1 - 1e-4)
            {
                mass[i] = 0;
            }

            left += mass[i];
        }

        for (var i = 0; i < mass.Length; i++)
        {
            mass[i] /= left;
        }
    }

    private static EquatableArray<TurnbullStep> ToSteps(List<(Cut After, Cut UpTo)> places, double[] mass)
    {
        var steps = new List<TurnbullStep>();
        var after = 1.0;
        for (var i = 0; i < places.Count; i++)
        {
            if (mass[i] > 1e-9)
            {
                after = Math.Max(0, after - mass[i]);
                steps.Add(new TurnbullStep(places[i].After.Time, places[i].UpTo.Time, mass[i], after));
            }
        }

        return steps.ToEquatableArray();
    }

    private readonly record struct Cut(double Time, int Side);
}
