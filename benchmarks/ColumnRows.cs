using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using KetamineOutcomes.Columns;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Benchmarks;

/// <summary>Columns beside the memory: how fast many forms are scored, as a share of how fast the same bytes are read and as many written, in one process on one thread.</summary>
/// <remarks>The answers are drawn once (3 % missing), and a sample of rows is held against the scalar reader before any time counts. Of several rounds the quickest is taken, on both sides.</remarks>
internal static class ColumnRows
{
    private const byte Missing = 255;
    private const int Compared = 20_000;

    private static readonly (string Instrument, string? Scale, string Goal, string GoalByRows)[] Works =
    [
        ("phq-9", null, "50 %", "30 %"),
        ("qids-sr16", null, "20 %", ""),
        ("cadss-23", null, "20 %", ""),
        ("whodas-12", "complex", "20 %", ""),
        ("promis-depression-8a", null, "20 %", ""),
    ];

    public static int Run(int rows, string? folder)
    {
        Console.WriteLine("| scale | table | ns a form | memory alone, ns a form | share | goal |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var (id, scale, goal, goalByRows) in Works)
        {
            var instrument = InstrumentCatalogue.Shipped.Find(id)!;
            var scorer = ColumnScorer.Compile(instrument, scale).GetValueOrThrow();
            var columns = Draw(instrument, rows);
            var table = AnswerTable<byte>.FromColumns([.. columns.Select(column => (ReadOnlyMemory<byte>)column)], rows, Missing);
            var status = new ColumnStatus[rows];
            var scores = new short[rows];
            var results = new ColumnResults { Status = status, ShortScores = scores };
            scorer.Score(table, results);
            if (!Agrees(scorer, columns, status, scores))
            {
                Console.Error.WriteLine($"{id}/{scorer.Scale.Id}: columns and the scalar reader differ.");
                return 1;
            }

            var used = scorer.Scale.Items.Select(item => columns[instrument.Items.ToList().IndexOf(item)]).ToArray();
            var name = $"{id}/{scorer.Scale.Id}";
            var memory = Rounds.Best(() => Touch(used, status, scores));
            var byColumns = Rounds.Best(() => scorer.Score(table, results));
            Write(name, "columns", byColumns / rows, memory / rows, goal);

            var rowsAtOnce = Math.Min(rows, Array.MaxLength / instrument.Items.Count);
            var byRows = AnswerTable<byte>.FromRows(Turn(columns, rowsAtOnce), instrument.Items.Count, Missing);
            var turned = Rounds.Best(() => scorer.Score(byRows, results));
            Write(name, "rows", turned / rowsAtOnce, memory / rows, goalByRows);
            Measurement.Append(folder, [new("memory-alone", name, 1, rows, memory), new("memory", $"{name}|columns|{goal.TrimEnd('%', ' ')}", 1, rows, byColumns), new("memory", $"{name}|rows|{goalByRows.TrimEnd('%', ' ')}", 1, rowsAtOnce, turned)]);
        }

        return 0;
    }

    private static void Write(string scale, string table, double seconds, double memory, string goal) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {scale} | {table} | {seconds * 1e9:F2} | {memory * 1e9:F2} | {100 * memory / seconds:F0} % | {goal} |"));

    private static byte[][] Draw(Instrument instrument, int rows)
    {
        // xorshift: the same answers on every machine, and quicker than the framework's.
        var state = 0x9E3779B97F4A7C15UL;
        return [.. instrument.Items.Select(item =>
        {
            var (low, span) = ((byte)item.Min.Numerator, (ulong)((item.Max ?? item.Min) - item.Min + 1).Numerator);
            var column = new byte[rows];
            for (var row = 0; row < rows; row++)
            {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                column[row] = state % 100 < 3 ? Missing : (byte)(low + (byte)((state >> 32) % span));
            }

            return column;
        })];
    }

    private static byte[] Turn(byte[][] columns, int rows)
    {
        var cells = new byte[rows * columns.Length];
        for (var item = 0; item < columns.Length; item++)
        {
            for (int row = 0, at = item; row < rows; row++, at += columns.Length)
            {
                cells[at] = columns[item][row];
            }
        }

        return cells;
    }

    private static bool Agrees(ColumnScorer scorer, byte[][] columns, ColumnStatus[] status, short[] scores)
    {
        for (var row = 0; row < Math.Min(Compared, status.Length); row++)
        {
            var score = scorer.Instrument.Score(scorer.Scale.Id, AnswerSet.Create(scorer.Instrument.Items.Select((item, i) =>
                KeyValuePair.Create(item.Id, columns[i][row] == Missing ? Answer.Missing : Answer.Number(columns[i][row])))));
            var expected = score.Match(_ => ColumnStatus.Scored, _ => ColumnStatus.Prorated, _ => ColumnStatus.Incomplete, _ => ColumnStatus.Invalid);
            var number = score.TryGetValue(out var value) ? (short)(value * (decimal)Math.Pow(10, scorer.Scale.Decimals)) : ColumnScorer.NoScore;
            if (status[row] != expected || scores[row] != number)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What no scorer can do without: every answer read, every result written; block by block, as the scorer goes.</summary>
    private static void Touch(byte[][] columns, ColumnStatus[] status, short[] scores)
    {
        const int Block = 1024;
        for (var row = 0; row < status.Length; row += Block)
        {
            var count = Math.Min(Block, status.Length - row);
            var all = Vector<byte>.Zero;
            foreach (var column in columns)
            {
                foreach (var lane in MemoryMarshal.Cast<byte, Vector<byte>>(column.AsSpan(row, count)))
                {
                    all ^= lane;
                }
            }

            MemoryMarshal.AsBytes(status.AsSpan(row, count)).Fill(all[0]);
            scores.AsSpan(row, count).Fill(all[1]);
        }
    }
}
