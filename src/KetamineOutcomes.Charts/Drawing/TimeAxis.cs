using System.Globalization;

namespace KetamineOutcomes.Charts.Drawing;

/// <summary>An axis of calendar dates or days: places in days, labels as dates where the course has them.</summary>
internal static class TimeAxis
{
    private static readonly string[] Months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    private static readonly int[] MonthSteps = [1, 2, 3, 6, 12, 24, 60, 120];
    private static readonly int[] DaySteps = [1, 2, 7, 14];

    /// <summary>The place of a time: days, with the time of day as a part of one.</summary>
    public static double Of(ClinicalTime time) => time.DayNumber + ((time.TimeOfDay?.TotalDays) ?? 0);

    /// <summary>The axis over a span of places.</summary>
    /// <param name="from">The first place.</param>
    /// <param name="to">The last.</param>
    /// <param name="zero">The place from which days are counted; <see langword="null"/> for dates.</param>
    /// <param name="title">What days are counted from.</param>
    /// <param name="room">How wide the axis is, in sizes of type.</param>
    public static Axis Between(double from, double to, double? zero, string title, double room)
    {
        var about = Math.Max(2, (int)(room / 6));
        if (zero is { } start)
        {
            var ticks = Ticks.Between(from - start, to - start, about).Where(tick => tick == Math.Truncate(tick));
            return new Axis(from, to, title, [.. ticks.Select(tick => ((double)tick + start, Ticks.Label(tick)))]);
        }

        var days = Dates(from, to, about);
        int? year = null;
        var labels = new List<(double At, string Label)>();
        foreach (var day in days)
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"{day.Day} {Months[day.Month - 1]}") + (year == day.Year ? "" : string.Create(CultureInfo.InvariantCulture, $" {day.Year}"));
            year = day.Year;
            labels.Add((day.DayNumber, text));
        }

        return new Axis(from, to, "", labels);
    }

    /// <summary>First days of months where there are months, else days a week or a day apart.</summary>
    private static IEnumerable<DateOnly> Dates(double from, double to, int about)
    {
        var (first, last) = ((int)Math.Ceiling(from), (int)Math.Floor(to));
        var days = Math.Max(1, last - first);
        if (days / 30.4 >= 2.5)
        {
            var step = MonthSteps.FirstOrDefault(months => days / 30.4 / months <= about, 1200);
            var month = DateOnly.FromDayNumber(first);
            for (var at = (month.Year * 12) + month.Month - 1; at / 12 < 9999; at++)
            {
                var day = new DateOnly(at / 12, (at % 12) + 1, 1);
                if (day.DayNumber > last)
                {
                    yield break;
                }

                if (at % step == 0 && day.DayNumber >= first)
                {
                    yield return day;
                }
            }

            yield break;
        }

        var apart = DaySteps.FirstOrDefault(step => days / step <= about, 28);
        for (var at = first; at <= last; at += apart)
        {
            yield return DateOnly.FromDayNumber(at);
        }
    }
}
