using System.Globalization;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Indicators.Endpoints;

/// <summary>Profiles and verdicts in plain words.</summary>
internal static class EndpointText
{
    public static string Where(ClinicalTime at) => at.IsRelative ? $"day {at}" : at.ToString();

    public static string Explain(EndpointProfile profile)
    {
        var scales = profile.EachScaleWith is { } kind ? $"each scale with a declared {kind.ToString().ToLowerInvariant()}" : string.Join(" and ", profile.Scales);
        var entry = profile.Entry is null ? "" : $" Applies only once this was so: {Words(profile.Entry)}.";
        return $"{profile.Label} ({scales}): {Words(profile.Rule)}.{entry}";
    }

    /// <summary>A reading with its change where one was asked for: <c>MADRS total was 8 on day 12 (an improvement of 70.4 % from baseline, asked: improvement &gt;= 50 %)</c>.</summary>
    public static string Said(EndpointTrack track, EndpointReading reading, EndpointCriterion criterion, CriterionJudge judge)
    {
        if (reading.Value is not { } value)
        {
            return $"{track.Name} on {Where(reading.At)}";
        }

        return $"{track.Name} was {Print(value, track.Decimals)} on {Where(reading.At)} ({Change(criterion, reading, judge)}asked: {Words(criterion, judge)})";
    }

    public static string SaidOfChain(EndpointTrack track, EndpointRule.Ever rule, ConfirmationResult result, CriterionJudge judge)
    {
        var scores = string.Join(" and ", result.Chain.Select(reading => $"{Print(reading.Value!.Value, track.Decimals)} on {Where(reading.At)}"));
        var asked = Words(rule.Meets, judge);
        var text = $"{track.Name} was {scores} (asked: {asked}{(rule.Confirm is { } confirm ? ", " + Words(confirm) : "")})";
        return result.Truth switch
        {
            Truth.Yes when result.Chain.Count > 1 => $"{text}, {Days(result.Chain[^1].At.DaysSince(result.Chain[0].At))} apart",
            Truth.Unconfirmed => $"{text}; an assessment from {Where(result.Window!.From)} to {Where(result.Window.To)} can confirm it",
            Truth.CannotConfirm => $"{text}; no assessment at the right distance says whether it lasted",
            _ => text,
        };
    }

    public static string SaidOfNone(EndpointTrack track, EndpointRule.Ever rule, IReadOnlyList<EndpointReading> readings, bool wasRefuted, CriterionJudge judge)
    {
        if (readings.Count == 0)
        {
            return $"{track.Name} has no usable score, which counts as failure";
        }

        var last = readings[^1];
        var asked = Words(rule.Meets, judge) + (rule.Confirm is { } confirm ? ", " + Words(confirm) : "");
        var seen = Count(readings.Count, "assessment");
        return wasRefuted
            ? $"{track.Name} met it and was not confirmed in {seen} (asked: {asked}); the last was {Print(last.Value!.Value, track.Decimals)} on {Where(last.At)}"
            : $"{track.Name} {(rule.Latch ? "did not meet it" : "does not meet it at the last")} in {seen} (asked: {asked}); the last was {Print(last.Value!.Value, track.Decimals)} on {Where(last.At)}";
    }

    public static string SaidOfVisits(EndpointTrack? track, IEnumerable<VisitResult> seen, EndpointRule.Visits rule)
    {
        var visits = seen.Select(visit => visit.Reading is { Value: { } value }
            ? $"{Name(visit.Visit)} {Print(value, track!.Decimals)}{(visit.Truth == Truth.No ? visit.MayDeviate ? " (a permitted deviation)" : " (not met)" : "")}"
            : $"{Name(visit.Visit)} {(visit.IsOpen ? "not yet" : "missing")}");
        return $"{track?.Name ?? "the scale"}: {string.Join(", ", visits)} (asked: {Words(rule)})";
    }

    private static string Name(PlannedVisit visit) => visit.Id.Replace('-', ' ');

