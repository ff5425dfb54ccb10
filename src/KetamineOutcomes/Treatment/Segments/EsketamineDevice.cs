namespace KetamineOutcomes.Treatment.Segments;

/// <summary>The nasal spray device of esketamine: the unit in which that route is dosed.</summary>
/// <remarks>
/// <para>"28 mg of esketamine per device", in two sprays; 56 mg are two devices and 84 mg three. Spravato, prescribing information (FDA, 2020), dosage forms and strengths, as reproduced at
/// rxreasoner.com/monographs/10286; the prescribing information of Malaysia at mims.com says the same. Both are copies of labels: secondary, two that agree.</para>
/// <para>Other agents and routes have no such unit: ketamine into a vein, a muscle or under the skin is dosed by weight, by mouth or under the tongue in mg.</para>
/// </remarks>
public static class EsketamineDevice
{
    /// <summary>The mg of esketamine in one device.</summary>
    public const int Mg = 28;

    /// <summary>Whether an infusion is nasal esketamine.</summary>
    /// <param name="infusion">The infusion.</param>
    /// <returns><see langword="true"/> if so.</returns>
    public static bool IsUsedFor(Infusion infusion)
    {
        ArgumentNullException.ThrowIfNull(infusion);
        return infusion.Route == Route.Intranasal && string.Equals(infusion.Agent, "esketamine", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>How many devices a dose of nasal esketamine is.</summary>
    /// <param name="infusion">The infusion.</param>
    /// <param name="reason">Why there is no number (<see cref="DoseReasons.DoseMissing"/>, <see cref="DoseReasons.DoseNotWholeDevices"/>), or <see langword="null"/>.</param>
    /// <returns>The devices, or <see langword="null"/>.</returns>
    /// <exception cref="ArgumentException">It is no nasal esketamine.</exception>
    public static int? Count(Infusion infusion, out string? reason)
    {
        if (!IsUsedFor(infusion))
        {
            throw new ArgumentException("Only nasal esketamine is dosed in devices.", nameof(infusion));
        }

        reason = infusion.DoseMg is null ? DoseReasons.DoseMissing
            : infusion.DoseMg % Mg != 0 || infusion.DoseMg / Mg > int.MaxValue ? DoseReasons.DoseNotWholeDevices
            : null;
        return reason is null ? (int)(infusion.DoseMg!.Value / Mg) : null;
    }
}
