namespace KetamineOutcomes.Indicators;

/// <summary>A point that the caller asked for (<see cref="AssessmentPoint"/>) and the visit found there, or why there is none.</summary>
/// <remarks>Immutable.</remarks>
public sealed class TrajectoryPoint
{
    internal TrajectoryPoint(string name, TrajectoryVisit? visit, string? reason, bool isNotApplicable, EquatableArray<string> flags, EquatableArray<Parameter> parameters)
    {
        Name = name;
        Visit = visit;
        Reason = reason;
        IsNotApplicable = isNotApplicable;
        Flags = flags;
        Parameters = parameters;
    }

    /// <summary>The name that tables print as <c>point</c>.</summary>
    public string Name { get; }

    /// <summary>The visit, or <see langword="null"/> where none was found. It may stand beside a <see cref="Reason"/>: a last visit that is too old.</summary>
    public TrajectoryVisit? Visit { get; }

    /// <summary>Why the point has no usable visit (<see cref="Reasons"/>), or <see langword="null"/>.</summary>
    public string? Reason { get; }

    /// <summary>Whether the reason says that the question makes no sense here, and not that the data do not tell.</summary>
    public bool IsNotApplicable { get; }

    /// <summary>What the point itself asks readers to bear in mind.</summary>
    public EquatableArray<string> Flags { get; }

    /// <summary>The windows by which it was found.</summary>
    public EquatableArray<Parameter> Parameters { get; }
}
