using System.Globalization;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Instruments.Definitions;

namespace KetamineOutcomes.Indicators.Endpoints;

/// <summary>Reads a profile, strictly.</summary>
internal sealed class EndpointProfileReader
{
    /// <summary>The format that this reader knows. A new one gets a new number and the old one stays readable.</summary>
    internal const int Format = 1;

    /// <summary>The farthest day of a window or plan, on either side; larger numbers are slips.</summary>
    internal const int LargestDay = 10_000;

    private const int MostAssessments = 100;

    // Rules and criteria nest no deeper than a person reads.
    private const int DeepestNesting = 12;

    private readonly List<Issue> _issues = [];
    private readonly CitationReader _citations = new();
    private readonly InstrumentCatalogue _catalogue;
    private bool _hasEntry;
    private bool _isInEntry;
    private EndpointKind? _eachScaleWith;
    private EquatableArray<string> _scales;

    private EndpointProfileReader(InstrumentCatalogue catalogue) => _catalogue = catalogue;

    public static ReadResult<EndpointProfile> Read(ReadOnlyMemory<byte> utf8Json, InstrumentCatalogue catalogue)
    {
        var reader = new EndpointProfileReader(catalogue);
        return StrictDocument.Read(utf8Json, reader._issues, reader.ReadProfile);
    }

    private EndpointProfile? ReadProfile(StrictValue value, string text)
    {
        var root = value.Object();
        _ = root.Optional("$schema", v => v.Text());
        var format = root.Get("format", v => v.WholeNumber(1, int.MaxValue), Format);
        if (format != Format)
        {
            root.Fail(IssueCodes.JsonFormatUnsupported, $"This library reads format {Format}.");
            return null;
        }

        _citations.ReadSources(root);
        if (root.TryGet("eachScaleWith", out var each))
        {
            _eachScaleWith = each.Value.Word(Words.EndpointKinds);
        }

        _scales = root.Array("scales", v => ReadScale(v)?.ToString() ?? "?");
        if (_scales.IsEmpty == _eachScaleWith is null && _issues.Count == 0)
        {
            root.Fail(IssueCodes.EndpointScales, "A profile names its scales (scales), or applies to each scale with a declared entry (eachScaleWith), and not both.");
        }

        _hasEntry = root.Has("entry");
        _isInEntry = true;
        var entry = root.Optional("entry", v => ReadRule(v, 0));
        _isInEntry = false;
        var profile = new EndpointProfile
        {
            Id = root.Get("id", InstrumentReader.ReadSlug, "?"),
            Version = root.Get("version", v => InstrumentReader.ReadPattern(v, InstrumentReader.VersionPattern(), "a version such as 1.0.0"), "?"),
            Label = root.Text("label"),
            Construct = root.Get("construct", InstrumentReader.ReadSlug, "?"),
            IsDefault = root.Optional("default", v => v.Flag(), fallback: false),
            Scales = _scales,
            EachScaleWith = _eachScaleWith,
            Sources = _citations.Sources,
            Evidence = _citations.ReadEvidence(root),
            Entry = entry,
            Rule = root.Get("rule", v => ReadRule(v, 0), Nothing),
            Notes = root.Array("notes", v => v.Text()),
        };
        root.Close();
        return profile;
    }

    /// <summary>What stands where a rule could not be read; the profile is then never handed out.</summary>
    private static EndpointRule Nothing => new EndpointRule.Judgement("?");

