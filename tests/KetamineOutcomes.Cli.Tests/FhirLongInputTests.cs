using System.Diagnostics;
using KetamineOutcomes.Fhir.Tests;

namespace KetamineOutcomes.Cli.Tests;

/// <summary>Inputs far longer than memory, in a process of its own whose heap has a hard limit: were anything kept that grows with the input, it would fail.</summary>
/// <remarks>The limit is the runtime's (DOTNET_GCHeapHardLimit), so that nothing is timed or sampled: beyond it an allocation throws, and the tool says <c>internal-error</c>.</remarks>
public sealed class FhirLongInputTests
{
    private const string Marker = "MARKER";

    // 16 MiB are read as a whole at most, and need a small multiple of that; 100 MB read as a whole would need more than this.
    private const long HeapLimit = 400L * 1024 * 1024;

    private static readonly string[] Items = ["44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8"];

    private static readonly string Form =
        $$"""{"resourceType":"QuestionnaireResponse","id":"MARKER","status":"completed","authored":"2026-03-01","subject":{"reference":"Patient/MARKER"},"item":[{{string.Join(',', Items.Select(code => $$"""{"linkId":"/{{code}}","text":"MARKER","answer":[{"valueInteger":1}]}"""))}}]}""";

    private static readonly string Deep = string.Concat(Enumerable.Repeat("{\"item\":[", 300));

    // .ci/run --full asks for the whole size: what is longer than 16 MiB is cut into pieces, or refused.
    private static bool IsFull => Environment.GetEnvironmentVariable("KETAMINE_OUTCOMES_FULL") == "1";

    private static long Size => IsFull ? 100_000_000 : 600_000;

    private static readonly string[] Score = ["fhir", "score"];
    private static readonly string[] Lines = ["fhir", "score", "--input-format", "ndjson"];
    private static readonly string[] Assess = ["assess", "--fhir", "-"];

