using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.ExceptionServices;

namespace KetamineOutcomes.Fhir;

/// <summary>Reads forms and totals out of FHIR: QuestionnaireResponse and Observation of R4, R4B and R5, single, in a Bundle, or as NDJSON.</summary>
/// <remarks>
/// What the input says never throws: it becomes a record with coded issues that name the place and never an answer. Streams: memory is bounded
/// by <see cref="FhirReadOptions.MaxResourceBytes"/>, not by the input. Questionnaires, value sets and code systems in a document that is read as a whole
/// count for all of it; in NDJSON, and in a Bundle longer than one resource may be, they count for what follows them.
/// </remarks>
public static class FhirReader
{
    private const int MaxBundleDepth = 4;
    private const int MaxDefinitions = 1000;

    /// <summary>Reads a stream of resources.</summary>
    /// <param name="input">The input, UTF-8. It stays open.</param>
    /// <param name="options">How to read, or <see langword="null"/> for the defaults.</param>
    /// <returns>The records, in the input's order; each is read when it is asked for, and the sequence can be gone through once.</returns>
    /// <exception cref="ArgumentException">The options name an instrument that the catalogue does not have, or a limit below 1 KiB.</exception>
    public static IEnumerable<FhirRecord> Read(Stream input, FhirReadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        options ??= FhirReadOptions.Default;
        if (options.MaxResourceBytes < 1024)
        {
            throw new ArgumentException("A resource may have 1 KiB or more.", nameof(options));
        }

        return new Run(options, CodeIndex.For(options)).Read(input);
    }

    /// <summary>Reads a text that is in memory: a resource, a Bundle, or NDJSON.</summary>
    /// <param name="utf8Json">The text in UTF-8.</param>
    /// <param name="options">How to read, or <see langword="null"/> for the defaults.</param>
    /// <returns>The records, in the input's order.</returns>
    /// <exception cref="ArgumentException">The options name an instrument that the catalogue does not have, or a limit below 1 KiB.</exception>
    public static EquatableArray<FhirRecord> Read(ReadOnlyMemory<byte> utf8Json, FhirReadOptions? options = null)
    {
        using var stream = new MemoryStream(utf8Json.ToArray(), writable: false);
        return Read(stream, options).ToEquatableArray();
    }

    /// <summary>Reads a stream of resources in batches: forms that are like others as bytes, everything else as the records that <see cref="Read(Stream, FhirReadOptions?)"/> gives.</summary>
    /// <param name="input">The input, UTF-8. It stays open.</param>
    /// <param name="options">How to read.</param>
    /// <param name="memory">What was read before.</param>
    /// <param name="rent">Gives an empty batch.</param>
    /// <returns>The batches, in the input's order.</returns>
    internal static IEnumerable<FormBatch> ReadBatches(Stream input, FhirReadOptions options, LineMemory memory, Func<FormBatch> rent) =>
        new Run(options, CodeIndex.For(options)).ReadBatches(input, memory, rent);

    private sealed class Run
    {
        private readonly FhirReadOptions _options;
        private readonly DefinitionStore _definitions = new();
        private readonly ResponseReader _responses;
        private readonly ObservationReader _observations;
        private long _resource;

        public Run(FhirReadOptions options, CodeIndex codes)
        {
            _options = options;
            _responses = new ResponseReader(options, codes.Only, codes, _definitions);
            _observations = new ObservationReader(options, codes, _definitions);
        }

        public IEnumerable<FhirRecord> Read(Stream input)
        {
            var isEmpty = true;
            foreach (var slice in ResourceSlices.Cut(input, _options.Format, _options.MaxResourceBytes))
            {
                isEmpty = false;
                foreach (var record in ReadSlice(slice))
                {
                    yield return record;
                }
            }

            if (isEmpty)
            {
                yield return RefuseEmpty();
            }
        }

        // A fault of the input is thrown behind what was read before it.
        [SuppressMessage("Design", "CA1031", Justification = "It is thrown again, as it is.")]
        public IEnumerable<FormBatch> ReadBatches(Stream input, LineMemory memory, Func<FormBatch> rent)
        {
            using var slices = ResourceSlices.Cut(input, _options.Format, _options.MaxResourceBytes).GetEnumerator();
            var batch = rent();
            var isEmpty = true;
            ExceptionDispatchInfo? fault = null;
            while (true)
            {
                try
                {
                    if (!slices.MoveNext())
                    {
                        break;
                    }
                }
                catch (Exception e)
                {
                    fault = ExceptionDispatchInfo.Capture(e);
                    break;
                }

                isEmpty = false;
                var slice = slices.Current;
                if (slice is { Line: { } line, Error: null } && memory.TryRead(slice.Json.Span, line, _resource + 1, _definitions.Count, batch))
                {
                    _resource++;
                    if (batch.IsFull)
                    {
                        yield return batch;
                        batch = rent();
                    }

                    continue;
                }

                FhirRecord? only = null;
                var count = 0;
                foreach (var record in ReadSlice(slice))
                {
                    only = record;
                    count++;
                    batch.AddRecord(record);
                    if (batch.IsFull)
                    {
                        yield return batch;
                        batch = rent();
                    }
                }

                if (count == 1 && slice.Line is not null && only is FhirRecord.Form form)
                {
                    memory.Learn(slice.Json.Span, form, _responses.Trace);
                }
            }

            if (isEmpty && fault is null)
            {
                batch.AddRecord(RefuseEmpty());
            }

            if (batch.Count > 0)
            {
                yield return batch;
            }

            fault?.Throw();
        }