    private EndpointRule ReadRule(StrictValue value, int depth)
    {
        if (depth > DeepestNesting)
        {
            value.FailValue(string.Create(CultureInfo.InvariantCulture, $"rules nested no deeper than {DeepestNesting}"));
            return Nothing;
        }

        var members = value.Object();
        var rule = Nothing;
        if (members.TryGet("state", out var inner))
        {
            rule = ReadState(inner.Value);
        }
        else if (members.TryGet("ever", out inner))
        {
            rule = ReadEver(inner.Value);
        }
        else if (members.TryGet("baseline", out inner))
        {
            var meets = inner.Value.Object();
            rule = new EndpointRule.AtBaseline(ReadCriterion(meets, "meets", null));
            meets.Close();
        }
        else if (members.TryGet("visits", out inner))
        {
            rule = ReadVisits(inner.Value);
        }
        else if (members.TryGet("clinical", out inner))
        {
            rule = ReadClinical(inner.Value);
        }
        else if (members.TryGet("infusions", out inner))
        {
            rule = ReadInfusions(inner.Value);
        }
        else if (members.TryGet("judgement", out inner))
        {
            rule = new EndpointRule.Judgement(InstrumentReader.ReadSlug(inner.Value));
        }
        else if (members.TryGet("profile", out inner))
        {
            rule = new EndpointRule.Profile(InstrumentReader.ReadSlug(inner.Value));
        }
        else if (members.TryGet("all", out inner))
        {
            rule = new EndpointRule.AllOf(inner.Value.List(2).Select(v => ReadRule(v, depth + 1)).ToEquatableArray());
        }
        else if (members.TryGet("any", out inner))
        {
            rule = new EndpointRule.AnyOf(inner.Value.List(2).Select(v => ReadRule(v, depth + 1)).ToEquatableArray());
        }
        else if (members.TryGet("not", out inner))
        {
            rule = new EndpointRule.Not(ReadRule(inner.Value, depth + 1));
        }
        else if (value.Kind == System.Text.Json.JsonValueKind.Object)
        {
            value.FailValue("an object with one of state, ever, baseline, visits, clinical, infusions, judgement, profile, all, any, not");
        }

        members.Close();
        return rule;
    }

    private EndpointRule.State ReadState(StrictValue value)
    {
        var members = value.Object();
        var window = members.Optional("window", ReadWindow);
        var state = new EndpointRule.State(
            window,
            members.Optional("pick", v => v.Word(EndpointWords.Picks), PickRule.Last),
            ReadCriterion(members, "meets", window?.Anchor),
            members.Optional("missing", v => ReadMissing(v, mayIgnore: false), MissingRule.NotEvaluable));
        members.Close();
        return state;
    }

    private EndpointRule.Ever ReadEver(StrictValue value)
    {
        var members = value.Object();
        var window = members.Optional("window", ReadWindow);
        var ever = new EndpointRule.Ever(
            window,
            ReadCriterion(members, "meets", window?.Anchor),
            members.Optional("confirm", ReadConfirmation),
            members.Optional("date", v => v.Word(EndpointWords.Dates), EventDate.First),
            members.Optional("latch", v => v.Flag(), fallback: true),
            members.Optional("missing", v => ReadMissing(v, mayIgnore: true), MissingRule.Ignore));
        if (ever.Confirm is null && ever.Date != EventDate.First)
        {
            members.Fail(IssueCodes.EndpointRule, "Without a confirmation there is no later assessment on which the event could be dated.");
        }

        members.Close();
        return ever;
    }

    private EndpointRule.Visits ReadVisits(StrictValue value)
    {
        var members = value.Object();
        var anchor = members.Get("anchor", ReadAnchor, new EndpointAnchor.SeriesStart());
        var plan = members.Array("plan", ReadVisit, atLeast: 1);
        var excursion = members.Optional("excursion", v => ReadExcursion(v, anchor, plan));
        var visits = new EndpointRule.Visits(
            anchor,
            plan,
            members.Optional("pick", v => v.Word(EndpointWords.Picks), PickRule.Last),
            ReadCriterion(members, "meets", anchor),
            members.Optional("atLeast", v => v.WholeNumber(1, Math.Max(1, plan.Count)), Math.Max(1, plan.Count - (excursion?.AtMost ?? 0))),
            excursion,
            members.Optional("missing", v => ReadMissing(v, mayIgnore: true), MissingRule.NotEvaluable),
            members.Optional("dropout", v => v.Word(EndpointWords.Dropouts), fallback: false));
        members.Close();
        foreach (var group in plan.GroupBy(visit => visit.Id, StringComparer.Ordinal).Where(group => group.Key != "?" && group.Skip(1).Any()))
        {
            members.Fail(IssueCodes.DefinitionIdDuplicate, $"The visit {group.Key} is planned twice.");
        }

        if (plan.Zip(plan.Skip(1)).Any(pair => pair.Second.From <= pair.First.To))
        {
            members.Fail(IssueCodes.EndpointWindow, "The windows of the visits overlap or do not ascend.");
        }

        if (excursion?.Meets is { } floor && floor.Scale != visits.Meets.Scale)
        {
            members.Fail(IssueCodes.EndpointScales, "A deviation is judged on the same scale as the visits.");
        }

        return visits;
    }

