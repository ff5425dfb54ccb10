namespace KetamineOutcomes.Cohorts.Survival;

/// <summary>On which scale the interval of a survival curve is symmetric.</summary>
public enum SurvivalInterval
{
    /// <summary>On the scale of log(-log S): stays within 0 and 1 and behaves best with few people (Kalbfleisch and Prentice). This library's default.</summary>
    LogLog,

    /// <summary>On the scale of log S, cut off at 1: the default of R's survfit.</summary>
    Log,

    /// <summary>On the scale of S itself, cut off at 0 and 1.</summary>
    Plain,
}
