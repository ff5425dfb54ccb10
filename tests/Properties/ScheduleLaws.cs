using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using KetamineOutcomes.Indicators.Schedules;
using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.Schedules;

namespace KetamineOutcomes.Properties;

/// <summary>Laws of schedules, whatever the rhythm and the log.</summary>
public sealed class ScheduleLaws
{
    private const string Evidence = "\"evidence\":[{\"source\":\"made-up\",\"status\":\"project-policy\"}]";

    private static readonly DateOnly Start = new(2026, 1, 5);

    /// <summary>A rhythm of days, its length and window, a second step after it; a log of days round its doses; a number of days to move everything by.</summary>
    private sealed record Case(Schedule Schedule, int[] Log, int Shift, int AsOf)
    {
        public override string ToString() => $"{Schedule.ToText()} log {string.Join(' ', Log)} shift {Shift} as of {AsOf}";
    }

    private static readonly Gen<Case> Cases =
        from gaps in Gen.Choose(1, 3).SelectMany(count => Gen.ArrayOf(Gen.Choose(1, 15), count))
        from length in Gen.Elements("\"doses\":3", "\"doses\":7", "\"weeks\":2", "\"weeks\":5")
        from second in Gen.Choose(1, 30)
        from before in Gen.Choose(0, 6)
        from after in Gen.Choose(0, 6)
        from log in Gen.Choose(0, 12).SelectMany(count => Gen.ArrayOf(Gen.Choose(-10, 90), count))
        from shift in Gen.Choose(-4000, 4000)
        from asOf in Gen.Choose(-5, 100)
        select new Case(Make(gaps, length, second, before, after), log, shift, asOf);

