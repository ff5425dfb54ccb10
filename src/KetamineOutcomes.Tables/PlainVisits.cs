using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using KetamineOutcomes.Indicators.Changes;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Tables;

/// <summary>The visits of one course while all of them are ordinary: a day that is printed as it is written, a score that is known, one visit after the other.</summary>
/// <remarks>
/// What stands in a row behind the day follows from two scores; it is made once for each pair by <see cref="ChangeScorer.Assess"/>. A test holds the table to the one that is read carefully throughout.
/// </remarks>
internal sealed class PlainVisits
{
    private readonly int _patientColumn;
    private readonly int _courseColumn;
    private readonly int _instrumentColumn;
    private readonly int _dayColumn;
    private readonly int _scoreColumn;
    private readonly int _columnCount;
    private readonly byte _separator;
    private readonly bool _isDate;
    private readonly byte[][] _names;
    private readonly ChangeScorer _scorer;
    private readonly ChangeRows _rows;
    private readonly CsvBytes _csv;
    private readonly ScoreCells _scores;

    // By two scores: what stands behind the day.
    private readonly byte[]?[] _fields = new byte[ScoreCells.Most * ScoreCells.Most][];

    // The cells of the record that was read last.
    private PlainRecords _record = null!;
    private int _day;
    private int _score;

    // Cells that were found to be plain words.
    private Utf8Word _patientWord;
    private Utf8Word _courseWord;

    // The course: how its rows begin, its visits, and which of them is the baseline (-1 where there is no score yet).
    private bool _isCuttable;
    private readonly List<byte> _start = [];
    private (int Day, int Score)[] _visits = new (int, int)[64];
    private int _count;
    private int _baseline;

    private PlainVisits(int[] columns, TableReader reader, bool isDate, string[] names, ChangeScorer scorer, ChangeRows rows, CsvBytes csv)
    {
        (_patientColumn, _courseColumn, _instrumentColumn, _dayColumn, _scoreColumn) = (columns[0], columns[1], columns[2], columns[3], columns[4]);
        _columnCount = reader.ColumnCount;
        _separator = (byte)reader.Separator;
        _isDate = isDate;
        _names = [.. names.Select(Encoding.UTF8.GetBytes)];
        _scorer = scorer;
        _rows = rows;
        _csv = csv;
        _scores = new ScoreCells(scorer);
    }

    /// <summary>Whether the course's visits are here, and none was given away.</summary>
    public bool IsCollecting { get; private set; }

    /// <summary>The patient of the record that was read last.</summary>
    public ReadOnlySpan<byte> Patient => _record[_patientColumn];

    /// <summary>Its course.</summary>
    public ReadOnlySpan<byte> Course => _courseColumn < 0 ? "1"u8 : _record[_courseColumn];

    /// <summary>The reader of plain visits, where the table's columns are such that there can be some.</summary>
    public static PlainVisits? Find(TableReader reader, LongRow row, string[] names, ChangeScorer scorer, ChangeRows rows, TableWriter writer)
    {
        // Where there are both, each row must say which one it has.
        var isDate = row.HasColumn("assessed_at");
        return reader.Plain is null || row.HasColumn("timing") || row.HasColumn("rater") || isDate == row.HasColumn("assessed_day")
            ? null
            : new PlainVisits([row.Find("patient_id"), row.Find("course_id"), row.Find("instrument"), row.Find(isDate ? "assessed_at" : "assessed_day"), row.Find("score")], reader, isDate, names, scorer, rows, writer.Csv);
    }

    /// <summary>Reads a record.</summary>
    /// <returns><see langword="false"/> if it is not ordinary; nothing has changed then.</returns>
    public bool TryRead(PlainRecords record)
    {
        _record = record;
        if (_instrumentColumn >= 0 && !IsOurs(record[_instrumentColumn]))
        {
            return false;
        }

        var day = record[_dayColumn];
        _score = _scores.Read(record[_scoreColumn]);
        return _score != ScoreCells.Unusual
            && (_isDate ? DayCells.TryDate(day, out _day) : DayCells.TryRelative(day, out _day))
            && IsPlainWord(Patient, ref _patientWord)
            && IsPlainWord(Course, ref _courseWord);
    }

    /// <summary>Begins a course with the record that was read last. Its rows are written as its records come, and taken back where one of them is not ordinary.</summary>
    public void Begin()
    {
        _start.Clear();
        _start.AddRange(CsvBytes.NeedsQuotes(Patient) ? CsvBytes.FieldOf(Patient) : Patient);
        _start.Add((byte)',');
        _start.AddRange(CsvBytes.NeedsQuotes(Course) ? CsvBytes.FieldOf(Course) : Course);
        _start.Add((byte)',');
        _isCuttable = Patient.IndexOfAny(_separator, (byte)'"') < 0 && Course.IndexOfAny(_separator, (byte)'"') < 0;
        _count = 0;
        _baseline = -1;
        _csv.Hold();
        IsCollecting = true;
    }

    /// <summary>Adds the record that was read last.</summary>
    /// <returns>Whether it lies behind the others.</returns>
    public bool TryAdd() => TryAdd(_record[_dayColumn]);

    /// <summary>Adds the records that follow the one that was added last, as long as they are of the same course, plain, whole and behind it in time.</summary>
    /// <param name="bytes">The bytes behind that record.</param>
    /// <param name="records">How many records were added.</param>
    /// <returns>How many bytes they take.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int AddFrom(ReadOnlySpan<byte> bytes, out int records)
    {
        records = 0;
        var at = 0;

        // Whole lines only; words that needed their quotes could be taken for several fields.
        bytes = bytes[..(bytes.LastIndexOf((byte)'\n') + 1)];
        while (_isCuttable && TryCut(bytes[at..], out var length, out var day, out var score)
            && (_score = _scores.Read(score)) != ScoreCells.Unusual
            && (_isDate ? DayCells.TryDate(day, out _day) : DayCells.TryRelative(day, out _day))
            && TryAdd(day))
        {
            records++;
            at += length;
        }

        return at;
    }