    private static string Change(EndpointCriterion criterion, EndpointReading reading, CriterionJudge judge)
    {
        foreach (var leaf in criterion.Leaves)
        {
            if (judge.ChangeOf(leaf, reading) is { } change)
            {
                var (isWorsening, unit, from) = leaf switch
                {
                    EndpointCriterion.Change asked => (asked.IsWorsening, asked.Unit == ChangeUnit.Percent ? " %" : Fraction.Abs(change) == 1 ? " point" : " points", asked.From),
                    EndpointCriterion.Declared declared => (false, " %", declared.From),
                    _ => (false, "", ChangeReference.Baseline),
                };
                if (change == 0)
                {
                    return $"as at {(from == ChangeReference.Entry ? "entry" : Reference(from))}, ";
                }

                var amount = change.IsInteger ? Print(Fraction.Abs(change), 0) : Print(Fraction.Abs(change), 1);
                var word = (change < 0) != isWorsening ? "worse" : "better";
                return $"{word} by {amount}{unit} than {Reference(from)}, ";
            }
        }

        return "";
    }

    public static string Words(EndpointCriterion criterion, CriterionJudge? judge = null) => criterion switch
    {
        EndpointCriterion.Score score => $"{Scale(score.Named)}{score.Comparator.ToSign()} {score.Value}",
        EndpointCriterion.Change change =>
            $"{Scale(change.Named)}{(change.IsWorsening ? "worse" : "better")} by {change.Comparator.ToSign()} {change.Value}{(change.Unit == ChangeUnit.Percent ? " %" : " points")} from {Reference(change.From)}",
        EndpointCriterion.Declared declared => (judge?.Resolve(declared) ?? declared.Entry) is { } entry
            ? $"{entry.Id} ({entry.Comparator.ToSign()} {entry.Value}{(entry.Kind == EndpointKind.Response ? " % better" : "")})"
            : $"the scale's own {declared.Kind.ToString().ToLowerInvariant()}",
        EndpointCriterion.Not not => $"not {Words(not.Inner, judge)}",
        EndpointCriterion.AllOf all => string.Join(" and ", all.Inner.Select(part => Words(part, judge))),
        _ => string.Join(" or ", ((EndpointCriterion.AnyOf)criterion).Inner.Select(part => Words(part, judge))),
    };

    public static string Words(EndpointConfirmation confirmation) => confirmation switch
    {
        EndpointConfirmation.Literal literal => string.Create(
            CultureInfo.InvariantCulture,
            $"{literal.Assessments} assessments, {(literal.Visit switch { ConfirmingVisit.Next => "each the next and", ConfirmingVisit.FirstInWindow => "each the first that lies", _ => "each" })} {literal.From} to {literal.To} days after the one before"),
        EndpointConfirmation.Run run => string.Create(CultureInfo.InvariantCulture, $"all assessments over {run.Days} days or more, at least {run.Assessments}, no gap above {run.MaxGap} days"),
        _ => "",
    };

    public static string Words(EndpointRule rule) => rule switch
    {
        EndpointRule.State state => $"the {EndpointWords.Of(EndpointWords.Picks, state.Pick)} assessment{Words(state.Window)}: {Words(state.Meets)}",
        EndpointRule.Ever ever => $"{(ever.Latch ? "at any time" : "at the last assessment")}{Words(ever.Window)}: {Words(ever.Meets)}{(ever.Confirm is { } confirm ? ", confirmed by " + Words(confirm) : "")}",
        EndpointRule.AtBaseline baseline => $"the baseline: {Words(baseline.Meets)}",
        EndpointRule.Visits visits => Words(visits),
        EndpointRule.Clinical clinical => string.Join(" or ", clinical.Kinds.Select(Event)),
        EndpointRule.Infusions infusions => string.Create(CultureInfo.InvariantCulture, $"an induction of {infusions.FewestInfusions} to {infusions.MostInfusions} infusions{(infusions.MostDays is { } days ? $" in {infusions.FewestDays ?? 0} to {days} days" : "")}"),
        EndpointRule.Judgement judgement => $"{judgement.Name.Replace('-', ' ')} (as a person judges)",
        EndpointRule.Profile profile => $"the profile {profile.Id}",
        EndpointRule.Not not => $"not ({Words(not.Inner)})",
        EndpointRule.AllOf all => string.Join(" and ", all.Inner.Select(Bracket)),
        _ => string.Join(" or ", ((EndpointRule.AnyOf)rule).Inner.Select(Bracket)),
    };

