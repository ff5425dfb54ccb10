using System.Diagnostics.CodeAnalysis;

namespace KetamineOutcomes.Columns;

/// <summary>What an alert of a row says, in one byte: the cases of <see cref="Instruments.AlertStatus"/>.</summary>
/// <remarks>0 is none of them, so that a buffer that was never written does not read as an all-clear.</remarks>
[SuppressMessage("Design", "CA1028", Justification = "A column of a hundred million rows is why it is a byte.")]
public enum ColumnAlert : byte
{
    /// <summary>Nothing was written here.</summary>
    None = 0,

    /// <summary>The item was answered and needs attention.</summary>
    Raised = 1,

    /// <summary>The item was answered and needs none.</summary>
    Clear = 2,

    /// <summary>The item was not answered or cannot be read. Nothing may be concluded.</summary>
    NotAssessed = 3,
}
