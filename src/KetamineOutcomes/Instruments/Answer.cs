using System.Diagnostics.CodeAnalysis;

namespace KetamineOutcomes.Instruments;

/// <summary>What stands on the form for one item: a closed set of cases.</summary>
public abstract record Answer
{
    private Answer()
    {
    }

    // Nearly every answer is one of these; they compare by value, so that one of each is enough.
    private const int SharedNumbers = 101;

    // A record's copy constructor is protected: what only this assembly can implement keeps the set of cases closed.
    internal abstract void Close();

    /// <summary>No answer.</summary>
    public static Answer Missing { get; } = new NoAnswer();

    /// <summary>"Not applicable" was answered.</summary>
    public static Answer NotApplicable { get; } = new DoesNotApply();

    /// <summary>Something was written that is no number, option or time; what it was is not kept.</summary>
    public static Answer Unreadable { get; } = new CannotBeRead();

    /// <summary>A number (for durations and counts too; durations in minutes).</summary>
    /// <param name="value">The number.</param>
    /// <returns>The answer.</returns>
    public static Answer Number(Fraction value) =>
        value.IsInteger && value.Numerator is >= 0 and < SharedNumbers ? Numeric.Shared[value.Numerator] : new Numeric(value);

    /// <summary>A coded option, by its id.</summary>
    /// <param name="option">The option's id.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="ArgumentException">The id is empty.</exception>
    public static Answer Option(string option)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(option);
        return new Coded(option);
    }

    /// <summary>A time of day.</summary>
    /// <param name="time">The time.</param>
    /// <returns>The answer, in minutes since midnight.</returns>
    public static Answer Time(TimeOnly time) => new Numeric(new Fraction((time.Hour * 60) + time.Minute, 1));

    /// <summary>No answer.</summary>
    public sealed record NoAnswer : Answer
    {
        internal NoAnswer()
        {
        }

        internal override void Close()
        {
        }
    }

    /// <summary>"Not applicable" was answered.</summary>
    public sealed record DoesNotApply : Answer
    {
        internal DoesNotApply()
        {
        }

        internal override void Close()
        {
        }
    }

    /// <summary>Something was written that cannot be read; what it was is not kept.</summary>
    public sealed record CannotBeRead : Answer
    {
        internal CannotBeRead()
        {
        }

        internal override void Close()
        {
        }
    }

    /// <summary>A number.</summary>
    public sealed record Numeric : Answer
    {
        internal static readonly Numeric[] Shared = [.. Enumerable.Range(0, SharedNumbers).Select(number => new Numeric(number))];

        internal Numeric(Fraction value) => Value = value;

        /// <summary>The number, as written.</summary>
        public Fraction Value { get; }

        internal override void Close()
        {
        }
    }

    /// <summary>A coded option.</summary>
    [SuppressMessage("Naming", "CA1716", Justification = "The field's word.")]
    public sealed record Coded : Answer
    {
        internal Coded(string option) => Option = option;

        /// <summary>The option's id.</summary>
        public new string Option { get; }

        internal override void Close()
        {
        }
    }
}
