using FsCheck;
using FsCheck.Fluent;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Properties;

/// <summary>Generated forms of an instrument.</summary>
internal static class Forms
{
    /// <summary>The values that an item may be answered with; a few of them where there are many.</summary>
    public static IReadOnlyList<Fraction> Values(Item item)
    {
        if (!item.Options.IsEmpty)
        {
            return [.. item.Options.Where(option => option.Value is not null).Select(option => option.Value!.Value).Distinct().Order()];
        }

        var max = item.Max ?? item.Min + (item.Step * 40);
        var steps = (max - item.Min) / item.Step;
        var stride = Math.Max(1, (steps.Numerator / steps.Denominator) / 24);
        var values = new List<Fraction>();
        for (var value = item.Min; value <= max; value += item.Step * new Fraction(stride, 1))
        {
            values.Add(value);
        }

        if (values[^1] != max)
        {
            values.Add(max);
        }

        return values;
    }

    private static Gen<Answer> Known(Item item) => Gen.Elements(Values(item).Select(Answer.Number));

    private static Gen<AnswerSet> Form(Instrument instrument, Func<Item, Gen<Answer>> answer) =>
        Gen.CollectToArray(instrument.Items, item => answer(item).Select(given => new KeyValuePair<string, Answer>(item.Id, given))).Select(AnswerSet.Create);

    /// <summary>Forms on which every item that can be is answered with a legal value.</summary>
    public static Arbitrary<AnswerSet> Complete(Instrument instrument) =>
        Form(instrument, item => Values(item).Count == 0 ? Gen.Constant(Answer.Missing) : Known(item)).ToArbitrary();

    /// <summary>Forms with legal and missing answers, some with two missing ones and some with many.</summary>
    public static Arbitrary<AnswerSet> Partial(Instrument instrument) =>
        Gen.Choose(1, 10).SelectMany(weight => Form(instrument, item => Values(item).Count == 0
            ? Gen.Constant(Answer.Missing)
            : Gen.Frequency((weight, Known(item)), (1, Gen.Constant(Answer.Missing))))).ToArbitrary();

    /// <summary>Forms on which anything may stand: illegal values, unreadable and inapplicable answers.</summary>
    public static Arbitrary<AnswerSet> Any(Instrument instrument) =>
        Form(instrument, item => Gen.Frequency(
            (12, Values(item).Count == 0 ? Gen.Constant(Answer.Missing) : Known(item)),
            (1, Gen.Constant(Answer.Missing)),
            (1, Gen.Elements(Answer.NotApplicable, Answer.Unreadable, Answer.Number(-1), Answer.Number(2000), Answer.Number(new Fraction(1, 3)), Answer.Option("nonsense"))))).ToArbitrary();
}
