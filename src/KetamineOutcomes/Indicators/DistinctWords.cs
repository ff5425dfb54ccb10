namespace KetamineOutcomes.Indicators;

/// <summary>Words without their repeats, in order. Lists of flags and sources are short and seldom repeat one, so nothing is allocated to find that out.</summary>
internal static class DistinctWords
{
    public static EquatableArray<string> Of(EquatableArray<string> words) => HasRepeats(words.AsSpan()) ? words.Distinct(StringComparer.Ordinal).ToEquatableArray() : words;

    private static bool HasRepeats(ReadOnlySpan<string> words)
    {
        if (words.Length > 16)
        {
            return true;
        }

        for (var i = 1; i < words.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (string.Equals(words[i], words[j], StringComparison.Ordinal))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
