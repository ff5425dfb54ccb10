using KetamineOutcomes.Instruments;
using KetamineOutcomes.Instruments.Rules;

namespace KetamineOutcomes.Properties;

/// <summary>
/// A score rises, or stays, with each of its items, falls with those that the definition calls decreasing, and goes both ways only on
/// those that it calls so with a reason. One item at a time runs over all its values on many forms.
/// </summary>
public sealed class MonotoneLaws
{
    private const int Ordinary = 150;
    private const int Thorough = 4000;

    private static readonly IReadOnlyList<Instrument> All = [.. TestDefinitions.AllInstruments];

    public static TheoryData<string> Ids => [.. All.Where(instrument => !instrument.Scales.IsEmpty).Select(instrument => instrument.Id)];

    private static Instrument Find(string id) => All.Single(instrument => instrument.Id == id);

    /// <summary>Scales that can be told from the form and the person alone: what a caller's value set gives is the caller's.</summary>
    private static IEnumerable<Scale> Scales(Instrument instrument) => instrument.Scales.Where(scale => !SeededForms.Nodes<ValueSetNode>(scale.Rule).Any());

    /// <summary>The value as a number that can be compared: a flag is 0 or 1, a category its rank, a profile its digits.</summary>
    internal static Fraction? Number(Score score) => score.Value switch
    {
        ScoreValue.Number number => number.Exact,
        ScoreValue.Flag flag => flag.IsMet ? 1 : 0,
        ScoreValue.Category category => category.Rank,
        ScoreValue.Profile profile => int.Parse(profile.Digits, System.Globalization.CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>Whether the score rose and whether it fell while one item went up over all its values.</summary>
    private static (bool Rose, bool Fell, string Form) Sweep(Instrument instrument, Scale scale, SeededForms forms, string item)
    {
        var form = forms.Draw(item);
        var options = forms.Person();
        Fraction? before = null;
        var rose = false;
        var fell = false;
        foreach (var value in forms.Values(item))
        {
            if (Number(instrument.Score(scale.Id, form.With(item, Answer.Number(value)), options)) is not { } score)
            {
                continue;
            }

            rose |= score > before;
            fell |= score < before;
            before = score;
        }

        return (rose, fell, string.Join(' ', instrument.Items.Select(each => form[each.Id] is Answer.Numeric number ? number.Value.ToString() : ".")));
    }

    private static IEnumerable<(bool Rose, bool Fell, string Form)> Sweeps(Instrument instrument, Scale scale, string item, int count)
    {
        // The seed is fixed; that items and scales differ in it only spreads the forms.
        var forms = new SeededForms(instrument, scale, 20_260_711 + (scale.Items.Count * 31) + item.Length);
        for (var i = 0; i < count; i++)
        {
            yield return Sweep(instrument, scale, forms, item);
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_score_moves_with_each_item_only_in_the_stated_direction(string id)
    {
        var instrument = Find(id);
        var faults = new List<string>();
        foreach (var scale in Scales(instrument))
        {
            foreach (var item in scale.Items.Select(item => item.Id).Except(scale.NotMonotoneIn.Select(each => each.Item), StringComparer.Ordinal))
            {
                var falls = scale.DecreasingIn.Contains(item, StringComparer.Ordinal);
                foreach (var (rose, fell, form) in Sweeps(instrument, scale, item, Ordinary).Where(each => falls ? each.Rose : each.Fell).Take(1))
                {
                    faults.Add($"{scale.Id} {(falls ? "rises" : "falls")} with {item} on {form}");
                }
            }
        }

        faults.Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_score_does_move_with_each_item_and_a_stated_exception_is_one(string id)
    {
        var instrument = Find(id);
        var faults = new List<string>();
        foreach (var scale in Scales(instrument))
        {
            foreach (var item in scale.Items.Select(item => item.Id).Where(item => !IsHeldStill(scale.Rule, item)))
            {
                var bothWays = scale.NotMonotoneIn.Any(each => each.Item == item);
                var rose = false;
                var fell = false;
                foreach (var sweep in Sweeps(instrument, scale, item, Thorough))
                {
                    rose |= sweep.Rose;
                    fell |= sweep.Fell;
                    if (bothWays ? rose && fell : rose || fell)
                    {
                        break;
                    }
                }

                if (bothWays && !(rose && fell))
                {
                    faults.Add($"{scale.Id} is called not monotone in {item}, and no form shows it");
                }
                else if (!rose && !fell)
                {
                    faults.Add($"{scale.Id} never moves with {item}");
                }
            }
        }

        faults.Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void An_exception_has_a_reason_in_words(string id) =>
        Find(id).Scales.SelectMany(scale => scale.NotMonotoneIn).Where(exception => exception.Reason.Split(' ').Length < 3).Should().BeEmpty();

    /// <summary>An item that the rule asks for and gives no weight: every value is recoded to one (PHQ-8 asks that item 9 of the PHQ-9 was there).</summary>
    private static bool IsHeldStill(RuleNode node, string item) =>
        node is RecodeNode recode && SeededForms.Items(recode).Contains(item, StringComparer.Ordinal)
            ? recode.Map.Select(entry => entry.To).Distinct().Count() == 1
            : node.Children.Any(child => SeededForms.Items(child).Contains(item, StringComparer.Ordinal))
                && node.Children.Where(child => SeededForms.Items(child).Contains(item, StringComparer.Ordinal)).All(child => IsHeldStill(child, item));

    // The laws themselves, on made-up rules that break them.

    [Fact]
    public void A_reversed_item_that_is_not_called_so_is_found_out()
    {
        var form = TestDefinitions.WithRule(2, """{"sum":["item1",{"reverse":"item2"}]}""", "0", "6");

        Sweeps(form, form.MainScale, "item2", Ordinary).Should().Contain(each => each.Fell);
        Sweeps(form, form.MainScale, "item1", Ordinary).Should().NotContain(each => each.Fell);
    }

    [Fact]
    public void A_recode_that_falls_between_its_ends_is_found_out()
    {
        // An answer typed one off: 0, 2, 1, 3.
        var form = TestDefinitions.WithRule(1, """{"recode":{"of":"item1","map":[{"from":0,"to":0},{"from":1,"to":2},{"from":2,"to":1},{"from":3,"to":3}]}}""", "0", "3");

        Sweeps(form, form.MainScale, "item1", Ordinary).Should().Contain(each => each.Rose && each.Fell);
    }
}
