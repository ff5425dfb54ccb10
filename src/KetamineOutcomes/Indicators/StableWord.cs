namespace KetamineOutcomes.Indicators;

/// <summary>The form of words on which programs rely: lower-case letters and digits, joined by hyphens.</summary>
internal static class StableWord
{
    public static string Require(string word, string parameter)
    {
        ArgumentNullException.ThrowIfNull(word, parameter);
        return IsOne(word) ? word : throw new ArgumentException("Expected lower-case words joined by hyphens.", parameter);
    }

    public static bool IsOne(string word)
    {
        // A hyphen stands between two other letters.
        var isAfterLetter = false;
        foreach (var letter in word)
        {
            if (letter is not ('-' or (>= 'a' and <= 'z') or (>= '0' and <= '9')) || (letter == '-' && !isAfterLetter))
            {
                return false;
            }

            isAfterLetter = letter != '-';
        }

        return isAfterLetter;
    }
}
