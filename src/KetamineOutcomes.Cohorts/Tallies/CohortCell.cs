using KetamineOutcomes.Cohorts.Distributions;
using KetamineOutcomes.Cohorts.Rates;
using KetamineOutcomes.Cohorts.Reliability;
using KetamineOutcomes.Cohorts.Survival;

namespace KetamineOutcomes.Cohorts.Tallies;

/// <summary>How many had no answer for one reason.</summary>
/// <param name="Reason">Why, as in the tables of indicators (<c>no-assessment</c>).</param>
/// <param name="Before">What the same rule said at the last visit before: <c>met</c>, <c>not-met</c>, or <c>never-known</c>.</param>
/// <param name="Count">How many.</param>
public sealed record MissingCount(string Reason, string Before, long Count)
{
    /// <summary>Why.</summary>
    public string Reason { get; } = Reason;

    /// <summary>What the same rule said at the last visit before.</summary>
    public string Before { get; } = Before;

    /// <summary>How many.</summary>
    public long Count { get; } = Count;
}

/// <summary>What was counted under one key: a closed set of cases, each of which merges with its like exactly and in any order.</summary>
public abstract record CohortCell
{
    private CohortCell()
    {
    }

    /// <summary>The stable word of the case.</summary>
    public abstract string Kind { get; }

    internal abstract void Close();

    /// <summary>Both together.</summary>
    /// <param name="other">The cell of other members under the same key.</param>
    /// <returns>The cell of all.</returns>
    /// <exception cref="ArgumentException">It is of another kind.</exception>
    public CohortCell Merge(CohortCell other) => (this, other) switch
    {
        (People left, People right) => new People(left.Count + right.Count),
        (Rate left, Rate right) => new Rate(left.Met + right.Met, left.NotMet + right.NotMet, Add(left.Missing, right.Missing)),
        (Pairs left, Pairs right) => new Pairs(left.Counts.Merge(right.Counts)),
        (States left, States right) => new States(Add(left.Counts, right.Counts)),
        (Answers left, Answers right) when left.Moments.Items == right.Moments.Items => new Answers(left.Moments.Merge(right.Moments)),
        (Times left, Times right) => new Times(left.Observed.Merge(right.Observed), left.Bounds.Merge(right.Bounds), left.Unknown + right.Unknown),
        _ => throw new ArgumentException("Only cells of one kind can be merged.", nameof(other)),
    };

    private static EquatableArray<MissingCount> Add(EquatableArray<MissingCount> left, EquatableArray<MissingCount> right) => left.Concat(right)
        .GroupBy(entry => (entry.Reason, entry.Before))
        .OrderBy(group => group.Key.Reason, StringComparer.Ordinal).ThenBy(group => group.Key.Before, StringComparer.Ordinal)
        .Select(group => new MissingCount(group.Key.Reason, group.Key.Before, group.Sum(entry => entry.Count))).ToEquatableArray();

    private static EquatableArray<StateCount> Add(EquatableArray<StateCount> left, EquatableArray<StateCount> right) => left.Concat(right)
        .GroupBy(entry => entry.State, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => new StateCount(group.Key, group.Sum(entry => entry.Count))).ToEquatableArray();

    /// <summary>So many members.</summary>
    /// <param name="Count">How many.</param>
    public sealed record People(long Count) : CohortCell
    {
        /// <summary>How many.</summary>
        public long Count { get; } = Count;

        /// <inheritdoc/>
        public override string Kind => "people";

        internal override void Close()
        {
        }
    }

    /// <summary>Met, not met, or not known and why.</summary>
    /// <param name="Met">How many met it.</param>
    /// <param name="NotMet">How many did not.</param>
    /// <param name="Missing">How many have no answer, by reason and by the last answer before.</param>
    public sealed record Rate(long Met, long NotMet, EquatableArray<MissingCount> Missing) : CohortCell
    {
        /// <summary>How many met it.</summary>
        public long Met { get; } = Met;

