using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Indicators.Onset;

/// <summary>A gain whose beginning is looked for: an improvement by a share of the baseline, response, or remission.</summary>
internal sealed class OnsetCriterion
{
    private const string MadrsSource = "Translational Psychiatry 2024, s41398-024-03027-2 (abstract): improvement of 20 % or more on the MADRS 24 hours after each of six ketamine infusions.";
    private const string QidsSource = "PubMed 33031861 (abstract): improvement of 20 % or more on the QIDS-SR16 after infusion 1 or 2.";

    private readonly ScaleTrajectory _trajectory;
    private readonly Func<Fraction, bool> _holds;

    private OnsetCriterion(ScaleTrajectory trajectory, string id, string name, EndpointEntry entry, Func<Fraction, bool> holds)
    {
        _trajectory = trajectory;
        _holds = holds;
        Id = id;
        Name = name;
        Entry = entry;
    }

    /// <summary>The rule's word: <c>improvement-20</c>, or the entry's own.</summary>
    public string Id { get; }

    /// <summary>What it is, for a sentence.</summary>
    public string Name { get; }

    /// <summary>The entry of the scale that says from which baseline on it has a meaning, and how percentages are computed.</summary>
    public EndpointEntry Entry { get; }

    public required EquatableArray<Parameter> Parameters { get; init; }

    public required EquatableArray<string> Sources { get; init; }

    /// <summary>Whether the rule, as far as it goes beyond the source, is the project's own.</summary>
    public required bool IsProjectPolicy { get; init; }

    /// <summary>Whether it is the scale's default response or remission.</summary>
    public bool IsDefault => Entry.IsDefault && string.Equals(Id, Entry.Id, StringComparison.Ordinal);

    /// <summary>Whether a score that can be compared with the baseline has the gain.</summary>
    public bool Holds(TrajectoryVisit visit) => visit.IsUsable && _holds(visit.Value);

    /// <summary>Whether a score that can be compared with the baseline has the gain.</summary>
    public bool Holds(Fraction score) => _holds(score);

    /// <summary>Whether it has a meaning with this baseline.</summary>
    public bool TryBaseline(out IndicatorOutcome missing) => _trajectory.Judge.TryBaseline(Entry, out missing)
        && (Entry.Kind == EndpointKind.Remission || _trajectory.Judge.TryPercentageBase(Entry, out _, out missing));

    /// <summary>Those of a scale: early improvement and each declared response and remission. None where no cited entry gives the scale response or remission.</summary>
    public static IEnumerable<OnsetCriterion> Of(ScaleTrajectory trajectory)
    {
        if (Improvement(trajectory, 20) is { } early)
        {
            yield return early;
        }

        foreach (var entry in trajectory.Scale.Endpoints)
        {
            yield return entry.Kind == EndpointKind.Response ? Response(trajectory, entry) : Remission(trajectory, entry);
        }
    }

    /// <summary>An improvement by so many per cent of the baseline, by the percentages of the scale's default response; none where it has no response.</summary>
    public static OnsetCriterion? Improvement(ScaleTrajectory trajectory, int percent)
    {
        if (trajectory.Scale.Endpoints.Default(EndpointKind.Response) is not { } entry)
        {
            return null;
        }

        var isPublished = percent == 20 && trajectory.Instrument.Id is "madrs" or "madrs-24h" or "qids-sr16";
        var words = $"an improvement of {Phrases.Text(percent)} % or more";
        return new OnsetCriterion(trajectory, $"improvement-{Phrases.Text(percent)}", words, entry, score => IsBetterBy(trajectory, entry, score, percentage => percentage >= percent))
        {
            Parameters = PercentageParameters(entry, $">= {Phrases.Text(percent)} %"),
            Sources = percent == 20 ? [MadrsSource, QidsSource, .. CiteBaseline(entry)] : [Phrases.OwnRule, .. CiteBaseline(entry)],
            IsProjectPolicy = !isPublished || HasOwnMinimum(entry),
        };
    }

    private static OnsetCriterion Response(ScaleTrajectory trajectory, EndpointEntry entry)
    {
        var threshold = $"{entry.Comparator.ToSign()} {entry.Value} %";
        return new(trajectory, entry.Id, $"response ({threshold})", entry, score => IsBetterBy(trajectory, entry, score, percentage => entry.Comparator.Holds(percentage, entry.Value)))
        {
            Parameters = PercentageParameters(entry, threshold),
            Sources = [.. Cite(entry), .. CiteBaseline(entry)],
            IsProjectPolicy = HasOwnMinimum(entry),
        };
    }

    private static OnsetCriterion Remission(ScaleTrajectory trajectory, EndpointEntry entry)
    {
        var cutOff = $"{entry.Comparator.ToSign()} {entry.Value}";
        return new(trajectory, entry.Id, $"remission ({cutOff})", entry, score => entry.Comparator.Holds(score, entry.Value))
        {
            Parameters = [new("cut-off", cutOff), new("minimum-baseline", entry.MinimumBaseline.ToString())],
            Sources = [.. Cite(entry), .. CiteBaseline(entry)],
            IsProjectPolicy = HasOwnMinimum(entry),
        };
    }

    private static bool IsBetterBy(ScaleTrajectory trajectory, EndpointEntry entry, Fraction score, Func<Fraction, bool> holds) =>
        trajectory.Judge.TryPercentage(score, entry, out var percentage, out _) && holds(percentage);

    private static EquatableArray<Parameter> PercentageParameters(EndpointEntry entry, string threshold) =>
    [
        new("threshold", threshold),
        new("percentage", entry.PercentageRule == PercentageRule.Raw ? "raw" : "range-to-best"),
        new("minimum-baseline", entry.MinimumBaseline.ToString()),
    ];

    private static IEnumerable<string> Cite(EndpointEntry entry) => entry.Evidence.Select(evidence => evidence.Source.Citation);

    private static IEnumerable<string> CiteBaseline(EndpointEntry entry) => entry.MinimumBaselineEvidence.Select(evidence => evidence.Source.Citation);

    private static bool HasOwnMinimum(EndpointEntry entry) => entry.MinimumBaselineEvidence.Any(evidence => evidence.Status == EvidenceStatus.ProjectPolicy);
}
