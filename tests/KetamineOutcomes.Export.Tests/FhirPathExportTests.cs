using System.Text.RegularExpressions;
using KetamineOutcomes.Export.FhirPath;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Export.Tests;

/// <summary>How the texts are made; that they compute what the library does is for the engines to show (tests/Engines).</summary>
public sealed partial class FhirPathExportTests
{
    private static readonly Instrument Phq2 = InstrumentCatalogue.Shipped.Find("phq-2")!;

    private static readonly Instrument Audit = InstrumentCatalogue.Shipped.Find("audit")!;

    [Fact]
    public void A_sum_asks_for_all_its_items_at_once_and_for_each_of_them() =>
        FhirPathExport.Write(Phq2, Phq2.MainScale).GetTextOrThrow().Should().Be(
            "iif((%resource.repeat(item | item.answer.item).where(linkId in ('item1' | 'item2')).answer.count() = 2"
            + " and %resource.repeat(item | item.answer.item).where(linkId in ('item1' | 'item2')).where(answer.where(value in (0 | 1 | 2 | 3)).exists()).linkId.distinct().count() = 2),"
            + " %resource.repeat(item | item.answer.item).where(linkId in ('item1' | 'item2')).answer.value.aggregate($this + $total, 0), {})");

    [Fact]
    public void With_variables_the_form_is_looked_through_once() =>
        FhirPathExport.Write(Phq2, Phq2.MainScale, new FhirPathOptions { DefinesVariable = true, Answers = FhirPathAnswers.Weight }).GetTextOrThrow().Should().Be(
            "%resource.defineVariable('ko_form1', %resource.repeat(item | item.answer.item)).defineVariable('ko_ids1', 'item1' | 'item2')"
            + ".defineVariable('ko_group1', %ko_form1.where(linkId in %ko_ids1)).defineVariable('ko_legal1', 0 | 1 | 2 | 3)"
            + ".select(iif((%ko_group1.answer.count() = 2 and %ko_group1.where(answer.where(weight() in %ko_legal1).exists()).linkId.distinct().count() = 2),"
            + " %ko_group1.answer.weight().aggregate($this + $total, 0), {}))");

    [Fact]
    public void A_long_range_is_said_by_its_ends()
    {
        // 0 to 100 in steps of 1.
        var eq5d = InstrumentCatalogue.Shipped.Find("eq-5d-5l")!;
        FhirPathExport.Write(eq5d, eq5d.FindScale("vas")!).GetTextOrThrow().Should().Contain("$this >= 0 and $this <= 100").And.NotContain("17 | 18");
    }

    [Fact]
    public void Every_variable_is_this_texts_own_and_is_used()
    {
        foreach (var instrument in InstrumentCatalogue.Shipped.Ids.Select(id => InstrumentCatalogue.Shipped.Find(id)!))
        {
            foreach (var scale in instrument.Scales)
            {
                if (!FhirPathExport.Write(instrument, scale, new FhirPathOptions { DefinesVariable = true }).TryGetText(out var text))
                {
                    continue;
                }

                var defined = Defined().Matches(text).Select(match => match.Groups["name"].Value).ToList();
                var used = Used().Matches(text).Select(match => match.Groups["name"].Value).Where(name => !string.Equals(name, "resource", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
                defined.Should().OnlyHaveUniqueItems().And.BeEquivalentTo(used, $"{instrument.Id}/{scale.Id}");
                defined.Should().OnlyContain(name => name.StartsWith("ko_", StringComparison.Ordinal));

                // A variable stands before its uses, also within the definitions of others.
                foreach (var name in defined)
                {
                    text.IndexOf($"defineVariable('{name}'", StringComparison.Ordinal).Should().BeLessThan(Regex.Match(text, $"%{name}\\b", RegexOptions.None, TimeSpan.FromSeconds(10)).Index, $"{instrument.Id}/{scale.Id} {name}");
                }
            }
        }
    }

    [Fact]
    public void A_chain_of_skips_is_said_once_with_variables()
    {
        // Items 2 to 10 follow from item 1, and items 4 to 8 from items 2 and 3 as well: said in full, each stands many times.
        FhirPathExport.Write(Audit, Audit.MainScale, new FhirPathOptions { DefinesVariable = true }).GetTextOrThrow().Length.Should().BeLessThan(8000);
        FhirPathExport.Write(Audit, Audit.MainScale).GetTextOrThrow().Should().NotContain("defineVariable");
    }

    [GeneratedRegex("defineVariable\\('(?<name>[^']+)'", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Defined();

    [GeneratedRegex("%(?<name>[A-Za-z_0-9]+)", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Used();
}
