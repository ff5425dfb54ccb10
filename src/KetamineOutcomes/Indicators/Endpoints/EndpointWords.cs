using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Indicators.Endpoints;

/// <summary>The closed word lists of the endpoint format: the one place where they are spelled.</summary>
internal static class EndpointWords
{
    public static readonly IReadOnlyDictionary<string, MissingRule> Missing = Ordered(
        ("fail", MissingRule.Fail),
        ("not-evaluable", MissingRule.NotEvaluable),
        ("ignore", MissingRule.Ignore));

    public static readonly IReadOnlyDictionary<string, PickRule> Picks = Ordered(
        ("last", PickRule.Last),
        ("first", PickRule.First),
        ("best", PickRule.Best),
        ("worst", PickRule.Worst));

    public static readonly IReadOnlyDictionary<string, EventDate> Dates = Ordered(
        ("first", EventDate.First),
        ("second", EventDate.Second),
        ("confirming", EventDate.Confirming));

    public static readonly IReadOnlyDictionary<string, ConfirmingVisit> ConfirmingVisits = Ordered(
        ("next", ConfirmingVisit.Next),
        ("first-in-window", ConfirmingVisit.FirstInWindow),
        ("any-in-window", ConfirmingVisit.AnyInWindow));

    public static readonly IReadOnlyDictionary<string, ChangeReference> References = Ordered(
        ("baseline", ChangeReference.Baseline),
        ("entry", ChangeReference.Entry),
        ("index", ChangeReference.Index));

    public static readonly IReadOnlyDictionary<string, ChangeUnit> Units = Ordered(
        ("points", ChangeUnit.Points),
        ("percent", ChangeUnit.Percent));

    public static readonly IReadOnlyDictionary<string, ClinicalEventKind> Events = Ordered(
        ("hospitalisation", ClinicalEventKind.Hospitalisation),
        ("suicide-attempt", ClinicalEventKind.SuicideAttempt),
        ("discontinuation", ClinicalEventKind.Discontinuation),
        ("death", ClinicalEventKind.Death),
        ("other", ClinicalEventKind.Other));

    public static readonly IReadOnlyDictionary<string, bool> Dropouts = Ordered(("fail", true), ("as-missing", false));

    public static string Of<T>(IReadOnlyDictionary<string, T> words, T value)
        where T : struct => words.First(pair => EqualityComparer<T>.Default.Equals(pair.Value, value)).Key;

    public static IEnumerable<EndpointCriterion> CriteriaOf(EndpointAnchor? anchor) => anchor is EndpointAnchor.Index index ? [index.Meets] : [];

    private static Dictionary<string, T> Ordered<T>(params (string Word, T Value)[] words)
    {
        var dictionary = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var (word, value) in words)
        {
            dictionary.Add(word, value);
        }

        return dictionary;
    }
}
