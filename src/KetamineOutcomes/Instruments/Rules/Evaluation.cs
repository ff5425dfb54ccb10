namespace KetamineOutcomes.Instruments.Rules;

/// <summary>One evaluation: the items' states, the missing-item policy, and what was noticed on the way.</summary>
internal sealed class Evaluation
{
    private readonly ItemState[] _items;
    private readonly MissingPolicy? _policy;
    private readonly HashSet<int> _alertItems;

    public Evaluation(ItemState[] items, MissingPolicy? policy, HashSet<int> alertItems, Covariates? covariates = null, ValueSet? valueSet = null)
    {
        ValueSet = valueSet;
        Covariates = covariates ?? Covariates.None;
        _items = items;
        _policy = policy;
        _alertItems = alertItems;
    }

    /// <summary>Whether the policy let a value stand that would otherwise be unknown.</summary>
    public bool UsedPolicy { get; private set; }

    /// <summary>What is known of the person beside the answers.</summary>
    public Covariates Covariates { get; }

    /// <summary>The covariates that the rule asked for and nobody gave.</summary>
    public SortedSet<CovariateKind> MissingCovariates { get; } = [];

    /// <summary>The caller's value set for this instrument, if there is one.</summary>
    public ValueSet? ValueSet { get; }

    /// <summary>Whether the rule asked for a value set and none was given.</summary>
    public bool NeedsValueSet { get; set; }

    /// <summary>Whether the value set gave a value.</summary>
    public bool UsedValueSet { get; set; }

    /// <summary>Issues that the rule itself found.</summary>
    public List<Issue> Issues { get; } = [];

    public ItemState this[int index] => _items[index];

    /// <summary>Whether the policy lets an aggregate stand with so many answered parts of so many; marks the policy as used.</summary>
    public bool MayFill(AggregateNode node, int parts, int known, out int? roundTo)
    {
        roundTo = null;
        if (_policy is null || node.Id is null || known == 0)
        {
            return false;
        }

        foreach (var mean in _policy.PersonMeans)
        {
            if (string.Equals(mean.Aggregate, node.Id, StringComparison.Ordinal) && parts - known <= mean.MaxMissing)
            {
                roundTo = mean.RoundTo;
                return Fill(node);
            }
        }

        foreach (var kOfN in _policy.KOfNs)
        {
            if (string.Equals(kOfN.Aggregate, node.Id, StringComparison.Ordinal) && known >= kOfN.Required)
            {
                return Fill(node);
            }
        }

        return false;
    }

    private bool Fill(AggregateNode node)
    {
        if (_policy!.IsProration && node.ItemIndexes.Any(i => _items[i].Standing == ItemStanding.Missing && _alertItems.Contains(i)))
        {
            Issues.Add(new Issue(
                IssueCodes.AlertItemNeverImputed,
                IssueSeverity.Notice,
                "An item that carries an alert is missing; the missing-item rule never fills it in."));
            return false;
        }

        UsedPolicy = true;
        return true;
    }
}
