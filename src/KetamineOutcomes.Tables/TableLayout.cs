using System.Diagnostics.CodeAnalysis;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Tables;

/// <summary>
/// How a table of another shape is read as questionnaires and infusions: an export of REDCap, or a table of ADaM's shape (BDS). The caller names every column and every code; nothing is guessed.
/// </summary>
/// <remarks>Immutable. See docs/wire.md, Layouts.</remarks>
public sealed class TableLayout
{
    internal const string Redcap = "redcap";
    internal const string Adam = "adam";
    internal const string Table = "table";

    internal TableLayout(string name, IReadOnlyList<LayoutForm> forms, LayoutForm? treatments, IReadOnlyDictionary<string, string> visits)
    {
        Name = name;
        Forms = forms;
        Treatments = treatments;
        Visits = visits;
    }

    /// <summary>The shape: <c>redcap</c>, <c>adam</c>, or <c>table</c> for this library's own.</summary>
    public string Name { get; }

    /// <summary>The questionnaires that a row can hold; none for tables of the library's own shape.</summary>
    internal IReadOnlyList<LayoutForm> Forms { get; }

    /// <summary>The infusion that a row can hold; <see langword="null"/> where infusions stand in a table of the library's own shape.</summary>
    internal LayoutForm? Treatments { get; }

    /// <summary>The names of visits by the texts of the table; others have none. Empty: texts are read as names.</summary>
    internal IReadOnlyDictionary<string, string> Visits { get; }

    /// <summary>In tables of ADaM's shape: words of DTYPE that say that a row was observed; a row with any other word was derived or imputed, and is left out.</summary>
    internal IReadOnlyCollection<string> Observed { get; init; } = [];

    /// <summary>Reads a layout.</summary>
    /// <param name="json">JSON, as docs/wire.md describes it.</param>
    /// <param name="layout">The layout, if it is one.</param>
    /// <param name="issue">The first thing that is wrong with it, if it is not; its place is a path in the JSON.</param>
    /// <param name="catalogue">The instruments, or <see langword="null"/> for those that ship.</param>
    /// <returns>Whether it is a layout.</returns>
    public static bool TryRead(string json, [NotNullWhen(true)] out TableLayout? layout, [NotNullWhen(false)] out Issue? issue, InstrumentCatalogue? catalogue = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        return LayoutReader.TryRead(json, catalogue ?? InstrumentCatalogue.Shipped, out layout, out issue);
    }
}

/// <summary>What a row of another shape can hold: a form of one instrument, or an infusion.</summary>
internal sealed record LayoutForm
{
    /// <summary>The caller's column of each of the library's (<c>patient_id</c>, <c>assessed_at</c>, <c>item1</c>).</summary>
    public required IReadOnlyDictionary<string, string> Columns { get; init; }

    /// <summary>What stands for all rows: <c>instrument</c> = <c>phq-9</c>.</summary>
    public required IReadOnlyDictionary<string, string> Values { get; init; }

    /// <summary>What the caller's codes mean, by the library's column; <c>items</c> for all items.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Words { get; init; } = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);

    /// <summary>The column and the text by which its rows are known; <see langword="null"/> where every row can hold it.</summary>
    public (string Column, string Text)? Rows { get; init; }

    /// <summary>Codes that mean "no answer".</summary>
    public MissingCodes Missing { get; init; } = MissingCodes.None;

    /// <summary>Whether days are counted as ADaM does: 1 is the day of the first dose, -1 the day before, and there is no 0.</summary>
    public bool HasNoDayZero { get; init; }

    /// <summary>
    /// The columns that say that there is such a form in a row: of a questionnaire the answers and the score, for a date may be that of the visit and stand beside forms that nobody asked for; of an
    /// infusion all but those of the person.
    /// </summary>
    public IEnumerable<string> Own { get; init; } = [];
}
