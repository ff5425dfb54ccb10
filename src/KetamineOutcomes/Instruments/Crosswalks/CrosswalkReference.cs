namespace KetamineOutcomes.Instruments.Crosswalks;

/// <summary>The crosswalk by which a score was linked.</summary>
public sealed record CrosswalkReference
{
    internal CrosswalkReference(string id, string version, string name)
    {
        Id = id;
        Version = version;
        Name = name;
    }

    /// <summary>The crosswalk's id.</summary>
    public string Id { get; }

    /// <summary>The version of its definition.</summary>
    public string Version { get; }

    /// <summary>Its name for people.</summary>
    public string Name { get; }

    /// <summary>For example <c>qids-sr16-to-ham-d17 1.0.0</c>.</summary>
    /// <returns>The reference as text.</returns>
    public override string ToString() => $"{Id} {Version}";
}
