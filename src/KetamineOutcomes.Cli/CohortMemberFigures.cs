using System.Globalization;
using KetamineOutcomes.Charts;
using KetamineOutcomes.Charts.CohortFigures;
using KetamineOutcomes.Cohorts;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.Segments;

namespace KetamineOutcomes.Cli;

/// <summary>The figures of a cohort in which everybody has a mark of their own and that no table has the numbers for: scores before and after, and the lanes of swimmers.</summary>
internal sealed class CohortMemberFigures
{
    private const int MostLanes = 100;

    private readonly CohortOptions _options;
    private readonly string _point;
    private readonly Dictionary<(string Instrument, string Scale), List<Pair>> _pairs = [];
    private readonly Dictionary<(string Instrument, string Scale), List<SwimmerLane>> _lanes = [];

    public CohortMemberFigures(CohortOptions options)
    {
        _options = options;
        var points = options.Assessment.Points.Select(point => point.Name).ToList();

        // Before and after the induction, where that was asked for.
        _point = points.Contains("end-of-induction", StringComparer.Ordinal) ? "end-of-induction" : CohortFigureFiles.LastPoint(points);
    }

    /// <summary>A person before and after; and by which rule a change is more than error of measurement.</summary>
    private sealed record Pair(double Before, double After, double? Reliable, double? CutOff);

    /// <summary>Takes a member's answers.</summary>
    public void Add(CohortMember member)
    {
        foreach (var scale in member.Answers.GroupBy(answer => (answer.Instrument, answer.Scale)))
        {
            var answers = scale.ToList();
            if (Find(answers, "baseline", _point) is { } before && Find(answers, "score", _point) is { } after)
            {
                var rule = answers.Find(answer => answer is { Indicator: "reliable-change", Rule: "jacobson-truax" } && answer.Point == _point);
                Of(_pairs, scale.Key).Add(new Pair(before, after, Parameter(rule, "reliable-change-points"), CutOff(rule)));
            }

            // Of more people than a figure holds none is drawn, and so none more is kept.
            if (Of(_lanes, scale.Key).Count <= MostLanes && Lane(member, answers) is { } lane)
            {
                Of(_lanes, scale.Key).Add(lane);
            }
        }
    }

    /// <summary>The figures of a scale that there are enough numbers for.</summary>
    public IEnumerable<(string File, Figure Figure)> Draw(Instrument instrument, Scale scale, FigureOptions options)
    {
        var key = (instrument.Id, scale.Id);
        if (_pairs.TryGetValue(key, out var pairs) && scale.Range.High is { } high && high > scale.Range.Low)
        {
            yield return (
                $"scatter-{instrument.Id}",
                ChangeScatterFigure.Draw($"{scale.Name}: before and after ({Points.Of(_point)})", scale, [.. pairs.Select(pair => (pair.Before, pair.After))], OneOf(pairs.Select(pair => pair.Reliable)), OneOf(pairs.Select(pair => pair.CutOff)), options));
        }

        if (_lanes.TryGetValue(key, out var lanes) && lanes.Count is > 0 and <= MostLanes)
        {
            // Without names: a lane is somebody. The longest on top; of equal ones those with more infusions, so that the order of the input plays no part that can be seen.
            var sorted = lanes.OrderByDescending(lane => lane.Until).ThenByDescending(lane => lane.Infusions.Count + lane.Boosters.Count).ThenByDescending(lane => lane.Stretches.Sum(stretch => stretch.To - stretch.From)).ToList();
            yield return ($"swimmer-{instrument.Id}", SwimmerFigure.Draw($"{scale.Name}: response and remission over time", ["response", "remission"], sorted, options));
        }
    }

    private static List<T> Of<T>(Dictionary<(string, string), List<T>> all, (string, string) key)
    {
        if (!all.TryGetValue(key, out var list))
        {
            all[key] = list = [];
        }

        return list;
    }

