using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicService.Tests;

/// <summary>The description of the service and its endpoints are held to each other; and it keeps nothing between requests.</summary>
public sealed class ShapeTests
{
    private const string Description = "/openapi.json";

    [Fact]
    public async Task Every_route_is_described_and_nothing_else()
    {
        await using var service = await Service.StartAsync();
        var document = JsonNode.Parse(await service.Client.GetStringAsync(new Uri(Description, UriKind.Relative)))!;
        var described = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(operation => $"{operation.Key.ToUpperInvariant()} {path.Key}"));
        var routes = service.App.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method => $"{method} {endpoint.RoutePattern.RawText}"))
            .Where(route => route != "GET " + Description);

        described.Should().BeEquivalentTo(routes);
        described.Should().BeEquivalentTo("GET /health", "POST /questionnaire-responses", "POST /courses");
    }

    [Fact]
    public async Task Endpoints_that_take_a_body_describe_it_and_what_can_come_of_it()
    {
        await using var service = await Service.StartAsync();
        var paths = JsonNode.Parse(await service.Client.GetStringAsync(new Uri(Description, UriKind.Relative)))!["paths"]!;
        foreach (var path in new[] { "/questionnaire-responses", "/courses" })
        {
            var operation = paths[path]!["post"]!;
            operation["requestBody"]!["content"]!.AsObject().Select(type => type.Key).Should().BeEquivalentTo("application/fhir+json", "application/json");
            operation["responses"]!.AsObject().Select(response => response.Key).Should().BeEquivalentTo("200", "400", "408", "413", "415", "422", "500");
            operation["responses"]!["422"]!["content"]!.AsObject().Select(type => type.Key).Should().Equal("application/problem+json");
            ((string)operation["summary"]!).Should().NotBeEmpty();
        }

        paths["/courses"]!["post"]!["parameters"]!.AsArray().Select(parameter => (string)parameter!["name"]!).Should().BeEquivalentTo("at", "asOf");
    }

    [Fact]
    public void Nothing_static_can_change()
    {
        var fields = typeof(ClinicApp).Assembly.GetTypes()
            .Where(type => type.GetCustomAttribute<CompilerGeneratedAttribute>() is null && type.Namespace == "ClinicService")
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(field => field.GetCustomAttribute<CompilerGeneratedAttribute>() is null && !field.IsLiteral)
            .ToList();

        // The list of known methods, and what the generator of log messages makes.
        fields.Should().OnlyContain(field => field.IsInitOnly).And.Contain(field => field.Name == "Methods");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("many")]
    public async Task A_limit_that_is_none_stops_the_start(string value) =>
        await FluentActions.Awaiting(() => Service.StartAsync("--Limits:FormBytes", value)).Should().ThrowAsync<InvalidOperationException>();
}
