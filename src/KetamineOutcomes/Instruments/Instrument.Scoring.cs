using System.Runtime.InteropServices;
using KetamineOutcomes.Instruments.Rules;

namespace KetamineOutcomes.Instruments;

public sealed partial class Instrument
{
    private readonly HashSet<int> _alertItems;
    private FormPlan? _plan;

    // Made when the first form is scored. Two threads may make it at once: both are the same, and either will do.
    private FormPlan Plan => _plan ??= new FormPlan(this);

    /// <summary>Scores the main scale from numbers in the items' printed order.</summary>
    /// <param name="answers">One number for each item; trailing items that are never scored (PHQ-9 item 10) may be left out.</param>
    /// <returns>The score.</returns>
    /// <exception cref="ArgumentException">The number of answers does not fit the form.</exception>
    /// <exception cref="InvalidOperationException">The instrument has no score.</exception>
    public Score Score(params ReadOnlySpan<int> answers)
    {
        RequireLength(answers.Length);
        var main = FindPlan(MainScale.Id)!;
        var form = FormReading.Rent(Items.Count);
        for (var i = 0; i < Items.Count; i++)
        {
            form.States[i] = i < answers.Length ? ReadNumber(i, answers[i], form) : ItemState.Missing;
        }

        return ScoreMain(main, form);
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
        RequireLength(answers.Count);
        var main = FindPlan(MainScale.Id)!;
        var form = FormReading.Rent(Items.Count);
        for (var i = 0; i < Items.Count; i++)
        {
            form.States[i] = i < answers.Count && answers[i] is { } number ? ReadNumber(i, number, form) : ItemState.Missing;
        }

        return ScoreMain(main, form);
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
        var found = FindPlan(scale) ?? throw new ArgumentException($"{Id} has no scale {scale}.", nameof(scale));
        var form = ReadForm(answers);
        var score = ScoreScale(found, form, Plan.Judge(form), options ?? ScoringOptions.Default);
        FormReading.Return(form);
        return score;
    }

