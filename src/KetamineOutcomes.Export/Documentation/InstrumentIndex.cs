using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Export.Documentation;

/// <summary>The documentation reader's table of contents: instruments by domain.</summary>
public static class InstrumentIndex
{
    /// <summary>Writes the index of the pages, each of which is expected beside it as <c>&lt;id&gt;.md</c>.</summary>
    /// <param name="instruments">The instruments, in any order.</param>
    /// <returns>Markdown that ends with a line feed; the same for the same instruments, whatever the culture.</returns>
    public static string Write(IEnumerable<Instrument> instruments)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        var all = instruments.OrderBy(instrument => instrument.Id, StringComparer.Ordinal).ToList();
        var page = new Markdown();
        page.Heading(1, "Instruments");
        page.Paragraph("<!-- Generated from the definitions; edits are lost. -->");
        page.Paragraph($"{Wording.Count(all.Count, "instrument")}. Each page is written from the definition that also scores the form, so that the two cannot differ. It names every source and how the fact is known. No wording of any question stands here: labels are short topics in our own words, and *using* a questionnaire may need its owner's permission.");
        page.Paragraph("The definition itself is printed by `ketamine-outcomes instruments ID --json`; the NuGet package holds it as the file `definitions/ID.json`, beside its JSON Schema.");
        page.Paragraph("How a fact is known: **verified**, read in the named source itself; **recomputed** from published data or tables and found equal; **code**, read in another program's code; **secondary**, read in a source that quotes the first; **derived**, arithmetic on other facts; **project policy**, this project's own decision.");
        foreach (var domain in all.GroupBy(instrument => instrument.Domain, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            page.Heading(2, Markdown.Escape(Wording.Capitalise(Wording.Domain(domain.Key))));
            page.Table(
                ["Instrument", "Id", "Items", "Filled in by", "Looks back", "Main score", "Printed wording"],
                domain.Select(instrument => (IReadOnlyList<string>)
                [
                    Markdown.Link(Markdown.Escape(instrument.Name), $"{instrument.Id}.md"),
                    Markdown.Span(instrument.Id),
                    Wording.Number(instrument.Items.Count),
                    Markdown.Escape(string.Join(", ", instrument.Raters.Select(Wording.Say))),
                    Markdown.Escape(instrument.Recall.Text),
                    instrument.Scales.IsEmpty ? "none" : Markdown.Escape(Facts.Result(instrument.MainScale)),
                    Wording.Say(instrument.Licence.ItemText),
                ]));
        }

        return page.ToString();
    }
}
