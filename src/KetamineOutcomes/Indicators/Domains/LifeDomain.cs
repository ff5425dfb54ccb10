namespace KetamineOutcomes.Indicators.Domains;

/// <summary>The two sides of recovery that are set beside each other.</summary>
public enum LifeDomain
{
    /// <summary>How the person feels.</summary>
    Mood,

    /// <summary>How the person lives: work, people, rest, quality of life.</summary>
    Functioning,
}
