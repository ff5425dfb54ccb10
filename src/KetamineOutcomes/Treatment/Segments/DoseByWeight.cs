namespace KetamineOutcomes.Treatment.Segments;

/// <summary>The stable words that say why a dose has no mg per kg, or why an infusion has no hours since the last.</summary>
/// <remarks>A word is never renamed and never used for two things.</remarks>
public static class DoseReasons
{
    /// <summary>The dose is not known.</summary>
    public const string DoseMissing = "dose-missing";

    /// <summary>The weight is not known.</summary>
    public const string WeightMissing = "weight-missing";

    /// <summary>The product is dosed in whole devices and not by weight: nasal esketamine.</summary>
    public const string DoseNotByWeight = "dose-not-by-weight";

    /// <summary>The dose is no whole number of devices.</summary>
    public const string DoseNotWholeDevices = "dose-not-whole-devices";

    /// <summary>It is the first infusion on record.</summary>
    public const string NoEarlierInfusion = "no-earlier-infusion";

    /// <summary>One of the two infusions has a date and no time of day.</summary>
    public const string NoTimeOfDay = "no-time-of-day";

    /// <summary>By the clock the infusions come in another order than by the dates as written in their time zones.</summary>
    public const string ClocksDisagree = "clocks-disagree";

    /// <summary>One of the two has an offset from UTC and the other is a local time: the hours between them would be a guess.</summary>
    public const string ClocksMixed = "clocks-mixed";

    /// <summary>Why there are no hours between two times that have none.</summary>
    internal static string NoHours(ClinicalTime from, ClinicalTime to) => from.HasTimeOfDay && to.HasTimeOfDay ? ClocksMixed : NoTimeOfDay;
}

/// <summary>A dose in mg per kg of body weight, or why there is none.</summary>
/// <remarks>
/// Nasal esketamine is given in whole devices whatever the weight (<see cref="EsketamineDevice"/>), so that mg per kg does not apply. Every other agent and route has it where dose and weight are known; between routes it cannot be compared, since they differ in
/// how much reaches the blood.
/// </remarks>
public sealed record DoseByWeight
{
    private DoseByWeight(Fraction? mgPerKg, string? reason)
    {
        MgPerKg = mgPerKg;
        Reason = reason;
    }

    /// <summary>The dose in mg per kg, exact, or <see langword="null"/>.</summary>
    public Fraction? MgPerKg { get; }

    /// <summary>Why there is none (<see cref="DoseReasons"/>), or <see langword="null"/>.</summary>
    public string? Reason { get; }

    /// <summary>The dose of an infusion by weight.</summary>
    /// <param name="infusion">The infusion.</param>
    /// <returns>The dose, or why there is none.</returns>
    public static DoseByWeight Of(Infusion infusion)
    {
        ArgumentNullException.ThrowIfNull(infusion);
        return EsketamineDevice.IsUsedFor(infusion)
            ? new DoseByWeight(null, DoseReasons.DoseNotByWeight)
            : infusion.DoseMg is null ? new DoseByWeight(null, DoseReasons.DoseMissing)
            : infusion.MgPerKg is { } dose ? new DoseByWeight(dose, null)
            : new DoseByWeight(null, DoseReasons.WeightMissing);
    }
}
