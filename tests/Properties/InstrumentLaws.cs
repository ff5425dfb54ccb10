using FsCheck;
using FsCheck.Fluent;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Instruments.Rules;

namespace KetamineOutcomes.Properties;

/// <summary>Laws that hold for every instrument, whatever was answered: the made-up one, the shipped ones and the drafts.</summary>
public sealed class InstrumentLaws
{
    private static readonly IReadOnlyList<Instrument> All = [.. TestDefinitions.AllInstruments];

    public static TheoryData<string> Ids => [.. All.Select(instrument => instrument.Id)];

    public static TheoryData<string> IdsWithAlerts => [.. All.Where(instrument => !instrument.Alerts.IsEmpty).Select(instrument => instrument.Id)];

    public static TheoryData<string> IdsWithNumbers =>
        [.. All.Where(instrument => instrument.Scales.Any(scale => scale.Result == ResultKind.Number)).Select(instrument => instrument.Id)];

    public static TheoryData<string> IdsWithPlainSums => [.. All.Where(instrument => PlainSums(instrument).Count > 0).Select(instrument => instrument.Id)];

    private static Instrument Find(string id) => All.Single(instrument => instrument.Id == id);

    private static void Check(Arbitrary<AnswerSet> forms, Func<AnswerSet, bool> law) => Prop.ForAll(forms, law).MustHold();

    private static IEnumerable<Fraction> Number(Score score) => score.TryGetExact(out var exact) ? [exact] : [];

