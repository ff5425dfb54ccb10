using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Mvc;

namespace ClinicService;

/// <summary>Puts the service together. It holds no state between requests, and writes no patient's data anywhere but into its answers.</summary>
public static class ClinicApp
{
    private const string Json = "application/json";
    private const string FhirJson = "application/fhir+json";

    /// <summary>Builds the service.</summary>
    /// <param name="args">The command line: <c>--urls</c>, <c>--Limits:FormBytes</c> and the like.</param>
    /// <param name="configure">What a test adds, or <see langword="null"/>.</param>
    /// <returns>The service, not yet started.</returns>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        var limits = ClinicLimits.Read(builder.Configuration);
        builder.Services.AddSingleton(limits);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = limits.FormBytes;
            kestrel.Limits.MaxConcurrentConnections = 256;
        });
        builder.Services.AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = new RequestTimeoutPolicy
        {
            Timeout = limits.RequestTime,
            TimeoutStatusCode = StatusCodes.Status408RequestTimeout,
            WriteTimeoutResponse = context => Problems.Of(StatusCodes.Status408RequestTimeout, "The request took too long.").ExecuteAsync(context),
        });
        builder.Services.AddProblemDetails();
        builder.Services.AddExceptionHandler<FaultHandler>();
        builder.Services.AddOpenApi(options => options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Clinic service";
            document.Info.Version = "1";
            document.Info.Description = "Scores filled-in forms and assesses courses of ketamine treatment by published rules. It reports observations: it does not diagnose and gives no advice. A sample, reviewed by no regulator.";
            document.Servers?.Clear();
            return Task.CompletedTask;
        }));
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        SafeLog.Configure(builder.Services);
        configure?.Invoke(builder);

        var app = builder.Build();
        app.UseMiddleware<SafeLog>();
        app.UseExceptionHandler();
        app.UseStatusCodePages(pages => Problems.Of(pages.HttpContext.Response.StatusCode).ExecuteAsync(pages.HttpContext));
        app.UseRequestTimeouts();
        Map(app, limits);
        return app;
    }

    private static void Map(WebApplication app, ClinicLimits limits)
    {
        app.MapOpenApi("/openapi.json");
        app.MapGet("/health", () => Results.Json(new { status = "ok" }))
            .WithName("health")
            .WithSummary("Whether the service runs.")
            .Produces<JsonObject>(StatusCodes.Status200OK, Json);
        Describe(
            app.MapPost("/questionnaire-responses", FormEndpoint.Post)
                .WithName("score-form")
                .WithSummary("Scores a filled-in form.")
                .WithDescription(
                    "In: a QuestionnaireResponse (R4, R4B or R5). Out: a Bundle with the Observations of each instrument on it: panel, scores, answers, and every alert of the instrument "
                    + "(raised, clear or not-assessed). A score that is incomplete or invalid has a dataAbsentReason and no value; the alerts stand whatever the score is. What was noticed is an "
                    + "OperationOutcome in the Bundle. 422: the resource holds no form of a known instrument, or one that must not be read; nothing was scored and no alert assessed.")
                .Accepts<JsonObject>(FhirJson, Json)
                .Produces<JsonObject>(StatusCodes.Status200OK, FhirJson),
            limits.FormBytes);
        Describe(
            app.MapPost("/courses", CourseEndpoint.Post)
                .WithName("assess-course")
                .WithSummary("Assesses a course of treatment.")
                .WithDescription(
                    "In: a course as the project's JSON (application/json) or as a FHIR Bundle (application/fhir+json). Out: indicators, each as one line of `ketamine-outcomes assess --format jsonl`, and the issues "
                    + "that were noticed. at: points as for the tool (last, every-visit, day:14); asOf: a date, or a relative day.")
                .Accepts<JsonObject>(Json, FhirJson)
                .Produces<JsonObject>(StatusCodes.Status200OK, Json),
            limits.CourseBytes);
    }

    private static void Describe(RouteHandlerBuilder endpoint, int limit)
    {
        endpoint.WithMetadata(new RequestSizeLimitAttribute(limit));
        foreach (var status in new[] { 400, 408, 413, 415, 422, 500 })
        {
            endpoint.ProducesProblem(status);
        }
    }
}
