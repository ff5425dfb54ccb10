using System.Runtime.CompilerServices;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Statistics;

namespace KetamineOutcomes.Indicators.ReliableChange;

/// <summary>Which of a definition's figures are the defaults: pointers by kind and source, never numbers. docs/reliable-change.md gives the reasons.</summary>
/// <remarks>
/// Only verified figures are taken. Where a source gives several, or a range, the smallest counts: of MCIDs it makes a plateau harder to declare, of functional
/// means it makes a recovery harder to reach.
/// </remarks>
internal static class FigureChoices
{
    /// <summary>What was chosen for a scale, by the instrument that has it.</summary>
    private static readonly ConditionalWeakTable<Scale, Dictionary<string, ReliabilityProfile>> Known = [];

    private static readonly Choice[] All =
    [
        new("phq-9", "total", Mcid: "loewe-2004", TwoStandardErrors: "loewe-2004", Functional: "kocalevent-2013"),
        new("gad-7", "total", Mcid: "toussaint-2020", Retest: "bischoff-2020", Functional: "loewe-2008"),
        // No means for the MADRS: the cut-offs between its populations (15.6 and 19.4) lie far above every published remission.
        new("madrs", "total", Mcid: "turkoz-2021", Spread: "mueller-2000", Retest: "zhong-2011"),
        // The error is that of one sample, SD and alpha: the SD of inpatients with the alpha of wider samples would give 1.98, and people vary by 2.7 to 3.5 about their own line.
        new("ham-d17", "total", Mcid: "hengartner-2021", OneSample: "pmc2929841", Clinical: "mueller-2000", Alpha: "trajkovic-2011", Functional: "zimmerman-2004"),
        new("ham-d17", "ham-d6", Mcid: "hengartner-2021"),
        new("ham-d6", "total", Mcid: "hengartner-2021"),
        new("bdi-ii", "total", Mcid: "pmc9340848", Clinical: "steer-2001", Retest: "gomes-oliveira-2012"),
        new("isi", "total", Mcid: "yang-2009", Retest: "dieperink-2020"),
        new("madrs-s", "total", Retest: "fantino-moore-2009"),
        new("pcl-5", "total", Mcid: "blanchard-2023", Retest: "bovin-2016"),
        new("peg", "total", Mcid: "reed-2023"),
        new("promis-depression-8a", "total", Mcid: "kroenke-2020"),
        new("q-les-q-sf", "total", Clinical: "ishak-2015", Retest: "stevanovic-2011"),
        new("qids-sr16", "total", Clinical: "ishak-2015", Alpha: "liu-2013"),
        new("sds", "total", Mcid: "turkoz-2021", Clinical: "mcintyre-2021", Retest: "arbuckle-2009"),
        new("who-5", "total", Retest: "danish-who-5"),
        new("wsas", "total", Clinical: "ishak-2016", Retest: "mundt-2002"),
        new("y-bocs", "total", Mcid: "cohen-2024"),
        new("ymrs", "total", Mcid: "lukasiewicz-2013"),
    ];

    /// <summary>How many figures the table points at: a mean and an SD for each population, an SD alone for a spread. Standard errors are made of figures and not counted.</summary>
    internal static int Pointers => All.Sum(choice => new[] { choice.Mcid, choice.Clinical, choice.Clinical, choice.Spread, choice.Retest, choice.Alpha, choice.Functional, choice.Functional }.Count(key => key is not null));

    /// <summary>The defaults for a scale; without any figure where none is chosen.</summary>
    public static ReliabilityProfile For(Instrument instrument, Scale scale)
    {
        var known = Known.GetValue(scale, static _ => []);
        lock (known)
        {
            if (!known.TryGetValue(instrument.Id, out var profile))
            {
                known[instrument.Id] = profile = Choose(instrument, scale);
            }

            return profile;
        }
    }

    private static ReliabilityProfile Choose(Instrument instrument, Scale scale)
    {
        var choice = Array.Find(All, candidate => candidate.Instrument == instrument.Id && candidate.Scale == scale.Id);
        var twoErrors = Find(scale, PsychometricKind.Mcid, choice?.TwoStandardErrors);
        return new ReliabilityProfile(
            instrument.Id,
            scale.Id,
            clinicalSd: Find(scale, PsychometricKind.StandardDeviation, choice?.Clinical ?? choice?.Spread),
            reliability: Find(scale, PsychometricKind.TestRetest, choice?.Retest) ?? Find(scale, PsychometricKind.Alpha, choice?.Alpha),
            standardError: twoErrors is null ? OfOneSample(scale, choice?.OneSample) : new ChangeFigure(twoErrors.Value / 2, twoErrors.Population + "; half of it", twoErrors.Source, EvidenceStatus.Derived),
            clinicalMean: Find(scale, PsychometricKind.Mean, choice?.Clinical),
            functionalMean: Find(scale, PsychometricKind.Mean, choice?.Functional),
            functionalSd: Find(scale, PsychometricKind.StandardDeviation, choice?.Functional),
            mcid: Find(scale, PsychometricKind.Mcid, choice?.Mcid),
            reliabilityKind: Find(scale, PsychometricKind.TestRetest, choice?.Retest) is not null ? PsychometricKind.TestRetest : choice?.Alpha is null ? null : PsychometricKind.Alpha);
    }

    /// <summary>The defaults with the caller's own numbers in their place.</summary>
    public static ReliabilityProfile For(ScaleTrajectory trajectory, AssessmentOptions options) =>
        For(trajectory.Instrument, trajectory.Scale).ReplacedBy(options.Reliability.LastOrDefault(own => own.Instrument == trajectory.Instrument.Id && own.Scale == trajectory.Scale.Id));

    /// <summary>SD x sqrt(1 - alpha) where one source gives both of one sample.</summary>
    private static ChangeFigure? OfOneSample(Scale scale, string? source)
    {
        if (Find(scale, PsychometricKind.StandardDeviation, source) is not { } sd || Find(scale, PsychometricKind.Alpha, source) is not { } alpha)
        {
            return null;
        }

        var square = sd.Value * sd.Value * (1 - alpha.Value);
        return new ChangeFigure(
            SquareRoot.Of(square.Numerator, square.Denominator),
            $"{alpha.Population}; SD {sd.Value} x sqrt(1 - alpha {alpha.Value}) of that sample",
            sd.Source,
            EvidenceStatus.Derived);
    }

    private static ChangeFigure? Find(Scale scale, PsychometricKind kind, string? source)
    {
        var chosen = scale.Psychometrics
            .Where(figure => figure.Kind == kind && source is not null)
            .SelectMany(figure => figure.Evidence.Where(evidence => evidence.Source.Key == source && evidence.Status == EvidenceStatus.Verified).Select(evidence => (figure, evidence)))
            .OrderBy(pair => pair.figure.Value)
            .Select(pair => new ChangeFigure(pair.figure.Value, pair.figure.Population, pair.evidence.Source.Citation, pair.evidence.Status))
            .FirstOrDefault();
        return chosen;
    }

    private sealed record Choice(
        string Instrument,
        string Scale,
        string? Mcid = null,
        string? TwoStandardErrors = null,
        string? OneSample = null,
        string? Clinical = null,
        string? Spread = null,
        string? Retest = null,
        string? Alpha = null,
        string? Functional = null);
}
