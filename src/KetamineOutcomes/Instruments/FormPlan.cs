using System.Runtime.InteropServices;
using KetamineOutcomes.Instruments.Rules;

namespace KetamineOutcomes.Instruments;

/// <summary>What scoring needs of an instrument and does not depend on the answers, worked out once.</summary>
/// <remarks>Safe to share between threads: it does not change, but for what is remembered and follows from its key alone.</remarks>
internal sealed class FormPlan
{
    private const int MostCombinations = 1024;
    private const int MostOnStack = 32;

    // For each item the whole numbers from 0 to 63 that it takes as an answer, one bit each.
    private readonly ulong[] _taken;
    private readonly int[] _byId;
    private readonly string[] _ids;
    private readonly AlertPlan[] _alerts;
    private readonly Alert[]?[] _combinations;

    public FormPlan(Instrument instrument)
    {
        Scales = [.. instrument.Scales.Select(scale => new ScalePlan(instrument, scale))];
        _taken = [.. instrument.Items.Select(Taken)];
        _byId = [.. Enumerable.Range(0, instrument.Items.Count).OrderBy(index => instrument.Items[index].Id, StringComparer.Ordinal)];
        _ids = [.. _byId.Select(index => instrument.Items[index].Id)];
        _alerts = [.. instrument.Alerts.Select(rule => new AlertPlan(rule, instrument.IndexOf(rule.Item)))];
        var combinations = _alerts.Aggregate(1L, (product, alert) => Math.Min(product * alert.Count, MostCombinations + 1));
        _combinations = combinations <= MostCombinations ? new Alert[]?[combinations] : [];
    }

    public ScalePlan[] Scales { get; }

    /// <summary>The alerts of a form of which only a total is known.</summary>
    public EquatableArray<Alert> NotAssessed => AlertsOf(new int[_alerts.Length]);

    /// <summary>Whether a number is an answer that the item takes as it is. If not, it may still be one: the item itself says.</summary>
    public bool Takes(int item, Fraction value) => value.IsInteger && value.Numerator is >= 0 and < 64 && (_taken[item] >> (int)value.Numerator & 1) != 0;

    /// <summary>Puts each answer at its item's index, and says whether answers are left that are no item's.</summary>
    /// <param name="answers">The answers.</param>
    /// <param name="byItem">Where they go; items without one get <see cref="Answer.Missing"/>.</param>
    /// <returns>Whether ids are left over.</returns>
    public bool Match(AnswerSet answers, Span<Answer> byItem)
    {
        // Both are in ordinal order, so one walk finds them all.
        var ids = answers.Ids;
        var given = answers.Answers;
        var next = 0;
        var matched = 0;
        for (var i = 0; i < _ids.Length; i++)
        {
            var order = 1;
            while (next < ids.Length && (order = ReferenceEquals(ids[next], _ids[i]) ? 0 : string.CompareOrdinal(ids[next], _ids[i])) < 0)
            {
                next++;
            }

            if (order == 0 && next < ids.Length)
            {
                byItem[_byId[i]] = given[next++];
                matched++;
            }
            else
            {
                byItem[_byId[i]] = Answer.Missing;
            }
        }

        return matched < ids.Length;
    }

    /// <summary>The alerts of a form, in the definition's order.</summary>
    public EquatableArray<Alert> Judge(FormReading form)
    {
        var numbers = _alerts.Length <= MostOnStack ? stackalloc int[MostOnStack] : new int[_alerts.Length];
        numbers = numbers[.._alerts.Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            // What the patient answered decides, also where a skip overrides it (SIDAS item 1 = 0 with item 3 = 5).
            var alert = _alerts[i];
            ref readonly var given = ref form.Given[alert.ItemIndex];
            numbers[i] = form.HasIssues && IsWrong(form, alert.ItemId) ? 0
                : alert.Judge(given.Standing == ItemStanding.Known ? given : form.States[alert.ItemIndex]);
        }

        return AlertsOf(numbers);
    }

    // Nothing can be told from an answer with which something is wrong.
    private static bool IsWrong(FormReading form, string item) =>
        form.Issues.Exists(issue => issue.Severity == IssueSeverity.Error && string.Equals(issue.Place, item, StringComparison.Ordinal));

    private EquatableArray<Alert> AlertsOf(ReadOnlySpan<int> numbers)
    {
        if (_combinations.Length == 0)
        {
            return Wrap(Make(numbers));
        }

        var place = 0;
        for (var i = 0; i < numbers.Length; i++)
        {
            place = (place * _alerts[i].Count) + numbers[i];
        }

        return Wrap(_combinations[place] ??= Make(numbers));
    }

    private Alert[] Make(ReadOnlySpan<int> numbers)
    {
        var alerts = new Alert[numbers.Length];
        for (var i = 0; i < alerts.Length; i++)
        {
            alerts[i] = _alerts[i][numbers[i]];
        }

        return alerts;
    }

    private static EquatableArray<Alert> Wrap(Alert[] alerts) => new(ImmutableCollectionsMarshal.AsImmutableArray(alerts));

    private static ulong Taken(Item item)
    {
        var taken = 0UL;
        for (var number = 0; number < 64; number++)
        {
            try
            {
                taken |= !item.NotRated.Contains(number) && item.Accepts(number) ? 1UL << number : 0;
            }
            catch (ArithmeticException)
            {
                // A definition with numbers near the end of the range: whoever asks for this answer is told then.
            }
        }

        return taken;
    }
}
