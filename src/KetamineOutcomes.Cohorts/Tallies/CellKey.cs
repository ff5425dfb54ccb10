using System.Globalization;
using KetamineOutcomes.Indicators;

namespace KetamineOutcomes.Cohorts.Tallies;

/// <summary>What a number of a cohort is about.</summary>
/// <param name="Group">The name of the grouping: <c>all</c>, <c>route</c>.</param>
/// <param name="Level">The part of it.</param>
/// <param name="Instrument">The instrument's id.</param>
/// <param name="Scale">The scale's id.</param>
/// <param name="Topic">What is counted (<see cref="Topics"/>).</param>
/// <param name="Rule">The rule of the answers counted, as in the tables of indicators.</param>
/// <param name="Point">The point of the course, as in the tables of indicators.</param>
public sealed record CellKey(string Group, string Level, string Instrument, string Scale, string Topic, string Rule, string Point) : IComparable<CellKey>
{
    /// <summary>The name of the grouping.</summary>
    public string Group { get; } = Group;

    /// <summary>The part of it.</summary>
    public string Level { get; } = Level;

    /// <summary>The instrument's id.</summary>
    public string Instrument { get; } = Instrument;

    /// <summary>The scale's id.</summary>
    public string Scale { get; } = Scale;

    /// <summary>What is counted.</summary>
    public string Topic { get; } = Topic;

    /// <summary>The rule of the answers counted.</summary>
    public string Rule { get; } = Rule;

    /// <summary>The point of the course.</summary>
    public string Point { get; } = Point;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator <(CellKey left, CellKey right) => Compare(left, right) < 0;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator <=(CellKey left, CellKey right) => Compare(left, right) <= 0;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator >(CellKey left, CellKey right) => Compare(left, right) > 0;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator >=(CellKey left, CellKey right) => Compare(left, right) >= 0;

    /// <summary>The order of tables: everybody first, then by grouping, part, instrument, scale, topic and rule, and along the course.</summary>
    /// <param name="other">The other key.</param>
    /// <returns>Below 0, 0 or above 0.</returns>
    public int CompareTo(CellKey? other) => Compare(this, other);

    private static int Compare(CellKey? x, CellKey? y)
    {
        if (x is null || y is null)
        {
            return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        }

        var result = (x.Group == CohortGroup.Everybody.Name ? 0 : 1) - (y.Group == CohortGroup.Everybody.Name ? 0 : 1);
        result = result != 0 ? result : string.CompareOrdinal(x.Group, y.Group);
        result = result != 0 ? result : string.CompareOrdinal(x.Level, y.Level);
        result = result != 0 ? result : string.CompareOrdinal(x.Instrument, y.Instrument);
        result = result != 0 ? result : string.CompareOrdinal(x.Scale, y.Scale);
        result = result != 0 ? result : string.CompareOrdinal(x.Topic, y.Topic);
        result = result != 0 ? result : string.CompareOrdinal(x.Rule, y.Rule);
        result = result != 0 ? result : PlaceOf(x.Point).CompareTo(PlaceOf(y.Point));
        return result != 0 ? result : string.CompareOrdinal(x.Point, y.Point);
    }

    /// <summary>Infusions by number, then days and nominal visits by number, then the end of induction, the last visit and the series as a whole.</summary>
    private static (int Kind, int Number) PlaceOf(string point) => AssessmentPoint.Parse(point) is { } read && read.TryGetValue(out var parsed)
        ? parsed switch
        {
            AssessmentPoint.AfterInfusion infusion => (0, infusion.Number),
            AssessmentPoint.Day day => (1, day.Number),
            AssessmentPoint.Visit visit => (2, NumberOf(visit.NominalName)),
            AssessmentPoint.EndOfInduction => (3, 0),
            _ => (4, 0),
        }
        : (5, 0);

    /// <summary>The number at the end of a visit's name (week-10 goes behind week-2); 0 without one.</summary>
    private static int NumberOf(string name) => int.TryParse(name[(name.LastIndexOf('-') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
