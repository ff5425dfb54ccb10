namespace KetamineOutcomes.Indicators.Changes;

/// <summary>What the rules of a scale say of one visit after the baseline.</summary>
public sealed record ChangeRow
{
    internal ChangeRow()
    {
    }

    /// <summary>When the visit was.</summary>
    public ClinicalTime At { get; internal init; }

    /// <summary>Whole days since the baseline; of a course without one, since its first visit. <see langword="null"/> where that is not known.</summary>
    public int? Day { get; internal init; }

    /// <summary>The baseline's score, rounded once, or <see langword="null"/> where there is none.</summary>
    public decimal? Baseline { get; internal init; }

    /// <summary>The score, rounded once, or <see langword="null"/> where there is none.</summary>
    public decimal? Score { get; internal init; }

    /// <summary>The change in points; positive is better, whatever the scale's direction. <see langword="null"/> where the two cannot be compared.</summary>
    public decimal? Change { get; internal init; }

    /// <summary>The change in per cent of the baseline by the scale's default response; positive is better. <see langword="null"/> where there is none.</summary>
    public decimal? PercentageChange { get; internal init; }

    /// <summary>The answers, in the order of <see cref="ChangeScorer.Rules"/>.</summary>
    public EquatableArray<IndicatorOutcome> Outcomes { get; internal init; }
}

/// <summary>What the rules of a scale say of the visits of one course.</summary>
public sealed record ChangeCourse
{
    internal ChangeCourse()
    {
    }

    /// <summary>A row a visit after the baseline, by time; empty where there is none.</summary>
    public EquatableArray<ChangeRow> Rows { get; internal init; }
}
