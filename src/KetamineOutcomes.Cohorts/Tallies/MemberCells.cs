using KetamineOutcomes.Cohorts.Distributions;
using KetamineOutcomes.Cohorts.Survival;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Cohorts.Tallies;

/// <summary>What one member adds to the cells of a cohort, read off the library's answers.</summary>
internal static class MemberCells
{
    private const string NeverKnown = "never-known";

    /// <summary>The cells of a member, once for each group that it is in.</summary>
    public static IEnumerable<KeyValuePair<CellKey, CohortCell>> Of(CohortMember member, CohortOptions options, InstrumentCatalogue catalogue)
    {
        var own = About(member, options, catalogue).ToList();
        foreach (var group in member.Groups)
        {
            yield return new(new CellKey(group.Name, group.Level, "", "", Topics.Members, "", ""), new CohortCell.People(1));
            foreach (var (key, cell) in own)
            {
                yield return new(new CellKey(group.Name, group.Level, key.Instrument, key.Scale, key.Topic, key.Rule, key.Point), cell);
            }
        }
    }

    /// <summary>The times of one scale of a member: to what was reached, and from there to its loss.</summary>
    public static IEnumerable<(IndicatorResult Answer, string Topic, CohortCell.Times Times)> TimesOf(List<IndicatorResult> answers)
    {
        foreach (var answer in answers)
        {
            var times = answer.Indicator switch
            {
                "onset" => OnsetOf(answer),
                "endpoint" when answer.Rule.StartsWith("loss-of-", StringComparison.Ordinal) => LossOf(answer, answers),
                _ => null,
            };
            if (times is not null)
            {
                yield return (answer, TopicOf(answer), times);
            }
        }
    }

    private static IEnumerable<(CellKey Key, CohortCell Cell)> About(CohortMember member, CohortOptions options, InstrumentCatalogue catalogue)
    {
        var points = options.Assessment.Points.Select(point => point.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var scale in member.Answers.GroupBy(answer => (answer.Instrument, answer.Scale)))
        {
            var answers = scale.ToList();
            foreach (var answer in answers)
            {
                CohortCell? cell = answer.Indicator switch
                {
                    "response" or "remission" when points.Contains(answer.Point) => RateOf(answer, answers, member),
                    "score" when points.Contains(answer.Point) => PairOf(answer, answers.Find(other => other.Indicator == "baseline" && other.Point == answer.Point), answer),
                    "reliable-change" when points.Contains(answer.Point) => StateOf(answer),
                    "summary" when answer.Rule == "best" => PairOf(answer, answers.Find(other => other.Indicator == "summary" && other.Rule == "baseline"), answer),
                    _ => null,
                };
                if (cell is not null)
                {
                    yield return (new CellKey("", "", answer.Instrument, answer.Scale, TopicOf(answer), answer.Indicator is "score" or "summary" ? "" : answer.Rule, answer.Point), cell);
                }
            }

            foreach (var (answer, topic, times) in TimesOf(answers))
            {
                yield return (new CellKey("", "", answer.Instrument, answer.Scale, topic, answer.Rule, answer.Point), times);
            }

            if (BaselineItems.Of(member, scale.Key.Instrument, scale.Key.Scale, answers, catalogue) is { } items)
            {
                yield return (new CellKey("", "", scale.Key.Instrument, scale.Key.Scale, Topics.Items, "", "baseline"), items);
            }

            if (BaselineRetest.Of(member, scale.Key.Instrument, scale.Key.Scale, answers, catalogue) is { } pair)
            {
                yield return (new CellKey("", "", scale.Key.Instrument, scale.Key.Scale, Topics.Retest, "", "baseline"), pair);
            }

            foreach (var (rule, cell) in CyclesOf(answers))
            {
                yield return (new CellKey("", "", scale.Key.Instrument, scale.Key.Scale, Topics.Durability, rule, "series"), cell);
            }
        }
    }

    private static string TopicOf(IndicatorResult answer) => answer.Indicator switch
    {
        "score" => Topics.Change,
        "summary" => Topics.Best,
        "endpoint" => Topics.Loss,
        _ => answer.Indicator,
    };

