namespace KetamineOutcomes.Indicators;

/// <summary>The library's own indicators behind <see cref="IIndicator"/>, each once, in the order in which they are asked.</summary>
internal static class StandardIndicators
{
    public static IReadOnlyList<IIndicator> All { get; } = [];
}
