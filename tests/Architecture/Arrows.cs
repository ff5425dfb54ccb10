namespace KetamineOutcomes.Architecture;

/// <summary>One use of something in one room by something in another.</summary>
/// <param name="From">The room that uses.</param>
/// <param name="To">The room that is used.</param>
/// <param name="Where">What uses what, for the reader of a failure.</param>
internal sealed record Edge(string From, string To, string Where);

/// <summary>Which room may know which; everything else is refused, rooms that the design does not name too.</summary>
internal sealed class Arrows
{
    private readonly Dictionary<string, string[]> _allowed;

    public Arrows(params (string From, string[] To)[] allowed) =>
        _allowed = allowed.ToDictionary(arrow => arrow.From, arrow => arrow.To, StringComparer.Ordinal);

    /// <summary>The assemblies.</summary>
    public static Arrows BetweenRooms { get; } = new(
        ("KetamineOutcomes", []),
        ("KetamineOutcomes.Cohorts", ["KetamineOutcomes"]),
        ("KetamineOutcomes.Tables", ["KetamineOutcomes"]),
        ("KetamineOutcomes.Fhir", ["KetamineOutcomes"]),
        ("KetamineOutcomes.Export", ["KetamineOutcomes"]),
        ("KetamineOutcomes.Charts", ["KetamineOutcomes"]),
        ("ketamine-outcomes",
        [
            "KetamineOutcomes", "KetamineOutcomes.Cohorts", "KetamineOutcomes.Tables",
            "KetamineOutcomes.Fhir", "KetamineOutcomes.Export", "KetamineOutcomes.Charts",
        ]));

    /// <summary>The core's namespaces, by the part behind <c>KetamineOutcomes.</c>; the root is <c>root</c>.</summary>
    public static Arrows InsideTheCore { get; } = new(
        ("root", []),
        ("Instruments", ["root"]),
        ("Statistics", ["root"]),
        ("Programs", ["Instruments", "root"]),
        ("Columns", ["Programs", "Instruments", "root"]),
        ("Treatment", ["Instruments", "root"]),
        ("Indicators", ["Treatment", "Instruments", "Statistics", "root"]),
        ("Json", ["Indicators", "Treatment", "Columns", "Statistics", "Instruments", "root"]));

    /// <summary>The edges that the design does not allow, as sentences.</summary>
    public IReadOnlyList<string> FindViolations(IEnumerable<Edge> edges)
    {
        var violations = new List<string>();
        foreach (var edge in edges)
        {
            if (!_allowed.TryGetValue(edge.From, out var targets))
            {
                violations.Add($"{edge.From} is no room of the design ({edge.Where})");
            }
            else if (edge.From != edge.To && !targets.Contains(edge.To, StringComparer.Ordinal))
            {
                violations.Add($"{edge.From} must not know {edge.To} ({edge.Where})");
            }
        }

        return [.. violations.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>The room of a namespace of the core.</summary>
    public static string RoomOf(string @namespace)
    {
        var parts = @namespace.Split('.');
        return parts.Length == 1 ? "root" : parts[1];
    }
}
