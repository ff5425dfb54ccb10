namespace KetamineOutcomes.Cohorts;

/// <summary>Codes of issues that reading parts of cohorts can give, beside the core's (<see cref="IssueCodes"/>).</summary>
public static class CohortCodes
{
    /// <summary>A file is no part of a cohort, or holds counts that cannot be.</summary>
    public const string PartInvalid = "cohort-part-invalid";

    /// <summary>Parts were made with unlike options or versions, so that their counts do not belong together.</summary>
    public const string PartsDiffer = "cohort-parts-differ";
}
