using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Golden;

/// <summary>A golden row with its answers read: which items have which values, and which have none.</summary>
internal sealed class GoldenForm
{
    private readonly Instrument _instrument;
    private readonly AnswerSet _answers;

    private GoldenForm(GoldenRow row, Instrument instrument, AnswerSet answers)
    {
        Row = row;
        _instrument = instrument;
        _answers = answers;
    }

    public GoldenRow Row { get; }

    /// <summary>The rows of an instrument that hold answers and no bare total.</summary>
    public static IReadOnlyList<GoldenForm> All(Instrument instrument) =>
        [.. GoldenRow.All[instrument.Id].Where(row => !row.IsTotal).Select(row => new GoldenForm(row, instrument, row.ReadAnswers(instrument)))];

    /// <summary>The answer's value, or <see langword="null"/> where it is none that the rule can use.</summary>
    public Fraction? Value(string item) => _answers[item] switch
    {
        Answer.Numeric number when _instrument.FindItem(item)!.NotRated.Contains(number.Value) => null,
        Answer.Numeric number => number.Value,
        Answer.Coded coded => _instrument.FindItem(item)!.Options.FirstOrDefault(option => option.Id == coded.Option)?.Value,
        _ => null,
    };

    public bool IsBlank(string item) => _answers[item] is Answer.NoAnswer;

    public bool IsNotApplicable(string item) => _answers[item] is Answer.DoesNotApply;

    public int CountBlank(IEnumerable<string> items) => items.Count(IsBlank);

    public bool HasStatus(params string[] statuses) => statuses.Contains(Row.Status);
}
