using KetamineOutcomes.Statistics;

namespace KetamineOutcomes.Benchmarks.DetectionStudy;

/// <summary>One simulated person: what a clinic sees, and what only the study knows.</summary>
internal sealed class StudyPerson
{
    public const int Visits = 12;

    private StudyPerson(StudyWorld world, StudyChange change)
    {
        World = world;
        Change = change;
    }

    public StudyWorld World { get; }

    public StudyChange Change { get; }

    // Seen.
    public double[] Days { get; } = new double[Visits];

    public double[] Scores { get; } = new double[Visits];

    public double[] DaysSinceInfusion { get; } = new double[Visits];

    /// <summary>The mean of the last scores of the series, each a whole number.</summary>
    public double SeriesEnd { get; private set; }

    public int SeriesEndReadings { get; private set; }

    public double BaselineScore { get; private set; }

    public bool Boosters { get; private set; }

    // Known to the study only.
    public double Level { get; private set; }

    public double Sd { get; private set; }

    public double WeeklyCorrelation { get; private set; }

    public double WearOff { get; private set; }

    public double Onset { get; private set; }

    /// <summary>Draws a person. The same (seed, number) gives the same person under every change, so shapes are compared on the same people.</summary>
    /// <param name="world">From what.</param>
    /// <param name="change">What happens.</param>
    /// <param name="boosters">Whether boosters are given.</param>
    /// <param name="seed">The study's seed.</param>
    /// <param name="number">The person's number.</param>
    /// <param name="instrument">0, or the number of a further instrument of the same person: own noise shares half its variance with instrument 0.</param>
    /// <returns>The person.</returns>
    public static StudyPerson Draw(StudyWorld world, StudyChange change, bool boosters, ulong seed, int number, int instrument = 0)
    {
        var random = new StudyRandom(seed, world.Stream + (boosters ? 16UL : 0), (ulong)number);
        var person = new StudyPerson(world, change) { Boosters = boosters };
        person.DrawTraits(random);
        person.DrawCalendar(random);
        person.Onset *= world.OnsetVisits > 0 ? person.Days[world.OnsetVisits - 1] : world.OnsetHigh;
        var noise = person.Noise(random);
        if (instrument > 0)
        {
            // A further questionnaire: its own level and SD, the same days, half of the noise's variance in common.
            var own = new StudyRandom(seed, world.Stream + (boosters ? 16UL : 0) + (32UL * (ulong)instrument), (ulong)number);
            var (onset, shared, sd) = (person.Onset, noise, person.Sd);
            person.DrawTraits(own);
            person.Onset = onset;
            var mine = person.Noise(own);
            for (var i = 0; i < noise.Length; i++)
            {
                noise[i] = Math.Sqrt(0.5) * ((shared[i] / sd * person.Sd) + mine[i]);
            }
        }

        person.Observe(noise);
        return person;
    }

    private static double Whole(double latent) => Math.Clamp(Math.Floor(latent + 0.5), 0, StudyWorld.Highest);

    private void DrawTraits(StudyRandom random)
    {
        var world = World;
        var u = random.Uniform();
        Sd = world.SdLogUniform
            ? world.SdLow * PortableMath.Exp(u * PortableMath.Log(world.SdHigh / world.SdLow))
            : world.SdLow + (u * (world.SdHigh - world.SdLow));
        WeeklyCorrelation = random.Uniform(world.WeeklyCorrelationLow, world.WeeklyCorrelationHigh);
        double end;
        do
        {
            end = world.EndMean + (world.EndSd * random.Normal());
        }
        while (end < 0 || end > world.EndHigh);

        Level = end + world.ShiftMean + (world.ShiftSd * random.Normal());
        SeriesEndReadings = random.Whole(1, 2);
        var sum = 0.0;
        for (var i = 0; i < 2; i++)
        {
            var score = Whole(end + (Sd * random.Normal()));
            sum += i < SeriesEndReadings ? score : 0;
        }

        SeriesEnd = sum / SeriesEndReadings;
        BaselineScore = Math.Min(StudyWorld.Highest, Whole(end + 12));
        WearOff = Boosters ? random.Uniform(0, world.WearOffHigh) : 0;

        // As a share of the time in which it may lie, which the calendar says.
        Onset = random.Uniform();
    }

    /// <summary>
    /// Visits 5 to 30 days apart: 40 % of people quite irregular, 30 % about fortnightly, 30 % about monthly. Boosters every 14, 21, 28 or 35 days give
    /// or take 3; for a third of the people the clinic lengthens the interval by a quarter each time (to 42 days at most); for half of them every
    /// second visit falls on the day of a booster, before it.
    /// </summary>
    private void DrawCalendar(StudyRandom random)
    {
        var style = random.Uniform();
        var day = 0;
        for (var i = 0; i < Visits; i++)
        {
            day += style < 0.4 ? random.Whole(5, 30) : style < 0.7 ? random.Whole(11, 17) : random.Whole(24, 30);
            Days[i] = day;
        }

        var interval = 14.0 + (7 * random.Whole(0, 3));
        var taper = random.Uniform() < 1.0 / 3;
        var aligned = random.Uniform() < 0.5;
        var boosters = new List<double>();
        if (Boosters)
        {
            var at = 0.0;
            while (at < day)
            {
                at += Math.Floor(interval + 0.5) + random.Whole(-3, 3);
                boosters.Add(at);
                interval = taper ? Math.Min(42, interval * 1.25) : interval;
            }

            if (aligned)
            {
                for (var i = 0; i < Visits; i += 2)
                {
                    // The visit moves to the nearest booster that leaves it between its neighbours, at least 5 days apart from them.
                    var low = i == 0 ? 5 : Days[i - 1] + 5;
                    var high = i == Visits - 1 ? double.MaxValue : Days[i + 1] - 5;
                    foreach (var booster in boosters)
                    {
                        if (booster >= low && booster <= high)
                        {
                            Days[i] = booster;
                            break;
                        }
                    }
                }
            }
        }

        for (var i = 0; i < Visits; i++)
        {
            // A booster of the same day is given after the score.
            var last = 0.0;
            foreach (var booster in boosters)
            {
                last = booster < Days[i] ? booster : last;
            }

            DaysSinceInfusion[i] = Days[i] - last;
        }
    }

    private double[] Noise(StudyRandom random)
    {
        var noise = new double[Visits];
        for (var i = 0; i < Visits; i++)
        {
            var draw = random.Normal();
            if (World.HeavyTails)
            {
                // Variance 0.9 + 0.1 * 9 = 1.8.
                draw *= (random.Uniform() < 0.1 ? 3 : 1) / Math.Sqrt(1.8);
            }

            if (i == 0)
            {
                noise[i] = Sd * draw;
                continue;
            }

            var kept = WeeklyCorrelation <= 0
                ? 0
                : PortableMath.Exp(PortableMath.Log(WeeklyCorrelation) * (Days[i] - Days[i - 1]) / 7);
            noise[i] = (kept * noise[i - 1]) + (Sd * Math.Sqrt(1 - (kept * kept)) * draw);
        }

        return noise;
    }

    private void Observe(double[] noise)
    {
        for (var i = 0; i < Visits; i++)
        {
            var wear = WearOff * (Boosters ? World.WearOffAt(DaysSinceInfusion[i]) : 0);
            Scores[i] = Whole(Level + wear + Change.At(Days[i], Onset) + noise[i]);
        }
    }
}
