using System.Globalization;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Indicators.Endpoints;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Cli;

/// <summary>What of a course a person has to look at first, one line a finding; and one line a series on how it goes. Nothing that is not in a row.</summary>
internal sealed class ClinicAlarms
{
    private const string Last = "last";

    private readonly InstrumentCatalogue _catalogue;
    private readonly AssessmentOptions _options;
    private readonly List<((string Patient, string Course, int Series) Key, List<IndicatorResult> Rows)> _series;
    private readonly ILookup<(string Patient, string Course, int Series), IndicatorResult> _earlier;
    private readonly Func<string, EndpointProfile?> _profiles;

    private readonly Func<(string Patient, string Course, int Series), string> _who;

    public ClinicAlarms(InstrumentCatalogue catalogue, AssessmentOptions options, ClinicRows rows, Func<(string Patient, string Course, int Series), string>? who = null)
    {
        _who = who ?? Who;
        _catalogue = catalogue;
        _options = ClinicRows.Widen(options);
        _earlier = rows.Earlier.ToLookup(result => (result.PatientId, result.CourseId, result.Series));
        _series = [.. rows.Results.GroupBy(result => (result.PatientId, result.CourseId, result.Series)).Select(group => (group.Key, group.ToList()))];
        var profiles = EndpointProfileCatalogue.Shipped.With(options.Profiles);
        _profiles = id => profiles.TryGetValue(out var all) ? all.Find(id) : null;
    }

    /// <summary>The words for why something is not known that the lines used so far.</summary>
    public SortedSet<string> Reasons { get; } = new(StringComparer.Ordinal);

    /// <summary>The lines of the alarms: patient, what about, which scale, state, when, and what stands beside it.</summary>
    public List<string[]> Alarms() => [.. _series.SelectMany(series => new[] { Suicidality(series.Rows, Earlier(series.Key)), Drift(series.Rows, Earlier(series.Key)), Losses(series.Rows), Worse(series.Rows, Earlier(series.Key)) }
        .SelectMany(lines => lines)
        .Select(line => (string[])[_who(series.Key), .. line]))];

    /// <summary>One line a series: plateau, how long a response held after an infusion, and mood beside functioning. A series of which no row says anything of these has none.</summary>
    public List<string[]> Courses() => [.. _series
        .Select(series => (string[])[_who(series.Key), Plateau(series.Rows), Durability(series.Rows), Domains(series.Rows)])
        .Where(line => line.Skip(1).Any(cell => cell.Length > 0))];

    /// <summary>What was last told where the last form tells nothing.</summary>
    private List<IndicatorResult> Earlier((string Patient, string Course, int Series) key) => [.. _earlier[key]];

    private IEnumerable<string[]> Suicidality(List<IndicatorResult> series, List<IndicatorResult> earlier)
    {
        var rows = series.FindAll(row => row.Indicator == "suicidality");
        var items = rows.FindAll(row => row.Instrument != "course" && row.Rule is not ("all-items" or "reliable-deterioration"));
        foreach (var item in items.Where(row => IsVisit(row) && row.Outcome.State is "worsening" or "new" or "raised" or "persisting" or "unreadable").GroupBy(row => (row.Instrument, row.Scale, row.Rule)))
        {
            var latest = item.Last();
            var now = items.Find(row => row.Point == Last && (row.Instrument, row.Scale, row.Rule) == item.Key);
            yield return ["suicidality", $"{Short(latest.Instrument)} {latest.Rule}", latest.Outcome.State, At(latest), now is null ? "" : $"last: {now.Outcome.State}{On(now)}"];
        }

        foreach (var attempt in rows.Where(row => row.Rule == "suicide-attempt"))
        {
            yield return ["suicidality", "suicide attempt", attempt.Outcome.State, At(attempt), ""];
        }

        var worst = rows.Find(row => row is { Rule: "worst", Point: Last }) ?? rows.FindLast(row => row.Rule == "worst");
        if (worst?.Outcome.State is "not-asked" or "not-answered" or "indeterminate")
        {
            yield return ["suicidality", "all", worst.Outcome.State, At(worst), worst.Outcome is IndicatorOutcome.Indeterminate open ? Because(open.Reason) : ""];
        }

        // Any row may say it; the one that looks furthest counts the most.
        var unreadable = rows.Select(row => Parameter(row, "records-unreadable")).OfType<string>().Select(text => int.Parse(text, CultureInfo.InvariantCulture)).DefaultIfEmpty().Max();
        if (unreadable > 0)
        {
            yield return ["suicidality", "all", "records-unreadable", "", unreadable == 1 ? "1 record could not be read: look at it" : string.Create(CultureInfo.InvariantCulture, $"{unreadable} records could not be read: look at them")];
        }

        foreach (var row in rows.Where(row => row.Point == Last).Concat(earlier).Where(row => row is { Indicator: "suicidality", Rule: "reliable-deterioration" } && row.Outcome.TryGetMet() == true))
        {
            yield return ["suicidality", Name(row), "reliably worse", At(row), "than before the series" + Since(series, row)];
        }
    }

