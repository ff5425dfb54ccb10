namespace KetamineOutcomes.Indicators;

/// <summary>
/// What counts as now, and for which other days the answers that were given about it would have been the same. So an answer need not be worked out again only because a
/// course has a later record.
/// </summary>
internal sealed class NowSpan(ClinicalTime? now)
{
    private long _first = long.MinValue;
    private long _last = long.MaxValue;

    /// <summary>Whether now is more than some days after a time; not where nothing is on record.</summary>
    public bool IsAfter(ClinicalTime at, int days)
    {
        if (now is not { } time)
        {
            return false;
        }

        var limit = (long)at.DayNumber + days;
        var isAfter = time.DaysSince(at) > days;
        if (isAfter)
        {
            _first = Math.Max(_first, limit + 1);
        }
        else
        {
            _last = Math.Min(_last, limit);
        }

        return isAfter;
    }

    /// <summary>Whether now is fewer than some days after a time; not where nothing is on record.</summary>
    public bool IsWithin(ClinicalTime at, int days) => now is not null && !IsAfter(at, days - 1);

    /// <summary>Whether whoever asked this one would have been told the same of another time.</summary>
    public bool IsSameFor(ClinicalTime? other) => now is { } mine && other is { } time
        ? mine.IsRelative == time.IsRelative && time.DayNumber >= _first && time.DayNumber <= _last
        : now is null && other is null;
}
