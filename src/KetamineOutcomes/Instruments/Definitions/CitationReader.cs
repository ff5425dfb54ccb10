namespace KetamineOutcomes.Instruments.Definitions;

/// <summary>Reads the sources of a definition file, and the evidence that refers to them.</summary>
internal sealed class CitationReader
{
    private readonly Dictionary<string, Source> _sources = new(StringComparer.Ordinal);

    /// <summary>The sources in the file's order.</summary>
    public EquatableArray<Source> Sources => _sources.Values.ToEquatableArray();

    /// <summary>The member <c>sources</c> of the root; to be read before any evidence.</summary>
    public void ReadSources(StrictObject root)
    {
        foreach (var source in root.Array("sources", ReadSource, atLeast: 1))
        {
            if (!_sources.TryAdd(source.Key, source))
            {
                root.Fail(IssueCodes.DefinitionIdDuplicate, $"The source {source.Key} is defined twice.");
            }
        }
    }

    /// <summary>A list of evidence, at least one.</summary>
    public EquatableArray<Evidence> ReadEvidence(StrictObject members, string name = "evidence") =>
        members.Array(name, ReadEvidence, atLeast: 1);

    private static Source ReadSource(StrictValue value)
    {
        var members = value.Object();
        var source = new Source
        {
            Key = members.Get("key", InstrumentReader.ReadSlug, "?"),
            Citation = members.Text("citation"),
            Url = members.Optional("url", v => v.Text()),
        };
        members.Close();
        return source;
    }

    private Evidence ReadEvidence(StrictValue value)
    {
        var members = value.Object();
        var key = members.Get("source", InstrumentReader.ReadSlug, "?");
        var status = members.Get("status", v => v.Word(Words.Statuses), EvidenceStatus.Verified);
        var note = members.Optional("note", v => v.Text());
        members.Close();
        if (!_sources.TryGetValue(key, out var source))
        {
            source = new Source { Key = key };
            if (key != "?")
            {
                members.Fail(IssueCodes.DefinitionIdUnknown, $"There is no source {key}.");
            }
        }

        return new Evidence { Source = source, Status = status, Note = note };
    }
}
