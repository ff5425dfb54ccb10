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

    /// <summary>A note of the caller's own on the pressure before treatment, for <see cref="ChairOptions.BeforeTreatment"/>.</summary>
    /// <param name="id">The stable id, for example <c>before-160-100</c>.</param>
    /// <param name="systolic">The systolic pressure in mmHg above which the note stands, more than 0.</param>
    /// <param name="diastolic">The diastolic pressure in mmHg above which it stands, more than 0.</param>
    /// <param name="source">Where the limits come from, as it is to be printed: a publication, or the clinic's own procedure.</param>
    /// <param name="status">How the caller knows them.</param>
    /// <param name="fromAge">The age in years from which alone it applies, or <see langword="null"/> for everyone.</param>
    /// <returns>The note. It is one and never a stop.</returns>
    /// <exception cref="ArgumentException">The id or the source is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A pressure is not above 0, or the age is negative.</exception>
    public static ChairRule PressureBefore(string id, Fraction systolic, Fraction diastolic, string source, EvidenceStatus status, int? fromAge = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        ArgumentException.ThrowIfNullOrWhiteSpace(source);
        if (systolic <= 0 || diastolic <= 0)
        {
            throw new ArgumentOutOfRangeException(systolic <= 0 ? nameof(systolic) : nameof(diastolic), "A pressure is more than 0.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(fromAge ?? 0, nameof(fromAge));
        return new ChairRule
        {
            Id = id,
            Meaning = $"a pressure above {systolic}/{diastolic} mmHg before treatment; a note and no stop",
            Limits =
            [
                new ChairLimit(ChairMeasure.Systolic, Comparator.MoreThan, systolic, isRise: false),
                new ChairLimit(ChairMeasure.Diastolic, Comparator.MoreThan, diastolic, isRise: false),
            ],
            FromAge = fromAge,
            Evidence = [ChairRules.Fact(new Source { Key = "caller", Citation = source }, status, "The caller's own limits.")],
        };
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
