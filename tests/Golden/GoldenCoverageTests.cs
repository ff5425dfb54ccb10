using KetamineOutcomes.Instruments;
using KetamineOutcomes.Instruments.Rules;

namespace KetamineOutcomes.Golden;

/// <summary>Which golden rows an instrument must have: every edge of its rule with its neighbours, and every way in which a form can be unusual.</summary>
public sealed class GoldenCoverageTests
{
    private static readonly IReadOnlyList<Instrument> Scored =
        [.. InstrumentCatalogue.Shipped.Ids.Select(id => InstrumentCatalogue.Shipped.Find(id)!).Concat(TestDefinitions.Drafts)
            .Where(instrument => !instrument.Scales.IsEmpty && GoldenRow.All.ContainsKey(instrument.Id))]; // a file that is not there is told by DefinitionTests

    public static TheoryData<string> Ids => [.. Scored.Select(instrument => instrument.Id)];

    public static TheoryData<string> IdsWithBands => [.. Scored.Where(instrument => instrument.Scales.Any(scale => scale.DefaultBandSet is not null)).Select(instrument => instrument.Id)];

    public static TheoryData<string> IdsWithCutOffs => [.. Scored.Where(instrument => instrument.Scales.Any(scale => !scale.CutOffs.IsEmpty)).Select(instrument => instrument.Id)];

    public static TheoryData<string> IdsWithAlerts => [.. Scored.Where(instrument => !instrument.Alerts.IsEmpty).Select(instrument => instrument.Id)];

    public static TheoryData<string> IdsWithSkips => [.. Scored.Where(instrument => !instrument.Skips.IsEmpty).Select(instrument => instrument.Id)];

    private static Instrument Find(string id) => Scored.Single(instrument => instrument.Id == id);

    private static IEnumerable<string> ItemsBeneath(RuleNode node) => node is ItemNode leaf ? [leaf.Item] : node.Children.SelectMany(ItemsBeneath);

    private static IEnumerable<TNode> Nodes<TNode>(RuleNode node)
        where TNode : RuleNode => node.Children.SelectMany(Nodes<TNode>).Concat(node is TNode found ? [found] : []);

    /// <summary>Scales that can be scored from a row: one that asks for a caller's value set cannot.</summary>
    private static IEnumerable<Scale> Plain(Instrument instrument) => instrument.Scales.Where(scale => !Nodes<ValueSetNode>(scale.Rule).Any());

    /// <summary>Whether an item is blank or adds nothing; times, lengths and counts have no lowest answer that means so.</summary>
    private static bool IsAtRest(GoldenForm form, Item item) =>
        form.IsBlank(item.Id) || item.Kind is ItemKind.TimeOfDay or ItemKind.Duration or ItemKind.Count || form.Value(item.Id) == ScaleValues.Answers(item)[0];

