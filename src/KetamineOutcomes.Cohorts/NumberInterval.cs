namespace KetamineOutcomes.Cohorts;

/// <summary>An interval of numbers with the level that it was made for.</summary>
/// <param name="Low">The lower end, in the unit of what it is about.</param>
/// <param name="High">The upper end, not below <paramref name="Low"/>; infinite where nothing bounds it.</param>
/// <param name="Level">The confidence level, above 0 and below 1 (0.95 for 95 %).</param>
public readonly record struct NumberInterval(double Low, double High, double Level)
{
    /// <summary>The lower end, in the unit of what it is about.</summary>
    public double Low { get; } = Low;

    /// <summary>The upper end, not below <see cref="Low"/>; infinite where nothing bounds it.</summary>
    public double High { get; } = High;

    /// <summary>The confidence level, above 0 and below 1.</summary>
    public double Level { get; } = Level;
}
