using FluentAssertions;
using Xunit;

namespace KetamineOutcomes.Architecture;

public sealed class TypeRuleTests
{
    private static IEnumerable<Type> PublicTypes => Repository.Libraries.SelectMany(room => room.GetExportedTypes());

    [Fact]
    public void Libraries_have_public_types() => PublicTypes.Should().NotBeEmpty("otherwise the rules below hold of nothing");

    [Fact]
    public void Public_types_are_closed() => PublicTypes.SelectMany(TypeRules.Closed).Should().BeEmpty();

    [Fact]
    public void Public_types_are_immutable() => PublicTypes.SelectMany(TypeRules.Immutable).Should().BeEmpty();

    [Fact]
    public void Equatable_types_have_the_operator() => PublicTypes.SelectMany(TypeRules.HasEqualityOperator).Should().BeEmpty();

    [Fact]
    public void Public_members_pass_no_mutable_collection() => PublicTypes.SelectMany(TypeRules.PassesNoMutableCollection).Should().BeEmpty();

    [Fact]
    public void Statistics_are_internal() =>
        PublicTypes.Where(type => type.Namespace == Repository.Core + ".Statistics").Should().BeEmpty();

    [Fact]
    public void Tool_has_no_public_types() =>
        Repository.Rooms.Single(room => room.GetName().Name == Repository.Tool).GetExportedTypes().Should().BeEmpty();

    [Theory]
    [InlineData(typeof(OpenClass))]
    [InlineData(typeof(OpenAbstractClass))]
    [InlineData(typeof(OpenAbstractRecord))]
    [InlineData(typeof(MutableStruct))]
    [InlineData(typeof(IOpen))]
    public void Open_type_is_found(Type type) => TypeRules.Closed(type).Should().ContainSingle();

    [Theory]
    [InlineData(typeof(ClosedRecord))]
    [InlineData(typeof(ClosedRecord.Case))]
    [InlineData(typeof(ClosedClass))]
    [InlineData(typeof(Pair))]
    [InlineData(typeof(DayOfWeek))]
    public void Closed_type_passes(Type type) => TypeRules.Closed(type).Should().BeEmpty();

    [Theory]
    [InlineData(typeof(MutableStruct))]
    [InlineData(typeof(InitElsewhere))]
    public void Mutable_type_is_found(Type type) => TypeRules.Immutable(type).Should().ContainSingle();

    [Theory]
    [InlineData(typeof(MadeUpOptions))]
    [InlineData(typeof(Pair))]
    public void Init_of_options_and_of_record_struct_parameters_passes(Type type) => TypeRules.Immutable(type).Should().BeEmpty();

    [Fact]
    public void Equatable_type_without_the_operator_is_found() => TypeRules.HasEqualityOperator(typeof(EquatableOnly)).Should().ContainSingle();

    [Fact]
    public void Arrays_and_lists_are_found() => TypeRules.PassesNoMutableCollection(typeof(GivesArrays)).Should().HaveCount(3);

#pragma warning disable CA1040, CA1051, CA1067, CA1852, CA1002, CA1819, MA0077, MA0095, MA0053, CA1815, MA0102, CA1859, IDE0250, IDE0251, S1104 // Wrong on purpose: each breaks one rule.
    public interface IOpen;

    public class OpenClass;

    public abstract class OpenAbstractClass
    {
        protected OpenAbstractClass()
        {
        }
    }

    public abstract record OpenAbstractRecord
    {
        private OpenAbstractRecord()
        {
        }

        public sealed record Case : OpenAbstractRecord;
    }

    public abstract record ClosedRecord
    {
        private ClosedRecord()
        {
        }

        internal abstract void Close();

        public sealed record Case : ClosedRecord
        {
            internal override void Close()
            {
            }
        }
    }

    public abstract class ClosedClass
    {
        private protected ClosedClass()
        {
        }
    }

    public struct MutableStruct
    {
        public int Value;
    }

    public readonly record struct Pair(int Left, int Right);

    public sealed record InitElsewhere
    {
        public int Value { get; init; }
    }

    public sealed record MadeUpOptions
    {
        public int Value { get; init; }
    }

    public sealed class EquatableOnly : IEquatable<EquatableOnly>
    {
        public bool Equals(EquatableOnly? other) => ReferenceEquals(this, other);
    }

    public static class GivesArrays
    {
        public static int[] Array() => [1];

        public static void Take(IEnumerable<List<int>> lists) => ArgumentNullException.ThrowIfNull(lists);

        public static bool TryGet(out Dictionary<int, int> map)
        {
            map = [];
            return true;
        }
    }
}
