using System.Text;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Fhir;

/// <summary>Reads lines of NDJSON that are like lines that were read before: they differ in what says whose and when, and in which of the answers that were seen they hold.</summary>
/// <remarks>
/// What a form means is the reader's to say (<see cref="ResponseReader"/>): this remembers what it said of a line's shape, of the order of its items, and of each item as it is written. A line of which any part was not seen, or was
/// seen with a warning, goes to the reader. Definitions in the stream change what lines behind them mean, so that it begins anew with each.
/// </remarks>
internal sealed class LineMemory
{
    private const int MostShapes = 32;
    private const int LongestLine = 64 * 1024;

    // Where this many lines in a row were like none before them, only some are remembered: it costs time.
    private const int Patience = 256;
    private const int Sampled = 16;
    private const long MostBytes = 8 * 1024 * 1024;

    private readonly Func<Instrument, FormCells?> _find;
    private readonly IReadOnlyList<KeptField> _keep;
    private readonly long _from;
    private readonly Dictionary<Instrument, FormCells?> _cells = new(ReferenceEqualityComparer.Instance);
    private readonly List<LineShape> _shapes = [];
    private readonly LineMatch _match = new();
    private readonly byte[] _time = new byte[TimeText.Longest];
    private int _definitions;
    private long _bytes;
    private int _unlike;

    /// <summary>A memory that holds nothing yet.</summary>
    /// <param name="find">How the forms of an instrument are kept; <see langword="null"/> for one whose forms are to be read one by one.</param>
    /// <param name="keep">What to repeat of each resource.</param>
    /// <param name="from">The number of the resource from which on it remembers: a short input does not pay for it.</param>
    public LineMemory(Func<Instrument, FormCells?> find, IReadOnlyList<KeptField> keep, long from)
    {
        _find = find;
        _keep = keep;
        _from = from;
    }

    /// <summary>Reads a line if it is like others.</summary>
    /// <param name="line">The line.</param>
    /// <param name="number">The number of the line.</param>
    /// <param name="resource">The number of the resource.</param>
    /// <param name="definitions">How many definitions the stream has brought.</param>
    /// <param name="batch">Takes the form.</param>
    /// <returns>Whether it is.</returns>
    public bool TryRead(ReadOnlySpan<byte> line, long number, long resource, int definitions, FormBatch batch)
    {
        if (definitions != _definitions)
        {
            _shapes.Clear();
            _bytes = 0;
            _definitions = definitions;
        }

        for (var i = 0; i < _shapes.Count; i++)
        {
            var shape = _shapes[i];
            if (shape.TryMatch(line, _match))
            {
                if (i > 0)
                {
                    // What is seen often comes to the front.
                    (_shapes[i - 1], _shapes[i]) = (_shapes[i], _shapes[i - 1]);
                }

                return TryAdd(line, number, resource, shape, batch);
            }
        }

        return false;
    }

    /// <summary>Remembers what the reader made of a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="record">The one record that it gave.</param>
    /// <param name="trace">What its items were taken for.</param>
    public void Learn(ReadOnlySpan<byte> line, FhirRecord.Form record, ResponseTrace trace)
    {
        var form = record.Value;
        if (record.Place.Resource < _from)
        {
            return;
        }

        _unlike = _unlike == int.MaxValue ? Patience : _unlike + 1;
        if ((_unlike > Patience && _unlike % Sampled != 0)
            || _bytes >= MostBytes || line.Length > LongestLine || record.Place.Path.Length > 0
            || form.StatedTotals.Count > 1 || form.Issues.Any(issue => issue.Severity != IssueSeverity.Notice)
            || FindCells(form.Instrument) is not { } cells
            || LineSketch.Of(line) is not { } sketch
            || sketch.Groups + sketch.Items.Count != trace.Items.Count
            || trace.Items.Take(sketch.Groups).Any(group => group.HasAnswer)
            || Learned(form, cells, [.. trace.Items.Skip(sketch.Groups)]) is not { } learned)
        {
            return;
        }

        if (_shapes.Find(known => known.Is(sketch)) is not { } shape)
        {
            if (Constants(line, sketch, form.Source) is not { } constants)
            {
                return;
            }

            if (_shapes.Count == MostShapes)
            {
                // The last is the one that is seen least.
                _bytes -= _shapes[^1].Bytes;
                _shapes.RemoveAt(MostShapes - 1);
            }

            shape = new LineShape(sketch, constants);
            _shapes.Add(shape);
            _bytes += shape.Bytes;
        }

        _bytes -= shape.Bytes;
        shape.Learn(line, sketch, learned);
        _bytes += shape.Bytes;
    }

