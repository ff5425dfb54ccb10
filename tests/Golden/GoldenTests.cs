using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Golden;

/// <summary>Every row of every golden file, one test a row.</summary>
public sealed class GoldenTests
{
    public static TheoryData<string, string, int> Rows =>
        [.. GoldenRow.All.SelectMany(pair => pair.Value.Select(row => (pair.Key, row.Case, row.Line)))];

    internal static Instrument? Find(string id) =>
        InstrumentCatalogue.Shipped.Find(id) ?? TestDefinitions.Drafts.FirstOrDefault(draft => draft.Id == id);

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Rows))]
    public void A_row_gives_what_its_source_says(string instrument, string name, int line)
    {
        var row = GoldenRow.All[instrument].Single(each => each.Line == line);
        var found = Find(instrument);
        Assert.SkipWhen(found is null, $"The definition {instrument} is not in this build; The_golden_files_are_those_of_the_instruments fails once others are.");

        row.Differences(found).Should().BeEmpty("{0} ({1}) says so", row.Source, name);
    }
}
