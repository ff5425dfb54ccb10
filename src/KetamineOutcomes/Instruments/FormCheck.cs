namespace KetamineOutcomes.Instruments;

/// <summary>What a form still lacks before it is submitted.</summary>
public sealed class FormCheck
{
    internal FormCheck(EquatableArray<string> missing, EquatableArray<Issue> issues)
    {
        MissingItems = missing;
        Issues = issues;
    }

    /// <summary>Whether nothing is missing and nothing is wrong.</summary>
    public bool IsReady => MissingItems.IsEmpty && Issues.All(issue => issue.Severity != IssueSeverity.Error);

    /// <summary>The items still to be answered, in the form's order; items that the form skips or lets be blank, items that do not apply and are taken out of the score, and alternatives of an answered item are not among them.</summary>
    public EquatableArray<string> MissingItems { get; }

    /// <summary>What is wrong or worth a second look.</summary>
    public EquatableArray<Issue> Issues { get; }
}