    private static PlannedVisit ReadVisit(StrictValue value)
    {
        var members = value.Object();
        PlannedVisit visit;
        if (members.TryGet("week", out var week))
        {
            visit = PlannedVisit.OfWeek(week.Value.WholeNumber(1, LargestDay / 7));
        }
        else
        {
            visit = new PlannedVisit(
                members.Get("id", InstrumentReader.ReadSlug, "?"),
                members.Get("from", v => v.WholeNumber(-LargestDay, LargestDay), 0),
                members.Get("to", v => v.WholeNumber(-LargestDay, LargestDay), LargestDay),
                null);
            if (visit.From > visit.To)
            {
                members.Fail(IssueCodes.EndpointWindow, "The window ends before it begins.");
            }
        }

        members.Close();
        return visit;
    }

    private Excursion ReadExcursion(StrictValue value, EndpointAnchor anchor, EquatableArray<PlannedVisit> plan)
    {
        var members = value.Object();
        var excursion = new Excursion(
            members.Get("atMost", v => v.WholeNumber(1, Math.Max(1, plan.Count - 1)), 1),
            members.Array("visits", InstrumentReader.ReadSlug),
            members.Has("meets") ? ReadCriterion(members, "meets", anchor) : null,
            members.Optional("mayBeMissing", v => v.Flag(), fallback: false));
        members.Close();
        foreach (var id in excursion.Visits.Where(id => id != "?" && !plan.Any(visit => string.Equals(visit.Id, id, StringComparison.Ordinal))))
        {
            members.Fail(IssueCodes.DefinitionIdUnknown, $"There is no visit {id}.");
        }

        return excursion;
    }

    private EndpointRule.Clinical ReadClinical(StrictValue value)
    {
        var members = value.Object();
        var clinical = new EndpointRule.Clinical(members.Array("kinds", v => v.Word(EndpointWords.Events), atLeast: 1), members.Optional("window", ReadWindow));
        members.Close();
        return clinical;
    }

    private static EndpointRule.Infusions ReadInfusions(StrictValue value)
    {
        var members = value.Object();
        var (fewest, most) = members.Get("count", v => ReadBounds(v, 1), (1, 1));
        (int Low, int High)? days = members.TryGet("days", out var span) ? ReadBounds(span.Value, 0) : null;
        members.Close();
        return new EndpointRule.Infusions(fewest, most, days?.Low, days?.High);
    }

    private static (int Low, int High) ReadBounds(StrictValue value, int least)
    {
        var members = value.Object();
        var from = members.Get("from", v => v.WholeNumber(least, LargestDay), least);
        var to = members.Get("to", v => v.WholeNumber(least, LargestDay), LargestDay);
        members.Close();
        if (from > to)
        {
            members.Fail(IssueCodes.EndpointWindow, "The range ends before it begins.");
        }

        return (from, to);
    }

    private EndpointConfirmation ReadConfirmation(StrictValue value)
    {
        var members = value.Object();
        var isRun = members.Get("by", v => v.Word(ConfirmationWords), fallback: false);
        var assessments = members.Optional("assessments", v => v.WholeNumber(isRun ? 1 : 2, MostAssessments), 2);
        EndpointConfirmation confirmation;
        if (isRun)
        {
            confirmation = new EndpointConfirmation.Run(
                assessments,
                members.Get("days", v => v.WholeNumber(0, LargestDay), 0),
                members.Get("maxGap", v => v.WholeNumber(1, LargestDay), LargestDay));
        }
        else
        {
            var literal = new EndpointConfirmation.Literal(
                assessments,
                members.Optional("visit", v => v.Word(EndpointWords.ConfirmingVisits), ConfirmingVisit.Next),
                members.Get("from", v => v.WholeNumber(1, LargestDay), 1),
                members.Get("to", v => v.WholeNumber(1, LargestDay), LargestDay));
            if (literal.From > literal.To)
            {
                members.Fail(IssueCodes.EndpointWindow, "The window of the confirmation ends before it begins.");
            }

            confirmation = literal;
        }

        members.Close();
        return confirmation;
    }

