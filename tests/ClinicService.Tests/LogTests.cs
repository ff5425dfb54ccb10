using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using static ClinicService.Tests.Made;

namespace ClinicService.Tests;

/// <summary>The log holds nothing of a patient, whatever the settings say and wherever the data stand.</summary>
public sealed class LogTests
{
    private const string Marker = "Jane-Doe-1970";

    [Fact]
    public async Task Nothing_of_a_request_is_logged_but_method_route_status_and_time()
    {
        await using var service = await Service.StartAsync("--Logging:LogLevel:Default", "Trace", "--Logging:LogLevel:Microsoft.AspNetCore", "Trace", "--environment", "Development");
        foreach (var (path, body, type) in new[]
        {
            ("/questionnaire-responses", Phq9($",\"identifier\":{{\"value\":\"{Marker}\"}}", 1, 1, 1, 1, 1, 1, 1, 1, 3), Service.Fhir),
            ("/questionnaire-responses?name=" + Marker, Phq9("", 1).Replace("Patient/1", Marker, StringComparison.Ordinal), Service.Fhir),
            ("/questionnaire-responses", "{\"" + Marker, Service.Fhir),
            ("/questionnaire-responses", Phq9("", 1), "text/" + Marker),
            ("/courses?asOf=" + Marker, "{}", "application/json"),
            ("/courses", "{\"" + Marker + "\":\"" + Marker + "\"}", "application/json"),
            ("/courses", "{\"resourceType\":\"Bundle\",\"id\":\"" + Marker + "\"}", Service.Fhir),
            ("/" + Marker, Marker, Service.Fhir),
            ("/courses", new string('x', 17 * 1024 * 1024), Service.Fhir),
        })
        {
            try
            {
                using var response = await service.PostAsync(path, body, type);
            }
            catch (HttpRequestException)
            {
                // The service may close the connection on a body that is too long before all of it is sent.
            }
        }

        using var odd = new HttpRequestMessage(new HttpMethod(Marker), "/courses");
        odd.Headers.Add("X-Patient", Marker);
        odd.Headers.UserAgent.ParseAdd(Marker);
        using (await service.Client.SendAsync(odd))
        {
        }

        await service.Log.WaitForAsync("other ");
        var lines = service.Log.Lines;
        lines.Should().NotContain(line => line.Contains(Marker, StringComparison.OrdinalIgnoreCase));
        lines.Should().OnlyContain(line => line.StartsWith("ClinicService ", StringComparison.Ordinal) || line.StartsWith("Microsoft.Hosting.Lifetime ", StringComparison.Ordinal));

        // What is there shows that the capture works.
        lines.Should().Contain(line => line.Contains("POST /questionnaire-responses: 200, ", StringComparison.Ordinal));
        lines.Should().Contain(line => line.Contains("POST /courses: 422, ", StringComparison.Ordinal));
        lines.Should().Contain(line => line.Contains("POST /courses: 413, ", StringComparison.Ordinal));
        lines.Should().Contain(line => line.Contains("POST no route: 404, ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_fault_is_logged_by_its_type_and_answered_without_its_message()
    {
        await using var service = await Service.StartAsync();
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = service.App.Services, Response = { Body = body } };
        var handler = new FaultHandler(service.App.Services.GetRequiredService<ILoggerFactory>());

        (await handler.TryHandleAsync(context, new InvalidOperationException(Marker, new FormatException(Marker)), TestContext.Current.CancellationToken)).Should().BeTrue();

        context.Response.StatusCode.Should().Be(500);
        System.Text.Encoding.UTF8.GetString(body.ToArray()).Should().NotContain(Marker).And.Contain("\"status\":500");
        service.Log.Lines.Should().Contain(line => line.Contains("InvalidOperationException", StringComparison.Ordinal)).And.NotContain(line => line.Contains(Marker, StringComparison.Ordinal));
    }
}
