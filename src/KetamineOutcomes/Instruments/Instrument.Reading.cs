using KetamineOutcomes.Instruments.Rules;

namespace KetamineOutcomes.Instruments;

public sealed partial class Instrument
{
    private void RequireLength(int length)
    {
        var required = Items.Count;
        while (required > 0 && !Items[required - 1].IsScored)
        {
            required--;
        }

        if (length < required || length > Items.Count)
        {
            throw new ArgumentException(
                required == Items.Count ? $"{Id} has {required} items." : $"{Id} has {required} scored items and {Items.Count} in all.",
                nameof(length));
        }
    }

    private FormReading ReadForm(AnswerSet answers)
    {
        var form = FormReading.Rent(Items.Count);
        var hasUnknown = Plan.Match(answers, form.Answers);
        for (var i = 0; i < Items.Count; i++)
        {
            form.States[i] = ReadItem(i, form.Answers[i], form);
        }

        if (hasUnknown)
        {
            foreach (var item in answers.Ids)
            {
                if (!_itemIndexes.ContainsKey(item))
                {
                    form.Issues.Add(new Issue(IssueCodes.ItemUnknown, IssueSeverity.Error, $"{Id} has no such item.", item));
                }
            }
        }

        ApplySkips(form);
        return form;
    }

    private ItemState ReadItem(int index, Answer answer, FormReading form)
    {
        if (answer is Answer.Numeric numeric)
        {
            return ReadNumber(index, numeric.Value, form);
        }

        var item = Items[index];
        switch (answer)
        {
            case Answer.NoAnswer:
                return ItemState.Missing;
            case Answer.DoesNotApply:
                if (item.AllowsNotApplicable)
                {
                    form.NotApplicable[index] = form.HasNotApplicable = true;
                }
                else
                {
                    form.Issues.Add(new Issue(IssueCodes.ItemNotApplicable, IssueSeverity.Error, "The item does not offer \"not applicable\".", item.Id));
                }

                return ItemState.Missing;
            case Answer.Coded coded:
                ItemOption? option = null;
                foreach (var offered in item.Options)
                {
                    if (string.Equals(offered.Id, coded.Option, StringComparison.Ordinal))
                    {
                        option = offered;
                        break;
                    }
                }

                if (option is { Value: { } optionValue })
                {
                    return ItemState.Known(optionValue);
                }

                form.Issues.Add(option is null
                    ? new Issue(IssueCodes.ItemUnreadable, IssueSeverity.Error, "The answer is none of the item's options.", item.Id)
                    : NotRated(item));
                return ItemState.Missing;
            default:
                form.Issues.Add(new Issue(IssueCodes.ItemUnreadable, IssueSeverity.Error, $"The answer must be {Describe(item)}.", item.Id));
                return ItemState.Missing;
        }
    }

    private ItemState ReadNumber(int index, Fraction number, FormReading form)
    {
        if (Plan.Takes(index, number))
        {
            return ItemState.Known(number);
        }

        var item = Items[index];
        if (item.NotRated.Contains(number))
        {
            form.Issues.Add(NotRated(item));
            return ItemState.Missing;
        }

        if (item.Accepts(number))
        {
            return ItemState.Known(number);
        }

        form.Issues.Add(new Issue(IssueCodes.ItemOutOfRange, IssueSeverity.Error, $"The answer must be {Describe(item)}.", item.Id));
        return ItemState.Missing;
    }

    private static Issue NotRated(Item item) =>
        new(IssueCodes.ItemNotRated, IssueSeverity.Notice, "The answer says that the item was not rated; it counts as missing.", item.Id);

    private static string Describe(Item item)
    {
        if (!item.Options.IsEmpty)
        {
            return "one of " + string.Join(", ", item.Options.Select(option => option.Id));
        }

        var range = new ValueRange(item.Min, item.Max);
        return item.Kind switch
        {
            ItemKind.TimeOfDay => "a time of day",
            ItemKind.Duration => $"a length of time in minutes, {range}",
            _ => item.Step == 1 ? $"a whole number, {range}" : $"{range} by steps of {item.Step}",
        };
    }

    private void ApplySkips(FormReading form)
    {
        form.KeepGiven(canChange: !Skips.IsEmpty);
        foreach (var skip in Skips)
        {
            ApplySkip(skip, form.States, form);
        }
    }

    private void ApplySkip(Skip skip, ItemState[] states, FormReading form)
    {
        form.Evaluation.Start(states, _alertItems);
        var when = skip.When.Evaluate(form.Evaluation);
        if (!when.IsTrue)
        {
            return;
        }

        foreach (var (item, value) in skip.Items)
        {
            var index = _itemIndexes[item];
            var state = states[index];
            if (state.Standing == ItemStanding.Known && state.Value != value)
            {
                form.Issues.Add(new Issue(
                    IssueCodes.AnsweredThoughSkipped,
                    IssueSeverity.Warning,
                    skip.Answered == SkipAnswered.Keep
                        ? "The form skips this item and it was answered; the answer was used."
                        : "The form skips this item and it was answered; the form's own value was used.",
                    item));
                if (skip.Answered == SkipAnswered.Keep)
                {
                    continue;
                }
            }

            states[index] = ItemState.Known(value);
        }
    }
}
