using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

// The culture, which one test changes, is the whole process's.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace ClinicService.Tests;

/// <summary>The service on a free port of this machine, and a client of it.</summary>
internal sealed class Service : IAsyncDisposable
{
    public const string Fhir = "application/fhir+json";

    private Service(WebApplication app, LogCapture log)
    {
        App = app;
        Log = log;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()), Timeout = TimeSpan.FromMinutes(2) };
    }

    public WebApplication App { get; }

    public LogCapture Log { get; }

    public HttpClient Client { get; }

    public static async Task<Service> StartAsync(params string[] settings)
    {
        var log = new LogCapture();
        var app = ClinicApp.Build(["--urls", "http://127.0.0.1:0", .. settings], builder => builder.Logging.ClearProviders().AddProvider(log));
        await app.StartAsync();
        return new Service(app, log);
    }

    public Task<HttpResponseMessage> PostAsync(string path, string body, string type = Fhir)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return Client.PostAsync(new Uri(path, UriKind.Relative), content);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.DisposeAsync();
    }
}

/// <summary>All that is logged: category, level, message, what stands in it, exceptions.</summary>
internal sealed class LogCapture : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyCollection<string> Lines => [.. _lines];

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, _lines);

    /// <summary>Waits until a line holds the text; a test that waits in vain fails by its own time limit.</summary>
    public async Task<string> WaitForAsync(string text)
    {
        for (var tries = 0; tries < 1200; tries++)
        {
            if (_lines.FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal)) is { } found)
            {
                return found;
            }

            await Task.Delay(50);
        }

        throw new InvalidOperationException($"No line of the log holds {text}.");
    }

    public void Dispose()
    {
    }

    private sealed class Logger(string category, ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var parts = state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(' ', pairs.Select(pair => $"{pair.Key}={pair.Value}")) : "";
            lines.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{category} {logLevel} {eventId} {formatter(state, exception)} {parts} {exception}"));
        }
    }
}

/// <summary>Small made-up resources.</summary>
internal static class Made
{
    // The items of the PHQ-9 by LOINC, in printed order (US Core, Questionnaire phq-9-example).
    private static readonly string[] Phq9Items = ["44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8"];

    public static string Phq9(string more, params int?[] answers) =>
        $$"""{"resourceType":"QuestionnaireResponse","id":"r","status":"completed","authored":"2026-03-01","subject":{"reference":"Patient/1"}{{more}},"item":[{{string.Join(',', answers.Select((answer, i) => answer is { } value ? Item(Phq9Items[i], string.Create(CultureInfo.InvariantCulture, $"\"valueInteger\":{value}")) : null).OfType<string>())}}]}""";

    public static string Item(string linkId, string answer) => $$"""{"linkId":"/{{linkId}}","answer":[{{{answer}}}]}""";

    public static async Task<JsonNode> JsonAsync(this HttpResponseMessage response) => JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

    public static JsonNode Resource(this JsonNode bundle, string id) =>
        bundle["entry"]!.AsArray().Select(entry => entry!["resource"]!).Single(resource => (string?)resource["id"] == id);
}
