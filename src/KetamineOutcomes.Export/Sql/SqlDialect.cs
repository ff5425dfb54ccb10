namespace KetamineOutcomes.Export.Sql;

/// <summary>For which engine a statement is written.</summary>
public enum SqlDialect
{
    /// <summary>Standard SQL: names in double quotes, common table expressions, <c>MOD</c>, <c>GREATEST</c> and <c>LEAST</c> (SQL:2023).</summary>
    Ansi,

    /// <summary>DuckDB.</summary>
    DuckDb,

    /// <summary>PostgreSQL.</summary>
    PostgreSql,

    /// <summary>Spark SQL and Databricks: names in backticks.</summary>
    Spark,
}
