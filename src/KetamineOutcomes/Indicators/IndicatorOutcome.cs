namespace KetamineOutcomes.Indicators;

/// <summary>Whether an endpoint is met.</summary>
public enum Judgement
{
    /// <summary>It is met.</summary>
    Met,

    /// <summary>It is not met.</summary>
    NotMet,

    /// <summary>It is met once and waits for the confirming assessment.</summary>
    Unconfirmed,

    /// <summary>The confirming assessment was missed; it can no longer be confirmed.</summary>
    CannotConfirm,
}

/// <summary>The dates between which an assessment can confirm an endpoint, both inclusive.</summary>
/// <param name="From">The first day that counts.</param>
/// <param name="To">The last day that counts.</param>
public sealed record ConfirmBy(ClinicalTime From, ClinicalTime To)
{
    /// <summary>The first day that counts.</summary>
    public ClinicalTime From { get; } = From;

    /// <summary>The last day that counts.</summary>
    public ClinicalTime To { get; } = To;
}

/// <summary>What an indicator answers: a closed set of cases, never a bare number.</summary>
public abstract record IndicatorOutcome
{
    private IndicatorOutcome()
    {
    }

    /// <summary>The stable word that tables print as <c>state</c>: <c>met</c>, <c>not-met</c>, <c>unconfirmed</c>, <c>cannot-confirm</c>,
    /// <c>measured</c>, <c>not-applicable</c>, <c>indeterminate</c>, or a classification's own word.</summary>
    public abstract string State { get; }

    /// <summary>The stable word of the case: <c>judged</c>, <c>measured</c>, <c>classified</c>, <c>not-applicable</c>, <c>indeterminate</c>.</summary>
    public abstract string Kind { get; }

    internal abstract void Close();

    /// <summary>Whether the endpoint is met.</summary>
    /// <returns><see langword="null"/> where that is not known or does not apply.</returns>
    public bool? TryGetMet() => this switch
    {
        Judged { Judgement: Judgement.Met } => true,
        Judged { Judgement: Judgement.NotMet } => false,
        _ => null,
    };

    /// <summary>Calls the one that fits.</summary>
    /// <typeparam name="TResult">What all return.</typeparam>
    /// <param name="judged">Called for an endpoint.</param>
    /// <param name="measured">Called for a value.</param>
    /// <param name="classified">Called for a state.</param>
    /// <param name="notApplicable">Called where the question makes no sense.</param>
    /// <param name="indeterminate">Called where the data do not tell.</param>
    /// <returns>What was returned.</returns>
    public TResult Match<TResult>(
        Func<Judged, TResult> judged,
        Func<Measured, TResult> measured,
        Func<Classified, TResult> classified,
        Func<NotApplicable, TResult> notApplicable,
        Func<Indeterminate, TResult> indeterminate)
    {
        ArgumentNullException.ThrowIfNull(judged);
        ArgumentNullException.ThrowIfNull(measured);
        ArgumentNullException.ThrowIfNull(classified);
        ArgumentNullException.ThrowIfNull(notApplicable);
        ArgumentNullException.ThrowIfNull(indeterminate);
        return this switch
        {
            Judged value => judged(value),
            Measured value => measured(value),
            Classified value => classified(value),
            NotApplicable value => notApplicable(value),
            _ => indeterminate((Indeterminate)this),
        };
    }

    /// <summary>An endpoint was judged.</summary>
    public sealed record Judged : IndicatorOutcome
    {
        /// <summary>A judgement.</summary>
        /// <param name="judgement">The judgement.</param>
        /// <param name="confirmBy">When it can be confirmed; with <see cref="Judgement.Unconfirmed"/> and with nothing else.</param>
        /// <exception cref="ArgumentException">The window is missing, or stands beside another judgement.</exception>
        public Judged(Judgement judgement, ConfirmBy? confirmBy = null)
        {
            if (judgement == Judgement.Unconfirmed != confirmBy is not null)
            {
                throw new ArgumentException("The window of confirmation stands with Unconfirmed and with nothing else.", nameof(confirmBy));
            }

            Judgement = judgement;
            ConfirmBy = confirmBy;
        }

        /// <summary>The judgement.</summary>
        public Judgement Judgement { get; }

        /// <summary>For <see cref="Judgement.Unconfirmed"/>, when it can be confirmed.</summary>
        public ConfirmBy? ConfirmBy { get; }

