namespace KetamineOutcomes.Instruments.Crosswalks;

/// <summary>One row of a published table: scores of one scale, and what corresponds to them on the other.</summary>
public sealed record CrosswalkEntry
{
    internal CrosswalkEntry()
    {
    }

    /// <summary>The scores of the first scale for which the row stands.</summary>
    public ScoreInterval From { get; internal init; }

    /// <summary>The corresponding scores of the second scale, as printed.</summary>
    public ScoreInterval To { get; internal init; }

    /// <summary>The standard error that the table gives, in the unit of the second scale; <see langword="null"/> if it gives none.</summary>
    public Fraction? StandardError { get; internal init; }
}
