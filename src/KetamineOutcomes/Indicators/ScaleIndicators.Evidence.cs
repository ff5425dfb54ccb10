using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Indicators;

// What an answer rests on: flags, sources, observations and when it was known.
internal sealed partial class ScaleIndicators
{
    private List<string> BaselineFlags()
    {
        var flags = new List<string> { "project-policy" };
        AddBaselineFlags(flags);
        return flags;
    }

    private void AddBaselineFlags(List<string> flags)
    {
        if (_baseline.Policy is BaselinePolicy.WorstBefore)
        {
            flags.Add("baseline-policy-inflates");
        }

        // Only the policies that need no time before treatment get here: the others give no baseline.
        if (_baseline.Reading is not null && _window.Series is { StartsInMidTreatment: true })
        {
            flags.Add(Reasons.StartsInMidTreatment);
        }

        AddFormFlags(_baseline.Reading?.Score, flags);
    }

    private void AddFormFlags(Score? score, List<string> flags)
    {
        if (score is Score.Prorated && !flags.Contains("prorated", StringComparer.Ordinal))
        {
            flags.Add("prorated");
        }

        if (score is not { IsTotalOnly: true } || flags.Contains("total-only", StringComparer.Ordinal))
        {
            return;
        }

        flags.Add("total-only");
        if (_scale.Items.Any(item => item.AllowsNotApplicable))
        {
            // A bare total does not say whether an item was left out (WSAS of 40 or of 32).
            flags.Add("form-unknown");
        }
    }

    private List<string> ComparisonFlags(PointPick pick)
    {
        var flags = new List<string>();
        AddBaselineFlags(flags);
        AddScoreFlags(pick, flags);
        return flags;
    }

    private List<string> EndpointFlags(PointPick pick, EndpointEntry entry)
    {
        var flags = ComparisonFlags(pick);
        if (entry.MinimumBaselineEvidence.Any(evidence => evidence.Status == EvidenceStatus.ProjectPolicy))
        {
            flags.Add("project-policy");
        }

        return flags;
    }

    private void AddScoreFlags(PointPick pick, List<string> flags)
    {
        if (pick.Reading is not { } reading)
        {
            return;
        }

        if (_instrument.Recall.Hours is { } hours && _window.Series is { } series)
        {
            var elapsed = reading.At.HoursSince(series.First.At) ?? reading.At.DaysSince(series.First.At) * 24;
            if (elapsed < hours)
            {
                flags.Add("recall-overlap");
            }
        }

        AddFormFlags(reading.Score, flags);
    }

    private static List<string> Cite(EndpointEntry entry) =>
        [.. entry.Evidence.Concat(entry.MinimumBaselineEvidence).Select(e => e.Source.Citation).Distinct(StringComparer.Ordinal)];

    private IndicatorResult Row(
        PointPick pick,
        string indicator,
        string rule,
        IndicatorOutcome outcome,
        List<string> sources,
        List<Parameter> parameters,
        List<string> flags,
        string sentence,
        bool usesBaseline = true,
        bool usesScore = true)
    {
        if (_options.Primary is { } primary && string.Equals(primary, _instrument.Id, StringComparison.Ordinal))
        {
            flags = [.. flags, "primary"];
        }

        var observations = new List<Observation>();
        if (usesBaseline)
        {
            observations.AddRange(_baseline.Observations);
            parameters = [new Parameter("baseline-policy", _baseline.Policy.Name), .. parameters];
        }

        if (usesScore)
        {
            flags = [.. flags.Concat(pick.Flags).Distinct(StringComparer.Ordinal)];
            parameters = [.. parameters, .. pick.Parameters];
        }

        if (usesScore && pick.Reading is { } reading)
        {
            observations.Add(reading.ToObservation(pick.Fault is null ? "score" : "passed-over"));
        }

        var anchor = _window.Series?.First.At ?? _baseline.Reading?.At;
        return new IndicatorResult
        {
            PatientId = _course.PatientId,
            CourseId = _course.CourseId,
            Series = _window.Number,
            Instrument = _instrument.Id,
            Scale = _scale.Id,
            Indicator = indicator,
            Rule = rule,
            Point = pick.Point,
            At = pick.Reading?.At,
            Day = pick.Reading is { } read && anchor is { } start ? read.At.DaysSince(start) : null,
            KnownAt = KnownAt(pick, usesBaseline),
            Outcome = outcome,
            Evidence = new IndicatorEvidence
            {
                Rule = $"{_instrument.Id}/{_scale.Id}/{rule} {_instrument.Version}",
                Sources = sources.Distinct(StringComparer.Ordinal).ToEquatableArray(),
                Parameters = parameters.ToEquatableArray(),
                Observations = observations.ToEquatableArray(),
                Flags = flags.ToEquatableArray(),
            },
        }.WithSentence(sentence);
    }

    private ClinicalTime? KnownAt(PointPick pick, bool usesBaseline)
    {
        var known = pick.Reading?.Administration.KnownAt;
        if (usesBaseline && known is { } k && _baseline.KnownAt is { } b && b.CompareKnown(k) > 0)
        {
            return b;
        }

        return known;
    }
}