    private IEnumerable<string[]> Drift(List<IndicatorResult> series, List<IndicatorResult> earlier) => series.Where(row => row.Point == Last).Concat(earlier)
        .Where(row => row is { Indicator: "drift", Rule: "evidence" } && row.Outcome.State is "drift" or "watch")
        .Select(row => (string[])["drift", Name(row), row.Outcome.State, Parameter(row, "alarm-at") is { } since ? $"since {since}" : At(row), Points([.. series, .. earlier], row) + Since(series, row)]);

    /// <summary>Of a row that is not of the last form: that nothing was told since, and from when on a score is overdue.</summary>
    private static string Since(List<IndicatorResult> series, IndicatorResult row)
    {
        if (row.Point == Last)
        {
            return "";
        }

        var currency = series.Find(other => other is { Indicator: "drift", Rule: "currency" } && other.Instrument == row.Instrument && other.Scale == row.Scale);
        return $"; no score since {At(row)}" + (currency is not null && Parameter(currency, "overdue-since") is { } overdue ? $", overdue since {overdue}" : "");
    }

    /// <summary>Relapse and loss: the profiles of a scale that say one thing of one day in one line, by day.</summary>
    private IEnumerable<string[]> Losses(List<IndicatorResult> series) => series
        .Where(row => row.Indicator == "endpoint" && row.Outcome.State is "met" or "unconfirmed" or "cannot-confirm" && _profiles(row.Rule)?.Construct is { } construct && IsLoss(construct))
        .GroupBy(row => (row.Instrument, row.Scale, row.Outcome.State, row.At))
        .OrderBy(group => group.Key.At?.DayNumber ?? int.MaxValue)
        .Select(group => (string[])["loss or relapse", Name(group.First()), group.Key.State, At(group.First()), string.Join(", ", group.Select(row => row.Rule))]);

    private IEnumerable<string[]> Worse(List<IndicatorResult> series, List<IndicatorResult> earlier)
    {
        var standing = series.Where(row => row.Point == Last).Concat(earlier).ToList();

        // Edwards-Nunnally compares with a baseline that it moves towards the mean, so that a small rise of a high score is reliable by it: alone it alarms nobody.
        foreach (var scale in standing.Where(row => row is { Indicator: "reliable-change" } && row.Rule is not ("mcid" or "edwards-nunnally") && row.Outcome.State is "deteriorated" or "harmed").GroupBy(row => (row.Instrument, row.Scale)))
        {
            yield return ["reliably worse", Name(scale.First()), scale.First().Outcome.State, At(scale.First()), $"than the baseline ({string.Join(", ", scale.Select(row => row.Rule))}){Since(series, scale.First())}"];
        }

        foreach (var row in standing.Where(row => row is { Indicator: "drift", Rule: "reliable-deterioration" } && row.Outcome.TryGetMet() == true))
        {
            yield return ["reliably worse", Name(row), "met", At(row), "than the end of the series" + Since(series, row)];
        }
    }

