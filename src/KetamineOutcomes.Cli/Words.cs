using System.Globalization;

namespace KetamineOutcomes.Cli;

/// <summary>Times and lists as people write them.</summary>
internal static class Words
{
    private static readonly string[] Months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    /// <summary>A date without its time of day, or a day: 8 February 2026, day 24.</summary>
    public static string Of(ClinicalTime time)
    {
        if (time.IsRelative)
        {
            return string.Create(CultureInfo.InvariantCulture, $"day {time.DayNumber}");
        }

        var date = DateOnly.FromDayNumber(time.DayNumber);
        return string.Create(CultureInfo.InvariantCulture, $"{date.Day} {Months[date.Month - 1]} {date.Year}");
    }

    /// <summary>A number of things: 1 infusion, 3 infusions.</summary>
    public static string Count(long count, string one) => string.Create(CultureInfo.InvariantCulture, $"{count} {one}{(count == 1 ? "" : "s")}");

    /// <summary>A list with and before the last.</summary>
    public static string And(IReadOnlyList<string> words) => words.Count < 2 ? string.Concat(words) : $"{string.Join(", ", words.SkipLast(1))} and {words[^1]}";
}
