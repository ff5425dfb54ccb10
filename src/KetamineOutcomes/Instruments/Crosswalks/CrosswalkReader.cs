using System.Text.Json;
using KetamineOutcomes.Instruments.Definitions;

namespace KetamineOutcomes.Instruments.Crosswalks;

/// <summary>Reads a crosswalk file, strictly.</summary>
internal sealed class CrosswalkReader
{
    /// <summary>The format that this reader knows. A new one gets a new number and the old one stays readable.</summary>
    internal const int Format = 1;

    private readonly List<Issue> _issues = [];
    private readonly CitationReader _citations = new();

    private CrosswalkReader()
    {
    }

    public static ReadResult<Crosswalk> Read(ReadOnlyMemory<byte> utf8Json)
    {
        var reader = new CrosswalkReader();
        return StrictDocument.Read(utf8Json, reader._issues, reader.ReadCrosswalk);
    }

    private Crosswalk? ReadCrosswalk(StrictValue value, string text)
    {
        var root = value.Object();
        _ = root.Optional("$schema", v => v.Text());
        var format = root.Get("format", v => v.WholeNumber(1, int.MaxValue), Format);
        if (format != Format)
        {
            root.Fail(IssueCodes.JsonFormatUnsupported, $"This library reads format {Format}.");
            return null;
        }

        _citations.ReadSources(root);
        var from = root.Get("from", ReadEnd, new CrosswalkEnd());
        var to = root.Get("to", ReadEnd, new CrosswalkEnd());
        var crosswalk = new Crosswalk
        {
            Id = root.Get("id", InstrumentReader.ReadSlug, "?"),
            Version = root.Get("version", v => InstrumentReader.ReadPattern(v, InstrumentReader.VersionPattern(), "a version such as 1.0.0"), "?"),
            Name = root.Text("name"),
            From = from,
            To = to,
            Method = root.Get("method", v => v.Word(CrosswalkWords.Methods), LinkingMethod.ItemResponseTheory),
            Coverage = root.Get("coverage", v => v.Word(CrosswalkWords.Coverages), CrosswalkCoverage.Complete),
            IsApproximate = root.Optional("approximate", v => v.Flag(), fallback: false),
            Population = root.Text("population"),
            Entries = root.Array("entries", v => ReadEntry(v, from, to), atLeast: 1),
            Sources = _citations.Sources,
            Evidence = _citations.ReadEvidence(root),
            Notes = root.Array("notes", v => v.Text()),
            DefinitionJson = text,
        };
        root.Close();
        if (_issues.Count > 0)
        {
            // What follows compares the rows; with one that could not be read it would report what is not so.
            return null;
        }

        CheckEnds(root, crosswalk);
        CheckOrder(root, crosswalk.Entries);
        CheckCoverage(root, crosswalk);
        return crosswalk;
    }

    private static CrosswalkEnd ReadEnd(StrictValue value)
    {
        var members = value.Object();
        var end = new CrosswalkEnd
        {
            Instrument = members.Get("instrument", InstrumentReader.ReadSlug, "?"),
            Scale = members.Get("scale", InstrumentReader.ReadSlug, "?"),
            Range = members.Get("range", ReadEnds, default),
        };
        members.Close();
        return end;
    }

    private static ScoreInterval ReadEnds(StrictValue value)
    {
        var members = value.Object();
        var low = members.Get("low", v => v.Number(), Fraction.Zero);
        var high = members.Get("high", v => v.Number(), low);
        members.Close();
        if (low > high)
        {
            members.Fail(IssueCodes.DefinitionRange, "The lowest score lies above the highest.");
        }

        return new ScoreInterval(low, high);
    }

    private static CrosswalkEntry ReadEntry(StrictValue value, CrosswalkEnd from, CrosswalkEnd to)
    {
        var members = value.Object();
        var entry = new CrosswalkEntry
        {
            From = members.Get("from", v => ReadInterval(v, from), default),
            To = members.Get("to", v => ReadInterval(v, to), default),
            StandardError = members.TryGet("standardError", out var error) ? ReadError(error.Value) : null,
        };
        members.Close();
        return entry;
    }

    private static ScoreInterval ReadInterval(StrictValue value, CrosswalkEnd end)
    {
        ScoreInterval interval;
        if (value.Kind == JsonValueKind.Object)
        {
            interval = ReadEnds(value);
        }
        else
        {
            var score = value.Number();
            interval = new ScoreInterval(score, score);
        }

        if (!end.Range.Contains(interval.Low) || !end.Range.Contains(interval.High))
        {
            value.Fail(IssueCodes.DefinitionRange, $"The scores of {end} are {end.Range}.");
        }

        return interval;
    }

    private static Fraction ReadError(StrictValue value)
    {
        var error = value.Number();
        if (error < 0)
        {
            value.Fail(IssueCodes.DefinitionRange, "A standard error is not negative.");
        }

        return error;
    }

    private static void CheckEnds(StrictObject root, Crosswalk crosswalk)
    {
        if (crosswalk.From.ToString() == crosswalk.To.ToString())
        {
            root.Fail(IssueCodes.DefinitionIdDuplicate, "A crosswalk leads from one scale to another.");
        }
    }

    /// <summary>Rows ascend and do not overlap on the first scale; on the second they may touch and overlap as printed, and run one way only.</summary>
    private static void CheckOrder(StrictObject root, EquatableArray<CrosswalkEntry> entries)
    {
        var pairs = entries.Zip(entries.Skip(1)).ToList();
        if (pairs.Exists(pair => pair.Second.From.Low <= pair.First.From.High))
        {
            root.Fail(IssueCodes.CrosswalkOrder, "The entries must ascend on the first scale and must not overlap there.");
        }

        var rises = pairs.TrueForAll(pair => pair.Second.To.Low >= pair.First.To.Low && pair.Second.To.High >= pair.First.To.High);
        var falls = pairs.TrueForAll(pair => pair.Second.To.Low <= pair.First.To.Low && pair.Second.To.High <= pair.First.To.High);
        if (!rises && !falls)
        {
            root.Fail(IssueCodes.CrosswalkOrder, "The entries must only rise or only fall on the second scale.");
        }
    }

    private static void CheckCoverage(StrictObject root, Crosswalk crosswalk)
    {
        var entries = crosswalk.Entries;
        var covers = entries[0].From.Low == crosswalk.From.Range.Low
            && entries[^1].From.High == crosswalk.From.Range.High
            && entries.Zip(entries.Skip(1)).All(pair => pair.Second.From.Low == pair.First.From.High + 1);
        if (covers != (crosswalk.Coverage == CrosswalkCoverage.Complete))
        {
            root.Fail(
                IssueCodes.CrosswalkCoverage,
                covers ? "Every score has an entry: the coverage is complete." : "Not every whole score has an entry: the coverage is partial.");
        }
    }
}
