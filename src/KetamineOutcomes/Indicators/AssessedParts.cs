using KetamineOutcomes.Indicators.Suicidality;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Indicators;

/// <summary>
/// A course put through all indicators, in parts: the rows of a scale in a series, and of a scale by the indicators that look at one scale alone. A part stands as long as the
/// records that it looks at are the same and what it asked of "now" has the same answer; so it is taken over when the course grows elsewhere. Immutable once made.
/// </summary>
internal sealed class AssessedParts
{
    private readonly Course _course;
    private readonly AssessmentOptions _options;
    private readonly InstrumentCatalogue _catalogue;
    private readonly ClinicalTime? _now;
    private readonly Dictionary<string, InstrumentPart> _instruments = new(StringComparer.Ordinal);
    private readonly Dictionary<ScaleTrajectory, TrajectoryPart> _trajectories = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<(int Series, int Indicator, object About), PartedPart> _parted = [];

    private SuicidalityMemory? _suicidality;

    // What went before, where the infusions, events and the end of follow-up are the same.
    private AssessedParts? _before;

    private AssessedParts(Course course, AssessmentOptions options, InstrumentCatalogue catalogue, ClinicalTime? now)
    {
        _course = course;
        _options = options;
        _catalogue = catalogue;
        _now = now;
    }

    /// <summary>The answers.</summary>
    public AssessmentReport Report { get; private set; } = null!;

    /// <summary>Puts a course through all indicators.</summary>
    /// <param name="course">The course.</param>
    /// <param name="options">What the caller chooses.</param>
    /// <param name="catalogue">The instruments.</param>
    /// <param name="before">An earlier state of the course with the same options and instruments, or <see langword="null"/>. The answers are the same with and without.</param>
    public static AssessedParts Of(Course course, AssessmentOptions options, InstrumentCatalogue catalogue, AssessedParts? before)
    {
        var known = options.AsOf is { } asOf ? course.AsOf(asOf) : course;
        var now = options.AsOf ?? known.LastRecord;
        known = options.Segmentation is { } rule ? known.SegmentedBy(rule, now) : known;
        var parts = new AssessedParts(known, options, catalogue, now);
        parts._before = before is not null && parts.HasFrameOf(before) ? before : null;
        parts.Report = parts.Assess(course);

        // A part that was taken over is held by its own name from now on.
        parts._before = null;
        parts._suicidality?.Close();
        foreach (var trajectory in parts._trajectories.Keys)
        {
            trajectory.Memory.Close();
        }

        return parts;
    }

    /// <summary>Whether all that a scale's answers rest on beside its forms and "now" is the same.</summary>
    private bool HasFrameOf(AssessedParts before) => _course.Series == before._course.Series
        && _course.Events == before._course.Events
        && _course.EventRecording == before._course.EventRecording
        && _course.FollowUpEnd == before._course.FollowUpEnd;

    private AssessmentReport Assess(Course whole)
    {
        var results = new List<IndicatorResult>();
        var issues = new List<Issue>();
        var trajectories = new List<ScaleTrajectory>();
        var forms = new Dictionary<string, List<Administration>>(StringComparer.Ordinal);
        var ids = new List<string>();
        foreach (var administration in _course.Administrations)
        {
            if (!forms.TryGetValue(administration.Instrument, out var own))
            {
                forms[administration.Instrument] = own = [];
                ids.Add(administration.Instrument);
            }

            own.Add(administration);
        }

        // A course that never had the primary instrument stays in the denominator.
        if (_options.Primary is { } primary && forms.TryAdd(primary, []))
        {
            ids.Add(primary);
        }

        foreach (var id in ids)
        {
            if (_catalogue.Find(id) is { } instrument)
            {
                var part = AssessInstrument(instrument, forms[id]);
                _instruments[id] = part;
                issues.AddRange(part.Issues);
                foreach (var window in part.Scales.SelectMany(scale => scale.Windows))
                {
                    results.AddRange(window.Rows);
                    if (window.Trajectory is { } trajectory)
                    {
                        trajectories.Add(trajectory);
                    }
                }
            }
            else
            {
                issues.Add(new Issue(IssueCodes.InstrumentUnknown, IssueSeverity.Warning, "The catalogue has no such instrument; its records were not used.", id));
            }
        }

        AssessSeries(trajectories, results);
        results.AddRange(GoalIndicators.Assess(_course, _options, new NowSpan(_now), issues));
        if (_options.IncludeTreatment)
        {
            var treatment = Segments.TreatmentAssessment.Assess(whole, _options);
            results.AddRange(treatment.Results);
            issues.AddRange(treatment.Issues);
        }

        results.Sort(IndicatorOrder.Compare);
        return new AssessmentReport(results.ToEquatableArray(), issues.Distinct().ToEquatableArray()).Where(_options.Include);
    }

