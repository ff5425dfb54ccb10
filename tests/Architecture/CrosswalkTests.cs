using System.Reflection;
using FluentAssertions;
using Xunit;

namespace KetamineOutcomes.Architecture;

/// <summary>A linked score is for groups: nothing that scores a form or judges a person's course may know of it.</summary>
public sealed class CrosswalkTests
{
    private const string Crosswalks = "KetamineOutcomes.Instruments.Crosswalks";

    /// <summary>Themselves, and the room that writes them down.</summary>
    private static readonly string[] Knowers = [Crosswalks, "KetamineOutcomes.Json"];

    private static List<Edge> UsesOfCrosswalks()
    {
        using var use = new MetadataUse(Repository.AssemblyPath(Repository.Core));
        return [.. use.NamespaceUses().Where(edge => edge.To == Crosswalks)];
    }

    [Fact]
    public void Nothing_in_indicators_and_treatment_knows_of_crosswalks() =>
        UsesOfCrosswalks().Where(edge => edge.From.StartsWith("KetamineOutcomes.Indicators", StringComparison.Ordinal) || edge.From.StartsWith("KetamineOutcomes.Treatment", StringComparison.Ordinal))
            .Should().BeEmpty();

    [Fact]
    public void In_the_core_only_the_JSON_room_knows_of_crosswalks()
    {
        var uses = UsesOfCrosswalks();

        uses.Should().Contain(edge => edge.From == "KetamineOutcomes.Json", "otherwise the reader of the metadata is blind");
        uses.Where(edge => !Knowers.Contains(edge.From, StringComparer.Ordinal)).Should().BeEmpty();
    }

    [Fact]
    public void Of_the_other_rooms_only_the_tool_knows_of_crosswalks()
    {
        var knowing = Repository.Rooms.Select(room => room.GetName().Name!).Where(name => name != Repository.Core).Where(name =>
        {
            using var use = new MetadataUse(Repository.AssemblyPath(name));
            return use.ForeignMembers().Any(member => member.Type.StartsWith(Crosswalks + ".", StringComparison.Ordinal));
        });

        knowing.Should().Equal(Repository.Tool);
    }

    [Fact]
    public void A_linked_score_is_no_score_and_turns_into_none()
    {
        var linked = Assembly.LoadFrom(Repository.AssemblyPath(Repository.Core)).GetType(Crosswalks + ".LinkedScore", throwOnError: true)!;
        var score = linked.Assembly.GetType("KetamineOutcomes.Instruments.Score", throwOnError: true)!;

        score.IsAssignableFrom(linked).Should().BeFalse();
        linked.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static)
            .Where(member => member is MethodInfo { ReturnType: var type } && (score.IsAssignableFrom(type) || type == typeof(decimal)))
            .Should().BeEmpty();
    }
}
