using System.Buffers;
using Microsoft.Net.Http.Headers;

namespace ClinicService;

/// <summary>The body of a request: UTF-8 JSON, not compressed, as long as the endpoint allows.</summary>
internal static class RequestBody
{
    /// <summary>Whether the body is of one of the media types, in UTF-8 and not compressed.</summary>
    /// <param name="request">The request.</param>
    /// <param name="type">The media type, without parameters.</param>
    public static bool Is(HttpRequest request, string type) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var given)
        && given.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase)
        && (!given.Charset.HasValue || given.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || given.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase))
        && request.Headers.ContentEncoding.Count == 0;

    /// <summary>What is answered where <see cref="Is"/> holds for no type that the endpoint takes.</summary>
    public static IResult Unsupported() => Problems.Of(
        StatusCodes.Status415UnsupportedMediaType, "Expected application/fhir+json or application/json, in UTF-8 and without a content encoding.");

    /// <summary>Reads the body. Kestrel ends a body that is longer than the endpoint allows (413), and the token one that takes too long (408) or whose sender is gone.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContext context)
    {
        var bytes = new ArrayBufferWriter<byte>();
        while (true)
        {
            var count = await context.Request.Body.ReadAsync(bytes.GetMemory(16 * 1024), context.RequestAborted);
            if (count == 0)
            {
                return bytes.WrittenMemory;
            }

            bytes.Advance(count);
        }
    }
}
