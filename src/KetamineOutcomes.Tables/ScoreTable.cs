using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Tables;

/// <summary>How often an alert was what, over a run.</summary>
/// <param name="Id">The alert's id.</param>
/// <param name="Raised">Forms on which it is raised.</param>
/// <param name="Clear">Forms on which it is clear.</param>
/// <param name="NotAssessed">Forms on which it cannot be told.</param>
public readonly record struct AlertCount(string Id, long Raised, long Clear, long NotAssessed);

/// <summary>What came of scoring a table.</summary>
public sealed record ScoreTableSummary
{
    internal ScoreTableSummary()
    {
    }

    /// <summary>Why the run ended before its end, or <see langword="null"/>. If it is not, the output is not to be used.</summary>
    public TableError? Error { get; internal init; }

    /// <summary>The data records read.</summary>
    public long Rows { get; internal init; }

    /// <summary>Records whose main scale is scored.</summary>
    public long Scored { get; internal init; }

    /// <summary>Records whose main scale is prorated.</summary>
    public long Prorated { get; internal init; }

    /// <summary>Records whose main scale is incomplete.</summary>
    public long Incomplete { get; internal init; }

    /// <summary>Records whose main scale is invalid, or whose fields cannot be told apart.</summary>
    public long Invalid { get; internal init; }

    /// <summary>How often each alert was what, in the definition's order.</summary>
    public EquatableArray<AlertCount> Alerts { get; internal init; }

    /// <summary>The first errors of rows, in order.</summary>
    public EquatableArray<TableError> Errors { get; internal init; }

    /// <summary>All errors of rows, the listed ones too.</summary>
    public long ErrorCount { get; internal init; }

    /// <summary>The first warnings of rows, in order: the answer stands and a person should look.</summary>
    public EquatableArray<TableError> Warnings { get; internal init; }

    /// <summary>All warnings of rows, the listed ones too.</summary>
    public long WarningCount { get; internal init; }

    /// <summary>What was noticed about the whole table.</summary>
    public EquatableArray<TableError> Notices { get; internal init; }

    /// <summary>The tool's exit code: 0 fine (incomplete forms are fine), 1 some rows have errors, 2 unusable.</summary>
    public int ExitCode => Error is not null ? 2 : ErrorCount > 0 ? 1 : 0;
}

/// <summary>Scores a table of filled-in forms, one a record, into the wire's table of scores.</summary>
/// <remarks>
/// Streams: memory does not grow with the input. The output has the columns
/// <c>row,&lt;kept columns&gt;,instrument,scale,status,score,severity,answered,issues</c>, one row a scale and one an alert; or, when wide,
/// one row a form. See docs/wire.md.
/// </remarks>
public static class ScoreTable
{
    private const int ProgressEvery = 1024;
    private const int BatchFrom = 1024;

    /// <summary>Scores every record of the input.</summary>
    /// <param name="input">The table of forms. It stays open.</param>
    /// <param name="output">Where the scores go. It stays open.</param>
    /// <param name="instrument">The instrument.</param>
    /// <param name="options">How to read and write, or <see langword="null"/> for the defaults.</param>
    /// <param name="progress">Told from time to time how far the run is, on the caller's thread; or <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <returns>The summary. If it has an error, the output is not to be used.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The options ask for fewer threads than one.</exception>
    /// <exception cref="OperationCanceledException">The run was ended.</exception>
    public static ScoreTableSummary Run(
        Stream input,
        Stream output,
        Instrument instrument,
        ScoreTableOptions? options = null,
        IProgress<TableProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(instrument);
        options ??= new ScoreTableOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1, nameof(options));
        var layout = ScoreLayout.Create(instrument, options.Keep, options.Wide, options.CutOffs);
        if (CheckCall(instrument, options, layout) is { } unusable)
        {
            return new ScoreTableSummary { Error = unusable };
        }

        using var forms = FormReader.Open(input, instrument, options);
        if (forms.Error is not null)
        {
            return new ScoreTableSummary { Error = forms.Error, Notices = forms.Notices };
        }

