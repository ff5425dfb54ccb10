using KetamineOutcomes.Charts.Drawing;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Charts.PatientFigures;

/// <summary>What was answered about one scale, sorted for drawing. Nothing is judged here: a number that was not answered is not drawn.</summary>
internal sealed class ScaleAnswers
{
    private readonly List<IndicatorResult> _answers;
    private readonly TrajectoryMarks _marks;

    public ScaleAnswers(AssessmentReport report, Instrument instrument, Scale scale, TrajectoryMarks marks = TrajectoryMarks.All, string? name = null)
    {
        _marks = marks;
        Instrument = instrument;
        Scale = scale;
        Name = name ?? (instrument.ShortName.Length > 0 && !scale.Name.Contains(instrument.ShortName, StringComparison.Ordinal) ? $"{instrument.ShortName}: {scale.Name}" : scale.Name);
        _answers = [.. report.Results.Where(result => result.Instrument == instrument.Id && result.Scale == scale.Id)];
        Scores = [.. _answers.Where(answer => answer.Indicator is "score" or "baseline" && answer is { At: not null, Outcome: IndicatorOutcome.Measured })
            .Select(answer => (Time: answer.At!.Value, Score: Value(answer)))
            .Distinct()
            .OrderBy(score => TimeAxis.Of(score.Time))];
        Baselines = !Has(TrajectoryMarks.Rules) ? [] : [.. _answers.Where(answer => answer is { Indicator: "baseline", At: not null, Outcome: IndicatorOutcome.Measured })
            .GroupBy(answer => answer.Series).OrderBy(group => group.Key).Select(group => (group.Key, group.First().At!.Value, Value(group.First())))];
        // Alerts are the instrument's, whatever scale they are said beside.
        Alerts = !Has(TrajectoryMarks.Alerts) ? [] : [.. report.Results.Where(result => result.Instrument == instrument.Id && result is { Indicator: "alert", At: not null } && result.Outcome.State == "raised")
            .Select(result => (result.At!.Value, result.Rule)).Distinct().OrderBy(alert => TimeAxis.Of(alert.Item1)).ThenBy(alert => alert.Rule, StringComparer.Ordinal)];
    }

    public Instrument Instrument { get; }

    public Scale Scale { get; }

    public IReadOnlyList<(ClinicalTime Time, double Score)> Scores { get; }

    public IReadOnlyList<(int Series, ClinicalTime Time, double Score)> Baselines { get; }

    public IReadOnlyList<(ClinicalTime Time, string Alert)> Alerts { get; }

    /// <summary>What the axis is called.</summary>
    public string Name { get; }

    /// <summary>The severity bands that are drawn.</summary>
    public BandSet? Bands => Has(TrajectoryMarks.Bands) ? Scale.DefaultBandSet : null;

    /// <summary>The number at which response begins in a series: where the scale declares the rule and it was judged there.</summary>
    public (double Level, EndpointEntry Entry)? ResponseLine(int series)
    {
        if (DefaultOf(EndpointKind.Response) is not { } entry || !WasJudged("response", entry.Id, series) || Baselines.FirstOrDefault(baseline => baseline.Series == series) is not { Series: > 0 } start)
        {
            return null;
        }

        var share = entry.Value.ToDouble() / 100;
        if (entry.PercentageRule == PercentageRule.RangeToBest)
        {
            return Scale.BestPossible is { } best ? (best.ToDouble() + ((start.Score - best.ToDouble()) * (1 - share)), entry) : null;
        }

        return (start.Score + (Math.Abs(start.Score) * share * (Scale.Direction == Direction.HigherIsBetter ? 1 : -1)), entry);
    }

    /// <summary>The cut-off of remission, where the scale declares one and it was judged somewhere.</summary>
    public EndpointEntry? Remission => Has(TrajectoryMarks.Rules) && DefaultOf(EndpointKind.Remission) is { } entry && _answers.Exists(answer => answer.Indicator == "remission" && answer.Rule == entry.Id && answer.Outcome is IndicatorOutcome.Judged) ? entry : null;

    /// <summary>The level that the drift watch holds scores against in a series, from when, and how far the last answer lies on the worse side of it.</summary>
    public (double Level, ClinicalTime From, ClinicalTime At, double Low, double High, string State)? Drift(int series)
    {
        if (!Has(TrajectoryMarks.Drift))
        {
            return null;
        }

        var points = _answers.Where(answer => answer is { Indicator: "drift", Rule: "points", At: not null, Outcome: IndicatorOutcome.Measured { Low: not null, High: not null } } && answer.Series == series)
            .MaxBy(answer => TimeAxis.Of(answer.At!.Value));
        if (points is null
            || !decimal.TryParse(Parameter(points, "reference"), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var level)
            || !ClinicalTime.TryParse(Parameter(points, "watched-from"), out var from))
        {
            return null;
        }

        var measured = (IndicatorOutcome.Measured)points.Outcome;
        var worse = Scale.Direction == Direction.HigherIsBetter ? -1 : 1;
        var (one, other) = ((double)level + (worse * measured.Low!.Value.ToDouble()), (double)level + (worse * measured.High!.Value.ToDouble()));
        var state = _answers.Find(answer => answer is { Indicator: "drift", Rule: "evidence" } && answer.Series == series && answer.Point == points.Point && answer.At == points.At)?.Outcome.State ?? "";
        return ((double)level, from, points.At!.Value, Math.Min(one, other), Math.Max(one, other), state);
    }

    private bool Has(TrajectoryMarks mark) => (_marks & mark) == mark;

    private static string? Parameter(IndicatorResult answer, string name) => answer.Evidence.Parameters.FirstOrDefault(parameter => parameter.Name == name)?.Value;

    private static double Value(IndicatorResult answer) => ((IndicatorOutcome.Measured)answer.Outcome).Value.ToDouble();

    private EndpointEntry? DefaultOf(EndpointKind kind) => Scale.Endpoints.FirstOrDefault(entry => entry.Kind == kind && entry.IsDefault) ?? Scale.Endpoints.FirstOrDefault(entry => entry.Kind == kind);

    private bool WasJudged(string indicator, string rule, int series) =>
        _answers.Exists(answer => answer.Indicator == indicator && answer.Rule == rule && answer.Series == series && answer.Outcome is IndicatorOutcome.Judged);
}
