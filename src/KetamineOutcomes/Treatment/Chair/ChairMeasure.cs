using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Treatment.Chair;

/// <summary>What is measured while a patient sits in the chair.</summary>
public enum ChairMeasure
{
    /// <summary>Systolic blood pressure, mmHg.</summary>
    Systolic,

    /// <summary>Diastolic blood pressure, mmHg.</summary>
    Diastolic,

    /// <summary>Heart rate, beats a minute.</summary>
    HeartRate,

    /// <summary>Oxygen saturation by pulse oximeter, percent.</summary>
    OxygenSaturation,

    /// <summary>Sedation: the score of the instrument <c>moaa-s</c>; 5 is alert.</summary>
    Sedation,

    /// <summary>Dissociation: the total of <c>cadss-23</c>.</summary>
    Cadss23,

    /// <summary>Dissociation: the total of <c>cadss-28</c>.</summary>
    Cadss28,

    /// <summary>Dissociation: the total of <c>cadss-6</c>.</summary>
    Cadss6,
}

/// <summary>The stable words, units and ranges of the measures.</summary>
public static class ChairMeasures
{
    /// <summary>All measures, in their order.</summary>
    public static EquatableArray<ChairMeasure> All { get; } = Enum.GetValues<ChairMeasure>().ToEquatableArray();

    /// <summary>The stable word of a measure: <c>systolic</c>, <c>diastolic</c>, <c>heart-rate</c>, <c>spo2</c>, or the instrument's id.</summary>
    /// <param name="measure">The measure.</param>
    /// <returns>The word.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It is none of them.</exception>
    public static string ToWord(this ChairMeasure measure) => measure switch
    {
        ChairMeasure.Systolic => "systolic",
        ChairMeasure.Diastolic => "diastolic",
        ChairMeasure.HeartRate => "heart-rate",
        ChairMeasure.OxygenSaturation => "spo2",
        ChairMeasure.Sedation => "moaa-s",
        ChairMeasure.Cadss23 => "cadss-23",
        ChairMeasure.Cadss28 => "cadss-28",
        ChairMeasure.Cadss6 => "cadss-6",
        _ => throw new ArgumentOutOfRangeException(nameof(measure)),
    };

    /// <summary>The unit: <c>mmHg</c>, <c>/min</c>, <c>%</c> or <c>points</c>.</summary>
    /// <param name="measure">The measure.</param>
    /// <returns>The unit.</returns>
    public static string ToUnit(this ChairMeasure measure) => measure switch
    {
        ChairMeasure.Systolic or ChairMeasure.Diastolic => "mmHg",
        ChairMeasure.HeartRate => "/min",
        ChairMeasure.OxygenSaturation => "%",
        _ => "points",
    };

    /// <summary>Whether a lower value is the bad direction: oxygen saturation and alertness.</summary>
    /// <param name="measure">The measure.</param>
    /// <returns><see langword="true"/> if so.</returns>
    public static bool IsLowerWorse(this ChairMeasure measure) => measure is ChairMeasure.OxygenSaturation or ChairMeasure.Sedation;

    /// <summary>Whether a value can be one of a measure: more than 0 and at most 1,000 for pressures and rates, 0 to 100 % but for a fraction of 1, with at most three decimals; a total that the instrument can give.</summary>
    /// <param name="measure">The measure.</param>
    /// <param name="value">The value.</param>
    /// <returns><see langword="true"/> if so. Within these bounds no limit of plausibility is applied: an odd reading is the clinic's to judge.</returns>
    public static bool CanBe(this ChairMeasure measure, Fraction value) => measure switch
    {
        ChairMeasure.Systolic or ChairMeasure.Diastolic or ChairMeasure.HeartRate => value > 0 && value <= MaxVital && HasFewDecimals(value),
        ChairMeasure.OxygenSaturation => value >= 0 && value <= 100 && HasFewDecimals(value) && !measure.IsFractionOfOne(value),
        _ => InstrumentCatalogue.Shipped.Find(measure.ToWord())!.ScoreTotal(value, "total") is Score.Scored,
    };

    /// <summary>Whether a value is a saturation written as a fraction (0.97) where percent are meant: nobody lives at 1 %, so that nothing true is taken for it.</summary>
    /// <param name="measure">The measure.</param>
    /// <param name="value">The value.</param>
    /// <returns><see langword="true"/> if so: more than 0 and at most 1.</returns>
    public static bool IsFractionOfOne(this ChairMeasure measure, Fraction value) => measure == ChairMeasure.OxygenSaturation && value > 0 && value <= 1;

    // Project policy, far beyond what a monitor shows; with it, what is computed from readings stays in the range of a fraction.
    private const int MaxVital = 1000;

    private static bool HasFewDecimals(Fraction value) => 1000 % value.Denominator == 0;
}
