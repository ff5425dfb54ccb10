using System.Text;

namespace KetamineOutcomes.Fhir;

/// <summary>Times as bytes, as <see cref="ClinicalTime"/> reads and prints them.</summary>
internal static class TimeText
{
    /// <summary>The most bytes of a printed time.</summary>
    public const int Longest = 40;

    /// <summary>Reads a time and prints it.</summary>
    /// <param name="text">The time as written, UTF-8.</param>
    /// <param name="printed">Takes the time as <see cref="ClinicalTime.ToString"/> gives it; <see cref="Longest"/> bytes or more.</param>
    /// <returns>How many bytes were printed; 0 where the text is no time.</returns>
    public static int Print(ReadOnlySpan<byte> text, Span<byte> printed)
    {
        if (IsPlain(text))
        {
            // Already as printed, but for the letter of UTC.
            text.CopyTo(printed);
            if (text[^1] != (byte)'Z')
            {
                return text.Length;
            }

            "+00:00"u8.CopyTo(printed[(text.Length - 1)..]);
            return text.Length + 5;
        }

        return ClinicalTime.TryParse(Encoding.UTF8.GetString(text), out var time) ? Encoding.UTF8.GetBytes(time.ToString(), printed) : 0;
    }

    /// <summary>Whether it is a date, or a date and a time to the second with its offset, each in all its digits; other times may be right too.</summary>
    private static bool IsPlain(ReadOnlySpan<byte> text)
    {
        if (text.Length is not (10 or 20 or 25)
            || text[4] != '-' || text[7] != '-'
            || !TryTwo(text, 0, out var century) || !TryTwo(text, 2, out var years) || !TryTwo(text, 5, out var month) || !TryTwo(text, 8, out var day)
            || (century * 100) + years == 0 || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth((century * 100) + years, month))
        {
            return false;
        }

        if (text.Length == 10)
        {
            return true;
        }

        if (text[10] != 'T' || text[13] != ':' || text[16] != ':'
            || !TryTwo(text, 11, out var hour) || !TryTwo(text, 14, out var minute) || !TryTwo(text, 17, out var second)
            || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        if (text.Length == 20)
        {
            return text[19] == 'Z';
        }

        // No offset at all is printed as +00:00, however it is written.
        return (text[19] == '+' || text[19] == '-') && text[22] == ':'
            && TryTwo(text, 20, out var hours) && TryTwo(text, 23, out var minutes)
            && minutes <= 59 && (hours * 60) + minutes <= 14 * 60
            && (text[19] == '+' || hours + minutes > 0);
    }

    private static bool TryTwo(ReadOnlySpan<byte> text, int at, out int number)
    {
        var (tens, ones) = (text[at] - '0', text[at + 1] - '0');
        number = (tens * 10) + ones;
        return tens is >= 0 and <= 9 && ones is >= 0 and <= 9;
    }
}
