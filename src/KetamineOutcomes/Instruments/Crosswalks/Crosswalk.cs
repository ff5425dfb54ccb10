namespace KetamineOutcomes.Instruments.Crosswalks;

/// <summary>A published table that sets scores of one scale beside scores of another, one way.</summary>
/// <remarks>
/// <para>
/// For comparing groups and for reading the literature. A linked score is what a population's distribution makes likely, not what the other
/// form would have shown for this person, so it is never used for one person's response, remission or change: <see cref="LinkedScore"/> is a type
/// of its own that no indicator takes.
/// </para>
/// <para>Immutable and safe to share between threads. Tables ship with the package (<see cref="CrosswalkCatalogue"/>) or are read by callers.</para>
/// </remarks>
public sealed class Crosswalk
{
    internal Crosswalk()
    {
    }

    /// <summary>The stable id, lower case, for example <c>qids-sr16-to-ham-d17</c>.</summary>
    public string Id { get; internal init; } = "";

    /// <summary>The version of the definition, <c>major.minor.patch</c>; a change that can change a linked score raises the major.</summary>
    public string Version { get; internal init; } = "";

    /// <summary>The name for people.</summary>
    public string Name { get; internal init; } = "";

    /// <summary>The scale whose scores are looked up.</summary>
    public CrosswalkEnd From { get; internal init; } = new();

    /// <summary>The scale whose scores stand beside them.</summary>
    public CrosswalkEnd To { get; internal init; } = new();

    /// <summary>How the table was made.</summary>
    public LinkingMethod Method { get; internal init; }

    /// <summary>Whether every score has an entry.</summary>
    public CrosswalkCoverage Coverage { get; internal init; }

    /// <summary>Whether the source itself calls its correspondences approximate.</summary>
    public bool IsApproximate { get; internal init; }

    /// <summary>Of whom the table was made. Whether it holds for others is not known.</summary>
    public string Population { get; internal init; } = "";

    /// <summary>The rows, by ascending score of the first scale; they do not overlap there.</summary>
    public EquatableArray<CrosswalkEntry> Entries { get; internal init; }

    /// <summary>The sources to which the evidence refers.</summary>
    public EquatableArray<Source> Sources { get; internal init; }

    /// <summary>Where the table was read.</summary>
    public EquatableArray<Evidence> Evidence { get; internal init; }

    /// <summary>Remarks: misprints, what was left out and why.</summary>
    public EquatableArray<string> Notes { get; internal init; }

    /// <summary>The definition's own text, exactly as it was read.</summary>
    public string DefinitionJson { get; internal init; } = "";

    /// <summary>Reads a definition. Strict: an unknown member, a row outside its scale, rows that overlap or run both ways are errors that name the JSON path.</summary>
    /// <param name="utf8Json">The definition as UTF-8 JSON.</param>
    /// <returns>The crosswalk, or the issues.</returns>
    public static ReadResult<Crosswalk> Read(ReadOnlyMemory<byte> utf8Json) => CrosswalkReader.Read(utf8Json);

    /// <summary>Reads a definition from text; see <see cref="Read(ReadOnlyMemory{byte})"/>.</summary>
    /// <param name="json">The definition as JSON.</param>
    /// <returns>The crosswalk, or the issues.</returns>
    public static ReadResult<Crosswalk> Read(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return CrosswalkReader.Read(System.Text.Encoding.UTF8.GetBytes(json));
    }

    /// <summary>The row of the table for a score, for example for a score that stands in a paper.</summary>
    /// <param name="score">The score of the first scale.</param>
    /// <returns>The row, or <see langword="null"/> if the table has none for it.</returns>
    public CrosswalkEntry? FindEntry(Fraction score) => Entries.FirstOrDefault(entry => entry.From.Contains(score));

    /// <summary>What the table sets beside a score.</summary>
    /// <param name="score">A score of the first scale, of a complete form.</param>
    /// <returns>
    /// <see cref="LinkedScore.Linked"/>; <see cref="LinkedScore.NoEntry"/> where the table has no row for it; <see cref="LinkedScore.NotApplicable"/>
    /// for prorated, incomplete and invalid forms, totals without answers, and scores of other scales.
    /// </returns>
    public LinkedScore Link(Score score)
    {
        ArgumentNullException.ThrowIfNull(score);
        var facts = new LinkedScoreFacts
        {
            Crosswalk = new CrosswalkReference(Id, Version, Name),
            From = From,
            To = To,
            Method = Method,
            IsApproximate = IsApproximate,
            Population = Population,
            Sources = Evidence.Select(evidence => evidence.Source.Citation).Distinct(StringComparer.Ordinal).ToEquatableArray(),
        };
        if (FindObstacle(score) is { } reason)
        {
            return new LinkedScore.NotApplicable(facts, reason);
        }

        _ = score.TryGetExact(out var value);
        return FindEntry(value) is { } entry
            ? new LinkedScore.Linked(facts, value, entry)
            : new LinkedScore.NoEntry(facts, value);
    }

    /// <summary>The id and version, for example <c>qids-sr16-to-ham-d17 1.0.0</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Id} {Version}";

    private string? FindObstacle(Score score) => score switch
    {
        _ when score.Rule.Instrument != From.Instrument || score.Rule.Scale != From.Scale => LinkReasons.OtherScale,
        Score.Invalid => LinkReasons.ScoreInvalid,
        Score.Incomplete => LinkReasons.ScoreIncomplete,
        Score.Prorated => LinkReasons.ScoreProrated,
        { IsTotalOnly: true } => LinkReasons.TotalOnly,
        _ when !score.TryGetExact(out _) => LinkReasons.NotANumber,
        _ when !score.NotApplicableItems.IsEmpty => LinkReasons.ItemsNotApplicable,
        _ when score.Range.Low != From.Range.Low || score.Range.High != From.Range.High => LinkReasons.RangeDiffers,
        _ => null,
    };
}
