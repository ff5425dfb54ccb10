using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Treatment;

/// <summary>How far one goal was attained at one time: -2 much less than expected, 0 as expected, +2 much more.</summary>
/// <remarks>Immutable; compares by value.</remarks>
public sealed record GoalRating
{
    /// <summary>The lowest level.</summary>
    public const int Lowest = -2;

    /// <summary>The highest level.</summary>
    public const int Highest = 2;

    /// <summary>Makes a rating.</summary>
    /// <param name="goal">The goal's id.</param>
    /// <param name="at">When it was rated.</param>
    /// <param name="level">The level, -2 to 2; <see langword="null"/> for a visit at which the goal was not rated.</param>
    /// <param name="timing">Before or after that day's infusion.</param>
    /// <param name="rater">Who rated, or <see langword="null"/> where that is not told (often patient and clinician together).</param>
    /// <param name="recordedAt">When it was entered; of several ratings of a goal at one visit the last-recorded one corrects the others.</param>
    /// <exception cref="ArgumentException">The goal's id is empty, or <paramref name="recordedAt"/> and <paramref name="at"/> are of unlike scales.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The level is outside -2 to 2.</exception>
    public GoalRating(string goal, ClinicalTime at, int? level, Timing timing = Timing.Unspecified, RaterKind? rater = null, ClinicalTime? recordedAt = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(goal);
        if (level is < Lowest or > Highest)
        {
            throw new ArgumentOutOfRangeException(nameof(level), "A level lies between -2 and 2.");
        }

        if (recordedAt is { } recorded && !recorded.SharesScaleWith(at))
        {
            throw new ArgumentException("A calendar date and a relative day cannot stand in one record.", nameof(recordedAt));
        }

        Goal = goal;
        At = at;
        Level = level;
        Timing = timing;
        Rater = rater;
        RecordedAt = recordedAt;
    }

    /// <summary>The goal's id.</summary>
    public string Goal { get; }

    /// <summary>When it was rated.</summary>
    public ClinicalTime At { get; }

    /// <summary>The level, or <see langword="null"/> if the goal was not rated.</summary>
    public int? Level { get; }

    /// <summary>Before or after that day's infusion.</summary>
    public Timing Timing { get; }

    /// <summary>Who rated, or <see langword="null"/> where that is not told.</summary>
    public RaterKind? Rater { get; }

    /// <summary>When it was entered, or <see langword="null"/> if that is not known.</summary>
    public ClinicalTime? RecordedAt { get; }

    /// <summary>When what it says was known: when it was entered, else when it was rated.</summary>
    public ClinicalTime KnownAt => RecordedAt ?? At;

    /// <summary>Whether the goal was rated before an infusion.</summary>
    /// <param name="infusion">The infusion.</param>
    /// <returns>By the rule of <see cref="Administration.IsBefore"/>.</returns>
    /// <exception cref="ArgumentException">One has a calendar date and the other a relative day.</exception>
    public bool IsBefore(Infusion infusion)
    {
        ArgumentNullException.ThrowIfNull(infusion);
        return VisitTime.IsBefore(At, Timing, infusion);
    }
}
