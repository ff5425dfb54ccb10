using System.Globalization;

namespace KetamineOutcomes.Treatment.Segments;

/// <summary>The structure in a log of infusions: segments, cycles, series, and the place of each infusion.</summary>
/// <remarks>
/// <para>Labels win. A change of label begins a segment, and a labelled booster is one by itself. Where a rule is given it cuts as well, at its gaps and where
/// the agent changes, and says what segments without a label are. What labels and rule say differently is listed in <see cref="Notices"/>.</para>
/// <para>Which segment an infusion belongs to, and its numbers, depend on earlier infusions alone. What a segment is may change until it is closed.</para>
/// <para>Immutable; compares by value.</para>
/// </remarks>
public sealed record TreatmentStructure
{
    private TreatmentStructure()
    {
    }

    /// <summary>The rule that was given, or <see langword="null"/> for labels alone.</summary>
    public SegmentationRule? Rule { get; private init; }

    /// <summary>The segments, in order.</summary>
    public EquatableArray<TreatmentSegment> Segments { get; private init; }

    /// <summary>The infusions, in order.</summary>
    public EquatableArray<NumberedInfusion> Infusions { get; private init; }

    /// <summary>The cycles, in order: one for each segment.</summary>
    public EquatableArray<TreatmentCycle> Cycles { get; private init; }

    /// <summary>Series with the boosters that follow them, as baselines and endpoints use them.</summary>
    public EquatableArray<InfusionSeries> Series { get; private init; }

    /// <summary>Where labels and rule disagree, or a log is labelled in part; by segment.</summary>
    public EquatableArray<Issue> Notices { get; private init; }

    /// <summary>The infusion that each of <see cref="Notices"/> is about, by its number in the course: the first of the segment, the first without a label, the first by another route.</summary>
    internal EquatableArray<int> NoticedInfusions { get; private init; }

    /// <summary>Finds the structure of a course.</summary>
    /// <param name="course">The course.</param>
    /// <param name="rule">The rule for what labels do not say, or <see langword="null"/> for labels alone.</param>
    /// <param name="asOf">The time as of which it holds; later infusions are not looked at. <see langword="null"/> for the course's last record.</param>
    /// <returns>The structure.</returns>
    /// <exception cref="ArgumentException">The course has calendar dates and <paramref name="asOf"/> is a relative day, or the reverse.</exception>
    public static TreatmentStructure Find(Course course, SegmentationRule? rule = null, ClinicalTime? asOf = null)
    {
        ArgumentNullException.ThrowIfNull(course);
        var known = asOf is { } time ? course.AsOf(time) : course;
        return Find(known.Infusions, rule, asOf ?? known.LastRecord);
    }

    /// <summary>The series in which an infusion lies.</summary>
    internal InfusionSeries SeriesOf(NumberedInfusion infusion) => Find(infusion).Series;

    /// <summary>The number of an infusion in its series, from 1; the boosters that follow are counted on.</summary>
    internal int NumberInSeries(NumberedInfusion infusion) => Find(infusion).Number;

    private (InfusionSeries Series, int Number) Find(NumberedInfusion infusion)
    {
        var number = infusion.Number;
        var series = 0;
        while (number > Series[series].Infusions.Count)
        {
            number -= Series[series++].Infusions.Count;
        }

        return (Series[series], number);
    }

    /// <summary>Finds the structure of infusions in order of time.</summary>
    internal static TreatmentStructure Find(EquatableArray<Infusion> infusions, SegmentationRule? rule, ClinicalTime? now)
    {
        var segments = Segment(infusions, rule, now, infusion => infusion.Kind);
        var kinds = infusions.Select(infusion => infusion.Kind).ToArray();
        var starts = new bool[infusions.Count];
        foreach (var segment in segments.Where(segment => segment.Basis == SegmentBasis.Rule))
        {
            starts[segment.Infusions[0].Number - 1] = segment.Kind == SegmentKind.Reinduction;
            foreach (var infusion in segment.Infusions)
            {
                kinds[infusion.Number - 1] = LabelOf(segment.Kind);
            }
        }

        var notices = FindNotices(infusions, segments, rule, now).ToList();
        return new TreatmentStructure
        {
            Rule = rule,
            Segments = segments.ToEquatableArray(),
            Infusions = segments.SelectMany(segment => segment.Infusions).ToEquatableArray(),
            Cycles = segments.Select((segment, index) => Cycle(segment, index + 1 < segments.Count ? segments[index + 1] : null, now)).ToEquatableArray(),
            Series = InfusionSeries.Split(infusions, kinds, starts, rule),
            Notices = notices.Select(notice => notice.Issue).ToEquatableArray(),
            NoticedInfusions = notices.Select(notice => notice.Infusion).ToEquatableArray(),
        };
    }

    private static TreatmentCycle Cycle(TreatmentSegment segment, TreatmentSegment? next, ClinicalTime? now) =>
        new(segment.Number, segment.Last.At, next?.First.At, next is null && now is { } time ? Math.Max(0, time.DaysSince(segment.Last.At)) : null);

