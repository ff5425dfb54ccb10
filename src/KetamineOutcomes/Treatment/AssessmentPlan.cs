namespace KetamineOutcomes.Treatment;

/// <summary>One assessment that was due.</summary>
public sealed record PlannedAssessment
{
    /// <summary>Makes a planned assessment.</summary>
    /// <param name="instrument">The instrument's id.</param>
    /// <param name="due">When it is due.</param>
    /// <param name="daysBefore">How many days earlier still count, 0 or more.</param>
    /// <param name="daysAfter">How many days later still count, 0 or more.</param>
    /// <exception cref="ArgumentException">The instrument's id is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number of days is negative.</exception>
    public PlannedAssessment(string instrument, ClinicalTime due, int daysBefore = 0, int daysAfter = 0)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(instrument);
        ArgumentOutOfRangeException.ThrowIfNegative(daysBefore);
        ArgumentOutOfRangeException.ThrowIfNegative(daysAfter);
        Instrument = instrument;
        Due = due;
        DaysBefore = daysBefore;
        DaysAfter = daysAfter;
    }

    /// <summary>The instrument's id.</summary>
    public string Instrument { get; }

    /// <summary>When it is due.</summary>
    public ClinicalTime Due { get; }

    /// <summary>How many days earlier still count.</summary>
    public int DaysBefore { get; }

    /// <summary>How many days later still count.</summary>
    public int DaysAfter { get; }
}

/// <summary>What was due when, so that missing and overdue have a denominator.</summary>
public sealed record AssessmentPlan
{
    /// <summary>Makes a plan.</summary>
    /// <param name="assessments">What is due, in any order.</param>
    public AssessmentPlan(IEnumerable<PlannedAssessment> assessments)
    {
        ArgumentNullException.ThrowIfNull(assessments);
        Assessments = assessments
            .Order(Comparer<PlannedAssessment>.Create(Compare))
            .ToEquatableArray();
    }

    /// <summary>What is due, by time.</summary>
    public EquatableArray<PlannedAssessment> Assessments { get; }

    // A total order, so that the order of input plays no part.
    private static int Compare(PlannedAssessment x, PlannedAssessment y)
    {
        var result = ClinicalTime.CompareAsWritten(x.Due, y.Due);
        result = result != 0 ? result : string.CompareOrdinal(x.Instrument, y.Instrument);
        result = result != 0 ? result : x.DaysBefore.CompareTo(y.DaysBefore);
        return result != 0 ? result : x.DaysAfter.CompareTo(y.DaysAfter);
    }
}
