using System.Globalization;

namespace KetamineOutcomes.Export.FhirPath;

/// <summary>What an expression says more than once, said once: by <c>defineVariable</c> where the caller allows it, and in full wherever it stands where not.</summary>
/// <remarks>Variables begin with <c>ko_</c>, as the columns of the SQL do, so that none meets a variable of the form.</remarks>
internal sealed class FhirPathNames(bool definesVariables)
{
    private const string Own = "ko_";

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly List<(string Name, string Text)> _definitions = [];

    /// <summary>Whether a text may have variables.</summary>
    public bool DefinesVariables => definesVariables;

    /// <summary>A text by a name of its own.</summary>
    /// <param name="kind">What it is: the name's begin.</param>
    /// <param name="text">What it stands for; the same text has the same name.</param>
    /// <returns>The variable, or the text in parentheses.</returns>
    public string Share(string kind, string text)
    {
        if (!definesVariables)
        {
            return $"({text})";
        }

        if (!_names.TryGetValue(text, out var name))
        {
            var number = _definitions.Count(definition => definition.Name.StartsWith(Own + kind, StringComparison.Ordinal)) + 1;
            name = string.Create(CultureInfo.InvariantCulture, $"{Own}{kind}{number}");
            _names.Add(text, name);
            _definitions.Add((name, text));
        }

        return "%" + name;
    }

    /// <summary>The definitions in the order in which they were first asked for, each after what it needs itself.</summary>
    public string Definitions => string.Concat(_definitions.Select(definition => $".defineVariable('{definition.Name}', {definition.Text})"));
}
