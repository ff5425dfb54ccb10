using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Treatment.Schedules;

/// <summary>On which observation a schedule's source moves to another step.</summary>
/// <remarks>Data only. Whether it is met is judged in Indicators, and what follows from that is for the clinic to decide.</remarks>
public abstract record StepCondition
{
    private StepCondition()
    {
    }

    /// <summary>The stable word of the case: <c>score</c>, <c>percentage</c>, <c>judgement</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>The condition in words, for example <c>madrs/total at most 12</c>.</summary>
    /// <returns>English text without signs that have a meaning in Markdown or Mermaid.</returns>
    public abstract string Explain();

    // Keeps other assemblies from deriving.
    internal abstract void Close();

    private static string Words(Comparator comparator) => comparator switch
    {
        Comparator.AtLeast => "at least",
        Comparator.MoreThan => "more than",
        Comparator.AtMost => "at most",
        _ => "less than",
    };

    /// <summary>A score against a cut-off.</summary>
    public sealed record Score : StepCondition
    {
        internal Score(string instrument, string scale, Comparator comparator, Fraction value)
        {
            Instrument = instrument;
            Scale = scale;
            Comparator = comparator;
            Value = value;
        }

        /// <summary>The instrument's id.</summary>
        public string Instrument { get; }

        /// <summary>The scale's id.</summary>
        public string Scale { get; }

        /// <summary>How the score is held against <see cref="Value"/>.</summary>
        public Comparator Comparator { get; }

        /// <summary>The cut-off in points.</summary>
        public Fraction Value { get; }

        /// <inheritdoc/>
        public override string Kind => "score";

        /// <inheritdoc/>
        public override string Explain() => $"{Instrument}/{Scale} {Words(Comparator)} {Value}";

        internal override void Close()
        {
        }
    }

    /// <summary>An improvement in per cent of baseline against a cut-off.</summary>
    public sealed record Percentage : StepCondition
    {
        internal Percentage(string instrument, string scale, PercentageRule rule, Comparator comparator, Fraction value)
        {
            Instrument = instrument;
            Scale = scale;
            Rule = rule;
            Comparator = comparator;
            Value = value;
        }

        /// <summary>The instrument's id.</summary>
        public string Instrument { get; }

        /// <summary>The scale's id.</summary>
        public string Scale { get; }

        /// <summary>How the percentage is computed.</summary>
        public PercentageRule Rule { get; }

        /// <summary>How the improvement is held against <see cref="Value"/>.</summary>
        public Comparator Comparator { get; }

        /// <summary>The cut-off in per cent; positive is better.</summary>
        public Fraction Value { get; }

        /// <inheritdoc/>
        public override string Kind => "percentage";

        /// <inheritdoc/>
        public override string Explain() => $"{Instrument}/{Scale} improved by {Words(Comparator)} {Value} per cent";

        internal override void Close()
        {
        }
    }

    /// <summary>Something that the source names and does not define where it was read: the clinic says whether it is so.</summary>
    public sealed record Judgement : StepCondition
    {
        internal Judgement(string name) => Name = name;

        /// <summary>A stable word, for example <c>relapse</c>.</summary>
        public string Name { get; }

        /// <inheritdoc/>
        public override string Kind => "judgement";

        /// <inheritdoc/>
        public override string Explain() => $"{Name.Replace('-', ' ')} (as the clinic judges it)";

        internal override void Close()
        {
        }
    }
}
