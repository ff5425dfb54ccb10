using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using KetamineOutcomes.Cohorts.Distributions;
using KetamineOutcomes.Cohorts.Reliability;
using KetamineOutcomes.Cohorts.Survival;

namespace KetamineOutcomes.Cohorts.Tallies;

/// <summary>Tallies as JSON: the part that each machine hands over, to be merged. It holds no patient's id; small cells can still point at somebody.</summary>
public static class TallyJson
{
    private const string Format = "ketamine-outcomes-cohort-part";

    /// <summary>Writes a part.</summary>
    /// <param name="tally">The tally.</param>
    /// <param name="options">The options that it was made with, in words: parts made with others are refused.</param>
    /// <param name="version">The version of the tool that made it.</param>
    /// <returns>JSON, the same for the same tally.</returns>
    public static string Write(CohortTally tally, IReadOnlyDictionary<string, string> options, string version)
    {
        ArgumentNullException.ThrowIfNull(tally);
        ArgumentNullException.ThrowIfNull(options);
        var shape = new PartShape(
            Format,
            version,
            new SortedDictionary<string, string>(options.ToDictionary(option => option.Key, option => option.Value, StringComparer.Ordinal), StringComparer.Ordinal),
            [.. tally.Cells.Select(cell => ToShape(cell.Key, cell.Value))]);
        return JsonSerializer.Serialize(shape, TallyContext.Default.PartShape);
    }

    /// <summary>Reads a part.</summary>
    /// <param name="json">What <see cref="Write"/> gave.</param>
    /// <param name="part">The part, if it is one.</param>
    /// <param name="issue">What is wrong with it, if it is not.</param>
    /// <returns>Whether it is a part.</returns>
    public static bool TryRead(string json, [NotNullWhen(true)] out CohortPart? part, [NotNullWhen(false)] out Issue? issue)
    {
        ArgumentNullException.ThrowIfNull(json);
        part = null;
        issue = Read(json, ref part);
        return part is not null;
    }

    private static Issue? Read(string json, ref CohortPart? part)
    {
        PartShape? shape;
        try
        {
            shape = JsonSerializer.Deserialize(json, TallyContext.Default.PartShape);
        }
        catch (JsonException exception)
        {
            return Fail($"This is no part of a cohort: {exception.Path ?? "$"} is not as expected.", exception.Path);
        }

        if (shape is null || shape.Format != Format)
        {
            return Fail($"This is no part of a cohort: \"format\" is not \"{Format}\".", "format");
        }

        var cells = new List<KeyValuePair<CellKey, CohortCell>>();
        for (var i = 0; i < shape.Cells.Count; i++)
        {
            try
            {
                cells.Add(FromShape(shape.Cells[i]));
            }
            catch (Exception exception) when (exception is ArgumentException or FormatException)
            {
                return Fail("A cell holds counts that cannot be.", $"cells[{i}]");
            }
        }

        if (cells.Select(cell => cell.Key).Distinct().Count() != cells.Count)
        {
            return Fail("A cell stands twice.", "cells");
        }

        part = new CohortPart(CohortTally.FromCells(cells), shape.Options, shape.Version);
        return null;
    }

    private static Issue Fail(string message, string? place) => new(CohortCodes.PartInvalid, IssueSeverity.Error, message, place ?? "");

    private static CellShape ToShape(CellKey key, CohortCell cell)
    {
        var shape = new CellShape { Key = [key.Group, key.Level, key.Instrument, key.Scale, key.Topic, key.Rule, key.Point], Kind = cell.Kind };
        return cell switch
        {
            CohortCell.People people => shape with { Count = people.Count },
            CohortCell.Rate rate => shape with { Met = rate.Met, NotMet = rate.NotMet, Missing = [.. rate.Missing.Select(entry => new MissingShape(entry.Reason, entry.Before, entry.Count))] },
            CohortCell.Pairs pairs => shape with { Pairs = [.. pairs.Counts.Bins.Select(bin => new PairShape(Text(bin.Pair.Before), Text(bin.Pair.After), bin.Times))] },
            CohortCell.Answers answers => shape with { Count = answers.Moments.Count, Sums = [.. answers.Moments.Sums], Products = [.. answers.Moments.AllProducts] },
            CohortCell.States states => shape with { States = [.. states.Counts.Select(state => new StateShape(state.State, state.Count))] },
            CohortCell.Times times => shape with
            {
                Count = times.Unknown,
                Times = [.. times.Observed.Rows.Select(row => new TimeShape(row.Time, row.Events, row.Censored))],
                Bounds = [.. times.Bounds.Bins.Select(bin => new BoundShape(bin.Interval.After, bin.Times, double.IsFinite(bin.Interval.UpTo) ? bin.Interval.UpTo : null))],
            },
            _ => throw new InvalidOperationException("A cell is of no known kind."),
        };
    }

