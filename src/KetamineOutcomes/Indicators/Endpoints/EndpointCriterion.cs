using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Indicators.Endpoints;

/// <summary>What a change is counted from.</summary>
internal enum ChangeReference
{
    /// <summary>The baseline of the series.</summary>
    Baseline,

    /// <summary>The reading of that scale by which the entry state was established.</summary>
    Entry,

    /// <summary>The reading at the index of the rule's window.</summary>
    Index,
}

/// <summary>In what a change is counted.</summary>
internal enum ChangeUnit
{
    /// <summary>Points of the scale.</summary>
    Points,

    /// <summary>Per cent of the reference.</summary>
    Percent,
}

/// <summary>What is asked of one assessment of one scale: a closed set of cases.</summary>
internal abstract record EndpointCriterion
{
    private EndpointCriterion()
    {
    }

    /// <summary>The criteria inside it.</summary>
    public virtual EquatableArray<EndpointCriterion> Parts => [];

    /// <summary>The scale that it names, or <see langword="null"/> for the profile's own.</summary>
    public virtual ScaleKey? Scale => Parts.Select(part => part.Scale).FirstOrDefault(scale => scale is not null);

    /// <summary>Every criterion in it that has no parts.</summary>
    public IEnumerable<EndpointCriterion> Leaves => Parts.IsEmpty ? [this] : Parts.SelectMany(part => part.Leaves);

    /// <summary>A score against a cut-off in points of the scale, as written: a scale on which higher is better is not turned round.</summary>
    public sealed record Score(ScaleKey? Named, Comparator Comparator, Fraction Value) : EndpointCriterion
    {
        public override ScaleKey? Scale => Named;
    }

    /// <summary>An improvement (positive is better) or a worsening (positive is worse) against a cut-off.</summary>
    public sealed record Change(ScaleKey? Named, bool IsWorsening, ChangeUnit Unit, PercentageRule Percentage, Comparator Comparator, Fraction Value, ChangeReference From) : EndpointCriterion
    {
        public override ScaleKey? Scale => Named;
    }

    /// <summary>An entry that a scale's definition declares: the number stands there and nowhere else.</summary>
    /// <remarks><paramref name="Entry"/> is <see langword="null"/> where the scale's own default of <paramref name="Kind"/> is meant.</remarks>
    public sealed record Declared(ScaleKey? Named, EndpointEntry? Entry, EndpointKind Kind, ChangeReference From) : EndpointCriterion
    {
        public override ScaleKey? Scale => Named;
    }

    /// <summary>All hold.</summary>
    public sealed record AllOf(EquatableArray<EndpointCriterion> Inner) : EndpointCriterion
    {
        public override EquatableArray<EndpointCriterion> Parts => Inner;
    }

    /// <summary>At least one holds.</summary>
    public sealed record AnyOf(EquatableArray<EndpointCriterion> Inner) : EndpointCriterion
    {
        public override EquatableArray<EndpointCriterion> Parts => Inner;
    }

    /// <summary>It does not hold.</summary>
    public sealed record Not(EndpointCriterion Inner) : EndpointCriterion
    {
        public override EquatableArray<EndpointCriterion> Parts => [Inner];
    }
}