    /// <summary>Name, call, beginning, what is repeated, end, exit code, what standard error holds.</summary>
    public static TheoryData<string, string[], string, string, string, int, string> Shapes => new()
    {
        { "forms in a Bundle", Score, "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":{\"resourceType\":\"Patient\",\"id\":\"MARKER\"}}", $",{{\"resource\":{Form}}}", "]}", 0, " forms and 0 totals: 0 incomplete, 0 invalid. 0 resources refused, " },
        { "forms in lines", Lines, "", Form + "\n", "", 0, " forms and 0 totals: 0 incomplete, 0 invalid. 0 resources refused, " },
        { "forms as Observations", ["fhir", "observations"], "", Form + "\n", "\n[", 1, ": $: json-malformed: " },
        { "a Bundle that is cut off", Score, "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":{\"resourceType\":\"Patient\"}}", $",{{\"resource\":{Form}}}", ",{\"resource\":{\"id\":\"MARKER", 2, "json-malformed" },
        { "lines that nest too deep", Lines, "", Deep + "\n", "", 1, ": $: json-malformed: " },
        { "lines of wrong types", Lines, "", "{\"resourceType\":\"QuestionnaireResponse\",\"status\":\"completed\",\"id\":[\"MARKER\"],\"item\":{\"MARKER\":\"MARKER\"}}\n", "", 1, ": item: json-value-invalid: " },
        { "lines in which a member stands twice", Lines, "", "{\"resourceType\":\"QuestionnaireResponse\",\"MARKER\":\"MARKER\",\"MARKER\":2}\n", "", 1, ": json-member-duplicate: " },
        { "one line", Lines, "{\"resourceType\":\"QuestionnaireResponse\",\"id\":\"", "MARKER ", "\"}", IsFull ? 1 : 0, IsFull ? "fhir-resource-too-large" : "fhir-form-unknown" },
        { "one nesting", Lines, "", "[", "", 1, "$: " },
        { "nothing but a beginning", Lines, "", "{\"item\":[", "", 1, "$: " },
        { "a course of one document", Assess, "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":{\"resourceType\":\"Patient\",\"id\":\"MARKER\"}}", $",{{\"resource\":{Form}}}", "]}", IsFull ? 2 : 0, IsFull ? "fhir-resource-too-large" : "1 courses, 0 errors" },
        { "lines that are no course", [.. Assess], "{\"resourceType\":\"Patient\"}\n", "{\"resourceType\":\"Patient\",\"id\":\"MARKER\"}\n", "", 2, "json-value-invalid" },
    };

    [Theory]
    [MemberData(nameof(Shapes), DisableDiscoveryEnumeration = true)]
    public async Task Long_input_is_read_in_bounded_memory_and_never_repeated(string name, string[] args, string first, string repeated, string last, int code, string expected)
    {
        using var input = new RepeatStream(first, repeated, Size / repeated.Length, last);
        var (exitCode, error, _) = await RunAsync(input, args);

        error.Should().NotContain("internal-error", name).And.NotContain(Marker, name).And.Contain(expected, name);
        exitCode.Should().Be(code, "{0}: {1}", name, error);
        error.Length.Should().BeLessThan(40_000, "no more is listed than a person reads");
    }

    // The longest documents that are read as a whole: each byte of these costs the parser more than a byte.
    [Theory]
    [InlineData("{\"resourceType\":\"QuestionnaireResponse\",\"status\":\"completed\",\"item\":[1", ",1", "]}", 1, "fhir-too-many-items")]
    [InlineData("{\"resourceType\":\"QuestionnaireResponse\",\"status\":\"completed\",\"item\":[{\"linkId\":\"a\"}", ",{\"linkId\":\"MARKER\"}", "]}", 1, "fhir-too-many-items")]
    [InlineData("{\"resourceType\":\"Bundle\",\"entry\":[1", ",1", "]}", 1, "json-value-invalid")]
    public async Task The_longest_document_is_read_in_bounded_memory(string first, string repeated, string last, int code, string expected)
    {
        var longest = (16 * 1024 * 1024) - first.Length - last.Length;
        using var input = new RepeatStream(first, repeated, Math.Min(longest, Size) / repeated.Length, last);
        var (exitCode, error, _) = await RunAsync(input, ["fhir", "score", "--input-format", "json"]);

        error.Should().NotContain("internal-error").And.NotContain(Marker).And.Contain(expected);
        exitCode.Should().Be(code, error);
    }

    [Fact]
    public async Task The_limit_is_one_that_a_process_notices()
    {
        // A definition file is read as a whole, whatever its length: 60 MB of it do not fit into 60 MB.
        using var folder = new TemporaryFolder();
        var file = folder.Write("long.json", new string(' ', 60_000_000));
        using var input = new MemoryStream();
        var (exitCode, error, _) = await RunAsync(input, ["fhir", "score", "--definition", file], limit: 60_000_000);

        exitCode.Should().NotBe(0);
        error.Should().Contain("OutOfMemoryException");
    }

    private static async Task<(int Code, string Error, long Output)> RunAsync(Stream input, string[] args, long limit = HeapLimit)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "ketamine-outcomes.dll"), .. args])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_GCHeapHardLimit"] = limit.ToString("x", System.Globalization.CultureInfo.InvariantCulture);
        start.Environment["DOTNET_ROLL_FORWARD"] = "Major";
        start.Environment["DOTNET_gcServer"] = "0";
        using var process = Process.Start(start)!;
        try
        {
            var error = process.StandardError.ReadToEndAsync();
            var output = CountAsync(process.StandardOutput.BaseStream);
            try
            {
                await input.CopyToAsync(process.StandardInput.BaseStream);
                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // The tool need not read on where it has seen that the input cannot be used.
            }

            await process.WaitForExitAsync();
            return (process.ExitCode, await error, await output);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    private static async Task<long> CountAsync(Stream stream)
    {
        var buffer = new byte[64 * 1024];
        var length = 0L;
        while (await stream.ReadAsync(buffer) is > 0 and var count)
        {
            length += count;
        }

        return length;
    }
}
