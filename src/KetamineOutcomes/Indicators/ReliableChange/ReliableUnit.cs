using System.Numerics;
using System.Runtime.CompilerServices;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Statistics;

namespace KetamineOutcomes.Indicators.ReliableChange;

/// <summary>The smallest change of a scale that is more than error of measurement, with what it was made of: one number for all that ask for one.</summary>
/// <param name="Points">The change, in points, more than 0: a change is reliable if it is larger (strictly).</param>
/// <param name="Rule">The rule of <c>reliable-change</c> that it is: <c>jacobson-truax</c>, or the id of a published number.</param>
/// <param name="Parameters">The numbers used, with their populations.</param>
/// <param name="Sources">Where they were read.</param>
/// <param name="Flags">What to bear in mind of the numbers.</param>
internal sealed record ReliableUnit(Fraction Points, string Rule, EquatableArray<Parameter> Parameters, EquatableArray<string> Sources, EquatableArray<string> Flags)
{
    // The figures of a scale are the same in every course, and the root of fractions takes its time.
    private static readonly ConditionalWeakTable<ReliabilityProfile, KnownUnit> Known = [];

    private const string JacobsonTruax = "Jacobson NS, Truax P. Clinical significance: a statistical approach to defining meaningful change in psychotherapy research. J Consult Clin Psychol 1991;59(1):12-19";

    /// <summary>The unit of a scale by the figures of <see cref="FigureChoices"/> or the caller's: Jacobson-Truax where the standard error is known, else a verified published number, else none.</summary>
    public static ReliableUnit? Find(ScaleTrajectory trajectory, AssessmentOptions options) => Find(trajectory, FigureChoices.For(trajectory, options));

    /// <summary>The same by figures that are at hand.</summary>
    public static ReliableUnit? Find(ScaleTrajectory trajectory, ReliabilityProfile profile)
    {
        var known = Known.GetValue(profile, _ => new KnownUnit(trajectory.Scale, OfError(profile) ?? Published(trajectory)));
        return ReferenceEquals(known.Scale, trajectory.Scale) ? known.Unit : OfError(profile) ?? Published(trajectory);
    }

    private sealed record KnownUnit(Instruments.Scale Scale, ReliableUnit? Unit);

    private static ReliableUnit? OfError(ReliabilityProfile profile)
    {
        if (profile.StandardError is { } error)
        {
            return new ReliableUnit(PointsOf(error.Value, 0), "jacobson-truax", Describe("standard-error", error), [JacobsonTruax, error.Source], FlagsOf(error));
        }

        // Without any error (a reliability of all but 1) nothing would be chance.
        return profile is { ClinicalSd: { } sd, Reliability: { } reliability } && PointsOf(sd.Value, reliability.Value) is var points && points > 0
            ? new ReliableUnit(points, "jacobson-truax", [.. Describe("sd", sd), .. Describe("reliability", reliability)], [JacobsonTruax, sd.Source, reliability.Source], FlagsOf(sd, reliability))
            : null;
    }

    private static ReliableUnit? Published(ScaleTrajectory trajectory)
    {
        foreach (var published in PublishedChange.All.Where(rule => rule.IsStrict && rule.Instrument == trajectory.Instrument.Id && rule.Scale == trajectory.Scale.Id))
        {
            if (published.Find(trajectory.Scale) is var (figure, evidence) && evidence.Status == EvidenceStatus.Verified)
            {
                return new ReliableUnit(figure.Value, published.Id, [new Parameter("reliable-change-population", figure.Population)], [evidence.Source.Citation], []);
            }
        }

        return null;
    }

    /// <summary>1.96 sqrt(2) SD sqrt(1 - r), in points; nine decimals. A standard error is an SD without any reliability.</summary>
    private static Fraction PointsOf(Fraction deviation, Fraction reliability)
    {
        // The square is exact: 1.96^2 = 38416/10000.
        var error = 1 - reliability;
        var numerator = (BigInteger)38416 * 2 * BigInteger.Pow(deviation.Numerator, 2) * error.Numerator;
        var denominator = (BigInteger)10000 * BigInteger.Pow(deviation.Denominator, 2) * error.Denominator;
        return SquareRoot.Of(numerator, denominator);
    }

    private static EquatableArray<Parameter> Describe(string name, ChangeFigure figure) => [new(name, figure.Value.ToString()), new($"{name}-population", figure.Population)];

    private static EquatableArray<string> FlagsOf(params ChangeFigure[] figures) =>
    [
        .. Array.Exists(figures, figure => figure.Status == EvidenceStatus.Derived) ? new[] { "derived-figure" } : [],
        .. Array.Exists(figures, figure => figure.Status is null) ? new[] { "caller-figure" } : [],
    ];
}