    private static Schedule Make(int[] gaps, string length, int second, int before, int after)
    {
        // Windows of neighbours may not meet; what is too wide is cut.
        string Window(int gap)
        {
            var left = Math.Min(before, gap - 1);
            return string.Create(CultureInfo.InvariantCulture, $"\"window\":{{\"before\":{left},\"after\":{Math.Min(after, gap - 1 - left)},{Evidence}}}");
        }

        return Schedule.Read(string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            {"format":1,"id":"made-up","version":"1.0.0","name":"Made up","sources":[{"key":"made-up","citation":"Made up"}],{{Evidence}},"steps":[
            {"id":"a","repeat":{"days":[{{string.Join(',', gaps)}}]},"length":{ {{length}} },"then":"b",{{Window(gaps.Min())}},{{Evidence}}},
            {"id":"b","repeat":{"days":[{{second}}]},{{Window(second)}},{{Evidence}}}]}
            """)).GetValueOrThrow();
    }

    private static void Check(Func<Case, bool> law) => Prop.ForAll(Arb.From(Cases), law).MustHold();

    private static ClinicalTime Day(int day) => ClinicalTime.OnDate(Start.AddDays(day));

    private static SchedulePlan Plan(Case given, int shift = 0) => SchedulePlan.Create(given.Schedule, Day(shift)).GetValueOrThrow();

    private static Infusion[] Log(IEnumerable<int> days, int shift = 0) => [.. days.Select(day => new Infusion(Day(day + shift)))];

    private static string Said(ScheduleAdherence adherence, int shift = 0) =>
        string.Join(' ', adherence.Doses.Select(dose => $"{dose.Dose.Number}@{dose.Dose.Due.DaysSince(Day(shift))}:{dose.Status}:{dose.DaysOff}:{dose.MissedSince?.DaysSince(Day(shift))}"))
        + "|" + string.Join(' ', adherence.Extra.Select(infusion => infusion.At.DaysSince(Day(shift))))
        + "|" + string.Join(' ', adherence.Outside.Select(infusion => infusion.At.DaysSince(Day(shift))))
        + "|" + adherence.End;

    [Fact]
    public void Moving_everything_by_whole_days_changes_nothing() => Check(given =>
        Said(Plan(given, given.Shift).Compare(Log(given.Log, given.Shift), Day(given.AsOf + given.Shift)), given.Shift) == Said(Plan(given).Compare(Log(given.Log), Day(given.AsOf))));

    [Fact]
    public void Relative_days_say_the_same_as_dates() => Check(given =>
    {
        var relative = SchedulePlan.Create(given.Schedule, ClinicalTime.OnDay(0)).GetValueOrThrow()
            .Compare(given.Log.Select(day => new Infusion(ClinicalTime.OnDay(day))), ClinicalTime.OnDay(given.AsOf));
        var dates = Plan(given).Compare(Log(given.Log), Day(given.AsOf));
        return relative.Doses.Select(dose => (dose.Status, dose.DaysOff)).SequenceEqual(dates.Doses.Select(dose => (dose.Status, dose.DaysOff)));
    });

    [Fact]
    public void The_order_of_the_log_changes_nothing() => Check(given =>
        Plan(given).Compare(Log(Enumerable.Reverse(given.Log))).Equals(Plan(given).Compare(Log(given.Log.Order()))));

    [Fact]
    public void A_later_infusion_changes_nothing_that_was_said_of_earlier_ones() => Check(given =>
    {
        string[] Fates(IEnumerable<int> days)
        {
            var adherence = Plan(given).Compare(Log(days));
            return
            [
                .. adherence.Doses.Where(dose => dose.Infusion is not null).Select(dose => $"{dose.Infusion!.At} {dose.Dose.Number} {dose.Status}")
                    .Concat(adherence.Extra.Select(infusion => $"{infusion.At} extra")).Concat(adherence.Outside.Select(infusion => $"{infusion.At} outside")).Order(StringComparer.Ordinal),
            ];
        }

        var days = given.Log.Order().ToList();
        return days.Count == 0 || !Fates(days.SkipLast(1)).Except(Fates(days), StringComparer.Ordinal).Any();
    });

    [Fact]
    public void As_of_a_day_nothing_later_is_known() => Check(given =>
        Said(Plan(given).Compare(Log(given.Log), Day(given.AsOf))) == Said(Plan(given).Compare(Log(given.Log.Where(day => day <= given.AsOf)), Day(given.AsOf))));

    [Fact]
    public void Each_infusion_is_accounted_for_once() => Check(given =>
    {
        var adherence = Plan(given).Compare(Log(given.Log));
        return adherence.Doses.Count(dose => dose.Infusion is not null) + adherence.Extra.Count + adherence.Outside.Count == given.Log.Length;
    });

    [Fact]
    public void A_log_of_the_due_dates_is_all_on_time() => Check(given =>
    {
        var due = Plan(given).DueThrough(Day(100));
        var adherence = Plan(given).Compare(due.Select(dose => new Infusion(dose.Due)));
        return adherence.Count(DoseStatus.OnTime) == due.Count && adherence.Doses.Where(dose => dose.Infusion is not null).All(dose => dose.DaysOff == 0) && adherence.Count(DoseStatus.Missed) == 0;
    });

    [Fact]
    public void Due_dates_rise_and_never_lie_closer_than_the_rhythm() => Check(given =>
    {
        var due = Plan(given).DueThrough(Day(200));
        var shortest = ((StepRepeat.Days)given.Schedule.Steps[0].Repeat).Gaps.Min();
        return due.Zip(due.Skip(1)).All(pair => pair.Second.Due.DaysSince(pair.First.Due) >= (pair.First.Step == "a" ? shortest : ((StepRepeat.Days)given.Schedule.Steps[1].Repeat).Gaps[0]));
    });

    [Fact]
    public void Closing_days_never_hold_a_dose_and_keep_the_order() => Check(given =>
    {
        foreach (var rule in Enum.GetValues<ClosedDayRule>())
        {
            var closing = new ClosingDays(given.Log.Select(day => Start.AddDays(day)), [DayOfWeek.Sunday], rule);
            var due = SchedulePlan.Create(given.Schedule, Day(0), closing: closing).GetValueOrThrow().DueThrough(Day(100));
            if (due.Any(dose => closing.IsClosed(DateOnly.FromDayNumber(dose.Due.DayNumber))) || due.Zip(due.Skip(1)).Any(pair => pair.Second.Due.DaysSince(pair.First.Due) < 0))
            {
                return false;
            }
        }

        return true;
    });

    [Fact]
    public void Written_and_read_again_a_schedule_is_the_same() => Check(given => Schedule.Read(given.Schedule.ToJson()).GetValueOrThrow() == given.Schedule);

    [Fact]
    public void Written_and_read_again_a_plan_is_the_same() => Prop.ForAll(Arb.From(Plans), plan => ClinicPlan.Read(plan.ToJson()).GetValueOrThrow() == plan).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    // Offsets as a clinic writes them, either side of a change: Berlin 29 March and 25 October 2026, New York 8 March and 1 November 2026.
    private static readonly (DateOnly Change, int Before, int After)[] Changes = [(new(2026, 3, 29), 1, 2), (new(2026, 10, 25), 2, 1), (new(2026, 3, 8), -5, -4), (new(2026, 11, 1), -4, -5)];

    [Fact]
    public void A_change_of_daylight_saving_time_between_anchor_and_doses_moves_nothing() => Check(given => Changes.All(zone =>
    {
        // The anchor lies up to 40 days before the change or after it; doses at any hour, midnight and the hours round the change among them; half past two is left out, for on some of these days there is none.
        var anchor = zone.Change.AddDays((given.Shift % 41) - 20);
        int[] hours = [0, 1, 3, 9, 23];
        ClinicalTime Zoned(DateOnly date, int hour) => ClinicalTime.AtInstant(new DateTimeOffset(date, new TimeOnly(hour, 30), TimeSpan.FromHours(date < zone.Change || (date == zone.Change && hour < 2) ? zone.Before : zone.After)));
        string Say(Func<DateOnly, int, ClinicalTime> time, Func<DateOnly, int, ClinicalTime> anchorTime)
        {
            var course = Course.Create("p", "1", [], given.Log.Select((day, i) => new Infusion(time(anchor.AddDays(day), hours[i % hours.Length])))).GetValueOrThrow();
            var rows = ScheduleAssessment.Assess(course, given.Schedule, anchorTime(anchor, hours[given.Log.Length % hours.Length]), asOf: ClinicalTime.OnDate(anchor.AddDays(given.AsOf)));
            return string.Join('\n', rows.Results.Select(row => $"{row.Point} {row.Indicator} {row.Outcome} {row.At?.DayNumber} {row.Day} {row.KnownAt?.DayNumber}").Order(StringComparer.Ordinal)) + string.Join(' ', rows.Issues);
        }

        ClinicalTime Date(DateOnly date, int hour) => ClinicalTime.OnDate(date);
        var dates = Say(Date, Date);
        return Say(Zoned, Zoned) == Say((date, hour) => ClinicalTime.AtLocal(date, new TimeOnly(hour, 30)), Date) && Say(Zoned, Date) == Say(Zoned, Zoned)
            && (given.Log.Distinct().Count() < given.Log.Length || Say(Zoned, Zoned) == dates);
    }));

    private static readonly Gen<PlanRecord> Records =
        from patient in Gen.Elements("P1", "P2", "ü 3", "\"4\"")
        from course in Gen.Elements("1", "2")
        from series in Gen.Choose(1, 4)
        from isRelative in Gen.Elements(true, false)
        from anchor in Gen.Choose(-40, 400)
        from hasAnchor in Gen.Elements(true, false)
        from changes in Gen.SubListOf(("a", 3), ("b", 10), ("a", 31), ("b", 200))
        let at = (Func<int, ClinicalTime>)(day => isRelative ? ClinicalTime.OnDay(day) : Day(day))
        select new PlanRecord(patient, course, series, hasAnchor ? at(anchor) : null, changes.Select(change => new StepChange(change.Item1, at(change.Item2))).ToEquatableArray());

    private static readonly Gen<ClosingDays> Closings =
        from dates in Gen.Choose(0, 3).SelectMany(count => Gen.ArrayOf(Gen.Choose(0, 500), count))
        from weekdays in Gen.SubListOf(DayOfWeek.Sunday, DayOfWeek.Monday, DayOfWeek.Friday)
        from rule in Gen.Elements(Enum.GetValues<ClosedDayRule>())
        select new ClosingDays(dates.Select(day => Start.AddDays(day)), weekdays, rule);

    private static readonly Gen<AssessmentRule> Rules =
        from kind in Gen.Choose(0, 2)
        from number in Gen.Choose(1, 60)
        from first in Gen.Choose(1, 4)
        from before in Gen.Choose(0, 3)
        from after in Gen.Choose(0, 3)
        select kind switch
        {
            0 => new AssessmentRule.FromDoses("phq-9", number - 30, first, 1 + (number % 3), before, after),
            1 => AssessmentRule.Repeating.EveryDays("madrs", number, before, after),
            _ => (AssessmentRule)AssessmentRule.Repeating.EveryMonths("gad-7", first, before, after),
        };

    // One or two schedules, shipped and made up, with closing days of one file or of two that were put together; forms with and without sources.
    private static readonly Gen<ClinicPlan> Plans =
        from given in Cases
        from shipped in Gen.Elements("murrough-2013", "spravato-label")
        from records in Gen.Choose(0, 5).SelectMany(count => Gen.ArrayOf(Records, count))
        from closing in Closings
        from other in Closings
        from isOneFile in Gen.Elements(true, false)
        from rules in Gen.Choose(0, 3).SelectMany(count => Gen.ArrayOf(Rules, count))
        let distinct = records.DistinctBy(record => (record.PatientId, record.CourseId, record.Series))
        select new ClinicPlan(
            [
                new PlannedSchedule(given.Schedule, given.Shift % 2 == 0 ? null : "own-id", distinct, closing, listedOnly: given.AsOf % 2 == 0),
                new PlannedSchedule(ScheduleCatalogue.Shipped.Find(shipped)!, closing: isOneFile ? closing : other),
            ],
            rules.Select((rule, i) => new PlannedForms($"rule-{i.ToString(CultureInfo.InvariantCulture)}", rule, i == 0 ? [] : given.Schedule.Evidence)));

    [Fact]
    public void The_rows_have_keys_of_their_own_and_no_order_of_input() => Check(given =>
    {
        Course CourseOf(IEnumerable<int> days) => Course.Create("p", "1", [], Log(days)).GetValueOrThrow();
        var rows = ScheduleAssessment.Adherence(CourseOf(given.Log), Plan(given), Day(given.AsOf));
        return rows == ScheduleAssessment.Adherence(CourseOf(Enumerable.Reverse(given.Log)), Plan(given), Day(given.AsOf))
            && rows.Select(row => (row.Series, row.Scale, row.Indicator, row.Rule, row.Point, row.At)).Distinct().Count() == rows.Count;
    });

    [Fact]
    public void Months_keep_the_day_of_the_first_date_or_the_month_s_last() => Prop.ForAll(Arb.From(Gen.Choose(0, 3000).Two()), pair =>
    {
        // Against the framework's own calendar, from the first date each time.
        var anchor = new DateOnly(2019, 12, 1).AddDays(pair.Item1);
        var every = 1 + (pair.Item2 % 5);
        var schedule = Schedule.Read($$"""
            {"format":1,"id":"m","version":"1.0.0","name":"m","sources":[{"key":"made-up","citation":"Made up"}],{{Evidence}},"steps":[
            {"id":"m","repeat":{"months":{{every.ToString(CultureInfo.InvariantCulture)}}},"window":{"before":0,"after":0,{{Evidence}}},{{Evidence}}}]}
            """).GetValueOrThrow();
        var due = SchedulePlan.Create(schedule, ClinicalTime.OnDate(anchor)).GetValueOrThrow().DueFirst(30).Select(dose => DateOnly.FromDayNumber(dose.Due.DayNumber)).ToList();
        return due.TrueForAll(date => date.Day == Math.Min(anchor.Day, DateTime.DaysInMonth(date.Year, date.Month)))
            && due.Zip(due.Skip(1)).All(two => (two.Second.Year * 12) + two.Second.Month - (two.First.Year * 12) - two.First.Month == every);
    }).MustHold();
}
