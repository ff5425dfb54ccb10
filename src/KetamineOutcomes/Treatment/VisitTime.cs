namespace KetamineOutcomes.Treatment;

/// <summary>On which side of an infusion something was said: one rule for questionnaires and goals.</summary>
internal static class VisitTime
{
    /// <summary>By the clock where both have a time of day on one clock and no timing is said; else by the date, and on one day by the timing, post alone being after.</summary>
    public static bool IsBefore(ClinicalTime at, Timing timing, Infusion infusion)
    {
        var days = at.DaysSince(infusion.At);
        if (days != 0 && !at.SharesClockWith(infusion.At))
        {
            return days < 0;
        }

        if (at.SharesClockWith(infusion.At))
        {
            return days == 0 && timing != Timing.Unspecified ? timing == Timing.Pre : at.CompareKnown(infusion.At) <= 0;
        }

        return timing != Timing.Post;
    }

    /// <summary>Whether <see cref="IsBefore"/> goes by the house rule alone: on one day, no clock that both share and no timing.</summary>
    public static bool IsOrderAssumed(ClinicalTime at, Timing timing, Infusion infusion) =>
        at.DaysSince(infusion.At) == 0 && timing == Timing.Unspecified && !at.SharesClockWith(infusion.At);
}
