using System.Text;
using KetamineOutcomes.Export.Documentation;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Cli;

/// <summary>An instrument as a page of text for a terminal; the documentation reader says what the facts mean.</summary>
internal static class InstrumentSheet
{
    public static string Write(Instrument instrument)
    {
        var text = new StringBuilder();
        var items = new ItemNames(instrument);
        var tables = new RuleTables(instrument);
        Line(text, 0, $"{instrument.Name} ({instrument.Id}, definition {instrument.Version})");
        Line(text, 0, $"Domain {instrument.Domain}; rater {string.Join(" or ", instrument.Raters.Select(Wording.Wire))}; recall {instrument.Recall.Text}.");
        Line(text, 0, $"Licence: {instrument.Licence.Holder}. {instrument.Licence.Terms} Item wording: {Wording.Wire(instrument.Licence.ItemText)}; the labels below are ours.");
        Line(text, 0, "");
        Line(text, 0, "Items");
        foreach (var item in instrument.Items)
        {
            Line(text, 1, $"{item.Id}  {item.Label}: {Answers(item)}{string.Concat(Facts.Remarks(item).Select(remark => $" ({remark})"))}");
        }

        foreach (var scale in instrument.Scales)
        {
            WriteScale(text, scale, items, tables);
        }

        if (!instrument.Alerts.IsEmpty)
        {
            Line(text, 0, "");
            Line(text, 0, "Alerts");
            foreach (var alert in instrument.Alerts)
            {
                var levels = alert.Levels.IsEmpty ? "" : "; levels " + string.Join(", ", alert.Levels.Select(level => $"{level.Id} from {level.From}"));
                Line(text, 1, $"{alert.Id}  {alert.Topic}: raised from {alert.RaisedFrom} of {alert.Item}{levels}. {Cite(alert.Evidence)}");
            }
        }

        if (CrosswalkLines.Write(instrument) is { Count: > 0 } crosswalks)
        {
            Line(text, 0, "");
            Line(text, 0, "Crosswalks (for groups, never for one person's response)");
            foreach (var crosswalk in crosswalks)
            {
                Line(text, 1, crosswalk);
            }
        }

        if (!instrument.Notes.IsEmpty)
        {
            Line(text, 0, "");
            Line(text, 0, "Notes");
            foreach (var note in instrument.Notes)
            {
                Line(text, 1, note);
            }
        }

        Line(text, 0, "");
        Line(text, 0, "Sources");
        foreach (var source in instrument.Sources)
        {
            Line(text, 1, $"{source.Key}  {source.Citation}{(source.Url is null ? "" : $" {source.Url}")}");
        }

        return text.ToString();
    }

    private static void WriteScale(StringBuilder text, Scale scale, ItemNames items, RuleTables tables)
    {
        Line(text, 0, "");
        var main = ReferenceEquals(scale, items.Instrument.MainScale) ? ", the main scale" : "";
        Line(text, 0, $"Scale {scale.Id}: {scale.Name}{main}");
        Line(text, 1, $"{Facts.Result(scale)}; from {string.Join(", ", scale.Items.Select(item => item.Id))}");
        Line(text, 1, $"Rule: {Cite(scale.Evidence)}");
        foreach (var line in RuleWords.Say(scale, items, tables).Lines())
        {
            Line(text, 2, line);
        }

        foreach (var line in RuleFormula.Write(scale, items, tables))
        {
            Line(text, 2, line);
        }

        foreach (var table in tables.UsedBy(scale.Rule).Where(table => ReferenceEquals(table.Scale, scale)))
        {
            Line(text, 2, $"Table {table.Name}: {table.Text}");
        }

        foreach (var category in scale.Categories)
        {
            Line(text, 2, $"{category.Id}: {category.Label}");
        }

        foreach (var policy in scale.MissingPolicies)
        {
            var isDefault = policy == scale.MissingPolicies[0] ? " (default)" : "";
            Line(text, 1, $"Missing items, {policy.Name}{isDefault}: {string.Join("; ", Facts.Describe(policy, scale, items, tables))}. {Cite(policy.Evidence)}");
        }

        foreach (var set in scale.BandSets)
        {
            Line(text, 1, $"Bands {set.Id}{Default(set.IsDefault)}: {string.Join(", ", set.Bands.Select(band => $"{band.Id} from {band.From}"))}. {Because(set.Reason)}{Cite(set.Evidence)}");
        }

        foreach (var cutOff in scale.CutOffs)
        {
            Line(text, 1, $"Cut-off {cutOff.Id}{Default(cutOff.IsDefault)}: {Facts.Condition(cutOff)}: {cutOff.Purpose}. {Because(cutOff.Reason)}{Cite(cutOff.Evidence)}");
        }

        foreach (var endpoint in scale.Endpoints)
        {
            Line(text, 1, $"Endpoint {endpoint.Id}{Default(endpoint.IsDefault)}: {Facts.Describe(endpoint, scale)}. {Because(endpoint.Reason)}{Cite(endpoint.Evidence)}");
        }

        foreach (var milestone in scale.Milestones)
        {
            Line(text, 1, $"Milestone {milestone.Id}: {Facts.Describe(milestone)}: {milestone.Label}. {Cite(milestone.Evidence)}");
        }

        foreach (var figure in scale.Psychometrics)
        {
            Line(text, 1, $"{Wording.Say(figure.Kind)} {Facts.Figure(figure)} ({figure.Population}). {Cite(figure.Evidence)}");
        }
    }

    private static string Answers(Item item) =>
        item.Options.IsEmpty ? Facts.Range(item) : string.Join(", ", item.Options.Select(Facts.Say));

    private static string Default(bool isDefault) => isDefault ? " (default)" : "";

    private static string Because(string? reason) => reason is null ? "" : $"{reason.TrimEnd('.')}. ";

    private static string Cite(EquatableArray<Evidence> evidence) =>
        $"[{string.Join("; ", evidence.Select(e => $"{e.Source.Key}, {Wording.Say(e.Status)}"))}]";

    private static void Line(StringBuilder text, int depth, string line) => text.Append(' ', depth * 2).Append(line).Append('\n');
}
