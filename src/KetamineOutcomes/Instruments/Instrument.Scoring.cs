using KetamineOutcomes.Instruments.Rules;

namespace KetamineOutcomes.Instruments;

public sealed partial class Instrument
{
    private readonly HashSet<int> _alertItems;

    /// <summary>Scores the main scale from numbers in the items' printed order.</summary>
    /// <param name="answers">One number for each item; trailing items that are never scored (PHQ-9 item 10) may be left out.</param>
    /// <returns>The score.</returns>
    /// <exception cref="ArgumentException">The number of answers does not fit the form.</exception>
    /// <exception cref="InvalidOperationException">The instrument has no score.</exception>
    public Score Score(params ReadOnlySpan<int> answers)
    {
        var pairs = new List<KeyValuePair<string, Answer>>(answers.Length);
        RequireLength(answers.Length);
        for (var i = 0; i < answers.Length; i++)
        {
            pairs.Add(new(Items[i].Id, Answer.Number(answers[i])));
        }

        return Score(AnswerSet.Create(pairs));
    }

    /// <summary>Scores the main scale from numbers in the items' printed order; <see langword="null"/> is a missing answer.</summary>
    /// <param name="answers">One number or <see langword="null"/> for each item; trailing items that are never scored may be left out.</param>
    /// <returns>The score.</returns>
    /// <exception cref="ArgumentException">The number of answers does not fit the form.</exception>
    /// <exception cref="InvalidOperationException">The instrument has no score.</exception>
    /// <remarks>No span: for C# 12, the default of net8.0, two spans would be ambiguous in <c>Score([2, 2, 3])</c>.</remarks>
    public Score Score(params IReadOnlyList<int?> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        var pairs = new List<KeyValuePair<string, Answer>>(answers.Count);
        RequireLength(answers.Count);
        for (var i = 0; i < answers.Count; i++)
        {
            pairs.Add(new(Items[i].Id, answers[i] is { } number ? Answer.Number(number) : Answer.Missing));
        }

        return Score(AnswerSet.Create(pairs));
    }

    /// <summary>Scores the main scale.</summary>
    /// <param name="answers">The answers by item id.</param>
    /// <param name="options">What the caller chooses, or <see langword="null"/> for the defaults.</param>
    /// <returns>The score.</returns>
    /// <exception cref="InvalidOperationException">The instrument has no score.</exception>
    public Score Score(AnswerSet answers, ScoringOptions? options = null) => Score(MainScale.Id, answers, options);

    /// <summary>Scores one scale.</summary>
    /// <param name="scale">The scale's id.</param>
    /// <param name="answers">The answers by item id.</param>
    /// <param name="options">What the caller chooses, or <see langword="null"/> for the defaults.</param>
    /// <returns>The score.</returns>
    /// <exception cref="ArgumentException">The instrument has no such scale.</exception>
    public Score Score(string scale, AnswerSet answers, ScoringOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(answers);
        var found = FindScale(scale) ?? throw new ArgumentException($"{Id} has no scale {scale}.", nameof(scale));
        var form = ReadForm(answers);
        return ScoreScale(found, form, JudgeAlerts(form), options ?? ScoringOptions.Default);
    }

    /// <summary>Scores every scale.</summary>
    /// <param name="answers">The answers by item id.</param>
    /// <param name="options">What the caller chooses, or <see langword="null"/> for the defaults.</param>
    /// <returns>The scores, alerts and issues; without scores for an instrument that has none.</returns>
    public ScoreSheet ScoreAll(AnswerSet answers, ScoringOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(answers);
        var form = ReadForm(answers);
        var alerts = JudgeAlerts(form);
        var scores = Scales.Select(scale => ScoreScale(scale, form, alerts, options ?? ScoringOptions.Default)).ToEquatableArray();
        var issues = form.Issues.Concat(scores.SelectMany(score => score.Issues)).Distinct().ToEquatableArray();
        return new ScoreSheet(scores, alerts, issues);
    }

