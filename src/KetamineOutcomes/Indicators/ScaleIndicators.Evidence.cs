using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Indicators;

// What an answer rests on: flags and sources.
internal sealed partial class ScaleIndicators
{
    private void AddComparedFlags(List<string> flags)
    {
        AddBaselineFlags(flags);
        AddFormFlags(Baseline.Reading?.Score, flags);
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

    private List<string> ComparisonFlags(PointPick<ScaleReading> pick)
    {
        var flags = new List<string>();
        AddComparedFlags(flags);
        AddScoreFlags(pick, flags);
        return flags;
    }

    private List<string> EndpointFlags(PointPick<ScaleReading> pick, EndpointEntry entry)
    {
        var flags = ComparisonFlags(pick);
        if (entry.MinimumBaselineEvidence.Any(evidence => evidence.Status == EvidenceStatus.ProjectPolicy))
        {
            flags.Add("project-policy");
        }

        return flags;
    }

    private void AddScoreFlags(PointPick<ScaleReading> pick, List<string> flags)
    {
        if (pick.Reading is not { } reading)
        {
            return;
        }

        if (_instrument.Recall.Hours is { } hours && Window.Series is { } series)
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
}
