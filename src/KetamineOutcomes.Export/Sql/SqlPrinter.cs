using KetamineOutcomes.Instruments;
using KetamineOutcomes.Programs;

namespace KetamineOutcomes.Export.Sql;

/// <summary>Prints numbers and conditions as SQL over columns that are never null, so that no condition is ever unknown.</summary>
internal sealed class SqlPrinter(SqlText text)
{
    private const long LargestWord = int.MaxValue;

    public static string KnownColumn(int item, int version) => $"{SqlText.Own}k{item}_{version}";

    public static string ValueColumn(int item, int version) => $"{SqlText.Own}v{item}_{version}";

    public static string WrongColumn(int item) => $"{SqlText.Own}w{item}";

    public static string NotApplicableColumn(int item) => $"{SqlText.Own}n{item}";

    public static string PersonKnownColumn(CovariateKind kind) => $"{SqlText.Own}p{(int)kind}k";

    public static string PersonColumn(CovariateKind kind) => $"{SqlText.Own}p{(int)kind}";

    public string Print(Condition condition) => condition switch
    {
        Condition.Always => "(1 = 1)",
        Condition.Never => "(1 = 0)",
        Condition.ItemKnown known => $"({KnownColumn(known.Item, known.Version)} = 1)",
        Condition.ItemWrong wrong => $"({WrongColumn(wrong.Item)} = 1)",
        Condition.ItemNotApplicable item => $"({NotApplicableColumn(item.Item)} = 1)",
        Condition.PersonKnown person => $"({PersonKnownColumn(person.Kind)} = 1)",
        Condition.Named named => $"({named.Name} = 1)",
        Condition.Comparison comparison => $"({Print(comparison.Left)} {Operator(comparison.Relation)} {Print(comparison.Right)})",
        Condition.Both both => "(" + string.Join(" AND ", both.Parts.Select(Print)) + ")",
        Condition.Either either => "(" + string.Join(" OR ", either.Parts.Select(Print)) + ")",
        Condition.Negation negation => $"(NOT {Print(negation.Of)})",
        _ => throw new InvalidOperationException("A condition has no words."),
    };

    public string Print(Number number)
    {
        Doors.RequireRange(number, long.MaxValue);
        switch (number)
        {
            case Number.Whole whole:
                return SqlText.Whole(whole.Value);
            case Number.ItemValue value:
                return ValueColumn(value.Item, value.Version);
            case Number.PersonValue person:
                return PersonColumn(person.Kind);
            case Number.Named named:
                return named.Name;
            case Number.Sum sum:
                return "(" + string.Join(" + ", sum.Parts.Select(Print)) + ")";
            case Number.Product product:
                // Literals are words of 32 bits in some engines, and so is what they choose among.
                var isLarge = product.High > LargestWord || product.Low < -LargestWord;
                var left = Print(product.Left);
                return $"({(isLarge ? SqlText.Big(left) : left)} * {Print(product.Right)})";
            case Number.Division division:
                // Engines may look at a branch that is not taken: a divisor of zero must not end the query.
                var divisor = Print(division.Divisor);
                return text.Divide(Print(division.Dividend), division.Divisor.Fixed is null ? $"NULLIF({divisor}, 0)" : divisor);
            case Number.Choice choice:
                return $"CASE WHEN {Print(choice.When)} THEN {Print(choice.Then)} ELSE {Print(choice.Otherwise)} END";
            case Number.Extreme extreme:
                return $"{(extreme.IsGreatest ? "GREATEST" : "LEAST")}({string.Join(", ", extreme.Parts.Select(Print))})";
            default:
                throw new InvalidOperationException("A number has no words.");
        }
    }

    public string Flag(Condition condition) => condition switch
    {
        Condition.Always => "1",
        Condition.Never => "0",
        _ => $"CASE WHEN {Print(condition)} THEN 1 ELSE 0 END",
    };

    private static string Operator(Relation relation) => relation switch
    {
        Relation.AtLeast => ">=",
        Relation.AtMost => "<=",
        _ => "=",
    };
}
