using System.Globalization;

namespace KetamineOutcomes.Treatment.Schedules;

/// <summary>When an assessment is due: a number of days from doses, or at a rhythm of its own.</summary>
/// <remarks>The clinic's own rules: none ship, so no window is a default. Immutable; compares by value.</remarks>
public abstract record AssessmentRule
{
    private AssessmentRule(string instrument, int daysBefore, int daysAfter)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(instrument);
        ArgumentOutOfRangeException.ThrowIfNegative(daysBefore);
        ArgumentOutOfRangeException.ThrowIfNegative(daysAfter);
        Instrument = instrument;
        DaysBefore = daysBefore;
        DaysAfter = daysAfter;
    }

    /// <summary>The instrument's id.</summary>
    public string Instrument { get; }

    /// <summary>How many days earlier still count.</summary>
    public int DaysBefore { get; }

    /// <summary>How many days later still count.</summary>
    public int DaysAfter { get; }

    /// <summary>The rule in words, for example <c>1 day after each dose</c>.</summary>
    /// <returns>A phrase in English.</returns>
    public abstract string Explain();

    internal abstract IEnumerable<int> Days(IReadOnlyList<int> doses, int anchor, int through);

    private static string Days(int days) => days == 1 ? "1 day" : string.Create(CultureInfo.InvariantCulture, $"{days} days");

    /// <summary>A number of days from doses.</summary>
    public sealed record FromDoses : AssessmentRule
    {
        /// <summary>Makes a rule.</summary>
        /// <param name="instrument">The instrument's id.</param>
        /// <param name="days">Days from the dose: 1 is the day after, 0 its own day, -1 the day before.</param>
        /// <param name="first">The number of the first dose for which it holds, from 1.</param>
        /// <param name="every">For every how many doses from there, 1 or more.</param>
        /// <param name="daysBefore">How many days earlier still count, 0 or more.</param>
        /// <param name="daysAfter">How many days later still count, 0 or more.</param>
        /// <exception cref="ArgumentException">The instrument's id is empty.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A number lies outside its range.</exception>
        public FromDoses(string instrument, int days, int first = 1, int every = 1, int daysBefore = 0, int daysAfter = 0)
            : base(instrument, daysBefore, daysAfter)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(first, 1);
            ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
            OffsetDays = days;
            First = first;
            Every = every;
        }

        /// <summary>Days from the dose.</summary>
        public int OffsetDays { get; }

        /// <summary>The number of the first dose for which it holds.</summary>
        public int First { get; }

        /// <summary>For every how many doses from there.</summary>
        public int Every { get; }

        /// <inheritdoc/>
        public override string Explain()
        {
            var when = OffsetDays == 0 ? "on the day of" : OffsetDays > 0 ? $"{Days(OffsetDays)} after" : $"{Days(-OffsetDays)} before";
            var which = (First, Every) switch
            {
                (1, 1) => "each dose",
                (_, 1) => string.Create(CultureInfo.InvariantCulture, $"each dose from number {First} on"),
                _ => string.Create(CultureInfo.InvariantCulture, $"dose {First} and every {Every} doses from there"),
            };
            return $"{when} {which}";
        }

        internal override IEnumerable<int> Days(IReadOnlyList<int> doses, int anchor, int through)
        {
            for (var i = First - 1; i < doses.Count; i += Every)
            {
                yield return doses[i] + OffsetDays;
            }
        }
    }

    /// <summary>At a rhythm of its own, from the anchor.</summary>
    public sealed record Repeating : AssessmentRule
    {
        private Repeating(string instrument, StepRepeat repeat, int daysBefore, int daysAfter)
            : base(instrument, daysBefore, daysAfter) => Repeat = repeat;

        /// <summary>The rhythm; months by the end-of-month rule of <see cref="StepRepeat.Months"/>.</summary>
        public StepRepeat Repeat { get; }

        /// <summary>Every so many days, the first time on the anchor.</summary>
        /// <param name="instrument">The instrument's id.</param>
        /// <param name="days">The days, 1 or more.</param>
        /// <param name="daysBefore">How many days earlier still count, 0 or more.</param>
        /// <param name="daysAfter">How many days later still count, 0 or more.</param>
        /// <returns>The rule.</returns>
        /// <exception cref="ArgumentException">The instrument's id is empty.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A number lies outside its range.</exception>
        public static Repeating EveryDays(string instrument, int days, int daysBefore = 0, int daysAfter = 0)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
            return new Repeating(instrument, new StepRepeat.Days([days]), daysBefore, daysAfter);
        }

        /// <summary>Every so many calendar months, the first time on the anchor.</summary>
        /// <param name="instrument">The instrument's id.</param>
        /// <param name="months">The months, 1 or more.</param>
        /// <param name="daysBefore">How many days earlier still count, 0 or more.</param>
        /// <param name="daysAfter">How many days later still count, 0 or more.</param>
        /// <returns>The rule.</returns>
        /// <exception cref="ArgumentException">The instrument's id is empty.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A number lies outside its range.</exception>
        public static Repeating EveryMonths(string instrument, int months, int daysBefore = 0, int daysAfter = 0)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(months, 1);
            return new Repeating(instrument, new StepRepeat.Months(months), daysBefore, daysAfter);
        }

        /// <inheritdoc/>
        public override string Explain() => $"{Repeat.Explain()}, the first time with the first infusion";

        internal override IEnumerable<int> Days(IReadOnlyList<int> doses, int anchor, int through)
        {
            for (var k = 0; ; k++)
            {
                var day = Repeat.DayOf(anchor, k);
                if (day > through)
                {
                    yield break;
                }

                yield return day;
            }
        }
    }
}

