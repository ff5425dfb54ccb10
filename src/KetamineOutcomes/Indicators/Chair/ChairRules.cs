using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment.Chair;
using KetamineOutcomes.Treatment.Segments;

namespace KetamineOutcomes.Indicators.Chair;

/// <summary>The named rules and numbers about readings in the chair, each with its source. Observations; none of them is a stop.</summary>
public static class ChairRules
{
    private static readonly Source LabelMirror = new()
    {
        Key = "spravato-us-pi-2019-mirror",
        Citation = "SPRAVATO (esketamine) US prescribing information, 2019, as mirrored at 120ty.net (pages 3, 5, 7); not the current label.",
        Url = "http://www.120ty.net/bencandy.php?aid=58243&fid=134&page=7",
    };

    private static readonly Source LabelReprint = new()
    {
        Key = "usmedicine-2021",
        Citation = "SPRAVATO brief summary of the prescribing information as reprinted in U.S. Medicine 2021 (directory, page 33).",
        Url = "https://www.usmedicine.com/2021online-dir/inc/html/33.html",
    };

    private static readonly Source EuropeanMirror = new()
    {
        Key = "spravato-eu-spc-mirror",
        Citation = "Spravato, European summary of product characteristics, section 4.4, as mirrored by rxreasoner.com (revision 2020).",
        Url = "https://rxreasoner.com/monographs/spravato/precautions",
    };

    private static readonly Source Guo = new()
    {
        Key = "guo-2025",
        Citation = "Guo and others 2025, Front Pharmacol: meta-analysis of ketamine and esketamine in depression (full text read for this project's facts).",
    };

    private static readonly Source Own = new() { Key = "project-policy", Citation = "KetamineOutcomes, decision of this project." };

    /// <summary>A rise of 40 mmHg or more in systolic, or of 25 mmHg or more in diastolic pressure.</summary>
    public static ChairRule Rise4025 { get; } = new()
    {
        Id = "rise-40-25",
        Meaning = "a rise of 40 mmHg or more in systolic or of 25 mmHg or more in diastolic pressure",
        Limits =
        [
            new ChairLimit(ChairMeasure.Systolic, Comparator.AtLeast, 40, isRise: true),
            new ChairLimit(ChairMeasure.Diastolic, Comparator.AtLeast, 25, isRise: true),
        ],
        CoverMinutes = 90,
        Evidence =
        [
            Fact(LabelReprint, EvidenceStatus.Secondary, "Counts patients with such a rise in the first 1.5 hours; that is how long readings must go on before it can be called not seen."),
            Fact(LabelMirror, EvidenceStatus.Secondary, "The same rise; one label, so one source only."),
        ],
    };

    /// <summary>A peak of 180 mmHg or more in systolic, or of 110 mmHg or more in diastolic pressure.</summary>
    public static ChairRule Peak180110 { get; } = new()
    {
        Id = "peak-180-110",
        Meaning = "a systolic pressure of 180 mmHg or more or a diastolic one of 110 mmHg or more",
        Limits =
        [
            new ChairLimit(ChairMeasure.Systolic, Comparator.AtLeast, 180, isRise: false),
            new ChairLimit(ChairMeasure.Diastolic, Comparator.AtLeast, 110, isRise: false),
        ],
        CoverMinutes = 90,
        Evidence =
        [
            Fact(Guo, EvidenceStatus.Verified, "One source only: predefined thresholds of 180 or more, 110 or more; the discussion of the same paper prints more than 180 or more than 110. Pressure was raised to 60 minutes (infusion) and 1.5 hours (esketamine)."),
        ],
    };

    /// <summary>More than 140 mmHg systolic or more than 90 mmHg diastolic before treatment: a note and never a stop.</summary>
    public static ChairRule Before14090 { get; } = new()
    {
        Id = "before-140-90",
        Meaning = "a pressure above 140/90 mmHg before treatment; a general guide to weigh a delay and no stop",
        Limits =
        [
            new ChairLimit(ChairMeasure.Systolic, Comparator.MoreThan, 140, isRise: false),
            new ChairLimit(ChairMeasure.Diastolic, Comparator.MoreThan, 90, isRise: false),
        ],
        Evidence =
        [
            Fact(LabelMirror, EvidenceStatus.Secondary, "A general guide, not a hard stop."),
            Fact(EuropeanMirror, EvidenceStatus.Secondary, "A general guide for people under 65; above 150/90 from 65 on."),
        ],
    };

