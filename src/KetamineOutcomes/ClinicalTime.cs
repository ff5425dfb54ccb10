using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace KetamineOutcomes;

/// <summary>What a <see cref="ClinicalTime"/> knows.</summary>
public enum ClinicalTimeKind
{
    /// <summary>A calendar date without a time of day.</summary>
    Date,

    /// <summary>A calendar date with a local time of day and no offset from UTC.</summary>
    LocalDateTime,

    /// <summary>A calendar date with a time of day and its offset from UTC: an instant.</summary>
    Instant,

    /// <summary>A day relative to the start of a study or treatment, as research data give it; a fraction is a time of day.</summary>
    RelativeDay,
}

/// <summary>When something was asked or given: a date, a date with a time (with or without offset), or a relative day.</summary>
/// <remarks>
/// A date without a time is kept as such and never gets a midnight. Times of unlike scales (calendar dates against
/// relative days) cannot be compared: <see cref="SharesScaleWith"/> says so beforehand, and comparing throws.
/// Days between are calendar days as written, so time zones and daylight-saving days do not move them, also between a local time and an
/// instant. Hours between exist only where both times have a time of day on one clock: how far a local time without an offset lies from an
/// instant is not known, so there are no hours between them and within one day as written neither comes first. <c>default</c> is relative day 0. Printing and parsing are ISO 8601 and culture-invariant.
/// </remarks>
public readonly struct ClinicalTime : IEquatable<ClinicalTime>
{
    // Whole days: DateOnly.DayNumber, or the relative day rounded down. _ticks: time of day, -1 when there is none
    // (stored +1 so that default has none). _offsetMinutes only for instants.
    private readonly int _day;
    private readonly long _ticksPlusOne;
    private readonly short _offsetMinutes;
    private readonly Calendar _calendar;

    private ClinicalTime(Calendar calendar, int day, long? ticks, short offsetMinutes)
    {
        _calendar = calendar;
        _day = day;
        _ticksPlusOne = ticks is { } t ? t + 1 : 0;
        _offsetMinutes = offsetMinutes;
    }

    private enum Calendar : byte
    {
        Relative,
        Local,
        Offset,
    }

    /// <summary>What is known.</summary>
    public ClinicalTimeKind Kind => (_calendar, HasTimeOfDay) switch
    {
        (Calendar.Relative, _) => ClinicalTimeKind.RelativeDay,
        (_, false) => ClinicalTimeKind.Date,
        (Calendar.Local, true) => ClinicalTimeKind.LocalDateTime,
        _ => ClinicalTimeKind.Instant,
    };

    /// <summary>Whether a time of day is known.</summary>
    public bool HasTimeOfDay => _ticksPlusOne > 0;

    /// <summary>Whether the time is a relative day and not a calendar date.</summary>
    public bool IsRelative => _calendar == Calendar.Relative;

    /// <summary>The whole day: days since 0001-01-01 for calendar dates (as written, in their own offset), the day rounded down for relative ones.</summary>
    public int DayNumber => _day;

    /// <summary>The time of day as written, or <see langword="null"/>.</summary>
    public TimeSpan? TimeOfDay => HasTimeOfDay ? TimeSpan.FromTicks(_ticksPlusOne - 1) : null;

    /// <summary>A calendar date without a time.</summary>
    /// <param name="date">The date.</param>
    /// <returns>The time.</returns>
    public static ClinicalTime OnDate(DateOnly date) => new(Calendar.Local, date.DayNumber, null, 0);

    /// <summary>A calendar date with a local time and no offset.</summary>
    /// <param name="date">The date.</param>
    /// <param name="time">The time of day.</param>
    /// <returns>The time.</returns>
    public static ClinicalTime AtLocal(DateOnly date, TimeOnly time) => new(Calendar.Local, date.DayNumber, time.Ticks, 0);

    /// <summary>An instant with its offset from UTC.</summary>
    /// <param name="instant">The instant; its own offset decides the calendar date.</param>
    /// <returns>The time.</returns>
    public static ClinicalTime AtInstant(DateTimeOffset instant) =>
        new(Calendar.Offset, DateOnly.FromDateTime(instant.DateTime).DayNumber, instant.TimeOfDay.Ticks, (short)(instant.Offset.Ticks / TimeSpan.TicksPerMinute));

    /// <summary>The relative day farthest from day 0, on either side: more than 270 years.</summary>
    public const int MaxRelativeDay = 100_000;

    /// <summary>A whole relative day.</summary>
    /// <param name="day">The day; 0 is the study's own day zero, negative days lie before.</param>
    /// <returns>The time.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The day is farther from 0 than <see cref="MaxRelativeDay"/>.</exception>
    public static ClinicalTime OnDay(int day) => OnDay((decimal)day);

    /// <summary>A relative day with a fraction as time of day (0.25 is 06:00).</summary>
    /// <param name="day">The day; a whole number has no time of day.</param>
    /// <returns>The time.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The day is farther from 0 than <see cref="MaxRelativeDay"/>.</exception>
    public static ClinicalTime OnDay(decimal day)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(day, MaxRelativeDay);
        ArgumentOutOfRangeException.ThrowIfLessThan(day, -MaxRelativeDay);
        var whole = decimal.Floor(day);
        var ticks = (long)decimal.Round((day - whole) * TimeSpan.TicksPerDay);
        if (ticks == TimeSpan.TicksPerDay)
        {
            // Rounded up to the end of the day: a time of day ends before midnight.
            whole += 1;
            ticks = 0;
        }

        return new(Calendar.Relative, decimal.ToInt32(whole), ticks == 0 ? null : ticks, 0);
    }

    /// <summary>Reads <c>2026-03-01</c>, <c>2026-03-01T14:30</c>, <c>2026-03-01T14:30:00+01:00</c> or <c>...Z</c> (a blank may stand for the T).</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The time.</param>
    /// <returns>Whether the text is such a time.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out ClinicalTime value)
    {
        value = default;
        if (text is null || text.Length < 10
            || !DateOnly.TryParseExact(text.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return false;
        }

        if (text.Length == 10)
        {
            value = OnDate(date);
            return true;
        }

        if (text[10] is not ('T' or ' '))
        {
            return false;
        }

        var rest = text.AsSpan(11);
        var offsetAt = rest.LastIndexOfAny('+', '-', 'Z');
        var clock = offsetAt < 0 ? rest : rest[..offsetAt];
        if (!TimeOnly.TryParseExact(clock, ClockFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return false;
        }

        if (offsetAt < 0)
        {
            value = AtLocal(date, time);
            return true;
        }

        if (!TryParseOffset(rest[offsetAt..], out var offset))
        {
            return false;
        }

        value = new(Calendar.Offset, date.DayNumber, time.Ticks, offset);
        return true;
    }

    private static readonly string[] ClockFormats = ["HH:mm", "HH:mm:ss", "HH:mm:ss.FFFFFFF"];

    private static bool TryParseOffset(ReadOnlySpan<char> text, out short minutes)
    {
        minutes = 0;
        if (text is "Z")
        {
            return true;
        }

        if (text.Length != 6 || text[3] != ':'
            || !int.TryParse(text[1..3], NumberStyles.None, CultureInfo.InvariantCulture, out var hours)
            || !int.TryParse(text[4..], NumberStyles.None, CultureInfo.InvariantCulture, out var rest)
            || rest > 59 || (hours * 60) + rest > 14 * 60)
        {
            return false;
        }

        minutes = (short)((hours * 60) + rest);
        if (text[0] == '-')
        {
            minutes = (short)-minutes;
        }

        return true;
    }

    /// <summary>Whether both are calendar times or both are relative days, so that they can be compared.</summary>
    /// <param name="other">The other time.</param>
    /// <returns><see langword="true"/> if so.</returns>
    public bool SharesScaleWith(ClinicalTime other) => IsRelative == other.IsRelative;

    /// <summary>Whole calendar days from an earlier time to this one, by the dates as written.</summary>
    /// <param name="earlier">The earlier time.</param>
    /// <returns>Days; negative if the other lies later.</returns>
    /// <exception cref="ArgumentException">One is a calendar date and the other a relative day.</exception>
    public int DaysSince(ClinicalTime earlier)
    {
        RequireSameScale(earlier);
        return _day - earlier._day;
    }

    /// <summary>Hours from an earlier time to this one, where both have a time of day.</summary>
    /// <param name="earlier">The earlier time.</param>
    /// <returns>
    /// Hours, exact between instants (a daylight-saving day has 23 or 25), by the wall clock between two local times or relative days;
    /// <see langword="null"/> if one has no time of day, or one is an instant and the other a local time.
    /// </returns>
    /// <exception cref="ArgumentException">One is a calendar date and the other a relative day.</exception>
    public decimal? HoursSince(ClinicalTime earlier)
    {
        RequireSameScale(earlier);
        if (!SharesClockWith(earlier))
        {
            return null;
        }

        var ticks = _calendar == Calendar.Offset ? UtcTicks - earlier.UtcTicks : WallTicks - earlier.WallTicks;
        return (decimal)ticks / TimeSpan.TicksPerHour;
    }

    /// <summary>Which of two times comes first, as far as they tell.</summary>
    /// <param name="other">The other time.</param>
    /// <returns>
    /// Negative if this comes first, positive if the other does, 0 if they are the same, or fall on one day as written and either has no time
    /// of day or one is an instant and the other a local time. Without a common clock the dates as written decide.
    /// </returns>
    /// <exception cref="ArgumentException">One is a calendar date and the other a relative day.</exception>
    public int CompareKnown(ClinicalTime other)
    {
        RequireSameScale(other);
        if (SharesClockWith(other))
        {
            return _calendar == Calendar.Offset ? UtcTicks.CompareTo(other.UtcTicks) : WallTicks.CompareTo(other.WallTicks);
        }

        return _day.CompareTo(other._day);
    }

    /// <summary>The later of two times; where neither comes first, the one that says more: an instant before a local time, a local time before a date.</summary>
    internal static ClinicalTime Later(ClinicalTime one, ClinicalTime other) =>
        one.CompareKnown(other) is var order && (order > 0 || (order == 0 && one.Exactness >= other.Exactness)) ? one : other;

    /// <summary>The earlier of two times; where neither comes first, the one that says less: a date takes in its whole day.</summary>
    internal static ClinicalTime Earlier(ClinicalTime one, ClinicalTime other) =>
        one.CompareKnown(other) is var order && (order < 0 || (order == 0 && one.Exactness <= other.Exactness)) ? one : other;

    private int Exactness => !HasTimeOfDay ? 0 : _calendar == Calendar.Offset ? 2 : 1;

    /// <summary>Whether both have a time of day on one clock (both instants, both local or both relative), so that the time between them is known.</summary>
    internal bool SharesClockWith(ClinicalTime other) => HasTimeOfDay && other.HasTimeOfDay && _calendar == other._calendar;

    /// <summary>A total order for sorting: by the day as written, then the time of day (none first), then the offset.</summary>
    internal static int CompareAsWritten(ClinicalTime left, ClinicalTime right)
    {
        var byDay = left._day.CompareTo(right._day);
        var byTime = left._ticksPlusOne.CompareTo(right._ticksPlusOne);
        return byDay != 0 ? byDay : byTime != 0 ? byTime : left._offsetMinutes.CompareTo(right._offsetMinutes);
    }

    /// <summary>
    /// A total order of times of one day as written that have a time of day: instants by the instant, which two clocks or a daylight-saving night
    /// can turn round; local times, which have none, before them by the clock.
    /// </summary>
    internal static int CompareMoments(ClinicalTime left, ClinicalTime right)
    {
        if (left._calendar != right._calendar)
        {
            return left._calendar.CompareTo(right._calendar);
        }

        return left._calendar == Calendar.Offset ? left.UtcTicks.CompareTo(right.UtcTicks) : left._ticksPlusOne.CompareTo(right._ticksPlusOne);
    }

    /// <summary>The same moment with offset 0 where it is an instant; every other time as it is.</summary>
    internal ClinicalTime ToMoment()
    {
        if (Kind != ClinicalTimeKind.Instant || _offsetMinutes == 0)
        {
            return this;
        }

        var day = UtcTicks / TimeSpan.TicksPerDay;
        var ticks = UtcTicks % TimeSpan.TicksPerDay;
        return ticks < 0
            ? new(Calendar.Offset, (int)day - 1, ticks + TimeSpan.TicksPerDay, 0)
            : new(Calendar.Offset, (int)day, ticks, 0);
    }

    /// <summary>The day as written, without a time of day.</summary>
    internal ClinicalTime WholeDay => new(IsRelative ? Calendar.Relative : Calendar.Local, _day, null, 0);

    private long WallTicks => (_day * TimeSpan.TicksPerDay) + (_ticksPlusOne - 1);

    private long UtcTicks => WallTicks - (_offsetMinutes * TimeSpan.TicksPerMinute);

    private void RequireSameScale(ClinicalTime other)
    {
        if (!SharesScaleWith(other))
        {
            throw new ArgumentException("A calendar date and a relative day cannot be compared.", nameof(other));
        }
    }

    /// <summary>The time moved by whole days, its time of day and offset kept.</summary>
    /// <param name="days">The days, any sign.</param>
    /// <returns>The moved time.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A calendar date would leave the years 1 to 9999.</exception>
    /// <exception cref="OverflowException">A relative day would not fit an <see cref="int"/>.</exception>
    public ClinicalTime AddDays(int days)
    {
        var day = _day + days;
        if (!IsRelative && (day < 0 || day > DateOnly.MaxValue.DayNumber))
        {
            throw new ArgumentOutOfRangeException(nameof(days));
        }

        return new(_calendar, day, HasTimeOfDay ? _ticksPlusOne - 1 : null, _offsetMinutes);
    }

    /// <summary>The time moved by minutes on its own clock; a time without a time of day moves by whole days only.</summary>
    internal ClinicalTime AddMinutes(Fraction minutes)
    {
        // Exact to a tick: minutes come as decimals or as differences of ticks.
        var moved = (Int128)minutes.Numerator * TimeSpan.TicksPerMinute / minutes.Denominator;
        var ticks = (HasTimeOfDay ? (Int128)(_ticksPlusOne - 1) : 0) + moved;
        var day = (int)(ticks / TimeSpan.TicksPerDay);
        var rest = (long)(ticks % TimeSpan.TicksPerDay);
        (day, rest) = rest < 0 ? (day - 1, rest + TimeSpan.TicksPerDay) : (day, rest);
        if (!HasTimeOfDay)
        {
            return AddDays(day);
        }

        var onDay = AddDays(day);

        // A relative day at its very beginning is a whole day, as OnDay reads it.
        return IsRelative && rest == 0 ? OnDay(onDay._day) : new(_calendar, onDay._day, rest, _offsetMinutes);
    }

    /// <inheritdoc/>
    public bool Equals(ClinicalTime other) =>
        _day == other._day && _ticksPlusOne == other._ticksPlusOne && _offsetMinutes == other._offsetMinutes && _calendar == other._calendar;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ClinicalTime other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_day, _ticksPlusOne, _offsetMinutes, _calendar);

    /// <summary>Whether both say exactly the same.</summary>
    /// <param name="left">One time.</param>
    /// <param name="right">The other time.</param>
    /// <returns><see langword="true"/> if so; two instants written with different offsets are not equal.</returns>
    public static bool operator ==(ClinicalTime left, ClinicalTime right) => left.Equals(right);

    /// <summary>Whether the two differ in anything they say.</summary>
    /// <param name="left">One time.</param>
    /// <param name="right">The other time.</param>
    /// <returns><see langword="true"/> if so.</returns>
    public static bool operator !=(ClinicalTime left, ClinicalTime right) => !left.Equals(right);

    /// <summary>ISO 8601 for calendar times (<c>2026-03-01T14:30:00+01:00</c>), a number for relative days (<c>2</c>, <c>0.25</c>).</summary>
    /// <returns>The text.</returns>
    public override string ToString()
    {
        if (IsRelative)
        {
            var day = HasTimeOfDay ? _day + ((decimal)(_ticksPlusOne - 1) / TimeSpan.TicksPerDay) : _day;
            return (day / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture);
        }

        var date = DateOnly.FromDayNumber(_day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (!HasTimeOfDay)
        {
            return date;
        }

        var time = new TimeOnly(_ticksPlusOne - 1);
        var clock = time.ToString(time.Ticks % TimeSpan.TicksPerSecond == 0 ? "HH:mm:ss" : "HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);
        if (_calendar == Calendar.Local)
        {
            return $"{date}T{clock}";
        }

        var minutes = Math.Abs(_offsetMinutes);
        var sign = _offsetMinutes < 0 ? '-' : '+';
        return string.Create(CultureInfo.InvariantCulture, $"{date}T{clock}{sign}{minutes / 60:00}:{minutes % 60:00}");
    }
}
