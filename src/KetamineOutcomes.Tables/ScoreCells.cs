using System.Buffers.Binary;
using System.Text;
using KetamineOutcomes.Indicators.Changes;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Tables;

/// <summary>Reads cells of scores: each different text is read once, by <see cref="Cells"/>, and known by a number from then on.</summary>
internal sealed class ScoreCells
{
    /// <summary>The number of a cell that holds no score.</summary>
    public const int Missing = 0;

    /// <summary>What is said of a cell that only the careful way may read: too long, no number, or none that the scale gives.</summary>
    public const int Unusual = -1;

    /// <summary>The most different scores that are known.</summary>
    public const int Most = 512;

    private const int LongestCell = 7;
    private const int MostTexts = 4096;
    private const short Unknown = short.MinValue;

    private readonly ChangeScorer _scorer;
    private readonly short[] _short = new short[256 * 257];
    private readonly Dictionary<ulong, short> _longer = [];
    private readonly List<Fraction> _scores = [default];

    public ScoreCells(ChangeScorer scorer)
    {
        _scorer = scorer;
        _short.AsSpan().Fill(Unknown);
    }

    /// <summary>How many numbers are known, <see cref="Missing"/> among them.</summary>
    public int Count => _scores.Count;

    /// <summary>The score of a number but <see cref="Missing"/>.</summary>
    public Fraction this[int number] => _scores[number];

    /// <summary>The number of a cell, <see cref="Missing"/> or <see cref="Unusual"/>.</summary>
    public int Read(ReadOnlySpan<byte> cell)
    {
        if (cell.Length is 1 or 2)
        {
            // A single byte stands behind all pairs.
            var place = cell.Length == 1 ? (256 * 256) + cell[0] : (cell[0] * 256) + cell[1];
            var known = _short[place];
            return known != Unknown ? known : _short[place] = Learn(cell);
        }

        if (cell.IsEmpty)
        {
            return Missing;
        }

        if (cell.Length > LongestCell)
        {
            return Unusual;
        }

        Span<byte> bytes = stackalloc byte[8];
        bytes.Clear();
        cell.CopyTo(bytes);
        bytes[7] = (byte)cell.Length;
        var key = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        if (!_longer.TryGetValue(key, out var number))
        {
            number = Learn(cell);
            if (_longer.Count < MostTexts)
            {
                _longer.Add(key, number);
            }
        }

        return number;
    }

    private short Learn(ReadOnlySpan<byte> cell)
    {
        var text = Encoding.UTF8.GetString(cell);
        if (Cells.IsMissing(text))
        {
            return Missing;
        }

        if (!Cells.TryNumber(text, out var score) || _scorer.Instrument.ScoreTotal(score, _scorer.Scale.Id) is not Score.Scored { Issues.IsEmpty: true })
        {
            return Unusual;
        }

        var known = _scores.IndexOf(score, 1);
        if (known > 0)
        {
            return (short)known;
        }

        if (_scores.Count == Most)
        {
            return Unusual;
        }

        _scores.Add(score);
        return (short)(_scores.Count - 1);
    }
}
