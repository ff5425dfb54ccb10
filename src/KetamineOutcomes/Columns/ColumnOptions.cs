namespace KetamineOutcomes.Columns;

/// <summary>What a caller chooses when a rule is compiled for columns.</summary>
public sealed record ColumnOptions
{
    /// <summary>The defaults: the scale's first missing-item policy and its default bands.</summary>
    public static ColumnOptions Default { get; } = new();

    /// <summary>A missing-item policy of the scale by name, or <see langword="null"/> for its default.</summary>
    public string? MissingPolicy { get; init; }

    /// <summary>A set of severity bands of the scale by id, or <see langword="null"/> for its default.</summary>
    public string? BandSet { get; init; }
}