    /// <summary>The European wording for people of 65 and more: above 150/90 before treatment. Judged only where the age is known.</summary>
    public static ChairRule Before15090 { get; } = new()
    {
        Id = "before-150-90",
        Meaning = "a pressure above 150/90 mmHg before treatment at 65 years or more; a general guide to weigh a delay and no stop",
        Limits =
        [
            new ChairLimit(ChairMeasure.Systolic, Comparator.MoreThan, 150, isRise: false),
            new ChairLimit(ChairMeasure.Diastolic, Comparator.MoreThan, 90, isRise: false),
        ],
        FromAge = 65,
        Evidence = [Fact(EuropeanMirror, EvidenceStatus.Secondary, "One source only.")],
    };

    /// <summary>The thresholds that are judged after the start of an infusion.</summary>
    public static EquatableArray<ChairRule> Thresholds { get; } = [Rise4025, Peak180110];

    /// <summary>The notes on the pressure before treatment.</summary>
    public static EquatableArray<ChairRule> BeforeTreatment { get; } = [Before14090, Before15090];

    /// <summary>How long a patient is to be observed after the start of a dose: two hours.</summary>
    public static ChairNumber Observation { get; } = new(
        "observed-120",
        120,
        "min",
        "observation for at least two hours, counted from the start of the dose",
        [
            Fact(LabelMirror, EvidenceStatus.Secondary, "At least two hours at each treatment session (page 3), blood pressure too (page 7); written for nasal esketamine, where a dose has no length."),
            Fact(LabelReprint, EvidenceStatus.Secondary, "The same label, reprinted (the two hours stand on page 30 of the same directory)."),
        ]);

    /// <summary>Beyond how many minutes from the start a side effect counts as lasting.</summary>
    public static ChairNumber LastingEffect { get; } = new(
        "lasting-240",
        240,
        "min",
        "a side effect still there later than four hours from the start",
        [Fact(Own, EvidenceStatus.ProjectPolicy, "No published time for side effects was found; the US label gives about four hours for blood pressure, the Malaysian text of MIMS one to two.")]);

    /// <summary>The longest time between readings in which the measure is taken to have crossed a threshold at most once; in a longer one anything may have happened.</summary>
    public static ChairNumber LongestGap { get; } = new(
        "gap-60",
        60,
        "min",
        "between readings farther apart anything may have happened unseen",
        [Fact(Own, EvidenceStatus.ProjectPolicy, "Takes in the usual times of reading (before, 40, 90 minutes); no published rule was found.")]);

    /// <summary>How long before the start a reading can still be the baseline.</summary>
    public static ChairNumber BaselineWindow { get; } = new(
        "baseline-120",
        120,
        "min",
        "the last reading at or before the start, at most two hours before it",
        [Fact(Own, EvidenceStatus.ProjectPolicy, "The label asks for a reading before the dose and gives no time.")]);

    /// <summary>How many infusions with such a reading a trend over a series needs.</summary>
    public static ChairNumber TrendSessions { get; } = new(
        "trend-4",
        4,
        "infusions",
        "a trend needs four infusions of one series",
        [Fact(Own, EvidenceStatus.ProjectPolicy, "The median of slopes then has six pairs, so that one odd visit, which is in three of them, does not decide alone.")]);

    /// <summary>The levels of sedation, from the cut-offs of the instrument <c>moaa-s</c>.</summary>
    public static EquatableArray<ChairRule> Sedation { get; } = InstrumentCatalogue.Shipped.Find("moaa-s")!.TotalScale!.CutOffs
        .Where(cutOff => cutOff.Comparator is Comparator.AtMost or Comparator.LessThan)
        .OrderByDescending(cutOff => cutOff.Value)
        .Select(cutOff => new ChairRule
        {
            Id = cutOff.Id,
            Meaning = cutOff.Purpose,
            Limits = [new ChairLimit(ChairMeasure.Sedation, cutOff.Comparator, cutOff.Value, isRise: false)],
            CoverMinutes = 90,
            Evidence = [.. cutOff.Evidence, Fact(Own, EvidenceStatus.ProjectPolicy, "Readings must go on for 90 minutes before it can be called not seen; the notes of moaa-s give 60 to 90 until sedation is over.")],
        })
        .ToEquatableArray();

