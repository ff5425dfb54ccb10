using System.Globalization;
using KetamineOutcomes.Charts;
using KetamineOutcomes.Charts.PatientFigures;
using KetamineOutcomes.Charts.Reports;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Indicators.Domains;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Cli;

/// <summary>
/// A page in plain words for the patient: treatments, mood beside everyday life, what got better first and by how much. It has no cut-off, no severity, no alert, nothing about drift or relapse, no
/// question about suicidality, and no id; and it says that it is not the whole picture.
/// </summary>
internal sealed class PatientPage(PatientAnswers patient, string help)
{
    // More panels are harder to read than they are worth on such a page.
    private const int MostScales = 4;

    // The first answers to get better; more are a list that nobody reads.
    private const int MostItems = 3;

    private readonly List<(Instrument Instrument, string Scale)> _scales =
    [
        .. patient.Scales.Where(scale => patient.DomainOf(scale.Instrument) == LifeDomain.Mood).Take(MostScales / 2),
        .. patient.Scales.Where(scale => patient.DomainOf(scale.Instrument) == LifeDomain.Functioning).Take(MostScales / 2),
    ];

    public ReportPage Make() => new(
        "How things have been going",
        [
            new ReportBlock.Paragraph("This page shows how your answers have changed since your treatment began. It was made for you to read with your care team."),
            new ReportBlock.Paragraph("It shows a part of the picture. It cannot know how you feel today, or how you will feel later."
                + ((patient.Options.AsOf ?? patient.Course.LastRecord) is { } time ? $" It goes up to {Words.Of(time)}." : "")),
        ],
        [
            new ReportSection("If you need help now", [new ReportBlock.Lines(help)], isBoxed: true),
            new ReportSection("Your treatments", [new ReportBlock.Paragraph(Treatments())]),
            new ReportSection("What got better first", [.. FirstBetter()]),
            new ReportSection("What has changed", [new ReportBlock.Items([.. _scales.Select(Change).OfType<string>()])]),
            new ReportSection("Milestones", [new ReportBlock.Items([.. Milestones()])]),
            new ReportSection("Mood and everyday life", [.. Picture()]),
            new ReportSection("About this page", [
                new ReportBlock.Paragraph("A computer worked this page out from the answers on the questionnaires. No official body has checked the program. It does not tell what anyone should do: that is for you and your care team to talk about."),
                new ReportBlock.Paragraph($"{Tool.Name} {RunManifest.Version}", IsQuiet: true),
            ]),
        ],
        isLarge: true);

    private string Treatments()
    {
        var infusions = patient.Course.Infusions;
        return infusions.Count switch
        {
            0 => "No treatment is written down in these records.",
            1 => $"You have had 1 treatment, on {Words.Of(infusions[0].At)}.",
            var count => FormattableString.Invariant($"You have had {count} treatments, from {Words.Of(infusions[0].At)} to {Words.Of(infusions[^1].At)}."),
        };
    }

    private IEnumerable<ReportBlock> Picture()
    {
        if (_scales.Count == 0)
        {
            yield return new ReportBlock.Paragraph("There are no answers about mood or everyday life yet.");
            yield break;
        }

        var figure = TrajectoryFigure.Draw(
            "Your answers over time",
            patient.Course,
            patient.Visits,
            _scales,
            FigureTime.Dates,
            FigureOptions.Page with { Theme = FigureTheme.Auto, FontSize = 14, Height = 150 + (110 * _scales.Count) },
            TrajectoryMarks.None,
            [.. _scales.Select(scale => $"{Side(scale.Instrument)}, {scale.Instrument.ShortName}")]);
        yield return new ReportBlock.Drawing(figure, "Each dot is one time that a questionnaire was filled in. The small strokes at the bottom are your treatments. Single dots go up and down: what counts is how the line goes over time.");
    }

    /// <summary>From what to what, without a word on how much is much.</summary>
    private string? Change((Instrument Instrument, string Scale) scale)
    {
        var rows = Rows(scale).Where(row => row is { Indicator: "score", At: not null, Outcome: IndicatorOutcome.Measured } && row.Series == patient.LastSeries).ToList();
        var start = Rows(scale).FirstOrDefault(row => row is { Indicator: "baseline", Outcome: IndicatorOutcome.Measured } && row.Series == patient.LastSeries);
        var last = rows.Aggregate((IndicatorResult?)null, (x, y) => x is null || y.At!.Value.CompareKnown(x.At!.Value) >= 0 ? y : x);
        if (start is null || last is null)
        {
            return null;
        }

        var lower = scale.Instrument.FindScale(scale.Scale)!.Direction != Direction.HigherIsBetter;
        return $"{Side(scale.Instrument)} ({scale.Instrument.ShortName}): {Value(start)} at {Start}, {Value(last)} on {Words.Of(last.At!.Value)}. Here a {(lower ? "lower" : "higher")} number is better.";
    }

