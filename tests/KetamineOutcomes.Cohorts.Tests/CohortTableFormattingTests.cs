using System.Collections;
using System.Reflection;
using System.Xml.Linq;
using KetamineOutcomes.Cohorts.Tables;
using KetamineOutcomes.Cohorts.Tallies;

namespace KetamineOutcomes.Cohorts.Tests;

/// <summary>Notebooks know the formatter by names alone, as with figures, so this test asks by reflection too.</summary>
public sealed class CohortTableFormattingTests
{
    private static CohortTable Members { get; } = CohortTables.All(CohortTally.Of(Clinic.Members, Clinic.Options), Clinic.Options).Single(table => table.Id == "members");

    [Fact]
    public void A_notebook_that_asks_by_convention_gets_a_table()
    {
        var attribute = typeof(CohortTable).GetCustomAttributes(inherit: true).Single(candidate => candidate.GetType().Name == "TypeFormatterSourceAttribute");
        var source = Activator.CreateInstance((Type)attribute.GetType().GetProperty("FormatterSourceType")!.GetValue(attribute)!)!;
        var formatter = ((IEnumerable)source.GetType().GetMethod("CreateTypeFormatters")!.Invoke(source, null)!).Cast<object>().Single();
        var format = formatter.GetType().GetMethod("Format", [typeof(object), typeof(TextWriter)])!;
        using var writer = new StringWriter();

        formatter.GetType().GetProperty("MimeType")!.GetValue(formatter).Should().Be("text/html");
        format.Invoke(formatter, ["text", writer]).Should().Be(false);
        format.Invoke(formatter, [Members, writer]).Should().Be(true);
        writer.ToString().Should().Be(Members.ToHtml());
        typeof(CohortTable).GetMethod("ToHtml", BindingFlags.Public | BindingFlags.Instance, null, Type.EmptyTypes, null).Should().NotBeNull("Verso asks by this name");
    }

    /// <summary>Six people; what is empty is an empty cell, and a level of the caller's stands as text.</summary>
    [Fact]
    public void Cells_stand_as_they_are_printed()
    {
        var element = XElement.Parse(Members.ToHtml());

        element.Element("caption")!.Value.Should().Be(Members.Title);
        element.Descendants("th").Select(head => head.Value).Should().Equal("group", "level", "members", "percent", "warning");
        element.Descendants("tbody").Elements("tr").First().Elements("td").Select(cell => cell.Value).Should().Equal("all", "all", "6", "100", "");
    }

    [Fact]
    public void Texts_are_escaped()
    {
        var member = CohortMember.From(Clinic.Members[0].Course, [], Report(), groups: [new CohortGroup("site", "<b>&\"A\"")]).Single();

        CohortTables.All(CohortTally.Of([member], Clinic.Options), Clinic.Options).Single(table => table.Id == "members").ToHtml().Should().Contain("<td>&lt;b&gt;&amp;&quot;A&quot;</td>");
        static Indicators.AssessmentReport Report() => Indicators.CourseAssessment.Assess(Clinic.Members[0].Course, Clinic.Options.Assessment);
    }
}
