namespace KetamineOutcomes.Indicators.Changes;

/// <summary>A rule that judges a score beside its baseline.</summary>
/// <param name="Indicator"><c>response</c>, <c>remission</c> or <c>reliable-change</c>.</param>
/// <param name="Id">The rule as its rows name it, for example <c>response-50</c> or <c>jacobson-truax</c>.</param>
public readonly record struct ChangeRule(string Indicator, string Id)
{
    /// <summary>The name of the rule's column: the indicator with underscores, an underscore, the rule.</summary>
    public string Column => $"{Indicator.Replace('-', '_')}_{Id}";
}
