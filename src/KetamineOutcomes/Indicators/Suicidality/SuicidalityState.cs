namespace KetamineOutcomes.Indicators.Suicidality;

/// <summary>The states of an item about suicidality and how they are found. Pure: answers in, a word out.</summary>
internal static class SuicidalityState
{
    /// <summary>Raised, and higher than the time before or than before the series.</summary>
    public const string Worsening = "worsening";

    /// <summary>Raised, and clear the time before.</summary>
    public const string New = "new";

    /// <summary>Raised the first time that there is an answer, so that nothing can be compared.</summary>
    public const string Raised = "raised";

    /// <summary>Raised as the time before, and not higher than then or than before the series.</summary>
    public const string Persisting = "persisting";

    /// <summary>An answer was given that cannot be used.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>Clear, and raised the time before.</summary>
    public const string Resolved = "resolved";

    /// <summary>Clear, and not raised the time before.</summary>
    public const string Clear = "clear";

    /// <summary>A form that asks it was there without an answer to it.</summary>
    public const string NotAnswered = "not-answered";

    /// <summary>No form that asks it was there.</summary>
    public const string NotAsked = "not-asked";

    private static readonly string[] ByCare = [Worsening, New, Raised, Persisting, Unreadable, Resolved, Clear, NotAnswered, NotAsked];

    /// <summary>The place of a state among all, the one that most needs a person first.</summary>
    public static int Rank(string state) => Array.IndexOf(ByCare, state);

    /// <summary>Whether the state says that an answer was raised.</summary>
    public static bool IsRaised(string state) => Rank(state) is >= 0 and <= 3;

    /// <summary>What an answer is beside the one before it and the one before the series, both of the same item by the same rater.</summary>
    public static string Find(SuicidalityReading reading, SuicidalityReading? before, SuicidalityReading? baseline) => reading.Standing switch
    {
        AnswerStanding.Raised when before is null => Raised,
        AnswerStanding.Raised when !before.IsRaised => New,
        AnswerStanding.Raised => IsHigher(reading, before) || IsHigher(reading, baseline) ? Worsening : Persisting,
        AnswerStanding.Clear => before is { IsRaised: true } ? Resolved : Clear,
        AnswerStanding.Unreadable => Unreadable,
        _ => NotAnswered,
    };

    /// <summary>Whether a raised answer is higher than another; where a number is not known, only a clear one is lower.</summary>
    public static bool IsHigher(SuicidalityReading reading, SuicidalityReading? than) =>
        than is not null && (!than.IsRaised || reading.Value > than.Value);
}
