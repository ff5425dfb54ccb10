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
    /// <summary>How many infusions of a log in order come up to the first one that a time is before.</summary>
    public static int CountUntilBefore(ClinicalTime at, Timing timing, EquatableArray<Infusion> infusions)
    {
        var count = CountSurelyEarlier(at, infusions);
        while (count < infusions.Count && !IsBefore(at, timing, infusions[count]))
        {
            count++;
        }

        return count;
    }

    /// <summary>How many infusions of a log in order a time is not before, and the last of these.</summary>
    public static (int Count, Infusion? Last) CountNotBefore(ClinicalTime at, Timing timing, EquatableArray<Infusion> infusions)
    {
        var first = CountSurelyEarlier(at, infusions);
        var (count, last) = (first, first > 0 ? infusions[first - 1] : null);
        for (var i = first; i < infusions.Count && infusions[i].At.DaysSince(at) <= ClockDays; i++)
        {
            if (!IsBefore(at, timing, infusions[i]))
            {
                count++;
                last = infusions[i];
            }
        }

        return (count, last);
    }

    /// <summary>Days as written further apart than this are in the order in which they are written, whatever the offsets from UTC.</summary>
    private const int ClockDays = 2;

    private static int CountSurelyEarlier(ClinicalTime at, EquatableArray<Infusion> infusions)
    {
        var (low, high) = (0, infusions.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = at.DaysSince(infusions[middle].At) > ClockDays ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    public static bool IsOrderAssumed(ClinicalTime at, Timing timing, Infusion infusion) =>
        at.DaysSince(infusion.At) == 0 && timing == Timing.Unspecified && !at.SharesClockWith(infusion.At);
}