    /// <summary>Answers without "not applicable" and without alternatives both answered leave only the policy to decide.</summary>
    private static bool FillsIn(Scale scale) => scale.MissingPolicies[0] is { } policy && !(policy.PersonMeans.IsEmpty && policy.KOfNs.IsEmpty);

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_score_lies_in_its_range(string id)
    {
        var instrument = Find(id);

        Check(Forms.Any(instrument), form => instrument.ScoreAll(form).Scores.All(score =>
            Number(score).All(value => score.Range.Contains(value) && instrument.FindScale(score.Rule.Scale)!.Range.Contains(value))));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Only_scored_and_prorated_forms_have_a_value_and_only_invalid_ones_have_errors(string id)
    {
        var instrument = Find(id);

        Check(Forms.Any(instrument), form => instrument.ScoreAll(form).Scores.All(score =>
            (score.Value is not null) == (score.Kind is "scored" or "prorated")
            && score.Issues.Any(issue => issue.Severity == IssueSeverity.Error) == (score.Kind == "invalid")
            && (score.Kind != "incomplete" || !score.MissingItems.IsEmpty || !score.NotApplicableItems.IsEmpty || AsksForMore(score))));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_form_is_explained_and_scores_the_same_twice(string id)
    {
        var instrument = Find(id);

        Check(Forms.Any(instrument), form =>
            instrument.ScoreAll(form).Scores.Zip(instrument.ScoreAll(form).Scores).All(pair => pair.First.Equals(pair.Second) && pair.First.Explain().Length > 20));
    }

    [Theory]
    [MemberData(nameof(IdsWithAlerts))]
    public void Alerts_depend_on_their_own_item_alone(string id)
    {
        var instrument = Find(id);

        Check(Forms.Any(instrument), form =>
        {
            var alerts = instrument.ScoreAll(form).Alerts;
            return instrument.Alerts.Select((rule, index) => (rule, alert: alerts[index])).All(each =>
            {
                var alone = instrument.ScoreAll(AnswerSet.Empty.With(each.rule.Item, form[each.rule.Item])).Alerts.Single(alert => alert.Id == each.rule.Id);

                // A skip may answer for an item that was left blank; then it is clear, never raised.
                return alone == each.alert || (alone.Status == AlertStatus.NotAssessed && each.alert.Status == AlertStatus.Clear && form[each.rule.Item] is Answer.NoAnswer);
            });
        });
    }

    [Theory]
    [MemberData(nameof(IdsWithAlerts))]
    public void An_alert_is_raised_exactly_from_its_threshold(string id)
    {
        var instrument = Find(id);
        foreach (var rule in instrument.Alerts)
        {
            foreach (var value in Forms.Values(instrument.FindItem(rule.Item)!))
            {
                var alert = instrument.ScoreAll(AnswerSet.Empty.With(rule.Item, Answer.Number(value))).Alerts.Single(each => each.Id == rule.Id);
                alert.Status.Should().Be(value >= rule.RaisedFrom ? AlertStatus.Raised : AlertStatus.Clear, "{0} answered with {1}", rule.Item, value);
            }
        }

        instrument.ScoreAll(AnswerSet.Empty).Alerts.All(alert => alert.Status == AlertStatus.NotAssessed).Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_value_known_despite_missing_answers_is_that_of_every_completion(string id)
    {
        var instrument = Find(id);

        Check(Forms.Partial(instrument), form => instrument.Scales.Where(scale => !FillsIn(scale)).All(scale =>
        {
            var score = instrument.Score(scale.Id, form);
            if (score is not Score.Scored || score.MissingItems.IsEmpty)
            {
                return true;
            }

            // One item after another, at each of its values: what each alone could change. Alternatives both answered are no form.
            return score.MissingItems.All(item => Forms.Values(instrument.FindItem(item)!).All(value =>
                instrument.Score(scale.Id, form.With(item, Answer.Number(value))) is var completed
                && (completed is Score.Invalid ? IsAlternative(scale.Rule, item) : Equals(completed.Value, score.Value))))
                && Corners(instrument, score.MissingItems).All(corner =>
                    instrument.Score(scale.Id, corner.Aggregate(form, (filled, answer) => filled.With(answer.Key, answer.Value))) is var completed
                    && (completed is Score.Invalid || Equals(completed.Value, score.Value)));
        }));
    }

    /// <summary>All missing items at their lowest, and all at their highest.</summary>
    private static IEnumerable<IEnumerable<KeyValuePair<string, Answer>>> Corners(Instrument instrument, EquatableArray<string> items)
    {
        yield return items.Select(item => KeyValuePair.Create(item, Answer.Number(Forms.Values(instrument.FindItem(item)!)[0])));
        yield return items.Select(item => KeyValuePair.Create(item, Answer.Number(Forms.Values(instrument.FindItem(item)!)[^1])));
    }

    private static bool IsAlternative(RuleNode node, string item) =>
        (node is OneOfNode && Contains(node, item)) || node.Children.Any(child => IsAlternative(child, item));

    private static bool Contains(RuleNode node, string item) =>
        (node is ItemNode leaf && leaf.Item == item) || node.Children.Any(child => Contains(child, item));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Filling_in_an_answer_never_makes_a_known_form_unknown(string id)
    {
        var instrument = Find(id);

        Check(Forms.Partial(instrument), form => instrument.Scales.All(scale =>
        {
            var score = instrument.Score(scale.Id, form);
            return score.Value is null || score.MissingItems.All(item =>
                instrument.Score(scale.Id, form.With(item, Answer.Number(Forms.Values(instrument.FindItem(item)!)[0]))) is { Kind: not "incomplete" });
        }));
    }

    [Theory]
    [MemberData(nameof(IdsWithPlainSums))]
    public void A_plain_sum_of_items_rises_with_each_of_them_and_forgets_their_order(string id)
    {
        var instrument = Find(id);
        var scales = PlainSums(instrument);

        Check(Forms.Partial(instrument), form => scales.All(scale =>
        {
            var ids = scale.Items.Select(item => item.Id).ToList();
            var turned = ids.Select((item, index) => (item, answer: form[ids[(index + 1) % ids.Count]])).Aggregate(form, (set, each) => set.With(each.item, each.answer));
            var mirrored = ids.Select((item, index) => (item, answer: form[ids[ids.Count - 1 - index]])).Aggregate(form, (set, each) => set.With(each.item, each.answer));
            var before = instrument.Score(scale.Id, form);
            return (AlertItemsMissing(instrument, form) || Equals(before.Value, instrument.Score(scale.Id, turned).Value))
                && (before is not Score.Scored { Result: ScoreValue.Number number } || number.Exact == ids.Select(item => ((Answer.Numeric)form[item]).Value).Aggregate(Fraction.Zero, (sum, value) => sum + value))
                && (AlertItemsMissing(instrument, form) || Equals(before.Value, instrument.Score(scale.Id, mirrored).Value));
        }));
    }

    /// <summary>A policy that fills in spares alert items, so that with one missing the order may matter.</summary>
    private static bool AlertItemsMissing(Instrument instrument, AnswerSet form) =>
        !instrument.Alerts.IsEmpty && instrument.Items.Any(item => form[item.Id] is Answer.NoAnswer) && instrument.Scales.Any(FillsIn);

    /// <summary>Sums of items that all take the same values.</summary>
    private static List<Scale> PlainSums(Instrument instrument) => !instrument.Skips.IsEmpty
        ? []
        : [.. instrument.Scales.Where(scale => scale.Rule is SumNode sum && sum.Parts.All(part => part is ItemNode)
            && scale.Items.Select(item => Forms.Values(item).ToEquatableArray()).Distinct().Count() == 1)];

    [Theory]
    [MemberData(nameof(IdsWithNumbers))]
    public void A_computed_number_is_accepted_as_a_bare_total(string id)
    {
        var instrument = Find(id);
        var scales = instrument.Scales.Where(scale => scale.Result == ResultKind.Number).ToList();

        Check(Forms.Complete(instrument), form => scales.All(scale => instrument.Score(scale.Id, form) is not Score.Scored { Result: ScoreValue.Number number } scored
            || (instrument.ScoreTotal(number.Exact, scale.Id) is Score.Scored exact && Equals(exact.Severity, scored.Severity)
                && (!scale.Range.Contains(Fraction.FromDecimal(number.Rounded)) || instrument.ScoreTotal(Fraction.FromDecimal(number.Rounded), scale.Id) is Score.Scored))));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_form_that_is_ready_is_scored_on_every_scale(string id)
    {
        var instrument = Find(id);

        Check(Forms.Partial(instrument), form => !instrument.Validate(form).IsReady || instrument.ScoreAll(form).Scores.All(score => score is Score.Scored || AsksForMore(score)));
    }

    // What a rule asks for beside the answers (the sex of the person, a value set) is not the form's to lack.
    private static bool AsksForMore(Score score) => score.Issues.Any(issue => issue.Code is IssueCodes.CovariateMissing or IssueCodes.ValueSetMissing);
}
