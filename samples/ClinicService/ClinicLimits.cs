using System.Globalization;

namespace ClinicService;

/// <summary>How much and how long: a request beyond these ends with 413 or 408.</summary>
/// <param name="FormBytes">The longest filled-in form (<c>Limits:FormBytes</c>).</param>
/// <param name="CourseBytes">The longest course (<c>Limits:CourseBytes</c>).</param>
/// <param name="RequestTime">The longest time that a request may take, its body included (<c>Limits:RequestSeconds</c>).</param>
public sealed record ClinicLimits(int FormBytes, int CourseBytes, TimeSpan RequestTime)
{
    /// <summary>Reads the limits; what is not said has its default.</summary>
    public static ClinicLimits Read(IConfiguration configuration) => new(
        Number(configuration, "Limits:FormBytes", 1024 * 1024),
        Number(configuration, "Limits:CourseBytes", 16 * 1024 * 1024),
        TimeSpan.FromSeconds(Number(configuration, "Limits:RequestSeconds", 30)));

    private static int Number(IConfiguration configuration, string name, int byDefault) =>
        configuration[name] is not { } text ? byDefault
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
        : throw new InvalidOperationException($"{name} must be a whole number above 0.");
}
