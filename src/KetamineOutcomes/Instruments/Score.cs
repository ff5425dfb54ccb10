using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using KetamineOutcomes.Instruments.Rules;

namespace KetamineOutcomes.Instruments;

/// <summary>The rule by which a score was made.</summary>
public sealed record RuleReference
{
    internal RuleReference(string instrument, string version, string scale, string name)
    {
        Instrument = instrument;
        Version = version;
        Scale = scale;
        Name = name;
    }

    /// <summary>The instrument's id.</summary>
    public string Instrument { get; }

    /// <summary>The definition's version.</summary>
    public string Version { get; }

    /// <summary>The scale's id.</summary>
    public string Scale { get; }

    /// <summary>The scale's name for people.</summary>
    public string Name { get; }

    /// <summary>For example <c>phq-9/total 1.0.0</c>.</summary>
    /// <returns>The reference as text.</returns>
    public override string ToString() => $"{Instrument}/{Scale} {Version}";
}

/// <summary>The severity band of a score and the set it belongs to.</summary>
public sealed record Severity
{
    internal Severity(string band, string label, string bandSet)
    {
        Band = band;
        Label = label;
        BandSet = bandSet;
    }

    /// <summary>The band's stable id.</summary>
    public string Band { get; }

    /// <summary>The band's label for people.</summary>
    public string Label { get; }

    /// <summary>The published set.</summary>
    public string BandSet { get; }

    /// <summary>The band's stable id.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Band;
}

/// <summary>The score of one scale on one filled-in form: <see cref="Scored"/>, <see cref="Prorated"/>, <see cref="Incomplete"/> or <see cref="Invalid"/>.</summary>
/// <remarks>
/// A closed set of cases, never a bare number: only the first two hold a value. <see cref="Alerts"/> stand in every case.
/// Carries its rule, sources, the answered and missing items and what was noticed; compares by value.
/// </remarks>
public abstract record Score
{
    private Score(ScoreFacts facts) => Facts = facts;

    internal ScoreFacts Facts { get; }

    /// <summary>The stable word of the case: <c>scored</c>, <c>prorated</c>, <c>incomplete</c>, <c>invalid</c>.</summary>
    public abstract string Kind { get; }

    // A record's copy constructor is protected: what only this assembly can implement keeps the set of cases closed.
    internal abstract void Close();

    /// <summary>The rule: instrument, version, scale.</summary>
    public RuleReference Rule => Facts.Rule;

    /// <summary>The sources of the rule, in our citation form.</summary>
    public EquatableArray<string> Sources => Facts.Sources;

    /// <summary>The alerts of the whole form, apart from the score's case.</summary>
    public EquatableArray<Alert> Alerts => Facts.Alerts;

    /// <summary>What was noticed; errors in <see cref="Invalid"/>.</summary>
    public EquatableArray<Issue> Issues => Facts.Issues;

    /// <summary>How many of the scale's items were answered with something the scale can use.</summary>
    public int Answered => Facts.Answered;

    /// <summary>How many items the scale has, not-applicable ones taken out.</summary>
    public int Applicable => Facts.Applicable;

    /// <summary>The scale's items that have no usable answer.</summary>
    public EquatableArray<string> MissingItems => Facts.MissingItems;

    /// <summary>The scale's items that were left out as not applicable. Scores compare only if these agree.</summary>
    public EquatableArray<string> NotApplicableItems => Facts.NotApplicableItems;

    /// <summary>The range that the score could have, not-applicable items taken out.</summary>
    public ValueRange Range => Facts.Range;

    /// <summary>The missing-item policy in force, by name.</summary>
    public string MissingPolicy => Facts.MissingPolicy;

    /// <summary>Whether only a total was known.</summary>
    public bool IsTotalOnly => Facts.IsTotalOnly;

    /// <summary>The severity band of a scored or prorated number, or <see langword="null"/> where none is published or applies.</summary>
    public Severity? Severity => Facts.Severity;

    /// <summary>How a scored or prorated number stands to each published threshold of its scale, in the definition's order.</summary>
    /// <remarks>Empty where none is published and where items were left out as not applicable.</remarks>
    public EquatableArray<CutOffReading> CutOffs => Facts.CutOffs;

    /// <summary>The name of the caller's value set by which the number was made, or <see langword="null"/> (<see cref="ScoringOptions.ValueSet"/>).</summary>
    public string? ValueSet => Facts.ValueSet;

    /// <summary>The value of a scored or prorated form, whatever its kind.</summary>
    public ScoreValue? Value => this switch
    {
        Scored scored => scored.Result,
        Prorated prorated => prorated.Result,
        _ => null,
    };

    /// <summary>The rounded number, if the rule gives one.</summary>
    /// <param name="value">The number, in the scale's unit.</param>
    /// <returns><see langword="false"/> for incomplete and invalid forms and for results that are no numbers.</returns>
    public bool TryGetValue(out decimal value)
    {
        value = 0;
        if (Value is not ScoreValue.Number number)
        {
            return false;
        }

        value = number.Rounded;
        return true;
    }

    /// <summary>The exact number, if the rule gives one. Use it to compare with a cut-off.</summary>
    /// <param name="value">The number, in the scale's unit.</param>
    /// <returns><see langword="false"/> for incomplete and invalid forms and for results that are no numbers.</returns>
    public bool TryGetExact(out Fraction value)
    {
        value = default;
        if (Value is not ScoreValue.Number number)
        {
            return false;
        }

        value = number.Exact;
        return true;
    }

