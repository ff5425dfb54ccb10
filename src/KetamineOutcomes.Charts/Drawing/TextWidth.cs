namespace KetamineOutcomes.Charts.Drawing;

/// <summary>About how wide a text is in a common sans-serif face, so that labels can be kept apart without asking a machine for its fonts. Rather too wide than too narrow.</summary>
internal static class TextWidth
{
    private const string More = "…";

    public static double Of(string text, double size) => size * text.Sum(Share);

    /// <summary>A text as much of it as there is room for; what is cut off ends in an ellipsis, and stands whole in the figure's description or title.</summary>
    public static string Fit(string text, double size, double room)
    {
        if (Of(text, size) <= room)
        {
            return text;
        }

        var width = size;
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            width += size * Math.Max(Share(text[length]), rune.Utf16SequenceLength == 2 ? 1 : 0);
            if (width > room)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return text[..length].TrimEnd() + More;
    }

    private static double Share(char letter) => letter switch
    {
        'i' or 'j' or 'l' or '\'' or '|' or '.' or ',' or ':' or ';' or '!' => 0.3,
        'f' or 't' or 'r' or ' ' or '(' or ')' or '[' or ']' or '-' or '/' => 0.38,
        'm' or 'w' or 'M' or 'W' or '%' or '@' => 0.92,
        >= 'A' and <= 'Z' => 0.7,
        _ => 0.58,
    };
}