    /// <summary>The record that was read last as a form.</summary>
    public Administration ToVisit() => ToVisit(_day, _score);

    /// <summary>Gives the course's visits away, as forms, and takes its rows back.</summary>
    public List<Administration> TakeAll()
    {
        _csv.TakeBack();
        IsCollecting = false;
        return [.. _visits.AsSpan(0, _count).ToArray().Select(visit => ToVisit(visit.Day, visit.Score))];
    }

    /// <summary>Ends the course; its rows stand.</summary>
    /// <param name="written">How many there are.</param>
    /// <returns><see langword="false"/> if it has no score at all; nothing was written then, and the visits are still here.</returns>
    public bool TryEnd(out int written)
    {
        written = _count - _baseline - 1;
        if (_baseline < 0)
        {
            return false;
        }

        _csv.LetGo();
        IsCollecting = false;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryAdd(ReadOnlySpan<byte> day)
    {
        if (_count > 0 && _visits[_count - 1].Day >= _day)
        {
            return false;
        }

        if (_count == _visits.Length)
        {
            Array.Resize(ref _visits, 2 * _count);
        }

        _visits[_count++] = (_day, _score);
        if (_baseline >= 0)
        {
            var (first, from) = _visits[_baseline];
            _csv.Record(CollectionsMarshal.AsSpan(_start), day, _day - first, _fields[(from * ScoreCells.Most) + _score] ?? MakeFields(from, _score));
        }
        else if (_score != ScoreCells.Missing)
        {
            _baseline = _count - 1;
        }

        return true;
    }

    // Compiled in full at once, like those above: a long table is half read before the runtime has seen that they are used much.
    // A line without a quote, of as many fields as there are columns, with the course's own words. The bytes end with a line's end.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryCut(ReadOnlySpan<byte> bytes, out int length, out ReadOnlySpan<byte> day, out ReadOnlySpan<byte> score)
    {
        length = 0;
        day = score = [];
        if (bytes.IsEmpty)
        {
            return false;
        }

        ref var first = ref MemoryMarshal.GetReference(bytes);
        for (var column = 0; column < _columnCount; column++)
        {
            var end = length;
            if (column == _patientColumn || column == _courseColumn)
            {
                var word = column == _patientColumn ? _patientWord.Span : _courseWord.Span;
                if (bytes.Length - length <= word.Length || !word.SequenceEqual(bytes.Slice(length, word.Length)))
                {
                    return false;
                }

                end += word.Length;
            }
            else
            {
                // The line's end stops this before the end of the bytes does.
                byte b;
                while ((b = Unsafe.Add(ref first, end)) != _separator && (b > '"' || b is not ((byte)'\n' or (byte)'\r' or (byte)'"')))
                {
                    end++;
                }

                if (column == _dayColumn)
                {
                    day = bytes[length..end];
                }
                else if (column == _scoreColumn)
                {
                    score = bytes[length..end];
                }
                else if (column == _instrumentColumn && !IsOurs(bytes[length..end]))
                {
                    return false;
                }
            }

            var isLast = column == _columnCount - 1;
            if (isLast && bytes[end] == '\r')
            {
                end++;
            }

            // A carriage return is not the last of the bytes.
            if (bytes[end] != (isLast ? (byte)'\n' : _separator))
            {
                return false;
            }

            length = end + 1;
        }

        return true;
    }

    // One course with every score that is known as a visit: the answer at a visit does not change with those that follow.
    private byte[] MakeFields(int baseline, int score)
    {
        var missing = Enumerable.Range(0, _scores.Count).Where(known => _fields[(baseline * ScoreCells.Most) + known] is null).ToList();
        var visits = missing.Select((known, i) => ToVisit(i + 1, known, isDate: false)).Prepend(ToVisit(0, baseline, isDate: false));
        foreach (var row in _scorer.Assess(visits).GetValueOrThrow().Rows)
        {
            _fields[(baseline * ScoreCells.Most) + missing[row.Day!.Value - 1]] = [(byte)',', .. _rows.Fields(row)];
        }

        return _fields[(baseline * ScoreCells.Most) + score]!;
    }

    private Administration ToVisit(int day, int score) => ToVisit(day, score, _isDate);

    private Administration ToVisit(int day, int score, bool isDate) => new(
        _scorer.Instrument.Id,
        DayCells.ToTime(day, isDate),
        score == ScoreCells.Missing ? new AdministrationContent.NotDone() : new AdministrationContent.TotalOnly(_scores[score], _scorer.Scale.Id, "table"));

    private bool IsOurs(ReadOnlySpan<byte> cell)
    {
        foreach (var name in _names)
        {
            if (cell.SequenceEqual(name))
            {
                return true;
            }
        }

        return false;
    }

    // Nothing that would be trimmed away, and no word for a missing value.
    private static bool IsPlainWord(ReadOnlySpan<byte> cell, ref Utf8Word known)
    {
        if (known.Is(cell) && !cell.IsEmpty)
        {
            return true;
        }

        if (cell.IsEmpty || cell[0] is <= (byte)' ' or >= 0x7F || cell[^1] is <= (byte)' ' or >= 0x7F || (cell.Length <= 4 && Cells.IsMissing(Encoding.UTF8.GetString(cell))))
        {
            return false;
        }

        known.Set(cell);
        return true;
    }
}
