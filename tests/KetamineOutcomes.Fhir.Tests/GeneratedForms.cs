using System.Diagnostics.CodeAnalysis;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Fhir.Tests;

/// <summary>Forms as people and systems fill them in: whole, with gaps, and with answers that cannot be.</summary>
[SuppressMessage("Security", "CA5394", Justification = "Forms for tests, the same in each run.")]
internal static class GeneratedForms
{
    public static AnswerSet Next(Instrument instrument, Random random, int run)
    {
        // Every third form whole, every third with gaps, every third with anything.
        var answers = new List<KeyValuePair<string, Answer>>();
        foreach (var item in instrument.Items)
        {
            if (run % 3 == 1 && random.Next(3) == 0)
            {
                continue;
            }

            answers.Add(new(item.Id, run % 3 == 2 && random.Next(4) == 0 ? Odd(item, random) : Legal(item, random)));
        }

        return AnswerSet.Create(answers);
    }

    /// <summary>What reading gives: an option with a value is its value, and what the item cannot take is unreadable.</summary>
    public static AnswerSet AsRead(Instrument instrument, AnswerSet answers) =>
        AnswerSet.Create(answers.Items.Select(id => new KeyValuePair<string, Answer>(id, AsRead(instrument.FindItem(id)!, answers[id]))));

    private static Answer AsRead(Item item, Answer answer) => answer switch
    {
        Answer.Coded coded => item.Options.FirstOrDefault(option => option.Id == coded.Option) is not { } option ? Answer.Unreadable
            : option.Value is { } value ? Answer.Number(value) : answer,
        Answer.DoesNotApply => item.AllowsNotApplicable ? answer : Answer.Unreadable,
        Answer.Numeric numeric => item.Kind == ItemKind.TimeOfDay && (!numeric.Value.IsInteger || numeric.Value < 0 || numeric.Value >= 1440) ? Answer.Unreadable : answer,
        _ => answer,
    };

    private static Answer Legal(Item item, Random random)
    {
        if (!item.Options.IsEmpty)
        {
            var option = item.Options[random.Next(item.Options.Count)];
            return option.Value is { } value && random.Next(2) == 0 ? Answer.Number(value) : Answer.Option(option.Id);
        }

        var steps = item.Max is { } max ? (max - item.Min) / item.Step : 20;
        return Answer.Number(item.Min + (item.Step * random.Next((int)(steps.Numerator / steps.Denominator) + 1)));
    }

    private static Answer Odd(Item item, Random random) => random.Next(6) switch
    {
        0 => Answer.Unreadable,
        1 => Answer.NotApplicable,
        2 => Answer.Number(-1),
        3 => Answer.Number(new Fraction(1, 8)),
        4 => Answer.Number((item.Max ?? 20) + 5000),
        _ => Answer.Option("no-such-option"),
    };
}
