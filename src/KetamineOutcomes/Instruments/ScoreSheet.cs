namespace KetamineOutcomes.Instruments;

/// <summary>Everything that one filled-in form gives: a score for each scale, the alerts, and what was noticed.</summary>
public sealed class ScoreSheet
{
    internal ScoreSheet(EquatableArray<Score> scores, EquatableArray<Alert> alerts, EquatableArray<Issue> issues)
    {
        Scores = scores;
        Alerts = alerts;
        Issues = issues;
    }

    /// <summary>The scores, main scale first.</summary>
    public EquatableArray<Score> Scores { get; }

    /// <summary>The alerts, in the definition's order.</summary>
    public EquatableArray<Alert> Alerts { get; }

    /// <summary>Every issue of the form, those of unscored items too.</summary>
    public EquatableArray<Issue> Issues { get; }

    /// <summary>The score of a scale.</summary>
    /// <param name="scale">The scale's id.</param>
    /// <exception cref="KeyNotFoundException">The instrument has no such scale.</exception>
    public Score this[string scale] =>
        Scores.FirstOrDefault(score => string.Equals(score.Rule.Scale, scale, StringComparison.Ordinal))
        ?? throw new KeyNotFoundException($"There is no scale {scale}.");
}