    private static readonly IReadOnlyDictionary<string, bool> ConfirmationWords = new Dictionary<string, bool>(StringComparer.Ordinal) { ["literal"] = false, ["run"] = true };

    private static MissingRule ReadMissing(StrictValue value, bool mayIgnore)
    {
        var missing = value.Word(EndpointWords.Missing);
        if (missing == MissingRule.Ignore && !mayIgnore)
        {
            value.FailValue("fail or not-evaluable: of one assessment nothing is left when it is ignored");
        }

        return missing;
    }

    private EndpointWindow ReadWindow(StrictValue value)
    {
        var members = value.Object();
        var window = new EndpointWindow(
            members.Get("anchor", ReadAnchor, new EndpointAnchor.SeriesStart()),
            members.Optional("from", ReadOffset, default),
            members.TryGet("to", out var to) ? ReadOffset(to.Value) : null);
        members.Close();
        if (window.To is { } last && (last.Months < window.From.Months || (last.Months == window.From.Months && last.Days < window.From.Days)))
        {
            members.Fail(IssueCodes.EndpointWindow, "The window ends before it begins.");
        }

        return window;
    }

    private static WindowOffset ReadOffset(StrictValue value)
    {
        if (value.Kind != System.Text.Json.JsonValueKind.Object)
        {
            return new WindowOffset(0, value.WholeNumber(-LargestDay, LargestDay));
        }

        var members = value.Object();
        var offset = new WindowOffset(members.Get("months", v => v.WholeNumber(1, LargestDay / 31), 1), members.Optional("days", v => v.WholeNumber(-LargestDay, LargestDay), 0));
        members.Close();
        return offset;
    }

    private EndpointAnchor ReadAnchor(StrictValue value)
    {
        if (value.Kind != System.Text.Json.JsonValueKind.Object)
        {
            var anchor = value.Word(AnchorWords);
            if (anchor is EndpointAnchor.Entry && (!_hasEntry || _isInEntry))
            {
                value.Fail(IssueCodes.EndpointRule, "The profile names no state at entry from which days could be counted.");
            }

            return anchor;
        }

        var members = value.Object();
        EndpointAnchor result = new EndpointAnchor.SeriesStart();
        if (members.TryGet("infusion", out var infusion))
        {
            result = new EndpointAnchor.Infusion(infusion.Value.WholeNumber(1, 1000));
        }
        else if (members.TryGet("date", out var date))
        {
            if (date.Value.TryText(out var text) && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                result = new EndpointAnchor.Date(day);
            }
            else
            {
                date.Value.FailValue("a date such as 2026-01-31");
            }
        }
        else if (members.TryGet("index", out var index))
        {
            result = new EndpointAnchor.Index(ReadCriterion(index.Value, null, 0));
        }
        else
        {
            value.FailValue("baseline, series-start, series-end, entry, or an object with infusion, date or index");
        }

        members.Close();
        return result;
    }

    private static readonly IReadOnlyDictionary<string, EndpointAnchor> AnchorWords = new Dictionary<string, EndpointAnchor>(StringComparer.Ordinal)
    {
        ["baseline"] = new EndpointAnchor.Baseline(),
        ["series-start"] = new EndpointAnchor.SeriesStart(),
        ["series-end"] = new EndpointAnchor.SeriesEnd(),
        ["entry"] = new EndpointAnchor.Entry(),
    };

    private EndpointCriterion ReadCriterion(StrictObject members, string name, EndpointAnchor? anchor)
    {
        var criterion = members.Get(name, v => ReadCriterion(v, anchor, 0), new EndpointCriterion.Score(null, Comparator.AtLeast, 0));
        if (criterion.Leaves.Select(leaf => leaf.Scale).Distinct().Skip(1).Any())
        {
            members.Fail(IssueCodes.EndpointScales, "What is asked of one assessment is asked of one scale; scales are joined by all and any around rules.");
        }
        else if (anchor is EndpointAnchor.Index index && index.Meets.Scale != criterion.Scale)
        {
            members.Fail(IssueCodes.EndpointScales, "The index is found on the scale that is judged.");
        }

        return criterion;
    }

