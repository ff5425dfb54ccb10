using System.Numerics;
using KetamineOutcomes.Indicators.ReliableChange;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Statistics;

namespace KetamineOutcomes.Indicators.Domains;

/// <summary>Reliable units from the verified figures of a definition alone, each choice erring on the side of the larger unit (project policy).</summary>
/// <remarks>
/// A published reliable change goes first, the largest of several. Else Jacobson and Truax 1991: 1.96 sqrt(2) SD sqrt(1 - r), with the largest verified standard
/// deviation and the lowest verified test-retest reliability or alpha. Agreement between raters is no reliability of change and is not used. Where reliable change has a
/// chosen standard deviation (docs/reliable-change.md) that one is taken: the largest may be one of remitted and ill people together, whose reliability is another.
/// </remarks>
internal sealed class VerifiedReliableUnit : IReliableUnit
{
    private const string Method = "Jacobson NS, Truax P. Clinical significance: a statistical approach to defining meaningful change in psychotherapy research. J Consult Clin Psychol 1991;59(1):12-19";

    public static VerifiedReliableUnit Instance { get; } = new();

    public ReliableUnit? Find(Instrument instrument, Scale scale)
    {
        var verified = scale.Psychometrics.Where(figure => figure.Evidence.Any(evidence => evidence.Status is EvidenceStatus.Verified or EvidenceStatus.Recomputed)).ToList();
        var published = verified.Where(figure => figure.Kind == PsychometricKind.ReliableChange).MaxBy(figure => figure.Upper ?? figure.Value);
        if (published is not null)
        {
            return new ReliableUnit(published.Upper ?? published.Value, "published", [.. Describe("reliable-change", published.Upper ?? published.Value, published)], Cite(published));
        }

        var chosen = FigureChoices.For(instrument, scale).ClinicalSd;
        var deviation = verified.Where(figure => figure.Kind == PsychometricKind.StandardDeviation && (chosen is null || (figure.Value == chosen.Value && figure.Population == chosen.Population)))
            .MaxBy(figure => figure.Upper ?? figure.Value);
        var reliability = verified.Where(figure => figure.Kind is PsychometricKind.TestRetest or PsychometricKind.Alpha).MinBy(figure => figure.Value);
        if (deviation is null || reliability is null || deviation.Value <= 0 || reliability.Value >= 1 || reliability.Value < 0)
        {
            return null;
        }

        var points = JacobsonTruax(deviation.Upper ?? deviation.Value, reliability.Value);
        return new ReliableUnit(
            points,
            "jacobson-truax",
            [.. Describe("sd", deviation.Upper ?? deviation.Value, deviation), .. Describe("reliability", reliability.Value, reliability)],
            [Method, .. Cite(deviation), .. Cite(reliability)]);
    }

    /// <summary>1.96 sqrt(2) SD sqrt(1 - r), in points; nine decimals.</summary>
    public static Fraction JacobsonTruax(Fraction deviation, Fraction reliability)
    {
        // The square is exact: 1.96^2 = 38416/10000.
        var error = 1 - reliability;
        var numerator = (BigInteger)38416 * 2 * BigInteger.Pow(deviation.Numerator, 2) * error.Numerator;
        var denominator = (BigInteger)10000 * BigInteger.Pow(deviation.Denominator, 2) * error.Denominator;
        return SquareRoot.Of(numerator, denominator);
    }

    private static IEnumerable<Parameter> Describe(string name, Fraction value, Psychometric figure) =>
        [new(name, value.ToString()), new($"{name}-population", figure.Population)];

    private static EquatableArray<string> Cite(Psychometric figure) => figure.Evidence.Select(evidence => evidence.Source.Citation).Distinct(StringComparer.Ordinal).ToEquatableArray();
}