    private static List<TreatmentSegment> Segment(EquatableArray<Infusion> infusions, SegmentationRule? rule, ClinicalTime? now, Func<Infusion, InfusionKind> labelOf)
    {
        var runs = new List<List<Infusion>>();
        var label = InfusionKind.Unspecified;
        var seriesLabel = InfusionKind.Unspecified;
        foreach (var infusion in infusions)
        {
            var own = labelOf(infusion);
            var beginsSeries = InfusionSeries.Begins(seriesLabel, own);
            if (runs.Count == 0 || beginsSeries || IsCutByLabel(label, own) || IsCutByRule(runs[^1][^1], infusion, rule))
            {
                runs.Add([]);
                label = InfusionKind.Unspecified;
            }

            runs[^1].Add(infusion);
            label = own == InfusionKind.Unspecified ? label : own;
            seriesLabel = own == InfusionKind.Unspecified ? seriesLabel : own;
        }

        var segments = new List<TreatmentSegment>();
        var isTreated = false;
        var number = 0;
        for (var i = 0; i < runs.Count; i++)
        {
            var run = runs[i];
            var numbered = run.Select((infusion, index) => new NumberedInfusion(
                infusion,
                index > 0 ? run[index - 1] : i > 0 ? runs[i - 1][^1] : null,
                number + index + 1,
                i + 1,
                index + 1)).ToEquatableArray();
            number += run.Count;
            var (kind, basis, reason) = Classify(run, labelOf, rule, isTreated);
            var next = i + 1 < runs.Count ? runs[i + 1][0] : null;
            var isSingle = basis == SegmentBasis.Label && kind == SegmentKind.Booster;
            var isClosedByRule = rule is not null && now is { } time && time.DaysSince(run[^1].At) >= rule.GapDays;
            segments.Add(new TreatmentSegment(i + 1, numbered, kind, basis, reason)
            {
                IsProvisional = !isSingle && next is null && !isClosedByRule,
                ClosesFrom = isSingle ? null : Earlier(Later(run[^1].At, rule), next?.At),
            });
            isTreated = isTreated || kind != SegmentKind.Unclassified || reason is SegmentReasons.TooManyInfusions or SegmentReasons.SpanTooLong;
        }

        return segments;
    }

    /// <summary>A labelled booster is by itself; induction and re-induction are cut from each other; what has no label stays where it falls.</summary>
    private static bool IsCutByLabel(InfusionKind current, InfusionKind next) =>
        current == InfusionKind.Booster || next == InfusionKind.Booster
        || (current != InfusionKind.Unspecified && next != InfusionKind.Unspecified && current != next);

    private static bool IsCutByRule(Infusion previous, Infusion next, SegmentationRule? rule) =>
        rule is not null && (next.At.DaysSince(previous.At) >= rule.GapDays || !string.Equals(previous.Agent, next.Agent, StringComparison.OrdinalIgnoreCase));

    private static (SegmentKind Kind, SegmentBasis Basis, string? Reason) Classify(List<Infusion> run, Func<Infusion, InfusionKind> labelOf, SegmentationRule? rule, bool isTreated)
    {
        var label = run.Select(labelOf).FirstOrDefault(kind => kind != InfusionKind.Unspecified);
        if (label != InfusionKind.Unspecified)
        {
            return (KindOf(label), SegmentBasis.Label, null);
        }

        if (rule is null)
        {
            return (SegmentKind.Unclassified, SegmentBasis.None, SegmentReasons.NotLabelled);
        }

        var days = run[^1].At.DaysSince(run[0].At);
        return run.Count > rule.MaxInfusions ? (SegmentKind.Unclassified, SegmentBasis.Rule, SegmentReasons.TooManyInfusions)
            : days > rule.MaxDays ? (SegmentKind.Unclassified, SegmentBasis.Rule, SegmentReasons.SpanTooLong)
            : run.Count < rule.MinInfusions ? isTreated ? (SegmentKind.Booster, SegmentBasis.Rule, null) : (SegmentKind.Unclassified, SegmentBasis.Rule, SegmentReasons.TooFewInfusions)
            : days < rule.MinDays ? (SegmentKind.Unclassified, SegmentBasis.Rule, SegmentReasons.SpanTooShort)
            : (isTreated ? SegmentKind.Reinduction : SegmentKind.Induction, SegmentBasis.Rule, null);
    }

    private static SegmentKind KindOf(InfusionKind label) => label switch
    {
        InfusionKind.Induction => SegmentKind.Induction,
        InfusionKind.Booster => SegmentKind.Booster,
        InfusionKind.Reinduction => SegmentKind.Reinduction,
        _ => SegmentKind.Unclassified,
    };

    private static InfusionKind LabelOf(SegmentKind kind) => kind switch
    {
        SegmentKind.Induction => InfusionKind.Induction,
        SegmentKind.Booster => InfusionKind.Booster,
        SegmentKind.Reinduction => InfusionKind.Reinduction,
        _ => InfusionKind.Unspecified,
    };