    /// <summary>The state of each scale that has one, at the last form or else at the end of the induction.</summary>
    private string Plateau(List<IndicatorResult> series) => string.Join("; ", series
        .Where(row => row is { Indicator: "plateau", Rule: "expected-gain", Outcome: IndicatorOutcome.Classified } && _options.Points.Any(point => point.Name == row.Point) && IsOfInterest(row))
        .GroupBy(row => (row.Instrument, row.Scale))
        .Select(scale => scale.FirstOrDefault(row => row.Point == Last) ?? scale.First())
        .Select(row => $"{Name(row)} {row.Outcome.State}{(row.Point == Last ? "" : $" ({row.Point})")}"));

    private string Durability(List<IndicatorResult> series) => string.Join("; ", series
        .Where(row => row is { Indicator: "durability", Point: IndicatorFinding.SeriesPoint, Outcome: IndicatorOutcome.Measured } && row.Rule.EndsWith("/held-until", StringComparison.Ordinal) && IsOfInterest(row))
        .Select(row => (Row: row, Measured: (IndicatorOutcome.Measured)row.Outcome))
        .Select(pair => $"{Name(pair.Row)} {pair.Row.Rule[..^"/held-until".Length]} {Number(pair.Measured.Value)} {pair.Measured.Unit}{(pair.Measured is { Low: { } low, High: { } high } ? $" ({Number(low)} to {Number(high)})" : "")}"));

    private string Domains(List<IndicatorResult> series)
    {
        var rows = series.FindAll(row => row.Indicator == "domains");
        var agreement = rows.Find(row => row is { Rule: "agreement", Point: Last }) ?? rows.FindLast(row => row.Rule == "agreement" && !IsVisit(row));
        var first = rows.Find(row => row.Rule == "first-mover");
        return agreement is null ? ""
            : agreement.Outcome is IndicatorOutcome.Indeterminate open ? $"not known: {Because(open.Reason)}"
            : agreement.Outcome.State + (first?.Outcome is IndicatorOutcome.Classified moved ? $", {moved.State}" : "");
    }

    private string Because(string reason)
    {
        Reasons.Add(reason);
        return reason;
    }

    // Where a primary instrument is declared it stands alone here; the others are in the csv.
    private bool IsOfInterest(IndicatorResult row) => _options.Primary is null || string.Equals(row.Instrument, _options.Primary, StringComparison.Ordinal);

    private static bool IsLoss(string construct) => construct is "relapse" or "recurrence" or "loss-of-response" or "loss-of-remission";

    private static bool IsVisit(IndicatorResult row) => row.Point.StartsWith("every-visit", StringComparison.Ordinal);

    private static string Points(List<IndicatorResult> series, IndicatorResult evidence) =>
        series.Find(row => row is { Indicator: "drift", Rule: "points" } && row.Point == evidence.Point && row.Instrument == evidence.Instrument && row.Scale == evidence.Scale)?.Outcome is IndicatorOutcome.Measured points
            ? $"{Number(Fraction.Abs(points.Value))} points {(points.Value < 0 ? "better" : "worse")} than after the series"
            : "";

    private static string Number(Fraction value) => value.Round(value.IsInteger ? 0 : 1).ToString(CultureInfo.InvariantCulture);

    private static string At(IndicatorResult row) => row.At?.ToString() ?? "";

    private static string On(IndicatorResult row) => row.At is { } at ? $" {at}" : "";

    private static string? Parameter(IndicatorResult row, string name) => row.Evidence.Parameters.FirstOrDefault(parameter => parameter.Name == name)?.Value;

    private string Short(string instrument) => _catalogue.Find(instrument)?.ShortName ?? instrument;

    private string Name(IndicatorResult row) => row.Instrument == "course" ? "several"
        : row.Scale == _catalogue.Find(row.Instrument)?.MainScale.Id ? Short(row.Instrument) : $"{Short(row.Instrument)}/{row.Scale}";

    private static string Who((string Patient, string Course, int Series) key) =>
        (key.Course == "1" ? key.Patient : $"{key.Patient}/{key.Course}") + (key.Series > 1 ? string.Create(CultureInfo.InvariantCulture, $" series {key.Series}") : "");
}
