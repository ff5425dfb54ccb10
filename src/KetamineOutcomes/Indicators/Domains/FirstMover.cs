namespace KetamineOutcomes.Indicators.Domains;

/// <summary>When one side was first seen to be better: after the last visit without a gain, not after the first with one. Days of the series.</summary>
/// <param name="LastWithout">The last day on which it was rated and not better; the baseline's where there is no other.</param>
/// <param name="FirstWith">The first day on which it was better, or <see langword="null"/>.</param>
/// <param name="LastRated">The last day on which it was rated.</param>
internal readonly record struct DomainGain(double LastWithout, double? FirstWith, double LastRated);

/// <summary>Which of two sides moved first, as far as the days of the visits tell. Pure.</summary>
internal static class FirstMover
{
    public const string MoodFirst = "mood-first";
    public const string FunctioningFirst = "functioning-first";
    public const string Together = "together";
    public const string MoodOnly = "mood-only";
    public const string FunctioningOnly = "functioning-only";
    public const string Neither = "neither";

    /// <summary>The state, or <see langword="null"/> where either could have been first.</summary>
    public static string? Find(DomainGain mood, DomainGain functioning)
    {
        if (mood.FirstWith is { } m && functioning.FirstWith is { } f)
        {
            // Two visits on one day say the same time.
            return m.Equals(f) ? Together : m <= functioning.LastWithout ? MoodFirst : f <= mood.LastWithout ? FunctioningFirst : null;
        }

        if (mood.FirstWith is { } moodAt)
        {
            return functioning.LastRated >= moodAt ? MoodOnly : null;
        }

        if (functioning.FirstWith is { } functioningAt)
        {
            return mood.LastRated >= functioningAt ? FunctioningOnly : null;
        }

        return Neither;
    }
}
