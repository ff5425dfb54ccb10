using KetamineOutcomes.Instruments.Rules;

namespace KetamineOutcomes.Instruments.Definitions;

internal sealed partial class InstrumentReader
{
    private EquatableArray<Scale> ReadScales(StrictObject root, EquatableArray<Item> items)
    {
        var scales = new List<Scale>();
        if (root.TryGet("scales", out var given))
        {
            foreach (var value in given.Value.List())
            {
                scales.Add(ReadScale(value, items));
            }
        }

        return scales.ToEquatableArray();
    }

    private Scale ReadScale(StrictValue value, EquatableArray<Item> items)
    {
        var members = value.Object();
        var rules = new RuleReader(_items);
        var rule = members.Get("rule", rules.Read, new ConstantNode(0));
        var range = ReadRange(members, rule);
        var scale = new Scale
        {
            Id = members.Get("id", ReadSlug, "?"),
            Name = members.Text("name"),
            Result = members.Get("result", v => v.Word(Words.ResultKinds), ResultKind.Number),
            Measures = members.Optional("measures", v => v.Word(Words.Measures), MeasureKind.State),
            Direction = members.Get("direction", v => v.Word(Words.Directions), Direction.None),
            Decimals = members.Optional("decimals", v => v.WholeNumber(0, 6), 0),
            Range = range,
            Unit = members.Optional("unit", v => v.Text(), "points"),
            Rule = rule,
            Categories = members.Array("categories", ReadCategory),
            MissingPolicies = members.Array("missing", v => ReadMissingPolicy(v, rules.Aggregates), atLeast: 1),
            BandSets = members.Array("bands", v => ReadBandSet(v, range)),
            CutOffs = members.Array("cutOffs", v => ReadCutOff(v, range)),
            Endpoints = members.Array("endpoints", v => ReadEndpoint(v, range)),
            Milestones = members.Array("milestones", v => ReadMilestone(v, range)),
            Psychometrics = members.Array("psychometrics", ReadPsychometric),
            Codes = members.Array("codes", ReadCode),
            Readers = members.Array("readers", v => v.Word(Words.Readers), atLeast: 1),
            Evidence = ReadEvidence(members),
            Items = rule.ItemIndexes.Select(index => items[index]).ToEquatableArray(),
            DecreasingIn = members.Array("decreasingIn", v => ReadScaleItem(v, rule, items)),
            NotMonotoneIn = members.Array("notMonotoneIn", v => ReadNotMonotone(v, rule, items)),
        };
        members.Close();
        CheckResult(members, scale);
        CheckChange(members, scale);
        CheckDefaults(members, "bands", scale.BandSets.Select(set => (set.Id, set.IsDefault, set.Reason)));
        CheckDefaults(members, "response endpoints", Endpoints(scale, EndpointKind.Response));
        CheckDefaults(members, "remission endpoints", Endpoints(scale, EndpointKind.Remission));
        CheckUniqueIds(members, scale.DecreasingIn.Concat(scale.NotMonotoneIn.Select(exception => exception.Item)), "item of decreasingIn and notMonotoneIn");
        CheckUniqueIds(members, scale.BandSets.Select(set => set.Id), "set of bands");
        CheckUniqueIds(members, scale.CutOffs.Select(cutOff => cutOff.Id), "cut-off");
        CheckUniqueIds(members, scale.Endpoints.Select(endpoint => endpoint.Id), "endpoint");
        CheckUniqueIds(members, scale.Milestones.Select(milestone => milestone.Id), "milestone");
        CheckUniqueIds(members, scale.MissingPolicies.Select(policy => policy.Name), "missing-item policy");
        return scale;
    }

    private static IEnumerable<(string Id, bool IsDefault, string? Reason)> Endpoints(Scale scale, EndpointKind kind) =>
        scale.Endpoints.Where(endpoint => endpoint.Kind == kind).Select(endpoint => (endpoint.Id, endpoint.IsDefault, endpoint.Reason));

    private static void CheckDefaults(StrictObject members, string what, IEnumerable<(string Id, bool IsDefault, string? Reason)> entries)
    {
        var list = entries.ToList();
        if (list.Count == 0)
        {
            return;
        }

        if (list.Count(entry => entry.IsDefault) != 1)
        {
            members.Fail(IssueCodes.DefinitionDefault, $"Exactly one of the {what} must be the default.");
        }
        else if (list.Count > 1 && list.Exists(entry => entry.IsDefault && entry.Reason is null))
        {
            members.Fail(IssueCodes.DefinitionDefault, $"The default of several {what} needs a reason.");
        }
    }

