using System.Collections;

namespace KetamineOutcomes.Tests;

public sealed class EquatableArrayTests
{
    private sealed record Holder(EquatableArray<string> Items);

    [Fact]
    public void Lists_are_equal_by_their_elements_in_order()
    {
        EquatableArray<int> list = [1, 2, 3];

        (list == (EquatableArray<int>)[1, 2, 3]).Should().BeTrue();
        (list != (EquatableArray<int>)[3, 2, 1]).Should().BeTrue();
        (list != (EquatableArray<int>)[1, 2]).Should().BeTrue();
        list.Equals((object)(EquatableArray<int>)[1, 2, 3]).Should().BeTrue();
        list.Equals("1;2;3").Should().BeFalse();
        list.GetHashCode().Should().Be(((EquatableArray<int>)[1, 2, 3]).GetHashCode());
    }

    [Fact]
    public void A_record_that_holds_one_compares_by_value()
    {
        new Holder(["a", "b"]).Should().Be(new Holder(["a", "b"]));
        new Holder(["a", "b"]).Should().NotBe(new Holder(["b", "a"]));
    }

    [Fact]
    public void Default_is_the_empty_list()
    {
        EquatableArray<int> empty = default;

        empty.IsEmpty.Should().BeTrue();
        empty.Count.Should().Be(0);
        (empty == (EquatableArray<int>)[]).Should().BeTrue();
        empty.GetHashCode().Should().Be(((EquatableArray<int>)[]).GetHashCode());
        empty.ToString().Should().BeEmpty();
        empty.AsSpan().Length.Should().Be(0);
        foreach (var _ in empty)
        {
            Assert.Fail("The empty list has no elements.");
        }
    }

    [Fact]
    public void Elements_are_read_in_order()
    {
        var list = Enumerable.Range(1, 3).ToEquatableArray();
        var seen = new List<int>();
        foreach (var element in list)
        {
            seen.Add(element);
        }

        seen.Should().Equal(1, 2, 3);
        ((IEnumerable)list).Cast<int>().Should().Equal(1, 2, 3);
        list[2].Should().Be(3);
        list.ToString().Should().Be("1;2;3");
    }

    [Fact]
    public void A_place_outside_the_list_throws()
    {
        EquatableArray<int> list = [1];
        var read = () => list[1];

        read.Should().Throw<IndexOutOfRangeException>();
    }

    [Fact]
    public void Changing_the_source_does_not_change_the_list()
    {
        int[] source = [1, 2];
        var list = EquatableArray.Create<int>(source);
        source[0] = 9;

        list[0].Should().Be(1);
    }
}
