namespace KetamineOutcomes.Indicators.Suicidality;

/// <summary>What one form says of one item about suicidality. The order is that of care: of several forms at one time the first that holds stands.</summary>
internal enum AnswerStanding
{
    /// <summary>Answered at or above the threshold.</summary>
    Raised,

    /// <summary>Answered below the threshold.</summary>
    Clear,

    /// <summary>Something was answered that cannot be used: it may have been a raised answer.</summary>
    Unreadable,

    /// <summary>Marked as not rated.</summary>
    NotRated,

    /// <summary>The form was filled in and the item left out.</summary>
    Missing,

    /// <summary>A total without answers.</summary>
    TotalOnly,

    /// <summary>The visit is listed and the form was not filled in.</summary>
    NotDone,
}
