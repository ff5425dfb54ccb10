using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment.Chair;

namespace KetamineOutcomes.Indicators.Chair;

/// <summary>A threshold of one measure: of its value, or of its rise over the baseline.</summary>
public sealed record ChairLimit
{
    internal ChairLimit(ChairMeasure measure, Comparator comparator, Fraction value, bool isRise)
    {
        Measure = measure;
        Comparator = comparator;
        Value = value;
        IsRise = isRise;
    }

    /// <summary>The measure.</summary>
    public ChairMeasure Measure { get; }

    /// <summary>How a reading is held against <see cref="Value"/>.</summary>
    public Comparator Comparator { get; }

    /// <summary>The threshold in the measure's unit.</summary>
    public Fraction Value { get; }

    /// <summary>Whether the rise over the baseline is meant and not the value itself.</summary>
    public bool IsRise { get; }

    internal string Text => $"{Measure.ToWord()}{(IsRise ? " rise" : "")} {Comparator.ToSign()} {Value} {Measure.ToUnit()}";
}

/// <summary>A named and cited rule about readings in the chair. It is met where one of its limits is.</summary>
public sealed record ChairRule
{
    internal ChairRule()
    {
    }

    /// <summary>The stable id, for example <c>rise-40-25</c>.</summary>
    public string Id { get; internal init; } = "";

    /// <summary>The version of the entry.</summary>
    public string Version { get; internal init; } = "1.0.0";

    /// <summary>What it says, in our own words.</summary>
    public string Meaning { get; internal init; } = "";

    /// <summary>Its limits; one suffices.</summary>
    public EquatableArray<ChairLimit> Limits { get; internal init; }

    /// <summary>The minute from the start up to which readings must go on before "not seen" may be said; 0 for a rule about the time before treatment.</summary>
    public int CoverMinutes { get; internal init; }

    /// <summary>The age in years from which alone it applies, or <see langword="null"/> for everyone.</summary>
    public int? FromAge { get; internal init; }

    /// <summary>Where it was read.</summary>
    public EquatableArray<Evidence> Evidence { get; internal init; }
}

/// <summary>A number that a judgement about the chair needs, with its evidence.</summary>
public sealed record ChairNumber
{
    internal ChairNumber(string id, Fraction value, string unit, string meaning, EquatableArray<Evidence> evidence)
    {
        Id = id;
        Value = value;
        Unit = unit;
        Meaning = meaning;
        Evidence = evidence;
    }

    /// <summary>The stable id.</summary>
    public string Id { get; }

    /// <summary>The version of the entry.</summary>
    public string Version { get; } = "1.0.0";

    /// <summary>The number.</summary>
    public Fraction Value { get; }

    /// <summary>Its unit.</summary>
    public string Unit { get; }

    /// <summary>What it is, in our own words.</summary>
    public string Meaning { get; }

    /// <summary>Where it was read, or that it is the project's own.</summary>
    public EquatableArray<Evidence> Evidence { get; }
}
