using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Indicators;

/// <summary>One series of a course as one scale sees it: what lies before it and what lies in it. Data without treatments are one window without infusions.</summary>
internal sealed record SeriesWindow(int Number, InfusionSeries? Series, List<ScaleReading> Before, List<ScaleReading> After)
{
    public static List<SeriesWindow> Split(Course course, List<ScaleReading> readings)
    {
        if (course.Series.IsEmpty)
        {
            return [new SeriesWindow(1, null, [], readings)];
        }

        var windows = new List<SeriesWindow>();
        for (var i = 0; i < course.Series.Count; i++)
        {
            var series = course.Series[i];
            var next = i + 1 < course.Series.Count ? course.Series[i + 1].First : null;
            windows.Add(new SeriesWindow(
                series.Number,
                series,
                [.. readings.Where(reading => reading.Administration.IsBefore(series.First))],
                [.. readings.Where(reading => !reading.Administration.IsBefore(series.First) && (next is null || reading.Administration.IsBefore(next)))]));
        }

        return windows;
    }
}