    /// <summary>The day on which the rule closes a segment whose last infusion this is; <see langword="null"/> without a rule, or beyond the calendar.</summary>
    private static ClinicalTime? Later(ClinicalTime last, SegmentationRule? rule)
    {
        if (rule is null || (!last.IsRelative && last.DayNumber > DateOnly.MaxValue.DayNumber - rule.GapDays))
        {
            return null;
        }

        return last.IsRelative
            ? last.DayNumber + rule.GapDays > ClinicalTime.MaxRelativeDay ? null : ClinicalTime.OnDay(last.DayNumber + rule.GapDays)
            : ClinicalTime.OnDate(DateOnly.FromDayNumber(last.DayNumber + rule.GapDays));
    }

    private static ClinicalTime? Earlier(ClinicalTime? byRule, ClinicalTime? next) =>
        byRule is { } closes && next is { } begins ? begins.DaysSince(closes) < 0 ? begins : closes : byRule ?? next;

    private static IEnumerable<(Issue Issue, int Infusion)> FindNotices(EquatableArray<Infusion> infusions, List<TreatmentSegment> segments, SegmentationRule? rule, ClinicalTime? now)
    {
        if (infusions.All(infusion => infusion.Kind == InfusionKind.Unspecified))
        {
            return FindRouteChanges(segments);
        }

        var unlabelled = infusions.Count(infusion => infusion.Kind == InfusionKind.Unspecified);
        IEnumerable<(Issue, int)> partly = unlabelled == 0
            ? []
            : [(new Issue(
                IssueCodes.SegmentationPartlyLabelled,
                IssueSeverity.Notice,
                string.Create(CultureInfo.InvariantCulture, $"{unlabelled} of {infusions.Count} infusions have no label; {(rule is null ? "they belong to the segment in which they fall" : "the rule decides where no label does")}."),
                "infusion"), 1 + infusions.ToList().FindIndex(infusion => infusion.Kind == InfusionKind.Unspecified))];
        return [.. partly, .. FindRouteChanges(segments), .. rule is null ? [] : FindDisagreements(infusions, segments, rule, now)];
    }

    private static IEnumerable<(Issue Issue, int Infusion)> FindRouteChanges(List<TreatmentSegment> segments) =>
        from segment in segments
        let routed = segment.Infusions.Where(infusion => infusion.Infusion.Route != Route.Unspecified).ToList()
        let other = routed.Find(infusion => infusion.Infusion.Route != routed[0].Infusion.Route)
        where other is not null
        select (new Issue(IssueCodes.SegmentationRouteChanged, IssueSeverity.Notice, "The route changes within a segment; its doses cannot be compared.", Place(segment)), other.Number);

    private static IEnumerable<(Issue Issue, int Infusion)> FindDisagreements(EquatableArray<Infusion> infusions, List<TreatmentSegment> segments, SegmentationRule rule, ClinicalTime? now)
    {
        // What the rule says of the same log without its labels; of open segments it says nothing yet.
        var byRule = Segment(infusions, rule, now, _ => InfusionKind.Unspecified);
        var kinds = byRule.SelectMany(segment => segment.Infusions.Select(_ => segment)).ToList();
        for (var i = 0; i < segments.Count; i++)
        {
            var segment = segments[i];
            if (segment.Basis != SegmentBasis.Label)
            {
                continue;
            }

            if (i > 0 && segments[i - 1].Basis == SegmentBasis.Label && segments[i - 1].Kind == segment.Kind && segment.Kind != SegmentKind.Booster)
            {
                yield return (new Issue(
                    IssueCodes.SegmentationGapInSeries,
                    IssueSeverity.Notice,
                    $"The labels go on as one series across a gap, or a change of agent, at which {rule.Id} begins a new segment.",
                    Place(segment)), segment.Infusions[0].Number);
            }

            var says = segment.Infusions.Select(infusion => kinds[infusion.Number - 1])
                .Where(other => !other.IsProvisional && other.Kind != SegmentKind.Unclassified && other.Kind != segment.Kind && !MayFollowUnseenSeries(segment, other))
                .Select(other => other.Kind)
                .Distinct()
                .ToList();
            if (says.Count > 0)
            {
                yield return (new Issue(
                    IssueCodes.SegmentationKindDiffers,
                    IssueSeverity.Notice,
                    $"The label says {Word(segment.Kind)}; by {rule.Id} it would be {string.Join(" and ", says.Select(Word))}. The label holds.",
                    Place(segment)), segment.Infusions[0].Number);
            }
        }
    }

    /// <summary>A re-induction that the rule takes for the first series: the log may begin after one that it does not hold.</summary>
    private static bool MayFollowUnseenSeries(TreatmentSegment labelled, TreatmentSegment byRule) =>
        labelled.Kind == SegmentKind.Reinduction && byRule.Kind == SegmentKind.Induction;

    private static string Place(TreatmentSegment segment) => string.Create(CultureInfo.InvariantCulture, $"segment:{segment.Number}");

    /// <summary>The stable word of a kind.</summary>
    internal static string Word(SegmentKind kind) => kind switch
    {
        SegmentKind.Induction => "induction",
        SegmentKind.Booster => "booster",
        SegmentKind.Reinduction => "re-induction",
        _ => "unclassified",
    };
}
