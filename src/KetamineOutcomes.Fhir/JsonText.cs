using System.Buffers;
using System.Text.Unicode;

namespace KetamineOutcomes.Fhir;

/// <summary>Texts within JSON, as bytes.</summary>
internal static class JsonText
{
    private static readonly SearchValues<byte> Special =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(code => (byte)code), (byte)'"', (byte)'\\']);

    /// <summary>Measures a text up to the quote that ends it.</summary>
    /// <param name="json">JSON from behind the quote that begins the text.</param>
    /// <param name="escapes">Whether escapes may stand in it. Those that begin with \u never may: half of a pair is an error, and whether it is needs a closer look.</param>
    /// <returns>The length in bytes; -1 where the text does not end, is no UTF-8, or holds what it may not.</returns>
    public static int Measure(ReadOnlySpan<byte> json, bool escapes)
    {
        var at = 0;
        while (true)
        {
            var found = json[at..].IndexOfAny(Special);
            if (found < 0)
            {
                return -1;
            }

            at += found;
            if (json[at] == (byte)'"')
            {
                return Utf8.IsValid(json[..at]) ? at : -1;
            }

            if (!escapes || json[at] != (byte)'\\' || at + 1 == json.Length || "\"\\/bfnrt"u8.IndexOf(json[at + 1]) < 0)
            {
                return -1;
            }

            at += 2;
        }
    }
}
