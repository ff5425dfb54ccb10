using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Tables;

/// <summary>Which column holds which item, and which the stated total.</summary>
internal sealed class ItemColumns
{
    private const string Total = "total";
    private const string SexName = "sex";
    private const string AgeName = "age";
    private readonly Instrument _instrument;
    private readonly Dictionary<string, string> _map;
    private readonly bool _cutOffs;

    private ItemColumns(Instrument instrument, Dictionary<string, string> map, bool cutOffs)
    {
        _cutOffs = cutOffs;
        _instrument = instrument;
        _map = map;
        Items = new int[instrument.Items.Count];
    }

    /// <summary>The column of each item, -1 where there is none.</summary>
    public int[] Items { get; }

    /// <summary>The column of the stated total, or -1.</summary>
    public int StatedTotal { get; private set; } = -1;

    /// <summary>The column of the person's sex where a rule, or a cut-off that is wanted, asks for it, or -1.</summary>
    public int Sex { get; private set; } = -1;

    /// <summary>The column of the person's age where a rule of the instrument asks for it, or -1.</summary>
    public int Age { get; private set; } = -1;

    /// <summary>How many columns the reader had when they were bound.</summary>
    public int BoundColumns { get; private set; }

    /// <summary>Checks the caller's map by itself.</summary>
    public static ItemColumns? Create(Instrument instrument, EquatableArray<ItemMapping> map, bool cutOffs, out TableError? error)
    {
        error = null;
        var byItem = new Dictionary<string, string>(StringComparer.Ordinal);
        var columns = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (given, column) in map)
        {
            var item = given.ToLowerInvariant();
            if (Covariate(item) is { } covariate && !Asks(instrument, covariate, cutOffs))
            {
                error = Wrong(TableCodes.MapItemUnknown, $"Nothing that {instrument.Id} is scored for here asks for the {item}.", given);
                return null;
            }

            if (item == Total && instrument.TotalScale is null)
            {
                error = Wrong(TableCodes.MapItemUnknown, $"{instrument.Id} has no total to compare.", given);
                return null;
            }

            if (item != Total && Covariate(item) is null && instrument.FindItem(item) is null)
            {
                error = Wrong(TableCodes.MapItemUnknown, $"{instrument.Id} has no such item: its items are {instrument.Items[0].Id} to {instrument.Items[^1].Id}, and {Total} is the stated total.", given);
                return null;
            }

            if (!byItem.TryAdd(item, column))
            {
                error = Wrong(TableCodes.MapTwice, "The item is mapped twice.", given);
                return null;
            }

            if (!columns.Add(column))
            {
                error = Wrong(TableCodes.MapTwice, "The column is mapped to two items.", column);
                return null;
            }
        }

        return new ItemColumns(instrument, byItem, cutOffs);
    }

    /// <summary>Finds the columns; to be called again when the reader has more.</summary>
    public TableError? Bind(TableReader reader)
    {
        BoundColumns = reader.ColumnCount;
        for (var i = 0; i < Items.Length; i++)
        {
            if (Find(reader, _instrument.Items[i].Id, out Items[i]) is { } error)
            {
                return error;
            }
        }

        var total = -1;
        if (_instrument.TotalScale is not null && Find(reader, Total, out total) is { } totalError)
        {
            return totalError;
        }

        StatedTotal = total;
        if (BindCovariate(reader, CovariateKind.Sex, SexName, out var sex) is { } sexError)
        {
            return sexError;
        }

        Sex = sex;
        if (BindCovariate(reader, CovariateKind.Age, AgeName, out var age) is { } ageError)
        {
            return ageError;
        }

        Age = age;
        return reader.HasOpenColumns ? null : FindMissing(reader);
    }

    /// <summary>The first scored item that has no column, as an error.</summary>
    public TableError? FindMissing(TableReader reader)
    {
        var missing = _instrument.Items.Where((item, i) => item.IsScored && Items[i] < 0).Select(item => item.Id).ToList();
        if (missing.Count == 0)
        {
            return null;
        }

        var first = missing[0];
        var also = missing.Count == 1 ? "" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $" (and {missing.Count - 1} more)");
        return new TableError(
            TableCodes.ColumnMissing,
            IssueSeverity.Error,
            $"There is no column for {first} of {_instrument.Id}{also}: name it {first} or {_instrument.Id}_{first}, or map it ({first}=COLUMN).{Nearest.Suggest(first, Enumerable.Range(0, reader.ColumnCount).Where(i => !Uses(i)).Select(reader.ColumnName))}",
            reader.FileName,
            reader.HasOpenColumns ? null : 1,
            first);
    }

    public bool Uses(int column) => column == StatedTotal || column == Sex || column == Age || Items.AsSpan().Contains(column);

    private static CovariateKind? Covariate(string name) => name switch
    {
        SexName => CovariateKind.Sex,
        AgeName => CovariateKind.Age,
        _ => null,
    };

    private static bool Asks(Instrument instrument, CovariateKind kind, bool cutOffs) =>
        instrument.Scales.Any(scale => scale.Covariates.Contains(kind) || (cutOffs && kind == CovariateKind.Sex && scale.CutOffs.Any(cutOff => cutOff.Sex is not null)));

    // A column of that name means nothing to an instrument that does not ask.
    private TableError? BindCovariate(TableReader reader, CovariateKind kind, string name, out int column)
    {
        column = -1;
        return Asks(_instrument, kind, _cutOffs) ? Find(reader, name, out column) : null;
    }

    private TableError? Find(TableReader reader, string item, out int column)
    {
        column = -1;
        if (_map.TryGetValue(item, out var mapped))
        {
            column = reader.FindColumn(mapped);
            return column >= 0 || reader.HasOpenColumns
                ? null
                : new TableError(TableCodes.ColumnUnknown, IssueSeverity.Error, $"The table has no such column, to which {item} is mapped.{Nearest.Suggest(mapped, reader.Columns)}", reader.FileName, 1, mapped);
        }

        for (var i = 0; i < reader.ColumnCount; i++)
        {
            if (!IsNameOf(reader.ColumnName(i), item) || _map.ContainsValue(reader.ColumnName(i)))
            {
                continue;
            }

            if (column >= 0)
            {
                return new TableError(
                    TableCodes.ColumnAmbiguous,
                    IssueSeverity.Error,
                    $"Two columns could be {item} of {_instrument.Id}: rename one, or map the right one ({item}=COLUMN).",
                    reader.FileName,
                    reader.HasOpenColumns ? reader.Line : 1,
                    reader.ColumnName(i));
            }

            column = i;
        }

        return null;
    }

    // item1, phq-9_item1 or phq_9_item1, in any case.
    private bool IsNameOf(string column, string item)
    {
        if (!column.EndsWith(item, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var before = column.AsSpan(0, column.Length - item.Length);
        return before.IsEmpty
            || (before[^1] == '_'
                && (before[..^1].Equals(_instrument.Id, StringComparison.OrdinalIgnoreCase)
                    || before[..^1].Equals(_instrument.Id.Replace('-', '_'), StringComparison.OrdinalIgnoreCase)));
    }

    private static TableError Wrong(string code, string message, string field) => new(code, IssueSeverity.Error, message, field: field);
}
