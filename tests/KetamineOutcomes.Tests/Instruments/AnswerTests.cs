using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Tests.Instruments;

public sealed class AnswerTests
{
    [Fact]
    public void Answer_sets_compare_by_their_answers()
    {
        var set = AnswerSet.Of(("item1", 1), ("item2", 2));

        (set == AnswerSet.Of(("item2", 2), ("item1", 1))).Should().BeTrue();
        (set != set.With("item2", Answer.Number(3))).Should().BeTrue();
        set.GetHashCode().Should().Be(AnswerSet.Of(("item2", 2), ("item1", 1)).GetHashCode());
        set.With("item2", Answer.Missing).Items.Should().Equal("item1");
        set["item9"].Should().Be(Answer.Missing);
        AnswerSet.Empty.Items.Should().BeEmpty();
    }

    [Fact]
    public void The_ids_stand_in_ordinal_order_however_they_came()
    {
        var pairs = new[] { "item2", "item10", "b", "item1", "a", "item16a", "item16" }.Select((item, i) => new KeyValuePair<string, Answer>(item, Answer.Number(i))).ToList();

        var set = AnswerSet.Create(pairs.Append(new("z", Answer.Missing)));

        set.Items.Should().Equal("a", "b", "item1", "item10", "item16", "item16a", "item2");
        foreach (var (item, answer) in pairs)
        {
            set[item].Should().Be(answer);
        }

        set["item3"].Should().Be(Answer.Missing);
        set.Should().Be(AnswerSet.Create(Enumerable.Reverse(pairs)));
        var twice = () => AnswerSet.Create(pairs.Append(new("item10", Answer.Missing)));
        twice.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Answers_are_never_printed()
    {
        AnswerSet.Of(("item1", 3)).ToString().Should().Be("1 answer");
        AnswerSet.Of(("item1", 3), ("item2", 2)).ToString().Should().Be("2 answers");
    }

    [Fact]
    public void An_item_answered_twice_or_without_an_id_throws()
    {
        var twice = () => AnswerSet.Of(("item1", 1), ("item1", 2));
        var nameless = () => AnswerSet.Of(("", 1));
        var option = () => Answer.Option(" ");

        twice.Should().Throw<ArgumentException>();
        nameless.Should().Throw<ArgumentException>();
        option.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void A_time_of_day_is_minutes_since_midnight() =>
        Answer.Time(new TimeOnly(23, 30)).Should().Be(Answer.Number(1410));
}
