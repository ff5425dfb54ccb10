using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Indicators.Onset;

/// <summary>The two scores by which the days of a scale count as free of depression.</summary>
/// <remarks>Immutable; compares by value. The two cuts that ship are for HAM-D17; a clinic may give its own for another scale.</remarks>
public sealed record DepressionFreeRule
{
    private const string Mallick = "Mallick and others 2003, J Clin Psychiatry 64(3), doi:10.4088/jcp.v64n0315 (abstract): most depression-free days for HAM-D17 scores of 7 or less, "
        + "none for 15 or more (secondary: 22 or more), prorated between. One source only.";

    /// <summary>Makes a rule.</summary>
    /// <param name="id">The word that tables print as <c>rule</c>: lower-case words joined by hyphens.</param>
    /// <param name="instrument">The instrument's id.</param>
    /// <param name="free">The score of a wholly free day; scores on its better side are wholly free too.</param>
    /// <param name="ill">The score of a day that is not free at all; between the two a day counts in proportion. Not equal to <paramref name="free"/>.</param>
    /// <param name="sources">Where the two were read; the caller's own say so. At least one.</param>
    /// <param name="scale">The scale's id, or <see langword="null"/> for the total.</param>
    /// <exception cref="ArgumentException">A text is empty or no such word, the two scores are the same, or there is no source.</exception>
    public DepressionFreeRule(string id, string instrument, Fraction free, Fraction ill, EquatableArray<string> sources, string? scale = null)
    {
        Id = StableWord.Require(id, nameof(id));
        ArgumentException.ThrowIfNullOrWhiteSpace(instrument);
        if (free == ill)
        {
            throw new ArgumentException("A free day and one that is not free need different scores.", nameof(ill));
        }

        if (sources.IsEmpty)
        {
            throw new ArgumentException("The two scores need a source.", nameof(sources));
        }

        Instrument = instrument;
        Scale = scale;
        Free = free;
        Ill = ill;
        Sources = sources;
    }

    /// <summary>Those that ship: HAM-D17 with 7 and 15, and with 7 and 22.</summary>
    public static EquatableArray<DepressionFreeRule> Shipped { get; } =
    [
        new("ham-d17-7-15", "ham-d17", 7, 15, [Mallick]),
        new("ham-d17-7-22", "ham-d17", 7, 22, [Mallick]),
    ];

    /// <summary>The word that tables print as <c>rule</c>.</summary>
    public string Id { get; }

    /// <summary>The instrument's id.</summary>
    public string Instrument { get; }

    /// <summary>The scale's id, or <see langword="null"/> for the total.</summary>
    public string? Scale { get; }

    /// <summary>The score of a wholly free day.</summary>
    public Fraction Free { get; }

    /// <summary>The score of a day that is not free at all.</summary>
    public Fraction Ill { get; }

    /// <summary>Where the two were read.</summary>
    public EquatableArray<string> Sources { get; }
}

/// <summary>Depression-free days: each day of a series counts 1, 0 or a share by the score on the straight line between the assessments around it.</summary>
/// <remarks>
/// The two scores are a source's; that days between assessments take the score of the straight line is project policy, since the source's abstract does not say. A rule
/// whose scores stand the wrong way round for the scale's direction gives no answer.
/// </remarks>
public sealed class DepressionFreeDays : IIndicator
{
    private readonly EquatableArray<DepressionFreeRule> _rules;

    /// <summary>Depression-free days by some rules.</summary>
    /// <param name="rules">The rules; no two with the same instrument, scale and id.</param>
    public DepressionFreeDays(EquatableArray<DepressionFreeRule> rules) => _rules = rules;

    /// <inheritdoc/>
    public string Id => "depression-free-days";

    /// <inheritdoc/>
    public IEnumerable<IndicatorFinding> Assess(SeriesContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return _rules
            .Select(rule => (rule, trajectory: context.Find(rule.Instrument, rule.Scale)))
            .Where(pair => pair.trajectory?.Scale.Direction == (pair.rule.Free < pair.rule.Ill ? Direction.HigherIsWorse : Direction.HigherIsBetter))
            .Select(pair => Assess(pair.trajectory!, pair.rule));
    }

    private static IndicatorFinding Assess(ScaleTrajectory trajectory, DepressionFreeRule rule)
    {
        var row = new SeriesRow(trajectory) { Rule = rule.Id, Sources = rule.Sources.Append(Phrases.OwnRule).ToEquatableArray() };
        row.With("free", rule.Free.ToString()).With("ill", rule.Ill.ToString());
        if (!SeriesCurve.TryMake(trajectory, row, out var curve, out var missing))
        {
            return row.SayUnknown($"The number of depression-free days by {trajectory.Scale.Name} in series {Phrases.Text(trajectory.Number)}", missing);
        }

        var days = curve.FreeDays(rule.Free, rule.Ill);
        return row.Say(
            new IndicatorOutcome.Measured(days, "days", 1),
            $"By {trajectory.Scale.Name}, {Phrases.Print(days, 1)} of {SeriesRow.CountDays(curve.Length)} up to {Phrases.Where(row.At!.Value)} count as free of depression (whole days at {rule.Free}, none from {rule.Ill} on, "
                + $"in proportion between; assessments at most {SeriesRow.CountDays(curve.LongestGap)} apart).");
    }
}