        /// <inheritdoc/>
        public override string State => Judgement switch
        {
            Judgement.Met => "met",
            Judgement.NotMet => "not-met",
            Judgement.Unconfirmed => "unconfirmed",
            _ => "cannot-confirm",
        };

        /// <inheritdoc/>
        public override string Kind => "judged";

        internal override void Close()
        {
        }
    }

    /// <summary>A value was measured.</summary>
    public sealed record Measured : IndicatorOutcome
    {
        /// <summary>A value.</summary>
        /// <param name="value">The exact value.</param>
        /// <param name="unit">The unit, for example <c>points</c>; not empty.</param>
        /// <param name="decimals">The decimals to which it is printed, 0 or more.</param>
        /// <param name="low">The lower end of its interval, or <see langword="null"/>.</param>
        /// <param name="high">The upper end of its interval, or <see langword="null"/>.</param>
        /// <exception cref="ArgumentException">The unit is empty, or the ends are the wrong way round.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The decimals are negative.</exception>
        public Measured(Fraction value, string unit, int decimals, Fraction? low = null, Fraction? high = null)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(unit);
            ArgumentOutOfRangeException.ThrowIfNegative(decimals);
            if (low > high)
            {
                throw new ArgumentException("The interval's lower end lies above its upper end.", nameof(low));
            }

            Value = value;
            Unit = unit;
            Decimals = decimals;
            Low = low;
            High = high;
        }

        /// <summary>The exact value.</summary>
        public Fraction Value { get; }

        /// <summary>The lower end of its interval, or <see langword="null"/> where none is given.</summary>
        public Fraction? Low { get; }

        /// <summary>The upper end of its interval, or <see langword="null"/> where none is given.</summary>
        public Fraction? High { get; }

        /// <summary>The unit, for example <c>points</c> or <c>%</c>.</summary>
        public string Unit { get; }

        /// <summary>The decimals to which it is printed.</summary>
        public int Decimals { get; }

        /// <summary>The value after the one rounding, half away from zero.</summary>
        public decimal Rounded => Value.Round(Decimals);

        /// <inheritdoc/>
        public override string State => "measured";

        /// <inheritdoc/>
        public override string Kind => "measured";

        internal override void Close()
        {
        }
    }

    /// <summary>One of a closed list of states holds.</summary>
    public sealed record Classified : IndicatorOutcome
    {
        /// <summary>A state.</summary>
        /// <param name="state">Its stable word: lower-case words joined by hyphens, and none of the words of the other cases.</param>
        /// <exception cref="ArgumentException">It is no such word.</exception>
        public Classified(string state) => State = StableWord.Require(state, nameof(state)) is var word && !Reserved.Contains(word, StringComparer.Ordinal)
            ? word
            : throw new ArgumentException("The word belongs to another case.", nameof(state));

        private static readonly string[] Reserved = ["met", "not-met", "unconfirmed", "cannot-confirm", "measured", "not-applicable", "indeterminate"];

        /// <inheritdoc/>
        public override string State { get; }

        /// <inheritdoc/>
        public override string Kind => "classified";

        internal override void Close()
        {
        }
    }

    /// <summary>The question makes no sense here.</summary>
    public sealed record NotApplicable : IndicatorOutcome
    {
        /// <summary>The reason.</summary>
        /// <param name="reason">A stable word: lower-case words joined by hyphens (<see cref="Reasons"/>, or a caller's own).</param>
        /// <exception cref="ArgumentException">It is no such word.</exception>
        public NotApplicable(string reason) => Reason = StableWord.Require(reason, nameof(reason));

        /// <summary>A stable word (<see cref="Reasons"/>).</summary>
        public string Reason { get; }

        /// <inheritdoc/>
        public override string State => "not-applicable";

        /// <inheritdoc/>
        public override string Kind => "not-applicable";

        internal override void Close()
        {
        }
    }

    /// <summary>The data do not tell.</summary>
    public sealed record Indeterminate : IndicatorOutcome
    {
        /// <summary>The reason.</summary>
        /// <param name="reason">A stable word: lower-case words joined by hyphens (<see cref="Reasons"/>, or a caller's own).</param>
        /// <exception cref="ArgumentException">It is no such word.</exception>
        public Indeterminate(string reason) => Reason = StableWord.Require(reason, nameof(reason));

        /// <summary>A stable word (<see cref="Reasons"/>).</summary>
        public string Reason { get; }

        /// <inheritdoc/>
        public override string State => "indeterminate";

        /// <inheritdoc/>
        public override string Kind => "indeterminate";

        internal override void Close()
        {
        }
    }
}
