namespace KetamineOutcomes.Fhir;

/// <summary>Questionnaires, value sets and code systems to which responses refer: they say which item a linkId is and what an answer is worth.</summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
public sealed class FhirDefinitions
{
    private FhirDefinitions(DefinitionStore store, EquatableArray<Issue> issues)
    {
        Store = store;
        Issues = issues;
    }

    /// <summary>How many definitions there are.</summary>
    public int Count => Store.Count;

    /// <summary>What could not be read; the places are the number of the document and the path in it.</summary>
    public EquatableArray<Issue> Issues { get; }

    internal DefinitionStore Store { get; }

    /// <summary>Reads definitions: Questionnaire, ValueSet and CodeSystem resources, and Bundles of them. Of two with one address the first holds.</summary>
    /// <param name="documents">Each a JSON document in UTF-8.</param>
    /// <returns>The definitions, and what could not be read.</returns>
    public static FhirDefinitions Read(IEnumerable<ReadOnlyMemory<byte>> documents)
    {
        ArgumentNullException.ThrowIfNull(documents);
        var store = new DefinitionStore();
        var issues = new List<Issue>();
        var number = 0;
        foreach (var bytes in documents)
        {
            number++;
            using var document = ResourceJson.Parse(bytes, out var issue);
            if (document is null)
            {
                issues.Add(At(number, issue!));
                continue;
            }

            var root = new FhirNode(document.RootElement, "");
            if (root.Text("resourceType", issues: null) == "Bundle")
            {
                foreach (var entry in root.List("entry", issues))
                {
                    if (entry.TryGet("resource", out var resource))
                    {
                        store.Add(resource);
                    }
                }
            }
            else if (!store.Add(root))
            {
                issues.Add(At(number, root.Invalid("a Questionnaire, ValueSet, CodeSystem or Bundle")));
            }
        }

        return new FhirDefinitions(store, issues.ToEquatableArray());
    }

    private static Issue At(int document, Issue issue) =>
        new(issue.Code, issue.Severity, issue.Message, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"document {document}, {issue.Place}"));
}
