using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Tables;

/// <summary>What came of checking a table of forms.</summary>
public sealed record ValidateTableSummary
{
    internal ValidateTableSummary()
    {
    }

    /// <summary>Why the run ended before its end, or <see langword="null"/>. If it is not, the output is not to be used.</summary>
    public TableError? Error { get; internal init; }

    /// <summary>The data records read.</summary>
    public long Rows { get; internal init; }

    /// <summary>Forms that lack nothing and have nothing wrong.</summary>
    public long Ready { get; internal init; }

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

/// <summary>Says of each filled-in form in a table what it still lacks before it is submitted.</summary>
/// <remarks>Streams. The output has the columns <c>row,&lt;kept columns&gt;,instrument,ready,missing,issues</c>, one row a form. See docs/wire.md.</remarks>
public static class ValidateTable
{
    private const int ProgressEvery = 1024;

    /// <summary>Checks every record of the input.</summary>
    /// <param name="input">The table of forms. It stays open.</param>
    /// <param name="output">Where the findings go. It stays open.</param>
    /// <param name="instrument">The instrument.</param>
    /// <param name="options">How to read and write, or <see langword="null"/> for the defaults.</param>
    /// <param name="progress">Told from time to time how far the run is, on the caller's thread; or <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <returns>The summary. If it has an error, the output is not to be used.</returns>
    /// <exception cref="OperationCanceledException">The run was ended.</exception>
    public static ValidateTableSummary Run(
        Stream input,
        Stream output,
        Instrument instrument,
        ValidateTableOptions? options = null,
        IProgress<TableProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(instrument);
        options ??= new ValidateTableOptions();
        string[] columns = ["row", .. options.Keep, "instrument", "ready", "missing", "issues"];
        var twice = columns.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
        {
            return new ValidateTableSummary
            {
                Error = new TableError(TableCodes.ColumnReserved, IssueSeverity.Error, "The output would have two columns of this name: rename the kept column, or keep it once.", field: twice.Key),
            };
        }

        using var forms = FormReader.Open(input, instrument, options);
        if (forms.Error is not null)
        {
            return new ValidateTableSummary { Error = forms.Error, Notices = forms.Notices };
        }

        var ready = 0L;
        using (var writer = TableWriter.Create(output, options.OutputFormat, columns.ToEquatableArray()))
        {
            while (forms.Read())
            {
                cancellationToken.ThrowIfCancellationRequested();
                var check = forms.Answers is { } answers ? instrument.Validate(answers) : null;
                if (check is not null)
                {
                    forms.List(check.Issues);
                }

                ready += check is { IsReady: true } ? 1 : 0;
                writer.Write(forms.Row);
                for (var i = 0; i < options.Keep.Count; i++)
                {
                    writer.Write(forms.Kept(i));
                }

                writer.Write(instrument.Id);
                writer.Write(check is { IsReady: true } ? "yes" : "no");
                writer.Write(check is { MissingItems.IsEmpty: false } ? string.Join(';', check.MissingItems) : null);
                writer.Write(ScoreLayout.Join(check?.Issues ?? [], forms.RowIssues));
                writer.EndRow();
                if (forms.Row % ProgressEvery == 0)
                {
                    progress?.Report(forms.Progress);
                }
            }
        }

        return new ValidateTableSummary
        {
            Error = forms.Error,
            Rows = forms.Row,
            Ready = ready,
            Errors = forms.Errors,
            Warnings = forms.Warnings,
            ErrorCount = forms.ErrorCount,
            WarningCount = forms.WarningCount,
            Notices = forms.Notices,
        };
    }
}