    /// <summary>Asks the library's indicators and the caller's for each series.</summary>
    private void AssessSeries(List<ScaleTrajectory> trajectories, List<IndicatorResult> results)
    {
        var indicators = StandardIndicators.All.Concat(_options.Custom)
            .Where(indicator => _options.Include.IsEmpty || _options.Include.Contains(indicator.Id, StringComparer.Ordinal))
            .ToList();
        var suicidality = _suicidality = new SuicidalityMemory(_before?._suicidality);
        for (var number = 1; number <= Math.Max(1, _course.Series.Count); number++)
        {
            var series = number <= _course.Series.Count ? _course.Series[number - 1] : null;
            var context = new SeriesContext(_course, number, series, trajectories.Where(trajectory => trajectory.Number == number).ToEquatableArray(), _options, _now, _catalogue, suicidality);
            foreach (var trajectory in context.Trajectories)
            {
                // Without infusions days can count from the baseline of another scale.
                _trajectories[trajectory] = series is not null && _before?._trajectories.GetValueOrDefault(trajectory) is { } old && old.Now.IsSameFor(_now)
                    ? old
                    : new TrajectoryPart(new NowSpan(_now), new IndicatorResult[indicators.Count][]);
            }

            for (var i = 0; i < indicators.Count; i++)
            {
                switch (indicators[i])
                {
                    case IScaleIndicator indicator:
                        foreach (var trajectory in context.Trajectories)
                        {
                            var part = _trajectories[trajectory];
                            results.AddRange(part.Rows[i] ??= Rows(context, indicator.Id, indicator.Assess(context.With(part.Now), trajectory)));
                        }

                        break;
                    case IPartedIndicator indicator:
                        foreach (var part in indicator.Parts(context))
                        {
                            results.AddRange(AssessPart(context, (number, i, part.About), indicator.Id, part));
                        }

                        break;
                    default:
                        results.AddRange(indicators[i].Assess(context).Select(finding => finding.ToResult(context, indicators[i].Id)));
                        break;
                }
            }
        }
    }

    private IndicatorResult[] AssessPart(SeriesContext context, (int Series, int Indicator, object About) key, string indicator, IndicatorPart part)
    {
        // Without infusions days can count from the baseline of another scale.
        if (context.Series is not null && _before?._parted.GetValueOrDefault(key) is { } old
            && old.IsProvisional == part.IsProvisional && old.Now.IsSameFor(_now) && AreSame(old.Scales, part.Scales))
        {
            return (_parted[key] = old).Rows;
        }

        var now = new NowSpan(_now);
        var rows = Rows(context, indicator, part.Assess(now));
        _parted[key] = new PartedPart(now, part.Scales, part.IsProvisional, rows);
        return rows;
    }

    private static IndicatorResult[] Rows(SeriesContext context, string indicator, IEnumerable<IndicatorFinding> findings) => [.. findings.Select(finding => finding.ToResult(context, indicator))];

