using KetamineOutcomes.Instruments.Rules;

namespace KetamineOutcomes.Instruments;

/// <summary>What kind of result a scale has.</summary>
public enum ResultKind
{
    /// <summary>A number.</summary>
    Number,

    /// <summary>Whether a pattern of symptoms is met. Not a diagnosis.</summary>
    Flag,

    /// <summary>One of several ranked categories.</summary>
    Category,

    /// <summary>A string of digits, one an item (EQ-5D).</summary>
    Profile,
}

/// <summary>One result that an instrument defines: its rule, range, missing-item policies, bands, cut-offs, endpoints and figures.</summary>
public sealed record Scale
{
    internal Scale()
    {
    }

    /// <summary>The id within the instrument; the main scale is <c>total</c> or the first one.</summary>
    public string Id { get; internal init; } = "";

    /// <summary>The name for people, for example <c>PHQ-9 total</c>.</summary>
    public string Name { get; internal init; } = "";

    /// <summary>The kind of result.</summary>
    public ResultKind Result { get; internal init; }

    /// <summary>Whether the number says how the person is or how they have changed.</summary>
    public MeasureKind Measures { get; internal init; }

    /// <summary>Which end is the good one.</summary>
    public Direction Direction { get; internal init; }

    /// <summary>Decimals of the final, single rounding (half away from zero).</summary>
    public int Decimals { get; internal init; }

    /// <summary>The values that complete forms give; held equal to what the rule can reach.</summary>
    public ValueRange Range { get; internal init; }

    /// <summary>The unit of the number, for example <c>points</c> or <c>T</c>.</summary>
    public string Unit { get; internal init; } = "";

    /// <summary>The scoring rule.</summary>
    public RuleNode Rule { get; internal init; } = null!;

    /// <summary>The categories of a <see cref="ResultKind.Category"/> scale, by ascending value.</summary>
    public EquatableArray<ScaleCategory> Categories { get; internal init; }

    /// <summary>The missing-item policies; the first is the default.</summary>
    public EquatableArray<MissingPolicy> MissingPolicies { get; internal init; }

    /// <summary>The published sets of severity bands; empty where none is published.</summary>
    public EquatableArray<BandSet> BandSets { get; internal init; }

    /// <summary>The published thresholds.</summary>
    public EquatableArray<CutOff> CutOffs { get; internal init; }

    /// <summary>The cited entries that give the scale response and remission; empty where none does.</summary>
    public EquatableArray<EndpointEntry> Endpoints { get; internal init; }

    /// <summary>The steps of a rating of change that are worth finding the first time; empty where none is defined.</summary>
    public EquatableArray<MilestoneEntry> Milestones { get; internal init; }

    /// <summary>Reliability, standard deviations and minimal important differences.</summary>
    public EquatableArray<Psychometric> Psychometrics { get; internal init; }

    /// <summary>Other systems' codes.</summary>
    public EquatableArray<Code> Codes { get; internal init; }

    /// <summary>The readers that can evaluate the rule: <c>scalar</c>, the library itself; <c>fhirpath</c> and <c>sql</c>, the exports.</summary>
    public EquatableArray<string> Readers { get; internal init; }

    /// <summary>Where the scoring rule was read.</summary>
    public EquatableArray<Evidence> Evidence { get; internal init; }

    /// <summary>The items that the rule uses, in the form's order.</summary>
    public EquatableArray<Item> Items { get; internal init; }

    /// <summary>The items, by id, whose higher answer lowers the score (reversed items); a higher answer to any other never lowers it.</summary>
    public EquatableArray<string> DecreasingIn { get; internal init; }

    /// <summary>The items on which the score goes both up and down, with the reason. A test holds both lists to the rule.</summary>
    public EquatableArray<NotMonotone> NotMonotoneIn { get; internal init; }

    /// <summary>What the rule asks of the person beside the answers; empty for nearly all scales.</summary>
    public EquatableArray<CovariateKind> Covariates => CollectCovariates(Rule).Distinct().Order().ToEquatableArray();

    /// <summary>Whether the rule asks for a caller's value set (<see cref="ScoringOptions.ValueSet"/>).</summary>
    public bool NeedsValueSet => AsksForValueSet(Rule);

    private static bool AsksForValueSet(RuleNode node) => node is ValueSetNode || node.Children.Any(AsksForValueSet);

    private static IEnumerable<CovariateKind> CollectCovariates(RuleNode node) =>
        node is CovariateNode covariate ? [covariate.Kind] : node.Children.SelectMany(CollectCovariates);

    /// <summary>The default set of bands, or <see langword="null"/>.</summary>
    public BandSet? DefaultBandSet
    {
        get
        {
            foreach (var set in BandSets)
            {
                if (set.IsDefault)
                {
                    return set;
                }
            }

            return null;
        }
    }

    /// <summary>The best score that the scale can give, or <see langword="null"/> where it has no better end or no bound.</summary>
    public Fraction? BestPossible => Direction switch
    {
        Direction.HigherIsWorse => Range.Low,
        Direction.HigherIsBetter => Range.High,
        _ => null,
    };

    /// <summary>A policy by name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The policy, or <see langword="null"/> if the scale has none of that name.</returns>
    public MissingPolicy? FindMissingPolicy(string name)
    {
        foreach (var policy in MissingPolicies)
        {
            if (string.Equals(policy.Name, name, StringComparison.Ordinal))
            {
                return policy;
            }
        }

        return null;
    }
}
