namespace KetamineOutcomes.Indicators;

/// <summary>The form of words on which programs rely: lower-case letters and digits, joined by hyphens.</summary>
internal static class StableWord
{
    public static string Require(string word, string parameter)
    {
        ArgumentNullException.ThrowIfNull(word, parameter);
        return IsOne(word) ? word : throw new ArgumentException("Expected lower-case words joined by hyphens.", parameter);
    }

    private static bool IsOne(string word) => word.Length > 0 && word[0] != '-' && word[^1] != '-'
        && !word.Contains("--", StringComparison.Ordinal)
        && word.All(letter => letter is '-' or (>= 'a' and <= 'z') or (>= '0' and <= '9'));
}
