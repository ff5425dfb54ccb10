using System.Text.Json;

namespace KetamineOutcomes.Fhir;

/// <summary>Another form that shares an instrument's looks or codes and must not be scored as it.</summary>
internal sealed record OtherForm(string Name, EquatableArray<string> Instruments, EquatableArray<string> Codes, EquatableArray<string> LinkIds);

/// <summary>The LOINC codes that are used wrongly in the wild, with what each really is; from the file Codes/traps.json, where the sources stand.</summary>
internal sealed class Traps
{
    private readonly Dictionary<string, OtherForm> _byCode = new(StringComparer.Ordinal);
    private readonly Dictionary<(string SeenAs, string Code), string> _misused = [];
    private readonly HashSet<string> _noResponse = new(StringComparer.Ordinal);

    private Traps(FhirNode root)
    {
        OtherForms = root.List("otherForms", issues: null).Select(form => new OtherForm(
            form.Text("name", issues: null)!, Texts(form, "instruments"), Texts(form, "codes"), Texts(form, "linkIds"))).ToEquatableArray();
        foreach (var form in OtherForms)
        {
            foreach (var code in form.Codes)
            {
                _byCode.Add(code, form);
            }
        }

        foreach (var misuse in root.List("misused", issues: null))
        {
            _misused.Add((misuse.Text("seenAs", issues: null)!, misuse.Text("code", issues: null)!), misuse.Text("is", issues: null)!);
        }

        foreach (var code in root.List("noResponse", issues: null))
        {
            _noResponse.Add(code.Text("code", issues: null)!);
        }
    }

    public static Traps Shipped { get; } = Load();

    public EquatableArray<OtherForm> OtherForms { get; }

    /// <summary>The other form to which a LOINC code belongs.</summary>
    public OtherForm? FindForm(string loinc) => _byCode.TryGetValue(loinc, out var form) ? form : null;

    /// <summary>The other form that a linkId shows: its last part has one of the patterns, in which <c>?</c> is a letter A to I.</summary>
    public OtherForm? FindFormByLinkId(string stripped)
    {
        var last = stripped.AsSpan(stripped.LastIndexOf('/') + 1);
        foreach (var form in OtherForms)
        {
            foreach (var pattern in form.LinkIds)
            {
                if (Fits(last, pattern))
                {
                    return form;
                }
            }
        }

        return null;
    }

    /// <summary>What a code really is that is seen in the place of an instrument's own.</summary>
    /// <param name="instrument">The instrument's id.</param>
    /// <param name="loinc">The code.</param>
    /// <returns>What it is, or <see langword="null"/> if it is no known misuse for this instrument.</returns>
    public string? FindMisuse(string instrument, string loinc)
    {
        foreach (var ((seenAs, code), meaning) in _misused)
        {
            if (code == loinc && (seenAs == instrument || (seenAs.StartsWith(instrument, StringComparison.Ordinal) && seenAs[instrument.Length] == '/')))
            {
                return meaning;
            }
        }

        return null;
    }

    /// <summary>Whether an answer code says that there was no answer.</summary>
    public bool IsNoResponse(string code) => _noResponse.Contains(code);

    private static bool Fits(ReadOnlySpan<char> text, string pattern)
    {
        if (text.Length != pattern.Length)
        {
            return false;
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (pattern[i] == '?' ? text[i] is < 'A' or > 'I' : text[i] != pattern[i])
            {
                return false;
            }
        }

        return true;
    }

    private static EquatableArray<string> Texts(FhirNode node, string name) =>
        node.List(name, issues: null).Select(element => element.Element.GetString()!).ToEquatableArray();

    private static Traps Load()
    {
        using var stream = typeof(Traps).Assembly.GetManifestResourceStream("codes/traps.json")!;
        using var document = JsonDocument.Parse(stream);
        return new Traps(new FhirNode(document.RootElement, ""));
    }
}
