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
    private byte[] _patientWord = [];
    private byte[] _courseWord = [];

    // The course: how its rows begin, its visits.
    private readonly List<byte> _start = [];
    private readonly List<(int Day, int Score)> _visits = [];
    private byte[] _days = new byte[1024];
    private readonly List<int> _dayEnds = [];

    private PlainVisits(int[] columns, bool isDate, string[] names, ChangeScorer scorer, ChangeRows rows, CsvBytes csv)
    {
        (_patientColumn, _courseColumn, _instrumentColumn, _dayColumn, _scoreColumn) = (columns[0], columns[1], columns[2], columns[3], columns[4]);
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
            : new PlainVisits([row.Find("patient_id"), row.Find("course_id"), row.Find("instrument"), row.Find(isDate ? "assessed_at" : "assessed_day"), row.Find("score")], isDate, names, scorer, rows, writer.Csv);
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
        _start.AddRange(CsvBytes.FieldOf(Patient));
        _start.Add((byte)',');
        _start.AddRange(CsvBytes.FieldOf(Course));
        _start.Add((byte)',');
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

        var cell = _record[_dayColumn];
        var end = _dayEnds.Count == 0 ? 0 : _dayEnds[^1];
        if (_days.Length - end < cell.Length)
        {
            Array.Resize(ref _days, 2 * _days.Length);
        }

        cell.CopyTo(_days.AsSpan(end));
        _dayEnds.Add(end + cell.Length);
        _visits.Add((_day, _score));
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

        var (first, from) = _visits[baseline];
        for (var i = baseline + 1; i < _visits.Count; i++)
        {
            var (day, score) = _visits[i];
            _csv.Append(CollectionsMarshal.AsSpan(_start));
            _csv.Append(_days.AsSpan(_dayEnds[i - 1].._dayEnds[i]));
            _csv.Field(day - first);
            _csv.Append(_fields[(from * ScoreCells.Most) + score] ??= MakeFields(from, score));
            _csv.EndRecord();
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

    private byte[] MakeFields(int baseline, int score)
    {
        var visits = new[] { ToVisit(0, baseline, isDate: false), ToVisit(1, score, isDate: false) };
        return [(byte)',', .. _rows.Fields(_scorer.Assess(visits).GetValueOrThrow().Rows[0])];
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
    private static bool IsPlainWord(ReadOnlySpan<byte> cell, ref byte[] known)
    {
        if (cell.SequenceEqual(known) && !cell.IsEmpty)
        {
            return true;
        }

        if (cell.IsEmpty || cell[0] is <= (byte)' ' or >= 0x7F || cell[^1] is <= (byte)' ' or >= 0x7F || (cell.Length <= 4 && Cells.IsMissing(Encoding.UTF8.GetString(cell))))
        {
            return false;
        }

        known = cell.ToArray();
        return true;
    }
}
