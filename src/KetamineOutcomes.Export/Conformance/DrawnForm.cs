using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Export.Conformance;

/// <summary>One made-up form: complete, with gaps, with answers that do not apply, or with answers that are none.</summary>
internal sealed record DrawnForm(IReadOnlyDictionary<string, Answer> Answers, Covariates Person)
{
    // What a count without an upper end is drawn up to, and then, rarely, what it takes at most.
    private const int UsualCount = 90;
    private const int LargeCount = 100_000;

    public static DrawnForm Create(Instrument instrument, Draw draw)
    {
        var answers = new Dictionary<string, Answer>(StringComparer.Ordinal);
        var shape = draw.Below(20);

        // Extremes and low answers besides even ones: skips, thresholds and bands are met there.
        var leaning = draw.Below(6);
        foreach (var item in instrument.Items)
        {
            answers.Add(item.Id, Take(item, leaning, draw));
        }

        var gaps = shape switch
        {
            < 8 => 0,
            < 14 => 1 + draw.Below(3),
            < 16 => draw.Below(instrument.Items.Count + 1),
            < 18 => draw.Below(2),
            _ => 0,
        };
        for (var i = 0; i < gaps; i++)
        {
            answers.Remove(instrument.Items[draw.Below(instrument.Items.Count)].Id);
        }

        if (shape is 16 or 17)
        {
            var wrong = instrument.Items[draw.Below(instrument.Items.Count)];
            answers[wrong.Id] = Answer.Number(Outside(wrong, draw));
        }

        foreach (var item in instrument.Items.Where(item => item.AllowsNotApplicable && shape >= 10 && draw.Below(3) == 0))
        {
            answers[item.Id] = Answer.NotApplicable;
        }

        foreach (var item in instrument.Items.Where(item => !item.NotRated.IsEmpty && shape >= 14 && draw.Below(3) == 0))
        {
            answers[item.Id] = Answer.Number(item.NotRated[draw.Below(item.NotRated.Count)]);
        }

        return new DrawnForm(answers, DrawPerson(instrument, draw));
    }

    private static Covariates DrawPerson(Instrument instrument, Draw draw)
    {
        var asked = instrument.Scales.SelectMany(scale => scale.Covariates).Distinct().ToList();
        Sex? sex = asked.Contains(CovariateKind.Sex) ? draw.Below(5) switch { 0 or 1 => Sex.Male, 2 or 3 => Sex.Female, _ => null } : null;
        int? age = asked.Contains(CovariateKind.Age) && draw.Below(5) > 0 ? draw.Below(Covariates.MaxAge + 1) : null;
        return new Covariates(sex, age);
    }

    private static Answer Take(Item item, int leaning, Draw draw)
    {
        if (item.Kind == ItemKind.TimeOfDay)
        {
            // Bed and getting-up times, and now and then any.
            var minutes = leaning == 5 ? draw.Below(1440) : (1260 + (draw.Below(40) * 15)) % 1440;
            return Answer.Time(new TimeOnly(minutes / 60, minutes % 60));
        }

        if (!item.Options.IsEmpty && item.Kind is ItemKind.Choice or ItemKind.Number)
        {
            var valued = item.Options.Where(option => item.Kind == ItemKind.Choice || option.Value is not null).ToList();
            if (valued.Count > 0)
            {
                var option = valued[Lean(valued.Count, leaning, draw)];
                return item.Kind == ItemKind.Choice && draw.Below(2) == 0 || option.Value is null ? Answer.Option(option.Id) : Answer.Number(option.Value.Value);
            }
        }

        if (item.Max is not { } max)
        {
            return Answer.Number(item.Min + (item.Step * draw.Below(leaning == 4 ? LargeCount : UsualCount)));
        }

        var steps = (int)((max - item.Min) / item.Step).Numerator;
        return Answer.Number(item.Min + (item.Step * Lean(steps + 1, leaning, draw)));
    }

    private static int Lean(int count, int leaning, Draw draw) => leaning switch
    {
        0 => Math.Min(draw.Below(count), draw.Below(count)),
        1 => draw.Below(5) == 0 ? draw.Below(count) : 0,
        2 => draw.Below(5) == 0 ? draw.Below(count) : count - 1,
        _ => draw.Below(count),
    };

    private static Fraction Outside(Item item, Draw draw)
    {
        var half = item.Step * new Fraction(1, 2);
        return draw.Below(3) switch
        {
            0 => item.Min - item.Step,
            1 when item.Max is { } max => max + item.Step + (item.NotRated.Contains(max + item.Step) ? 1000 : 0),
            _ => item.Min + half,
        };
    }
}
