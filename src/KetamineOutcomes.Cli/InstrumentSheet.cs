using System.Globalization;
using System.Text;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Cli;

/// <summary>An instrument as a page of text for people.</summary>
internal static class InstrumentSheet
{
    public static string Word(RaterKind rater) => rater switch
    {
        RaterKind.Self => "self",
        RaterKind.Clinician => "clinician",
        RaterKind.Interviewer => "interviewer",
        _ => "proxy",
    };

    public static string Word(ItemTextPermission permission) => permission switch
    {
        ItemTextPermission.Allowed => "allowed",
        ItemTextPermission.AskFirst => "ask-first",
        _ => "not-allowed",
    };

    public static string Write(Instrument instrument)
    {
        var text = new StringBuilder();
        Line(text, 0, $"{instrument.Name} ({instrument.Id}, definition {instrument.Version})");
        Line(text, 0, $"Domain {instrument.Domain}; rater {string.Join(" or ", instrument.Raters.Select(Word))}; recall {instrument.Recall.Text}.");
        Line(text, 0, $"Licence: {instrument.Licence.Holder}. {instrument.Licence.Terms} Item wording: {Word(instrument.Licence.ItemText)}; the labels below are ours.");
        Line(text, 0, "");
        Line(text, 0, "Items");
        foreach (var item in instrument.Items)
        {
            Line(text, 1, $"{item.Id}  {item.Label}: {Answers(item)}{(item.AllowsNotApplicable ? ", or not-applicable" : "")}{(item.IsScored ? "" : " (asked, never scored)")}");
        }

        foreach (var scale in instrument.Scales)
        {
            WriteScale(text, instrument, scale);
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

    private static void WriteScale(StringBuilder text, Instrument instrument, Scale scale)
    {
        Line(text, 0, "");
        var main = ReferenceEquals(scale, instrument.MainScale) ? ", the main scale" : "";
        Line(text, 0, $"Scale {scale.Id}: {scale.Name}{main}");
        var direction = scale.Direction switch
        {
            Direction.HigherIsWorse => "; higher is worse",
            Direction.HigherIsBetter => "; higher is better",
            _ => "",
        };
        var range = scale.Result == ResultKind.Number ? $"{scale.Range} {scale.Unit}{direction}" : Word(scale.Result);
        Line(text, 1, $"{range}; from {string.Join(", ", scale.Items.Select(item => item.Id))}");
        Line(text, 1, $"Rule: {Cite(scale.Evidence)}");
        foreach (var category in scale.Categories)
        {
            Line(text, 2, $"{category.Id}: {category.Label}");
        }

        foreach (var policy in scale.MissingPolicies)
        {
            var isDefault = policy == scale.MissingPolicies[0] ? " (default)" : "";
            Line(text, 1, $"Missing items, {policy.Name}{isDefault}: {Describe(policy)}. {Cite(policy.Evidence)}");
        }

        foreach (var set in scale.BandSets)
        {
            Line(text, 1, $"Bands {set.Id}{Default(set.IsDefault)}: {string.Join(", ", set.Bands.Select(band => $"{band.Id} from {band.From}"))}. {Because(set.Reason)}{Cite(set.Evidence)}");
        }

        foreach (var cutOff in scale.CutOffs)
        {
            var sex = cutOff.Sex switch { Sex.Female => ", female", Sex.Male => ", male", _ => "" };
            Line(text, 1, $"Cut-off {cutOff.Id}{Default(cutOff.IsDefault)}: {cutOff.Comparator.ToSign()} {cutOff.Value}{sex}: {cutOff.Purpose}. {Because(cutOff.Reason)}{Cite(cutOff.Evidence)}");
        }

        foreach (var endpoint in scale.Endpoints)
        {
            var what = endpoint.Kind == EndpointKind.Response
                ? $"improvement {endpoint.Comparator.ToSign()} {endpoint.Value} % of baseline"
                : $"score {endpoint.Comparator.ToSign()} {endpoint.Value}";
            Line(text, 1, $"Endpoint {endpoint.Id}{Default(endpoint.IsDefault)}: {what}, baseline at least {endpoint.MinimumBaseline}. {Because(endpoint.Reason)}{Cite(endpoint.Evidence)}");
        }

        foreach (var figure in scale.Psychometrics)
        {
            var upper = figure.Upper is { } high ? $" to {high}" : "";
            Line(text, 1, $"{Word(figure.Kind)} {figure.Value}{upper} ({figure.Population}). {Cite(figure.Evidence)}");
        }
    }

    private static string Answers(Item item)
    {
        if (!item.Options.IsEmpty)
        {
            return string.Join(", ", item.Options.Select(option => $"{option.Id} {option.Label}"));
        }

        return item.Kind switch
        {
            ItemKind.TimeOfDay => "a time of day, HH:MM",
            ItemKind.Duration => $"minutes, {item.Min} to {item.Max}",
            ItemKind.Count => $"a count from {item.Min}",
            _ => item.Step == 1 ? $"{item.Min} to {item.Max}" : $"{item.Min} to {item.Max} by {item.Step}",
        };
    }

    private static string Describe(MissingPolicy policy)
    {
        var parts = policy.PersonMeans.Select(mean => string.Create(CultureInfo.InvariantCulture, $"the person's mean fills up to {mean.MaxMissing} of {mean.Aggregate}"))
            .Concat(policy.KOfNs.Select(rule => string.Create(CultureInfo.InvariantCulture, $"{rule.Required} of {rule.Aggregate} are enough")));
        if (policy.NotApplicable == NotApplicableTreatment.OutOfDenominator)
        {
            parts = parts.Append("not-applicable items leave the scale");
        }

        var text = string.Join("; ", parts);
        return text.Length == 0 ? "nothing is filled in" : text;
    }

    private static string Word(ResultKind kind) => kind switch
    {
        ResultKind.Flag => "a symptom pattern, met or not-met",
        ResultKind.Category => "one of several categories",
        ResultKind.Profile => "a profile of digits",
        _ => "a number",
    };

    private static string Word(PsychometricKind kind) => kind switch
    {
        PsychometricKind.Alpha => "Cronbach's alpha",
        PsychometricKind.TestRetest => "Test-retest reliability",
        PsychometricKind.InterRater => "Inter-rater reliability",
        PsychometricKind.Mean => "Mean",
        PsychometricKind.StandardDeviation => "Standard deviation",
        PsychometricKind.Mcid => "Minimal important difference",
        PsychometricKind.McidPercent => "Minimal important difference, % of baseline",
        _ => "Reliable change",
    };

    private static string Word(EvidenceStatus status) => status switch
    {
        EvidenceStatus.Verified => "verified",
        EvidenceStatus.Recomputed => "recomputed",
        EvidenceStatus.Code => "code",
        EvidenceStatus.Secondary => "secondary",
        EvidenceStatus.Derived => "derived",
        _ => "project policy",
    };

    private static string Default(bool isDefault) => isDefault ? " (default)" : "";

    private static string Because(string? reason) => reason is null ? "" : $"{reason.TrimEnd('.')}. ";

    private static string Cite(EquatableArray<Evidence> evidence) =>
        $"[{string.Join("; ", evidence.Select(e => $"{e.Source.Key}, {Word(e.Status)}"))}]";

    private static void Line(StringBuilder text, int depth, string line) => text.Append(' ', depth * 2).Append(line).Append('\n');
}
