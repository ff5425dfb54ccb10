namespace KetamineOutcomes.Instruments;

/// <summary>How a fact of a definition is known.</summary>
public enum EvidenceStatus
{
    /// <summary>Read in the named source: the publisher's or owner's page, the paper's text or its abstract.</summary>
    Verified,

    /// <summary>Recomputed from published data or a published table and found equal.</summary>
    Recomputed,

    /// <summary>Read in another program's code; shows behaviour, not a manual.</summary>
    Code,

    /// <summary>Read only in a secondary source that quotes the first.</summary>
    Secondary,

    /// <summary>Arithmetic on other facts; the note says which.</summary>
    Derived,

    /// <summary>This project's own decision, said to be so.</summary>
    ProjectPolicy,
}

/// <summary>A named source of facts.</summary>
public sealed record Source
{
    internal Source()
    {
    }

    /// <summary>The key by which a definition refers to it, for example <c>kroenke-2001</c>.</summary>
    public string Key { get; internal init; } = "";

    /// <summary>Authors, year and where it was published, or the page's owner and title.</summary>
    public string Citation { get; internal init; } = "";

    /// <summary>Its address (a DOI where there is one), or <see langword="null"/>.</summary>
    public string? Url { get; internal init; }
}

/// <summary>Where one fact of a definition comes from, and how it is known.</summary>
public sealed record Evidence
{
    internal Evidence()
    {
    }

    /// <summary>The source.</summary>
    public Source Source { get; internal init; } = new();

    /// <summary>How the fact is known.</summary>
    public EvidenceStatus Status { get; internal init; }

    /// <summary>Where in the source, or what it says, in our own words; or <see langword="null"/>.</summary>
    public string? Note { get; internal init; }
}
