using System.Globalization;

namespace KetamineOutcomes.Testing;

/// <summary>Runs a test under cultures whose letters, digits, decimal signs and calendars differ from the invariant ones.</summary>
internal static class Cultures
{
    public static IReadOnlyList<string> All { get; } = ["tr-TR", "de-DE", "ar-SA"];

    public static TheoryData<string> Names => [.. All];

    public static T In<T>(string culture, Func<T> read)
    {
        var before = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture;
            return read();
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = before;
        }
    }
}
