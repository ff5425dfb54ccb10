using KetamineOutcomes.Indicators;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Cohorts.Tallies;

/// <summary>
/// All that is counted of a cohort: a few numbers a group, scale and point, however many people there are. Tallies of parts merge to that of the whole, exactly and in any
/// order, as long as nobody is in two of them and all were made with the same options.
/// </summary>
public sealed class CohortTally : IEquatable<CohortTally>
{
    private readonly SortedDictionary<CellKey, CohortCell> _cells;

    private CohortTally(SortedDictionary<CellKey, CohortCell> cells) => _cells = cells;

    /// <summary>Of nobody.</summary>
    public static CohortTally Empty { get; } = new([]);

    /// <summary>The cells in order of their keys.</summary>
    public IEnumerable<KeyValuePair<CellKey, CohortCell>> Cells => _cells;

    /// <summary>How many members there are.</summary>
    public long Members => _cells.Where(cell => cell.Key.Topic == Topics.Members && cell.Key.Group == CohortGroup.Everybody.Name)
        .Select(cell => ((CohortCell.People)cell.Value).Count).SingleOrDefault();

    /// <summary>Counts members.</summary>
    /// <param name="members">The members, in any order; they are read once.</param>
    /// <param name="options">What the caller chose when they were assessed.</param>
    /// <param name="catalogue">The instruments, or <see langword="null"/> for those that ship.</param>
    /// <returns>The tally.</returns>
    /// <exception cref="ArgumentException">The points hold <see cref="AssessmentPoint.EveryVisit"/>, at which a member has many answers.</exception>
    public static CohortTally Of(IEnumerable<CohortMember> members, CohortOptions? options = null, InstrumentCatalogue? catalogue = null)
    {
        ArgumentNullException.ThrowIfNull(members);
        options ??= CohortOptions.Default;
        if (options.Assessment.Points.Any(point => point is AssessmentPoint.EveryVisit))
        {
            throw new ArgumentException("At every visit a member has many answers, and a cohort counts each member once at a point.", nameof(options));
        }

        return FromCells(members.SelectMany(member => MemberCells.Of(member, options, catalogue ?? InstrumentCatalogue.Shipped)));
    }

    /// <summary>Takes cells that were made elsewhere.</summary>
    /// <param name="cells">Keys with cells; those of one key are merged.</param>
    /// <returns>The tally.</returns>
    /// <exception cref="ArgumentException">Cells of one key are of unlike kinds.</exception>
    public static CohortTally FromCells(IEnumerable<KeyValuePair<CellKey, CohortCell>> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        var merged = new SortedDictionary<CellKey, CohortCell>();
        foreach (var (key, cell) in cells)
        {
            merged[key] = merged.TryGetValue(key, out var before) ? before.Merge(cell) : cell;
        }

        return new CohortTally(merged);
    }

    /// <summary>Both together.</summary>
    /// <param name="other">The tally of other members, made with the same options.</param>
    /// <returns>The tally of all.</returns>
    public CohortTally Merge(CohortTally other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return FromCells(_cells.Concat(other._cells));
    }

    /// <summary>Whether both hold the same counts.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns><see langword="true"/> if so.</returns>
    public static bool operator ==(CohortTally? left, CohortTally? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether they differ.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns><see langword="true"/> if so.</returns>
    public static bool operator !=(CohortTally? left, CohortTally? right) => !(left == right);

    /// <inheritdoc/>
    public bool Equals(CohortTally? other) => other is not null && _cells.SequenceEqual(other._cells);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CohortTally);

    /// <inheritdoc/>
    public override int GetHashCode() => _cells.Count;
}