    private static ValueRange ReadRange(StrictObject members, RuleNode rule) => members.Get(
        "range",
        v =>
        {
            var ends = v.Object();
            var low = ends.Get("low", e => e.Number(), Fraction.Zero);
            var high = ends.TryGet("high", out var given) ? given.Value.Number() : (Fraction?)null;
            ends.Close();
            var range = new ValueRange(low, high);
            if (range.Low != rule.Range.Low || range.High != rule.Range.High)
            {
                v.Fail(IssueCodes.DefinitionRange, $"The rule can reach {rule.Range}.");
            }

            return range;
        },
        default);

    private static void CheckResult(StrictObject members, Scale scale)
    {
        var isCondition = AndNode.IsCondition(scale.Rule);
        if (scale.Result == ResultKind.Flag && !isCondition)
        {
            members.Fail(IssueCodes.DefinitionRule, "A flag's rule must be a condition: 0 or 1.");
        }

        if (scale.Result == ResultKind.Profile != scale.Rule is ProfileNode || HasNestedProfile(scale.Rule))
        {
            members.Fail(IssueCodes.DefinitionRule, "A profile's rule is a profile node, which stands nowhere else but in a value set.");
        }

        if (scale.Result == ResultKind.Category)
        {
            var values = scale.Categories.Select(category => category.Value).ToList();
            var reached = scale.Rule.Grid is { IsInteger: true } && scale.Rule.Range.High is { } high && high - scale.Rule.Range.Low < 1000
                ? Enumerable.Range(0, (int)(high - scale.Rule.Range.Low).Numerator + 1).Select(step => scale.Rule.Range.Low + step).ToList()
                : [];
            if (values.Count == 0 || !values.SequenceEqual(reached))
            {
                members.Fail(IssueCodes.DefinitionRule, "The categories must be the whole values of the rule, in ascending order.");
            }
        }
        else if (!scale.Categories.IsEmpty)
        {
            members.Fail(IssueCodes.DefinitionRule, "Only a category scale has categories.");
        }

        if (scale.Result != ResultKind.Number && (!scale.BandSets.IsEmpty || !scale.Endpoints.IsEmpty || !scale.CutOffs.IsEmpty))
        {
            members.Fail(IssueCodes.DefinitionRule, "Only a number has bands, cut-offs and endpoints.");
        }

        if (scale.Direction == Direction.HigherIsBetter && scale.Range.High is null
            && scale.Endpoints.Any(endpoint => endpoint.PercentageRule == PercentageRule.RangeToBest))
        {
            members.Fail(IssueCodes.DefinitionRule, "A percentage of the range to the best score needs a best score.");
        }

        if (!scale.Endpoints.IsEmpty && scale.Direction == Direction.None)
        {
            members.Fail(IssueCodes.DefinitionRule, "Response and remission need a scale with a better end.");
        }
    }

    /// <summary>A rating of change is a change already, so nothing may compare it with a baseline; and only such a rating has milestones.</summary>
    private static void CheckChange(StrictObject members, Scale scale)
    {
        if (scale.Measures == MeasureKind.Change && !scale.Endpoints.IsEmpty)
        {
            members.Fail(IssueCodes.DefinitionRule, "A rating of change has no response or remission, which compare with a baseline; it may have milestones.");
        }

        if (scale.Measures == MeasureKind.Change && scale.Result != ResultKind.Number)
        {
            members.Fail(IssueCodes.DefinitionRule, "A rating of change is a number.");
        }

        if (!scale.Milestones.IsEmpty && (scale.Measures != MeasureKind.Change || scale.Direction == Direction.None))
        {
            members.Fail(IssueCodes.DefinitionRule, "Only a rating of change with a better end has milestones.");
        }

        var towardsBetter = scale.Direction == Direction.HigherIsBetter
            ? new[] { Comparator.AtLeast, Comparator.MoreThan }
            : [Comparator.AtMost, Comparator.LessThan];
        if (scale.Direction != Direction.None && scale.Milestones.Any(milestone => !towardsBetter.Contains(milestone.Comparator)))
        {
            members.Fail(IssueCodes.DefinitionRule, "A milestone lies towards the better end.");
        }
    }

    // A profile is a string of digits and no number: only a value set may read it.
    private static bool HasNestedProfile(RuleNode node) =>
        node.Children.Any(child => (child is ProfileNode && node is not ValueSetNode) || HasNestedProfile(child));

    private static string ReadScaleItem(StrictValue value, RuleNode rule, EquatableArray<Item> items)
    {
        var id = value.Text();
        if (!rule.ItemIndexes.Any(index => string.Equals(items[index].Id, id, StringComparison.Ordinal)))
        {
            value.Fail(IssueCodes.DefinitionIdUnknown, $"The rule does not use {id}.");
        }

        return id;
    }

