using System.CommandLine;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Tables;

namespace KetamineOutcomes.Cli;

/// <summary>What a caller chooses about indicators of questionnaires: points, baseline, primary instrument, and what to do with missing items.</summary>
internal sealed class AssessmentChoices(ToolHost host)
{
    private readonly Option<string[]> _at = new("--at")
    {
        Description = "Where in the course: end-of-induction, last, every-visit, infusion:N, day:N, day:N+-W or visit:NAME (a nominal visit, whatever its day); several joined by commas. By default end-of-induction,last.",
        HelpName = "point,...",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _baseline = new("--baseline")
    {
        Description = "The baseline: last-before[:days], worst-before[:days] (inflates improvement), mean-before[:days], first, explicit:DATE-or-DAY. By default last-before:30, or first without treatments.",
        HelpName = "policy",
    };

    private readonly Option<string?> _primary = new("--primary")
    {
        Description = "The primary instrument; its rows carry the flag primary.",
        HelpName = "instrument",
    };

    private readonly Option<string?> _missingPolicy = new("--missing-policy")
    {
        Description = "A missing-item policy by name, for the instruments that have it.",
        HelpName = "name",
    };

    /// <summary>The options, in the order of the help.</summary>
    public Option[] All => [_at, _baseline, _primary, _missingPolicy];

    /// <summary>Reads them into the options of an assessment.</summary>
    public AssessmentOptions Read(ParseResult call)
    {
        var points = FormOptions.Split(call.GetValue(_at));
        var baseline = call.GetValue(_baseline);
        var primary = call.GetValue(_primary)?.ToLowerInvariant();
        if (primary is not null && host.Catalogue.Find(primary) is null)
        {
            throw new ToolException(IssueCodes.InstrumentUnknown, $"There is no such instrument.{Nearest.Suggest(primary, host.Catalogue.Ids)}", field: "--primary");
        }

        var policy = call.GetValue(_missingPolicy);
        var policies = host.Catalogue.Ids.SelectMany(id => host.Catalogue.Find(id)!.Scales).SelectMany(scale => scale.MissingPolicies).Select(p => p.Name).Distinct(StringComparer.Ordinal).ToList();
        if (policy is not null && !policies.Contains(policy, StringComparer.Ordinal))
        {
            throw new ToolException(TableCodes.MissingPolicyUnknown, $"No instrument has such a policy.{Nearest.Suggest(policy, policies)}", field: "--missing-policy");
        }

        return new AssessmentOptions
        {
            Points = points.IsEmpty ? AssessmentPoint.Defaults : points.Select(text => Take(AssessmentPoint.Parse(text), "--at")).ToEquatableArray(),
            Baseline = baseline is null ? null : Take(BaselinePolicy.Parse(baseline), "--baseline"),
            Primary = primary,
            MissingPolicy = policy,
        };
    }

    private static T Take<T>(ReadResult<T> read, string option)
        where T : class =>
        read.TryGetValue(out var value) ? value : throw new ToolException(IssueCodes.OptionInvalid, read.Issues[0].Message, field: option);
}
