using System.Xml.Linq;
using FluentAssertions;
using Xunit;

namespace KetamineOutcomes.Architecture;

public sealed class ArrowTests
{
    [Fact]
    public void Rooms_refer_to_each_other_only_along_the_arrows()
    {
        var edges = new List<Edge>();
        foreach (var room in Repository.RoomProjects.Select(Repository.AssemblyName))
        {
            using var use = new MetadataUse(Repository.AssemblyPath(room));
            edges.AddRange(use.AssemblyReferences
                .Where(name => name.StartsWith(Repository.Core, StringComparison.Ordinal) || name == Repository.Tool)
                .Append(room)
                .Select(name => new Edge(room, name, "assembly reference")));
        }

        Arrows.BetweenRooms.FindViolations(edges).Should().BeEmpty();
    }

    [Fact]
    public void Projects_refer_to_each_other_only_along_the_arrows()
    {
        var edges = Repository.RoomProjects.SelectMany(project => XDocument.Load(project).Descendants("ProjectReference")
            .Select(reference => new Edge(
                Repository.AssemblyName(project),
                Repository.AssemblyName(reference.Attribute("Include")!.Value.Replace('\\', '/')),
                "project reference")));

        Arrows.BetweenRooms.FindViolations(edges).Should().BeEmpty();
    }

    [Fact]
    public void Core_depends_on_SystemTextJson_and_MathNetNumerics_and_nothing_else()
    {
        var core = Repository.RoomProjects.Single(project => Repository.AssemblyName(project) == Repository.Core);
        XDocument.Load(core).Descendants("PackageReference").Select(reference => reference.Attribute("Include")!.Value)
            .Should().BeSubsetOf(["MathNet.Numerics", "System.Text.Json"]);

        using var use = new MetadataUse(Repository.AssemblyPath(Repository.Core));
        use.AssemblyReferences.Where(name => !name.StartsWith("System.", StringComparison.Ordinal)).Should().BeSubsetOf(["MathNet.Numerics"]);
    }

    [Fact]
    public void Namespaces_of_the_core_know_each_other_only_along_the_arrows()
    {
        using var use = new MetadataUse(Repository.AssemblyPath(Repository.Core));
        var edges = use.NamespaceEdges().ToList();

        edges.Should().Contain(edge => edge.From == "Instruments" && edge.To == "root", "otherwise the reader of the metadata is blind");
        Arrows.InsideTheCore.FindViolations(edges).Should().BeEmpty();
    }

    [Fact]
    public void Uses_inside_method_bodies_are_seen()
    {
        using var use = new MetadataUse(typeof(ArrowTests).Assembly.Location);

        // Repository is static: it can stand in no signature, so only the body of this class's methods can tell.
        use.NamespaceEdges().Should().Contain(edge => edge.Where == "ArrowTests uses Repository");
    }

    [Theory]
    [InlineData("root", "Instruments")]
    [InlineData("Instruments", "Treatment")]
    [InlineData("Instruments", "Json")]
    [InlineData("Statistics", "Instruments")]
    [InlineData("Treatment", "Indicators")]
    [InlineData("Columns", "Treatment")]
    [InlineData("Indicators", "Columns")]
    [InlineData("Indicators", "Json")]
    public void Arrow_against_the_design_is_found(string from, string to) =>
        Arrows.InsideTheCore.FindViolations([new Edge(from, to, "made up")])
            .Should().Equal($"{from} must not know {to} (made up)");

    [Fact]
    public void Arrow_from_a_room_that_the_design_does_not_name_is_found() =>
        Arrows.InsideTheCore.FindViolations([new Edge("Helpers", "root", "made up")])
            .Should().Equal("Helpers is no room of the design (made up)");

    [Theory]
    [InlineData("KetamineOutcomes", "KetamineOutcomes.Tables")]
    [InlineData("KetamineOutcomes.Tables", "KetamineOutcomes.Fhir")]
    [InlineData("KetamineOutcomes.Charts", "ketamine-outcomes")]
    public void Reference_against_the_design_is_found(string from, string to) =>
        Arrows.BetweenRooms.FindViolations([new Edge(from, to, "made up")])
            .Should().Equal($"{from} must not know {to} (made up)");

    [Theory]
    [InlineData("Indicators", "Treatment")]
    [InlineData("Json", "Columns")]
    [InlineData("Treatment", "Treatment")]
    public void Arrow_along_the_design_is_allowed(string from, string to) =>
        Arrows.InsideTheCore.FindViolations([new Edge(from, to, "made up")]).Should().BeEmpty();
}