    private static CohortCell.Rate RateOf(IndicatorResult answer, List<IndicatorResult> answers, CohortMember member)
    {
        if (answer.Outcome.TryGetMet() is { } met)
        {
            return new CohortCell.Rate(met ? 1 : 0, met ? 0 : 1, []);
        }

        return new CohortCell.Rate(0, 0, [new MissingCount(ReasonOf(answer.Outcome), Before(answer, answers, member), 1)]);
    }

    /// <summary>What the same rule said at the last visit that this point could have used.</summary>
    private static string Before(IndicatorResult answer, List<IndicatorResult> answers, CohortMember member)
    {
        var until = LastDayOf(answer.Point, member);
        var last = answers.Where(other => other.Indicator == answer.Indicator && other.Rule == answer.Rule && other.Point == "every-visit" && other.Outcome.TryGetMet() is not null)
            .Where(other => other.Day is { } day && (until is null || day <= until))
            .MaxBy(other => other.Day);
        return last?.Outcome.State ?? NeverKnown;
    }

    /// <summary>The last day of the series that a point looks at; <see langword="null"/> for no limit.</summary>
    private static int? LastDayOf(string point, CohortMember member)
    {
        if (!AssessmentPoint.Parse(point).TryGetValue(out var parsed))
        {
            return null;
        }

        return parsed switch
        {
            AssessmentPoint.Day day => day.Number + day.Window,
            AssessmentPoint.AfterInfusion infusion when member.Series is { } series && infusion.Number <= series.Infusions.Count =>
                series.Infusions[infusion.Number - 1].At.DaysSince(series.First.At) + WindowAfterInfusion,
            AssessmentPoint.EndOfInduction when member.Series is { LastOfInduction: { } last } series => last.At.DaysSince(series.First.At) + WindowAfterInfusion,
            // Nobody knows on which day a visit that is missing would have been, so nothing counts as before it.
            AssessmentPoint.Visit => int.MinValue,
            _ => null,
        };
    }

    // The same days as AssessmentPoint uses (project policy, docs/wire.md).
    private const int WindowAfterInfusion = 14;

    private static CohortCell.Pairs? PairOf(IndicatorResult answer, IndicatorResult? before, IndicatorResult after) =>
        before?.Outcome is IndicatorOutcome.Measured { Value: var baseline } && after.Outcome is IndicatorOutcome.Measured { Value: var score } && answer.At is not null
            ? new CohortCell.Pairs(PairCounts.Of([new ScorePair(baseline, score)]))
            : null;

    private static CohortCell.States StateOf(IndicatorResult answer) => new([new StateCount(StateWord(answer.Outcome), 1)]);

    /// <summary>Days from the first infusion; whoever never got there was last seen without it on the day until which was looked.</summary>
    private static CohortCell.Times? OnsetOf(IndicatorResult answer)
    {
        if (answer.Outcome is IndicatorOutcome.Measured { Value: var value } measured)
        {
            var day = Math.Max(0, value.ToDouble());
            var low = Math.Max(0, (measured.Low ?? value).ToDouble());
            return new CohortCell.Times(RiskTable.Of([(day, true)]), EventIntervals.Of([new EventInterval(Math.Min(low, day), day)]));
        }

        // Seen once and not confirmed: until that day nobody can say that it had not happened.
        if (answer.Outcome is IndicatorOutcome.Judged { Judgement: Judgement.Unconfirmed or Judgement.CannotConfirm } && answer.Day is { } seen)
        {
            return LastSeen(Math.Max(0, seen));
        }

        var until = answer.Evidence.Parameters.FirstOrDefault(parameter => parameter.Name == "observed-until-day")?.Value;
        return answer.Outcome switch
        {
            IndicatorOutcome.NotApplicable => null,
            IndicatorOutcome.Judged { Judgement: Judgement.NotMet } when int.TryParse(until, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var last) =>
                LastSeen(Math.Max(0, last)),
            _ => NotKnown,
        };
    }

    private static CohortCell.Times NotKnown { get; } = new(RiskTable.Empty, EventIntervals.Empty, 1);

