using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Tables;

/// <summary>The words that long tables use for timing, rater, route, kind and events, and what they mean; case plays no part.</summary>
internal static class CourseWords
{
    public static readonly Dictionary<string, Timing> Timings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["pre"] = Timing.Pre,
        ["post"] = Timing.Post,
        ["unspecified"] = Timing.Unspecified,
    };

    public static readonly Dictionary<string, RaterKind?> Raters = new(StringComparer.OrdinalIgnoreCase)
    {
        ["self"] = RaterKind.Self,
        ["clinician"] = RaterKind.Clinician,
        ["proxy"] = RaterKind.Proxy,
        ["interviewer"] = RaterKind.Interviewer,
    };

    public static readonly Dictionary<string, Route> Routes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["iv"] = Route.Intravenous,
        ["intravenous"] = Route.Intravenous,
        ["im"] = Route.Intramuscular,
        ["intramuscular"] = Route.Intramuscular,
        ["sc"] = Route.Subcutaneous,
        ["subcutaneous"] = Route.Subcutaneous,
        ["in"] = Route.Intranasal,
        ["nasal"] = Route.Intranasal,
        ["intranasal"] = Route.Intranasal,
        ["po"] = Route.Oral,
        ["oral"] = Route.Oral,
        ["sl"] = Route.Sublingual,
        ["sublingual"] = Route.Sublingual,
        ["unspecified"] = Route.Unspecified,
    };

    public static readonly Dictionary<string, InfusionKind> InfusionKinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["induction"] = InfusionKind.Induction,
        ["booster"] = InfusionKind.Booster,
        ["maintenance"] = InfusionKind.Booster,
        ["reinduction"] = InfusionKind.Reinduction,
        ["re-induction"] = InfusionKind.Reinduction,
        ["unspecified"] = InfusionKind.Unspecified,
    };

    /// <summary>The word of an event as <see cref="Events"/> has it: spaces, underscores and hyphens are alike, for an event that is not understood may be a suicide attempt.</summary>
    public static string EventWord(string text) => string.Join('-', text.Split([' ', '\u00A0', '\t', '_', '-'], StringSplitOptions.RemoveEmptyEntries));

    public static readonly Dictionary<string, ClinicalEventKind> Events = new(StringComparer.OrdinalIgnoreCase)
    {
        ["hospitalisation"] = ClinicalEventKind.Hospitalisation,
        ["hospitalization"] = ClinicalEventKind.Hospitalisation,
        ["suicide-attempt"] = ClinicalEventKind.SuicideAttempt,
        ["discontinuation"] = ClinicalEventKind.Discontinuation,
        ["death"] = ClinicalEventKind.Death,
        ["other"] = ClinicalEventKind.Other,
        ["follow-up-end"] = ClinicalEventKind.Other,
    };

    public static readonly Dictionary<string, FollowUpEndReason> FollowUpEnds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["unspecified"] = FollowUpEndReason.Unspecified,
        ["completed"] = FollowUpEndReason.Completed,
        ["withdrew"] = FollowUpEndReason.Withdrew,
        ["lost-to-follow-up"] = FollowUpEndReason.LostToFollowUp,
        ["transferred"] = FollowUpEndReason.Transferred,
        ["died"] = FollowUpEndReason.Died,
        ["administrative"] = FollowUpEndReason.Administrative,
    };
}
