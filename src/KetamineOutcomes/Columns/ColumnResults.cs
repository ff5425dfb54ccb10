namespace KetamineOutcomes.Columns;

/// <summary>Where a <see cref="ColumnScorer"/> writes: the caller's memory, a column each. What is left empty is not wanted and not computed into anything.</summary>
/// <remarks>A column that is wanted has at least as many places as the table has rows. Places behind the last row are left as they are.</remarks>
public sealed record ColumnResults
{
    /// <summary>The case of each row.</summary>
    public Memory<ColumnStatus> Status { get; init; }

    /// <summary>
    /// The score times ten to the scale's decimals, rounded once, half away from zero; <see cref="ColumnScorer.NoScore"/> where there is none. A flag is 0 or 1, a category its value, a profile its
    /// digits.
    /// </summary>
    public Memory<int> Scores { get; init; }

    /// <summary>The same in two bytes; only where <see cref="ColumnScorer.FitsShort"/>.</summary>
    public Memory<short> ShortScores { get; init; }

    /// <summary>The index of the band in <see cref="ColumnScorer.Severities"/>; <see cref="ColumnScorer.NoSeverity"/> where there is none.</summary>
    public Memory<byte> Severities { get; init; }

    /// <summary>A column for each alert, in the order of <see cref="ColumnScorer.Alerts"/>; those beyond the end of the list, and empty ones, are not wanted.</summary>
    public IReadOnlyList<Memory<ColumnAlert>> Alerts { get; init; } = [];

    /// <summary>A column for each alert with the number of its level: 0 for none, 1 for the first of <see cref="Instruments.AlertRule.Levels"/> and so on.</summary>
    public IReadOnlyList<Memory<byte>> AlertLevels { get; init; } = [];
}
