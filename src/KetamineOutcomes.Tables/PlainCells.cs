using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Tables;

/// <summary>Answers of one or two digits, as nearly every cell holds one: read without a text being made of them.</summary>
/// <remarks>
/// What a cell means is asked of <see cref="Cells"/> and of the instrument once for each item and each of the 110 texts. Any other cell, and any that raises an issue, is not plain: its row goes the
/// usual way.
/// </remarks>
internal sealed class PlainCells
{
    /// <summary>Stands for an item that is never scored and has no answer.</summary>
    public const byte Missing = byte.MaxValue;

    private const int Texts = 110;

    // By item and text: "0" to "9", then "00" to "99".
    private readonly byte[] _values;
    private readonly bool[] _mayBeMissing;

    public PlainCells(Instrument instrument, MissingCodes missing)
    {
        _values = new byte[instrument.Items.Count * Texts];
        _mayBeMissing = [.. instrument.Items.Select(item => !item.IsScored)];
        for (var i = 0; i < instrument.Items.Count; i++)
        {
            for (var text = 0; text < Texts; text++)
            {
                var cell = text < 10
                    ? text.ToString(System.Globalization.CultureInfo.InvariantCulture)
                    : (text - 10).ToString("00", System.Globalization.CultureInfo.InvariantCulture);
                _values[(i * Texts) + text] = ValueOf(instrument, instrument.Items[i], Cells.ReadAnswer(instrument.Items[i], cell, missing));
            }
        }
    }

    /// <summary>Reads the answers of the current record.</summary>
    /// <param name="reader">The reader, on a record of CSV with the right number of fields.</param>
    /// <param name="columns">The column of each item, -1 where there is none.</param>
    /// <param name="answers">Where the answers go, one an item.</param>
    /// <returns>Whether all cells are plain and every item that a scale uses has an answer; if not, what was written means nothing.</returns>
    public bool TryRead(TableReader reader, ReadOnlySpan<int> columns, Span<byte> answers)
    {
        for (var i = 0; i < columns.Length; i++)
        {
            var cell = columns[i] < 0 ? [] : reader.Utf8(columns[i]);
            int text;
            if (cell.Length == 1 && cell[0] is >= (byte)'0' and <= (byte)'9')
            {
                text = cell[0] - '0';
            }
            else if (cell.Length == 2 && cell[0] is >= (byte)'0' and <= (byte)'9' && cell[1] is >= (byte)'0' and <= (byte)'9')
            {
                text = 10 + ((cell[0] - '0') * 10) + (cell[1] - '0');
            }
            else if (cell.IsEmpty && _mayBeMissing[i])
            {
                answers[i] = Missing;
                continue;
            }
            else
            {
                return false;
            }

            answers[i] = _values[(i * Texts) + text];
            if (answers[i] == Missing)
            {
                return false;
            }
        }

        return true;
    }

    // The value as the form takes it without a word; Missing for all else.
    private static byte ValueOf(Instrument instrument, Item item, Answer answer)
    {
        var value = answer switch
        {
            Answer.Numeric numeric => numeric.Value,
            Answer.Coded coded => item.Options.First(option => string.Equals(option.Id, coded.Option, StringComparison.Ordinal)).Value,
            _ => null,
        };
        return value is { IsInteger: true, Numerator: >= 0 and < Missing - 1 } number
            && instrument.Validate(AnswerSet.Create([new(item.Id, answer)])).Issues.All(issue => !string.Equals(issue.Place, item.Id, StringComparison.Ordinal))
                ? (byte)number.Numerator
                : Missing;
    }
}
