using System.Globalization;
using System.Text.Json;

namespace KetamineOutcomes.Fhir;

/// <summary>A JSON value of a resource with its path. A member that is <c>null</c> counts as absent.</summary>
/// <remarks>Paths hold only names that this reader asks for and numbers of places, so that nothing of a damaged or hostile text gets into an issue.</remarks>
internal readonly struct FhirNode
{
    private const int LongestNumber = 64;

    public FhirNode(JsonElement element, string path)
    {
        Element = element;
        Path = path;
    }

    public JsonElement Element { get; }

    public string Path { get; }

    public bool IsObject => Element.ValueKind == JsonValueKind.Object;

    /// <summary>A member of an object.</summary>
    public bool TryGet(string name, out FhirNode member)
    {
        if (IsObject && Element.TryGetProperty(name, out var element) && element.ValueKind != JsonValueKind.Null)
        {
            member = new FhirNode(element, Join(Path, name));
            return true;
        }

        member = default;
        return false;
    }

    /// <summary>A member that is a text; one that is not is an issue.</summary>
    public string? Text(string name, List<Issue>? issues, IssueSeverity severity = IssueSeverity.Warning)
    {
        if (!TryGet(name, out var member))
        {
            return null;
        }

        if (member.Element.ValueKind == JsonValueKind.String)
        {
            return member.Element.GetString();
        }

        issues?.Add(member.Invalid("a text", severity));
        return null;
    }

    /// <summary>The elements of a member that is a list; one that is not is an issue.</summary>
    public IEnumerable<FhirNode> List(string name, List<Issue>? issues, IssueSeverity severity = IssueSeverity.Error)
    {
        if (!TryGet(name, out var member))
        {
            yield break;
        }

        if (member.Element.ValueKind != JsonValueKind.Array)
        {
            issues?.Add(member.Invalid("a list", severity));
            yield break;
        }

        var index = 0;
        foreach (var element in member.Element.EnumerateArray())
        {
            yield return new FhirNode(element, string.Create(CultureInfo.InvariantCulture, $"{member.Path}[{index}]"));
            index++;
        }
    }

    public Issue Invalid(string expected, IssueSeverity severity = IssueSeverity.Error) =>
        new(IssueCodes.JsonValueInvalid, severity, $"Expected {expected}.", Path.Length == 0 ? "$" : Path);

    /// <summary>The number that the node is, exact, if it is one.</summary>
    public bool TryNumber(out Fraction number)
    {
        number = default;
        return Element.ValueKind == JsonValueKind.Number && TryNumber(Element.GetRawText(), allowExponent: true, out number);
    }

    /// <summary>A number as text, exact; more digits than a decimal holds are refused rather than rounded.</summary>
    public static bool TryNumber(string text, bool allowExponent, out Fraction number)
    {
        number = default;
        const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        return text.Length <= LongestNumber
            && text.Count(char.IsAsciiDigit) <= 28
            && decimal.TryParse(text, allowExponent ? Plain | NumberStyles.AllowExponent : Plain, CultureInfo.InvariantCulture, out var value)
            && (value != 0 || IsZero(text))
            && Fraction.TryFromDecimal(value, out number);
    }

    public static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    /// <summary>Whether a number is zero as written; a very small one is not, though a decimal makes it so.</summary>
    private static bool IsZero(string number)
    {
        var exponent = number.AsSpan().IndexOfAny('e', 'E');
        return !(exponent < 0 ? number.AsSpan() : number.AsSpan(0, exponent)).ContainsAnyInRange('1', '9');
    }
}
