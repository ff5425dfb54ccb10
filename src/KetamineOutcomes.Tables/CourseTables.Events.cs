using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Tables;

public static partial class CourseTables
{
    private static readonly LongColumns EventColumns = new(
        ["patient_id", "event"],
        ["course_id", "reason"],
        [("occurred_at", "occurred_day")],
        HasItems: false);

    private sealed partial class Reading
    {
        public void ReadEvent(LongRow row)
        {
            var patient = row.Required("patient_id");
            var at = row.Time("occurred_at", "occurred_day", required: true);
            var word = row.Required("event") is { } text ? CourseWords.EventWord(text) : null;
            if (string.Equals(word, "follow-up-end", StringComparison.OrdinalIgnoreCase))
            {
                var reason = row.Word("reason", CourseWords.FollowUpEnds, FollowUpEndReason.Unspecified);
                if (patient is null || at is null || row.HasFailed)
                {
                    return;
                }

                var end = new FollowUpEnd(at.Value, reason);
                var course = Find(patient, row);
                if (course.FollowUpEnd is not null && course.FollowUpEnd != end)
                {
                    row.Fail(TableCodes.ValueContradiction, "event", "The course has another end of follow-up.");
                    return;
                }

                course.FollowUpEnd = end;
                return;
            }

            // What the event was is not known where its word is missing or is none of the known ones: it may have been an attempt.
            var isUnknown = word is null || !CourseWords.Events.ContainsKey(word);
            var kind = row.Word("event", CourseWords.Events, ClinicalEventKind.Other, CourseWords.EventWord);
            if (patient is not null && at is not null && !row.HasFailed)
            {
                Find(patient, row).Events.Add(new ClinicalEvent(kind, at.Value));
            }
            else if (isUnknown || kind == ClinicalEventKind.SuicideAttempt)
            {
                row.WarnOfAlert("event", isUnknown
                    ? "The row may be a suicide attempt, its event not being known, and was not used: look at it."
                    : "The row is a suicide attempt, and was not used: look at it.");
                if (patient is not null)
                {
                    Find(patient, row).Unreadable.Add(new UnreadableRecord(isUnknown ? UnreadableRecord.UnknownEvent : UnreadableRecord.SuicideAttempt, at));
                }
            }
        }
    }
}