    private static double? Find(List<IndicatorResult> answers, string indicator, string point) =>
        answers.Find(answer => answer.Indicator == indicator && answer.Point == point)?.Outcome is IndicatorOutcome.Measured measured ? measured.Value.ToDouble() : null;

    /// <summary>The row names which of the cut-offs counted (a, b or c), and has its value under that name.</summary>
    private static double? CutOff(IndicatorResult? answer) => Text(answer, "cut-off") is { } which ? Parameter(answer, "cut-off-" + which) : null;

    private static string? Text(IndicatorResult? answer, string name) => answer?.Evidence.Parameters.FirstOrDefault(parameter => parameter.Name == name)?.Value;

    private static double? Parameter(IndicatorResult? answer, string name) =>
        Text(answer, name) is { } text && double.TryParse(text.TrimStart('<', '>', '=', ' '), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>A number that is the same for all who have it; none where it differs.</summary>
    private static double? OneOf(IEnumerable<double?> values) => values.OfType<double>().Distinct().Take(2).ToList() is [var only] ? only : null;

    /// <summary>A person's lane, of a scale on which response or remission was judged at a visit.</summary>
    private SwimmerLane? Lane(CohortMember member, List<IndicatorResult> answers)
    {
        var visits = answers.Where(answer => answer is { Indicator: "response" or "remission", Day: not null, Outcome: IndicatorOutcome.Judged } && answer.Point == "every-visit").ToList();
        if (visits.Count == 0 || member.Series is not { } series)
        {
            return null;
        }

        var course = _options.Assessment.AsOf is { } day ? member.Course.AsOf(day) : member.Course;
        var first = series.First.At;
        double DayOf(ClinicalTime time) => time.DaysSince(first);

        // What a later series was given is another member's, or nobody's here.
        var next = TreatmentStructure.Find(course, _options.Assessment.Segmentation, _options.Assessment.AsOf).Series.FirstOrDefault(other => other.Number == series.Number + 1)?.First.At;
        var given = course.Infusions.Where(infusion => infusion.At.CompareKnown(first) >= 0 && (next is not { } end || infusion.At.CompareKnown(end) < 0)).ToList();
        var until = given.Select(infusion => DayOf(infusion.At)).Concat(answers.Where(answer => answer is { Indicator: "score", Point: "every-visit", Day: not null }).Select(answer => (double)answer.Day!.Value)).DefaultIfEmpty(0).Max();
        return new SwimmerLane(
            "",
            until,
            Stretches(visits, "response", 0).Concat(Stretches(visits, "remission", 1)).ToEquatableArray(),
            given.Where(infusion => infusion.Kind != InfusionKind.Booster).Select(infusion => DayOf(infusion.At)).ToEquatableArray(),
            given.Where(infusion => infusion.Kind == InfusionKind.Booster).Select(infusion => DayOf(infusion.At)).ToEquatableArray(),
            IsFollowed: course.EventRecording == EventRecording.Recorded && course.FollowUpEnd is null && course.Death is null);
    }

    /// <summary>From a visit that shows a state to the last in a row that does; a visit alone is a day wide. Nothing is said of the time behind the last of them.</summary>
    private static IEnumerable<SwimmerStretch> Stretches(List<IndicatorResult> visits, string indicator, int state)
    {
        double? from = null;
        double to = 0;
        foreach (var visit in visits.Where(visit => visit.Indicator == indicator).GroupBy(visit => visit.Day!.Value).OrderBy(visit => visit.Key))
        {
            if (visit.Any(answer => answer.Outcome.TryGetMet() == true))
            {
                from ??= visit.Key;
                to = visit.Key;
            }
            else if (from is { } start)
            {
                yield return new SwimmerStretch(start, Math.Max(to, start + 1), state);
                from = null;
            }
        }

        if (from is { } last)
        {
            yield return new SwimmerStretch(last, Math.Max(to, last + 1), state);
        }
    }
}
