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
    /// <returns>Whether the table could be used.</returns>
    public bool TryRead(TableSource source, LongColumns columns, Action<LongRow> read, Action<LongRow> misshapen)
    {
        using var reader = TableReader.Open(source.Input, new TableReadOptions { FileName = source.FileName, Format = source.Format });
        var row = new LongRow(reader, columns, Errors);
        if (reader.Error is null && !reader.HasOpenColumns)
        {
            Error = row.FindMissing();
        }

        while (Error is null && reader.Read())
        {
            Rows++;
            if (Rows % ProgressEvery == 0)
            {
                progress?.Report(new TableProgress(Rows, reader.BytesRead));
            }

            row.Begin();
            if (reader.RowError is { } shape)
            {
                Errors.Add(shape);
                misshapen(row);
            }
            else
            {
                read(row);
            }
        }

        Error ??= reader.Error ?? (reader.HasOpenColumns ? row.FindMissing() : null);
        if (Error is not null)
        {
            return false;
        }

        row.NoticeUnknown(Notices, catalogue);
        Notices.AddRange(reader.Notices);
        return true;
    }
}