    private InstrumentPart AssessInstrument(Instrument instrument, List<Administration> forms)
    {
        var before = _before?._instruments.GetValueOrDefault(instrument.Id);
        var isSame = before is not null && AreSame(before.Forms, forms);
        if (isSame && before!.Scales.TrueForAll(scale => scale.Windows.TrueForAll(window => window.Now.IsSameFor(_now))))
        {
            return before;
        }

        var issues = new List<Issue>();
        var scales = new List<ScalePart>();
        foreach (var administration in forms)
        {
            if (administration.Content is AdministrationContent.TotalOnly total
                && (total.Scale ?? instrument.TotalScale?.Id ?? "total") is var named
                && instrument.FindScale(named) is not { Result: ResultKind.Number })
            {
                issues.Add(new Issue(IssueCodes.ScaleUnknown, IssueSeverity.Warning, "The instrument has no such scale with a total; the record was not used.", $"{instrument.Id}/{named}"));
            }
        }

        for (var i = 0; i < instrument.Scales.Count; i++)
        {
            var scale = instrument.Scales[i];
            var isMain = i == 0;
            if (!isMain && (scale.Result != ResultKind.Number || (scale.Endpoints.IsEmpty && scale.Milestones.IsEmpty && !IsStated(forms, scale))))
            {
                continue;
            }

            var old = before?.Scales.Find(part => ReferenceEquals(part.Scale, scale));
            var lone = new FormMemory<ScaleReading>(old?.Lone);
            var readings = ScaleReading.Collect(forms, instrument, scale, _options.MissingPolicy, issues, lone);
            if (readings.Count == 0 && !(isMain && string.Equals(instrument.Id, _options.Primary, StringComparison.Ordinal)))
            {
                continue;
            }

            issues.AddRange(readings.Where(reading => reading.Score is Score.Invalid).SelectMany(reading => reading.Score!.Issues.Where(issue => issue.Severity == IssueSeverity.Error)));
            scales.Add(new ScalePart(scale, lone, SeriesWindow<ScaleReading>.Split(_course, readings).ConvertAll(window =>
                old?.Windows.Find(part => part.Now.IsSameFor(_now) && part.Window.Number == window.Number && AreSame(part.Window.Before, window.Before) && AreSame(part.Window.After, window.After))
                ?? AssessWindow(instrument, scale, window, isMain, old?.Windows.Find(part => part.Window.Number == window.Number)))));
        }

        return new InstrumentPart(forms, scales, issues);
    }

    private WindowPart AssessWindow(Instrument instrument, Scale scale, SeriesWindow<ScaleReading> window, bool isMain, WindowPart? before)
    {
        var now = new NowSpan(_now);
        var indicators = new ScaleIndicators(_course, instrument, scale, window, _options, now);

        // Without infusions days count from the baseline, which may be another.
        var alerts = new RaisedAlerts(window.Series is null ? null : before?.Alerts);
        var results = indicators.Assess(isMain, alerts).ToList();
        var trajectory = scale is { Result: ResultKind.Number, Measures: MeasureKind.State } ? indicators.ToTrajectory(before?.Trajectory) : null;
        if (!scale.Milestones.IsEmpty)
        {
            results.AddRange(new MilestoneIndicators(_course, instrument, scale, window, _options, now).Assess());
        }

        return new WindowPart(window, now, results, trajectory, alerts);
    }

    private static bool AreSame<T>(IReadOnlyList<T> left, IReadOnlyList<T> right)
        where T : class?
    {
        if (left.Count != right.Count)
        {
            return false;
        }

        for (var i = left.Count - 1; i >= 0; i--)
        {
            if (!ReferenceEquals(left[i], right[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a total of a further scale was given by itself, so that someone wants it assessed.</summary>
    private static bool IsStated(List<Administration> forms, Scale scale) => forms.Exists(administration =>
        administration.Content is AdministrationContent.TotalOnly total && string.Equals(total.Scale, scale.Id, StringComparison.Ordinal));

    private sealed record InstrumentPart(List<Administration> Forms, List<ScalePart> Scales, List<Issue> Issues);

    private sealed record ScalePart(Scale Scale, FormMemory<ScaleReading> Lone, List<WindowPart> Windows);

    private sealed record WindowPart(SeriesWindow<ScaleReading> Window, NowSpan Now, List<IndicatorResult> Rows, ScaleTrajectory? Trajectory, RaisedAlerts Alerts);

    /// <summary>The rows of a scale by each indicator, in the order in which indicators are asked.</summary>
    private sealed record TrajectoryPart(NowSpan Now, IndicatorResult[]?[] Rows);

    /// <summary>The rows of one part of an indicator, and what they rest on.</summary>
    private sealed record PartedPart(NowSpan Now, IReadOnlyList<ScaleTrajectory?> Scales, bool IsProvisional, IndicatorResult[] Rows);
}
