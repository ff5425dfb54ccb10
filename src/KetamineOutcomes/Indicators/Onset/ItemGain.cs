using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Indicators.Onset;

/// <summary>By how much an item is better than at baseline.</summary>
/// <param name="Item">The item.</param>
/// <param name="Points">Points by which it is better; negative if worse.</param>
/// <param name="Share">The same in per cent of the item's range.</param>
internal sealed record ItemGain(Item Item, Fraction Points, Fraction Share)
{
    /// <summary>The gains of the items of a scale that were rated on both forms and of which it is known which way is better; the form's order.</summary>
    public static List<ItemGain> Between(Scale scale, AnswerSet from, AnswerSet to)
    {
        var gains = new List<ItemGain>();
        foreach (var item in scale.Items)
        {
            if (item.Max is not { } max || max == item.Min || item.Kind is not (ItemKind.Number or ItemKind.Choice)
                || scale.NotMonotoneIn.Any(other => string.Equals(other.Item, item.Id, StringComparison.Ordinal))
                || Rate(item, from[item.Id]) is not { } before || Rate(item, to[item.Id]) is not { } after)
            {
                continue;
            }

            // A higher answer is worse where it raises a score of which more is worse, or lowers one of which more is better.
            var higherIsWorse = scale.Direction == Direction.HigherIsWorse != scale.DecreasingIn.Contains(item.Id, StringComparer.Ordinal);
            var points = higherIsWorse ? before - after : after - before;
            gains.Add(new ItemGain(item, points, points * 100 / (max - item.Min)));
        }

        return gains;
    }

    /// <summary>The answers of a visit, or <see langword="null"/> where it has only a total or different scores stand there.</summary>
    public static AnswerSet? AnswersOf(TrajectoryVisit visit) =>
        visit.Reading is { IsConflict: false, Administration.Content: AdministrationContent.Answered answered } ? answered.Answers : null;

    private static Fraction? Rate(Item item, Answer answer)
    {
        Fraction? value = answer switch
        {
            Answer.Numeric numeric => numeric.Value,
            Answer.Coded coded => item.Options.FirstOrDefault(option => string.Equals(option.Id, coded.Option, StringComparison.Ordinal))?.Value,
            _ => null,
        };
        return value is { } number && item.Accepts(number) && !item.NotRated.Contains(number) ? number : null;
    }
}
