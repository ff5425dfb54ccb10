using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Tables;

/// <summary>Reads long tables one after the other and collects what is wrong with their rows.</summary>
internal sealed class LongTables(InstrumentCatalogue catalogue, IProgress<TableProgress>? progress)
{
    private const int ProgressEvery = 1024;

    /// <summary>Why a table cannot be used, or <see langword="null"/>.</summary>
    public TableError? Error { get; private set; }

    /// <summary>The errors and warnings of rows so far.</summary>
    public List<TableError> Errors { get; } = [];

    /// <summary>The notices so far.</summary>
    public List<TableError> Notices { get; } = [];

    /// <summary>The data records of all tables so far.</summary>
    public long Rows { get; private set; }

    /// <summary>Reads a table to its end.</summary>
    /// <param name="source">The table.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="read">Reads a row.</param>
    /// <param name="misshapen">Told of a row of the wrong length, which is listed and not read: its fields may have moved.</param>
    /// <param name="forms">Where the columns stand in a table of another shape, of which a row can hold several; <see langword="null"/> for one of the library's own.</param>
    /// <param name="keep">Whether a record of another shape is looked at; <see langword="null"/> where all are.</param>
    /// <returns>Whether the table could be used.</returns>
    public bool TryRead(TableSource source, LongColumns columns, Action<LongRow> read, Action<LongRow> misshapen, IReadOnlyList<LayoutForm>? forms = null, Func<TableReader, bool>? keep = null)
    {
        using var reader = TableReader.Open(source.Input, new TableReadOptions { FileName = source.FileName, Format = source.Format });
        var rows = forms is null ? [new LongRow(reader, columns, Errors)] : forms.Select(form => new LongRow(reader, columns, Errors, form)).ToList();
        TableError? FindMissing() => rows.Select(row => row.FindMissing()).FirstOrDefault(error => error is not null);
        if (reader.Error is null && !reader.HasOpenColumns)
        {
            Error = FindMissing();
        }

        while (Error is null && reader.Read())
        {
            Rows++;
            if (Rows % ProgressEvery == 0)
            {
                progress?.Report(new TableProgress(Rows, reader.BytesRead));
            }

            rows.ForEach(row => row.Begin());
            if (reader.RowError is { } shape)
            {
                Errors.Add(shape);
                misshapen(rows[0]);
            }
            else if (keep is null || keep(reader))
            {
                foreach (var row in rows.Where(row => row.Holds()))
                {
                    read(row);
                }
            }
        }

        Error ??= reader.Error ?? (reader.HasOpenColumns ? FindMissing() : null);
        if (Error is not null)
        {
            return false;
        }

        if (forms is null)
        {
            rows[0].NoticeUnknown(Notices, catalogue);
        }

        if (rows.Sum(row => row.VisitsNotRead) is > 0 and var visits)
        {
            Notices.Add(new TableError(
                TableCodes.VisitNotRead,
                IssueSeverity.Notice,
                string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{visits} rows have a visit that is no name (letters, digits, blanks, hyphens) or that the layout does not name: they are kept without one. Name it in a layout."),
                source.FileName));
        }

        Notices.AddRange(reader.Notices);
        return true;
    }
}
