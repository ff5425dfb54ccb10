namespace KetamineOutcomes.Instruments;

/// <summary>What one exact value says on a scale: its result, its default band, and how it stands to the cut-offs.</summary>
internal sealed record ScaleReading(ScoreValue Value, Severity? Severity, EquatableArray<CutOffReading> CutOffs);
