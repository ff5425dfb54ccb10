using System.Diagnostics.CodeAnalysis;

namespace KetamineOutcomes.Indicators.Changes;

/// <summary>What a rule about change says of one visit, in one byte.</summary>
/// <remarks>The words are those of the rows <c>response</c>, <c>remission</c> and <c>reliable-change</c>. 0 is none of them, so that a buffer that was never written shows.</remarks>
[SuppressMessage("Design", "CA1028", Justification = "A column of ten million visits is why it is a byte.")]
public enum ChangeState : byte
{
    /// <summary>Nothing is said here: the row is the baseline, lies before it, or was never written.</summary>
    None = 0,

    /// <summary>The rule is met (response, remission).</summary>
    Met = 1,

    /// <summary>The rule is not met (response, remission).</summary>
    NotMet = 2,

    /// <summary>Reliably better, and across the cut-off between the populations.</summary>
    Recovered = 3,

    /// <summary>Reliably better, or better by the difference that counts as important.</summary>
    Improved = 4,

    /// <summary>Neither better nor worse by as much.</summary>
    Unchanged = 5,

    /// <summary>Reliably worse, or worse by the difference that counts as important.</summary>
    Deteriorated = 6,

    /// <summary>Reliably worse, and across the cut-off between the populations.</summary>
    Harmed = 7,

    /// <summary>The rule has no meaning here: the baseline is in remission, or not bad enough.</summary>
    NotApplicable = 8,

    /// <summary>It cannot be told: there is no usable score, no baseline, or no figure of reliability.</summary>
    Indeterminate = 9,
}