    private EndpointCriterion ReadCriterion(StrictValue value, EndpointAnchor? anchor, int depth)
    {
        EndpointCriterion criterion = new EndpointCriterion.Score(null, Comparator.AtLeast, 0);
        if (depth > DeepestNesting)
        {
            value.FailValue(string.Create(CultureInfo.InvariantCulture, $"criteria nested no deeper than {DeepestNesting}"));
            return criterion;
        }

        var members = value.Object();
        if (members.TryGet("score", out var inner))
        {
            criterion = ReadScore(inner.Value);
        }
        else if (members.TryGet("improvement", out inner))
        {
            criterion = ReadChange(inner.Value, isWorsening: false, anchor);
        }
        else if (members.TryGet("worsening", out inner))
        {
            criterion = ReadChange(inner.Value, isWorsening: true, anchor);
        }
        else if (members.TryGet("declared", out inner))
        {
            criterion = ReadDeclared(inner.Value, anchor);
        }
        else if (members.TryGet("all", out inner))
        {
            criterion = new EndpointCriterion.AllOf(inner.Value.List(2).Select(v => ReadCriterion(v, anchor, depth + 1)).ToEquatableArray());
        }
        else if (members.TryGet("any", out inner))
        {
            criterion = new EndpointCriterion.AnyOf(inner.Value.List(2).Select(v => ReadCriterion(v, anchor, depth + 1)).ToEquatableArray());
        }
        else if (members.TryGet("not", out inner))
        {
            criterion = new EndpointCriterion.Not(ReadCriterion(inner.Value, anchor, depth + 1));
        }
        else if (value.Kind == System.Text.Json.JsonValueKind.Object)
        {
            value.FailValue("an object with one of score, improvement, worsening, declared, all, any, not");
        }

        members.Close();
        return criterion;
    }

    private EndpointCriterion.Score ReadScore(StrictValue value)
    {
        var members = value.Object();
        var scale = ReadOwnScale(members);
        var score = new EndpointCriterion.Score(scale, members.Get("is", v => v.Word(Words.Comparators), Comparator.AtLeast), members.Get("value", v => ReadCutOff(v, scale), Fraction.Zero));
        members.Close();
        if (_eachScaleWith is not null)
        {
            members.Fail(IssueCodes.EndpointScales, "A cut-off in points means nothing on every scale; refer to what the scale declares.");
        }

        return score;
    }

    private EndpointCriterion.Change ReadChange(StrictValue value, bool isWorsening, EndpointAnchor? anchor)
    {
        var members = value.Object();
        var unit = members.Get("unit", v => v.Word(EndpointWords.Units), ChangeUnit.Points);
        var scale = ReadOwnScale(members);
        var percentage = unit == ChangeUnit.Percent ? members.Get("percentage", v => v.Word(Words.PercentageRules), PercentageRule.Raw) : PercentageRule.Raw;
        var change = new EndpointCriterion.Change(
            scale,
            isWorsening,
            unit,
            percentage,
            members.Get("is", v => v.Word(Words.Comparators), Comparator.AtLeast),
            members.Get("value", v => ReadChangeValue(v, scale, unit, percentage, isWorsening), Fraction.Zero),
            ReadReference(members, anchor));
        members.Close();
        return change;
    }

    private Scale? FindScale(ScaleKey? key) => key is { } known ? _catalogue.Find(known.Instrument)?.FindScale(known.Scale) : null;

    /// <summary>A cut-off that the scale can reach: 220 on a scale of 0 to 60 is a slip that would never be met.</summary>
    private Fraction ReadCutOff(StrictValue value, ScaleKey? key)
    {
        var cut = value.Number();
        if (FindScale(key) is { Range: var range } && (cut < range.Low || cut > range.High))
        {
            value.FailValue($"a score of {key}, {range.Low} to {range.High}");
        }

        return cut;
    }

