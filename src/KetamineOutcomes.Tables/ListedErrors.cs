namespace KetamineOutcomes.Tables;

/// <summary>The first errors, warnings and notices of a run, and how many there were: a long table may have more than memory should hold.</summary>
internal sealed class ListedErrors(int most)
{
    private readonly List<TableError> _errors = [];
    private readonly List<TableError> _warnings = [];
    private readonly List<TableError> _notices = [];

    public EquatableArray<TableError> Errors => _errors.ToEquatableArray();

    public EquatableArray<TableError> Warnings => _warnings.ToEquatableArray();

    public EquatableArray<TableError> Notices => _notices.ToEquatableArray();

    public long ErrorCount { get; private set; }

    public long WarningCount { get; private set; }

    public long NoticeCount { get; private set; }

    public void Add(TableError error)
    {
        var (list, count) = error.Severity switch
        {
            IssueSeverity.Error => (_errors, ++ErrorCount),
            IssueSeverity.Warning => (_warnings, ++WarningCount),
            _ => (_notices, ++NoticeCount),
        };
        if (count <= most)
        {
            list.Add(error);
        }
    }
}