    private static NotMonotone ReadNotMonotone(StrictValue value, RuleNode rule, EquatableArray<Item> items)
    {
        var members = value.Object();
        var exception = new NotMonotone
        {
            Item = members.Get("item", v => ReadScaleItem(v, rule, items), "?"),
            Reason = members.Text("reason"),
        };
        members.Close();
        return exception;
    }

    private ScaleCategory ReadCategory(StrictValue value)
    {
        var members = value.Object();
        var category = new ScaleCategory
        {
            Value = members.Get("value", v => v.Number(), Fraction.Zero),
            Id = members.Get("id", ReadSlug, "?"),
            Label = members.Text("label"),
            Codes = members.Array("codes", ReadCode),
        };
        members.Close();
        return category;
    }

    private MissingPolicy ReadMissingPolicy(StrictValue value, Dictionary<string, AggregateNode> aggregates)
    {
        var members = value.Object();
        var policy = new MissingPolicy
        {
            Name = members.Get("name", ReadSlug, "?"),
            IsProration = members.Optional("proration", v => v.Flag(), fallback: false),
            NotApplicable = members.Optional("notApplicable", v => v.Word(Words.NotApplicables), NotApplicableTreatment.AsMissing),
            PersonMeans = members.Array("personMean", v => ReadPersonMean(v, aggregates)),
            KOfNs = members.Array("kOfN", v => ReadKOfN(v, aggregates)),
            Evidence = ReadEvidence(members),
        };
        members.Close();
        if (!policy.PersonMeans.IsEmpty && !policy.IsProration)
        {
            members.Fail(IssueCodes.DefinitionRule, "A person mean is a proration.");
        }

        return policy;
    }

    private static PersonMeanRule ReadPersonMean(StrictValue value, Dictionary<string, AggregateNode> aggregates)
    {
        var members = value.Object();
        var aggregate = FindAggregate(members, aggregates);
        var rule = new PersonMeanRule
        {
            Aggregate = aggregate?.Id ?? "?",
            MaxMissing = members.Get("maxMissing", v => v.WholeNumber(1, 1000), 1),
            RoundTo = members.TryGet("roundTo", out var decimals) ? decimals.Value.WholeNumber(0, 6) : null,
        };
        members.Close();
        if (aggregate is not null && (aggregate is not (SumNode or MeanNode) || rule.MaxMissing >= aggregate.Parts.Count))
        {
            members.Fail(IssueCodes.DefinitionRule, "A person mean fills a sum or a mean and leaves at least one answered part.");
        }

        return rule;
    }

    private static KOfNRule ReadKOfN(StrictValue value, Dictionary<string, AggregateNode> aggregates)
    {
        var members = value.Object();
        var aggregate = FindAggregate(members, aggregates);
        var rule = new KOfNRule
        {
            Aggregate = aggregate?.Id ?? "?",
            Required = members.Get("required", v => v.WholeNumber(1, 1000), 1),
        };
        members.Close();
        if (aggregate is not null && (aggregate is not (MeanNode or MaxNode or MinNode) || rule.Required >= aggregate.Parts.Count))
        {
            members.Fail(IssueCodes.DefinitionRule, "k of n applies to a mean, maximum or minimum, and k is less than n; a sum needs a person mean.");
        }

        return rule;
    }

    private static AggregateNode? FindAggregate(StrictObject members, Dictionary<string, AggregateNode> aggregates) => members.Get(
        "aggregate",
        v =>
        {
            var id = v.Text();
            if (aggregates.TryGetValue(id, out var found))
            {
                return found;
            }

            v.Fail(IssueCodes.DefinitionIdUnknown, $"The rule has no aggregate {id}.");
            return null;
        },
        null);

    private BandSet ReadBandSet(StrictValue value, ValueRange range)
    {
        var members = value.Object();
        var set = new BandSet
        {
            Id = members.Get("id", ReadSlug, "?"),
            IsDefault = members.Optional("default", v => v.Flag(), fallback: false),
            Reason = members.Optional("reason", v => v.Text()),
            Bands = members.Array("levels", ReadBand, atLeast: 1),
            Evidence = ReadEvidence(members),
        };
        members.Close();
        CheckUniqueIds(members, set.Bands.Select(band => band.Id), "band");
        if (set.Bands.IsEmpty)
        {
            return set;
        }

        if (set.Bands[0].From != range.Low)
        {
            members.Fail(IssueCodes.DefinitionBands, $"The first band must start at {range.Low}, the lowest score: there is a gap below or a band outside.");
        }

        for (var i = 1; i < set.Bands.Count; i++)
        {
            if (set.Bands[i].From <= set.Bands[i - 1].From)
            {
                members.Fail(IssueCodes.DefinitionBands, "The lower bounds must ascend: two bands overlap.");
            }
        }

        if (!range.Contains(set.Bands[^1].From))
        {
            members.Fail(IssueCodes.DefinitionBands, "The last band starts above the highest score.");
        }

        return set;
    }

