using System.Globalization;

namespace KetamineOutcomes.Indicators;

/// <summary>Which assessment counts as the state before a series: a closed set of named policies.</summary>
public abstract record BaselinePolicy
{
    private BaselinePolicy()
    {
    }

    /// <summary>The default: the last usable score before the first infusion, at most 30 days before (project policy).</summary>
    public static BaselinePolicy Default { get; } = new LastBefore(30);

    /// <summary>The stable name with its parameters, for example <c>last-before:30</c>.</summary>
    public abstract string Name { get; }

    internal abstract void Close();

    /// <summary>Reads <c>last-before[:days]</c>, <c>worst-before[:days]</c>, <c>mean-before[:days]</c>, <c>first</c> or <c>explicit:date-or-day</c>.</summary>
    /// <param name="text">The text; days default to 30.</param>
    /// <returns>The policy, or an issue.</returns>
    public static ReadResult<BaselinePolicy> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? text : text[..colon];
        var rest = colon < 0 ? null : text[(colon + 1)..];
        switch (name)
        {
            case "first" when rest is null:
                return ReadResult<BaselinePolicy>.Success(new First());
            case "explicit" when rest is not null && PointText.TryParseTime(rest, out var at):
                return ReadResult<BaselinePolicy>.Success(new Explicit(at));
            case "last-before" or "worst-before" or "mean-before" when PointText.TryParseDays(rest ?? "30", out var days):
                return ReadResult<BaselinePolicy>.Success(name switch
                {
                    "last-before" => new LastBefore(days),
                    "worst-before" => new WorstBefore(days),
                    _ => new MeanBefore(days),
                });
            default:
                return ReadResult<BaselinePolicy>.Failure([new Issue(
                    IssueCodes.OptionInvalid,
                    IssueSeverity.Error,
                    "Expected last-before[:days], worst-before[:days], mean-before[:days], first or explicit:DATE-or-DAY.",
                    "baseline")]);
        }
    }

    /// <summary>The last usable score before the first infusion.</summary>
    public sealed record LastBefore : BaselinePolicy
    {
        /// <summary>The last usable score before the first infusion.</summary>
        /// <param name="days">How many days before the first infusion still count, 0 or more.</param>
        /// <exception cref="ArgumentOutOfRangeException">The days are negative.</exception>
        public LastBefore(int days)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(days);
            Days = days;
        }

        /// <summary>The window in days, inclusive.</summary>
        public int Days { get; }

        /// <inheritdoc/>
        public override string Name => string.Create(CultureInfo.InvariantCulture, $"last-before:{Days}");

        internal override void Close()
        {
        }
    }

    /// <summary>The worst score before the first infusion. It picks bad days and so inflates improvement; one public research pipeline uses it.</summary>
    public sealed record WorstBefore : BaselinePolicy
    {
        /// <summary>The worst score before the first infusion.</summary>
        /// <param name="days">How many days before the first infusion still count, 0 or more.</param>
        /// <exception cref="ArgumentOutOfRangeException">The days are negative.</exception>
        public WorstBefore(int days)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(days);
            Days = days;
        }

        /// <summary>The window in days, inclusive.</summary>
        public int Days { get; }

        /// <inheritdoc/>
        public override string Name => string.Create(CultureInfo.InvariantCulture, $"worst-before:{Days}");

        internal override void Close()
        {
        }
    }

    /// <summary>The exact mean of the scores before the first infusion.</summary>
    public sealed record MeanBefore : BaselinePolicy
    {
        /// <summary>The exact mean of the scores before the first infusion.</summary>
        /// <param name="days">How many days before the first infusion still count, 0 or more.</param>
        /// <exception cref="ArgumentOutOfRangeException">The days are negative.</exception>
        public MeanBefore(int days)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(days);
            Days = days;
        }

        /// <summary>The window in days, inclusive.</summary>
        public int Days { get; }

        /// <inheritdoc/>
        public override string Name => string.Create(CultureInfo.InvariantCulture, $"mean-before:{Days}");

        internal override void Close()
        {
        }
    }

    /// <summary>The score at a time that the caller names.</summary>
    public sealed record Explicit : BaselinePolicy
    {
        /// <summary>The score at a time that the caller names.</summary>
        /// <param name="at">The time; a date without a time takes any assessment of that day.</param>
        public Explicit(ClinicalTime at) => At = at;

        /// <summary>The time.</summary>
        public ClinicalTime At { get; }

        /// <inheritdoc/>
        public override string Name => $"explicit:{At}";

        internal override void Close()
        {
        }
    }

    /// <summary>The first score of the course, for data without treatments.</summary>
    public sealed record First : BaselinePolicy
    {
        /// <inheritdoc/>
        public override string Name => "first";

        internal override void Close()
        {
        }
    }
}
