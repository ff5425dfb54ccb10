namespace KetamineOutcomes.Tables;

/// <summary>Reads cells of days in their ordinary form, which is also how they are printed: <c>2026-03-01</c>, or a whole relative day such as <c>-7</c>.</summary>
internal static class DayCells
{
    /// <summary>Reads a date.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="day">The day, counted from 1 January of the year 1.</param>
    /// <returns><see langword="false"/> for all that only the careful way may read.</returns>
    public static bool TryDate(ReadOnlySpan<byte> cell, out int day)
    {
        day = 0;
        if (cell.Length != 10 || cell[4] != '-' || cell[7] != '-' || !TryDigits(cell[..4], out var year) || !TryDigits(cell[5..7], out var month) || !TryDigits(cell[8..], out var date)
            || year < 1 || month is < 1 or > 12 || date < 1 || date > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        day = new DateOnly(year, month, date).DayNumber;
        return true;
    }

    /// <summary>Reads a relative day.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="day">The day.</param>
    /// <returns><see langword="false"/> for all that only the careful way may read: signs, blanks, decimals and zeros that are not needed.</returns>
    public static bool TryRelative(ReadOnlySpan<byte> cell, out int day)
    {
        day = 0;
        var isNegative = !cell.IsEmpty && cell[0] == '-';
        var digits = isNegative ? cell[1..] : cell;
        if (digits.Length is 0 or > 6 || (digits[0] == '0' && cell.Length > 1) || !TryDigits(digits, out day) || day > ClinicalTime.MaxRelativeDay)
        {
            return false;
        }

        day = isNegative ? -day : day;
        return true;
    }

    /// <summary>The time that such a cell means.</summary>
    public static ClinicalTime ToTime(int day, bool isDate) => isDate ? ClinicalTime.OnDate(DateOnly.FromDayNumber(day)) : ClinicalTime.OnDay(day);

    private static bool TryDigits(ReadOnlySpan<byte> cell, out int number)
    {
        number = 0;
        foreach (var b in cell)
        {
            var digit = b - '0';
            if (digit is < 0 or > 9)
            {
                return false;
            }

            number = (number * 10) + digit;
        }

        return true;
    }
}
