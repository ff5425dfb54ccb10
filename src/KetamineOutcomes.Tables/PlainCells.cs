using System.Buffers.Binary;
using System.Text;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Tables;

/// <summary>What stands with a cell's answer, as columns and the list of issues need it.</summary>
internal enum CellKind : byte
{
    /// <summary>An answer that the item takes without a word, or an item that no scale uses and that has none.</summary>
    Fine = 0,

    /// <summary>No answer.</summary>
    Missing = 1,

    /// <summary>A number that is no answer of the item.</summary>
    OutOfRange = 2,

    /// <summary>No number and no option.</summary>
    Unreadable = 3,

    /// <summary>Anything else: its row goes the usual way.</summary>
    Other = 4,
}

/// <summary>Cells of up to seven bytes, as nearly every one is: read without a text being made of them.</summary>
/// <remarks>What a cell means is asked of <see cref="Cells"/> and of the instrument the first time that it is seen in its item's column, and remembered.</remarks>
internal sealed class PlainCells
{
    /// <summary>Stands for an item without an answer.</summary>
    public const byte Missing = byte.MaxValue;

    /// <summary>Stands for an answer that the item does not take; no item of a table of bytes takes it.</summary>
    public const byte Wrong = byte.MaxValue - 1;

    /// <summary>The most items whose kinds fit a pattern.</summary>
    public const int MostItems = 64;

    private const int LongestCell = 7;
    private const int MostTexts = 4096;
    private const ushort Unknown = ushort.MaxValue;

    private readonly Instrument _instrument;
    private readonly MissingCodes _missing;

    // By item: of no byte, of one byte (item * 256 + byte), of more. Kind and value, or Unknown.
    private readonly ushort[] _empty;
    private readonly ushort[] _single;
    private readonly Dictionary<ulong, ushort>[] _longer;
    private readonly Answer[] _outOfRange;

    public PlainCells(Instrument instrument, MissingCodes missing)
    {
        _instrument = instrument;
        _missing = missing;
        _empty = [.. instrument.Items.Select((_, i) => Learn(i, []))];
        _single = new ushort[instrument.Items.Count * 256];
        _single.AsSpan().Fill(Unknown);
        _longer = [.. instrument.Items.Select(_ => new Dictionary<ulong, ushort>())];
        _outOfRange = [.. instrument.Items.Select(_ => Answer.Missing)];
    }

    /// <summary>Reads the answers of the current record.</summary>
    /// <param name="reader">The reader, on a record of CSV with the right number of fields.</param>
    /// <param name="columns">The column of each item, -1 where there is none.</param>
    /// <param name="answers">Where the answers go, one an item.</param>
    /// <param name="pattern">The kind of each item, two bits from the first on; 0 if all are <see cref="CellKind.Fine"/>.</param>
    /// <returns>Whether each cell is of one of the first four kinds; if not, what was written means nothing.</returns>
    public bool TryRead(TableReader reader, ReadOnlySpan<int> columns, Span<byte> answers, out UInt128 pattern)
    {
        pattern = 0;
        var plain = reader.Plain;
        for (var i = 0; i < columns.Length; i++)
        {
            var column = columns[i];
            var cell = column < 0 ? [] : plain is not null ? plain[column] : reader.Utf8(column);
            var read = cell.Length == 1 ? _single[(i * 256) + cell[0]] : cell.IsEmpty ? _empty[i] : Longer(i, cell);
            if (read == Unknown)
            {
                read = _single[(i * 256) + cell[0]] = Learn(i, cell);
            }

            answers[i] = (byte)(read & 0xFF);
            var kind = read >> 8;
            if (kind != (int)CellKind.Fine)
            {
                if (kind == (int)CellKind.Other || columns.Length > MostItems)
                {
                    return false;
                }

                pattern |= (UInt128)(uint)kind << (2 * i);
            }
        }

        return true;
    }

    /// <summary>A form with the same answers, kinds and so issues, for the scalar reader.</summary>
    public AnswerSet Form(ReadOnlySpan<byte> answers, UInt128 pattern)
    {
        var form = new List<KeyValuePair<string, Answer>>(answers.Length);
        for (var i = 0; i < answers.Length; i++)
        {
            form.Add(new(_instrument.Items[i].Id, (CellKind)(byte)((pattern >> (2 * i)) & 3) switch
            {
                CellKind.Fine when answers[i] != Missing => Answer.Number(answers[i]),
                CellKind.OutOfRange => _outOfRange[i],
                CellKind.Unreadable => Answer.Unreadable,
                _ => Answer.Missing,
            }));
        }

        return AnswerSet.Create(form);
    }

    /// <summary>What an answer is to columns, and the byte that stands for it.</summary>
    public static (CellKind Kind, byte Value) Classify(Instrument instrument, int index, Answer answer)
    {
        var item = instrument.Items[index];
        if (answer == Answer.Missing)
        {
            return (item.IsScored ? CellKind.Missing : CellKind.Fine, Missing);
        }

        var issues = instrument.Validate(AnswerSet.Create([new(item.Id, answer)])).Issues.Where(issue => string.Equals(issue.Place, item.Id, StringComparison.Ordinal)).ToList();
        if (issues.Count > 0)
        {
            var kind = issues is not [{ Severity: IssueSeverity.Error } only] ? CellKind.Other
                : only.Code == IssueCodes.ItemOutOfRange ? CellKind.OutOfRange
                : only.Code == IssueCodes.ItemUnreadable && answer == Answer.Unreadable ? CellKind.Unreadable
                : CellKind.Other;
            return (kind, Wrong);
        }

        var value = answer switch
        {
            Answer.Numeric numeric => numeric.Value,
            Answer.Coded coded => item.Options.First(option => string.Equals(option.Id, coded.Option, StringComparison.Ordinal)).Value,
            _ => null,
        };
        return value is { IsInteger: true, Numerator: >= 0 and < Wrong } number ? (CellKind.Fine, (byte)number.Numerator) : (CellKind.Other, Wrong);
    }

    private ushort Longer(int item, ReadOnlySpan<byte> cell)
    {
        if (cell.Length > LongestCell)
        {
            return (ushort)((int)CellKind.Other << 8);
        }

        // The length beside the bytes: a text may not hold NUL, but this does not rest on it.
        Span<byte> bytes = stackalloc byte[8];
        bytes.Clear();
        cell.CopyTo(bytes);
        bytes[7] = (byte)cell.Length;
        var key = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        var known = _longer[item];
        if (!known.TryGetValue(key, out var read))
        {
            read = Learn(item, cell);
            if (known.Count < MostTexts)
            {
                known.Add(key, read);
            }
        }

        return read;
    }

    private ushort Learn(int index, ReadOnlySpan<byte> cell)
    {
        var answer = Cells.ReadAnswer(_instrument.Items[index], Encoding.UTF8.GetString(cell), _missing);
        var (kind, value) = Classify(_instrument, index, answer);
        if (kind == CellKind.OutOfRange)
        {
            _outOfRange[index] = answer;
        }

        return Pack(kind, value);
    }

    private static ushort Pack(CellKind kind, byte value) => (ushort)(((int)kind << 8) | value);
}
