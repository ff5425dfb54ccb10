using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Treatment.Segments;

/// <summary>The rules for cutting a log of infusions that ship with the library.</summary>
/// <remarks>No source states after how long a gap a series is over; each gap below says what it was derived from, and is project policy.</remarks>
public static class SegmentationRules
{
    private static readonly Source McInnes = new()
    {
        Key = "mcinnes-2022",
        Citation = "McInnes LA, Qian JJ, Gargeya RS, DeBattista C, Heifets BD. A retrospective analysis of ketamine intravenous therapy for depression in real-world care settings. J Affect Disord 2022 (abstract).",
        Url = "https://doi.org/10.1016/j.jad.2021.12.097",
    };

    private static readonly Source Oliver = new()
    {
        Key = "oliver-2022",
        Citation = "Oliver PA, Snyder AD, Feinn R, Malov S, McDiarmid G, Arias AJ. Clinical effectiveness of intravenous racemic ketamine infusions in a large community sample of patients with treatment-resistant depression, suicidal ideation, and generalized anxiety symptoms. J Clin Psychiatry 2022;83(6):21m14336 (abstract).",
        Url = "https://doi.org/10.4088/JCP.21m14336",
    };

    private static readonly Source Phillips = new()
    {
        Key = "phillips-2019",
        Citation = "Phillips JL, Norris S, Talbot J, et al. Single, repeated, and maintenance ketamine infusions for treatment-resistant depression: a randomized controlled trial. Am J Psychiatry 2019;176(5):401-409 (abstract).",
        Url = "https://doi.org/10.1176/appi.ajp.2018.18070834",
    };

    private static readonly Evidence McInnesSeries = new()
    {
        Source = McInnes,
        Status = EvidenceStatus.Verified,
        Note = "The induction phase is a series of 4 to 8 infusions over 7 to 28 days. One source only; days are counted here from the first infusion to the last (project policy).",
    };

    private static readonly Evidence FourteenDays = new()
    {
        Source = McInnes,
        Status = EvidenceStatus.ProjectPolicy,
        Note = "No source states a gap. 14 days is where that study's outcome window opens (14 to 31 days after induction), so that a series with a shorter pause counts as going on.",
    };

    private static readonly Evidence SevenDays = new()
    {
        Source = Phillips,
        Status = EvidenceStatus.ProjectPolicy,
        Note = "No source states a gap. There, induction is three times a week and the once-weekly infusions after it are maintenance; so a pause of a week ends the series. An induction with a missed week is cut in two.",
    };

    /// <summary>4 to 8 infusions over 7 to 28 days; 14 days without an infusion end a segment.</summary>
    public static SegmentationRule McInnes2022Gap14 { get; } = new("mcinnes-2022-gap-14", 4, 8, 7, 28, 14)
    {
        SeriesEvidence = [McInnesSeries],
        GapEvidence = [FourteenDays],
    };

    /// <summary>4 to 8 infusions over 7 to 28 days; 7 days without an infusion end a segment: for clinics whose maintenance begins weekly.</summary>
    public static SegmentationRule McInnes2022Gap7 { get; } = new("mcinnes-2022-gap-7", 4, 8, 7, 28, 7)
    {
        SeriesEvidence = [McInnesSeries],
        GapEvidence = [SevenDays],
    };

    /// <summary>6 infusions within 21 days; 14 days without an infusion end a segment.</summary>
    public static SegmentationRule Oliver2022Gap14 { get; } = new("oliver-2022-gap-14", 6, 6, 0, 21, 14)
    {
        SeriesEvidence =
        [
            new Evidence
            {
                Source = Oliver,
                Status = EvidenceStatus.Verified,
                Note = "6 infusions within 21 days. One source only; days are counted here from the first infusion to the last (project policy).",
            },
        ],
        GapEvidence = [FourteenDays],
    };

    /// <summary>All rules, by id.</summary>
    public static EquatableArray<SegmentationRule> All { get; } = [McInnes2022Gap14, McInnes2022Gap7, Oliver2022Gap14];

    /// <summary>Finds a rule by its id.</summary>
    /// <param name="id">The id, in any case.</param>
    /// <returns>The rule, or <see langword="null"/> if there is none.</returns>
    public static SegmentationRule? Find(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return All.FirstOrDefault(rule => string.Equals(rule.Id, id, StringComparison.OrdinalIgnoreCase));
    }
}