        /// <summary>How many did not.</summary>
        public long NotMet { get; } = NotMet;

        /// <summary>How many have no answer, by reason and by the last answer before.</summary>
        public EquatableArray<MissingCount> Missing { get; } = Missing;

        /// <summary>How many have no answer.</summary>
        public long Unknown => Missing.Sum(entry => entry.Count);

        /// <summary>How many were due: all members of the group.</summary>
        public long Due => Met + NotMet + Unknown;

        /// <summary>Of those with an answer.</summary>
        public Proportion Observed => new(Met, Met + NotMet);

        /// <summary>Of all, if none of those without an answer met it.</summary>
        public Proportion WorstCase => new(Met, Due);

        /// <summary>Of all, if each of those without an answer met it.</summary>
        public Proportion BestCase => new(Met + Unknown, Due);

        /// <summary>Of all with any answer by then, the last one carried forward: assumes that nobody changed after leaving, which after ketamine is seldom so.</summary>
        public Proportion CarriedForward => new(Met + Of("met"), Met + NotMet + Of("met") + Of("not-met"));

        /// <inheritdoc/>
        public override string Kind => "rate";

        internal override void Close()
        {
        }

        private long Of(string before) => Missing.Where(entry => entry.Before == before).Sum(entry => entry.Count);
    }

    /// <summary>Scores before and after.</summary>
    /// <param name="Counts">The pairs.</param>
    public sealed record Pairs(PairCounts Counts) : CohortCell
    {
        /// <summary>The pairs.</summary>
        public PairCounts Counts { get; } = Counts;

        /// <inheritdoc/>
        public override string Kind => "pairs";

        internal override void Close()
        {
        }
    }

    /// <summary>How many are in each state.</summary>
    /// <param name="Counts">The states in order, the reasons of those without one as <c>indeterminate:no-baseline</c>.</param>
    public sealed record States(EquatableArray<StateCount> Counts) : CohortCell
    {
        /// <summary>The states in order.</summary>
        public EquatableArray<StateCount> Counts { get; } = Counts;

        /// <inheritdoc/>
        public override string Kind => "states";

        internal override void Close()
        {
        }
    }

    /// <summary>Answers to the items of complete forms.</summary>
    /// <param name="Moments">Their sums.</param>
    public sealed record Answers(ItemMoments Moments) : CohortCell
    {
        /// <summary>Their sums.</summary>
        public ItemMoments Moments { get; } = Moments;

        /// <inheritdoc/>
        public override string Kind => "answers";

        internal override void Close()
        {
        }
    }

    /// <summary>Times to an event, in days.</summary>
    /// <param name="Observed">The visit at which it was seen, or the last visit without it.</param>
    /// <param name="Bounds">The visits between which it fell.</param>
    /// <param name="Unknown">How many were at risk, or may have been, and have no time: scores that contradict each other, no baseline, no visit.</param>
    public sealed record Times(RiskTable Observed, EventIntervals Bounds, long Unknown = 0) : CohortCell
    {
        /// <summary>Nobody.</summary>
        public static Times None { get; } = new(RiskTable.Empty, EventIntervals.Empty);

        /// <summary>The visit at which it was seen, or the last visit without it.</summary>
        public RiskTable Observed { get; } = Observed;

        /// <summary>The visits between which it fell.</summary>
        public EventIntervals Bounds { get; } = Bounds;

        /// <summary>How many were at risk, or may have been, and have no time.</summary>
        public long Unknown { get; } = Unknown;

        /// <inheritdoc/>
        public override string Kind => "times";

        internal override void Close()
        {
        }
    }
}

/// <summary>How many are in a state.</summary>
/// <param name="State">The state.</param>
/// <param name="Count">How many.</param>
public sealed record StateCount(string State, long Count)
{
    /// <summary>The state.</summary>
    public string State { get; } = State;

    /// <summary>How many.</summary>
    public long Count { get; } = Count;
}
