using System.Diagnostics.CodeAnalysis;
using System.Text;
using CsvHelper;

namespace KetamineOutcomes.Tables.Tests;

/// <summary>CSV as it is written here beside CsvHelper's writer.</summary>
[SuppressMessage("Security", "CA5394", Justification = "Texts for a test, the same on every run.")]
public sealed class CsvBytesTests
{
    [Fact]
    public void Any_text_is_written_as_CsvHelper_writes_it()
    {
        string[] parts = ["a", "1", ",", "\"", "\n", "\r", ";", "\t", " ", "é", "\U0001F600", "\uD83D", "=", "-", "'", "\uFEFF", "plain words", "\\", "#", new string('x', 300)];
        var random = new Random(7);
        using var ours = new MemoryStream();
        using var theirs = new MemoryStream();
        var csv = new CsvBytes(ours);
        using (var writer = CsvWriter.Create(theirs, new CsvWriterOptions { NewLine = "\n", ValidateFieldCount = false }, leaveOpen: true))
        {
            for (var record = 0; record < 5000; record++)
            {
                for (var field = random.Next(1, 5); field > 0; field--)
                {
                    var text = string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => parts[random.Next(parts.Length)]));
                    if (random.Next(2) == 0)
                    {
                        csv.Field(text);
                        writer.WriteField(text);
                    }
                    else if (random.Next(4) == 0)
                    {
                        var number = random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64);
                        csv.Field(number);
                        writer.WriteField(number.ToString(System.Globalization.CultureInfo.InvariantCulture));
                    }
                    else
                    {
                        var bytes = Encoding.UTF8.GetBytes(text);
                        csv.Field(bytes);
                        writer.WriteField(bytes.AsSpan());
                    }
                }

                csv.EndRecord();
                writer.EndRecord();
            }
        }

        csv.Flush();
        ours.ToArray().Should().Equal(theirs.ToArray());
    }

    [Fact]
    public void What_the_stream_refused_is_not_offered_again()
    {
        using var full = new Full();
        var csv = new CsvBytes(full);
        csv.Field("a");
        csv.EndRecord();
        FluentActions.Invoking(csv.Flush).Should().Throw<IOException>();
        FluentActions.Invoking(csv.Flush).Should().NotThrow();
    }

    private sealed class Full : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("There is no room.");
    }
}
