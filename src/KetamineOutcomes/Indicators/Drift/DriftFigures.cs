using System.Globalization;
using KetamineOutcomes.Indicators.ReliableChange;

namespace KetamineOutcomes.Indicators.Drift;

/// <summary>The numbers about a scale that the watch rests on: its standard error of measurement and its MCID, with where they come from.</summary>
internal sealed record DriftFigures
{
    private DriftFigures()
    {
    }

    /// <summary>Why the scale cannot be watched (<see cref="Reasons"/>), or <see langword="null"/>.</summary>
    public string? Fault { get; private init; }

    public double Sem { get; private init; }

    public double Mcid { get; private init; }

    public List<Parameter> Parameters { get; private init; } = [];

    public List<string> Flags { get; private init; } = [];

    public static DriftFigures For(ScaleTrajectory trajectory, AssessmentOptions options)
    {
        var profile = FigureChoices.For(trajectory, options);
        if (profile.Mcid is not { } mcid)
        {
            return new DriftFigures { Fault = Reasons.McidUnknown };
        }

        var half = mcid.Number / ReliabilityProfile.ErrorsInMcid;
        var sem = profile.SemOverTime ?? half;
        var isHalf = profile.Sem is not { } known || known < sem;
        return new DriftFigures
        {
            Sem = sem,
            Mcid = mcid.Number,
            Parameters =
            [
                new("sem", sem.ToString("0.###", CultureInfo.InvariantCulture)),
                new("sem-rule", isHalf ? "0.5 MCID (project policy)" : profile.StandardError?.Population ?? $"SD of {profile.ClinicalSd!.Population}; reliability of {profile.Reliability!.Population}"),
                new("mcid", mcid.Value.ToString()),
                new("mcid-population", mcid.Population),
            ],
            Flags = isHalf ? ["sem-derived-from-mcid"] : [],
        };
    }
}
