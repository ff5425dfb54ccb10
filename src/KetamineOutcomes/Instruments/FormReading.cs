using KetamineOutcomes.Instruments.Rules;

namespace KetamineOutcomes.Instruments;

/// <summary>One form while it is scored: what its answers are worth, after its skips. Each thread keeps one and uses it again.</summary>
/// <remarks>Nothing of it stays in what the scorer answers.</remarks>
internal sealed class FormReading
{
    [ThreadStatic]
    private static FormReading? _spare;

    private static readonly HashSet<int> NoItems = [];

    private Answer[] _answers = [];
    private ItemState[] _scaleStates = [];
    private List<Issue>? _issues;

    private FormReading()
    {
    }

    /// <summary>The states of the items after the skips.</summary>
    public ItemState[] States { get; private set; } = [];

    /// <summary>What stood on the form before the skips: a skip may replace an answer for the score, never for an alert.</summary>
    public ItemState[] Given { get; private set; } = [];

    /// <summary>Which items were answered with "not applicable" where that is an answer.</summary>
    public bool[] NotApplicable { get; private set; } = [];

    /// <summary>Whether one of them was.</summary>
    public bool HasNotApplicable { get; set; }

    public bool HasIssues => _issues is { Count: > 0 };

    public List<Issue> Issues => _issues ??= [];

    public Evaluation Evaluation { get; } = new();

    /// <summary>Room for the answers by item.</summary>
    public Span<Answer> Answers => _answers;

    public static FormReading Rent(int items)
    {
        // Taken away while it is in use: what scores within a scoring gets its own.
        var form = _spare ?? new FormReading();
        _spare = null;
        if (form.States.Length != items)
        {
            form.States = new ItemState[items];
            form.Given = form.States;
            form.NotApplicable = new bool[items];
            form._answers = new Answer[items];
        }

        form._issues?.Clear();
        if (form.HasNotApplicable)
        {
            form.NotApplicable.AsSpan().Clear();
            form.HasNotApplicable = false;
        }

        return form;
    }

    /// <summary>Gives it back; nobody may use it any more.</summary>
    public static void Return(FormReading form)
    {
        // What a caller handed in is not kept alive.
        form._answers.AsSpan().Clear();
        form.Evaluation.Start([], NoItems);
        _spare = form;
    }

    /// <summary>Keeps what stands on the form, before skips change it.</summary>
    /// <param name="canChange">Whether there are skips.</param>
    public void KeepGiven(bool canChange)
    {
        if (!canChange)
        {
            Given = States;
            return;
        }

        Given = ReferenceEquals(Given, States) ? new ItemState[States.Length] : Given;
        States.CopyTo(Given, 0);
    }

    /// <summary>The states as a scale sees them that leaves some items out.</summary>
    public ItemState[] CopyStates()
    {
        _scaleStates = _scaleStates.Length == States.Length ? _scaleStates : new ItemState[States.Length];
        States.CopyTo(_scaleStates, 0);
        return _scaleStates;
    }
}
