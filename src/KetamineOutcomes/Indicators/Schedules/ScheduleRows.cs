using System.Globalization;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Indicators.Schedules;

/// <summary>What all rows of one plan and series share.</summary>
internal sealed class ScheduleRows
{
    private readonly Course _course;
    private readonly int _series;
    private readonly ClinicalTime? _first;
    private readonly string _version;
    private readonly List<string> _sources;

    /// <summary>Rows of a series.</summary>
    /// <param name="course">The course.</param>
    /// <param name="series">The number of the series.</param>
    /// <param name="rule">The plan's id.</param>
    /// <param name="version">The version of what the rule is.</param>
    /// <param name="sources">The sources of every row.</param>
    public ScheduleRows(Course course, int series, string rule, string version, IEnumerable<string> sources)
    {
        _course = course;
        _series = series;
        _first = series <= course.Series.Count ? course.Series[series - 1].First.At : null;
        Rule = rule;
        _version = version;
        _sources = [.. sources];
    }

    public string Rule { get; }

    public static string Where(ClinicalTime at) => at.IsRelative ? $"on day {at}" : $"on {at}";

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    public IndicatorResult Make(
        string scale,
        string indicator,
        string point,
        ClinicalTime? at,
        ClinicalTime? knownAt,
        IndicatorOutcome outcome,
        IEnumerable<Parameter> parameters,
        IEnumerable<string> sources,
        IEnumerable<string> flags,
        string sentence,
        IEnumerable<Observation>? observations = null,
        string instrument = ScheduleAssessment.Id) =>
        new IndicatorResult
        {
            PatientId = _course.PatientId,
            CourseId = _course.CourseId,
            Series = _series,
            Instrument = instrument,
            Scale = scale,
            Indicator = indicator,
            Rule = Rule,
            Point = point,
            At = at,
            Day = at is { } when && _first is { } first ? when.DaysSince(first) : null,
            KnownAt = knownAt,
            Outcome = outcome,
            Evidence = new IndicatorEvidence
            {
                Rule = $"{instrument}/{scale}/{Rule} {_version}",
                Sources = _sources.Concat(sources).Distinct(StringComparer.Ordinal).ToEquatableArray(),
                Parameters = parameters.ToEquatableArray(),
                Observations = (observations ?? []).ToEquatableArray(),
                Flags = flags.Distinct(StringComparer.Ordinal).ToEquatableArray(),
            },
            Sentence = sentence,
        };
}

/// <summary>The part of a course that a plan is of: one series, or what stands in its place where there is no infusion.</summary>
/// <param name="Number">The number of the series.</param>
/// <param name="Infusions">Its infusions that the plan looks at.</param>
/// <param name="Until">The first day of the next series, or <see langword="null"/>.</param>
/// <param name="Provisional">Those of its infusions whose segment a rule has not closed yet.</param>
internal sealed record PlannedSeries(int Number, List<Infusion> Infusions, ClinicalTime? Until, HashSet<Infusion> Provisional);
