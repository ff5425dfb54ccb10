namespace KetamineOutcomes.Fhir;

/// <summary>A variable of a form, which its expressions may use as <c>%name</c>: the extension <c>variable</c> of the whole Questionnaire, in FHIRPath.</summary>
public sealed record FhirVariable
{
    /// <summary>Makes a variable.</summary>
    /// <param name="name">The name, without the percent sign.</param>
    /// <param name="expression">Its value.</param>
    /// <exception cref="ArgumentException">A text is empty.</exception>
    public FhirVariable(string name, string expression)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentException.ThrowIfNullOrWhiteSpace(expression);
        Name = name;
        Expression = expression;
    }

    /// <summary>The name, without the percent sign.</summary>
    public string Name { get; }

    /// <summary>Its value, in FHIRPath.</summary>
    public string Expression { get; }
}
