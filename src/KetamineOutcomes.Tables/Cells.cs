using System.Globalization;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Tables;

/// <summary>What a cell says, as pandas, R and people write it. Culture plays no part.</summary>
internal static class Cells
{
    // Exact spellings: "none" may be an option's id, and "NONE" or "Na" are nobody's missing value.
    private static readonly string[] MissingWords = ["NA", "na", "NaN", "nan", "NAN", ".", "NULL", "null", "None", "<NA>"];

    private static readonly string[] NotApplicableWords = ["not-applicable", "n/a"];

    /// <summary>Whether a cell says that there is no value.</summary>
    public static bool IsMissing(string? text) => string.IsNullOrWhiteSpace(text) || MissingWords.AsSpan().Contains(text.Trim());

    /// <summary>Reads <c>7</c>, <c>2.0</c>, <c>-1</c>, <c>+.5</c> or <c>1e1</c> exactly.</summary>
    /// <remarks>
    /// Not decimal.TryParse: it rounds what has too many digits (1e-400 becomes 0), and a rounded answer may be a legal one. Numbers of
    /// more than 15 significant digits, or that far from 1, are no answers to anything and are refused.
    /// </remarks>
    public static bool TryNumber(ReadOnlySpan<char> text, out Fraction value)
    {
        const int Digits = 15;
        value = default;
        text = text.Trim();
        var negative = text.StartsWith("-", StringComparison.Ordinal);
        if (negative || text.StartsWith("+", StringComparison.Ordinal))
        {
            text = text[1..];
        }

        var exponent = 0;
        var e = text.IndexOfAny('e', 'E');
        if (e >= 0)
        {
            if (!int.TryParse(text[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent) || Math.Abs((long)exponent) > 1000)
            {
                return false;
            }

            text = text[..e];
        }

        var point = text.IndexOf('.');
        var whole = point < 0 ? text : text[..point];
        var decimals = (point < 0 ? [] : text[(point + 1)..]).TrimEnd('0');
        var anyDigit = text.Length > (point < 0 ? 0 : 1);
        if (!anyDigit || whole.ContainsAnyExceptInRange('0', '9') || (point >= 0 && text[(point + 1)..].ContainsAnyExceptInRange('0', '9')))
        {
            return false;
        }

        var digits = string.Concat(whole, decimals).TrimStart('0');
        var scale = exponent - decimals.Length;
        var significant = digits.TrimEnd('0');
        scale += digits.Length - significant.Length;
        if (significant.Length == 0)
        {
            return true;
        }

        if (significant.Length > Digits || significant.Length + Math.Max(scale, 0) > Digits || scale < -Digits)
        {
            return false;
        }

        var number = long.Parse(significant, NumberStyles.None, CultureInfo.InvariantCulture);
        var power = 1L;
        for (var i = 0; i < Math.Abs(scale); i++)
        {
            power *= 10;
        }

        value = scale >= 0 ? new Fraction(number * power, 1) : new Fraction(number, power);
        if (negative)
        {
            value = -value;
        }

        return true;
    }

    /// <summary>Reads the answer to an item; what cannot be read is <see cref="Answer.Unreadable"/>.</summary>
    public static Answer ReadAnswer(Item item, string? text, MissingCodes missing)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return Answer.Missing;
        }

        text = text.Trim();
        if (missing.Contains(text))
        {
            return Answer.Missing;
        }

        if (item.Kind == ItemKind.Choice && FindOption(item, text, StringComparison.Ordinal) is { } exact)
        {
            return Answer.Option(exact);
        }

        if (IsMissing(text))
        {
            return Answer.Missing;
        }

        if (Array.Exists(NotApplicableWords, word => string.Equals(word, text, StringComparison.OrdinalIgnoreCase)))
        {
            return Answer.NotApplicable;
        }

        if (item.Kind == ItemKind.TimeOfDay)
        {
            // A bare number may be hours or minutes: it is not guessed at.
            return TryTime(text, out var time) ? Answer.Time(time) : Answer.Unreadable;
        }

        if (TryNumber(text, out var number))
        {
            return Answer.Number(number);
        }

        return item.Kind == ItemKind.Choice && FindOption(item, text, StringComparison.OrdinalIgnoreCase) is { } loose ? Answer.Option(loose) : Answer.Unreadable;
    }

    private static string? FindOption(Item item, string text, StringComparison comparison)
    {
        foreach (var option in item.Options)
        {
            if (string.Equals(option.Id, text, comparison))
            {
                return option.Id;
            }
        }

        return null;
    }

    private static readonly string[] TimeFormats = ["H:mm", "HH:mm", "H:mm:ss", "HH:mm:ss"];

    // Seconds are read because spreadsheets write them; any but 00 would have to be rounded.
    private static bool TryTime(string text, out TimeOnly time) =>
        TimeOnly.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out time) && time.Second == 0;
}

/// <summary>The caller's codes for "no answer", by number (7 is 7.0) and by word.</summary>
internal sealed class MissingCodes
{
    private readonly HashSet<Fraction> _numbers = [];
    private readonly HashSet<string> _words = new(StringComparer.Ordinal);

    private MissingCodes()
    {
    }

    public static MissingCodes None { get; } = new();

    /// <summary>Takes the codes, unless one of them is a legal answer of an item.</summary>
    public static MissingCodes? Read(EquatableArray<string> codes, Instrument instrument, out TableError? error)
    {
        var read = new MissingCodes();
        error = null;
        foreach (var given in codes)
        {
            var code = given.Trim();
            if (code.Length == 0)
            {
                continue;
            }

            var isNumber = Cells.TryNumber(code, out var number);
            foreach (var item in instrument.Items)
            {
                if (isNumber ? IsLegal(item, number) : item.Options.Any(option => string.Equals(option.Id, code, StringComparison.OrdinalIgnoreCase)))
                {
                    error = new TableError(
                        TableCodes.MissingCodeLegal,
                        IssueSeverity.Error,
                        $"The missing code {code} lies among the legal answers of {item.Id} ({item.Label}): recode the data, or leave the code out.",
                        field: "missing-code");
                    return null;
                }
            }

            _ = isNumber ? read._numbers.Add(number) : read._words.Add(code);
        }

        return read;
    }

    public bool Contains(string text) =>
        (_words.Count > 0 && _words.Contains(text)) || (_numbers.Count > 0 && Cells.TryNumber(text, out var number) && _numbers.Contains(number));

    // Times of day are written as HH:MM, so no bare number is a legal one.
    private static bool IsLegal(Item item, Fraction number) =>
        item.Kind != ItemKind.TimeOfDay && number >= item.Min && (item.Max is not { } max || number <= max);
}
