using System.Globalization;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Indicators;

/// <summary>Makes the rows about what a clinic notes beside the log of infusions: one instrument id (<c>chair</c>, <c>care</c>, <c>screen</c>), one series.</summary>
internal sealed class NoteRows
{
    private readonly Course _course;
    private readonly InfusionSeries? _series;
    private readonly string _instrument;

    public NoteRows(Course course, InfusionSeries? series, string instrument)
    {
        _course = course;
        _series = series;
        _instrument = instrument;
    }

    public IndicatorResult Row(
        string scale,
        string indicator,
        string rule,
        string point,
        ClinicalTime? at,
        ClinicalTime? knownAt,
        IndicatorOutcome outcome,
        IEnumerable<Evidence> evidence,
        IEnumerable<Parameter> parameters,
        IEnumerable<string> flags,
        string sentence,
        IEnumerable<Observation>? observations = null,
        string version = "1.0.0")
    {
        var sources = evidence.ToList();
        var own = sources.Exists(source => source.Status == EvidenceStatus.ProjectPolicy) ? ["project-policy"] : Array.Empty<string>();
        return new IndicatorResult
        {
            PatientId = _course.PatientId,
            CourseId = _course.CourseId,
            Series = _series?.Number ?? 1,
            Instrument = _instrument,
            Scale = scale,
            Indicator = indicator,
            Rule = rule,
            Point = point,
            At = at,
            Day = at is { } time && _series is { } series ? time.DaysSince(series.First.At) : null,
            KnownAt = knownAt,
            Outcome = outcome,
            Evidence = new IndicatorEvidence
            {
                Rule = $"{_instrument}/{scale}/{rule} {version}",
                Sources = sources.Select(source => source.Source.Citation).Distinct(StringComparer.Ordinal).ToEquatableArray(),
                Parameters = parameters
                    .Concat(sources.Select(source => source.Status).Distinct().Order().Select(status => new Parameter("evidence", Word(status))))
                    .ToEquatableArray(),
                Observations = (observations ?? []).ToEquatableArray(),
                Flags = flags.Concat(own).Distinct(StringComparer.Ordinal).ToEquatableArray(),
            },
            Sentence = sentence,
        };
    }

    /// <summary>The flag of a row that may rest on a record that could not be read.</summary>
    public const string RecordsUnreadable = "records-unreadable";

    public static string Unreadable(int count) => count == 0 ? ""
        : count == 1 ? " One record that may say something of this could not be read and is not in it."
        : string.Create(CultureInfo.InvariantCulture, $" {count} records that may say something of this could not be read and are not in it.");

    public static string Because(string what, string reason) => $"{what} is not known: {ReasonTexts.All[reason]} ({reason}).";

    public static string Text(Fraction value) => value.IsInteger ? value.ToString() : value.Round(1).ToString(CultureInfo.InvariantCulture);

    public static string Where(ClinicalTime at) => at.IsRelative ? $"day {at}" : at.ToString();

    private static string Word(EvidenceStatus status) => status == EvidenceStatus.ProjectPolicy ? "project-policy" : status.ToString().ToLowerInvariant();
}
