using System.Globalization;
using KetamineOutcomes.Cohorts;
using KetamineOutcomes.Tables;

namespace KetamineOutcomes.Cli;

/// <summary>A table of people: <c>patient_id</c> and a column for each further grouping of a cohort (site, psychotherapy), one row a person.</summary>
internal sealed class PeopleTable
{
    private readonly Dictionary<string, CohortGroup[]> _people = new(StringComparer.Ordinal);
    private readonly List<string> _columns = [];
    private string? _file;

    /// <summary>Rows that could not be used.</summary>
    public List<TableError> Errors { get; } = [];

    /// <summary>Nobody.</summary>
    public static PeopleTable Empty { get; } = new();

    public static PeopleTable Read(TableSource? source)
    {
        if (source is null)
        {
            return Empty;
        }

        using var reader = TableReader.Open(source.Input, new TableReadOptions { FileName = source.FileName, Format = source.Format });
        var table = new PeopleTable { _file = source.FileName };
        var lines = new Dictionary<string, long>(StringComparer.Ordinal);
        var first = true;
        while (reader.Read())
        {
            if (first)
            {
                first = false;
                table.TakeColumns(reader);
            }

            if (reader.RowError is { } wrong)
            {
                table.Errors.Add(wrong);
                continue;
            }

            var patient = reader[reader.FindColumn("patient_id")]?.Trim();
            if (string.IsNullOrEmpty(patient))
            {
                table.Errors.Add(Wrong(reader, TableCodes.ValueMissing, "Expected the patient's id.", "patient_id"));
                continue;
            }

            var groups = table._columns.Select(name => new CohortGroup(name, Level(reader[reader.FindColumn(name)]))).ToArray();
            if (!table._people.TryAdd(patient, groups) && !table._people[patient].AsSpan().SequenceEqual(groups))
            {
                table.Errors.Add(Wrong(reader, TableCodes.ValueContradiction, "The person stands in another row with other groups; the first row counts.", "patient_id"));
            }
        }

        return reader.Error is { } error ? throw new ToolException(error) : table;
    }

    /// <summary>The groups of a person; all not known for one who is not in the table.</summary>
    public IEnumerable<CohortGroup> Of(string patient) => _people.TryGetValue(patient, out var groups) ? groups : _columns.Select(name => new CohortGroup(name, StandardGroups.Unknown));

    /// <summary>A notice where people of the table have no course: nobody leaves a denominator without a word.</summary>
    public TableError? FindUnmatched(IEnumerable<string> patients)
    {
        var count = _people.Keys.Except(patients, StringComparer.Ordinal).Count();
        return count == 0 ? null : new TableError(
            TableCodes.PeopleUnmatched,
            IssueSeverity.Notice,
            string.Create(CultureInfo.InvariantCulture, $"{count} people have no questionnaire and no infusion in the other tables: they are no members, and in no denominator."),
            _file,
            field: "patient_id");
    }

    private static string Level(string? cell) => string.IsNullOrWhiteSpace(cell) || cell.Trim() is "NA" or "NaN" or "." ? StandardGroups.Unknown : cell.Trim();

    private static TableError Wrong(TableReader reader, string code, string message, string field) => new(code, IssueSeverity.Error, message, reader.FileName, reader.Line, field);

    private void TakeColumns(TableReader reader)
    {
        if (reader.FindColumn("patient_id") < 0)
        {
            throw new ToolException(TableCodes.ColumnMissing, "Expected a column patient_id.", reader.FileName, "patient_id");
        }

        foreach (var name in reader.Columns.Where(name => name != "patient_id"))
        {
            if (name is "all" or "")
            {
                throw new ToolException(IssueCodes.OptionInvalid, "A column of groups has a name, and not the name all.", reader.FileName, name);
            }

            _columns.Add(name);
        }
    }
}