    /// <summary>Days from reaching the gain to losing it. Whoever never reached it is not at risk.</summary>
    private static CohortCell.Times? LossOf(IndicatorResult answer, List<IndicatorResult> answers)
    {
        var entry = answer.Evidence.Observations.FirstOrDefault(observation => observation.Role == "entry");
        if (answer.Outcome is IndicatorOutcome.NotApplicable)
        {
            return null;
        }

        if (entry is null || answer.Outcome is not IndicatorOutcome.Judged judged || answer.At is not { } at)
        {
            return NotKnown;
        }

        var day = at.DaysSince(entry.At);
        if (judged.Judgement != Judgement.Met)
        {
            // Not lost until then; or seen lost then and not confirmed, so that it was not lost for sure until then.
            return LastSeen(day);
        }

        // Between the last visit before it and the visit at which it was seen.
        var before = answers.Where(other => other is { Indicator: "score", Point: "every-visit", Outcome: IndicatorOutcome.Measured, At: not null })
            .Select(other => other.At!.Value.DaysSince(entry.At)).Where(other => other >= 0 && other < day).DefaultIfEmpty(0).Max();
        return new CohortCell.Times(RiskTable.Of([(day, true)]), EventIntervals.Of([new EventInterval(before, day)]));
    }

    /// <summary>
    /// How long a gain held after each booster; a cycle that a further booster ended while it held was cut short by it. Once a cycle showed a gain, one whose first score shows none counts as lost by that score,
    /// as in the person's own median: leaving it out would praise boosters just as they fail.
    /// </summary>
    private static IEnumerable<(string Rule, CohortCell Cell)> CyclesOf(List<IndicatorResult> answers)
    {
        const string Held = "/held-until";
        const string Cycle = "cycle:";
        var gained = new HashSet<string>(StringComparer.Ordinal);
        foreach (var held in answers.Where(answer => answer.Indicator == "durability" && answer.Rule.EndsWith(Held, StringComparison.Ordinal) && answer.Point.StartsWith(Cycle, StringComparison.Ordinal))
            .OrderBy(answer => int.Parse(answer.Point[Cycle.Length..], System.Globalization.CultureInfo.InvariantCulture)))
        {
            var rule = held.Rule[..^Held.Length];
            if (held.Outcome is IndicatorOutcome.NotApplicable { Reason: Reasons.GainNotSeen } && gained.Contains(rule)
                && held.Evidence.Parameters.FirstOrDefault(parameter => parameter.Name == "first-score-days")?.Value is { } first)
            {
                var by = double.Parse(first, System.Globalization.CultureInfo.InvariantCulture);
                yield return (rule, new CohortCell.Times(RiskTable.Of([(by, true)]), EventIntervals.Of([new EventInterval(0, by)])));
            }

            if (held.Outcome is not IndicatorOutcome.Measured { Value: var until })
            {
                continue;
            }

            gained.Add(rule);
            var lost = answers.Find(answer => answer.Indicator == "durability" && answer.Rule == rule + "/lost-by" && answer.Point == held.Point);
            var start = until.ToDouble();
            var lostBy = lost?.Outcome is IndicatorOutcome.Measured { Value: var end } ? end.ToDouble() : double.PositiveInfinity;
            yield return (rule, new CohortCell.Times(RiskTable.Of([double.IsFinite(lostBy) ? (lostBy, true) : (start, false)]), EventIntervals.Of([new EventInterval(start, lostBy)])));
        }
    }

    private static CohortCell.Times LastSeen(int day) => new(RiskTable.Of([(day, false)]), EventIntervals.Of([new EventInterval(day, double.PositiveInfinity)]));

    private static string StateWord(IndicatorOutcome outcome) => outcome is IndicatorOutcome.Indeterminate or IndicatorOutcome.NotApplicable ? $"{outcome.State}:{ReasonOf(outcome)}" : outcome.State;

    private static string ReasonOf(IndicatorOutcome outcome) => outcome switch
    {
        IndicatorOutcome.NotApplicable notApplicable => notApplicable.Reason,
        IndicatorOutcome.Indeterminate indeterminate => indeterminate.Reason,
        _ => outcome.State,
    };
}