    /// <summary>What the items of a form are, if each can be kept.</summary>
    /// <remarks>There are as many items as the reader found: none stands within another, but for the groups around all of them, and each has a linkId.</remarks>
    private static LearnedForm? Learned(FhirForm form, FormCells cells, IReadOnlyList<TracedItem> items)
    {
        var itemAt = new int[items.Count];
        var values = new byte[items.Count];
        var totalAt = -1;
        for (var i = 0; i < itemAt.Length; i++)
        {
            itemAt[i] = -1;
            if (items[i].Item is { } id)
            {
                itemAt[i] = IndexOf(form.Instrument, id);
                if (!cells.TryCell(itemAt[i], form.Answers[id], out values[i]))
                {
                    return null;
                }
            }
            else if (items[i].Scale is not null)
            {
                if (totalAt >= 0)
                {
                    return null;
                }

                totalAt = i;
            }
        }

        if (totalAt < 0)
        {
            return form.StatedTotals.IsEmpty ? new LearnedForm(cells, items, itemAt, values, totalAt, null, null) : null;
        }

        return form.StatedTotals is [var stated] && string.Equals(stated.Scale, items[totalAt].Scale, StringComparison.Ordinal)
            ? new LearnedForm(cells, items, itemAt, values, totalAt, new StatedTotal(stated.Scale, stated.Value), stated.Path)
            : null;
    }

    private static int IndexOf(Instrument instrument, string id)
    {
        var index = 0;
        while (!string.Equals(instrument.Items[index].Id, id, StringComparison.Ordinal))
        {
            index++;
        }

        return index;
    }

    private bool TryAdd(ReadOnlySpan<byte> line, long number, long resource, LineShape shape, FormBatch batch)
    {
        var outline = _match.Outline!;
        var block = batch.BlockOf(outline.Cells);
        var answers = block.Next;
        answers.Fill(FormCells.Missing);
        var missing = outline.Missing;
        var itemAt = outline.ItemAt;
        for (var i = 0; i < itemAt.Length; i++)
        {
            var item = itemAt[i];
            if (item < 0)
            {
                continue;
            }

            if (!_match.Items[i].TryCell(outline.Cells, item, out var cell))
            {
                return false;
            }

            answers[item] = cell;
            missing |= cell == FormCells.Missing ? (1UL << item) & outline.Cells.Scored : 0;
        }

        var total = outline.TotalAt >= 0 ? _match.Items[outline.TotalAt].FindTotal(outline.TotalScale!) : null;
        if (outline.TotalAt >= 0 && total is null)
        {
            return false;
        }

        var time = shape.Constant(KeptField.At) is null ? TimeText.Print(_match.Get(line, LineSlot.Authored), _time) : 0;
        if (time == 0 && shape.Constant(KeptField.At) is null)
        {
            return false;
        }

        for (var i = 0; i < _keep.Count; i++)
        {
            batch.Keep(i, shape.Constant(_keep[i]) ?? _keep[i] switch
            {
                KeptField.Id => _match.Get(line, LineSlot.Id),
                KeptField.Subject => _match.Get(line, LineSlot.Subject),
                KeptField.Encounter => _match.Get(line, LineSlot.Encounter),
                _ => _time.AsSpan(0, time),
            });
        }

        _unlike = 0;
        batch.AddForm(block, missing, resource, number, total is null ? null : outline, total);
        return true;
    }

    private FormCells? FindCells(Instrument instrument)
    {
        if (!_cells.TryGetValue(instrument, out var cells))
        {
            _cells.Add(instrument, cells = _find(instrument));
        }

        return cells;
    }

    /// <summary>What the lines of a shape say alike of themselves, by <see cref="KeptField"/>; none at all where the slots do not hold what the reader found.</summary>
    private byte[]?[]? Constants(ReadOnlySpan<byte> line, LineSketch sketch, FhirSource source)
    {
        var at = source.At?.ToString() ?? source.AtText;
        byte[]?[] constants =
        [
            ToBytes(source.Id), ToBytes(source.Subject), ToBytes(source.Encounter), ToBytes(at), ToBytes(source.Status), ToBytes(source.Questionnaire),
        ];
        foreach (var (slot, field, text) in new[]
        {
            (LineSlot.Id, KeptField.Id, source.Id), (LineSlot.Subject, KeptField.Subject, source.Subject),
            (LineSlot.Encounter, KeptField.Encounter, source.Encounter), (LineSlot.Authored, KeptField.At, source.AtText),
        })
        {
            if (sketch.Find(slot) is not { } place)
            {
                continue;
            }

            var found = line.Slice(place.Start, place.Length);
            if (text is null || !found.SequenceEqual(ToBytes(text)))
            {
                return null;
            }

            if (slot == LineSlot.Authored && !_time.AsSpan(0, TimeText.Print(found, _time)).SequenceEqual(ToBytes(at)))
            {
                return null;
            }

            constants[(int)field] = null;
        }

        return constants;
    }

    private static byte[] ToBytes(string? text) => Encoding.UTF8.GetBytes(text ?? "");
}