        private FhirRecord.Refused RefuseEmpty() =>
            Refuse(Place(null, ""), new Issue(FhirCodes.InputEmpty, IssueSeverity.Error, "Expected a FHIR resource; the input holds nothing.", "$"));

        private static FhirRecord.Refused Refuse(FhirPlace place, Issue issue) => new(place, null, [issue]);

        // Record by record: a Bundle of a few megabytes can hold millions of entries that are none. The document lives until the last of them was taken.
        private IEnumerable<FhirRecord> ReadSlice(ResourceSlice slice)
        {
            var path = slice.Entry is { } entry ? EntryPath("", entry) : "";
            var issue = slice.Error;
            using var document = issue is null ? ResourceJson.Parse(slice.Json, out issue) : null;
            if (document is null)
            {
                yield return Refuse(Place(slice.Line, path), issue!);
                yield break;
            }

            var root = new FhirNode(document.RootElement, "");
            AddDefinitions(root, depth: 0);
            foreach (var record in ReadResource(root, slice.Line, path, depth: 0))
            {
                yield return record;
            }
        }

        private FhirPlace Place(long? line, string path)
        {
            _resource++;
            return new FhirPlace(_resource, line, path);
        }

        private static string EntryPath(string path, long entry) =>
            FhirNode.Join(path, string.Create(CultureInfo.InvariantCulture, $"entry[{entry}].resource"));

        private void AddDefinitions(FhirNode resource, int depth)
        {
            if (_definitions.Count >= MaxDefinitions)
            {
                return;
            }

            if (resource.Text("resourceType", issues: null) == "Bundle" && depth < MaxBundleDepth)
            {
                foreach (var entry in resource.List("entry", issues: null))
                {
                    if (entry.TryGet("resource", out var inner))
                    {
                        AddDefinitions(new FhirNode(inner.Element, ""), depth + 1);
                    }
                }
            }
            else if (resource.IsObject)
            {
                _definitions.Add(resource);
            }
        }

        private IEnumerable<FhirRecord> ReadResource(FhirNode resource, long? line, string path, int depth)
        {
            var type = resource.Text("resourceType", issues: null);
            switch (type)
            {
                case "Bundle" when depth < MaxBundleDepth:
                    return ReadBundle(resource, line, path, depth);
                case "QuestionnaireResponse":
                    return _responses.Read(resource, Place(line, path));
                case "Observation":
                    return _observations.Read(resource, Place(line, path));
                case "Questionnaire" or "ValueSet" or "CodeSystem" when _definitions.Count >= MaxDefinitions:
                    return [new FhirRecord.Skipped(Place(line, path), type, [new Issue(
                        FhirCodes.TooManyDefinitions, IssueSeverity.Warning, "The reader keeps no more questionnaires, value sets and code systems; this one may not be known.", "$")])];
                case "Questionnaire" or "ValueSet" or "CodeSystem":
                    return [new FhirRecord.Skipped(Place(line, path), type, [])];
                case null:
                    var issue = resource.IsObject
                        ? new Issue(FhirCodes.ResourceTypeMissing, IssueSeverity.Error, "Expected a FHIR resource, which has a resourceType.", "$")
                        : resource.Invalid("a FHIR resource, which is an object");
                    return [Refuse(Place(line, path), issue)];
                default:
                    return [new FhirRecord.Skipped(Place(line, path), null, [new Issue(
                        FhirCodes.NotAScore, IssueSeverity.Notice, "The resource is of a type that holds no form and no total.", "resourceType")])];
            }
        }

        private IEnumerable<FhirRecord> ReadBundle(FhirNode bundle, long? line, string path, int depth)
        {
            var issues = new List<Issue>();
            var index = 0L;
            foreach (var entry in bundle.List("entry", issues))
            {
                if (!entry.IsObject)
                {
                    yield return Refuse(Place(line, EntryPath(path, index)), new Issue(IssueCodes.JsonValueInvalid, IssueSeverity.Error, "Expected an entry, which is an object.", "$"));
                }
                else if (entry.TryGet("resource", out var resource))
                {
                    // Paths in issues begin at the resource, as they do where it stands by itself.
                    foreach (var record in ReadResource(new FhirNode(resource.Element, ""), line, EntryPath(path, index), depth + 1))
                    {
                        yield return record;
                    }
                }

                index++;
            }

            foreach (var issue in issues)
            {
                yield return Refuse(Place(line, path), issue);
            }
        }
    }
}
