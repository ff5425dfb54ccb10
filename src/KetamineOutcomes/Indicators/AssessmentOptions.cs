using KetamineOutcomes.Indicators.Domains;
using KetamineOutcomes.Indicators.Endpoints;
using KetamineOutcomes.Indicators.ReliableChange;
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

    /// <summary>Endpoint profiles that are judged beside the default ones: shipped ones (<see cref="EndpointProfileCatalogue.Shipped"/>) or the caller's own. They may refer to each other and to shipped ones.</summary>
    /// <value>The default value is empty.</value>
    public EquatableArray<EndpointProfile> Profiles { get; init; }

    /// <summary>Whether the profiles that are judged by default (<see cref="EndpointProfile.IsDefault"/>) are.</summary>
    /// <value>The default value is <see langword="true"/>.</value>
    public bool UseDefaultProfiles { get; init; } = true;

    /// <summary>The caller's own indicators, asked beside the library's for each series.</summary>
    /// <value>The default value is empty.</value>
    public EquatableArray<IIndicator> Custom { get; init; }

    /// <summary>The caller's own SD, reliability, MCID and norms of scales, in place of the library's; the last one of a scale counts.</summary>
    /// <value>The default value is empty: the choice that docs/reliable-change.md lists.</value>
    public EquatableArray<ReliabilityProfile> Reliability { get; init; }

    /// <summary>Which instruments count as mood and which as functioning, for the indicator <c>domains</c>.</summary>
    /// <value>The default value is <see cref="DomainMap.Default"/>.</value>
    public DomainMap Domains { get; init; } = DomainMap.Default;

    /// <summary>From when a new reference runs for the indicator <c>drift</c>, as logged by the clinic: an alarm before it is over from the first score after it; what was said before stands.</summary>
    /// <value>The default value is <see langword="null"/>: the end of each series' induction.</value>
    public ClinicalTime? DriftReferenceAt { get; init; }

    /// <summary>Whether the indicator <c>drift</c> also says when response and remission would be lost if a worsening went on; an interval of dates, never beyond one visit interval.</summary>
    /// <value>The default value is <see langword="false"/>.</value>
    public bool ForecastDrift { get; init; }

    /// <summary>A missing-item policy by name for all instruments that have one of that name.</summary>
    /// <value>The default value is <see langword="null"/>: each scale's own default.</value>
    public string? MissingPolicy { get; init; }
}
