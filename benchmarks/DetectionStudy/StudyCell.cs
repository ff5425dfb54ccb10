namespace KetamineOutcomes.Benchmarks.DetectionStudy;

/// <summary>One rule on the people of one cell (a world, a change, boosters or not).</summary>
internal sealed class StudyCell
{
    private readonly double[][] _statistics;

    private StudyCell(IReadOnlyList<StudyPerson> people, double[][] statistics)
    {
        People = people;
        _statistics = statistics;
    }

    public IReadOnlyList<StudyPerson> People { get; }

    public static StudyPerson[] Draw(StudyWorld world, StudyChange change, bool boosters, ulong seed, int persons)
    {
        var people = new StudyPerson[persons];
        Parallel.For(0, persons, i => people[i] = StudyPerson.Draw(world, change, boosters, seed, i));
        return people;
    }

    public static StudyCell Of(StudyRule rule, StudyPerson[] people)
    {
        var statistics = new double[people.Length][];
        Parallel.For(0, people.Length, i => statistics[i] = rule.Of(people[i]));
        return new StudyCell(people, statistics);
    }

    /// <summary>The told rule: the logarithm of its factor, and the mean it has of the logarithm of the person's SD.</summary>
    public static (StudyCell Factor, StudyCell LogSd) Of(ToldBayesFactor rule, StudyPerson[] people)
    {
        var (factors, sds) = (new double[people.Length][], new double[people.Length][]);
        Parallel.For(0, people.Length, i => (factors[i], sds[i]) = rule.Both(people[i]));
        return (new StudyCell(people, factors), new StudyCell(people, sds));
    }

    /// <summary>This cell's statistic less so many times another's.</summary>
    public StudyCell Less(StudyCell other, double times) =>
        new(People, [.. _statistics.Select((row, i) => row.Select((value, k) => value - (times * other._statistics[i][k])).ToArray())]);

    /// <summary>The visit of the first alarm, or none.</summary>
    public int? Alarm(int person, double threshold)
    {
        for (var i = 0; i < StudyPerson.Visits; i++)
        {
            if (_statistics[person][i] >= threshold)
            {
                return i;
            }
        }

        return null;
    }

    public double Highest(int person) => _statistics[person].Max();

    /// <summary>The share alarmed at some visit, of those the filter takes.</summary>
    public double Alarmed(double threshold, Func<StudyPerson, bool>? filter = null)
    {
        var (all, alarmed) = (0, 0);
        for (var i = 0; i < People.Count; i++)
        {
            if (filter?.Invoke(People[i]) ?? true)
            {
                all++;
                alarmed += Alarm(i, threshold) is null ? 0 : 1;
            }
        }

        return all == 0 ? 0 : (double)alarmed / all;
    }

    /// <summary>First alarms per year at risk.</summary>
    public (double Alarms, double Years) Rate(double threshold)
    {
        var (alarms, days) = (0.0, 0.0);
        for (var i = 0; i < People.Count; i++)
        {
            var alarm = Alarm(i, threshold);
            alarms += alarm is null ? 0 : 1;
            days += People[i].Days[alarm ?? (StudyPerson.Visits - 1)];
        }

        return (alarms, days / 365.25);
    }

    /// <summary>The share alarmed before anything changed.</summary>
    public double AlarmedBeforeOnset(double threshold)
    {
        var early = 0;
        for (var i = 0; i < People.Count; i++)
        {
            early += Alarm(i, threshold) is { } alarm && People[i].Days[alarm] <= People[i].Onset ? 1 : 0;
        }

        return (double)early / People.Count;
    }

    /// <summary>The weeks from the onset until a share is alarmed, of those not alarmed before it.</summary>
    public double WeeksUntil(double threshold, double share)
    {
        var delays = Delays(threshold);
        return delays[(int)(share * delays.Count)];
    }

    /// <summary>The mean of the weeks from the onset to the alarm, of those not alarmed before it, never and late counted as so many weeks: smoother than a median.</summary>
    public double MeanWeeks(double threshold, double most) => Delays(threshold).Average(weeks => Math.Min(weeks, most));

    /// <summary>
    /// Of those not alarmed before the onset: the median of the weeks from the onset to the alarm, never counted as infinite, and the share alarmed.
    /// </summary>
    public (double MedianWeeks, double Share) Detection(double threshold)
    {
        var delays = Delays(threshold);
        return (delays[delays.Count / 2], (double)delays.Count(double.IsFinite) / delays.Count);
    }

    /// <summary>Of those not alarmed before the onset that the filter takes: the share alarmed by the visit of that number after it.</summary>
    public double FoundBy(double threshold, int visits, Func<StudyPerson, bool> filter)
    {
        var (all, found) = (0, 0);
        for (var i = 0; i < People.Count; i++)
        {
            var alarm = Alarm(i, threshold);
            var first = Array.FindIndex(People[i].Days, day => day > People[i].Onset);
            if (filter(People[i]) && !(alarm < first))
            {
                all++;
                found += alarm < first + visits ? 1 : 0;
            }
        }

        return all == 0 ? 0 : (double)found / all;
    }

    private List<double> Delays(double threshold)
    {
        var delays = new List<double>();
        for (var i = 0; i < People.Count; i++)
        {
            var alarm = Alarm(i, threshold);
            if (alarm is null)
            {
                delays.Add(double.PositiveInfinity);
            }
            else if (People[i].Days[alarm.Value] > People[i].Onset)
            {
                delays.Add((People[i].Days[alarm.Value] - People[i].Onset) / 7);
            }
        }

        delays.Sort();
        return delays;
    }

    /// <summary>The lowest threshold at which no more than the share is alarmed; half-way to the next lower value, so that no value sits on it.</summary>
    public static double Calibrate(IEnumerable<StudyCell> cells, double share)
    {
        var highest = cells.SelectMany(cell => Enumerable.Range(0, cell.People.Count).Select(cell.Highest)).ToArray();
        Array.Sort(highest);
        Array.Reverse(highest);
        var allowed = (int)(share * highest.Length);
        var first = highest[allowed];
        var above = allowed - 1;
        while (above >= 0 && highest[above] <= first)
        {
            above--;
        }

        return above < 0 ? first + 1 : (highest[above] + first) / 2;
    }
}