    private IEnumerable<ReportBlock> FirstBetter()
    {
        var life = Life();
        var first = Current("course").FirstOrDefault(row => row is { Indicator: "domains", Rule: "first-mover" })?.Outcome.State;
        var sentence = first switch
        {
            "mood-first" => $"Your mood got better first. Then {life} got better too.",
            "functioning-first" => $"{Upper(life)} got better first. Then your mood got better too.",
            "together" => $"Your mood and {life} got better at the same time.",
            "mood-only" => "Your mood got better.",
            "functioning-only" => $"{Upper(life)} got better.",
            // Of both sides it is known that neither clearly improved; not that nothing changed.
            "neither" => "Your answers do not yet show that things are clearly better. Your care team can tell you what that means for you.",
            _ => "",
        };
        yield return new ReportBlock.Paragraph(sentence);

        // Where nothing clearly changed, single answers that went up and down are no news.
        var items = first == "neither" ? [] : _scales.Select(FirstItems).OfType<string>().ToList();
        yield return new ReportBlock.Items([.. items]);
        if (items.Count > 0)
        {
            yield return new ReportBlock.Paragraph("One single answer can change from day to day.", IsQuiet: true);
        }
    }

    /// <summary>The items that were better first, largest change first, without any that has an alert: what is asked about suicidality is for a conversation and not for a sheet of paper.</summary>
    private string? FirstItems((Instrument Instrument, string Scale) scale)
    {
        var row = Current(scale.Instrument.Id).FirstOrDefault(row => row is { Indicator: "first-items", Rule: "earliest", At: not null, Outcome: IndicatorOutcome.Measured } && row.Scale == scale.Scale);
        if (row is null || row.Evidence.Parameters.FirstOrDefault(parameter => parameter.Name == "items") is not { } list)
        {
            return null;
        }

        var items = list.Value.Split(';').Select(text => text.Split(' '))
            .Where(pair => pair.Length == 2 && !scale.Instrument.Alerts.Any(alert => alert.Item == pair[0]))
            .Select(pair => (Item: scale.Instrument.FindItem(pair[0]), Points: pair[1]))
            .Where(pair => pair.Item is not null)
            .Take(MostItems)
            .Select(pair => $"{Lower(pair.Item!.Label)} (by {pair.Points} {(pair.Points == "1" ? "point" : "points")})").ToList();
        return items.Count == 0 ? null : $"{scale.Instrument.ShortName}, on {Words.Of(row.At!.Value)}: {Words.And(items)}.";
    }

    /// <summary>First clear gains, goals and everyday signs, in order of time; none that was gone at the next rating, and no band of severity.</summary>
    private IEnumerable<string> Milestones()
    {
        var found = new List<(ClinicalTime At, string Text)>();
        foreach (var row in patient.Visits.Results.Where(row => row.Series == patient.LastSeries && row.At is not null))
        {
            var text = row switch
            {
                { Indicator: "domains", Rule: "first-reliable-gain" } when Met(row) && patient.Catalogue.Find(row.Instrument) is { } instrument && patient.DomainOf(instrument) is not null =>
                    $"{Side(instrument)} ({instrument.ShortName}) was clearly better than at {Start} for the first time.",
                { Indicator: "domains" } when row.Rule.StartsWith("goal:", StringComparison.Ordinal) && Met(row) => $"You reached a goal: {row.Rule["goal:".Length..]}.",
                { Indicator: "milestone", Point: "first" } when Met(row) && patient.Catalogue.Find(row.Instrument) is { } instrument && patient.DomainOf(instrument) is not null && instrument.FindScale(row.Scale) is { } scale =>
                    $"{scale.Name}: {scale.Milestones.FirstOrDefault(entry => entry.Id == row.Rule)?.Label ?? row.Rule} for the first time.",
                _ => null,
            };
            if (text is not null)
            {
                found.Add((row.At!.Value, text));
            }
        }

        return found.OrderBy(entry => entry.At.DayNumber).ThenBy(entry => entry.Text, StringComparer.Ordinal).Select(entry => $"{Upper(Words.Of(entry.At))}: {entry.Text}").Distinct(StringComparer.Ordinal);
    }

    /// <summary>Of several series of treatments the last one is told of, and its beginning is another than the first.</summary>
    private string Start => patient.LastSeries > 1 ? "the start of your last round of treatments" : "the start";

    private static bool Met(IndicatorResult row) => row.Outcome.TryGetMet() == true && !row.Evidence.Flags.Contains("not-held", StringComparer.Ordinal);

    private IEnumerable<IndicatorResult> Current(string instrument) => patient.Visits.Results.Where(row => row.Instrument == instrument && row.Series == patient.LastSeries);

    private IEnumerable<IndicatorResult> Rows((Instrument Instrument, string Scale) scale) => patient.Visits.Results.Where(row => row.Instrument == scale.Instrument.Id && row.Scale == scale.Scale);

    private static string Value(IndicatorResult row) => ((IndicatorOutcome.Measured)row.Outcome).Rounded.ToString(CultureInfo.InvariantCulture);

    /// <summary>What the side beside mood is called, by what was asked: sleep alone is not called everyday life.</summary>
    private string Life()
    {
        var words = _scales.Where(scale => patient.DomainOf(scale.Instrument) == LifeDomain.Functioning).Select(scale => Lower(Side(scale.Instrument))).Distinct(StringComparer.Ordinal).ToList();
        return words.Count == 0 ? "everyday life" : Words.And(words);
    }

    private static string Side(Instrument instrument) => instrument.Domain switch
    {
        "depression" => "Mood",
        "anhedonia" => "Joy",
        "functioning" => "Everyday life",
        "quality-of-life" => "Quality of life",
        "well-being" => "Well-being",
        "sleep" => "Sleep",
        var word => Upper(word),
    };

    private static string Upper(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    private static string Lower(string text) => text.Length == 0 ? text : char.ToLowerInvariant(text[0]) + text[1..];
}
