using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using static ClinicService.Tests.Made;

namespace ClinicService.Tests;

/// <summary>What is not taken: the status, a problem with codes and places, and never what was sent.</summary>
public sealed class ErrorTests
{
    private const string Forms = "/questionnaire-responses";

    private static readonly string Deep = new('[', 100_000);

    public static TheoryData<string, string, string, int, string> Refused => new()
    {
        { Forms, "", Service.Fhir, 400, "fhir-input-empty" },
        { Forms, "{\"resourceType\":\"QuestionnaireResponse\",\"id\":\"MARKER", Service.Fhir, 400, "json-malformed" },
        { Forms, Deep, Service.Fhir, 400, "json-malformed" },
        { Forms, "{\"resourceType\":\"QuestionnaireResponse\",\"MARKER\":1,\"MARKER\":2}", Service.Fhir, 422, "json-member-duplicate" },
        { Forms, "[\"MARKER\"]", Service.Fhir, 422, "json-value-invalid" },
        { Forms, "{\"resourceType\":\"Patient\",\"name\":[{\"text\":\"MARKER\"}]}", Service.Fhir, 422, "fhir-form-unknown" },
        { Forms, "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"44261-6\"}]},\"valueString\":\"MARKER\"}", Service.Fhir, 422, "fhir-total-unreadable" },
        { Forms, "{\"resourceType\":\"QuestionnaireResponse\",\"status\":\"completed\",\"item\":[" + Item("MARKER", "\"valueString\":\"MARKER\"") + "]}", Service.Fhir, 422, "fhir-form-unknown" },
        { Forms, Phq9(",\"language\":\"MARKER\"", 1).Replace("completed", "entered-in-error", StringComparison.Ordinal), Service.Fhir, 422, "fhir-status-void" },
        { "/courses", "{\"resourceType\":\"Bundle\",\"id\":\"MARKER\"}", Service.Fhir, 422, "fhir-subject-mixed" },
        { "/courses", "{\"resourceType\":\"Bundle\",\"id\":\"MARKER", Service.Fhir, 400, "json-malformed" },
        { "/courses", "{\"format\":1,\"patientId\":\"MARKER", "application/json", 400, "json-malformed" },
        { "/courses", "{\"format\":1,\"patientId\":\"MARKER\",\"courseId\":\"1\",\"administrations\":[{\"instrument\":\"phq-9\",\"at\":\"MARKER\",\"content\":{\"kind\":\"not-done\"},\"timing\":\"pre\"}],\"eventRecording\":\"recorded\"}", "application/json", 422, "json-value-invalid" },
        { "/courses", "{\"format\":9,\"patientId\":\"MARKER\",\"courseId\":\"1\",\"administrations\":[],\"eventRecording\":\"recorded\"}", "application/json", 422, "json-format-unsupported" },
    };

    private static async Task<string> ProblemAsync(HttpResponseMessage response, int status)
    {
        ((int)response.StatusCode).Should().Be(status);
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        var text = await response.Content.ReadAsStringAsync();
        ((int)JsonNode.Parse(text)!["status"]!).Should().Be(status);
        text.Should().NotContain("MARKER");
        return text;
    }

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public async Task What_cannot_be_taken_gives_a_problem_with_code_and_place(string path, string body, string type, int status, string code)
    {
        await using var service = await Service.StartAsync();
        var problem = JsonNode.Parse(await ProblemAsync(await service.PostAsync(path, body, type), status))!;

        problem["issues"]!.AsArray().Should().Contain(issue => (string?)issue!["code"] == code && (string?)issue["severity"] == "error" && (string?)issue["place"] != null);
        ((string)problem["detail"]!).Should().Contain("no alert was assessed");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/json; charset=iso-8859-1")]
    public async Task Another_media_type_is_not_supported(string type)
    {
        await using var service = await Service.StartAsync();
        foreach (var path in new[] { Forms, "/courses" })
        {
            await ProblemAsync(await service.PostAsync(path, Phq9("", 1), type), 415);
        }
    }

    [Fact]
    public async Task A_body_without_a_type_or_with_an_encoding_is_not_supported()
    {
        await using var service = await Service.StartAsync();
        using var bare = new ByteArrayContent(Encoding.UTF8.GetBytes(Phq9("", 1)));
        await ProblemAsync(await service.Client.PostAsync(new Uri(Forms, UriKind.Relative), bare), 415);
        using var packed = new StringContent(Phq9("", 1), Encoding.UTF8, "application/json");
        packed.Headers.ContentEncoding.Add("gzip");
        await ProblemAsync(await service.Client.PostAsync(new Uri(Forms, UriKind.Relative), packed), 415);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_beyond_the_endpoints_own_limit_is_too_large(bool isChunked)
    {
        await using var service = await Service.StartAsync("--Limits:FormBytes", "2000", "--Limits:CourseBytes", "6000");
        foreach (var (path, most) in new[] { (Forms, 2000), ("/courses", 6000) })
        {
            // Of a body in chunks Kestrel counts their frames too.
            var (fits, beyond) = (await SendAsync(path, isChunked ? most - 100 : most), await SendAsync(path, most + 1));

            fits.StatusCode.Should().Be(HttpStatusCode.BadRequest, "blanks are no JSON and are not too long");
            await ProblemAsync(beyond, 413);
        }

        async Task<HttpResponseMessage> SendAsync(string path, int length)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(new string(' ', length), Encoding.UTF8, Service.Fhir) };
            request.Headers.TransferEncodingChunked = isChunked;
            return await service.Client.SendAsync(request);
        }
    }

    [Fact]
    public async Task A_body_that_does_not_come_ends_with_a_timeout()
    {
        await using var service = await Service.StartAsync("--Limits:RequestSeconds", "1");
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", service.Client.BaseAddress!.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST {Forms} HTTP/1.1\r\nHost: x\r\nContent-Type: {Service.Fhir}\r\nContent-Length: 500\r\n\r\n{{\"MARKER"));
        using var reader = new StreamReader(stream);
        var status = await reader.ReadLineAsync();

        status.Should().StartWith("HTTP/1.1 408 ");
        var lines = new List<string>();
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
        {
            lines.Add(line);
        }

        lines.Should().Contain("Content-Type: application/problem+json");
    }

    [Fact]
    public async Task A_sender_that_goes_away_ends_the_request_and_not_the_service()
    {
        await using var service = await Service.StartAsync();
        using (var client = new TcpClient())
        {
            await client.ConnectAsync("127.0.0.1", service.Client.BaseAddress!.Port);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"POST {Forms} HTTP/1.1\r\nHost: x\r\nContent-Type: {Service.Fhir}\r\nContent-Length: 500\r\n\r\n{{\"MARKER"));

            // The connection is reset, as where a machine is switched off.
            client.Client.LingerState = new LingerOption(true, 0);
        }

        (await service.Log.WaitForAsync("POST " + Forms)).Should().NotContain("MARKER").And.MatchRegex(" (499|400), ", "whether the end or the reset is seen first is the network's");
        (await service.Client.GetAsync(new Uri("/health", UriKind.Relative))).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Other_paths_and_methods_give_problems_too()
    {
        await using var service = await Service.StartAsync();

        await ProblemAsync(await service.Client.GetAsync(new Uri("/MARKER", UriKind.Relative)), 404);
        await ProblemAsync(await service.Client.GetAsync(new Uri(Forms, UriKind.Relative)), 405);
    }
}
