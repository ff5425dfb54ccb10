namespace KetamineOutcomes.Fhir;

/// <summary>How linkIds are read.</summary>
internal static class LinkIds
{
    private const int LongestPath = 100;

    /// <summary>A linkId without its leading slash: <c>/44250-9</c> is <c>44250-9</c>.</summary>
    public static string Strip(string linkId) => linkId.StartsWith('/') ? linkId[1..] : linkId;

    /// <summary>The code that a linkId is: itself, or the last of a path that is made of LOINC codes only (<c>44249-1/44250-9</c>, as LHC-Forms nests).</summary>
    public static string CodeOf(string stripped)
    {
        var slash = stripped.LastIndexOf('/');
        return slash is > 0 and < LongestPath && stripped.Split('/').All(IsLoinc) ? stripped[(slash + 1)..] : stripped;
    }

    /// <summary>Whether a text has the shape of a LOINC code: digits, a hyphen, a check digit.</summary>
    public static bool IsLoinc(string text)
    {
        var hyphen = text.Length - 2;
        return hyphen is >= 1 and <= 8 && text[hyphen] == '-' && char.IsAsciiDigit(text[^1]) && text.AsSpan(0, hyphen).IndexOfAnyExceptInRange('0', '9') < 0;
    }

    /// <summary>A canonical address without its version.</summary>
    public static string WithoutVersion(string canonical)
    {
        var bar = canonical.IndexOf('|', StringComparison.Ordinal);
        return bar < 0 ? canonical : canonical[..bar];
    }
}
