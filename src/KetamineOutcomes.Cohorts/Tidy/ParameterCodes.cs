namespace KetamineOutcomes.Cohorts.Tidy;

/// <summary>The codes under which scales stand in tables of ADaM's shape (PARAMCD). Sponsors have their own, so they are the caller's to choose.</summary>
public sealed class ParameterCodes
{
    private const int Longest = 8;

    private readonly Dictionary<string, string> _chosen;
    private readonly SortedDictionary<string, string> _made = new(StringComparer.Ordinal);

    private ParameterCodes(Dictionary<string, string> chosen) => _chosen = chosen;

    /// <summary>Codes made from ids: letters and digits of the instrument in capitals, <c>PHQ9</c>; of other scales with the scale behind it, cut off at eight.</summary>
    public static ParameterCodes Made => new(new Dictionary<string, string>(StringComparer.Ordinal));

    /// <summary>Takes codes of the caller's.</summary>
    /// <param name="codes">The code of each <c>instrument/scale</c>; others get made ones.</param>
    /// <returns>The codes.</returns>
    /// <exception cref="ArgumentException">A code has no one to eight capitals and digits beginning with a capital, or stands for two scales.</exception>
    public static ParameterCodes Choose(IEnumerable<KeyValuePair<string, string>> codes)
    {
        ArgumentNullException.ThrowIfNull(codes);
        var chosen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (scale, code) in codes)
        {
            if (code.Length is 0 or > Longest || !char.IsAsciiLetterUpper(code[0]) || !code.All(letter => char.IsAsciiLetterUpper(letter) || char.IsAsciiDigit(letter)))
            {
                throw new ArgumentException("A code has one to eight capitals and digits and begins with a capital.", nameof(codes));
            }

            if (!chosen.TryAdd(scale, code) || chosen.Count(entry => entry.Value == code) > 1)
            {
                throw new ArgumentException("A code stands for one scale, and a scale has one code.", nameof(codes));
            }
        }

        return new ParameterCodes(chosen);
    }

    /// <summary>The code of a scale.</summary>
    /// <param name="instrument">The instrument's id.</param>
    /// <param name="scale">The scale's id.</param>
    /// <returns>The code: the same for the same scale, and no other scale's of these tables.</returns>
    public string Of(string instrument, string scale)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        ArgumentNullException.ThrowIfNull(scale);
        var name = $"{instrument}/{scale}";
        if (_chosen.TryGetValue(name, out var code) || _made.TryGetValue(name, out code))
        {
            return code;
        }

        var letters = new string([.. (scale == "total" ? instrument : instrument + scale).ToUpperInvariant().Where(char.IsAsciiLetterOrDigit)]);
        code = letters[..Math.Min(Longest, letters.Length)];
        for (var number = 2; _chosen.ContainsValue(code) || _made.ContainsValue(code); number++)
        {
            var suffix = number.ToString(System.Globalization.CultureInfo.InvariantCulture);
            code = letters[..Math.Min(Longest - suffix.Length, letters.Length)] + suffix;
        }

        _made[name] = code;
        return code;
    }
}
