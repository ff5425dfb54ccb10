using System.Globalization;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Indicators;

/// <summary>When a gain that was seen once counts as held: it still stands at the first usable assessment from a least number of days on, and stood at every one between.</summary>
/// <param name="FirstDay">The least days from the gain to the assessment that confirms it, 1 or more.</param>
/// <param name="LastDay">The most days.</param>
/// <remarks>
/// By run, not literal: assessments closer than the least number of days must hold too, and the first that does not is an answer. Later assessments of the same
/// calendar day play no part. Both lengths are project policy.
/// </remarks>
internal sealed record ConfirmationRule(int FirstDay, int LastDay)
{
    /// <summary>The next rating on a later day decides.</summary>
    public static ConfirmationRule NextRating { get; } = new(1, AssessmentPoint.StaleAfterDays);

    /// <summary>A week at least: as for the loss of a gain.</summary>
    public static ConfirmationRule Week { get; } = new(7, AssessmentPoint.StaleAfterDays);

    public string Text => string.Create(CultureInfo.InvariantCulture, $"{FirstDay} to {LastDay}");

    /// <summary>Whether the gain of one assessment was held.</summary>
    /// <param name="visits">Usable assessments in order of time: the calendar day, and whether the gain stood.</param>
    /// <param name="index">The assessment with the gain.</param>
    /// <param name="isClosed">Whether no assessment that could still confirm it can come.</param>
    /// <returns>Met or not met with the place of the assessment that says so; else unconfirmed, or cannot-confirm where the window is closed.</returns>
    public (Judgement Verdict, int? By) Decide(IReadOnlyList<(int Day, bool Holds)> visits, int index, bool isClosed)
    {
        for (var i = index + 1; i < visits.Count; i++)
        {
            var days = visits[i].Day - visits[index].Day;
            if (days > LastDay)
            {
                break;
            }

            if (days > 0 && !visits[i].Holds)
            {
                return (Judgement.NotMet, i);
            }

            if (days >= FirstDay)
            {
                return (Judgement.Met, i);
            }
        }

        return (isClosed ? Judgement.CannotConfirm : Judgement.Unconfirmed, null);
    }

    /// <summary>Whether the window after a gain is over: by the clock, by the end of follow-up, or because the next series has begun.</summary>
    public bool IsClosed(ClinicalTime at, NowSpan now, FollowUpEnd? end, ClinicalTime? nextSeries = null)
    {
        var ends = end is not null && end.At.DaysSince(at) >= 0 && end.At.DaysSince(at) <= LastDay;
        return ends || nextSeries is not null || now.IsAfter(at, LastDay);
    }

    /// <summary>The days on which an assessment can confirm, as whole days that a time can still be.</summary>
    public ConfirmBy Window(ClinicalTime at) => new(Later(at, FirstDay), Later(at, LastDay));

    private static ClinicalTime Later(ClinicalTime at, int days)
    {
        var last = at.IsRelative ? ClinicalTime.MaxRelativeDay : DateOnly.MaxValue.DayNumber;
        var day = Math.Min(at.DayNumber + days, last);
        return at.IsRelative ? ClinicalTime.OnDay(day) : ClinicalTime.OnDate(DateOnly.FromDayNumber(day));
    }
}
