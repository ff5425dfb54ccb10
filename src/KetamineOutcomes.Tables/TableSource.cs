namespace KetamineOutcomes.Tables;

/// <summary>A table to be read: its stream, the name that errors repeat, and how it is written.</summary>
/// <param name="Input">The stream. It stays open.</param>
/// <param name="FileName">The name that errors repeat.</param>
/// <param name="Format">How it is written.</param>
public sealed record TableSource(Stream Input, string FileName, TableFormat Format)
{
    /// <summary>The stream.</summary>
    public Stream Input { get; } = Input;

    /// <summary>The name that errors repeat.</summary>
    public string FileName { get; } = FileName;

    /// <summary>How it is written.</summary>
    public TableFormat Format { get; } = Format;
}
