namespace KetamineOutcomes.Treatment;

/// <summary>How the weight of a goal was given.</summary>
public enum GoalWeighting
{
    /// <summary>The goal has no weight.</summary>
    None,

    /// <summary>The weight itself was given.</summary>
    Stated,

    /// <summary>The weight is the importance.</summary>
    Importance,

    /// <summary>The weight is the difficulty.</summary>
    Difficulty,

    /// <summary>The weight is importance times difficulty.</summary>
    ImportanceByDifficulty,
}

/// <summary>One of the patient's own goals, by an opaque id: its wording stays with the clinic.</summary>
/// <remarks>Immutable; compares by value. Ratings of the goal are <see cref="GoalRating"/>.</remarks>
public sealed record Goal
{
    /// <summary>The largest weight, importance or difficulty that is taken.</summary>
    public const int MaxWeight = 1000;

    /// <summary>Makes a goal.</summary>
    /// <param name="id">The id, not empty; unique in the course.</param>
    /// <param name="weight">The weight, 0 to 1000 with at most three decimals; not together with importance or difficulty.</param>
    /// <param name="importance">How important the goal is to the patient, on the clinic's own scale, 0 to 1000 with at most three decimals.</param>
    /// <param name="difficulty">How difficult the team thinks it is, on the clinic's own scale, 0 to 1000 with at most three decimals.</param>
    /// <param name="setAt">When it was set; before that no rating of it is expected. <see langword="null"/> for a goal that was there from the start.</param>
    /// <exception cref="ArgumentException">The id is empty, or a weight stands beside importance or difficulty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, above 1000 or has more than three decimals.</exception>
    public Goal(string id, Fraction? weight = null, Fraction? importance = null, Fraction? difficulty = null, ClinicalTime? setAt = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        if (weight is not null && (importance ?? difficulty) is not null)
        {
            throw new ArgumentException("A goal has a weight, or importance and difficulty of which the weight is made; not both.", nameof(weight));
        }

        RequireWeight(weight, nameof(weight));
        RequireWeight(importance, nameof(importance));
        RequireWeight(difficulty, nameof(difficulty));
        Id = id;
        StatedWeight = weight;
        Importance = importance;
        Difficulty = difficulty;
        SetAt = setAt;
    }

    /// <summary>The id.</summary>
    public string Id { get; }

    /// <summary>The weight as given, or <see langword="null"/>.</summary>
    public Fraction? StatedWeight { get; }

    /// <summary>The importance, or <see langword="null"/> if it was not given.</summary>
    public Fraction? Importance { get; }

    /// <summary>The difficulty, or <see langword="null"/> if it was not given.</summary>
    public Fraction? Difficulty { get; }

    /// <summary>When it was set, or <see langword="null"/> for a goal that was there from the start.</summary>
    public ClinicalTime? SetAt { get; }

    /// <summary>How the weight was given.</summary>
    public GoalWeighting Weighting =>
        StatedWeight is not null ? GoalWeighting.Stated
        : Importance is not null && Difficulty is not null ? GoalWeighting.ImportanceByDifficulty
        : Importance is not null ? GoalWeighting.Importance
        : Difficulty is not null ? GoalWeighting.Difficulty
        : GoalWeighting.None;

    /// <summary>The weight: as given, or importance times difficulty, or the one of the two that is there; 1 for a goal without a weight.</summary>
    public Fraction Weight => StatedWeight ?? (Importance ?? 1) * (Difficulty ?? 1);

    /// <summary>Whether a number can be a weight, an importance or a difficulty.</summary>
    /// <param name="value">The number.</param>
    /// <returns><see langword="true"/> from 0 to 1000 with at most three decimals.</returns>
    public static bool IsWeight(Fraction value) => value >= 0 && value <= MaxWeight && 1000 % value.Denominator == 0;

    private static void RequireWeight(Fraction? value, string name)
    {
        if (value is { } given && !IsWeight(given))
        {
            throw new ArgumentOutOfRangeException(name, "A weight lies between 0 and 1000 and has at most three decimals.");
        }
    }
}
