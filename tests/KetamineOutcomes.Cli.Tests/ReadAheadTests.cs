namespace KetamineOutcomes.Cli.Tests;

public sealed class ReadAheadTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(5000)]
    public void All_elements_come_in_their_order(int count) =>
        ReadAhead.Of(Enumerable.Range(0, count)).Should().Equal(Enumerable.Range(0, count));

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(3000)]
    public void What_the_sequence_throws_comes_behind_the_elements_before_it(int before)
    {
        IEnumerable<int> Failing()
        {
            for (var i = 0; i < before; i++)
            {
                yield return i;
            }

            throw new ToolException("file-unreadable", "It ends here.");
        }

        var seen = new List<int>();
        FluentActions.Invoking(() => seen.AddRange(Taken(ReadAhead.Of(Failing()), seen))).Should().Throw<ToolException>().Which.Error.Code.Should().Be("file-unreadable");
        seen.Should().Equal(Enumerable.Range(0, before));

        static List<int> Taken(IEnumerable<int> sequence, List<int> seen)
        {
            foreach (var one in sequence)
            {
                seen.Add(one);
            }

            return [];
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(300)]
    public void Whoever_stops_early_leaves_nobody_reading(int taken)
    {
        var isOpen = false;
        IEnumerable<int> Endless()
        {
            isOpen = true;
            try
            {
                for (var i = 0; ; i = (i + 1) % 1000)
                {
                    yield return i;
                }
            }
            finally
            {
                isOpen = false;
            }
        }

        ReadAhead.Of(Endless()).Take(taken).Should().HaveCount(taken);
        isOpen.Should().BeFalse();
    }
}
