using System.CommandLine;
using KetamineOutcomes.Tables;
using KetamineOutcomes.Treatment.Segments;

namespace KetamineOutcomes.Cli;

/// <summary><c>--segmentation</c>: the rule that finds series where the clinic's labels do not say.</summary>
internal sealed class SegmentationOption
{
    private const string ByLabels = "labels";

    private readonly SegmentationRule? _default;

    public SegmentationOption(SegmentationRule? @default)
    {
        _default = @default;
        Option = new Option<string?>("--segmentation")
        {
            Description = $"How series are found where the column kind does not say: {string.Join(", ", Ids)}; labels for labels alone. Labels always win. By default {@default?.Id ?? ByLabels}.",
            HelpName = "rule",
        };
    }

    public Option<string?> Option { get; }

    private static IEnumerable<string> Ids => SegmentationRules.All.Select(rule => rule.Id);

    public SegmentationRule? Read(ParseResult call)
    {
        if (call.GetValue(Option) is not { } id)
        {
            return _default;
        }

        return string.Equals(id, ByLabels, StringComparison.OrdinalIgnoreCase)
            ? null
            : SegmentationRules.Find(id)
                ?? throw new ToolException(IssueCodes.OptionInvalid, $"There is no such rule.{Nearest.Suggest(id, [.. Ids, ByLabels])}", field: "--segmentation");
    }
}
