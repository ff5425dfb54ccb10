using System.Globalization;

namespace KetamineOutcomes.Treatment.Schedules;

/// <summary>The rhythm of a step: the days between doses, or calendar months.</summary>
public abstract record StepRepeat
{
    private StepRepeat()
    {
    }

    /// <summary>The stable word of the case: <c>days</c>, <c>months</c>.</summary>
    public abstract string Kind { get; }

    internal abstract int ShortestGap { get; }

    /// <summary>The day of the k-th dose (from 0) of a step that begins on a day.</summary>
    internal abstract int DayOf(int start, int k);

    /// <summary>The rhythm in words, for example <c>every 14 days</c>, <c>3 a week (days 1, 3 and 5)</c>.</summary>
    /// <returns>English text.</returns>
    public abstract string Explain();

    /// <summary>Days from each dose to the next, over and over.</summary>
    public sealed record Days : StepRepeat
    {
        internal Days(EquatableArray<int> gaps) => Gaps = gaps;

        /// <summary>The days from a dose to the next, 1 or more each; <c>14</c> is every two weeks, <c>2;2;3</c> three a week.</summary>
        public EquatableArray<int> Gaps { get; }

        /// <summary>The doses of a week where the gaps make up one week, else <see langword="null"/>.</summary>
        public int? PerWeek => Gaps.Sum() == 7 ? Gaps.Count : null;

        /// <inheritdoc/>
        public override string Kind => "days";

        internal override int ShortestGap => Gaps.Min();

        internal override int DayOf(int start, int k)
        {
            var day = start + (k / Gaps.Count * Gaps.Sum());
            for (var i = 0; i < k % Gaps.Count; i++)
            {
                day += Gaps[i];
            }

            return day;
        }

        /// <inheritdoc/>
        public override string Explain()
        {
            if (Gaps.Count == 1)
            {
                return Gaps[0] switch
                {
                    1 => "every day",
                    7 => "once a week",
                    var days when days % 7 == 0 => string.Create(CultureInfo.InvariantCulture, $"every {days / 7} weeks"),
                    var days => string.Create(CultureInfo.InvariantCulture, $"every {days} days"),
                };
            }

            if (PerWeek is { } number)
            {
                var days = Enumerable.Range(0, number).Select(k => (DayOf(1, k)).ToString(CultureInfo.InvariantCulture));
                return string.Create(CultureInfo.InvariantCulture, $"{number} a week (days {string.Join(", ", days)} of each)");
            }

            return $"in turn {string.Join(", ", Gaps.Select(gap => gap.ToString(CultureInfo.InvariantCulture)))} days apart";
        }
    }

    /// <summary>Calendar months, counted from the first dose of the step.</summary>
    /// <remarks>
    /// The k-th dose falls on the day of the month of the step's first dose, or on the last day of the month where the month is shorter. Each is counted from the
    /// first and not from the one before, so a step that begins on 31 January goes on to 28 February and 31 March.
    /// </remarks>
    public sealed record Months : StepRepeat
    {
        internal Months(int every) => Every = every;

        /// <summary>The months from a dose to the next, 1 or more.</summary>
        public int Every { get; }

        /// <inheritdoc/>
        public override string Kind => "months";

        internal override int ShortestGap => 28 * Every;

        internal override int DayOf(int start, int k) => CalendarMonths.Add(start, Every * k);

        /// <inheritdoc/>
        public override string Explain() => Every == 1 ? "once a month" : string.Create(CultureInfo.InvariantCulture, $"every {Every} months");
    }
}

/// <summary>How long a step holds.</summary>
/// <remarks>A step ends before the first date of its rhythm that lies on or after its end; there the next step begins. So no two doses lie closer than the rhythm says.</remarks>
public abstract record StepLength
{
    private StepLength()
    {
    }

    /// <summary>The stable word of the case: <c>doses</c>, <c>weeks</c>, <c>months</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>The number of doses, weeks or months, 1 or more.</summary>
    public int Number { get; private init; }

    /// <summary>Whether the k-th dose (from 0) of a step that begins on a day still belongs to it.</summary>
    internal abstract bool Includes(int start, int k, int day);

    /// <summary>The length in words, for example <c>6 doses</c>.</summary>
    /// <returns>English text.</returns>
    public string Explain() => string.Create(CultureInfo.InvariantCulture, $"{Number} {(Number == 1 ? Kind[..^1] : Kind)}");

    /// <summary>A number of doses.</summary>
    public sealed record Doses : StepLength
    {
        internal Doses(int number) => Number = number;

        /// <inheritdoc/>
        public override string Kind => "doses";

        internal override bool Includes(int start, int k, int day) => k < Number;
    }

    /// <summary>A number of weeks from the first dose of the step.</summary>
    public sealed record Weeks : StepLength
    {
        internal Weeks(int number) => Number = number;

        /// <inheritdoc/>
        public override string Kind => "weeks";

        internal override bool Includes(int start, int k, int day) => day < start + (7 * Number);
    }

    /// <summary>A number of calendar months from the first dose of the step, by the end-of-month rule of <see cref="StepRepeat.Months"/>.</summary>
    public sealed record Months : StepLength
    {
        internal Months(int number) => Number = number;

        /// <inheritdoc/>
        public override string Kind => "months";

        internal override bool Includes(int start, int k, int day) => day < CalendarMonths.Add(start, Number);
    }
}

/// <summary>Calendar months on day numbers.</summary>
internal static class CalendarMonths
{
    /// <summary>The same day of the month some months later, or the month's last day; beyond the calendar's end, the largest number.</summary>
    public static int Add(int day, int months)
    {
        var date = DateOnly.FromDayNumber(day);
        var month = (date.Year * 12) + (date.Month - 1) + months;
        return month >= 12 * 10_000 ? int.MaxValue : date.AddMonths(months).DayNumber;
    }
}
