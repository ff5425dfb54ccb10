namespace KetamineOutcomes.Instruments;

/// <summary>The value of a score: a closed set of cases.</summary>
public abstract record ScoreValue
{
    private ScoreValue()
    {
    }

    /// <summary>The stable word of the case: <c>number</c>, <c>flag</c>, <c>category</c>, <c>profile</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>The value as tables print it; culture plays no part.</summary>
    public abstract string Text { get; }

    internal abstract void Close();

    /// <summary>A number.</summary>
    public sealed record Number : ScoreValue
    {
        internal Number(Fraction exact, int decimals, Fraction? standardError)
        {
            Exact = exact;
            Decimals = decimals;
            StandardError = standardError;
        }

        /// <summary>The exact value; every comparison uses it.</summary>
        public Fraction Exact { get; }

        /// <summary>The declared number of decimals.</summary>
        public int Decimals { get; }

        /// <summary>The value after the one final rounding, half away from zero.</summary>
        public decimal Rounded => Exact.Round(Decimals);

        /// <summary>The standard error from a published table, or <see langword="null"/>.</summary>
        public Fraction? StandardError { get; }

        /// <inheritdoc/>
        public override string Kind => "number";

        /// <inheritdoc/>
        public override string Text => Rounded.ToString(System.Globalization.CultureInfo.InvariantCulture);

        internal override void Close()
        {
        }
    }

    /// <summary>Whether a pattern of symptoms is met. Not a diagnosis.</summary>
    public sealed record Flag : ScoreValue
    {
        internal Flag(bool isMet) => IsMet = isMet;

        /// <summary>Whether it is met.</summary>
        public bool IsMet { get; }

        /// <inheritdoc/>
        public override string Kind => "flag";

        /// <summary><c>met</c> or <c>not-met</c>.</summary>
        public override string Text => IsMet ? "met" : "not-met";

        internal override void Close()
        {
        }
    }

    /// <summary>One of several ranked categories.</summary>
    public sealed record Category : ScoreValue
    {
        internal Category(string id, string label, Fraction rank)
        {
            Id = id;
            Label = label;
            Rank = rank;
        }

        /// <summary>The stable id.</summary>
        public string Id { get; }

        /// <summary>The label for people.</summary>
        public string Label { get; }

        /// <summary>Its place in the order.</summary>
        public Fraction Rank { get; }

        /// <inheritdoc/>
        public override string Kind => "category";

        /// <summary>The id.</summary>
        public override string Text => Id;

        internal override void Close()
        {
        }
    }

    /// <summary>A string of digits, one an item.</summary>
    public sealed record Profile : ScoreValue
    {
        internal Profile(string digits) => Digits = digits;

        /// <summary>The digits in the items' order.</summary>
        public string Digits { get; }

        /// <inheritdoc/>
        public override string Kind => "profile";

        /// <summary>The digits.</summary>
        public override string Text => Digits;

        internal override void Close()
        {
        }
    }
}
