namespace KetamineOutcomes.Treatment.Chair;

/// <summary>One reading: what, how much, when.</summary>
public sealed record ChairReading
{
    /// <summary>Makes a reading.</summary>
    /// <param name="measure">What was measured.</param>
    /// <param name="value">The value in the measure's unit.</param>
    /// <param name="moment">When.</param>
    /// <exception cref="ArgumentOutOfRangeException">The measure has no such value (<see cref="ChairMeasures.CanBe"/>).</exception>
    public ChairReading(ChairMeasure measure, Fraction value, ChairMoment moment)
    {
        ArgumentNullException.ThrowIfNull(moment);
        if (!measure.CanBe(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), "The measure has no such value.");
        }

        Measure = measure;
        Value = value;
        Moment = moment;
    }

    /// <summary>What was measured.</summary>
    public ChairMeasure Measure { get; }

    /// <summary>The value in the measure's unit.</summary>
    public Fraction Value { get; }

    /// <summary>When.</summary>
    public ChairMoment Moment { get; }
}

/// <summary>Whether a side effect was there at one moment.</summary>
public sealed record SideEffectSighting
{
    /// <summary>Makes a sighting.</summary>
    /// <param name="effect">The side effect, an opaque word, for example <c>nausea</c>.</param>
    /// <param name="isPresent">Whether it was there; asked and not there says when it was gone.</param>
    /// <param name="moment">When.</param>
    /// <exception cref="ArgumentException">The word is empty.</exception>
    public SideEffectSighting(string effect, bool isPresent, ChairMoment moment)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(effect);
        ArgumentNullException.ThrowIfNull(moment);
        Effect = effect;
        IsPresent = isPresent;
        Moment = moment;
    }

    /// <summary>The side effect.</summary>
    public string Effect { get; }

    /// <summary>Whether it was there.</summary>
    public bool IsPresent { get; }

    /// <summary>When.</summary>
    public ChairMoment Moment { get; }
}

/// <summary>A reading with its minute from the start of the infusion.</summary>
public sealed record PlacedReading
{
    internal PlacedReading(ChairMeasure measure, Fraction value, Fraction minute)
    {
        Measure = measure;
        Value = value;
        Minute = minute;
    }

    /// <summary>What was measured.</summary>
    public ChairMeasure Measure { get; }

    /// <summary>The value in the measure's unit.</summary>
    public Fraction Value { get; }

    /// <summary>The minute from the start; 0 or less is before the infusion.</summary>
    public Fraction Minute { get; }
}

/// <summary>A sighting of a side effect with its minute from the start of the infusion.</summary>
public sealed record PlacedSighting
{
    internal PlacedSighting(string effect, bool isPresent, Fraction minute)
    {
        Effect = effect;
        IsPresent = isPresent;
        Minute = minute;
    }

    /// <summary>The side effect.</summary>
    public string Effect { get; }

    /// <summary>Whether it was there.</summary>
    public bool IsPresent { get; }

    /// <summary>The minute from the start.</summary>
    public Fraction Minute { get; }
}