    private static KeyValuePair<CellKey, CohortCell> FromShape(CellShape shape)
    {
        if (shape.Key.Count != 7)
        {
            throw new FormatException("A key has seven parts.");
        }

        var key = new CellKey(shape.Key[0], shape.Key[1], shape.Key[2], shape.Key[3], shape.Key[4], shape.Key[5], shape.Key[6]);
        CohortCell cell = shape.Kind switch
        {
            "people" => new CohortCell.People(NotNegative(shape.Count)),
            "rate" => new CohortCell.Rate(
                NotNegative(shape.Met),
                NotNegative(shape.NotMet),
                Required(shape.Missing).Select(entry => new MissingCount(entry.Reason, entry.Before, NotNegative(entry.Count))).ToEquatableArray()),
            "pairs" => new CohortCell.Pairs(PairCounts.FromBins(Required(shape.Pairs).Select(pair => (new ScorePair(Number(pair.Before), Number(pair.After)), pair.Count)))),
            "answers" => new CohortCell.Answers(ItemMoments.FromSums(NotNegative(shape.Count), Required(shape.Sums), Required(shape.Products))),
            "states" => new CohortCell.States(Required(shape.States).Select(state => new StateCount(state.State, NotNegative(state.Count))).ToEquatableArray()),
            "times" => new CohortCell.Times(
                RiskTable.FromCounts(Required(shape.Times).Select(time => (time.Day, time.Events, time.Censored))),
                EventIntervals.FromBins(Required(shape.Bounds).Select(bound => (new EventInterval(bound.After, bound.UpTo ?? double.PositiveInfinity), bound.Count))),
                NotNegative(shape.Count)),
            _ => throw new FormatException("A cell is of no known kind."),
        };
        // Merging with nothing puts reasons and states in their order, and adds up what stands twice.
        return new(key, cell.Merge(cell switch
        {
            CohortCell.People => new CohortCell.People(0),
            CohortCell.Rate => new CohortCell.Rate(0, 0, []),
            CohortCell.Pairs => new CohortCell.Pairs(PairCounts.Empty),
            CohortCell.States => new CohortCell.States([]),
            CohortCell.Answers answers => new CohortCell.Answers(ItemMoments.Of(answers.Moments.Items, [])),
            _ => CohortCell.Times.None,
        }));
    }

    private static long NotNegative(long? count) => count is >= 0 ? count.Value : throw new FormatException("A count is missing or negative.");

    private static List<T> Required<T>(List<T>? list) => list ?? throw new FormatException("A cell lacks what its kind has.");

    private static string Text(Fraction value) => value.ToString();

    private static Fraction Number(string text) => Fraction.TryParse(text, out var value) ? value : throw new FormatException("A score is no number.");
}

/// <summary>A part of a cohort as it was handed over.</summary>
/// <param name="Tally">What was counted.</param>
/// <param name="Options">The options that it was made with, in words.</param>
/// <param name="Version">The version of the tool that made it.</param>
public sealed record CohortPart(CohortTally Tally, IReadOnlyDictionary<string, string> Options, string Version)
{
    /// <summary>What was counted.</summary>
    public CohortTally Tally { get; } = Tally;

    /// <summary>The options that it was made with, in words.</summary>
    public IReadOnlyDictionary<string, string> Options { get; } = Options;

    /// <summary>The version of the tool that made it.</summary>
    public string Version { get; } = Version;
}

internal sealed record PartShape(string Format, string Version, SortedDictionary<string, string> Options, List<CellShape> Cells);

internal sealed record CellShape
{
    public required List<string> Key { get; init; }

    public required string Kind { get; init; }

    public long? Count { get; init; }

    public long? Met { get; init; }

    public long? NotMet { get; init; }

    public List<MissingShape>? Missing { get; init; }

    public List<PairShape>? Pairs { get; init; }

    public List<StateShape>? States { get; init; }

    public List<long>? Sums { get; init; }

    public List<long>? Products { get; init; }

    public List<TimeShape>? Times { get; init; }

    public List<BoundShape>? Bounds { get; init; }
}

internal sealed record MissingShape(string Reason, string Before, long Count);

internal sealed record PairShape(string Before, string After, long Count);

internal sealed record StateShape(string State, long Count);

internal sealed record TimeShape(double Day, long Events, long Censored);

internal sealed record BoundShape(double After, long Count, double? UpTo = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(PartShape))]
internal sealed partial class TallyContext : JsonSerializerContext;
