using System.Globalization;
using KetamineOutcomes.Programs;

namespace KetamineOutcomes.Export.Sql;

/// <summary>The words in which the dialects differ.</summary>
internal sealed class SqlText(SqlDialect dialect)
{
    /// <summary>What no column of the caller may begin with: these are the statement's own.</summary>
    public const string Own = "ko_";

    /// <summary>A name as a quoted identifier.</summary>
    public string Name(string name)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Any(char.IsControl))
        {
            throw new RuleNotWrittenException(ExportCodes.NameInvalid, "A name is empty or holds a control character.");
        }

        return dialect == SqlDialect.Spark
            ? "`" + name.Replace("`", "``", StringComparison.Ordinal) + "`"
            : "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
    }

    /// <summary>A table's name; dots separate its parts.</summary>
    public string Table(string table) => string.Join('.', table.Split('.').Select(Name));

    /// <summary>A text literal; whatever stands in it cannot end it.</summary>
    public string Quote(string text)
    {
        if (text.Any(char.IsControl))
        {
            throw new RuleNotWrittenException(ExportCodes.NameInvalid, "A text holds a control character.");
        }

        // Spark reads backslashes in literals, and takes two quotes for the end of one and the begin of the next.
        return dialect == SqlDialect.Spark
            ? "'" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal) + "'"
            : "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";
    }

    public string TextType => dialect == SqlDialect.Spark ? "STRING" : "VARCHAR(64)";

    public static string Whole(Int128 value) => value < 0 ? $"({value.ToString(CultureInfo.InvariantCulture)})" : value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A number as a literal; a fraction that is no decimal has none.</summary>
    public static string Decimal(Fraction value)
    {
        var text = value.ToString();
        return text.Contains('/', StringComparison.Ordinal)
            ? throw new RuleNotWrittenException(ExportCodes.RuleNotSupported, "An answer is no decimal number.")
            : value < 0 ? $"({text})" : text;
    }

    public static string Big(string number) => $"CAST({number} AS BIGINT)";

    /// <summary>A division of whole numbers, both above zero, cut off.</summary>
    public string Divide(string dividend, string divisor) => dialect switch
    {
        SqlDialect.DuckDb => $"({dividend} // {divisor})",
        SqlDialect.PostgreSql => $"({dividend} / {divisor})",
        SqlDialect.Spark => $"({dividend} div {divisor})",
        _ => $"CAST((({dividend}) - MOD({dividend}, {divisor})) / {divisor} AS BIGINT)",
    };

    /// <summary>A whole number of the last decimals as a decimal number, without a division.</summary>
    public static string Scaled(string rounded, int decimals) => decimals == 0
        ? Big(rounded)
        : $"CAST(CAST({rounded} AS DECIMAL(18, 0)) * 0.{new string('0', decimals - 1)}1 AS DECIMAL(18, {decimals}))";
}