    /// <summary>Takes a total that came without answers.</summary>
    /// <param name="total">The total, as stated.</param>
    /// <param name="scale">The scale's id, or <see langword="null"/> for <see cref="TotalScale"/>.</param>
    /// <param name="options">What the caller chooses, or <see langword="null"/> for the defaults.</param>
    /// <returns>
    /// <see cref="Score.Scored"/>, marked as total-only, or <see cref="Score.Invalid"/> if no answers give such a total.
    /// Every alert is <see cref="AlertStatus.NotAssessed"/>.
    /// </returns>
    /// <exception cref="ArgumentException">The instrument has no such scale, the scale's result is no number, or none is named and the instrument has no total.</exception>
    public Score ScoreTotal(Fraction total, string? scale = null, ScoringOptions? options = null)
    {
        var found = scale is null
            ? TotalScale ?? throw new ArgumentException($"{Id} has no total: name the scale.", nameof(scale))
            : FindScale(scale) ?? throw new ArgumentException($"{Id} has no scale {scale}.", nameof(scale));
        if (found.Result != ResultKind.Number)
        {
            throw new ArgumentException($"{Id}/{found.Id} is not a number, so it has no total.", nameof(scale));
        }

        var alerts = Alerts
            .Select(rule => new Alert(rule.Id, rule.Item, rule.Topic, AlertStatus.NotAssessed, level: null))
            .ToEquatableArray();
        var facts = new ScoreFacts
        {
            Rule = new RuleReference(Id, Version, found.Id, found.Name),
            Sources = CiteRule(found),
            Alerts = alerts,
            Applicable = found.Items.Count,
            MissingItems = found.Items.Select(item => item.Id).ToEquatableArray(),
            Range = found.Range,
            Direction = found.Direction,
            MissingPolicy = found.MissingPolicies[0].Name,
            IsTotalOnly = true,
        };
        if (!found.Range.Contains(total))
        {
            return new Score.Invalid(facts with
            {
                Issues = [new Issue(IssueCodes.TotalOutOfRange, IssueSeverity.Error, $"The total must be {found.Range}.", found.Id)],
            });
        }

        // A stated total may be exact or as printed, that is, rounded to the scale's decimals (WHODAS: 58.33 for 175/3).
        if (found.Rule.Grid is { Step.Numerator: > 0 } grid && !grid.Contains(total) && !grid.ContainsRounded(total, found.Decimals))
        {
            return new Score.Invalid(facts with
            {
                Issues = [new Issue(IssueCodes.TotalUnreachable, IssueSeverity.Error, $"No answers give this total: it goes by steps of {grid.Step} from {grid.Offset}{Printed(grid, found.Decimals)}.", found.Id)],
            });
        }

        return new Score.Scored(
            facts with
            {
                Severity = FindSeverity(found, total, options ?? ScoringOptions.Default),
                CutOffs = ReadCutOffs(found, total, (options ?? ScoringOptions.Default).Covariates),
            },
            new ScoreValue.Number(total, found.Decimals, standardError: null));
    }

    /// <summary>What a form still lacks before it is submitted.</summary>
    /// <param name="answers">The answers so far.</param>
    /// <returns>The missing items and what is wrong.</returns>
    public FormCheck Validate(AnswerSet answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        var form = ReadForm(answers);
        var alternatives = new HashSet<int>();
        var issues = new List<Issue>(form.Issues);
        foreach (var scale in Scales)
        {
            CollectSettledAlternatives(scale.Rule, form.States, alternatives);
            var evaluation = new Evaluation(form.States, policy: null, _alertItems);
            _ = scale.Rule.Evaluate(evaluation);
            issues.AddRange(evaluation.Issues.Where(issue => issue.Severity == IssueSeverity.Error));
        }

        foreach (var policy in Scales.SelectMany(scale => scale.MissingPolicies.Take(1).Where(policy => !policy.IsProration).SelectMany(p => p.KOfNs.Select(k => (scale, k)))))
        {
            CollectSatisfiedGroups(policy.scale.Rule, policy.k, new Evaluation(form.States, policy: null, _alertItems), alternatives);
        }

        var missing = new List<string>();
        for (var i = 0; i < Items.Count; i++)
        {
            if (form.States[i].Standing == ItemStanding.Missing && Items[i].IsScored && !(form.NotApplicable[i] && IsLeftOut(i)) && !alternatives.Contains(i)
                && form.Issues.TrueForAll(issue => issue.Severity != IssueSeverity.Error || !string.Equals(issue.Place, Items[i].Id, StringComparison.Ordinal)))
            {
                missing.Add(Items[i].Id);
            }
        }

        return new FormCheck(missing.ToEquatableArray(), issues.Distinct().ToEquatableArray());
    }

