namespace KetamineOutcomes.Fhir;

/// <summary>What came of one resource of the input: a closed set of cases. A resource that holds several forms gives several records of one place.</summary>
public abstract record FhirRecord
{
    private FhirRecord(FhirPlace place, string? resourceType)
    {
        Place = place;
        ResourceType = resourceType;
    }

    // A record's copy constructor is protected: what only this assembly can implement keeps the set of cases closed.
    internal abstract void Close();

    /// <summary>The stable word of the case: <c>form</c>, <c>total</c>, <c>item</c>, <c>skipped</c>, <c>refused</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>Where the resource stands.</summary>
    public FhirPlace Place { get; }

    /// <summary>The type of the resource where it is one that this reader knows; else <see langword="null"/>.</summary>
    public string? ResourceType { get; }

    /// <summary>What was noticed.</summary>
    public abstract EquatableArray<Issue> Issues { get; }

    /// <summary>Calls the one that fits.</summary>
    /// <typeparam name="TResult">What all return.</typeparam>
    /// <param name="form">Called for a form.</param>
    /// <param name="total">Called for a total.</param>
    /// <param name="item">Called for one item's answer.</param>
    /// <param name="skipped">Called for a resource that is none of these.</param>
    /// <param name="refused">Called for a resource that cannot be used.</param>
    /// <returns>What was returned.</returns>
    public TResult Match<TResult>(
        Func<Form, TResult> form,
        Func<Total, TResult> total,
        Func<ItemAnswer, TResult> item,
        Func<Skipped, TResult> skipped,
        Func<Refused, TResult> refused)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(total);
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(skipped);
        ArgumentNullException.ThrowIfNull(refused);
        return this switch
        {
            Form found => form(found),
            Total found => total(found),
            ItemAnswer found => item(found),
            Skipped found => skipped(found),
            _ => refused((Refused)this),
        };
    }

    /// <summary>The case and the place.</summary>
    /// <returns>The text, without the patient's data.</returns>
    public sealed override string ToString() => $"{Kind}: {Place}";

    /// <summary>A filled-in form.</summary>
    public sealed record Form : FhirRecord
    {
        internal Form(FhirPlace place, FhirForm value)
            : base(place, value.Source.ResourceType) => Value = value;

        /// <summary>The form.</summary>
        public FhirForm Value { get; }

        /// <inheritdoc/>
        public override string Kind => "form";

        /// <inheritdoc/>
        public override EquatableArray<Issue> Issues => Value.Issues;

        internal override void Close()
        {
        }
    }

    /// <summary>A total without its answers.</summary>
    public sealed record Total : FhirRecord
    {
        internal Total(FhirPlace place, FhirTotal value)
            : base(place, value.Source.ResourceType) => Value = value;

        /// <summary>The total.</summary>
        public FhirTotal Value { get; }

        /// <inheritdoc/>
        public override string Kind => "total";

        /// <inheritdoc/>
        public override EquatableArray<Issue> Issues => Value.Issues;

        internal override void Close()
        {
        }
    }

    /// <summary>One item's answer.</summary>
    public sealed record ItemAnswer : FhirRecord
    {
        internal ItemAnswer(FhirPlace place, FhirItemAnswer value)
            : base(place, value.Source.ResourceType) => Value = value;

        /// <summary>The answer.</summary>
        public FhirItemAnswer Value { get; }

        /// <inheritdoc/>
        public override string Kind => "item";

        /// <inheritdoc/>
        public override EquatableArray<Issue> Issues => Value.Issues;

        internal override void Close()
        {
        }
    }

    /// <summary>A resource that holds no form and no total of a known instrument: a patient, a questionnaire, another observation.</summary>
    public sealed record Skipped : FhirRecord
    {
        internal Skipped(FhirPlace place, string? resourceType, EquatableArray<Issue> issues)
            : base(place, resourceType) => Issues = issues;

        /// <inheritdoc/>
        public override string Kind => "skipped";

        /// <summary>Why, without errors.</summary>
        public override EquatableArray<Issue> Issues { get; }

        internal override void Close()
        {
        }
    }

    /// <summary>A resource, or a piece of the input, that cannot be used.</summary>
    public sealed record Refused : FhirRecord
    {
        internal Refused(FhirPlace place, string? resourceType, EquatableArray<Issue> issues)
            : base(place, resourceType) => Issues = issues;

        /// <inheritdoc/>
        public override string Kind => "refused";

        /// <summary>Why; one error or more.</summary>
        public override EquatableArray<Issue> Issues { get; }

        internal override void Close()
        {
        }
    }
}
