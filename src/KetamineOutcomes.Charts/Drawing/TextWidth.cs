namespace KetamineOutcomes.Charts.Drawing;

/// <summary>About how wide a text is in a common sans-serif face, so that labels can be kept apart without asking a machine for its fonts. Rather too wide than too narrow.</summary>
internal static class TextWidth
{
    public static double Of(string text, double size) => size * text.Sum(Share);

    private static double Share(char letter) => letter switch
    {
        'i' or 'j' or 'l' or '\'' or '|' or '.' or ',' or ':' or ';' or '!' => 0.3,
        'f' or 't' or 'r' or ' ' or '(' or ')' or '[' or ']' or '-' or '/' => 0.38,
        'm' or 'w' or 'M' or 'W' or '%' or '@' => 0.92,
        >= 'A' and <= 'Z' => 0.7,
        _ => 0.58,
    };
}
