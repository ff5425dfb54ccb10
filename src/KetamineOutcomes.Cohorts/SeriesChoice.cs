namespace KetamineOutcomes.Cohorts;

/// <summary>Which series of a course count as members of a cohort.</summary>
public enum SeriesChoice
{
    /// <summary>The first alone, so that nobody counts twice.</summary>
    First,

    /// <summary>Each, re-inductions too. One person's series are not independent: intervals are then too narrow.</summary>
    Each,
}
