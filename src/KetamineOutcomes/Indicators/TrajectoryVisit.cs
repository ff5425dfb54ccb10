using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Indicators;

/// <summary>One reading of a scale in a <see cref="ScaleTrajectory"/>: a number, or why there is none.</summary>
/// <remarks>Immutable. All that was entered at one time by one rater is one visit; corrections are applied.</remarks>
public sealed class TrajectoryVisit
{
    private readonly ScaleReading _reading;
    private readonly string? _fault;
    private readonly Fraction _value;
    private readonly Observation _observation;

    internal TrajectoryVisit(ScaleReading reading, double day, string? fault, InfusionPosition? lastInfusion, EquatableArray<string> flags)
    {
        _reading = reading;
        _fault = fault;
        Day = day;
        LastInfusion = lastInfusion;
        Flags = flags;
        _ = reading.TryGetExact(out _value);
        _observation = reading.ToObservation("score");
    }

    /// <summary>When it was filled in.</summary>
    public ClinicalTime At => _reading.At;

    /// <summary>Before or after that day's infusion.</summary>
    public Timing Timing => _reading.Timing;

    /// <summary>When it was known.</summary>
    public ClinicalTime KnownAt => _reading.KnownAt;

    /// <summary>
    /// Days from the first infusion of the series (from the baseline in data without treatments): exact where both have a time of day, whole calendar days
    /// otherwise. Never less than that of the visit before it; negative before treatment.
    /// </summary>
    public double Day { get; }

    /// <summary>The last infusion of the series before it, or <see langword="null"/> if there was none.</summary>
    public InfusionPosition? LastInfusion { get; }

    /// <summary>The whole answer with items and alerts, or <see langword="null"/> where the form was not filled in.</summary>
    public Score? Score => _reading.Score;

    /// <summary>The alerts of all that was entered at this time.</summary>
    public EquatableArray<Alert> Alerts => _reading.Alerts;

    /// <summary>Who answered.</summary>
    public RaterKind? Rater => _reading.Rater;

    /// <summary>Why there is no usable number (<see cref="Reasons"/>), or <see langword="null"/> where there is one.</summary>
    public string? Fault => _fault;

    /// <summary>Whether there is a usable number.</summary>
    public bool IsUsable => _fault is null;

    internal ScaleReading Reading => _reading;

    /// <summary>What the form makes readers bear in mind.</summary>
    internal EquatableArray<string> Flags { get; }

    /// <summary>The exact score.</summary>
    /// <value>A number of the scale.</value>
    /// <exception cref="InvalidOperationException">There is none; see <see cref="Fault"/>.</exception>
    public Fraction Value => _fault is null ? _value : throw new InvalidOperationException("The visit has no usable score; see Fault.");

    /// <summary>The visit as evidence, by reference: when, by whom, and its score as printed.</summary>
    /// <param name="role">What it was used as, for example <c>score</c>.</param>
    /// <returns>The observation.</returns>
    public Observation ToObservation(string role)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(role);
        return role == "score" ? _observation : _observation.As(role);
    }
}

/// <summary>Where a visit stands behind an infusion of its series.</summary>
/// <param name="Number">The infusion's number in the series, from 1.</param>
/// <param name="Infusion">The infusion.</param>
/// <param name="Days">Days since then: exact where both have a time of day, whole calendar days otherwise.</param>
public sealed record InfusionPosition(int Number, Infusion Infusion, double Days)
{
    /// <summary>The infusion's number in the series, from 1.</summary>
    public int Number { get; } = Number;

    /// <summary>The infusion.</summary>
    public Infusion Infusion { get; } = Infusion;

    /// <summary>Days since then: exact where both have a time of day, whole calendar days otherwise.</summary>
    public double Days { get; } = Days;
}
