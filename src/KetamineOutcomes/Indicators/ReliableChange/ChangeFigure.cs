using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Indicators.ReliableChange;

/// <summary>A number on which reliable change or a plateau rests, with who was measured and where it was read.</summary>
/// <remarks>Immutable; compares by value.</remarks>
public sealed record ChangeFigure
{
    /// <summary>A number of the caller's own choice.</summary>
    /// <param name="value">The number, in points of the scale; a reliability from 0 to 1.</param>
    /// <param name="population">Who was measured.</param>
    /// <param name="source">Where it was read.</param>
    /// <exception cref="ArgumentException">A text is empty.</exception>
    public ChangeFigure(Fraction value, string population, string source)
        : this(value, population, source, null)
    {
    }

    internal ChangeFigure(Fraction value, string population, string source, EvidenceStatus? status)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(population);
        ArgumentException.ThrowIfNullOrWhiteSpace(source);
        Value = value;
        Population = population;
        Source = source;
        Status = status;
    }

    /// <summary>The number, in points of the scale; a reliability from 0 to 1.</summary>
    public Fraction Value { get; }

    /// <summary>Who was measured.</summary>
    public string Population { get; }

    /// <summary>Where it was read.</summary>
    public string Source { get; }

    /// <summary>How well the definition's figure is supported, or <see langword="null"/> for the caller's own.</summary>
    public EvidenceStatus? Status { get; }

    internal double Number => Value.ToDouble();
}
