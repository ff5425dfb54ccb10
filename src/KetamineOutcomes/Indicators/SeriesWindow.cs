using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Indicators;

/// <summary>One series of a course as one kind of reading sees it: what lies before it and what lies in it. Data without treatments are one window without infusions.</summary>
internal sealed record SeriesWindow<TReading>(int Number, InfusionSeries? Series, List<TReading> Before, List<TReading> After)
    where TReading : Reading
{
    public static List<SeriesWindow<TReading>> Split(Course course, List<TReading> readings)
    {
        if (course.Series.IsEmpty)
        {
            return [new SeriesWindow<TReading>(1, null, [], readings)];
        }

        var windows = new List<SeriesWindow<TReading>>();
        for (var i = 0; i < course.Series.Count; i++)
        {
            var series = course.Series[i];
            var next = i + 1 < course.Series.Count ? course.Series[i + 1].First : null;
            windows.Add(new SeriesWindow<TReading>(
                series.Number,
                series,
                [.. readings.Where(reading => reading.IsBefore(series.First))],
                [.. readings.Where(reading => !reading.IsBefore(series.First) && (next is null || reading.IsBefore(next)))]));
        }

        return windows;
    }
}
