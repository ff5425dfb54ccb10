namespace KetamineOutcomes.Treatment.Schedules;

/// <summary>To which open day a due date moves that falls on a closed one.</summary>
public enum ClosedDayRule
{
    /// <summary>To the next open day.</summary>
    NextOpen,

    /// <summary>To the last open day before.</summary>
    PreviousOpen,

    /// <summary>To the nearest open day; of two as near, to the later one.</summary>
    NearestOpen,
}

/// <summary>The days on which a clinic gives no doses, and how a due date moves that falls on one.</summary>
/// <remarks>
/// Only that due date moves, and its window moves with it: later ones are counted from where it would have been, so a holiday does not shift what follows.
/// Immutable; compares by value.
/// </remarks>
public sealed record ClosingDays
{
    /// <summary>Makes a calendar of closing days.</summary>
    /// <param name="dates">Single closed dates, in any order.</param>
    /// <param name="weekdays">Days of the week that are always closed.</param>
    /// <param name="rule">How a due date moves.</param>
    /// <exception cref="ArgumentException">All seven days of the week are closed.</exception>
    public ClosingDays(IEnumerable<DateOnly>? dates = null, IEnumerable<DayOfWeek>? weekdays = null, ClosedDayRule rule = ClosedDayRule.NextOpen)
    {
        Dates = (dates ?? []).Distinct().Order().ToEquatableArray();
        Weekdays = (weekdays ?? []).Distinct().Order().ToEquatableArray();
        Rule = rule;
        if (Weekdays.Count == 7)
        {
            throw new ArgumentException("A clinic that is closed every day of the week gives no doses.", nameof(weekdays));
        }
    }

    /// <summary>No closing days.</summary>
    public static ClosingDays None { get; } = new();

    /// <summary>Single closed dates, in order.</summary>
    public EquatableArray<DateOnly> Dates { get; }

    /// <summary>Days of the week that are always closed.</summary>
    public EquatableArray<DayOfWeek> Weekdays { get; }

    /// <summary>How a due date moves.</summary>
    public ClosedDayRule Rule { get; }

    /// <summary>Whether there is no closing day.</summary>
    public bool IsEmpty => Dates.IsEmpty && Weekdays.IsEmpty;

    /// <summary>Whether a date is closed.</summary>
    /// <param name="date">The date.</param>
    /// <returns><see langword="true"/> if so.</returns>
    public bool IsClosed(DateOnly date) => Weekdays.Contains(date.DayOfWeek) || Dates.AsSpan().BinarySearch(date) >= 0;

    /// <summary>The open day to which a date moves; the date itself where it is open.</summary>
    /// <param name="date">The date.</param>
    /// <returns>The open day; the date itself if there is none in that direction within the calendar.</returns>
    public DateOnly Move(DateOnly date)
    {
        if (IsEmpty || !IsClosed(date))
        {
            return date;
        }

        var later = Find(date, 1);
        var earlier = Find(date, -1);
        return Rule switch
        {
            ClosedDayRule.NextOpen => later ?? date,
            ClosedDayRule.PreviousOpen => earlier ?? date,
            _ => (earlier, later) switch
            {
                ({ } before, { } after) => date.DayNumber - before.DayNumber < after.DayNumber - date.DayNumber ? before : after,
                _ => earlier ?? later ?? date,
            },
        };
    }

    private DateOnly? Find(DateOnly date, int step)
    {
        for (var day = date.DayNumber + step; day >= 0 && day <= DateOnly.MaxValue.DayNumber; day += step)
        {
            if (!IsClosed(DateOnly.FromDayNumber(day)))
            {
                return DateOnly.FromDayNumber(day);
            }
        }

        return null;
    }
}
