using System.Reflection;
using System.Xml.Linq;
using FluentAssertions;
using Xunit;

namespace KetamineOutcomes.Architecture;

/// <summary>The compiler asks for a comment on each public member (CS1591); here the files that reach the package are held to it.</summary>
public sealed class DocumentationTests
{
    public static IEnumerable<TheoryDataRow<string>> Libraries => Repository.Libraries.Select(room => new TheoryDataRow<string>(room.GetName().Name!));

    [Theory]
    [InlineData("README.md")]
    [InlineData("CHANGELOG.md")]
    public void Page_names_every_instrument_that_ships_and_how_many(string page)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, page));
        var ids = Instruments.InstrumentCatalogue.Shipped.Ids.ToList();

        // "WHODAS 2.0 12-item" names whodas-12, "MOAA/S" moaa-s: letters and digits count, the edition does not.
        var letters = Letters(text.Replace(" 2.0", "", StringComparison.Ordinal));
        text.Should().Contain($"{ids.Count} instruments");
        ids.Where(id => !letters.Contains(Letters(id), StringComparison.Ordinal)).Should().BeEmpty();

        static string Letters(string text) => string.Concat(text.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Every_public_type_and_property_is_documented(string library)
    {
        var documented = XDocument.Load(Path.ChangeExtension(Repository.AssemblyPath(library), ".xml")).Descendants("member")
            .Where(member => member.Elements().Any())
            .Select(member => member.Attribute("name")!.Value)
            .ToHashSet(StringComparer.Ordinal);
        var missing = new List<string>();
        foreach (var type in Repository.Rooms.Single(room => room.GetName().Name == library).GetExportedTypes())
        {
            var name = type.FullName!.Replace('+', '.');
            missing.AddRange(new[] { $"T:{name}" }
                .Concat(type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
                    .Where(property => property.GetIndexParameters().Length == 0 && !IsParameter(type, property))
                    .Select(property => $"P:{name}.{property.Name}"))
                .Where(id => !documented.Contains(id)));
        }

        missing.Should().BeEmpty();
    }

    /// <summary>A positional record documents its properties as parameters of the type.</summary>
    private static bool IsParameter(Type type, PropertyInfo property) =>
        type.GetConstructors().Any(constructor => constructor.GetParameters().Any(parameter => parameter.Name == property.Name));
}
