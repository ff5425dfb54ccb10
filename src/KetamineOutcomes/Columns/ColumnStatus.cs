using System.Diagnostics.CodeAnalysis;

namespace KetamineOutcomes.Columns;

/// <summary>Which case of a score a row is, in one byte.</summary>
/// <remarks>The cases are those of <see cref="Instruments.Score"/>. 0 is none of them, so that a buffer that was never written shows.</remarks>
[SuppressMessage("Design", "CA1028", Justification = "A column of a hundred million rows is why it is a byte.")]
public enum ColumnStatus : byte
{
    /// <summary>Nothing was written here.</summary>
    None = 0,

    /// <summary>There is a score.</summary>
    Scored = 1,

    /// <summary>There is a score, filled in by the missing-item policy.</summary>
    Prorated = 2,

    /// <summary>Too many answers are missing for a score.</summary>
    Incomplete = 3,

    /// <summary>An answer is none of the item's, or two contradict each other.</summary>
    Invalid = 4,
}