/// <summary>Makes assessment plans from rules: what was due when, from planned doses or from those that were given.</summary>
public static class AssessmentPlans
{
    /// <summary>What is due by the planned doses, whether they were given or not.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="plan">The plan of doses; its anchor is the rules' anchor.</param>
    /// <param name="through">The last day, inclusive, for doses and for assessments.</param>
    /// <returns>The plan, each assessment once; or the issue <see cref="IssueCodes.ScheduleNeedsDates"/> if a rule counts in calendar months and the days are relative.</returns>
    /// <exception cref="ArgumentException">One of the times is a calendar date and the other a relative day.</exception>
    public static ReadResult<AssessmentPlan> FromPlan(IEnumerable<AssessmentRule> rules, SchedulePlan plan, ClinicalTime through)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(plan);
        return Make([.. rules], [.. plan.DueThrough(through).Select(dose => dose.Due.DayNumber)], plan.Anchor, through);
    }

    /// <summary>What is due by the doses that were given.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="infusions">The infusions, in any order; several on one day count once.</param>
    /// <param name="anchor">From when rhythms count, for example the first infusion.</param>
    /// <param name="through">The last day, inclusive, for infusions and for assessments.</param>
    /// <returns>The plan, each assessment once; or the issue <see cref="IssueCodes.ScheduleNeedsDates"/> if a rule counts in calendar months and the days are relative.</returns>
    /// <exception cref="ArgumentException">Calendar dates and relative days stand side by side.</exception>
    public static ReadResult<AssessmentPlan> FromInfusions(IEnumerable<AssessmentRule> rules, IEnumerable<Infusion> infusions, ClinicalTime anchor, ClinicalTime through)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(infusions);
        var given = infusions.ToList();
        if (given.Exists(infusion => !infusion.At.SharesScaleWith(anchor)))
        {
            throw new ArgumentException("A calendar date and a relative day cannot be compared.", nameof(infusions));
        }

        return Make([.. rules], [.. given.Select(infusion => infusion.At.DayNumber).Where(day => day <= through.DayNumber).Distinct().Order()], anchor, through);
    }

    private static ReadResult<AssessmentPlan> Make(List<AssessmentRule> rules, List<int> doses, ClinicalTime anchor, ClinicalTime through)
    {
        if (!anchor.SharesScaleWith(through))
        {
            throw new ArgumentException("A calendar date and a relative day cannot be compared.", nameof(through));
        }

        if (anchor.IsRelative && rules.Exists(rule => rule is AssessmentRule.Repeating { Repeat: StepRepeat.Months }))
        {
            return ReadResult<AssessmentPlan>.Failure([new Issue(
                IssueCodes.ScheduleNeedsDates, IssueSeverity.Error, "A rule counts in calendar months, which relative days do not have.", "plan")]);
        }

        var start = anchor.IsRelative ? ClinicalTime.OnDay(anchor.DayNumber) : ClinicalTime.OnDate(DateOnly.FromDayNumber(anchor.DayNumber));
        var planned = rules
            .SelectMany(rule => rule.Days(doses, start.DayNumber, through.DayNumber)
                .Where(day => day <= through.DayNumber && (start.IsRelative || day >= 0))
                .Select(day => new PlannedAssessment(rule.Instrument, start.AddDays(day - start.DayNumber), rule.DaysBefore, rule.DaysAfter)))
            .Distinct();
        return ReadResult<AssessmentPlan>.Success(new AssessmentPlan(planned));
    }
}
