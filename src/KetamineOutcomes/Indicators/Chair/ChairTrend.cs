using System.Globalization;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.Chair;

namespace KetamineOutcomes.Indicators.Chair;

/// <summary>
/// How a measure of the chair changes from infusion to infusion of a series: the median of the slopes between all pairs (Theil and Sen). A
/// description, no test: it says nothing of chance.
/// </summary>
internal static class ChairTrend
{
    private static readonly Source TheilSen = new()
    {
        Key = "sen-1968",
        Citation = "Sen PK. Estimates of the regression coefficient based on Kendall's tau. J Am Stat Assoc 1968;63:1379-1389.",
        Url = "https://doi.org/10.2307/2285891",
    };

    private static readonly EquatableArray<Evidence> Evidence =
    [
        ChairRules.Fact(TheilSen, EvidenceStatus.Secondary, "The median of all pairwise slopes, as other programs' documentation cites it; its use here is the project's choice."),
        .. ChairRules.TrendSessions.Evidence,
    ];

    public static IEnumerable<IndicatorResult> Assess(Course course, InfusionSeries series, List<(int Number, ChairSession Session)> sessions)
    {
        var rows = new NoteRows(course, series, "chair");
        foreach (var (measure, isRise) in new[]
        {
            (ChairMeasure.Systolic, true), (ChairMeasure.Diastolic, true), (ChairMeasure.Cadss23, false), (ChairMeasure.Cadss28, false), (ChairMeasure.Cadss6, false),
        })
        {
            var curves = sessions.Select(pair => (pair.Number, pair.Session, Curve: new ChairCurve(pair.Session, measure))).ToList();
            if (!curves.Exists(entry => entry.Curve.HasReadings))
            {
                continue;
            }

            // Where readings stop before the peak can be over, the highest of them is no peak to hold beside others; and where a reading has no minute, what it could
            // change is none either.
            var told = curves.ConvertAll(entry => (entry.Number, Value: entry.Curve.Comparable(isRise, ChairRules.Rise4025.CoverMinutes, out var reason), Reason: reason));
            var points = told.FindAll(entry => entry.Value is not null).ConvertAll(entry => (X: (Fraction)entry.Number, Y: entry.Value!.Value));
            List<int> NumbersOf(string reason) => [.. told.Where(entry => entry.Reason == reason).Select(entry => entry.Number)];
            string[] flags =
            [
                "descriptive",
                .. curves.Exists(entry => points.Exists(point => point.X == entry.Number) && entry.Curve.HasGap) ? new[] { Reasons.ReadingsGap } : [],
                .. curves.Exists(entry => entry.Curve.EndsEarly && (!isRise || entry.Curve.Baseline is not null)) ? new[] { Reasons.ReadingsEndEarly } : [],
                .. curves.Exists(entry => entry.Curve.HasUntimed) ? new[] { Reasons.ReadingsNotTimed } : [],
            ];
            var seen = curves.FindAll(entry => entry.Curve.HasReadingsAfter && (!isRise || entry.Curve.Baseline is not null));

            // It rests on every infusion at which the measure was read, also on one that is left out.
            var known = curves.Where(entry => entry.Curve.HasReadings).Select(entry => entry.Session.KnownUpTo(entry.Session.LastSeen)).Aggregate(ClinicalTime.Later);
            yield return Row(rows, measure, isRise ? "rise" : "peak", points, seen.Count > 0 ? seen[^1].Session.Infusion.At : null, known, flags, NumbersOf(Reasons.ReadingsEndEarly), NumbersOf(Reasons.ReadingsNotTimed));
        }
    }

    private static IndicatorResult Row(NoteRows rows, ChairMeasure measure, string what, List<(Fraction X, Fraction Y)> points, ClinicalTime? at, ClinicalTime known, string[] flags, List<int> early, List<int> loose)
    {
        var needed = ChairRules.TrendSessions.Value;
        var word = measure.ToWord();
        List<Parameter> parameters =
        [
            new Parameter("n", points.Count.ToString(CultureInfo.InvariantCulture)),
            new Parameter("n-needed", needed.ToString()),
            new Parameter("values", string.Join("; ", points.Select(point => $"{point.X}: {NoteRows.Text(point.Y)}"))),
            new Parameter("readings-up-to", $"{ChairRules.Rise4025.CoverMinutes.ToString(CultureInfo.InvariantCulture)} min"),
            .. LeftOut(Reasons.ReadingsEndEarly, early),
            .. LeftOut(Reasons.ReadingsNotTimed, loose),
        ];
        if (points.Count < needed)
        {
            // Enough were read, and not for long enough, or not by a clock that tells when.
            var reason = points.Count + early.Count + loose.Count < needed ? Reasons.TooFewSessions
                : points.Count + early.Count < needed ? Reasons.ReadingsNotTimed
                : Reasons.ReadingsEndEarly;
            return rows.Row(
                word,
                "trend",
                "theil-sen-" + what,
                "series",
                at,
                known,
                new IndicatorOutcome.Indeterminate(reason),
                Evidence,
                parameters,
                flags,
                NoteRows.Because($"The trend of the {what} of {word}", reason) + $" {points.Count.ToString(CultureInfo.InvariantCulture)} of {needed} are there.");
        }

        var slope = Slope(points);
        var unit = measure.ToUnit() + "/infusion";
        var direction = slope > 0 ? "rose" : slope < 0 ? "fell" : "stayed as it was";
        return rows.Row(
            word,
            "trend",
            "theil-sen-" + what,
            "series",
            at,
            known,
            new IndicatorOutcome.Measured(slope, unit, 2),
            Evidence,
            parameters,
            flags,
            $"From infusion to infusion the {what} of {word} {direction}{(slope == 0 ? "" : $" by {Fraction.Abs(slope).Round(2).ToString(CultureInfo.InvariantCulture)} {measure.ToUnit()}")} (median of slopes over {points.Count.ToString(CultureInfo.InvariantCulture)} infusions). A description, no test.");
    }

    private static IEnumerable<Parameter> LeftOut(string reason, List<int> numbers) =>
        numbers.Count == 0 ? [] : [new Parameter(reason, string.Join("; ", numbers.Select(number => $"infusion:{number.ToString(CultureInfo.InvariantCulture)}")))];

    /// <summary>The median of the slopes of all pairs; of an even number, the mean of the two in the middle.</summary>
    internal static Fraction Slope(List<(Fraction X, Fraction Y)> points)
    {
        var slopes = new List<Fraction>();
        for (var i = 0; i < points.Count; i++)
        {
            for (var j = i + 1; j < points.Count; j++)
            {
                slopes.Add((points[j].Y - points[i].Y) / (points[j].X - points[i].X));
            }
        }

        slopes.Sort();
        var middle = slopes.Count / 2;
        return slopes.Count % 2 == 1 ? slopes[middle] : (slopes[middle - 1] + slopes[middle]) / 2;
    }
}
