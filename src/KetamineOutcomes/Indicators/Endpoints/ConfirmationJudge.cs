using System.Globalization;

namespace KetamineOutcomes.Indicators.Endpoints;

/// <summary>A reading with what the criterion says of it, as a confirmation rule sees it.</summary>
internal readonly record struct JudgedReading(EndpointReading Reading, Truth Truth);

/// <summary>What became of a criterion that was met and needs confirmation.</summary>
/// <param name="Truth"><see cref="Truth.Yes"/>, <see cref="Truth.No"/> (a later assessment in the window says no), <see cref="Truth.Unconfirmed"/> or <see cref="Truth.CannotConfirm"/>.</param>
/// <param name="Chain">The readings that met it, from the first to the last needed.</param>
/// <param name="Window">For <see cref="Truth.Unconfirmed"/>, when it can be confirmed.</param>
internal sealed record ConfirmationResult(Truth Truth, EquatableArray<EndpointReading> Chain, ConfirmBy? Window = null);

/// <summary>Holds a row of readings against a confirmation rule. Days are calendar days between readings, both ends of a window inclusive.</summary>
internal static class ConfirmationJudge
{
    /// <summary>What became of each reading at which the criterion began to be met, in order of time; those that begin long after one was confirmed are left out.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="readings">The readings in order of time, those that play no part left out.</param>
    /// <param name="now">What counts as now.</param>
    /// <param name="end">The end of follow-up, after which no assessment will come, or <see langword="null"/>.</param>
    public static List<ConfirmationResult> Judge(EndpointConfirmation rule, IReadOnlyList<JudgedReading> readings, NowSpan now, ClinicalTime? end) => rule switch
    {
        EndpointConfirmation.Literal literal => JudgeLiteral(literal, readings, now, end),
        _ => JudgeRuns((EndpointConfirmation.Run)rule, readings, now, end),
    };

    private static List<ConfirmationResult> JudgeLiteral(EndpointConfirmation.Literal rule, IReadOnlyList<JudgedReading> readings, NowSpan now, ClinicalTime? end)
    {
        var results = new List<ConfirmationResult>();
        ClinicalTime? confirmed = null;
        for (var i = 0; i < readings.Count; i++)
        {
            // What is confirmed first counts: what begins long after that cannot be.
            if (readings[i].Truth == Truth.Yes && !(confirmed is { } first && readings[i].Reading.At.DaysSince(first) > WrittenDays))
            {
                var result = Follow(rule, readings, i, now, end);
                confirmed ??= result.Truth == Truth.Yes ? result.Chain[^1].At : null;
                results.Add(result);
            }
        }

        return results;
    }

    private static ConfirmationResult Follow(EndpointConfirmation.Literal rule, IReadOnlyList<JudgedReading> readings, int start, NowSpan now, ClinicalTime? end)
    {
        var chain = new List<EndpointReading> { readings[start].Reading };
        var at = start;
        while (chain.Count < rule.Assessments)
        {
            var (truth, next) = Step(rule, readings, at, now, end);
            if (truth != Truth.Yes)
            {
                return new ConfirmationResult(truth, chain.ToEquatableArray(), truth == Truth.Unconfirmed ? WindowFrom(readings[at].Reading.At, rule.From, rule.To) : null);
            }

            at = next;
            chain.Add(readings[at].Reading);
        }

        return new ConfirmationResult(Truth.Yes, chain.ToEquatableArray());
    }

    /// <summary>Readings are in order of time; the days as written of two can stand the other way round by so many at most, where offsets from UTC differ.</summary>
    private const int WrittenDays = 4;

