using System.Globalization;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Instruments.Rules;

namespace KetamineOutcomes.Properties;

/// <summary>Items that a rule treats alike may change places without changing the score; which these are follows from the rule's tree.</summary>
public sealed class InterchangeLaws
{
    private static readonly IReadOnlyList<Instrument> All = [.. TestDefinitions.AllInstruments];

    public static TheoryData<string> Ids => [.. All.Where(instrument => !instrument.Scales.IsEmpty).Select(instrument => instrument.Id)];

    private static Instrument Find(string id) => All.Single(instrument => instrument.Id == id);

    /// <summary>The rule as text, with two items exchanged, in which the order of parts that add or compare does not matter.</summary>
    private static string Text(RuleNode node, string a, string b)
    {
        return node switch
        {
            ItemNode leaf => leaf.Item == a ? b : leaf.Item == b ? a : leaf.Item,
            SumNode sum => Sorted("sum " + sum.Id, sum.Parts),
            MeanNode mean => Sorted("mean " + mean.Id, mean.Parts),
            MaxNode max => Sorted("max " + max.Id, max.Parts),
            MinNode min => Sorted("min " + min.Id, min.Parts),
            AndNode and => Sorted("and", and.Parts),
            OrNode or => Sorted("or", or.Parts),
            CountNode count => Sorted("count " + Own(count), count.Children),
            OneOfNode oneOf => Sorted("oneOf", oneOf.Parts),
            _ => Own(node) + "(" + string.Join(",", node.Children.Select(child => Text(child, a, b))) + ")",
        };

        string Sorted(string word, IEnumerable<RuleNode> parts) => word + "{" + string.Join(",", parts.Select(part => Text(part, a, b)).Order(StringComparer.Ordinal)) + "}";
    }

    /// <summary>What a node is apart from its parts.</summary>
    private static string Own(RuleNode node) => node.GetType().Name + " " + string.Join(";", node.GetType().GetProperties()
        .Where(property => property.Name != nameof(RuleNode.Range) && !IsOfParts(property.PropertyType))
        .Select(property => property.GetValue(node) is System.Collections.IEnumerable list and not string
            ? string.Join("|", list.Cast<object>().Select(each => Convert.ToString(each, CultureInfo.InvariantCulture)))
            : Convert.ToString(property.GetValue(node), CultureInfo.InvariantCulture)));

    /// <summary>Whether a property holds parts, which are compared by themselves.</summary>
    private static bool IsOfParts(Type type) =>
        typeof(RuleNode).IsAssignableFrom(type) || type == typeof(CaseBranch) || (type.IsGenericType && IsOfParts(type.GetGenericArguments()[0]));

    private static bool AreAlike(Instrument instrument, Scale scale, string a, string b)
    {
        var first = instrument.FindItem(a)!;
        var second = instrument.FindItem(b)!;
        return Forms.Values(first).SequenceEqual(Forms.Values(second))
            && first.Kind == second.Kind && first.AllowsNotApplicable == second.AllowsNotApplicable && first.NotRated.SequenceEqual(second.NotRated)
            && instrument.Alerts.Any(alert => alert.Item == a) == instrument.Alerts.Any(alert => alert.Item == b)
            && Text(scale.Rule, a, b) == Text(scale.Rule, "", "")
            && Skips(a, b) == Skips("", "");

        string Skips(string x, string y) => string.Join(" ", instrument.Skips.Select(skip => Text(skip.When, x, y) + ":" + skip.Answered + ":"
            + string.Join(",", skip.Items.Select(item => (item.Item == x ? y : item.Item == y ? x : item.Item) + "=" + item.Value).Order(StringComparer.Ordinal))));
    }

