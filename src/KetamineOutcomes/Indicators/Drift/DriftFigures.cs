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

    /// <summary>The error of one score for a single comparison: no floor, which is meant for what is looked at again and again; half the MCID only where there is no figure.</summary>
    public double SingleSem { get; private init; }

    public double Mcid { get; private init; }

    public List<Parameter> Parameters { get; private init; } = [];

    public List<string> Flags { get; private init; } = [];

    /// <summary>As <see cref="Parameters"/>, for a single comparison.</summary>
    public List<Parameter> SingleParameters { get; private init; } = [];

    /// <summary>As <see cref="Flags"/>, for a single comparison.</summary>
    public List<string> SingleFlags { get; private init; } = [];

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
            SingleSem = profile.Sem ?? half,
            Mcid = mcid.Number,
            Parameters = Stated(sem, isHalf),
            Flags = isHalf ? [DerivedFromMcid] : [],
            SingleParameters = Stated(profile.Sem ?? half, profile.Sem is null),
            SingleFlags = profile.Sem is null ? [DerivedFromMcid] : [],
        };

        List<Parameter> Stated(double error, bool isDerived) =>
        [
            new("sem", error.ToString("0.###", CultureInfo.InvariantCulture)),
            new("sem-rule", isDerived ? "0.5 MCID (project policy)" : profile.StandardError?.Population ?? $"SD of {profile.ClinicalSd!.Population}; reliability of {profile.Reliability!.Population}"),
            new("mcid", mcid.Value.ToString()),
            new("mcid-population", mcid.Population),
        ];
    }

    private const string DerivedFromMcid = "sem-derived-from-mcid";
}
