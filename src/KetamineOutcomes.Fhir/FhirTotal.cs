using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Fhir;

/// <summary>A total as an Observation gives it, without the answers.</summary>
/// <remarks>Immutable; compares by value. Its text does not hold the total.</remarks>
public sealed record FhirTotal
{
    internal FhirTotal(Instrument instrument, Scale scale, Fraction value, FhirSource source)
    {
        Instrument = instrument;
        Scale = scale;
        Value = value;
        Source = source;
    }

    /// <summary>The instrument.</summary>
    public Instrument Instrument { get; }

    /// <summary>The scale.</summary>
    public Scale Scale { get; }

    /// <summary>The total as stated.</summary>
    public Fraction Value { get; }

    /// <summary>Whose, when and from which form.</summary>
    public FhirSource Source { get; }

    /// <summary>What was noticed while reading.</summary>
    public EquatableArray<Issue> Issues { get; internal init; }

    /// <summary>The total as a score: its band, or that no answers give it.</summary>
    /// <param name="options">What the caller chooses, or <see langword="null"/> for the defaults.</param>
    /// <returns>The score, marked as total-only.</returns>
    public Score Score(ScoringOptions? options = null) => Instrument.ScoreTotal(Value, Scale.Id, options);

    /// <summary>The instrument and the scale.</summary>
    /// <returns>The text, without the total.</returns>
    public override string ToString() => $"{Instrument.Id}/{Scale.Id}";
}

/// <summary>One item's answer as an Observation gives it; the other items stand in other resources.</summary>
/// <remarks>Immutable; compares by value. Its text does not hold the answer.</remarks>
public sealed record FhirItemAnswer
{
    internal FhirItemAnswer(Instrument instrument, Item item, Answer answer, FhirSource source)
    {
        Instrument = instrument;
        Item = item;
        Answer = answer;
        Source = source;
    }

    /// <summary>The instrument; the largest one that has the item, where several share its code and the caller names none.</summary>
    public Instrument Instrument { get; }

    /// <summary>The item.</summary>
    public Item Item { get; }

    /// <summary>The answer.</summary>
    public Answer Answer { get; }

    /// <summary>Whose, when and from which form.</summary>
    public FhirSource Source { get; }

    /// <summary>What was noticed while reading.</summary>
    public EquatableArray<Issue> Issues { get; internal init; }

    /// <summary>The instrument and the item.</summary>
    /// <returns>The text, without the answer.</returns>
    public override string ToString() => $"{Instrument.Id}/{Item.Id}";
}
