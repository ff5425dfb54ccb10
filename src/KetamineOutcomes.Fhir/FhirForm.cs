using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Fhir;

/// <summary>A total that a form states; it is compared and never used.</summary>
/// <param name="Scale">The scale's id.</param>
/// <param name="Value">The total as stated.</param>
/// <param name="Path">Where it stands in the resource.</param>
public readonly record struct FhirStatedTotal(string Scale, Fraction Value, string Path);

/// <summary>A filled-in form as a QuestionnaireResponse gives it. One resource may hold several.</summary>
/// <remarks>Immutable; compares by value. Its text holds no answers.</remarks>
public sealed record FhirForm
{
    internal FhirForm(Instrument instrument, AnswerSet answers, FhirSource source)
    {
        Instrument = instrument;
        Answers = answers;
        Source = source;
    }

    /// <summary>The instrument.</summary>
    public Instrument Instrument { get; }

    /// <summary>The answers by item id; one that cannot be used is <see cref="Answer.Unreadable"/>, and an issue says why.</summary>
    public AnswerSet Answers { get; }

    /// <summary>Whose, when and from which form.</summary>
    public FhirSource Source { get; }

    /// <summary>The totals that the form states.</summary>
    public EquatableArray<FhirStatedTotal> StatedTotals { get; internal init; }

    /// <summary>What was noticed while reading; the places are paths in the resource.</summary>
    public EquatableArray<Issue> Issues { get; internal init; }

    /// <summary>Scores the form and compares the totals that it states with the recomputed ones.</summary>
    /// <param name="options">What the caller chooses, or <see langword="null"/> for the defaults. A stated total in them is not used: the form's own are.</param>
    /// <returns>The scores and all issues.</returns>
    public FhirFormScores Score(ScoringOptions? options = null)
    {
        var sheet = Instrument.ScoreAll(Answers, (options ?? ScoringOptions.Default) with { StatedTotal = null });
        return new FhirFormScores(sheet, Compare(sheet), Issues);
    }

    /// <summary>The instrument and how many answers there are.</summary>
    /// <returns>The text, without answers.</returns>
    public override string ToString() => $"{Instrument.Id}: {Answers}";

    private EquatableArray<Issue> Compare(ScoreSheet sheet)
    {
        var issues = new List<Issue>();
        foreach (var stated in StatedTotals)
        {
            var score = sheet[stated.Scale];
            if (score.Value is not ScoreValue.Number number)
            {
                issues.Add(new Issue(
                    FhirCodes.TotalUnsupported, IssueSeverity.Warning, $"A total is stated (at {stated.Path}) and the answers allow none; it was not used.", stated.Scale));
            }
            else if (stated.Value != number.Exact && stated.Value != Fraction.FromDecimal(number.Rounded))
            {
                issues.Add(new Issue(
                    IssueCodes.StatedTotalDiffers,
                    IssueSeverity.Warning,
                    $"The total that the form states (at {stated.Path}) is not the recomputed one; the recomputed one is used.",
                    stated.Scale));
            }
        }

        return issues.Distinct().ToEquatableArray();
    }
}

/// <summary>The scores of a form, with what reading it and comparing its totals gave.</summary>
public sealed class FhirFormScores
{
    internal FhirFormScores(ScoreSheet sheet, EquatableArray<Issue> totals, EquatableArray<Issue> reading)
    {
        Sheet = sheet;
        TotalIssues = totals;
        Issues = reading.Concat(sheet.Issues).Concat(totals).Distinct().ToEquatableArray();
    }

    /// <summary>The scores and alerts.</summary>
    public ScoreSheet Sheet { get; }

    /// <summary>Stated totals that are not the recomputed ones, or that the answers do not allow; the places are scale ids.</summary>
    public EquatableArray<Issue> TotalIssues { get; }

    /// <summary>All issues: of reading, of scoring and of comparing.</summary>
    public EquatableArray<Issue> Issues { get; }
}