        var counts = new ScoreCounts(instrument);
        var scoring = new ScoringOptions { MissingPolicy = options.MissingPolicy, ValueSet = options.ValueSet };
        using (var writer = TableWriter.Create(output, options.OutputFormat, layout.Columns))
        {
            // A short table does not pay for kernels.
            ScoreRows(forms, BatchFrom, instrument, scoring, layout, writer, counts, progress, cancellationToken);
            if (forms.Row == BatchFrom && WideScorer.Create(instrument, options, scoring, forms) is { } scorer)
            {
                using var line = new WideLine(scorer, instrument, layout, writer, options);
                ScoreWide(forms, line, instrument, scoring, counts, progress, cancellationToken);
                line.Finish(counts);
            }
            else if (forms.Row == BatchFrom)
            {
                ScoreRows(forms, long.MaxValue, instrument, scoring, layout, writer, counts, progress, cancellationToken);
            }
        }

        return counts.Summarise(forms);
    }

    // Loops stand in methods of their own, outside any try block: there the runtime can compile them better while they run.
    private static void ScoreRows(
        FormReader forms,
        long last,
        Instrument instrument,
        ScoringOptions scoring,
        ScoreLayout layout,
        TableWriter writer,
        ScoreCounts counts,
        IProgress<TableProgress>? progress,
        CancellationToken cancellationToken)
    {
        while (forms.Row < last && forms.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            layout.Write(writer, forms, ScoreRow(forms, instrument, scoring, counts));
            if (forms.Row % ProgressEvery == 0)
            {
                progress?.Report(forms.Progress);
            }
        }
    }

    private static void ScoreWide(
        FormReader forms,
        WideLine line,
        Instrument instrument,
        ScoringOptions scoring,
        ScoreCounts counts,
        IProgress<TableProgress>? progress,
        CancellationToken cancellationToken)
    {
        while (forms.Read(line.Scorer, line.Batch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (forms.IsPlain)
            {
                line.AddPlain(forms, counts);
            }
            else
            {
                line.AddScored(forms, ScoreRow(forms, instrument, scoring, counts), counts);
            }

            if (forms.Row % ProgressEvery == 0)
            {
                progress?.Report(forms.Progress);
            }
        }
    }

    private static ScoreSheet? ScoreRow(FormReader forms, Instrument instrument, ScoringOptions scoring, ScoreCounts counts)
    {
        if (forms.StatedTotal is not null || forms.HasCovariates)
        {
            scoring = scoring with { StatedTotal = forms.StatedTotal, Covariates = forms.Covariates };
        }

        var sheet = forms.Answers is { } answers ? instrument.ScoreAll(answers, scoring) : null;
        if (sheet is not null)
        {
            forms.List(sheet.Issues);
        }

        counts.Add(sheet);
        return sheet;
    }

    private static TableError? CheckCall(Instrument instrument, ScoreTableOptions options, ScoreLayout layout)
    {
        if (options.MissingPolicy is { } policy && instrument.Scales.All(scale => scale.FindMissingPolicy(policy) is null))
        {
            var names = instrument.Scales.SelectMany(scale => scale.MissingPolicies).Select(p => p.Name).Distinct(StringComparer.Ordinal).ToList();
            return new TableError(
                TableCodes.MissingPolicyUnknown,
                IssueSeverity.Error,
                $"No scale of {instrument.Id} has the policy {TableError.OneLine(policy)}: there are {string.Join(", ", names)}.{Nearest.Suggest(policy, names)}",
                field: "missing-policy");
        }

        if (options.ValueSet is { } set
            && !(string.Equals(set.Instrument, instrument.Id, StringComparison.Ordinal) && instrument.Scales.Any(scale => scale.NeedsValueSet)))
        {
            return new TableError(TableCodes.ValueSetNotAsked, IssueSeverity.Error, $"No rule of {instrument.Id} asks for this value set.", field: "value-set");
        }

        return layout.CheckNames();
    }
}
