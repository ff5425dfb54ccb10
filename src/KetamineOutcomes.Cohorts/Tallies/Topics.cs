namespace KetamineOutcomes.Cohorts.Tallies;

/// <summary>The words for what is counted.</summary>
public static class Topics
{
    /// <summary>Who is in the cohort, one count a group.</summary>
    public const string Members = "members";

    /// <summary>Response at a point: met, not met, or not known.</summary>
    public const string Response = "response";

    /// <summary>Remission at a point: met, not met, or not known.</summary>
    public const string Remission = "remission";

    /// <summary>Baseline and score at a point, in pairs.</summary>
    public const string Change = "change";

    /// <summary>Baseline and best score after it, in pairs.</summary>
    public const string Best = "best";

    /// <summary>Categories of reliable change at a point.</summary>
    public const string ReliableChange = "reliable-change";

    /// <summary>Days from the first infusion to response, remission or improvement.</summary>
    public const string Onset = "onset";

    /// <summary>Days from reaching response or remission to losing it.</summary>
    public const string Loss = "loss";

    /// <summary>Answers to the items of complete forms at baseline.</summary>
    public const string Items = "items";

    /// <summary>The score before the baseline and the baseline's, in pairs.</summary>
    public const string Retest = "retest";

    /// <summary>Days for which a gain held after a booster, one a cycle.</summary>
    public const string Durability = "durability";
}
