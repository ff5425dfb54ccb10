namespace KetamineOutcomes.Benchmarks.PlateauStudy;

/// <summary>How the gaps between visits are drawn.</summary>
internal enum Gaps
{
    TwiceWeekly,
    ThriceWeekly,
    Irregular,
    Wide,
}

/// <summary>The true course of a person after the first infusion.</summary>
internal enum Shape
{
    Flat,
    OneMcidPerThreeVisits,
    OneMcidPerThreeVisitsOfDays,
    TwoMcidPerThreeVisits,
    HalfMcidPerThreeVisits,
    FastThenFlat,
    SlowlyBending,
    Worsening,
}

/// <summary>One kind of person and clinic.</summary>
internal sealed record Scenario(string Name, double Mcid, double Top, Gaps Gaps, double Persistence);

/// <summary>One simulated person: days and scores of the visits after the first infusions, as badness.</summary>
internal sealed record Person(double Sd, double[] Days, double[] Scores, double[] Truth)
{
    public static Person Draw(Scenario scenario, Shape shape, int visits, double lowSd, double highSd, SplitMix random)
    {
        var sd = random.Uniform(lowSd, highSd);
        var days = new double[visits];
        var day = 1.0;
        for (var i = 0; i < visits; i++)
        {
            days[i] = day;
            day += scenario.Gaps switch
            {
                Gaps.TwiceWeekly => i % 2 == 0 ? 3 : 4,
                Gaps.ThriceWeekly => i % 3 == 2 ? 3 : 2,
                Gaps.Irregular => Math.Floor(random.Uniform(2, 11)),
                _ => Math.Floor(random.Uniform(5, 31)),
            };
        }

        var mean = scenario.Gaps switch { Gaps.TwiceWeekly => 3.5, Gaps.ThriceWeekly => 7.0 / 3, Gaps.Irregular => 6.0, _ => 17.5 };
        var start = scenario.Top * random.Uniform(0.6, 0.85);
        var flat = scenario.Top * random.Uniform(0.35, 0.8);
        var truth = new double[visits];
        var scores = new double[visits];
        var noise = 0.0;
        for (var i = 0; i < visits; i++)
        {
            var steps = (days[i] - days[0]) / mean;
            truth[i] = shape switch
            {
                Shape.Flat => flat,
                Shape.OneMcidPerThreeVisits => start - (scenario.Mcid / 3 * i),
                Shape.OneMcidPerThreeVisitsOfDays => start - (scenario.Mcid / 3 * steps),
                Shape.TwoMcidPerThreeVisits => start - (2 * scenario.Mcid / 3 * i),
                Shape.HalfMcidPerThreeVisits => start - (scenario.Mcid / 6 * i),
                Shape.FastThenFlat => start - (2 * scenario.Mcid * (1 - Math.Exp(-1.0 * i))),
                Shape.SlowlyBending => start - (3 * scenario.Mcid * (1 - Math.Exp(-0.3 * i))),
                _ => (scenario.Top * 0.4) + (scenario.Mcid / 3 * i),
            };
            truth[i] = Math.Max(0, truth[i]);
            var phi = i == 0 || scenario.Persistence == 0 ? 0 : Math.Pow(scenario.Persistence, (days[i] - days[i - 1]) / 7);
            noise = (phi * noise) + (Math.Sqrt(1 - (phi * phi)) * sd * random.Normal());
            scores[i] = Math.Clamp(Math.Round(truth[i] + noise, MidpointRounding.AwayFromZero), 0, scenario.Top);
        }

        return new Person(sd, days, scores, truth);
    }
}
