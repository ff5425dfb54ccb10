using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace KetamineOutcomes.Instruments.Definitions;

/// <summary>A JSON value with its path; collects issues instead of throwing.</summary>
internal readonly struct StrictValue
{
    private readonly JsonElement _element;
    private readonly List<Issue> _issues;

    public StrictValue(JsonElement element, string path, List<Issue> issues)
    {
        _element = element;
        Path = path;
        _issues = issues;
    }

    public string Path { get; }

    public JsonValueKind Kind => _element.ValueKind;

    public void Fail(string code, string message) => _issues.Add(new Issue(code, IssueSeverity.Error, message, Path));

    public void FailValue(string expected) => Fail(IssueCodes.JsonValueInvalid, $"Expected {expected}.");

    public string Text(string expected = "a text that is not empty")
    {
        if (TryText(out var text))
        {
            return text;
        }

        FailValue(expected);
        return "?";
    }

    public bool TryText([NotNullWhen(true)] out string? text)
    {
        text = _element.ValueKind == JsonValueKind.String ? _element.GetString() : null;
        return text is { Length: > 0 };
    }

    public Fraction Number()
    {
        if (TryNumber(out var value))
        {
            return value;
        }

        FailValue("a number, or a fraction such as \"25/9\"");
        return 0;
    }

    public bool TryNumber(out Fraction value)
    {
        value = default;
        return _element.ValueKind switch
        {
            JsonValueKind.Number => Fraction.FitsDecimal(_element.GetRawText()) && _element.TryGetDecimal(out var number)
                && (number != 0 || IsZero(_element.GetRawText())) && Fraction.TryFromDecimal(number, out value),
            JsonValueKind.String => _element.GetString() is { } text && text.Contains('/', StringComparison.Ordinal) && Fraction.TryParse(text, out value),
            _ => false,
        };
    }

    /// <summary>Whether a number is zero as written; a very small one is not, though a decimal makes it so.</summary>
    private static bool IsZero(string number)
    {
        var exponent = number.AsSpan().IndexOfAny('e', 'E');
        return !(exponent < 0 ? number.AsSpan() : number.AsSpan(0, exponent)).ContainsAnyInRange('1', '9');
    }

    public int WholeNumber(int min, int max)
    {
        if (_element.ValueKind == JsonValueKind.Number && _element.TryGetInt32(out var value) && value >= min && value <= max)
        {
            return value;
        }

        FailValue(string.Create(CultureInfo.InvariantCulture, $"a whole number, {min} to {max}"));
        return min;
    }

    public bool Flag()
    {
        if (_element.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return _element.GetBoolean();
        }

        FailValue("true or false");
        return false;
    }

    /// <summary>One of the words of a closed list.</summary>
    public T Word<T>(IReadOnlyDictionary<string, T> words)
    {
        if (_element.ValueKind == JsonValueKind.String && words.TryGetValue(_element.GetString()!, out var value))
        {
            return value;
        }

        FailValue("one of " + string.Join(", ", words.Keys));
        return words.Values.First();
    }

    public List<StrictValue> List(int atLeast = 0)
    {
        if (_element.ValueKind != JsonValueKind.Array)
        {
            FailValue("a list");
            return [];
        }

        var list = new List<StrictValue>();
        foreach (var element in _element.EnumerateArray())
        {
            list.Add(new StrictValue(element, string.Create(CultureInfo.InvariantCulture, $"{Path}[{list.Count}]"), _issues));
        }

        if (list.Count < atLeast)
        {
            FailValue(atLeast == 1 ? "a list that is not empty" : string.Create(CultureInfo.InvariantCulture, $"a list of at least {atLeast}"));
        }

        return list;
    }

    public StrictObject Object() => new(this, _element, _issues);
}

/// <summary>A JSON object of which every member must be asked for: what nobody asked for is an issue, and so is a member that stands twice.</summary>
internal sealed class StrictObject
{
    private readonly Dictionary<string, StrictValue> _members = new(StringComparer.Ordinal);
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly List<Issue> _issues;
    private readonly StrictValue _self;
    private readonly bool _isObject;

    public StrictObject(StrictValue self, JsonElement element, List<Issue> issues)
    {
        _self = self;
        _issues = issues;
        _isObject = element.ValueKind == JsonValueKind.Object;
        if (!_isObject)
        {
            self.FailValue("an object");
            return;
        }

        foreach (var property in element.EnumerateObject())
        {
            var path = $"{self.Path}.{property.Name}";
            if (!_members.TryAdd(property.Name, new StrictValue(property.Value, path, issues)))
            {
                issues.Add(new Issue(IssueCodes.JsonMemberDuplicate, IssueSeverity.Error, "The member stands twice.", path));
            }
        }
    }

    public string Path => _self.Path;

    public IEnumerable<string> Names => _members.Keys;

    public bool Has(string name) => _members.ContainsKey(name);

    public void Fail(string code, string message) => _self.Fail(code, message);

    public bool TryGet(string name, [NotNullWhen(true)] out StrictValue? value)
    {
        _asked.Add(name);
        value = _members.TryGetValue(name, out var found) ? found : null;
        return value is not null;
    }

    /// <summary>A member that must be there; reads as what <paramref name="read"/> makes of it, or the fallback.</summary>
    public T Get<T>(string name, Func<StrictValue, T> read, T fallback)
    {
        if (TryGet(name, out var value))
        {
            return read(value.Value);
        }

        if (_isObject)
        {
            _issues.Add(new Issue(IssueCodes.JsonMemberMissing, IssueSeverity.Error, $"The member {name} is missing.", Path));
        }

        return fallback;
    }

    public string Text(string name) => Get(name, value => value.Text(), "?");

    public T? Optional<T>(string name, Func<StrictValue, T> read)
        where T : class =>
        TryGet(name, out var value) ? read(value.Value) : null;

    public T Optional<T>(string name, Func<StrictValue, T> read, T fallback) =>
        TryGet(name, out var value) ? read(value.Value) : fallback;

    public EquatableArray<T> Array<T>(string name, Func<StrictValue, T> read, int atLeast = 0) =>
        atLeast > 0
            ? Get(name, value => value.List(atLeast).Select(read).ToEquatableArray(), default)
            : Optional(name, value => value.List().Select(read).ToEquatableArray(), default);

    /// <summary>To be called last: whatever was not asked for is unknown.</summary>
    public void Close()
    {
        foreach (var (name, value) in _members)
        {
            if (!_asked.Contains(name))
            {
                value.Fail(IssueCodes.JsonMemberUnknown, "The format has no such member here.");
            }
        }
    }
}
