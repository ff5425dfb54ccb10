using System.Text;

namespace KetamineOutcomes.Tables.Tests;

/// <summary>Alone, for it looks at the memory of the whole process.</summary>
[CollectionDefinition(nameof(StreamingTests), DisableParallelization = true)]
[Collection(nameof(StreamingTests))]
public sealed class StreamingTests
{
    [Theory]
    [InlineData(TableFormat.Csv)]
    [InlineData(TableFormat.JsonLines)]
    public void Memory_does_not_grow_with_the_input(TableFormat format)
    {
        var record = format == TableFormat.Csv
            ? "0,1,2,3,0,1,2,3,9\n"
            : """{"item1":0,"item2":1,"item3":2,"item4":3,"item5":0,"item6":1,"item7":2,"item8":3,"item9":9}""" + "\n";
        var memory = new List<long>();
        using var input = new RepeatStream(format == TableFormat.Csv ? Run.Header : "", record, 40 * 1024);
        var summary = ScoreTable.Run(
            input,
            Stream.Null,
            TestForms.Nine,
            new ScoreTableOptions { InputFormat = format, OutputFormat = format },
            new Sampler(progress => progress.Rows is 4 * 1024 or 40 * 1024, () => memory.Add(GC.GetTotalMemory(forceFullCollection: true))),
            TestContext.Current.CancellationToken);
        summary.Rows.Should().Be(40 * 1024);
        summary.Invalid.Should().Be(40 * 1024, "9 is no answer");
        memory.Should().HaveCount(2);

        // 36,864 records of 18 bytes or more lie between: holding even their text would take 650 kB.
        (memory[1] - memory[0]).Should().BeLessThan(300_000);
    }

    [Fact]
    public void A_field_of_ten_megabytes_is_not_buffered()
    {
        using var input = new RepeatStream("remark," + Run.Header, new string('x', 1000), 10_000);
        using var output = new MemoryStream();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var summary = ScoreTable.Run(input, output, TestForms.Nine, null, null, TestContext.Current.CancellationToken);
        summary.Error!.Code.Should().Be("input-too-long");

        // A buffer that doubles up to the limit of 4 MiB a record takes less than 8 MiB and as much again where a pool rounds up.
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(20_000_000);
        input.Handed.Should().BeLessThan(5_000_000, "reading ends at the limit");
    }

    [Fact]
    public void A_run_can_be_ended()
    {
        using var ending = new CancellationTokenSource();
        using var input = new RepeatStream(Run.Header, "0,1,2,3,0,1,2,3,0\n", int.MaxValue);
        FluentActions.Invoking(() => ScoreTable.Run(input, Stream.Null, TestForms.Nine, null, new Sampler(_ => true, ending.Cancel), ending.Token))
            .Should().Throw<OperationCanceledException>();
    }

    private sealed class Sampler(Func<TableProgress, bool> when, Action sample) : IProgress<TableProgress>
    {
        public void Report(TableProgress value)
        {
            if (when(value))
            {
                sample();
            }
        }
    }

    private sealed class RepeatStream(string first, string repeated, int times) : Stream
    {
        private readonly byte[] _repeated = Encoding.UTF8.GetBytes(repeated);
        private byte[] _current = Encoding.UTF8.GetBytes(first);
        private int _position;
        private int _left = times;

        public long Handed { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = 0;
            while (read < count)
            {
                if (_position == _current.Length)
                {
                    if (_left == 0)
                    {
                        break;
                    }

                    _left--;
                    _current = _repeated;
                    _position = 0;
                }

                var part = Math.Min(count - read, _current.Length - _position);
                Array.Copy(_current, _position, buffer, offset + read, part);
                _position += part;
                read += part;
            }

            Handed += read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
