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

    // The course: how its rows begin, its visits.
    private bool _isCuttable;
    private readonly List<byte> _start = [];
    private readonly List<(int Day, int Score)> _visits = [];
    private byte[] _days = new byte[1024];
    private readonly List<int> _dayEnds = [];

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

    /// <summary>Begins a course with the record that was read last.</summary>
    public void Begin()
    {
        _start.Clear();
        _start.AddRange(CsvBytes.NeedsQuotes(Patient) ? CsvBytes.FieldOf(Patient) : Patient);
        _start.Add((byte)',');
        _start.AddRange(CsvBytes.NeedsQuotes(Course) ? CsvBytes.FieldOf(Course) : Course);
        _start.Add((byte)',');
        _isCuttable = Patient.IndexOfAny(_separator, (byte)'"') < 0 && Course.IndexOfAny(_separator, (byte)'"') < 0;
        Clear();
        IsCollecting = true;
    }

    /// <summary>Adds the record that was read last.</summary>
    /// <returns>Whether it lies behind the others.</returns>
    public bool TryAdd()
    {
        if (_visits.Count > 0 && _visits[^1].Day >= _day)
        {
            return false;
        }

        Add(_record[_dayColumn]);
        return true;
    }

    private void Add(ReadOnlySpan<byte> cell)
    {
        var end = _dayEnds.Count == 0 ? 0 : _dayEnds[^1];
        if (_days.Length - end < cell.Length)
        {
            Array.Resize(ref _days, 2 * _days.Length);
        }

        cell.CopyTo(_days.AsSpan(end));
        _dayEnds.Add(end + cell.Length);
        _visits.Add((_day, _score));
    }

    /// <summary>Adds the records that follow the one that was added last, as long as they are of the same course, plain, whole and behind it in time.</summary>
    /// <param name="bytes">The bytes behind that record.</param>
    /// <param name="records">How many records were added.</param>
    /// <returns>How many bytes they take.</returns>
    public int AddFrom(ReadOnlySpan<byte> bytes, out int records)
    {
        records = 0;
        var at = 0;

        // Words that needed their quotes could be taken for several fields.
        while (_isCuttable && TryCut(bytes[at..], out var length, out var day, out var score)
            && (_score = _scores.Read(score)) != ScoreCells.Unusual
            && (_isDate ? DayCells.TryDate(day, out _day) : DayCells.TryRelative(day, out _day))
            && _visits[^1].Day < _day)
        {
            Add(day);
            records++;
            at += length;
        }

        return at;
    }

    // A line without a quote, of as many fields as there are columns, with the course's own words.
    private bool TryCut(ReadOnlySpan<byte> bytes, out int length, out ReadOnlySpan<byte> day, out ReadOnlySpan<byte> score)
    {
        length = 0;
        day = score = [];
        for (var column = 0; column < _columnCount; column++)
        {
            var rest = bytes[length..];
            int end;
            if (column == _patientColumn || column == _courseColumn)
            {
                var word = column == _patientColumn ? _patientWord.Span : _courseWord.Span;
                if (!rest.StartsWith(word))
                {
                    return false;
                }

                end = word.Length;
            }
            else
            {
                end = 0;
                while (end < rest.Length && rest[end] != _separator && rest[end] is not ((byte)'\n' or (byte)'\r' or (byte)'"'))
                {
                    end++;
                }

                var cell = rest[..end];
                if (column == _dayColumn)
                {
                    day = cell;
                }
                else if (column == _scoreColumn)
                {
                    score = cell;
                }
                else if (column == _instrumentColumn && !IsOurs(cell))
                {
                    return false;
                }
            }

            if (column == _columnCount - 1 && end + 1 < rest.Length && rest[end] == '\r')
            {
                end++;
            }

            if (end >= rest.Length || rest[end] != (column == _columnCount - 1 ? (byte)'\n' : _separator))
            {
                return false;
            }

            length += end + 1;
        }

        return true;
    }

    /// <summary>The record that was read last as a form.</summary>
    public Administration ToVisit() => ToVisit(_day, _score);

    /// <summary>Gives the course's visits away, as forms.</summary>
    public List<Administration> TakeAll()
    {
        var forms = _visits.ConvertAll(visit => ToVisit(visit.Day, visit.Score));
        Clear();
        return forms;
    }

    /// <summary>Writes the course's rows.</summary>
    /// <param name="written">How many.</param>
    /// <returns><see langword="false"/> if it has no score at all; nothing was written then, and the visits are still here.</returns>
    public bool TryWrite(out int written)
    {
        written = 0;
        var baseline = _visits.FindIndex(visit => visit.Score != ScoreCells.Missing);
        if (baseline < 0)
        {
            return false;
        }

        var start = CollectionsMarshal.AsSpan(_start);
        var (first, from) = _visits[baseline];
        for (var i = baseline + 1; i < _visits.Count; i++)
        {
            var (day, score) = _visits[i];
            _csv.Record(start, _days.AsSpan(_dayEnds[i - 1].._dayEnds[i]), day - first, _fields[(from * ScoreCells.Most) + score] ?? MakeFields(from, score));
        }

        written = _visits.Count - baseline - 1;
        Clear();
        return true;
    }

    private void Clear()
    {
        _visits.Clear();
        _dayEnds.Clear();
        IsCollecting = false;
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
