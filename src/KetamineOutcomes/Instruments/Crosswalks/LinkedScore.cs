using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace KetamineOutcomes.Instruments.Crosswalks;

/// <summary>What a published table sets beside a score: <see cref="Linked"/>, <see cref="NoEntry"/> or <see cref="NotApplicable"/>.</summary>
/// <remarks>
/// A closed set of cases, and no <see cref="Score"/>: it is for groups and for reading the literature, and nothing that judges one person's
/// course takes it. Compares by value.
/// </remarks>
public abstract record LinkedScore
{
    private LinkedScore(LinkedScoreFacts facts) => Facts = facts;

    internal LinkedScoreFacts Facts { get; }

    /// <summary>The stable word of the case: <c>linked</c>, <c>no-entry</c>, <c>not-applicable</c>.</summary>
    public abstract string Kind { get; }

    // A record's copy constructor is protected: what only this assembly can implement keeps the set of cases closed.
    internal abstract void Close();

    /// <summary>The crosswalk: id, version, name.</summary>
    public CrosswalkReference Crosswalk => Facts.Crosswalk;

    /// <summary>The scale whose score was looked up.</summary>
    public CrosswalkEnd From => Facts.From;

    /// <summary>The scale to which the crosswalk leads.</summary>
    public CrosswalkEnd To => Facts.To;

    /// <summary>How the table was made.</summary>
    public LinkingMethod Method => Facts.Method;

    /// <summary>Whether the source itself calls its correspondences approximate.</summary>
    public bool IsApproximate => Facts.IsApproximate;

    /// <summary>Of whom the table was made.</summary>
    public string Population => Facts.Population;

    /// <summary>The sources of the table, in our citation form.</summary>
    public EquatableArray<string> Sources => Facts.Sources;

    /// <summary>The linked scores, if the table has any.</summary>
    /// <param name="value">The scores, in the unit of <see cref="To"/>; often an interval.</param>
    /// <returns><see langword="false"/> in all cases but <see cref="Linked"/>.</returns>
    public bool TryGetValue(out ScoreInterval value)
    {
        value = this is Linked linked ? linked.Value : default;
        return this is Linked;
    }

    /// <summary>Calls the one that fits.</summary>
    /// <typeparam name="TResult">What all return.</typeparam>
    /// <param name="linked">Called when the table has a row for the score.</param>
    /// <param name="noEntry">Called when it has none.</param>
    /// <param name="notApplicable">Called when the score cannot be looked up.</param>
    /// <returns>What was returned.</returns>
    public TResult Match<TResult>(Func<Linked, TResult> linked, Func<NoEntry, TResult> noEntry, Func<NotApplicable, TResult> notApplicable)
    {
        ArgumentNullException.ThrowIfNull(linked);
        ArgumentNullException.ThrowIfNull(noEntry);
        ArgumentNullException.ThrowIfNull(notApplicable);
        return this switch
        {
            Linked value => linked(value),
            NoEntry value => noEntry(value),
            _ => notApplicable((NotApplicable)this),
        };
    }

    /// <summary>The answer in plain sentences: value, table, method, population, and what it may not be used for.</summary>
    /// <returns>English text.</returns>
    public string Explain()
    {
        var text = new StringBuilder();
        var culture = CultureInfo.InvariantCulture;
        switch (this)
        {
            case Linked linked:
                var error = linked.StandardError is { } value ? $", standard error {value}" : "";
                text.Append(culture, $"{From} {linked.SourceValue} corresponds to {(IsApproximate ? "about " : "")}{To} {linked.Value}{error}.");
                break;
            case NoEntry none:
                text.Append(culture, $"{From} {none.SourceValue} is not linked to {To}: the table has no entry for it.");
                break;
            default:
                text.Append(culture, $"{From} is not linked to {To}: {LinkReasons.Explain(((NotApplicable)this).Reason)}.");
                break;
        }

        var method = Method == LinkingMethod.ItemResponseTheory ? "item response theory" : "equipercentile linking";
        text.Append(culture, $" Crosswalk {Crosswalk}, {method}, made of: {Population}.");
        text.Append(" For groups and for reading the literature; never for one person's response, remission or change.");
        return text.ToString();
    }

    /// <summary>The table has a row for the score.</summary>
    public sealed record Linked : LinkedScore
    {
        internal Linked(LinkedScoreFacts facts, Fraction sourceValue, CrosswalkEntry entry)
            : base(facts)
        {
            SourceValue = sourceValue;
            Entry = entry;
        }

        /// <summary>The score that was looked up, in the unit of <see cref="From"/>.</summary>
        public Fraction SourceValue { get; }

        /// <summary>The row of the table. Where it stands for several scores, they cannot be told apart on the other scale.</summary>
        public CrosswalkEntry Entry { get; }

        /// <summary>The linked scores, in the unit of <see cref="To"/>; an interval stays one.</summary>
        public ScoreInterval Value => Entry.To;

        /// <summary>The standard error that the table gives, in the unit of <see cref="To"/>; <see langword="null"/> if it gives none.</summary>
        public Fraction? StandardError => Entry.StandardError;

        /// <inheritdoc/>
        public override string Kind => "linked";

        internal override void Close()
        {
        }
    }

    /// <summary>The table has no row for the score.</summary>
    public sealed record NoEntry : LinkedScore
    {
        internal NoEntry(LinkedScoreFacts facts, Fraction sourceValue)
            : base(facts) => SourceValue = sourceValue;

        /// <summary>The score that was looked up, in the unit of <see cref="From"/>.</summary>
        public Fraction SourceValue { get; }

        /// <inheritdoc/>
        public override string Kind => "no-entry";

        internal override void Close()
        {
        }
    }

    /// <summary>The score cannot be looked up at all.</summary>
    public sealed record NotApplicable : LinkedScore
    {
        internal NotApplicable(LinkedScoreFacts facts, string reason)
            : base(facts) => Reason = reason;

        /// <summary>Why, one of <see cref="LinkReasons"/>.</summary>
        public string Reason { get; }

        /// <inheritdoc/>
        public override string Kind => "not-applicable";

        internal override void Close()
        {
        }
    }
}

/// <summary>What every case of a linked score carries.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "Made by the crosswalk and the JSON reader.")]
internal sealed record LinkedScoreFacts
{
    public required CrosswalkReference Crosswalk { get; init; }

    public required CrosswalkEnd From { get; init; }

    public required CrosswalkEnd To { get; init; }

    public LinkingMethod Method { get; init; }

    public bool IsApproximate { get; init; }

    public string Population { get; init; } = "";

    public EquatableArray<string> Sources { get; init; }
}
