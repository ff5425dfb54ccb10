using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Indicators.ReliableChange;

/// <summary>A reliable change that was published as a number of points, as a rule of its own beside the computed ones.</summary>
/// <param name="Id">The rule's id.</param>
/// <param name="Instrument">The instrument's id.</param>
/// <param name="Scale">The scale's id.</param>
/// <param name="Source">The source's key in the definition, where the number stands.</param>
/// <param name="IsStrict">Whether the change has to be more than the number, as the source says; otherwise as much is enough.</param>
internal sealed record PublishedChange(string Id, string Instrument, string Scale, string Source, bool IsStrict)
{
    /// <summary>
    /// Those whose comparator was read or makes no difference on the scale's steps. PCL-5 (15 and 18) is left out: "15 to 18 points" does not say whether 15 is enough.
    /// </summary>
    public static IReadOnlyList<PublishedChange> All { get; } =
    [
        new("nhs-talking-therapies", "phq-9", "total", "iapt-manual", IsStrict: false),
        new("pmc10472176", "phq-9", "total", "pmc10472176", IsStrict: true),
        new("nhs-talking-therapies", "gad-7", "total", "iapt-manual", IsStrict: false),
        new("bischoff-2020", "gad-7", "total", "bischoff-2020", IsStrict: true),
        new("dieperink-2020", "isi", "total", "dieperink-2020", IsStrict: true),
        new("danish-who-5", "who-5", "total", "danish-who-5", IsStrict: true),
        new("pmc7649960", "whodas-12", "total", "pmc7649960", IsStrict: true),
    ];

    /// <summary>The figure in the definition, or <see langword="null"/> where a caller's own definition of the instrument has none.</summary>
    public (Psychometric Figure, Evidence Evidence)? Find(Scale scale)
    {
        foreach (var figure in scale.Psychometrics.Where(figure => figure.Kind == PsychometricKind.ReliableChange))
        {
            if (figure.Evidence.FirstOrDefault(evidence => evidence.Source.Key == Source) is { } evidence)
            {
                return (figure, evidence);
            }
        }

        return null;
    }
}
