using KetamineOutcomes.Export.FhirPath;
using KetamineOutcomes.Export.Sql;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Export.Tests;

/// <summary>Names and codes in exported texts. That the texts compute what the library does is for the engines to show (tests/Engines).</summary>
public sealed class SqlExportTests
{
    private static readonly Instrument Phq9 = InstrumentCatalogue.Shipped.Find("phq-9")!;

    [Theory]
    [InlineData(SqlDialect.Ansi, "\"a\"\"; DROP TABLE x; --\"")]
    [InlineData(SqlDialect.PostgreSql, "\"a\"\"; DROP TABLE x; --\"")]
    [InlineData(SqlDialect.DuckDb, "\"a\"\"; DROP TABLE x; --\"")]
    [InlineData(SqlDialect.Spark, "`a\"; DROP TABLE x; --`")]
    public void A_name_cannot_leave_its_quotes(SqlDialect dialect, string expected)
    {
        const string Evil = "a\"; DROP TABLE x; --";
        var text = Write(new SqlOptions { Dialect = dialect, Table = Evil, Keys = [Evil], Columns = new Dictionary<string, string>(StringComparer.Ordinal) { ["item1"] = Evil } });
        text.Should().Contain($"FROM {expected}\n").And.Contain($"{expected} AS ko_r0");
        text.Replace(expected, "", StringComparison.Ordinal).Should().NotContain("DROP");
    }

    [Fact]
    public void A_backtick_is_doubled_in_spark() =>
        Write(new SqlOptions { Dialect = SqlDialect.Spark, Table = "a`b" }).Should().Contain("FROM `a``b`");

    [Theory]
    [InlineData(SqlDialect.PostgreSql, "'it''s \\'")]
    [InlineData(SqlDialect.Spark, "'it\\'s \\\\'")] // two quotes would end one literal and begin the next, and a backslash escapes
    public void The_id_of_an_item_in_a_long_table_cannot_leave_its_quotes(SqlDialect dialect, string expected) =>
        Write(new SqlOptions { Dialect = dialect, Layout = SqlLayout.Long, Columns = new Dictionary<string, string>(StringComparer.Ordinal) { ["item1"] = "it's \\" } })
            .Should().Contain($"= {expected} THEN");

    [Fact]
    public void A_table_may_stand_in_a_schema() =>
        Write(new SqlOptions { Table = "clinic.phq9" }).Should().Contain("FROM \"clinic\".\"phq9\"");

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a\nb")]
    [InlineData("ko_k0_0")]
    public void A_key_that_is_no_name_is_refused(string key) =>
        Refuse(new SqlOptions { Keys = [key] }).Should().Be("export-name-invalid:phq-9/total");

    [Fact]
    public void Keys_are_named_once_and_there_is_one()
    {
        Refuse(new SqlOptions { Keys = ["id", "ID"] }).Should().Be("export-name-invalid:phq-9/total");
        Refuse(new SqlOptions { Keys = [] }).Should().Be("export-name-invalid:phq-9/total");
    }

    [Fact]
    public void A_code_for_missing_that_is_an_answer_is_refused()
    {
        Refuse(new SqlOptions { MissingCodes = [3] }).Should().Be("export-code-legal:phq-9/total");
        Refuse(new SqlOptions { NotApplicableCodes = [0] }).Should().Be("export-code-legal:phq-9/total");
        FhirPathExport.Write(Phq9, Phq9.MainScale, new FhirPathOptions { MissingCodes = [3] }).Refusal!.Code.Should().Be("export-code-legal");
        Write(new SqlOptions { MissingCodes = [7, 9] }).Should().Contain("WHEN ko_r0 IS NULL OR ko_r0 IN (7, 9) THEN 0");
    }

    [Fact]
    public void A_policy_that_the_scale_lacks_is_refused()
    {
        Refuse(new SqlOptions { MissingPolicy = "no-such" }).Should().Be("export-policy-unknown:phq-9/total");
        FhirPathExport.Write(Phq9, Phq9.MainScale, new FhirPathOptions { MissingPolicy = "no-such" }).Refusal!.Code.Should().Be("export-policy-unknown");
    }

    [Fact]
    public void A_statement_is_one_query_that_can_stand_in_a_view()
    {
        foreach (var id in InstrumentCatalogue.Shipped.Ids)
        {
            var instrument = InstrumentCatalogue.Shipped.Find(id)!;
            SqlExport.WriteInstrument(instrument).GetTextOrThrow().Should().StartWith("WITH ").And.NotContain(";").And.NotContain("--").And.EndWith("\n");
        }
    }

    // C-SSRS has skips, PHQ-9 none; the word is PostgreSQL's own.
    [Theory]
    [InlineData("c-ssrs", SqlDialect.PostgreSql, true)]
    [InlineData("c-ssrs", SqlDialect.Ansi, false)]
    [InlineData("c-ssrs", SqlDialect.DuckDb, false)]
    [InlineData("phq-9", SqlDialect.PostgreSql, false)]
    public void PostgreSQL_keeps_the_steps_of_skips_apart(string instrument, SqlDialect dialect, bool expected) =>
        SqlExport.WriteInstrument(InstrumentCatalogue.Shipped.Find(instrument)!, new SqlOptions { Dialect = dialect }).GetTextOrThrow()
            .Contains(" AS MATERIALIZED (", StringComparison.Ordinal).Should().Be(expected);

    [Fact]
    public void A_scale_that_does_not_list_the_reader_is_refused_and_not_approximated()
    {
        var eq5d = InstrumentCatalogue.Shipped.Find("eq-5d-5l")!;
        SqlExport.WriteScale(eq5d, eq5d.FindScale("index")!).Refusal!.ToString().Should().Be("export-reader-not-declared:eq-5d-5l/index");
        SqlExport.WriteInstrument(eq5d).GetTextOrThrow().Should().Contain("\"profile_status\"").And.NotContain("\"index\"");
    }

    [Fact]
    public void A_link_id_cannot_leave_its_quotes() =>
        FhirPathExport.Write(Phq9, Phq9.MainScale, new FhirPathOptions { LinkIds = new Dictionary<string, string>(StringComparer.Ordinal) { ["item1"] = "a') or ('\\" } })
            .GetTextOrThrow().Should().Contain("linkId in ('a\\') or (\\'\\\\' | 'item2' | ");

    private static string Write(SqlOptions options) => SqlExport.WriteScale(Phq9, Phq9.MainScale, options).GetTextOrThrow();

    private static string Refuse(SqlOptions options) => SqlExport.WriteScale(Phq9, Phq9.MainScale, options).Refusal!.ToString();
}
