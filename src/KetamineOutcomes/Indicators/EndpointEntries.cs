using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Indicators;

/// <summary>Finds entries among those that a scale declares. Asked for each score, so nothing is allocated.</summary>
internal static class EndpointEntries
{
    /// <summary>The default entry of a kind, or <see langword="null"/>.</summary>
    public static EndpointEntry? Default(this EquatableArray<EndpointEntry> declared, EndpointKind kind)
    {
        foreach (var entry in declared)
        {
            if (entry.Kind == kind && entry.IsDefault)
            {
                return entry;
            }
        }

        return null;
    }

    /// <summary>The remission of which a baseline must be free for an entry to have a meaning: the entry itself where it is one of the scale's remissions, else the default one.</summary>
    public static EndpointEntry? RemissionFor(this EquatableArray<EndpointEntry> declared, EndpointEntry entry)
    {
        if (entry.Kind != EndpointKind.Remission)
        {
            return declared.Default(EndpointKind.Remission);
        }

        foreach (var other in declared)
        {
            if (ReferenceEquals(other, entry))
            {
                return other;
            }
        }

        foreach (var other in declared)
        {
            if (other.Kind == EndpointKind.Remission && other == entry)
            {
                return other;
            }
        }

        return null;
    }
}
