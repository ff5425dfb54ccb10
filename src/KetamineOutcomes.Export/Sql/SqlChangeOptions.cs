using KetamineOutcomes.Indicators;

namespace KetamineOutcomes.Export.Sql;

/// <summary>What a caller chooses of a statement about change over time.</summary>
/// <remarks>
/// Two tables: scores of one scale by one kind of rater (one row a visit: the keys, the day, the score), and infusions (the keys, the day). Days are whole numbers on one clock, as research data have them;
/// a score on the day of the first infusion counts as before it, and all infusions of a key are one series.
/// </remarks>
public sealed record SqlChangeOptions
{
    /// <summary>The engine.</summary>
    public SqlDialect Dialect { get; init; }

    /// <summary>Which scores count as the state before treatment.</summary>
    public BaselinePolicy Baseline { get; init; } = BaselinePolicy.Default;

    /// <summary>The table of scores; dots separate catalogue, schema and table.</summary>
    public string ScoreTable { get; init; } = "scores";

    /// <summary>The table of infusions.</summary>
    public string TreatmentTable { get; init; } = "treatments";

    /// <summary>The columns that name a course, the same in both tables.</summary>
    public EquatableArray<string> Keys { get; init; } = ["patient_id"];

    /// <summary>The column of the table of scores with the day.</summary>
    public string DayColumn { get; init; } = "assessed_day";

    /// <summary>The column with the score, as printed.</summary>
    public string ScoreColumn { get; init; } = "score";

    /// <summary>The column of the table of infusions with the day.</summary>
    public string TreatmentDayColumn { get; init; } = "given_day";
}