    /// <summary>Calls the one that fits.</summary>
    /// <typeparam name="TResult">What all return.</typeparam>
    /// <param name="scored">Called when the form was complete.</param>
    /// <param name="prorated">Called when a missing-item policy filled in something.</param>
    /// <param name="incomplete">Called when items are missing.</param>
    /// <param name="invalid">Called when an answer cannot be.</param>
    /// <returns>What was returned.</returns>
    public TResult Match<TResult>(
        Func<Scored, TResult> scored,
        Func<Prorated, TResult> prorated,
        Func<Incomplete, TResult> incomplete,
        Func<Invalid, TResult> invalid)
    {
        ArgumentNullException.ThrowIfNull(scored);
        ArgumentNullException.ThrowIfNull(prorated);
        ArgumentNullException.ThrowIfNull(incomplete);
        ArgumentNullException.ThrowIfNull(invalid);
        return this switch
        {
            Scored value => scored(value),
            Prorated value => prorated(value),
            Incomplete value => incomplete(value),
            _ => invalid((Invalid)this),
        };
    }

    /// <summary>The score in one or two plain sentences: value, range, direction, band, rule, and what was missing.</summary>
    /// <returns>English text.</returns>
    public string Explain()
    {
        var text = new StringBuilder();
        var culture = CultureInfo.InvariantCulture;
        switch (this)
        {
            case Incomplete:
                var wanted = MissingItems.Concat(Issues.Where(i => i.Code == IssueCodes.CovariateMissing).Select(i => i.ToString()));
                text.Append(culture, $"{Rule.Name} is not scored: {Answered} of {Applicable} items answered, missing {string.Join(", ", wanted)}.");
                break;
            case Invalid:
                text.Append(culture, $"{Rule.Name} is not scored: {string.Join("; ", Issues.Where(i => i.Severity == IssueSeverity.Error).Select(i => i.ToString()))}.");
                break;
            default:
                ExplainValue(text, culture);
                break;
        }

        text.Append(culture, $" Rule {Rule}, missing-item policy {MissingPolicy}.");
        foreach (var alert in Alerts)
        {
            if (alert.Status != AlertStatus.Clear)
            {
                var status = alert.Status == AlertStatus.Raised ? "raised" : "not assessed";
                text.Append(culture, $" Alert {alert.Id} ({alert.Topic}): {status}.");
            }
        }

        return text.ToString();
    }

    private void ExplainValue(StringBuilder text, CultureInfo culture)
    {
        text.Append(culture, $"{Rule.Name} {Value!.Text}");
        if (Value is ScoreValue.Number number)
        {
            var direction = Facts.Direction switch
            {
                Direction.HigherIsWorse => ", higher is worse",
                Direction.HigherIsBetter => ", higher is better",
                _ => "",
            };
            text.Append(culture, $" (range {Range}{direction})");
            if (number.StandardError is { } error)
            {
                text.Append(culture, $", standard error {error}");
            }
        }

        if (Severity is { } severity)
        {
            text.Append(culture, $": {severity.Label} ({severity.BandSet})");
        }

        if (IsTotalOnly)
        {
            text.Append(", a stated total without answers");
        }
        else if (this is Prorated)
        {
            text.Append(culture, $", prorated from {Answered} of {Applicable} items");
        }
        else
        {
            text.Append(culture, $", {Answered} of {Applicable} items answered");
        }

        text.Append('.');
    }

    /// <summary>The form was complete for this scale, or nothing missing could change the value.</summary>
    public sealed record Scored : Score
    {
        internal Scored(ScoreFacts facts, ScoreValue result)
            : base(facts) => Result = result;

        /// <summary>The value.</summary>
        public ScoreValue Result { get; }

        /// <inheritdoc/>
        public override string Kind => "scored";

        internal override void Close()
        {
        }
    }

    /// <summary>A named, cited missing-item policy filled in what was missing.</summary>
    public sealed record Prorated : Score
    {
        internal Prorated(ScoreFacts facts, ScoreValue result)
            : base(facts) => Result = result;

        /// <summary>The value.</summary>
        public ScoreValue Result { get; }

        /// <inheritdoc/>
        public override string Kind => "prorated";

        internal override void Close()
        {
        }
    }

    /// <summary>Items are missing and the policy does not allow a value.</summary>
    public sealed record Incomplete : Score
    {
        internal Incomplete(ScoreFacts facts)
            : base(facts)
        {
        }

        /// <inheritdoc/>
        public override string Kind => "incomplete";

        internal override void Close()
        {
        }
    }

    /// <summary>An answer or total cannot be; the errors say which.</summary>
    public sealed record Invalid : Score
    {
        internal Invalid(ScoreFacts facts)
            : base(facts)
        {
        }

        /// <inheritdoc/>
        public override string Kind => "invalid";

        internal override void Close()
        {
        }
    }
}

/// <summary>What every case of a score carries. It is set while it is made and does not change once a score has it.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "Made by the scorer and the JSON reader.")]
internal sealed record ScoreFacts
{
    public required RuleReference Rule { get; init; }

    public EquatableArray<string> Sources { get; set; }

    public EquatableArray<Alert> Alerts { get; init; }

    public EquatableArray<Issue> Issues { get; set; }

    public int Answered { get; init; }

    public int Applicable { get; init; }

    public EquatableArray<string> MissingItems { get; init; }

    public EquatableArray<string> NotApplicableItems { get; init; }

    public ValueRange Range { get; init; }

    public Direction Direction { get; init; }

    public string MissingPolicy { get; init; } = "";

    public bool IsTotalOnly { get; init; }

    public Severity? Severity { get; set; }

    public EquatableArray<CutOffReading> CutOffs { get; set; }

    public string? ValueSet { get; set; }
}