    private static string Bracket(EndpointRule rule) => rule.Parts.IsEmpty || rule is EndpointRule.Not ? Words(rule) : $"({Words(rule)})";

    private static string Words(EndpointRule.Visits visits)
    {
        var excursion = visits.Excursion is not { } deviation ? "" : string.Create(
            CultureInfo.InvariantCulture,
            $", {deviation.AtMost} deviating{(deviation.MayBeMissing ? " or missing" : "")}{(deviation.Visits.IsEmpty ? "" : " at " + string.Join(" or ", deviation.Visits.Select(id => id.Replace('-', ' '))))}{(deviation.Meets is { } floor ? " but still " + Words(floor) : "")}");
        var plan = visits.Plan.Select(Name).ToList();
        return visits.AtLeast == plan.Count && visits.Excursion is null
            ? $"{Words(visits.Meets)} at {string.Join(" and ", plan)}"
            : string.Create(CultureInfo.InvariantCulture, $"{Words(visits.Meets)} at {visits.AtLeast} or more of {string.Join(", ", plan)}{excursion}");
    }

    private static string Words(EndpointWindow? window)
    {
        if (window is null)
        {
            return "";
        }

        var anchor = window.Anchor switch
        {
            EndpointAnchor.Baseline => "the baseline",
            EndpointAnchor.SeriesStart => "the first infusion",
            EndpointAnchor.SeriesEnd => "the last infusion of the induction",
            EndpointAnchor.Infusion infusion => string.Create(CultureInfo.InvariantCulture, $"infusion {infusion.Number}"),
            EndpointAnchor.Date date => date.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            EndpointAnchor.Entry => "the state at entry",
            _ => $"the first assessment with {Words(((EndpointAnchor.Index)window.Anchor).Meets)}",
        };
        if (window.To == window.From)
        {
            return $" {Words(window.From)} after {anchor}";
        }

        return window.To is { } to ? $" from {Words(window.From)} to {Words(to)} after {anchor}" : $" from {Words(window.From)} after {anchor} on";
    }

    private static string Words(WindowOffset offset) => offset.Months == 0
        ? Days(offset.Days)
        : string.Create(CultureInfo.InvariantCulture, $"{Count(offset.Months, "month")}{(offset.Days == 0 ? "" : offset.Days < 0 ? $" less {Days(-offset.Days)}" : $" and {Days(offset.Days)}")}");

    private static string Days(int days) => Count(days, "day");

    /// <summary>A number with its noun.</summary>
    public static string Count(int number, string noun) => string.Create(CultureInfo.InvariantCulture, $"{number} {noun}{(number == 1 ? "" : "s")}");

    /// <summary>A kind of event as sentences name it.</summary>
    public static string Event(ClinicalEventKind kind) => kind == ClinicalEventKind.Other ? "other event" : EndpointWords.Of(EndpointWords.Events, kind).Replace('-', ' ');

    /// <summary>A sentence with the day of its entry state, once: a profile that refers to another has that one's entry too.</summary>
    public static string WithEntry(string text, ClinicalTime since)
    {
        var entry = $"; the state at entry was reached on {Where(since)}";
        return text.Contains(entry, StringComparison.Ordinal) ? text : text + entry;
    }

    private static string Scale(ScaleKey? key) => key is { } named ? $"{named} " : "";

    private static string Reference(ChangeReference from) => from switch
    {
        ChangeReference.Entry => "the state at entry",
        ChangeReference.Index => "the index",
        _ => "baseline",
    };

    public static string Print(Fraction value, int decimals) => value.Round(decimals).ToString(CultureInfo.InvariantCulture);
}