    private static bool HasRow(Instrument instrument, Scale scale, Fraction value, string? severity = null) =>
        GoldenRow.All[instrument.Id].Any(row => row.Scale == scale.Id && (severity is null || row.Severity == severity)
            && Fraction.TryParse(row.Score, out var score) && (score == value || score == Fraction.FromDecimal(value.Round(scale.Decimals))));

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(IdsWithBands))]
    public void Every_edge_of_the_default_bands_and_its_neighbours_have_rows(string id)
    {
        var instrument = Find(id);
        var absent = new List<string>();
        foreach (var scale in instrument.Scales.Where(scale => scale.DefaultBandSet is not null))
        {
            var values = ScaleValues.Of(instrument, scale);
            values.Should().NotBeEmpty("the bands of {0} lie on a scale whose values can be listed", scale.Id);
            var bands = scale.DefaultBandSet!.Bands;
            for (var i = 0; i < bands.Count; i++)
            {
                var own = values.Where(value => value >= bands[i].From && (i + 1 == bands.Count || value < bands[i + 1].From)).ToList();
                foreach (var value in own.Take(2).Concat(own.TakeLast(1)).Distinct().Where(value => !HasRow(instrument, scale, value, bands[i].Id)))
                {
                    absent.Add($"{scale.Id} {value} is {bands[i].Id}");
                }
            }
        }

        absent.Should().BeEmpty();
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(IdsWithBands))]
    public void Every_set_of_bands_is_closed_below_and_open_above(string id)
    {
        var instrument = Find(id);
        foreach (var scale in instrument.Scales)
        {
            var values = ScaleValues.Of(instrument, scale);
            foreach (var set in scale.BandSets)
            {
                var options = new ScoringOptions { BandSet = set.Id };
                for (var i = 1; i < set.Bands.Count; i++)
                {
                    var at = values.First(value => value >= set.Bands[i].From);
                    var below = values.Last(value => value < set.Bands[i].From);

                    instrument.ScoreTotal(at, scale.Id, options).Severity.Should().BeEquivalentTo(new { Band = set.Bands[i].Id, BandSet = set.Id }, "{0} is where it begins", at);
                    instrument.ScoreTotal(below, scale.Id, options).Severity.Should().BeEquivalentTo(new { Band = set.Bands[i - 1].Id, BandSet = set.Id }, "{0} is the last of it", below);
                }
            }
        }
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(IdsWithCutOffs))]
    public void Every_cut_off_has_rows_on_both_sides(string id)
    {
        var instrument = Find(id);
        var absent = new List<string>();
        foreach (var scale in instrument.Scales)
        {
            var values = ScaleValues.Of(instrument, scale);
            foreach (var cutOff in scale.CutOffs)
            {
                var rises = cutOff.Comparator is Comparator.AtLeast or Comparator.MoreThan;
                var meets = values.Where(value => cutOff.Comparator.Holds(value, cutOff.Value)).ToList();
                var misses = values.Where(value => !cutOff.Comparator.Holds(value, cutOff.Value)).ToList();
                meets.Should().NotBeEmpty("{0} can be met", cutOff.Id);
                misses.Should().NotBeEmpty("{0} can be missed", cutOff.Id);
                foreach (var value in new[] { rises ? meets[0] : meets[^1], rises ? misses[^1] : misses[0] }.Where(value => !HasRow(instrument, scale, value)))
                {
                    absent.Add($"{scale.Id} {value} beside {cutOff.Id}");
                }
            }
        }

        absent.Should().BeEmpty();
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(IdsWithCutOffs))]
    public void Every_cut_off_is_reached_on_its_own_side_only(string id)
    {
        var instrument = Find(id);
        foreach (var scale in instrument.Scales)
        {
            var values = ScaleValues.Of(instrument, scale);
            foreach (var cutOff in scale.CutOffs)
            {
                var sex = cutOff.Sex ?? Sex.Male;
                foreach (var value in values)
                {
                    // The sign is read here once more, so that an exchanged comparator does not agree with itself.
                    var reached = cutOff.Comparator.ToSign() switch { ">=" => value >= cutOff.Value, ">" => value > cutOff.Value, "<=" => value <= cutOff.Value, _ => value < cutOff.Value };
                    var score = instrument.ScoreTotal(value, scale.Id, new ScoringOptions { Covariates = new Covariates(sex) });
                    if (score is Score.Scored)
                    {
                        score.CutOffs.Single(reading => reading.Id == cutOff.Id).Status.Should().Be(reached ? CutOffStatus.Reached : CutOffStatus.NotReached, "{0} is {1}", scale.Id, value);
                    }
                }
            }
        }
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(IdsWithAlerts))]
    public void Every_alert_has_rows_at_its_edge_below_it_and_where_it_was_not_assessed(string id)
    {
        var instrument = Find(id);
        var forms = GoldenForm.All(instrument);
        var absent = new List<string>();
        foreach (var alert in instrument.Alerts)
        {
            var values = ScaleValues.Answers(instrument.FindItem(alert.Item)!);
            var edges = alert.Levels.Select(level => level.From).Append(alert.RaisedFrom).Append(values[^1]).Distinct();
            absent.AddRange(edges.Where(edge => !Has(edge, "raised")).Select(edge => $"{alert.Item} at {edge} raised"));
            absent.AddRange(values.Where(value => value < alert.RaisedFrom).TakeLast(1).Where(value => !Has(value, "clear")).Select(value => $"{alert.Item} at {value} clear"));
            if (!forms.Any(form => form.Row.Alerts.Split(';').Contains($"{alert.Item}=not-assessed")))
            {
                absent.Add($"{alert.Item} not-assessed");
            }

            bool Has(Fraction value, string status) => forms.Any(form => form.Value(alert.Item) == value && form.Row.Alerts.Split(';').Contains($"{alert.Item}={status}"));
        }

        absent.Should().BeEmpty();
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(IdsWithAlerts))]
    public void Every_level_of_an_alert_begins_at_its_own_answer_and_not_before(string id)
    {
        var instrument = Find(id);
        foreach (var alert in instrument.Alerts)
        {
            foreach (var value in ScaleValues.Answers(instrument.FindItem(alert.Item)!))
            {
                var found = instrument.ScoreAll(AnswerSet.Empty.With(alert.Item, Answer.Number(value))).Alerts.Single(each => each.Id == alert.Id);
                var level = alert.Levels.LastOrDefault(each => each.From <= value)?.Id;

                found.Status.Should().Be(value >= alert.RaisedFrom ? AlertStatus.Raised : AlertStatus.Clear, "{0} is {1}", alert.Item, value);
                found.Level.Should().Be(level, "{0} is {1}", alert.Item, value);
            }
        }
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(IdsWithAlerts))]
    public void Any_answer_about_suicide_above_the_lowest_raises_the_alert(string id)
    {
        var instrument = Find(id);
        foreach (var alert in instrument.Alerts.Where(alert => alert.Topic == "suicidality"))
        {
            var values = ScaleValues.Answers(instrument.FindItem(alert.Item)!);
            alert.RaisedFrom.Should().Be(values[1], "{0} errs on the safe side: {1} is its lowest answer", alert.Item, values[0]);
        }
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Ids))]
    public void Every_policy_has_rows_with_one_missing_as_many_as_it_allows_and_one_more(string id)
    {
        var instrument = Find(id);
        var forms = GoldenForm.All(instrument);
        var absent = new List<string>();
        foreach (var scale in Plain(instrument))
        {
            foreach (var policy in scale.MissingPolicies)
            {
                var isDefault = policy == scale.MissingPolicies[0];
                var own = forms.Where(form => form.Row.Scale == scale.Id && (form.Row.Policy == policy.Name || (isDefault && form.Row.Policy.Length == 0))).ToList();
                var items = scale.Items.Select(item => item.Id).ToList();
                if (isDefault && !own.Exists(form => form.CountBlank(items) == 1))
                {
                    absent.Add($"{scale.Id} {policy.Name}: one missing");
                }

                foreach (var mean in policy.PersonMeans)
                {
                    var parts = Aggregate(scale, mean.Aggregate);
                    Ask(own, parts, mean.MaxMissing, $"{scale.Id} {policy.Name} {mean.Aggregate}");
                }

                foreach (var some in policy.KOfNs)
                {
                    var parts = Aggregate(scale, some.Aggregate);
                    Ask(own, parts, parts.Count - some.Required, $"{scale.Id} {policy.Name} {some.Aggregate}");
                }

                // Where the scale is one item, nothing is left to score.
                if (policy.NotApplicable == NotApplicableTreatment.OutOfDenominator
                    && !own.Exists(form => form.HasStatus(items.Count == 1 ? ["incomplete"] : ["scored", "prorated"]) && items.Exists(form.IsNotApplicable)))
                {
                    absent.Add($"{scale.Id} {policy.Name}: not applicable");
                }
            }
        }

        absent.Should().BeEmpty();

        void Ask(List<GoldenForm> own, List<string> parts, int most, string what)
        {
            if (parts.Count > 1 && most > 0 && !own.Exists(form => form.CountBlank(parts) == most && form.HasStatus("scored", "prorated")))
            {
                absent.Add($"{what}: {most} missing, which it allows");
            }

            if (parts.Count > 1 && most + 1 <= parts.Count && !own.Exists(form => form.CountBlank(parts) == most + 1 && form.HasStatus("incomplete")))
            {
                absent.Add($"{what}: {most + 1} missing, which is one too many");
            }
        }

        static List<string> Aggregate(Scale scale, string name) =>
            [.. Nodes<AggregateNode>(scale.Rule).Where(node => node.Id == name).Take(1).SelectMany(ItemsBeneath).Distinct(StringComparer.Ordinal)];
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Ids))]
    public void Not_applicable_has_a_row_wherever_it_may_be_answered_and_one_where_it_may_not(string id)
    {
        var instrument = Find(id);
        var forms = GoldenForm.All(instrument);
        var absent = instrument.Items.Where(item => item.IsScored && item.AllowsNotApplicable && !forms.Any(form => form.IsNotApplicable(item.Id))).Select(item => item.Id).ToList();
        if (instrument.Items.Any(item => item.IsScored && !item.AllowsNotApplicable)
            && !forms.Any(form => form.HasStatus("invalid") && instrument.Items.Any(item => form.IsNotApplicable(item.Id) && !item.AllowsNotApplicable)))
        {
            absent.Add("an item that does not offer it");
        }

        absent.Should().BeEmpty();
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Ids))]
    public void Answers_below_above_and_between_the_values_have_invalid_rows(string id)
    {
        var instrument = Find(id);
        var forms = GoldenForm.All(instrument).Where(form => form.HasStatus("invalid")).ToList();
        var absent = new List<string>();
        var numbered = instrument.Items.Where(item => item.IsScored && item.Kind != ItemKind.TimeOfDay).ToList();
        if (numbered.Count > 0 && !forms.Exists(form => numbered.Exists(item => form.Value(item.Id) is { } value && value < ScaleValues.Answers(item)[0])))
        {
            absent.Add("below");
        }

        if (numbered.Exists(item => item.Max is not null || !item.Options.IsEmpty)
            && !forms.Exists(form => numbered.Exists(item => form.Value(item.Id) is { } value && (item.Max ?? ScaleValues.Answers(item)[^1]) < value)))
        {
            absent.Add("above");
        }

        absent.AddRange(numbered.Where(HasGaps).Where(item => !forms.Exists(form => form.Value(item.Id) is { } value && value > ScaleValues.Answers(item)[0] && value < ScaleValues.Answers(item)[^1] && !ScaleValues.Answers(item).Contains(value)))
            .Select(item => $"{item.Id} between its values"));

        absent.Should().BeEmpty();

        // AUDIT 9 and 10 take 0, 2 and 4 only.
        static bool HasGaps(Item item) => !item.Options.IsEmpty && ScaleValues.Answers(item) is { Count: > 1 } values && values[^1] - values[0] > values.Count - 1;
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Ids))]
    public void Every_subscale_has_a_row_on_which_it_stands_alone(string id)
    {
        var instrument = Find(id);
        var forms = GoldenForm.All(instrument);
        var scored = instrument.Items.Where(item => item.IsScored).Select(item => item.Id).ToList();
        var absent = new List<string>();
        foreach (var scale in Plain(instrument))
        {
            var own = scale.Items.Select(item => item.Id).ToHashSet(StringComparer.Ordinal);
            var others = scored.Where(item => !own.Contains(item)).ToList();
            if (others.Count > 0 && !forms.Any(form => form.Row.Scale == scale.Id && form.HasStatus("scored", "prorated") && others.TrueForAll(item => IsAtRest(form, instrument.FindItem(item)!))))
            {
                absent.Add(scale.Id);
            }
        }

        absent.Should().BeEmpty();
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Ids))]
    public void Every_reversed_item_has_a_row_at_each_of_its_ends_among_like_answers(string id)
    {
        var instrument = Find(id);
        var forms = GoldenForm.All(instrument);
        var absent = new List<string>();
        foreach (var scale in instrument.Scales.Where(scale => scale.Result == ResultKind.Number))
        {
            foreach (var item in Nodes<ReverseNode>(scale.Rule).Select(node => node.Of).OfType<ItemNode>().Select(node => instrument.FindItem(node.Item)!))
            {
                var values = ScaleValues.Answers(item);
                foreach (var end in new[] { values[0], values[^1] })
                {
                    if (!forms.Any(form => form.Row.Scale == scale.Id && form.HasStatus("scored") && form.Value(item.Id) == end))
                    {
                        absent.Add($"{scale.Id}: {item.Id} at {end}");
                    }
                }
            }
        }

        absent.Should().BeEmpty();
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Ids))]
    public void Alternatives_have_rows_with_each_with_none_and_with_both(string id)
    {
        var instrument = Find(id);
        var forms = GoldenForm.All(instrument);
        var absent = new List<string>();
        foreach (var scale in instrument.Scales)
        {
            var own = forms.Where(form => form.Row.Scale == scale.Id).ToList();
            foreach (var choice in Nodes<OneOfNode>(scale.Rule))
            {
                var parts = choice.Parts.SelectMany(ItemsBeneath).ToList();
                absent.AddRange(parts.Where(part => !own.Exists(form => form.HasStatus("scored") && parts.Where(form.IsBlank).Count() == parts.Count - 1 && !form.IsBlank(part)))
                    .Select(part => $"{scale.Id}: {part} alone"));
                absent.AddRange(own.Exists(form => form.HasStatus("incomplete") && parts.TrueForAll(form.IsBlank)) ? [] : [$"{scale.Id}: none of {string.Join(", ", parts)}"]);
                absent.AddRange(own.Exists(form => form.HasStatus("invalid") && parts.TrueForAll(part => form.Value(part) is not null)) ? [] : [$"{scale.Id}: all of {string.Join(", ", parts)}"]);
            }
        }

        absent.Should().BeEmpty();
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(IdsWithSkips))]
    public void Skips_have_rows_with_the_skipped_items_blank_and_with_one_answered(string id)
    {
        var instrument = Find(id);
        var forms = GoldenForm.All(instrument);
        var absent = new List<string>();
        foreach (var skip in instrument.Skips)
        {
            var gates = ItemsBeneath(skip.When).ToHashSet(StringComparer.Ordinal);
            var items = skip.Items.Select(item => item.Item).ToList();
            if (!forms.Any(form => form.HasStatus("scored") && items.TrueForAll(form.IsBlank) && gates.Any(gate => form.Value(gate) is not null)))
            {
                absent.Add($"{string.Join(", ", items)} left blank");
            }

            if (!forms.Any(form => form.HasStatus("scored") && items.Exists(item => form.Value(item) is { } value && value != skip.Items.First(each => each.Item == item).Value) && gates.All(gate => form.Value(gate) == 0)))
            {
                absent.Add($"{string.Join(", ", items)} answered though skipped");
            }

            if (!forms.Any(form => form.HasStatus("incomplete") && items.Exists(form.IsBlank) && gates.Any(gate => form.Value(gate) > 0)))
            {
                absent.Add($"{string.Join(", ", items)} blank though not skipped");
            }
        }

        absent.Should().BeEmpty();
    }
}