    /// <summary>Whether every scale that uses the item takes it out of its denominator where it does not apply.</summary>
    private bool IsLeftOut(int item) =>
        Scales.Where(scale => scale.Rule.ItemIndexes.Contains(item)).All(scale => scale.MissingPolicies[0].NotApplicable == NotApplicableTreatment.OutOfDenominator);

    private static void CollectSettledAlternatives(RuleNode node, ItemState[] states, HashSet<int> settled)
    {
        if (node is OneOfNode && node.ItemIndexes.Any(i => states[i].Standing == ItemStanding.Known))
        {
            settled.UnionWith(node.ItemIndexes);
        }

        foreach (var child in node.Children)
        {
            CollectSettledAlternatives(child, states, settled);
        }
    }

    private static void CollectSatisfiedGroups(RuleNode node, KOfNRule rule, Evaluation evaluation, HashSet<int> settled)
    {
        // Parts are counted as the policy itself counts them: a constant is always there (PSQI: the larger of 0 and item 5j).
        if (node is AggregateNode aggregate && string.Equals(aggregate.Id, rule.Aggregate, StringComparison.Ordinal)
            && aggregate.Parts.Count(part => part.Evaluate(evaluation).IsKnown) >= rule.Required)
        {
            settled.UnionWith(node.ItemIndexes);
        }

        foreach (var child in node.Children)
        {
            CollectSatisfiedGroups(child, rule, evaluation, settled);
        }
    }

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

    /// <summary>The form after its answers were read and its skips applied.</summary>
    /// <remarks><c>Given</c> is what stood on the form before the skips: a skip may replace an answer for the score, never for an alert.</remarks>
    private sealed record Form(ItemState[] States, ItemState[] Given, bool[] NotApplicable, List<Issue> Issues, bool[] Answered);

    private Form ReadForm(AnswerSet answers)
    {
        var states = new ItemState[Items.Count];
        var notApplicable = new bool[Items.Count];
        var answered = new bool[Items.Count];
        var issues = new List<Issue>();
        for (var i = 0; i < Items.Count; i++)
        {
            states[i] = ReadItem(Items[i], answers[Items[i].Id], issues, out notApplicable[i]);
            answered[i] = states[i].Standing == ItemStanding.Known;
        }

        foreach (var item in answers.Items)
        {
            if (!_itemIndexes.ContainsKey(item))
            {
                issues.Add(new Issue(IssueCodes.ItemUnknown, IssueSeverity.Error, $"{Id} has no such item.", item));
            }
        }

        var given = (ItemState[])states.Clone();
        foreach (var skip in Skips)
        {
            ApplySkip(skip, states, issues);
        }

        return new Form(states, given, notApplicable, issues, answered);
    }

    private static ItemState ReadItem(Item item, Answer answer, List<Issue> issues, out bool notApplicable)
    {
        notApplicable = false;
        switch (answer)
        {
            case Answer.NoAnswer:
                return ItemState.Missing;
            case Answer.DoesNotApply:
                notApplicable = item.AllowsNotApplicable;
                if (!notApplicable)
                {
                    issues.Add(new Issue(IssueCodes.ItemNotApplicable, IssueSeverity.Error, "The item does not offer \"not applicable\".", item.Id));
                }

                return ItemState.Missing;
            case Answer.Coded coded:
                var option = item.Options.FirstOrDefault(o => string.Equals(o.Id, coded.Option, StringComparison.Ordinal));
                if (option is { Value: { } optionValue })
                {
                    return ItemState.Known(optionValue);
                }

                issues.Add(option is null
                    ? new Issue(IssueCodes.ItemUnreadable, IssueSeverity.Error, "The answer is none of the item's options.", item.Id)
                    : new Issue(IssueCodes.ItemNotRated, IssueSeverity.Notice, "The answer says that the item was not rated; it counts as missing.", item.Id));
                return ItemState.Missing;
            case Answer.Numeric numeric when item.NotRated.Contains(numeric.Value):
                issues.Add(new Issue(IssueCodes.ItemNotRated, IssueSeverity.Notice, "The answer says that the item was not rated; it counts as missing.", item.Id));
                return ItemState.Missing;
            case Answer.Numeric numeric when item.Accepts(numeric.Value):
                return ItemState.Known(numeric.Value);
            case Answer.Numeric:
                issues.Add(new Issue(IssueCodes.ItemOutOfRange, IssueSeverity.Error, $"The answer must be {Describe(item)}.", item.Id));
                return ItemState.Missing;
            default:
                issues.Add(new Issue(IssueCodes.ItemUnreadable, IssueSeverity.Error, $"The answer must be {Describe(item)}.", item.Id));
                return ItemState.Missing;
        }
    }

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

