using System.Text;

namespace KetamineOutcomes.Tables.Tests;

public sealed class TableReaderTests
{
    [Fact]
    public void Fields_are_read_by_column_and_the_stream_stays_open()
    {
        using var input = new MemoryStream(Encoding.UTF8.GetBytes("b,a,\n1,2,3\n\n4,,6\n"));
        using (var reader = TableReader.Open(input))
        {
            reader.Columns.Should().Equal("b", "a", "");
            reader.FindColumn("a").Should().Be(1);
            reader.FindColumn("A").Should().Be(-1);
            reader.Read().Should().BeTrue();
            (reader.Row, reader.Line, reader[0], reader[1], reader[2], reader[3]).Should().Be((1, 2, "1", "2", "3", null));
            reader.Read().Should().BeTrue();
            (reader.Row, reader.Line, reader[1]).Should().Be((2, 4, ""), "the blank line is passed over and counted as a line");
            reader.Read().Should().BeFalse();
            reader.Error.Should().BeNull();
        }

        input.CanRead.Should().BeTrue();
    }

    [Fact]
    public void Json_columns_grow_with_the_members_seen()
    {
        using var input = new MemoryStream(Encoding.UTF8.GetBytes("""
            {"a":1.50,"b":true}
            {"c":"x","a":null,"d":{"e":[1, 2]}}
            """));
        using var reader = TableReader.Open(input, new TableReadOptions { Format = TableFormat.JsonLines });
        reader.Read().Should().BeTrue();
        reader.Columns.Should().Equal("a", "b");
        (reader[0], reader[1]).Should().Be(("1.50", "true"));
        reader.Read().Should().BeTrue();
        reader.Columns.Should().Equal("a", "b", "c", "d");
        (reader[0], reader[1], reader[2], reader[3]).Should().Be((null, null, "x", """{"e":[1, 2]}"""));
    }

    [Theory]
    [InlineData("x.csv", TableFormat.Csv)]
    [InlineData("x.CSV.gz", TableFormat.Csv)]
    [InlineData("-", TableFormat.Csv)]
    [InlineData("x.jsonl", TableFormat.JsonLines)]
    [InlineData("a/x.NDJSON", TableFormat.JsonLines)]
    [InlineData("x.json", TableFormat.JsonLines)]
    public void The_extension_says_the_format(string name, TableFormat format) => TableFormats.FromFileName(name).Should().Be(format);

    [Fact]
    public void A_writer_holds_to_its_columns()
    {
        using var writer = TableWriter.Create(Stream.Null, TableFormat.Csv, ["a", "b"]);
        writer.Write("1");
        writer.Invoking(w => w.EndRow()).Should().Throw<InvalidOperationException>();
        writer.Write(2);
        writer.Invoking(w => w.Write("3")).Should().Throw<InvalidOperationException>();
        writer.EndRow();
        FluentActions.Invoking(() => TableWriter.Create(Stream.Null, TableFormat.Csv, ["a", "a"])).Should().Throw<ArgumentException>();
    }

    [Theory]
    [InlineData(TableFormat.Csv, "a,b\n13.0,\n\",\",\"\"\"\"\n")]
    [InlineData(TableFormat.JsonLines, "{\"a\":13.0,\"b\":null}\n{\"a\":\",\",\"b\":\"\\\"\"}\n")]
    public void Numbers_keep_their_decimals_and_text_is_quoted(TableFormat format, string expected)
    {
        using var output = new MemoryStream();
        using (var writer = TableWriter.Create(output, format, ["a", "b"]))
        {
            writer.Write(13.0m);
            writer.Write((string?)null);
            writer.EndRow();
            writer.Write(",");
            writer.Write("\"");
            writer.EndRow();
        }

        Encoding.UTF8.GetString(output.ToArray()).Should().Be(expected);
    }
}
