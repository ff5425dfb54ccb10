namespace KetamineOutcomes.Instruments.Rules;

/// <summary>A fact about the person beside the answers: sex (0 male, 1 female) or age in whole years.</summary>
public sealed record CovariateNode : RuleNode
{
    internal CovariateNode(CovariateKind kind) => Kind = kind;

    /// <summary>Which fact.</summary>
    public CovariateKind Kind { get; }

    /// <inheritdoc/>
    public override EquatableArray<RuleNode> Children => [];

    internal override NodeValue Evaluate(Evaluation evaluation)
    {
        if (evaluation.Covariates.Find(Kind) is { } value)
        {
            return NodeValue.Known(value);
        }

        evaluation.MissingCovariates.Add(Kind);
        return NodeValue.Unknown(Range);
    }

    private protected override ValueRange? DeriveRange(IReadOnlyList<ValueRange?> parts) =>
        new ValueRange(0, Kind == CovariateKind.Sex ? 1 : Covariates.MaxAge);

    private protected override Grid? DeriveGrid() => new Grid(0, 1);
}