    private void ApplySkip(Skip skip, ItemState[] states, List<Issue> issues)
    {
        var when = skip.When.Evaluate(new Evaluation(states, policy: null, _alertItems));
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
                issues.Add(new Issue(
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

    private EquatableArray<Alert> JudgeAlerts(Form form) =>
        Alerts.Select(rule =>
        {
            // What the patient answered decides, also where a skip overrides it (SIDAS item 1 = 0 with item 3 = 5).
            var index = _itemIndexes[rule.Item];
            var state = form.Given[index].Standing == ItemStanding.Known ? form.Given[index] : form.States[index];
            if (state.Standing != ItemStanding.Known || IsWrong(form, rule.Item))
            {
                return new Alert(rule.Id, rule.Item, rule.Topic, AlertStatus.NotAssessed, level: null);
            }

            var raised = state.Value >= rule.RaisedFrom;
            var level = rule.Levels.LastOrDefault(candidate => state.Value >= candidate.From)?.Id;
            return new Alert(rule.Id, rule.Item, rule.Topic, raised ? AlertStatus.Raised : AlertStatus.Clear, level);
        }).ToEquatableArray();

    private static bool IsWrong(Form form, string item) =>
        form.Issues.Exists(issue => issue.Severity == IssueSeverity.Error && string.Equals(issue.Place, item, StringComparison.Ordinal));

    private Score ScoreScale(Scale scale, Form form, EquatableArray<Alert> alerts, ScoringOptions options)
    {
        var policy = (options.MissingPolicy is { } wanted ? scale.FindMissingPolicy(wanted) : null) ?? scale.MissingPolicies[0];
        var states = (ItemState[])form.States.Clone();
        var indexes = scale.Rule.ItemIndexes;
        var dropped = new HashSet<int>();
        if (policy.NotApplicable == NotApplicableTreatment.OutOfDenominator)
        {
            foreach (var index in indexes)
            {
                if (form.NotApplicable[index])
                {
                    states[index] = ItemState.Dropped;
                    dropped.Add(index);
                }
            }
        }

        var evaluation = new Evaluation(
            states,
            policy,
            _alertItems,
            options.Covariates,
            options.ValueSet is { } set && string.Equals(set.Instrument, Id, StringComparison.Ordinal) ? set : null);
        var value = scale.Rule.Evaluate(evaluation);
        var ids = indexes.Select(i => Items[i].Id).ToHashSet(StringComparer.Ordinal);
        var issues = form.Issues
            .Where(issue => issue.Place is null || ids.Contains(issue.Place) || string.Equals(issue.Code, IssueCodes.ItemUnknown, StringComparison.Ordinal))
            .Concat(evaluation.Issues)
            .Distinct()
            .ToList();
        var range = dropped.Count == 0 ? scale.Range : scale.Rule.RangeWithout(dropped) ?? scale.Range;
        var facts = new ScoreFacts
        {
            Rule = new RuleReference(Id, Version, scale.Id, scale.Name),
            Sources = CiteRule(scale),
            Alerts = alerts,
            Answered = indexes.Count(i => form.Answered[i] && !dropped.Contains(i)),
            Applicable = indexes.Count - dropped.Count,
            MissingItems = indexes.Where(i => states[i].Standing == ItemStanding.Missing).Select(i => Items[i].Id).ToEquatableArray(),
            NotApplicableItems = indexes.Where(dropped.Contains).Select(i => Items[i].Id).ToEquatableArray(),
            Range = range,
            Direction = scale.Direction,
            MissingPolicy = policy.Name,
        };
        if (issues.Exists(issue => issue.Severity == IssueSeverity.Error))
        {
            return new Score.Invalid(facts with { Issues = issues.ToEquatableArray() });
        }

        if (!value.IsKnown)
        {
            issues.AddRange(facts.MissingItems.Select(item =>
                new Issue(IssueCodes.ItemMissing, IssueSeverity.Notice, "The item has no answer.", item)));
            issues.AddRange(evaluation.MissingCovariates.Select(kind =>
                new Issue(IssueCodes.CovariateMissing, IssueSeverity.Notice, "The rule needs to know this of the person beside the answers.", kind == CovariateKind.Sex ? "sex" : "age")));
            if (evaluation.NeedsValueSet)
            {
                issues.Add(new Issue(IssueCodes.ValueSetMissing, IssueSeverity.Notice, "The rule needs a value set of the caller's choice; none ships.", scale.Id));
            }

            return new Score.Incomplete(facts with { Issues = issues.ToEquatableArray() });
        }

        if (options.StatedTotal is { } stated && ReferenceEquals(scale, TotalScale)
            && stated != value.Low && stated != Fraction.FromDecimal(value.Low.Round(scale.Decimals)))
        {
            issues.Add(new Issue(IssueCodes.StatedTotalDiffers, IssueSeverity.Warning, "The total that came with the answers is not the recomputed one; the recomputed one is used.", scale.Id));
        }

        Severity? severity = null;
        EquatableArray<CutOffReading> cutOffs = default;
        if (scale.Result == ResultKind.Number)
        {
            if (dropped.Count == 0)
            {
                severity = FindSeverity(scale, value.Low, options);
                cutOffs = ReadCutOffs(scale, value.Low, options.Covariates);
            }
            else if (!scale.BandSets.IsEmpty || !scale.CutOffs.IsEmpty)
            {
                issues.Add(new Issue(IssueCodes.BandsNotApplicable, IssueSeverity.Notice, "Items were left out as not applicable; the bands and cut-offs of the full form do not apply.", scale.Id));
            }
        }

        facts = facts with { Issues = issues.ToEquatableArray(), Severity = severity, CutOffs = cutOffs };
        if (evaluation.UsedValueSet)
        {
            facts = facts with { ValueSet = evaluation.ValueSet!.Name, Sources = [.. facts.Sources, evaluation.ValueSet.Citation] };
        }

        var result = ToScoreValue(scale, value);
        return evaluation.UsedPolicy && policy.IsProration ? new Score.Prorated(facts, result) : new Score.Scored(facts, result);
    }

    /// <summary>How a total between whole numbers is to be given: as the scale prints it, or exact.</summary>
    private static string Printed(Grid grid, int decimals) => grid.Step.IsInteger && grid.Offset.IsInteger
        ? ""
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $", and is printed to {(decimals == 0 ? "whole numbers" : decimals == 1 ? "1 decimal" : $"{decimals} decimals")}: give it so, or exact");

    private static ScoreValue ToScoreValue(Scale scale, NodeValue value) => scale.Result switch
    {
        ResultKind.Number => new ScoreValue.Number(value.Low, scale.Decimals, value.StandardError),
        ResultKind.Flag => new ScoreValue.Flag(value.Low != 0),
        ResultKind.Profile => new ScoreValue.Profile(value.Low.ToString()),
        _ => scale.Categories.Where(category => category.Value == value.Low)
            .Select(category => new ScoreValue.Category(category.Id, category.Label, category.Value))
            .First(),
    };

    private static Severity? FindSeverity(Scale scale, Fraction value, ScoringOptions options)
    {
        var set = (options.BandSet is { } wanted ? scale.BandSets.FirstOrDefault(s => string.Equals(s.Id, wanted, StringComparison.Ordinal)) : null)
            ?? scale.DefaultBandSet;
        if (set is null)
        {
            return null;
        }

        var band = set.Find(value);
        return new Severity(band.Id, band.Label, set.Id);
    }

    private static EquatableArray<CutOffReading> ReadCutOffs(Scale scale, Fraction value, Covariates person) =>
        scale.CutOffs.Select(cutOff => new CutOffReading(cutOff, cutOff.Sex is null || cutOff.Sex == person.Sex
            ? cutOff.Comparator.Holds(value, cutOff.Value) ? CutOffStatus.Reached : CutOffStatus.NotReached
            : person.Sex is null ? CutOffStatus.SexUnknown : CutOffStatus.OtherSex)).ToEquatableArray();

    private static EquatableArray<string> CiteRule(Scale scale) =>
        scale.Evidence.Select(evidence => evidence.Source.Citation).Distinct(StringComparer.Ordinal).ToEquatableArray();
}