    /// <summary>The groups of two and more items that may change places.</summary>
    private static List<List<string>> Groups(Instrument instrument, Scale scale)
    {
        var groups = new List<List<string>>();
        foreach (var item in scale.Items.Select(item => item.Id))
        {
            if (groups.Find(group => AreAlike(instrument, scale, group[0], item)) is { } home)
            {
                home.Add(item);
            }
            else
            {
                groups.Add([item]);
            }
        }

        groups.RemoveAll(group => group.Count < 2);
        return groups;
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Like_items_may_change_places(string id)
    {
        var instrument = Find(id);
        foreach (var scale in instrument.Scales)
        {
            var groups = Groups(instrument, scale);
            var forms = new SeededForms(instrument, scale, 20_260_712);
            for (var i = 0; i < 60 && groups.Count > 0; i++)
            {
                var form = forms.Draw();
                foreach (var before in new[] { form, forms.Blank(form) })
                {
                    var after = before;
                    foreach (var group in groups)
                    {
                        after = group.Zip(forms.Shuffled(group)).Aggregate(after, (set, pair) => set.With(pair.First, before[pair.Second]));
                    }

                    var options = forms.Person();
                    foreach (var policy in scale.MissingPolicies)
                    {
                        var left = instrument.Score(scale.Id, before, options with { MissingPolicy = policy.Name });
                        var right = instrument.Score(scale.Id, after, options with { MissingPolicy = policy.Name });
                        (right.Kind, right.Value, right.Severity).Should().Be((left.Kind, left.Value, left.Severity), "{0} {1} with {2}", id, scale.Id, policy.Name);
                    }
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_scale_looks_at_its_own_items_and_no_others(string id)
    {
        var instrument = Find(id);
        foreach (var scale in instrument.Scales)
        {
            // A gate decides what its skip fills in; it is looked at wherever a skipped item is.
            var own = scale.Items.Select(item => item.Id).Concat(instrument.Skips.SelectMany(skip => SeededForms.Items(skip.When))).ToHashSet(StringComparer.Ordinal);
            var forms = new SeededForms(instrument, scale, 20_260_713);
            for (var i = 0; i < 40; i++)
            {
                var form = forms.Draw();
                var alone = instrument.Items.Where(item => !own.Contains(item.Id)).Aggregate(form, (set, item) => set.With(item.Id, Answer.Missing));
                var options = forms.Person();
                var left = instrument.Score(scale.Id, form, options);
                var right = instrument.Score(scale.Id, alone, options);
                (right.Kind, right.Value, right.Severity).Should().Be((left.Kind, left.Value, left.Severity), "{0} {1}", id, scale.Id);
            }
        }
    }

    // Which items are alike, read from the forms and not from the code.
    [Theory]
    [InlineData("phq-9", "total", "item1 item2 item3 item4 item5 item6 item7 item8")]
    [InlineData("sidas", "total", "item3 item4 item5")]
    [InlineData("wsas", "total", "item2 item3 item4 item5")]
    [InlineData("qids-sr16", "total", "item1 item2 item3 item4|item5 item10 item11 item13 item14|item6 item7|item8 item9|item15 item16")]
    [InlineData("ham-d17", "total", "item1 item2 item7 item8 item9 item10 item11 item15|item4 item5 item6 item12 item13 item14 item17|item16a item16b")]
    [InlineData("whodas-12", "complex", "item1 item3 item5 item6 item7 item9|item2 item4 item8 item10 item11 item12")]
    [InlineData("c-ssrs-screener", "ideation", "")]
    public void The_groups_are_those_of_the_form(string instrument, string scale, string expected)
    {
        var form = Find(instrument);

        string.Join("|", Groups(form, form.FindScale(scale)!).Select(group => string.Join(" ", group))).Should().Be(expected);
    }

    [Fact]
    public void Items_of_unlike_weight_are_not_taken_for_alike()
    {
        var form = TestDefinitions.WithRule(4, """{"sum":["item1",{"weight":{"of":"item2","by":2}},"item3",{"reverse":"item4"}]}""", "0", "15");

        Groups(form, form.MainScale).Should().ContainSingle().Which.Should().Equal("item1", "item3");
    }
}