    /// <summary>How near to the baseline counts as back, in each measure's unit: project policy, and the caller may state others (<see cref="ChairOptions"/>).</summary>
    public static EquatableArray<ChairTolerance> Tolerances { get; } =
    [
        new ChairTolerance(ChairMeasure.Systolic, 10),
        new ChairTolerance(ChairMeasure.Diastolic, 10),
        new ChairTolerance(ChairMeasure.HeartRate, 10),
        new ChairTolerance(ChairMeasure.OxygenSaturation, 0),
        new ChairTolerance(ChairMeasure.Sedation, 0),
        new ChairTolerance(ChairMeasure.Cadss23, 0),
        new ChairTolerance(ChairMeasure.Cadss28, 0),
        new ChairTolerance(ChairMeasure.Cadss6, 0),
    ];

    internal static Evidence Fact(Source source, EvidenceStatus status, string note) => new() { Source = source, Status = status, Note = note };

    internal static Source Label => LabelMirror;

    internal static Source Policy => Own;
}

/// <summary>How near to its baseline a measure counts as back.</summary>
public sealed record ChairTolerance
{
    /// <summary>Makes a tolerance.</summary>
    /// <param name="measure">The measure.</param>
    /// <param name="value">The distance in its unit, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The distance is negative.</exception>
    public ChairTolerance(ChairMeasure measure, Fraction value)
    {
        if (value < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(value), "A tolerance is 0 or more.");
        }

        Measure = measure;
        Value = value;
    }

    /// <summary>The measure.</summary>
    public ChairMeasure Measure { get; }

    /// <summary>The distance in its unit.</summary>
    public Fraction Value { get; }
}

/// <summary>What a caller may choose when what happened in the chair is judged.</summary>
public sealed record ChairOptions
{
    /// <summary>The defaults.</summary>
    public static ChairOptions Default { get; } = new();

    /// <summary>The time as of which the answers hold; later records are not looked at.</summary>
    /// <value>The default value is <see langword="null"/>: all records.</value>
    public ClinicalTime? AsOf { get; init; }

    /// <summary>How near to the baseline counts as back; measures that are not named keep <see cref="ChairRules.Tolerances"/>.</summary>
    /// <value>The default value is empty.</value>
    public EquatableArray<ChairTolerance> Tolerances { get; init; }

    /// <summary>
    /// The rule that finds series where the clinic's labels do not say (<see cref="SegmentationRules"/>, or the clinic's own), as
    /// <see cref="AssessmentOptions.Segmentation"/>: give both the same, so that the column of series means one thing.
    /// </summary>
    /// <value>The default value is <see langword="null"/>: labels alone.</value>
    public SegmentationRule? Segmentation { get; init; }

    /// <summary>The notes on the pressure before treatment, at each infusion and as a screen before a series: the catalogue's, or the caller's (<see cref="ChairRule.PressureBefore"/>).</summary>
    /// <value>The default value is <see cref="ChairRules.BeforeTreatment"/>. An empty list gives no such rows.</value>
    /// <exception cref="ArgumentException">Two have one id, or one is no note on the pressure before treatment.</exception>
    public EquatableArray<ChairRule> BeforeTreatment
    {
        get;
        init
        {
            if (value.Any(rule => rule.CoverMinutes != 0 || rule.Limits.Any(limit => limit.IsRise || limit.Measure is not (ChairMeasure.Systolic or ChairMeasure.Diastolic))))
            {
                throw new ArgumentException("A rule is about the time after the start.", nameof(value));
            }

            field = value.Select(rule => rule.Id).Distinct(StringComparer.Ordinal).Count() == value.Count
                ? value
                : throw new ArgumentException("Two notes have one id.", nameof(value));
        }
    } = ChairRules.BeforeTreatment;

    /// <summary>The notes that apply to a person; one from an age on needs the age.</summary>
    internal IEnumerable<ChairRule> NotesFor(Covariates person) => BeforeTreatment.Where(rule => rule.FromAge is not { } from || person.AgeYears >= from);

    internal Fraction ToleranceOf(ChairMeasure measure) =>
        Tolerances.Concat(ChairRules.Tolerances).First(tolerance => tolerance.Measure == measure).Value;
}
