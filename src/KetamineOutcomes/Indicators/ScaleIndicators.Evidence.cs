using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Indicators;

// What an answer rests on: flags and sources.
internal sealed partial class ScaleIndicators
{
    private void AddComparedFlags(List<string> flags) => _judge.AddBaselineFlags(flags);

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
        if (pick.Reading is { } reading)
        {
            _judge.AddReadingFlags(reading, flags);
        }
    }
}
