using System.Buffers;
using System.Text.Json;

namespace KetamineOutcomes.Fhir;

/// <summary>Cuts the resources out of a Bundle that is too long to be read as a whole, one entry at a time.</summary>
internal sealed class BundleSlices
{
    private readonly int _limit;
    private readonly ArrayBufferWriter<byte> _resource = new(64 * 1024);
    private readonly List<ResourceSlice> _found = [];
    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = ResourceJson.MaxDepth });
    private string? _member;
    private bool _isBundle = true;
    private bool _hasEntries;
    private bool _inEntries;
    private bool _inEntry;
    private bool _isResource;
    private bool _capturing;
    private bool _isTooLarge;
    private bool _ended;
    private bool _hasResource;
    private long _entry = -1;

    private BundleSlices(int limit) => _limit = limit;

    public static IEnumerable<ResourceSlice> Cut(ReadOnlyMemory<byte> head, Stream input, int limit)
    {
        var slices = new BundleSlices(limit);
        var start = head.Span.StartsWith("\uFEFF"u8) ? 3 : 0;
        var buffer = head[start..].ToArray();
        var length = buffer.Length;
        var isLast = false;
        while (true)
        {
            var error = slices.Pump(buffer.AsSpan(0, length), isLast, out var consumed);
            foreach (var slice in slices._found)
            {
                yield return slice;
            }

            slices._found.Clear();
            if (error is null && isLast)
            {
                error = slices.JudgeEnd();
            }

            if (error is not null)
            {
                yield return new ResourceSlice(null, null, default, error);
                yield break;
            }

            if (isLast || !slices._isBundle)
            {
                yield break;
            }

            buffer.AsSpan(consumed, length - consumed).CopyTo(buffer);
            length -= consumed;
            if (length == buffer.Length)
            {
                // One text fills the whole buffer, which is as long as a resource may be.
                yield return new ResourceSlice(null, null, default, ResourceSlices.TooLarge(limit));
                yield break;
            }

            var count = input.Read(buffer, length, Math.Min(buffer.Length - length, 1024 * 1024));
            length += count;
            isLast = count == 0;
        }
    }

    /// <summary>Goes through the tokens that are there.</summary>
    /// <returns>Why there is no going on, or <see langword="null"/>.</returns>
    private Issue? Pump(ReadOnlySpan<byte> bytes, bool isLast, out int consumed)
    {
        var reader = new Utf8JsonReader(bytes, isLast, _state);
        var captureFrom = 0;
        try
        {
            while (reader.Read())
            {
                if (_capturing)
                {
                    if (reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == 3)
                    {
                        Capture(bytes[captureFrom..(int)reader.BytesConsumed]);
                        Emit();
                    }

                    continue;
                }

                if (!Step(ref reader))
                {
                    consumed = (int)reader.BytesConsumed;
                    return ResourceSlices.TooLarge(_limit);
                }

                captureFrom = (int)reader.TokenStartIndex;
            }

            consumed = (int)reader.BytesConsumed;
            if (_capturing)
            {
                Capture(bytes[captureFrom..consumed]);
            }

            _state = reader.CurrentState;
            return null;
        }
        catch (JsonException e)
        {
            consumed = 0;
            return ResourceJson.Malformed(e);
        }
        catch (InvalidOperationException)
        {
            // An escape that is half of a surrogate pair, in a member's name.
            consumed = 0;
            return new Issue(IssueCodes.JsonMalformed, IssueSeverity.Error, "An escape in the text is half of a surrogate pair.", "$");
        }
    }

    /// <summary>One token outside a resource.</summary>
    /// <returns>Whether it can still be a Bundle.</returns>
    private bool Step(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType, reader.CurrentDepth)
        {
            case (JsonTokenType.PropertyName, 1):
                _member = reader.ValueTextEquals("entry"u8) ? "entry" : reader.ValueTextEquals("resourceType"u8) ? "resourceType" : null;
                break;
            case (JsonTokenType.String, 1) when _member == "resourceType":
                _isBundle = reader.ValueTextEquals("Bundle"u8);
                return _isBundle;
            case (JsonTokenType.StartArray, 1) when _member == "entry":
                if (_hasEntries)
                {
                    Fail(IssueCodes.JsonMemberDuplicate, "The member stands twice in the Bundle.", "entry");
                }

                _inEntries = _hasEntries = true;
                break;
            case (JsonTokenType.EndArray, 1):
                _inEntries = false;
                break;
            case (JsonTokenType.StartObject, 2) when _inEntries:
                _inEntry = true;
                _hasResource = false;
                _entry++;
                break;
            case (not (JsonTokenType.EndObject or JsonTokenType.EndArray), 2) when _inEntries:
                _entry++;
                Fail(IssueCodes.JsonValueInvalid, "Expected an entry, which is an object.", "$");
                break;
            case (JsonTokenType.EndObject, 2):
                _inEntry = false;
                break;
            case (JsonTokenType.PropertyName, 3) when _inEntry:
                _isResource = reader.ValueTextEquals("resource"u8);
                break;
            case (JsonTokenType.StartObject, 3) when _inEntry && _isResource:
                if (_hasResource)
                {
                    Fail(IssueCodes.JsonMemberDuplicate, "The member stands twice in the entry.", "resource");
                }

                _hasResource = _capturing = true;
                _isTooLarge = _isResource = false;
                break;
            case (not (JsonTokenType.EndObject or JsonTokenType.EndArray or JsonTokenType.Null), 3) when _inEntry && _isResource:
                _isResource = false;
                Fail(IssueCodes.JsonValueInvalid, "Expected a FHIR resource, which is an object.", "$");
                break;
            case (JsonTokenType.EndObject, 0):
                _ended = true;
                break;
            case (JsonTokenType.StartArray, 0):
                return false;
            default:
                break;
        }

        return true;
    }

    private void Fail(string code, string message, string place) =>
        _found.Add(new ResourceSlice(null, _entry < 0 ? null : _entry, default, new Issue(code, IssueSeverity.Error, message, place)));

    private void Capture(ReadOnlySpan<byte> bytes)
    {
        _isTooLarge |= (long)_resource.WrittenCount + bytes.Length > _limit;
        if (!_isTooLarge)
        {
            _resource.Write(bytes);
        }
    }

    private void Emit()
    {
        _found.Add(_isTooLarge
            ? new ResourceSlice(null, _entry, default, ResourceSlices.TooLarge(_limit))
            : new ResourceSlice(null, _entry, _resource.WrittenMemory.ToArray(), null));
        _resource.ResetWrittenCount();
        _capturing = false;
    }

    private Issue? JudgeEnd() =>
        !_ended ? new Issue(IssueCodes.JsonMalformed, IssueSeverity.Error, "The text ends too early.", "$")
        : _hasEntries ? null
        : ResourceSlices.TooLarge(_limit);
}
