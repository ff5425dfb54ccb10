using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Indicators.ReliableChange;

/// <summary>The numbers about one scale from which reliable change, cut-offs and the plateau are computed: the library's choice from the definition, or the caller's.</summary>
/// <remarks>
/// Immutable; compares by value. What a caller leaves out stays the library's choice (docs/reliable-change.md lists it); where that has none either, the answers that
/// need it are indeterminate.
/// </remarks>
public sealed record ReliabilityProfile
{
    /// <summary>Numbers about a scale.</summary>
    /// <param name="instrument">The instrument's id.</param>
    /// <param name="scale">The scale's id.</param>
    /// <param name="clinicalSd">The SD of a clinical population before treatment.</param>
    /// <param name="reliability">The reliability, from 0 to less than 1.</param>
    /// <param name="standardError">The standard error of measurement, where it is known without the two before; it goes before them.</param>
    /// <param name="clinicalMean">The mean of the clinical population.</param>
    /// <param name="functionalMean">The mean of a population without the disorder.</param>
    /// <param name="functionalSd">Its SD.</param>
    /// <param name="mcid">The minimal clinically important difference.</param>
    /// <param name="visitSd">The SD of one score about a person's own course, for the plateau.</param>
    /// <param name="reliabilityKind">Of which kind the reliability is; over time (test-retest) where nothing is said.</param>
    /// <exception cref="ArgumentException">An id is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An SD, a standard error or an MCID is not more than 0, the reliability is outside 0 to less than 1, or its kind is neither
    /// test-retest nor alpha: agreement between raters says nothing of change.</exception>
    public ReliabilityProfile(
        string instrument,
        string scale,
        ChangeFigure? clinicalSd = null,
        ChangeFigure? reliability = null,
        ChangeFigure? standardError = null,
        ChangeFigure? clinicalMean = null,
        ChangeFigure? functionalMean = null,
        ChangeFigure? functionalSd = null,
        ChangeFigure? mcid = null,
        ChangeFigure? visitSd = null,
        PsychometricKind? reliabilityKind = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(instrument);
        ArgumentException.ThrowIfNullOrWhiteSpace(scale);
        Instrument = instrument;
        Scale = scale;
        ClinicalSd = AboveZero(clinicalSd, nameof(clinicalSd));
        Reliability = reliability is null || (reliability.Value >= 0 && reliability.Value < 1)
            ? reliability
            : throw new ArgumentOutOfRangeException(nameof(reliability), "A reliability is from 0 to less than 1.");
        StandardError = AboveZero(standardError, nameof(standardError));
        ClinicalMean = clinicalMean;
        FunctionalMean = functionalMean;
        FunctionalSd = AboveZero(functionalSd, nameof(functionalSd));
        Mcid = AboveZero(mcid, nameof(mcid));
        VisitSd = AboveZero(visitSd, nameof(visitSd));
        ReliabilityKind = reliabilityKind is null or PsychometricKind.TestRetest or PsychometricKind.Alpha
            ? (reliability is null ? null : reliabilityKind ?? PsychometricKind.TestRetest)
            : throw new ArgumentOutOfRangeException(nameof(reliabilityKind), "A reliability for change is test-retest or alpha.");
    }

    /// <summary>The instrument's id.</summary>
    public string Instrument { get; }

    /// <summary>The scale's id.</summary>
    public string Scale { get; }

    /// <summary>The SD of a clinical population before treatment.</summary>
    public ChangeFigure? ClinicalSd { get; }

    /// <summary>The reliability, from 0 to less than 1.</summary>
    public ChangeFigure? Reliability { get; }

    /// <summary>Of which kind the reliability is: test-retest or alpha; <see langword="null"/> where there is none.</summary>
    public PsychometricKind? ReliabilityKind { get; }

    /// <summary>The standard error of measurement, where it is known without SD and reliability.</summary>
    public ChangeFigure? StandardError { get; }

    /// <summary>The mean of the clinical population.</summary>
    public ChangeFigure? ClinicalMean { get; }

    /// <summary>The mean of a population without the disorder.</summary>
    public ChangeFigure? FunctionalMean { get; }

    /// <summary>The SD of a population without the disorder.</summary>
    public ChangeFigure? FunctionalSd { get; }

    /// <summary>The minimal clinically important difference.</summary>
    public ChangeFigure? Mcid { get; }

    /// <summary>The SD of one score about a person's own course.</summary>
    public ChangeFigure? VisitSd { get; }

    /// <summary>The standard error of measurement as given, else SD x sqrt(1 - reliability), else <see langword="null"/>.</summary>
    internal double? Sem => StandardError?.Number ?? (ClinicalSd is { } sd && Reliability is { } r ? sd.Number * Math.Sqrt(1 - r.Number) : null);

    /// <summary>
    /// The error of a score for what is watched over weeks: a library figure below half the MCID counts as half the MCID, because an error that is too small alarms the
    /// stable (project policy). A caller's own figures are taken as they are.
    /// </summary>
    internal double? SemOverTime => Sem is { } sem && Mcid is { } mcid && !IsCallers ? Math.Max(sem, mcid.Number / ErrorsInMcid) : Sem;

    /// <summary>Standard errors in an MCID where a scale has no verified standard error (project policy after Löwe 2004, whose MCID is two of them).</summary>
    internal const double ErrorsInMcid = 2;

    private bool IsCallers => StandardError is { } given ? given.Status is null : ClinicalSd is { Status: null } || Reliability is { Status: null };

    /// <summary>The caller's numbers where there are some, else this profile's. A caller's SD or reliability also puts the library's own standard error aside.</summary>
    internal ReliabilityProfile ReplacedBy(ReliabilityProfile? own) => own is null ? this : new ReliabilityProfile(
        Instrument,
        Scale,
        own.ClinicalSd ?? ClinicalSd,
        own.Reliability ?? Reliability,
        own.StandardError ?? (own.ClinicalSd is null && own.Reliability is null ? StandardError : null),
        own.ClinicalMean ?? ClinicalMean,
        own.FunctionalMean ?? FunctionalMean,
        own.FunctionalSd ?? FunctionalSd,
        own.Mcid ?? Mcid,
        own.VisitSd ?? VisitSd,
        own.Reliability is null ? ReliabilityKind : own.ReliabilityKind);

    private static ChangeFigure? AboveZero(ChangeFigure? figure, string parameter) => figure is null || figure.Value > 0
        ? figure
        : throw new ArgumentOutOfRangeException(parameter, "The figure must be more than 0.");
}
