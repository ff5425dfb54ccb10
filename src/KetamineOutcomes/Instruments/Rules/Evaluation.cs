namespace KetamineOutcomes.Instruments.Rules;

/// <summary>One evaluation: the items' states, the missing-item policy, and what was noticed on the way.</summary>
internal sealed class Evaluation
{
    private HashSet<int> _alertItems = [];
    private ItemState[] _items = [];
    private MissingPolicy? _policy;
    private SortedSet<CovariateKind>? _missingCovariates;
    private List<Issue>? _issues;

    /// <summary>Whether the policy let a value stand that would otherwise be unknown.</summary>
    public bool UsedPolicy { get; private set; }

    /// <summary>What is known of the person beside the answers.</summary>
    public Covariates Covariates { get; private set; } = Covariates.None;

    /// <summary>The covariates that the rule asked for and nobody gave.</summary>
    public SortedSet<CovariateKind> MissingCovariates => _missingCovariates ??= [];

    /// <summary>Whether there are such.</summary>
    public bool HasMissingCovariates => _missingCovariates is { Count: > 0 };

    /// <summary>The caller's value set for this instrument, if there is one.</summary>
    public ValueSet? ValueSet { get; private set; }

    /// <summary>Whether the rule asked for a value set and none was given.</summary>
    public bool NeedsValueSet { get; set; }

    /// <summary>Whether the value set gave a value.</summary>
    public bool UsedValueSet { get; set; }

    /// <summary>Issues that the rule itself found.</summary>
    public List<Issue> Issues => _issues ??= [];

    /// <summary>Whether the rule found issues.</summary>
    public bool HasIssues => _issues is { Count: > 0 };

    public ItemState this[int index] => _items[index];

    /// <summary>Starts anew: whatever an evaluation before this one left is gone.</summary>
    public void Start(ItemState[] items, HashSet<int> alertItems, MissingPolicy? policy = null, Covariates? covariates = null, ValueSet? valueSet = null)
    {
        _alertItems = alertItems;
        _items = items;
        _policy = policy;
        Covariates = covariates ?? Covariates.None;
        ValueSet = valueSet;
        UsedPolicy = false;
        NeedsValueSet = false;
        UsedValueSet = false;
        _missingCovariates?.Clear();
        _issues?.Clear();
    }

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
