namespace KetamineOutcomes.Instruments.Crosswalks;

/// <summary>The stable words that say why a score cannot be linked.</summary>
/// <remarks>A word is never renamed and never used for two things.</remarks>
public static class LinkReasons
{
    /// <summary>The score is of another instrument or scale than the crosswalk leads from. A table that leads one way is not read the other way.</summary>
    public const string OtherScale = "other-scale";

    /// <summary>The form is invalid.</summary>
    public const string ScoreInvalid = "score-invalid";

    /// <summary>The form is incomplete.</summary>
    public const string ScoreIncomplete = "score-incomplete";

    /// <summary>The score was prorated: the tables were made of complete forms.</summary>
    public const string ScoreProrated = "score-prorated";

    /// <summary>Only a total is known, without answers: nothing says that the form was complete.</summary>
    public const string TotalOnly = "total-only";

    /// <summary>Items were left out as not applicable, so the score is not one of the table's scale.</summary>
    public const string ItemsNotApplicable = "items-not-applicable";

    /// <summary>The score is no number.</summary>
    public const string NotANumber = "not-a-number";

    /// <summary>The scale that gave the score has another range than the table's: a variant that the table was not made for.</summary>
    public const string RangeDiffers = "range-differs";

    internal static string? Explain(string reason) => reason switch
    {
        OtherScale => "the score is of another scale than the table leads from",
        ScoreInvalid => "the form is invalid",
        ScoreIncomplete => "the form is incomplete",
        ScoreProrated => "the score was prorated, and the table was made of complete forms",
        TotalOnly => "only a total is known, and nothing says that the form was complete",
        ItemsNotApplicable => "items were left out as not applicable",
        NotANumber => "the score is no number",
        RangeDiffers => "the scale has another range than the table's",
        _ => null,
    };
}
