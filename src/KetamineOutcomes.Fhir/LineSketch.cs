using System.Text.Json;

namespace KetamineOutcomes.Fhir;

/// <summary>A line that was read, taken apart into what every line of its shape has, its slots, and its items.</summary>
internal sealed class LineSketch
{
    private static readonly byte[] Comma = [(byte)','];

    // Members that say nothing of the form and its answers. What stands in any other is the same in all lines of a shape.
    private static readonly HashSet<string> FreeMembers = new(StringComparer.Ordinal)
    {
        "meta", "identifier", "text", "author", "source", "language", "implicitRules", "basedOn", "partOf",
    };

    private readonly List<LinePiece> _pieces = [];
    private readonly List<Range> _items = [];
    private readonly (int Start, int Length)?[] _slots = new (int, int)?[(int)LineSlot.Items + 1];
    private int _literal;

    private LineSketch()
    {
    }

    public IReadOnlyList<LinePiece> Pieces => _pieces;

    /// <summary>How many groups stand around the items, each the only one in its list.</summary>
    public int Groups { get; private set; }

    /// <summary>Where the items stand.</summary>
    public IReadOnlyList<Range> Items => _items;

    /// <summary>What stands between two items: a comma, and blanks around it.</summary>
    public byte[] Separator { get; private set; } = Comma;

    /// <summary>Where the text of a slot stands, if there is one.</summary>
    public (int Start, int Length)? Find(LineSlot slot) => _slots[(int)slot];

    /// <summary>Takes a line apart.</summary>
    /// <param name="line">A line that was read as a QuestionnaireResponse.</param>
    /// <returns>The sketch, or <see langword="null"/> where the line is not one of the usual kind.</returns>
    public static LineSketch? Of(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith("\uFEFF"u8))
        {
            return null;
        }

        var sketch = new LineSketch();
        var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = ResourceJson.MaxDepth });
        return reader.Read() && reader.TokenType == JsonTokenType.StartObject && sketch.TakeMembers(line, ref reader) && sketch._items.Count > 0 ? sketch : null;
    }

    private bool TakeMembers(ReadOnlySpan<byte> line, ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueIsEscaped)
            {
                return false;
            }

            var name = reader.GetString()!;
            _ = reader.Read();
            var isTaken = name switch
            {
                // The time may stand beside the member, and definitions in the resource.
                "_authored" or "contained" => false,
                "item" => TakeItems(line, ref reader),
                "id" => TakeText(line, ref reader, LineSlot.Id),
                "authored" => TakeText(line, ref reader, LineSlot.Authored),
                "subject" => TakeReference(line, ref reader, LineSlot.Subject),
                "encounter" => TakeReference(line, ref reader, LineSlot.Encounter),
                _ => TakeOther(line, ref reader, FreeMembers.Contains(name)),
            };
            if (!isTaken)
            {
                return false;
            }
        }

        _pieces.Add(new LinePiece(line[_literal..].ToArray(), LineSlot.End));
        return true;
    }

    private bool TakeItems(ReadOnlySpan<byte> line, ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return false;
        }

        if (IsGroup(reader))
        {
            return TakeGroup(line, ref reader);
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (_items.Count > 0)
            {
                var between = line[_items[^1].End.Value..start];
                if (_items.Count == 1)
                {
                    Separator = between.ToArray();
                }
                else if (!between.SequenceEqual(Separator))
                {
                    return false;
                }
            }

            _items.Add(start..(int)reader.BytesConsumed);
        }

        if (reader.TokenType != JsonTokenType.EndArray || _items.Count is 0 or > LineMatch.MostItems)
        {
            return false;
        }

        AddSlot(line, LineSlot.Items, _items[0].Start.Value, _items[^1].End.Value);
        return true;
    }

    private bool TakeGroup(ReadOnlySpan<byte> line, ref Utf8JsonReader reader)
    {
        Groups++;
        _ = reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isItems = reader.ValueTextEquals("item"u8);
            _ = reader.Read();
            if (!(isItems ? TakeItems(line, ref reader) : TakeOther(line, ref reader, isFree: false)))
            {
                return false;
            }
        }

        return reader.Read() && reader.TokenType == JsonTokenType.EndArray;
    }

    /// <summary>Whether the list that begins here holds one object alone, which has items and no answer; the reader is a copy.</summary>
    private static bool IsGroup(Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        var hasItems = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isItems, isAnswer) = (reader.ValueTextEquals("item"u8), reader.ValueTextEquals("answer"u8));
            _ = reader.Read();
            if (isAnswer || (isItems && reader.TokenType != JsonTokenType.StartArray))
            {
                return false;
            }

            hasItems |= isItems;
            reader.Skip();
        }

        return hasItems && reader.Read() && reader.TokenType == JsonTokenType.EndArray;
    }

    private bool TakeText(ReadOnlySpan<byte> line, ref Utf8JsonReader reader, LineSlot slot)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return true;
        }

        var start = (int)reader.TokenStartIndex + 1;
        var length = reader.ValueSpan.Length;
        if (JsonText.Measure(line[start..], escapes: slot == LineSlot.Free) != length)
        {
            // A free text of an unusual kind is the same in all lines of the shape.
            return slot == LineSlot.Free;
        }

        if (slot != LineSlot.Free)
        {
            _slots[(int)slot] = (start, length);
        }

        AddSlot(line, slot, start, start + length);
        return true;
    }

    // As SourceReader reads it: the reference where it is a text, else the identifier's value.
    private bool TakeReference(ReadOnlySpan<byte> line, ref Utf8JsonReader reader, LineSlot slot)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return true;
        }

        var hasReference = HasReference(reader);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueIsEscaped)
            {
                return false;
            }

            var name = reader.GetString()!;
            _ = reader.Read();
            var isTaken = name switch
            {
                "reference" => TakeText(line, ref reader, slot),
                "display" => TakeText(line, ref reader, LineSlot.Free),
                "identifier" => TakeIdentifier(line, ref reader, hasReference ? LineSlot.Free : slot),
                _ => TakeOther(line, ref reader, isFree: false),
            };
            if (!isTaken)
            {
                return false;
            }
        }

        return true;
    }

    private bool TakeIdentifier(ReadOnlySpan<byte> line, ref Utf8JsonReader reader, LineSlot slot)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return true;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueIsEscaped)
            {
                return false;
            }

            var isValue = reader.ValueTextEquals("value"u8);
            _ = reader.Read();
            if (!(isValue ? TakeText(line, ref reader, slot) : TakeOther(line, ref reader, isFree: false)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a member of the object that begins here is a reference as text; the reader is a copy.</summary>
    private static bool HasReference(Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isReference = reader.ValueTextEquals("reference"u8);
            _ = reader.Read();
            if (isReference)
            {
                return reader.TokenType == JsonTokenType.String;
            }

            reader.Skip();
        }

        return false;
    }

    private bool TakeOther(ReadOnlySpan<byte> line, ref Utf8JsonReader reader, bool isFree)
    {
        if (!isFree || reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.String))
        {
            reader.Skip();
            return true;
        }

        var depth = reader.CurrentDepth;
        do
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                _ = TakeText(line, ref reader, LineSlot.Free);
            }
        }
        while (reader.CurrentDepth >= depth && !(reader.CurrentDepth == depth && reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray or JsonTokenType.String) && reader.Read());

        return true;
    }

    private void AddSlot(ReadOnlySpan<byte> line, LineSlot slot, int start, int end)
    {
        _pieces.Add(new LinePiece(line[_literal..start].ToArray(), slot));
        _literal = end;
    }
}
