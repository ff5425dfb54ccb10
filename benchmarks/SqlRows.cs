using System.Diagnostics;
using System.Globalization;
using KetamineOutcomes.Export.Sql;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Benchmarks;

/// <summary>The library's side of <c>compare/duckdb-sql.sh</c>: many made-up PHQ-9 forms through the scalar reader, and the statement that an engine gets for the same forms.</summary>
/// <remarks>
/// Forms are made by whole-number arithmetic that SQL can repeat, so that no file of millions of rows is needed. What is compared is every group of status, score, severity and answered count:
/// how many forms fall in it, the sum of their numbers and the sum of the squares of those. Forms are made before the clock starts, on both sides; only bytes are kept, so that ten million take 90 MB.
/// </remarks>
internal static class SqlRows
{
    public static int Run(int rows, string folder)
    {
        var phq9 = Instruments.Instruments.Phq9;
        var answers = MadeUpForms.Make(rows);

        // Once for the compiler, on the first ten thousand.
        _ = Score(phq9, answers, 0, Math.Min(rows, 10_000));
        var clock = Stopwatch.StartNew();
        var one = Score(phq9, answers, 0, rows);
        var oneThread = clock.Elapsed.TotalSeconds;

        clock.Restart();
        var threads = Environment.ProcessorCount;
        var parts = new Dictionary<Group, Tally>[threads];
        Parallel.For(0, threads, part => parts[part] = Score(phq9, answers, (int)((long)rows * part / threads), (int)((long)rows * (part + 1) / threads)));
        var all = new Dictionary<Group, Tally>();
        foreach (var (group, tally) in parts.SelectMany(part => part))
        {
            all[group] = all.GetValueOrDefault(group).Add(tally);
        }

        var allThreads = clock.Elapsed.TotalSeconds;
        if (one.Count != all.Count || one.Any(entry => all[entry.Key] != entry.Value))
        {
            Console.Error.WriteLine("One thread and several give different answers.");
            return 1;
        }

        File.WriteAllText(Path.Combine(folder, "statement.sql"), SqlExport.WriteScale(phq9, phq9.MainScale, new SqlOptions { Dialect = SqlDialect.DuckDb }).GetTextOrThrow());
        File.WriteAllLines(Path.Combine(folder, "library.csv"), one.Select(entry => string.Create(
            CultureInfo.InvariantCulture,
            $"{entry.Key.Status},{entry.Key.Score},{entry.Key.Severity},{entry.Key.Answered},{entry.Value.Count},{entry.Value.Sum},{entry.Value.Squares}")));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"library, 1 thread: {oneThread:F1} s, {rows / oneThread / 1e6:F2} million forms a second"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"library, {threads} threads: {allThreads:F1} s, {rows / allThreads / 1e6:F2} million forms a second"));
        return 0;
    }

    private static Dictionary<Group, Tally> Score(Instrument instrument, sbyte[] answers, int from, int to)
    {
        var groups = new Dictionary<Group, Tally>();
        var given = new (string, int)[MadeUpForms.Items];
        for (var row = from; row < to; row++)
        {
            var score = instrument.Score(MadeUpForms.Form(answers, row, given));
            var group = new Group(score.Kind, score.TryGetValue(out var value) ? value.ToString(CultureInfo.InvariantCulture) : "", score.Severity?.Band ?? "", score.Answered);
            groups[group] = groups.GetValueOrDefault(group).Add(new Tally(1, row + 1, (Int128)(row + 1) * (row + 1)));
        }

        return groups;
    }

    private readonly record struct Group(string Status, string Score, string Severity, int Answered);

    private readonly record struct Tally(long Count, Int128 Sum, Int128 Squares)
    {
        public Tally Add(Tally other) => new(Count + other.Count, Sum + other.Sum, Squares + other.Squares);
    }
}