    private static (Truth Truth, int Next) Step(EndpointConfirmation.Literal rule, IReadOnlyList<JudgedReading> readings, int at, NowSpan now, ClinicalTime? end)
    {
        var from = readings[at].Reading.At;
        var within = new List<int>();
        for (var j = at + 1; j < readings.Count; j++)
        {
            var gap = readings[j].Reading.At.DaysSince(from);
            if (gap > rule.To + WrittenDays)
            {
                break;
            }

            if (gap >= rule.From && gap <= rule.To)
            {
                within.Add(j);
            }
        }

        switch (rule.Visit)
        {
            case ConfirmingVisit.Next when at + 1 < readings.Count:
                if (within.Contains(at + 1))
                {
                    return (readings[at + 1].Truth switch { Truth.Yes => Truth.Yes, Truth.No => Truth.No, _ => Truth.CannotConfirm }, at + 1);
                }

                // The next one came too early or too late. Only an assessment inside the window may say no.
                return (within.Exists(j => readings[j].Truth == Truth.No) ? Truth.No : Truth.CannotConfirm, -1);
            case ConfirmingVisit.FirstInWindow when within.Count > 0:
                return (readings[within[0]].Truth switch { Truth.Yes => Truth.Yes, Truth.No => Truth.No, _ => Truth.CannotConfirm }, within[0]);
            case ConfirmingVisit.AnyInWindow when within.Exists(j => readings[j].Truth == Truth.Yes):
                return (Truth.Yes, within.Find(j => readings[j].Truth == Truth.Yes));
            case ConfirmingVisit.AnyInWindow when within.Count > 0 && !IsOpen(from, rule.To, now, end):
                return (within.Exists(j => readings[j].Truth == Truth.No) ? Truth.No : Truth.CannotConfirm, -1);
            default:
                return (IsOpen(from, rule.To, now, end) ? Truth.Unconfirmed : Truth.CannotConfirm, -1);
        }
    }

    private static List<ConfirmationResult> JudgeRuns(EndpointConfirmation.Run rule, IReadOnlyList<JudgedReading> readings, NowSpan now, ClinicalTime? end)
    {
        var results = new List<ConfirmationResult>();
        var run = new List<EndpointReading>();
        var isConfirmed = false;
        foreach (var (reading, truth) in readings)
        {
            var isGapTooLong = run.Count > 0 && reading.At.DaysSince(run[^1].At) > rule.MaxGap;
            if (run.Count > 0 && (isGapTooLong || truth != Truth.Yes))
            {
                if (!isConfirmed)
                {
                    results.Add(new ConfirmationResult(truth == Truth.No && !isGapTooLong ? Truth.No : Truth.CannotConfirm, run.ToEquatableArray()));
                }

                run.Clear();
                isConfirmed = false;
            }

            if (truth != Truth.Yes)
            {
                continue;
            }

            run.Add(reading);
            if (!isConfirmed && run.Count >= rule.Assessments && reading.At.DaysSince(run[0].At) >= rule.Days)
            {
                results.Add(new ConfirmationResult(Truth.Yes, run.ToEquatableArray()));
                isConfirmed = true;
            }
        }

        if (run.Count > 0 && !isConfirmed)
        {
            var last = run[^1].At;
            if (!IsOpen(last, rule.MaxGap, now, end))
            {
                results.Add(new ConfirmationResult(Truth.CannotConfirm, run.ToEquatableArray()));
            }
            else
            {
                // Where the stretch cannot be long enough by the next assessment, that one keeps it alive.
                var missing = rule.Days - last.DaysSince(run[0].At);
                results.Add(new ConfirmationResult(Truth.Unconfirmed, run.ToEquatableArray(), WindowFrom(last, missing > 0 && missing <= rule.MaxGap ? missing : 1, rule.MaxGap)));
            }
        }

        return results;
    }

    /// <summary>Whether an assessment can still come within so many days of a time.</summary>
    public static bool IsOpen(ClinicalTime from, int days, NowSpan now, ClinicalTime? end) =>
        !now.IsAfter(from, days) && (end is not { } last || last.DaysSince(from) > days);

    private static ConfirmBy WindowFrom(ClinicalTime at, int from, int to) => new(Later(at, from), Later(at, to));

    /// <summary>A whole day so many days later, as far as a time can be.</summary>
    public static ClinicalTime Later(ClinicalTime at, int days)
    {
        var last = at.IsRelative ? ClinicalTime.MaxRelativeDay : DateOnly.MaxValue.DayNumber;
        var first = at.IsRelative ? -ClinicalTime.MaxRelativeDay : DateOnly.MinValue.DayNumber;
        var day = (int)Math.Clamp((long)at.DayNumber + days, first, last);
        return at.IsRelative ? ClinicalTime.OnDay(day) : ClinicalTime.OnDate(DateOnly.FromDayNumber(day));
    }

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
