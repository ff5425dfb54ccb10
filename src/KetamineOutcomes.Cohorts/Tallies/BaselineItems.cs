using KetamineOutcomes.Cohorts.Reliability;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Instruments.Rules;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Cohorts.Tallies;

/// <summary>The answers to a scale's items at baseline, for scales that are plain sums: only for those does alpha mean what it says.</summary>
internal static class BaselineItems
{
    public static CohortCell.Answers? Of(CohortMember member, string instrument, string scale, List<IndicatorResult> answers, InstrumentCatalogue catalogue)
    {
        if (catalogue.Find(instrument)?.FindScale(scale) is not { } found || PartsOf(found.Rule) is not { Count: >= 2 } parts)
        {
            return null;
        }

        if (answers.Find(answer => answer is { Indicator: "baseline", Outcome: IndicatorOutcome.Measured, At: not null }) is not { At: { } at })
        {
            return null;
        }

        foreach (var administration in member.Course.Administrations.Where(administration => administration.Instrument == instrument && administration.At == at))
        {
            if (administration.Content is AdministrationContent.Answered { Answers: var given } && Values(catalogue.Find(instrument)!, parts, given) is { } values)
            {
                return new CohortCell.Answers(ItemMoments.Of(parts.Count, [values]));
            }
        }

        return null;
    }

    /// <summary>The items of a plain sum with what reverses them (the sum of the ends), or nothing for any other rule. A factor on the whole changes no alpha.</summary>
    private static List<(string Item, Fraction? Ends)>? PartsOf(RuleNode rule)
    {
        while (rule is WeightNode weight)
        {
            rule = weight.Children[0];
        }

        if (rule is not SumNode sum)
        {
            return null;
        }

        var parts = new List<(string, Fraction?)>();
        foreach (var part in sum.Children)
        {
            if (part is ItemNode item)
            {
                parts.Add((item.Item, null));
            }
            else if (part is ReverseNode { Children: [ItemNode turned] } && turned.Range.High is { } high)
            {
                parts.Add((turned.Item, turned.Range.Low + high));
            }
            else
            {
                return null;
            }
        }

        return parts;
    }

    // Tables read the cells of a choice item as options.
    private static Fraction? NumberOf(Item item, Answer answer) => answer switch
    {
        Answer.Numeric number => number.Value,
        Answer.Coded coded => item.Options.FirstOrDefault(option => option.Id == coded.Option)?.Value,
        _ => null,
    };

    private static int[]? Values(Instrument instrument, List<(string Item, Fraction? Ends)> parts, AnswerSet given)
    {
        var values = new int[parts.Count];
        for (var i = 0; i < values.Length; i++)
        {
            if (NumberOf(instrument.FindItem(parts[i].Item)!, given[parts[i].Item]) is not { } value)
            {
                return null;
            }

            var turned = parts[i].Ends is { } ends ? ends - value : value;
            if (!turned.IsInteger || Fraction.Abs(turned) > 10_000)
            {
                return null;
            }

            values[i] = (int)turned.Numerator;
        }

        return values;
    }
}
