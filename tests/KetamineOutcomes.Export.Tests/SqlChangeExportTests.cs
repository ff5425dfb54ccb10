using KetamineOutcomes.Export.Sql;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Export.Tests;

/// <summary>What is refused and how names are written; that the statements compute what the library does is for the engines to show (tests/Engines/changes.sh).</summary>
public sealed class SqlChangeExportTests
{
    private static readonly Instrument Madrs = InstrumentCatalogue.Shipped.Find("madrs")!;

    [Fact]
    public void Each_entry_of_the_scale_has_a_column() =>
        SqlChangeExport.Write(Madrs, Madrs.MainScale).GetTextOrThrow().Should()
            .ContainAll(Madrs.MainScale.Endpoints.Select(entry => $"\"{(entry.Kind == EndpointKind.Response ? "response" : "remission")}_{entry.Id}\""))
            .And.Contain("AS percentage_change").And.NotContain(";");

    [Fact]
    public void A_name_cannot_leave_its_quotes() =>
        SqlChangeExport.Write(Madrs, Madrs.MainScale, new SqlChangeOptions { ScoreTable = "x\" y" }).GetTextOrThrow().Should().Contain("FROM \"x\"\" y\"");

    [Fact]
    public void A_calendar_date_is_no_day_of_such_a_table() =>
        SqlChangeExport.Write(Madrs, Madrs.MainScale, new SqlChangeOptions { Baseline = new BaselinePolicy.Explicit(ClinicalTime.OnDate(new DateOnly(2026, 3, 1))) })
            .Refusal!.ToString().Should().Be("export-scale-unfit:madrs/total");

    [Theory]
    [InlineData("functional-markers", "crying")] // a rating of change has no baseline
    [InlineData("phq-9", "major-depressive-pattern")] // no number
    public void A_scale_without_a_change_is_refused(string id, string scale)
    {
        var instrument = InstrumentCatalogue.Shipped.Find(id)!;
        SqlChangeExport.Write(instrument, instrument.FindScale(scale)!).Refusal!.Code.Should().Be("export-scale-unfit");
    }

    [Fact]
    public void Keys_are_named_once_and_none_is_the_statement_s_own()
    {
        SqlChangeExport.Write(Madrs, Madrs.MainScale, new SqlChangeOptions { Keys = ["ko_v"] }).Refusal!.Code.Should().Be("export-name-invalid");
        SqlChangeExport.Write(Madrs, Madrs.MainScale, new SqlChangeOptions { Keys = ["a", "A"] }).Refusal!.Code.Should().Be("export-name-invalid");
    }
}
