using KetamineOutcomes.Treatment.Segments;

namespace KetamineOutcomes.Indicators;

/// <summary>What a caller may choose when a course is assessed.</summary>
public sealed record AssessmentOptions
{
    /// <summary>The defaults.</summary>
    public static AssessmentOptions Default { get; } = new();

    /// <summary>The points at which indicators are wanted.</summary>
    /// <value>The default value is <see cref="AssessmentPoint.Defaults"/>: the end of induction and the last assessment.</value>
    public EquatableArray<AssessmentPoint> Points { get; init; } = AssessmentPoint.Defaults;

    /// <summary>Which assessment counts as baseline.</summary>
    /// <value>The default value is <see langword="null"/>: <see cref="BaselinePolicy.Default"/>, or <see cref="BaselinePolicy.First"/> where
    /// <see cref="HasTreatments"/> is <see langword="false"/>.</value>
    public BaselinePolicy? Baseline { get; init; }

    /// <summary>The time as of which the answers hold; later records are not looked at.</summary>
    /// <value>The default value is <see langword="null"/>: all records, as of the course's last one.</value>
    public ClinicalTime? AsOf { get; init; }

    /// <summary>The primary instrument's id; its answers carry the flag <c>primary</c>.</summary>
    /// <value>The default value is <see langword="null"/>: none is declared.</value>
    public string? Primary { get; init; }

    /// <summary>Whether the data have treatments at all. Without them the first score is the baseline; with them a course without an infusion has none.</summary>
    /// <value>The default value is <see langword="true"/>.</value>
    public bool HasTreatments { get; init; } = true;

    /// <summary>The rule that finds series where the clinic's labels do not say (<see cref="SegmentationRules"/>, or the clinic's own).</summary>
    /// <value>The default value is <see langword="null"/>: labels alone.</value>
    public SegmentationRule? Segmentation { get; init; }

    /// <summary>Whether the rows about the treatment itself (<see cref="Segments.TreatmentAssessment"/>) are given too.</summary>
    /// <value>The default value is <see langword="false"/>: questionnaires and goals alone.</value>
    public bool IncludeTreatment { get; init; }

    /// <summary>The indicators wanted, by the word that tables print (<c>response</c>, <c>drift</c>).</summary>
    /// <value>The default value is empty: all of them.</value>
    public EquatableArray<string> Include { get; init; }

    /// <summary>The caller's own indicators, asked beside the library's for each series.</summary>
    /// <value>The default value is empty.</value>
    public EquatableArray<IIndicator> Custom { get; init; }

    /// <summary>A missing-item policy by name for all instruments that have one of that name.</summary>
    /// <value>The default value is <see langword="null"/>: each scale's own default.</value>
    public string? MissingPolicy { get; init; }
}
