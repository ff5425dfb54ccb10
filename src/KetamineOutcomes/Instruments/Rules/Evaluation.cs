namespace KetamineOutcomes.Instruments.Rules;

/// <summary>How one item stands when a rule is evaluated.</summary>
internal enum ItemStanding : byte
{
    Missing,
    Known,
    Dropped,
}

/// <summary>The state of one item: its value if it has one.</summary>
internal readonly record struct ItemState(ItemStanding Standing, Fraction Value)
{
    public static ItemState Missing => default;

    public static ItemState Dropped => new(ItemStanding.Dropped, 0);

    public static ItemState Known(Fraction value) => new(ItemStanding.Known, value);
}

/// <summary>What a part of a rule is worth: one value, or the values that it could still take while items are missing.</summary>
/// <param name="Low">The lowest value possible.</param>
/// <param name="High">The highest value possible, or <see langword="null"/> without an end.</param>
/// <param name="IsKnown">Whether the rule says what it is; if so, low and high are that value.</param>
/// <param name="IsDropped">Whether it left its aggregate as not applicable.</param>
/// <param name="StandardError">The standard error that a table gave, if one did.</param>
internal readonly record struct NodeValue(Fraction Low, Fraction? High, bool IsKnown, bool IsDropped = false, Fraction? StandardError = null)
{
    public static NodeValue Dropped => new(0, 0, IsKnown: false, IsDropped: true);

    public static NodeValue Known(Fraction value, Fraction? standardError = null) => new(value, value, IsKnown: true, StandardError: standardError);

    public static NodeValue Unknown(ValueRange range) => new(range.Low, range.High, IsKnown: false);

    public static NodeValue Logic(bool low, bool high) => new(low ? 1 : 0, high ? 1 : 0, IsKnown: low == high);

    public bool IsTrue => IsKnown && Low != 0;
}

/// <summary>One evaluation: the items' states, the missing-item policy, and what was noticed on the way.</summary>
internal sealed class Evaluation
{
    private readonly ItemState[] _items;
    private readonly MissingPolicy? _policy;
    private readonly HashSet<int> _alertItems;

    public Evaluation(ItemState[] items, MissingPolicy? policy, HashSet<int> alertItems, Covariates? covariates = null)
    {
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
