namespace KetamineOutcomes.Instruments;

/// <summary>What a psychometric figure measures.</summary>
public enum PsychometricKind
{
    /// <summary>Internal consistency, Cronbach's alpha (0 to 1).</summary>
    Alpha,

    /// <summary>Test-retest reliability (0 to 1).</summary>
    TestRetest,

    /// <summary>Agreement between raters (0 to 1).</summary>
    InterRater,

    /// <summary>A mean, in the scale's points.</summary>
    Mean,

    /// <summary>A standard deviation, in the scale's points.</summary>
    StandardDeviation,

    /// <summary>A minimal clinically important difference, in points.</summary>
    Mcid,

    /// <summary>A minimal clinically important difference, in per cent of baseline.</summary>
    McidPercent,

    /// <summary>A published reliable change, in points.</summary>
    ReliableChange,
}

/// <summary>A published psychometric figure with its population.</summary>
public sealed record Psychometric
{
    internal Psychometric()
    {
    }

    /// <summary>What it measures.</summary>
    public PsychometricKind Kind { get; internal init; }

    /// <summary>The figure; the lower end where a range is published.</summary>
    public Fraction Value { get; internal init; }

    /// <summary>The upper end where a range is published, else <see langword="null"/>.</summary>
    public Fraction? Upper { get; internal init; }

    /// <summary>Who was measured.</summary>
    public string Population { get; internal init; } = "";

    /// <summary>Where it was read.</summary>
    public EquatableArray<Evidence> Evidence { get; internal init; }
}