    /// <summary>
    /// A change that the scale can make. In points it is no more than the range. An improvement is no more than 100 % of the way to the best score, nor of a raw score
    /// where the best one is 0 or more and low is good; a worsening, or an improvement where high is good, can be any percentage of a raw baseline.
    /// </summary>
    private Fraction ReadChangeValue(StrictValue value, ScaleKey? key, ChangeUnit unit, PercentageRule percentage, bool isWorsening)
    {
        var change = value.Number();
        if (unit == ChangeUnit.Points)
        {
            if (FindScale(key) is { Range: var range } && Fraction.Abs(change) > range.High - range.Low)
            {
                value.FailValue($"a change that {key} can make, at most {range.High - range.Low} points");
            }

            return change;
        }

        var isBounded = percentage == PercentageRule.RangeToBest || FindScale(key) is { Direction: Direction.HigherIsWorse, Range.Low: var low } && low >= 0;
        if (isBounded && (isWorsening ? change < -100 : change > 100))
        {
            value.FailValue("an improvement of at most 100 %");
        }

        return change;
    }

    private EndpointCriterion.Declared ReadDeclared(StrictValue value, EndpointAnchor? anchor)
    {
        var members = value.Object();
        var id = members.Get("id", v => v.Text("response, remission, or an entry such as madrs/total/remission-10"), "?");
        var from = ReadReference(members, anchor);
        members.Close();
        if (Words.EndpointKinds.TryGetValue(id, out var kind))
        {
            if (OnlyScale is null && _eachScaleWith is null)
            {
                members.Fail(IssueCodes.EndpointScales, "With several scales an entry is named with its scale, such as madrs/total/remission-10.");
            }

            return new EndpointCriterion.Declared(OnlyScale, null, kind, from);
        }

        var cut = id.LastIndexOf('/');
        if (cut > 0 && ScaleKey.TryParse(id[..cut], out var key) && _catalogue.Find(key.Instrument)?.FindScale(key.Scale) is { } scale
            && scale.Endpoints.FirstOrDefault(entry => string.Equals(entry.Id, id[(cut + 1)..], StringComparison.Ordinal)) is { } found)
        {
            RequireScale(members, key);
            return new EndpointCriterion.Declared(key, found, found.Kind, from);
        }

        members.Fail(IssueCodes.DefinitionIdUnknown, "Expected response, remission, or an entry that a definition declares, such as madrs/total/remission-10.");
        return new EndpointCriterion.Declared(null, null, EndpointKind.Response, from);
    }

    private ChangeReference ReadReference(StrictObject members, EndpointAnchor? anchor)
    {
        var from = members.Optional("from", v => v.Word(EndpointWords.References), ChangeReference.Baseline);
        if (from == ChangeReference.Entry && (!_hasEntry || _isInEntry))
        {
            members.Fail(IssueCodes.EndpointRule, "The profile names no state at entry with which a score could be compared.");
        }

        if (from == ChangeReference.Index && anchor is not EndpointAnchor.Index)
        {
            members.Fail(IssueCodes.EndpointRule, "A score is compared with the index only in a window that is counted from an index.");
        }

        return from;
    }

    /// <summary>The one scale of the profile, or <see langword="null"/> where it has several or is asked of each.</summary>
    private ScaleKey? OnlyScale => _scales.Count == 1 && ScaleKey.TryParse(_scales[0], out var single) ? single : null;

    /// <summary>The scale that a criterion names; with one scale it may be left out.</summary>
    private ScaleKey? ReadOwnScale(StrictObject members)
    {
        if (members.TryGet("scale", out var named))
        {
            if (ReadScale(named.Value) is { } key)
            {
                RequireScale(members, key);
                return key;
            }

            return null;
        }

        if (_scales.Count > 1)
        {
            members.Fail(IssueCodes.EndpointScales, "With several scales each criterion names its own.");
        }

        return OnlyScale;
    }

    private void RequireScale(StrictObject members, ScaleKey key)
    {
        if (!_scales.Contains(key.ToString(), StringComparer.Ordinal))
        {
            members.Fail(IssueCodes.EndpointScales, $"The scale {key} is not among the scales of the profile.");
        }
    }

    private ScaleKey? ReadScale(StrictValue value)
    {
        if (!value.TryText(out var text) || !ScaleKey.TryParse(text, out var key))
        {
            value.FailValue("a scale such as madrs/total");
            return null;
        }

        if (_catalogue.Find(key.Instrument)?.FindScale(key.Scale) is not { Result: ResultKind.Number, Measures: MeasureKind.State or MeasureKind.Change })
        {
            value.Fail(IssueCodes.DefinitionIdUnknown, $"The catalogue has no scale {key} with a number.");
            return null;
        }

        return key;
    }
}
