using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Treatment.Segments;

/// <summary>How a log of infusions is cut into segments where the clinic's labels do not say it: a few numbers, each with its source.</summary>
/// <remarks>
/// <para>A segment ends where no infusion was given for <see cref="GapDays"/> days, or where the agent changes. A segment with as many infusions, over as many
/// days, as the rule names is an induction series; a later one is a re-induction. After a series, a segment of fewer infusions is a booster. What fits none
/// of these is left unclassified, with the reason.</para>
/// <para>Whether an infusion begins a segment depends on what came before it alone, so that no later infusion changes the numbers of earlier ones.</para>
/// <para>Immutable; compares by value.</para>
/// </remarks>
public sealed record SegmentationRule
{
    /// <summary>Makes a rule of the clinic's own.</summary>
    /// <param name="id">A stable id in lower-case words joined by hyphens; not that of a shipped rule.</param>
    /// <param name="minInfusions">The fewest infusions of an induction series, 1 or more.</param>
    /// <param name="maxInfusions">The most infusions of an induction series.</param>
    /// <param name="minDays">The fewest days from its first infusion to its last, 0 or more.</param>
    /// <param name="maxDays">The most days from its first infusion to its last.</param>
    /// <param name="gapDays">After how many days without an infusion the next one begins a new segment, 1 or more.</param>
    /// <exception cref="ArgumentException">The id is empty or not lower-case words joined by hyphens.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside its range, or a least number is above the most.</exception>
    public SegmentationRule(string id, int minInfusions, int maxInfusions, int minDays, int maxDays, int gapDays)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        if (id.Split('-').Any(word => word.Length == 0 || !word.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c))))
        {
            throw new ArgumentException("An id is made of lower-case words joined by hyphens.", nameof(id));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(minInfusions, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxInfusions, minInfusions);
        ArgumentOutOfRangeException.ThrowIfNegative(minDays);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxDays, minDays);
        ArgumentOutOfRangeException.ThrowIfLessThan(gapDays, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxDays, MaxDaysOfAnyRule);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(gapDays, MaxDaysOfAnyRule);
        Id = id;
        MinInfusions = minInfusions;
        MaxInfusions = maxInfusions;
        MinDays = minDays;
        MaxDays = maxDays;
        GapDays = gapDays;
    }

    // A hundred years: more is a slip of the keyboard.
    private const int MaxDaysOfAnyRule = 36525;

    /// <summary>The stable id, for example <c>mcinnes-2022-gap-14</c>.</summary>
    public string Id { get; }

    /// <summary>The version of the rule; it changes when an answer can change.</summary>
    public string Version { get; internal init; } = "1.0.0";

    /// <summary>The fewest infusions of an induction series.</summary>
    public int MinInfusions { get; }

    /// <summary>The most infusions of an induction series.</summary>
    public int MaxInfusions { get; }

    /// <summary>The fewest days from the first infusion of a series to its last.</summary>
    public int MinDays { get; }

    /// <summary>The most days from the first infusion of a series to its last.</summary>
    public int MaxDays { get; }

    /// <summary>After how many days without an infusion the next one begins a new segment.</summary>
    public int GapDays { get; }

    /// <summary>Where the numbers of an induction series were read; empty for a rule of the clinic's own.</summary>
    public EquatableArray<Evidence> SeriesEvidence { get; internal init; }

    /// <summary>What <see cref="GapDays"/> rests on; empty for a rule of the clinic's own.</summary>
    public EquatableArray<Evidence> GapEvidence { get; internal init; }

    /// <summary>Whether a part of the rule is somebody's decision and not read in a source: the clinic's own rules, and gaps that no source states.</summary>
    public bool HasPolicy => SeriesEvidence.IsEmpty || GapEvidence.IsEmpty
        || SeriesEvidence.Concat(GapEvidence).Any(evidence => evidence.Status is EvidenceStatus.ProjectPolicy or EvidenceStatus.Derived);
}
