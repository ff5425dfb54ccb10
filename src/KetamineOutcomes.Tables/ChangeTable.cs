using KetamineOutcomes.Indicators.Changes;

namespace KetamineOutcomes.Tables;

/// <summary>Judges a table of visits of many courses, one visit a record, into one row a visit: response, remission and reliable change beside the first score.</summary>
/// <remarks>
/// <para>
/// In: <c>patient_id,[course_id],[instrument],assessed_at|assessed_day,score</c>, columns in any order, the records of a course together and the courses in ascending order. Out:
/// <c>patient_id,course_id,at,day,score,baseline,change,percentage_change</c>, a column a rule (<see cref="ChangeRule.Column"/>), <c>reasons</c>. The answers are those of <c>assess</c> at every visit with the first score
/// as the baseline. See docs/wire.md.
/// </para>
/// <para>Streams: memory does not grow with the input, but for the longest course.</para>
/// </remarks>
public static class ChangeTable
{
    private const long ProgressEvery = 1024;

    /// <summary>Judges every visit of the input.</summary>
    /// <param name="input">The table of visits. It stays open.</param>
    /// <param name="output">Where the rows go. It stays open.</param>
    /// <param name="scorer">The scale and its rules.</param>
    /// <param name="options">How to read and write, or <see langword="null"/> for the defaults.</param>
    /// <param name="progress">Told from time to time how far the run is, on the caller's thread; or <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <returns>The summary. If it has an error, the output is not to be used.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The options ask for fewer threads than one.</exception>
    /// <exception cref="OperationCanceledException">The run was ended.</exception>
    public static ChangeTableSummary Run(
        Stream input,
        Stream output,
        ChangeScorer scorer,
        ChangeTableOptions? options = null,
        IProgress<TableProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(scorer);
        options ??= new ChangeTableOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1, nameof(options));
        return Run(input, output, scorer, options, progress, isCareful: false, cancellationToken);
    }

    /// <summary>Judges without the quick way: what a test holds it to.</summary>
    internal static ChangeTableSummary RunCarefully(Stream input, Stream output, ChangeScorer scorer, ChangeTableOptions options) =>
        Run(input, output, scorer, options, progress: null, isCareful: true, CancellationToken.None);

    private static ChangeTableSummary Run(
        Stream input,
        Stream output,
        ChangeScorer scorer,
        ChangeTableOptions options,
        IProgress<TableProgress>? progress,
        bool isCareful,
        CancellationToken cancellationToken)
    {
        using var behind = options.Threads > 1 ? new WriteBehind(output) : null;
        using var reader = TableReader.Open(input, new TableReadOptions { FileName = options.FileName, Format = options.InputFormat });
        var rows = new ChangeRows(scorer);
        ChangeReading reading;
        using (var writer = TableWriter.Create(behind ?? output, options.OutputFormat, rows.Columns))
        {
            reading = new ChangeReading(reader, scorer, rows, writer, options);
            if (reading.Begin(isCareful))
            {
                ReadAll(reading, reader, progress, cancellationToken);
            }
        }

        behind?.Finish();
        return reading.Summarise();
    }

    // A loop in a method of its own, outside any try block: there the runtime can compile it better while it runs.
    private static void ReadAll(ChangeReading reading, TableReader reader, IProgress<TableProgress>? progress, CancellationToken cancellationToken)
    {
        var next = ProgressEvery;
        while (reading.Read())
        {
            if (reader.Row >= next)
            {
                next = reader.Row + ProgressEvery;
                cancellationToken.ThrowIfCancellationRequested();
                progress?.Report(new TableProgress(reader.Row, reader.BytesRead));
            }
        }

        reading.End();
    }
}
