namespace KetamineOutcomes.Treatment.Chair;

/// <summary>When something was seen in the chair: by the minute or by the clock. A closed set of cases.</summary>
public abstract record ChairMoment
{
    private ChairMoment()
    {
    }

    /// <summary>The farthest from the start that counts as tied to an infusion, in minutes: seven days (project policy; side effects can last).</summary>
    public const int FarthestMinute = 7 * 24 * 60;

    internal abstract void Close();

    /// <summary>The exact minute from the start of the infusion, negative before it.</summary>
    /// <param name="start">When the infusion started.</param>
    /// <returns><see langword="null"/> where a clock time cannot be placed: one of the two has no time of day, one is a relative day and the other not, or one
    /// has an offset from UTC and the other is a local time, so that minutes between them would be a guess.</returns>
    internal abstract Fraction? MinuteFrom(ClinicalTime start);

    /// <summary>Minutes from the start of the infusion.</summary>
    public sealed record Minute : ChairMoment
    {
        /// <summary>Minutes from the start of the infusion.</summary>
        /// <param name="value">The minutes; 0 or less is before it, with at most six decimals.</param>
        /// <exception cref="ArgumentOutOfRangeException">It is farther from 0 than <see cref="FarthestMinute"/>.</exception>
        public Minute(decimal value)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, FarthestMinute);
            ArgumentOutOfRangeException.ThrowIfLessThan(value, -FarthestMinute);
            Value = Fraction.FromDecimal(decimal.Round(value, 6));
        }

        private Minute(Fraction value, int ticks)
        {
            // The second argument only tells this constructor from the rounding one, to which whole numbers go.
            _ = ticks;
            Value = value;
        }

        /// <summary>Minutes as they were read from a clock, in whole ticks: not rounded again.</summary>
        internal static Minute Exact(Fraction value) => new(value, 0);

        /// <summary>The minutes.</summary>
        public Fraction Value { get; }

        internal override Fraction? MinuteFrom(ClinicalTime start) => Value;

        internal override void Close()
        {
        }
    }

    /// <summary>A time by the clock, or a relative day with a fraction.</summary>
    public sealed record Clock : ChairMoment
    {
        /// <summary>A time by the clock.</summary>
        /// <param name="at">The time.</param>
        public Clock(ClinicalTime at) => At = at;

        /// <summary>The time.</summary>
        public ClinicalTime At { get; }

        // HoursSince divides ticks by ticks an hour; times that again is the whole number of ticks.
        internal override Fraction? MinuteFrom(ClinicalTime start) => At.SharesScaleWith(start) && At.HoursSince(start) is { } hours
            ? new Fraction(decimal.ToInt64(decimal.Round(hours * TimeSpan.TicksPerHour)), TimeSpan.TicksPerMinute)
            : null;

        internal override void Close()
        {
        }
    }
}
