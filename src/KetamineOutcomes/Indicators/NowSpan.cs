namespace KetamineOutcomes.Indicators;

/// <summary>
/// What counts as now, and for which other days the answers that were given about it would have been the same. So an answer need not be worked out again only because a
/// course has a later record.
/// </summary>
internal sealed class NowSpan(ClinicalTime? now)
{
    private NowLimits _limits = NowLimits.None;

    /// <summary>Whether now is more than some days after a time; not where nothing is on record.</summary>
    public bool IsAfter(ClinicalTime at, int days)
    {
        if (now is not { } time)
        {
            return false;
        }

        var limit = (long)at.DayNumber + days;
        var isAfter = time.DaysSince(at) > days;
        Hold(isAfter ? NowLimits.None with { First = limit + 1 } : NowLimits.None with { Last = limit });
        return isAfter;
    }

    /// <summary>Whether now is fewer than some days after a time; not where nothing is on record.</summary>
    public bool IsWithin(ClinicalTime at, int days) => now is not null && !IsAfter(at, days - 1);

    /// <summary>Takes over what another asked whose answer is used here.</summary>
    public void Hold(NowLimits limits) => _limits = _limits.And(limits);

    /// <summary>Does work that asks, and tells within which limits it would have been told the same.</summary>
    public T Listen<T>(Func<T> work, out NowLimits limits)
    {
        var before = _limits;
        _limits = NowLimits.None;
        var result = work();
        limits = _limits;
        _limits = before.And(limits);
        return result;
    }

    /// <summary>Whether whoever asked this one would have been told the same of another time.</summary>
    public bool IsSameFor(ClinicalTime? other) => now is { } mine && other is { } time
        ? mine.IsRelative == time.IsRelative && _limits.Hold(time.DayNumber)
        : now is null && other is null;
}

/// <summary>The days of now, both inclusive, for which answers that rest on it are the same.</summary>
internal readonly record struct NowLimits(long First, long Last)
{
    /// <summary>Nothing was asked of now.</summary>
    public static NowLimits None { get; } = new(long.MinValue, long.MaxValue);

    public NowLimits And(NowLimits other) => new(Math.Max(First, other.First), Math.Min(Last, other.Last));

    public bool Hold(long day) => day >= First && day <= Last;
}
