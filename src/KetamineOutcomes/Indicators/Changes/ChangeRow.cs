namespace KetamineOutcomes.Indicators.Changes;

/// <summary>What the rules of a scale say of one visit after the baseline.</summary>
public sealed record ChangeRow
{
    internal ChangeRow()
    {
    }

    /// <summary>When the visit was.</summary>
    public required ClinicalTime At { get; init; }

    /// <summary>Whole days since the baseline; of a course without one, since its first visit. <see langword="null"/> where that is not known.</summary>
    public required int? Day { get; init; }

    /// <summary>The baseline's score, rounded once, or <see langword="null"/> where there is none.</summary>
    public required decimal? Baseline { get; init; }

    /// <summary>The score, rounded once, or <see langword="null"/> where there is none.</summary>
    public required decimal? Score { get; init; }

    /// <summary>The change in points; positive is better, whatever the scale's direction. <see langword="null"/> where the two cannot be compared.</summary>
    public required decimal? Change { get; init; }

    /// <summary>The change in per cent of the baseline by the scale's default response; positive is better. <see langword="null"/> where there is none.</summary>
    public required decimal? PercentageChange { get; init; }

    /// <summary>The answers, in the order of <see cref="ChangeScorer.Rules"/>.</summary>
    public required EquatableArray<IndicatorOutcome> Outcomes { get; init; }
}

/// <summary>What the rules of a scale say of the visits of one course.</summary>
/// <param name="Rows">A row a visit after the baseline, by time; empty where there is none.</param>
public sealed record ChangeCourse(EquatableArray<ChangeRow> Rows);
