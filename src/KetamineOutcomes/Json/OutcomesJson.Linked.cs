using System.Text.Json;
using KetamineOutcomes.Instruments.Crosswalks;

namespace KetamineOutcomes.Json;

public static partial class OutcomesJson
{
    // Stands in every linked score, so that no reader of the JSON takes it for a score.
    private const string GroupsOnly = "groups-only";

    /// <summary>A linked score as JSON.</summary>
    /// <param name="linked">The linked score.</param>
    /// <returns>One line of JSON; the member <c>kind</c> names the case, and <c>use</c> says <c>groups-only</c>.</returns>
    public static string Write(LinkedScore linked)
    {
        ArgumentNullException.ThrowIfNull(linked);
        return JsonSerializer.Serialize(
            new LinkedShape(
                Format,
                linked.Kind,
                GroupsOnly,
                new CrosswalkShape(linked.Crosswalk.Id, linked.Crosswalk.Version, linked.Crosswalk.Name),
                ToShape(linked.From),
                ToShape(linked.To),
                linked.Method,
                linked.IsApproximate,
                linked.Population,
                [.. linked.Sources],
                linked.Match(value => value.SourceValue, none => none.SourceValue, _ => (Fraction?)null),
                linked is LinkedScore.Linked { Entry: var entry } ? new LinkedEntryShape(ToShape(entry.From), ToShape(entry.To), entry.StandardError) : null,
                (linked as LinkedScore.NotApplicable)?.Reason),
            Context.LinkedShape);
    }

    /// <summary>Reads a linked score.</summary>
    /// <param name="json">The JSON.</param>
    /// <returns>The linked score, or the issues.</returns>
    public static ReadResult<LinkedScore> ReadLinkedScore(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (!TryRead(System.Text.Encoding.UTF8.GetBytes(json), Context.LinkedShape, shape => shape.Format, out var shape, out var issue))
        {
            return ReadResult<LinkedScore>.Failure([issue!]);
        }

        try
        {
            return FromShape(shape!) is { } linked
                ? ReadResult<LinkedScore>.Success(linked)
                : Invalid<LinkedScore>("$.kind", "Expected linked with a value that lies in its entry, no-entry with a value, or not-applicable with a reason, each with no more.");
        }
        catch (ShapeException e)
        {
            return Invalid<LinkedScore>(e.Place, e.Message);
        }
    }

    private static CrosswalkEndShape ToShape(CrosswalkEnd end) => new(end.Instrument, end.Scale, ToShape(end.Range));

    private static IntervalShape ToShape(ScoreInterval interval) => new(interval.Low, interval.High);

    private static LinkedScore? FromShape(LinkedShape shape)
    {
        if (shape.Use != GroupsOnly)
        {
            throw new ShapeException("$.use", "Expected groups-only.");
        }

        var facts = new LinkedScoreFacts
        {
            Crosswalk = new CrosswalkReference(shape.Crosswalk.Id, shape.Crosswalk.Version, shape.Crosswalk.Name),
            From = FromShape(shape.From, "$.from"),
            To = FromShape(shape.To, "$.to"),
            Method = shape.Method,
            IsApproximate = shape.Approximate,
            Population = shape.Population,
            Sources = Each(shape.Sources, "$.sources", text => text).ToEquatableArray(),
        };
        return (shape.Kind, shape.SourceValue, shape.Entry, shape.Reason) switch
        {
            ("linked", { } value, { } read, null) when FromShape(read) is { } entry && entry.From.Contains(value) => new LinkedScore.Linked(facts, value, entry),
            ("no-entry", { } value, null, null) => new LinkedScore.NoEntry(facts, value),
            ("not-applicable", null, null, { } reason) when LinkReasons.Explain(reason) is not null => new LinkedScore.NotApplicable(facts, reason),
            _ => null,
        };
    }

    private static CrosswalkEnd FromShape(CrosswalkEndShape shape, string place) => new()
    {
        Instrument = shape.Instrument,
        Scale = shape.Scale,
        Range = FromShape(shape.Range, place + ".range"),
    };

    private static CrosswalkEntry FromShape(LinkedEntryShape shape) => new()
    {
        From = FromShape(shape.From, "$.entry.from"),
        To = FromShape(shape.To, "$.entry.to"),
        StandardError = shape.StandardError,
    };

    private static ScoreInterval FromShape(IntervalShape shape, string place) => shape.Low <= shape.High
        ? new ScoreInterval(shape.Low, shape.High)
        : throw new ShapeException(place, "Expected a lowest score that is not above the highest.");
}
