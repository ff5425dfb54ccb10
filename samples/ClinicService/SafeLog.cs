namespace ClinicService;

/// <summary>The one line that is logged of a request: method, the route's own text, status, time. Nothing that the sender wrote: paths, queries, headers and bodies can all hold a patient's data.</summary>
/// <remarks>
/// The framework's own logs repeat paths, queries and exceptions' messages. They are off, and no setting turns them on: whoever needs them changes this file
/// and answers for it.
/// </remarks>
internal sealed partial class SafeLog(RequestDelegate next, ILoggerFactory loggers, TimeProvider time)
{
    /// <summary>The category of this service's own lines.</summary>
    public const string Category = "ClinicService";

    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    private readonly ILogger _log = loggers.CreateLogger(Category);

    /// <summary>Leaves on the service's own lines and those of its start and end, whatever the settings say.</summary>
    public static void Configure(IServiceCollection services) => services.PostConfigure<LoggerFilterOptions>(filter =>
    {
        filter.Rules.Clear();
        filter.MinLevel = LogLevel.None;
        filter.Rules.Add(new LoggerFilterRule(null, Category, LogLevel.Information, null));
        filter.Rules.Add(new LoggerFilterRule(null, "Microsoft.Hosting.Lifetime", LogLevel.Information, null));
    });

    public async Task InvokeAsync(HttpContext context)
    {
        var began = time.GetTimestamp();

        // Now, for the handling of exceptions forgets the endpoint.
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "no route";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        try
        {
            await next(context);
        }
        finally
        {
            var method = Methods.FirstOrDefault(known => HttpMethods.Equals(known, context.Request.Method)) ?? "other";
            Done(_log, method, route, context.Response.StatusCode, (long)time.GetElapsedTime(began).TotalMilliseconds);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "{Method} {Route}: {Status}, {Milliseconds} ms")]
    private static partial void Done(ILogger logger, string method, string route, int status, long milliseconds);
}