    private Band ReadBand(StrictValue value)
    {
        var members = value.Object();
        var band = new Band
        {
            From = members.Get("from", v => v.Number(), Fraction.Zero),
            Id = members.Get("id", ReadSlug, "?"),
            Label = members.Text("label"),
        };
        members.Close();
        return band;
    }

    private CutOff ReadCutOff(StrictValue value, ValueRange range)
    {
        var members = value.Object();
        var cutOff = new CutOff
        {
            Id = members.Get("id", ReadSlug, "?"),
            Purpose = members.Text("purpose"),
            Comparator = members.Get("comparator", v => v.Word(Words.Comparators), Comparator.AtLeast),
            Value = members.Get("value", v => v.Number(), Fraction.Zero),
            Sex = members.TryGet("sex", out var sex) ? sex.Value.Word(Words.Sexes) : null,
            IsDefault = members.Optional("default", v => v.Flag(), fallback: false),
            Reason = members.Optional("reason", v => v.Text()),
            Evidence = ReadEvidence(members),
        };
        members.Close();
        if (!range.Contains(cutOff.Value))
        {
            members.Fail(IssueCodes.DefinitionRange, $"The cut-off lies outside the scale ({range}).");
        }

        return cutOff;
    }

    private EndpointEntry ReadEndpoint(StrictValue value, ValueRange range)
    {
        var members = value.Object();
        var entry = new EndpointEntry
        {
            Id = members.Get("id", ReadSlug, "?"),
            Kind = members.Get("kind", v => v.Word(Words.EndpointKinds), EndpointKind.Response),
            Comparator = members.Get("comparator", v => v.Word(Words.Comparators), Comparator.AtLeast),
            Value = members.Get("value", v => v.Number(), Fraction.Zero),
            PercentageRule = members.Get("percentage", v => v.Word(Words.PercentageRules), PercentageRule.Raw),
            MinimumBaseline = members.Get("minimumBaseline", v => v.Number(), Fraction.Zero),
            MinimumBaselineEvidence = ReadEvidence(members, "minimumBaselineEvidence"),
            IsDefault = members.Optional("default", v => v.Flag(), fallback: false),
            Reason = members.Optional("reason", v => v.Text()),
            Evidence = ReadEvidence(members),
        };
        members.Close();
        if (!range.Contains(entry.MinimumBaseline)
            || (entry.Kind == EndpointKind.Remission && !range.Contains(entry.Value))
            || (entry.Kind == EndpointKind.Response && (entry.Value <= 0 || entry.Value > 100)))
        {
            members.Fail(IssueCodes.DefinitionRange, $"The endpoint lies outside the scale ({range}) or outside 0 to 100 %.");
        }

        return entry;
    }

    private MilestoneEntry ReadMilestone(StrictValue value, ValueRange range)
    {
        var members = value.Object();
        var entry = new MilestoneEntry
        {
            Id = members.Get("id", ReadSlug, "?"),
            Label = members.Text("label"),
            Comparator = members.Get("comparator", v => v.Word(Words.Comparators), Comparator.AtLeast),
            Value = members.Get("value", v => v.Number(), Fraction.Zero),
            Evidence = ReadEvidence(members),
        };
        members.Close();
        if (!range.Contains(entry.Value))
        {
            members.Fail(IssueCodes.DefinitionRange, $"The milestone lies outside the scale ({range}).");
        }

        return entry;
    }

    private Psychometric ReadPsychometric(StrictValue value)
    {
        var members = value.Object();
        var figure = new Psychometric
        {
            Kind = members.Get("kind", v => v.Word(Words.PsychometricKinds), PsychometricKind.Alpha),
            Value = members.Get("value", v => v.Number(), Fraction.Zero),
            Upper = members.TryGet("upper", out var upper) ? upper.Value.Number() : null,
            Population = members.Text("population"),
            Evidence = ReadEvidence(members),
        };
        members.Close();
        if (figure.Kind is PsychometricKind.Alpha or PsychometricKind.TestRetest or PsychometricKind.InterRater
            && (figure.Value < 0 || figure.Value > 1 || figure.Upper > 1))
        {
            members.Fail(IssueCodes.DefinitionRange, "A reliability lies between 0 and 1.");
        }

        return figure;
    }
}
