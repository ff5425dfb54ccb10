using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Diagnostics;

namespace ClinicService;

/// <summary>Exceptions as problem details. Of a fault the type is logged and nothing else: a message can repeat what was sent.</summary>
internal sealed partial class FaultHandler(ILoggerFactory loggers) : IExceptionHandler
{
    // What nginx answers where the sender has gone; nobody sees it but the log.
    private const int SenderGone = 499;

    private readonly ILogger _log = loggers.CreateLogger(SafeLog.Category);

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        switch (exception)
        {
            case BadHttpRequestException bad:
                await Problems.Of(bad.StatusCode, bad.StatusCode == StatusCodes.Status413PayloadTooLarge ? "The body is longer than this endpoint takes." : "The request cannot be read.").ExecuteAsync(httpContext);
                return true;
            case ConnectionResetException:
            case OperationCanceledException or IOException when httpContext.RequestAborted.IsCancellationRequested:
                httpContext.Response.StatusCode = SenderGone;
                return true;
            default:
                Failed(_log, exception.GetType().Name);
                await Problems.Of(StatusCodes.Status500InternalServerError, "The service failed. " + Problems.NothingAssessed).ExecuteAsync(httpContext);
                return true;
        }
    }

    [LoggerMessage(2, LogLevel.Error, "A request failed: {Type}")]
    private static partial void Failed(ILogger logger, string type);
}
