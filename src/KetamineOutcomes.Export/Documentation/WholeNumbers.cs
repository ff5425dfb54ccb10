using KetamineOutcomes.Instruments;
using KetamineOutcomes.Instruments.Rules;

namespace KetamineOutcomes.Export.Documentation;

/// <summary>Whether a rule gives whole numbers on complete forms, so that "0 to 4" and "5 to 9" leave nothing between.</summary>
internal static class WholeNumbers
{
    public static bool Gives(RuleNode node, Instrument instrument) => node switch
    {
        ItemNode item => Are(instrument.FindItem(item.Item)!),
        ConstantNode constant => constant.Value.IsInteger,
        WeightNode weight => weight.By.IsInteger && Gives(weight.Of, instrument),
        LinearNode linear => linear.Multiply.IsInteger && linear.Add.IsInteger && Gives(linear.Of, instrument),
        RecodeNode recode => recode.Map.All(entry => entry.To.IsInteger),
        LookupNode lookup => lookup.Rows.All(row => row.Value.IsInteger),
        CaseNode @case => @case.Branches.All(branch => Gives(branch.Then, instrument)) && Gives(@case.Otherwise, instrument),
        CovariateNode or ThresholdNode or CountNode or AndNode or OrNode or ProfileNode or ClockDifferenceNode => true,
        MeanNode or QuotientNode or ValueSetNode => false,
        SumNode or MaxNode or MinNode or OneOfNode or ReverseNode => node.Children.All(child => Gives(child, instrument)),
        _ => throw new InvalidOperationException($"The documentation does not know {node.GetType().Name}."),
    };

    private static bool Are(Item item) => item.Options.IsEmpty
        ? item.Min.IsInteger && item.Step.IsInteger
        : item.Options.All(option => option.Value is not { } value || value.IsInteger);
}