    /// <summary>Scores every scale.</summary>
    /// <param name="answers">The answers by item id.</param>
    /// <param name="options">What the caller chooses, or <see langword="null"/> for the defaults.</param>
    /// <returns>The scores, alerts and issues; without scores for an instrument that has none.</returns>
    public ScoreSheet ScoreAll(AnswerSet answers, ScoringOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(answers);
        options ??= ScoringOptions.Default;
        var plans = Plan.Scales;
        var form = ReadForm(answers);
        var alerts = Plan.Judge(form);
        var scores = new Score[plans.Length];
        var hasIssues = form.HasIssues;
        for (var i = 0; i < plans.Length; i++)
        {
            scores[i] = ScoreScale(plans[i], form, alerts, options);
            hasIssues |= !scores[i].Issues.IsEmpty;
        }

        var issues = hasIssues ? form.Issues.Concat(scores.SelectMany(score => score.Issues)).Distinct().ToEquatableArray() : default;
        FormReading.Return(form);
        return new ScoreSheet(new EquatableArray<Score>(ImmutableCollectionsMarshal.AsImmutableArray(scores)), alerts, issues);
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

        var plan = FindPlan(found.Id)!;
        var facts = new ScoreFacts
        {
            Rule = plan.Rule,
            Sources = plan.Sources,
            Alerts = Plan.NotAssessed,
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
                CutOffs = ScalePlan.ReadCutOffs(found, total, (options ?? ScoringOptions.Default).Covariates.Sex),
            },
            new ScoreValue.Number(total, found.Decimals, standardError: null));
    }

    private ScalePlan? FindPlan(string scale)
    {
        foreach (var plan in Plan.Scales)
        {
            if (string.Equals(plan.Scale.Id, scale, StringComparison.Ordinal))
            {
                return plan;
            }
        }

        return null;
    }

    private Score ScoreMain(ScalePlan main, FormReading form)
    {
        ApplySkips(form);
        var score = ScoreScale(main, form, Plan.Judge(form), ScoringOptions.Default);
        FormReading.Return(form);
        return score;
    }

    private Score ScoreScale(ScalePlan plan, FormReading form, EquatableArray<Alert> alerts, ScoringOptions options)
    {
        var scale = plan.Scale;
        var policy = (options.MissingPolicy is { } wanted ? scale.FindMissingPolicy(wanted) : null) ?? scale.MissingPolicies[0];
        var states = form.States;
        var dropped = form.HasNotApplicable && policy.NotApplicable == NotApplicableTreatment.OutOfDenominator ? FindDropped(plan, form) : null;
        if (dropped is not null)
        {
            states = form.CopyStates();
            foreach (var index in dropped)
            {
                states[index] = ItemState.Dropped;
            }
        }

        var evaluation = form.Evaluation;
        evaluation.Start(
            states,
            _alertItems,
            policy,
            options.Covariates,
            options.ValueSet is { } set && string.Equals(set.Instrument, Id, StringComparison.Ordinal) ? set : null);
        var value = scale.Rule.Evaluate(evaluation);
        var facts = new ScoreFacts
        {
            Rule = plan.Rule,
            Sources = plan.Sources,
            Alerts = alerts,
            Answered = CountAnswered(plan, form, dropped),
            Applicable = plan.Indexes.Length - (dropped?.Count ?? 0),
            MissingItems = FindMissing(plan, states),
            NotApplicableItems = dropped is null ? default : plan.Indexes.Where(dropped.Contains).Select(i => Items[i].Id).ToEquatableArray(),
            Range = dropped is null ? scale.Range : scale.Rule.RangeWithout(dropped) ?? scale.Range,
            Direction = scale.Direction,
            MissingPolicy = policy.Name,
        };

        // Nearly every form has none.
        var issues = form.HasIssues || evaluation.HasIssues ? CollectIssues(plan, form) : null;
        if (issues is not null && issues.Exists(issue => issue.Severity == IssueSeverity.Error))
        {
            facts.Issues = issues.ToEquatableArray();
            return new Score.Invalid(facts);
        }

        if (!value.IsKnown)
        {
            facts.Issues = ExplainMissing(plan, states, evaluation, issues);
            return new Score.Incomplete(facts);
        }

        if (options.StatedTotal is { } stated && plan.IsTotal
            && stated != value.Low && stated != Fraction.FromDecimal(value.Low.Round(scale.Decimals)))
        {
            (issues ??= []).Add(new Issue(IssueCodes.StatedTotalDiffers, IssueSeverity.Warning, "The total that came with the answers is not the recomputed one; the recomputed one is used.", scale.Id));
        }

        var reading = plan.Read(value, options.Covariates.Sex);
        if (scale.Result == ResultKind.Number)
        {
            if (dropped is null)
            {
                facts.Severity = options.BandSet is null ? reading.Severity : FindSeverity(scale, value.Low, options);
                facts.CutOffs = reading.CutOffs;
            }
            else if (!scale.BandSets.IsEmpty || !scale.CutOffs.IsEmpty)
            {
                (issues ??= []).Add(new Issue(IssueCodes.BandsNotApplicable, IssueSeverity.Notice, "Items were left out as not applicable; the bands and cut-offs of the full form do not apply.", scale.Id));
            }
        }

        facts.Issues = issues is null ? default : issues.ToEquatableArray();
        if (evaluation.UsedValueSet)
        {
            facts.ValueSet = evaluation.ValueSet!.Name;
            facts.Sources = [.. facts.Sources, evaluation.ValueSet.Citation];
        }

        return evaluation.UsedPolicy && policy.IsProration ? new Score.Prorated(facts, reading.Value) : new Score.Scored(facts, reading.Value);
    }

    /// <summary>The items that a scale leaves out as not applicable, or <see langword="null"/> if there are none.</summary>
    private static HashSet<int>? FindDropped(ScalePlan plan, FormReading form)
    {
        HashSet<int>? dropped = null;
        foreach (var index in plan.Indexes)
        {
            if (form.NotApplicable[index])
            {
                _ = (dropped ??= []).Add(index);
            }
        }

        return dropped;
    }

    // Answered on the form: what a skip fills in was not.
    private static int CountAnswered(ScalePlan plan, FormReading form, HashSet<int>? dropped)
    {
        var answered = 0;
        foreach (var index in plan.Indexes)
        {
            if (form.Given[index].Standing == ItemStanding.Known && dropped?.Contains(index) is not true)
            {
                answered++;
            }
        }

        return answered;
    }

    private EquatableArray<string> FindMissing(ScalePlan plan, ItemState[] states)
    {
        var missing = 0;
        foreach (var index in plan.Indexes)
        {
            missing += states[index].Standing == ItemStanding.Missing ? 1 : 0;
        }

        if (missing == 0)
        {
            return default;
        }

        var ids = new string[missing];
        var next = 0;
        foreach (var index in plan.Indexes)
        {
            if (states[index].Standing == ItemStanding.Missing)
            {
                ids[next++] = Items[index].Id;
            }
        }

        return new EquatableArray<string>(ImmutableCollectionsMarshal.AsImmutableArray(ids));
    }

    private static List<Issue> CollectIssues(ScalePlan plan, FormReading form) =>
        form.Issues
            .Where(issue => issue.Place is null || plan.Ids.Contains(issue.Place) || string.Equals(issue.Code, IssueCodes.ItemUnknown, StringComparison.Ordinal))
            .Concat(form.Evaluation.Issues)
            .Distinct()
            .ToList();

    /// <summary>The issues of a form that is not complete: those there are, and what it lacks.</summary>
    private static EquatableArray<Issue> ExplainMissing(ScalePlan plan, ItemState[] states, Evaluation evaluation, List<Issue>? issues)
    {
        issues ??= [];
        for (var i = 0; i < plan.Indexes.Length; i++)
        {
            if (states[plan.Indexes[i]].Standing == ItemStanding.Missing)
            {
                issues.Add(plan.Missing(i));
            }
        }

        if (evaluation.HasMissingCovariates)
        {
            issues.AddRange(evaluation.MissingCovariates.Select(kind =>
                new Issue(IssueCodes.CovariateMissing, IssueSeverity.Notice, "The rule needs to know this of the person beside the answers.", kind == CovariateKind.Sex ? "sex" : "age")));
        }

        if (evaluation.NeedsValueSet)
        {
            issues.Add(new Issue(IssueCodes.ValueSetMissing, IssueSeverity.Notice, "The rule needs a value set of the caller's choice; none ships.", plan.Scale.Id));
        }

        return issues.ToEquatableArray();
    }

    /// <summary>How a total between whole numbers is to be given: as the scale prints it, or exact.</summary>
    private static string Printed(Grid grid, int decimals) => grid.Step.IsInteger && grid.Offset.IsInteger
        ? ""
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $", and is printed to {(decimals == 0 ? "whole numbers" : decimals == 1 ? "1 decimal" : $"{decimals} decimals")}: give it so, or exact");

    private static Severity? FindSeverity(Scale scale, Fraction value, ScoringOptions options)
    {
        var set = (options.BandSet is { } wanted ? scale.BandSets.FirstOrDefault(s => string.Equals(s.Id, wanted, StringComparison.Ordinal)) : null)
            ?? scale.DefaultBandSet;
        return ScalePlan.FindSeverity(set, value);
    }
}
