using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace KetamineOutcomes.Tables.Tests;

/// <summary>The quick reader of ordinary CSV beside the careful one alone: the same fields, lines, errors and notices on anything.</summary>
[SuppressMessage("Security", "CA5394", Justification = "Tables for a test, the same on every run.")]
public sealed class PlainRecordsTests
{
    // What is read at once.
    private const int Buffer = 64 * 1024;

    public static TheoryData<string> Hostile =>
    [
        "", "\n", "\r\n\r\n", "a", "a\n", "a,b", "a,b\n1,2", "a,b\r\n1,2\r\n", "a,b\r1,2\r", "a,b\n1,2\r3,4\n", "a,b\n1,2\r",
        "\n\na,b\n\n\n1,2\n\n", "a,b\n \n1,2\n", "a,b\n\"\"\n1,2", "\"\"\n\"\"\n", "a\n\"\"\n1", "a\n\n1\n",
        "a,b\n\"1\",\"2\"\n3,4", "a,b\n\"1,5\",2\n", "a,b\n\"1\"\"\",2\n3,4\n", "a,b\n\"\"\"\",2\n3,4\n", "a,b\n\"x\ny\",2\n3,4\n", "a,b\n\"x\r\ny\",2\n\n3,4\n",
        "a,b\n\"1\"x,2\n", "a,b\nx\"1\",2\n", "a,b\n \"1\",2\n", "a,b\n\"1\" ,2\n", "a,b\n\"1,2\n3,4\n", "a,b\n1,\"2", "a,b\n1,\"2\"", "a,b\n1,\"2\"\"", "a,b\n1,\"\"", "a,b\n1,\"",
        "\"a\",\"b\"\n1,2\n", "\"a;x\";b\n1;2\n", "a;b\n1,5;2\n", "a\tb\n1\t2\n", "a;b\n\"1;5\";2\n", "a,a\n1,2\n", "a, a\n1,2\n", ",\n1,2\n", "a,b\n1\n1,2,3\n1,2\n,\n",
        "\uFEFFa,b\n1,2\n", "\uFEFF\uFEFFa,b\n1,2\n", "a,b\n\uFEFF1,2\n", "a,b\n\uFEFF\"1\",2\n", "a,b\n\uFEFFx\"1\",2\n", "é,ü\n\u00e4,\U0001F600\n", "a,b\n1,2\n\0", "a,b\n1,2\nx\0y,1\n",
        "a,b\n1,2\n\uD83D", "a,b\n=1+1,-2\n+3,@4\n", "a,b\n1,2\n\"x\ny\",\0\n", "sep=;\na;b\n1;2\n", "#a,b\n#1,2\n", "a,b\\,c\n1,2\n3,4,5\n",
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Hostile_tables_read_the_same(string table) => Compare(Encoding.UTF8.GetBytes(table));

    [Theory]
    [InlineData(new byte[] { 0xE9 })]
    [InlineData(new byte[] { 0xC3 })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    public void Bytes_that_are_no_text_end_both_alike(byte[] bad)
    {
        Compare([.. "a,b\n1,2\n3"u8, .. bad, .. ",4\n"u8]);
        Compare([.. "a,b\n1,2\n"u8, .. bad]);
        Compare([.. "a,b\n\"x\ny\",2\n"u8, .. bad]);
    }

    [Fact]
    public void Random_tables_of_awkward_bytes_read_the_same()
    {
        string[] parts = ["1", "2", ",", ",", ",", "\n", "\n", "\r\n", "\r", "\"", "\"\"", "\"a\"", "\"a,b\"", " ", "é", "", "\"x\ny\"", "long text without anything", "\uFEFF"];
        var random = new Random(20);
        for (var table = 0; table < 20_000; table++)
        {
            var text = new StringBuilder("a,b,c\n");
            for (var part = random.Next(30); part > 0; part--)
            {
                // Half of the tables have no quote, for those end soon in an error.
                text.Append(parts[random.Next(parts.Length)] is var one && (table % 2 == 0 || !one.Contains('"', StringComparison.Ordinal)) ? one : "7");
            }

            Compare(Encoding.UTF8.GetBytes(text.ToString()));
        }
    }

    [Theory]
    [InlineData("1,2\n")]
    [InlineData("1,2\r\n")]
    [InlineData("\"1\",\"2,3\"\r\n")]
    [InlineData("1,\"2\"\n")]
    [InlineData("\"1\"\"\",2\n")]
    [InlineData("\"1\n\",2\n")]
    [InlineData("é,\U0001F600\n")]
    [InlineData("1\n")]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("1,2\r")]
    public void Wherever_a_buffer_ends_records_read_the_same(string record)
    {
        // The record starts at each place around the end of the first buffer, and of what the guard of UTF-8 hands on at once.
        for (var before = -40; before <= 8; before++)
        {
            var head = "a,b\n1,";
            var text = head + new string('x', Buffer + before - head.Length - 1) + "\n" + record + "3,4\n" + record + "5,6";
            Compare(Encoding.UTF8.GetBytes(text));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void However_few_bytes_come_at_once_records_read_the_same(int most)
    {
        foreach (var table in Hostile)
        {
            Compare(Encoding.UTF8.GetBytes(table.Data), most);
        }
    }

    [Theory]
    [InlineData(Buffer - 30)]
    [InlineData(Buffer)]
    [InlineData(Buffer + 1)]
    [InlineData(3 * Buffer)]
    [InlineData(TableReader.MaxFieldBytes)]
    [InlineData(TableReader.MaxFieldBytes + 1)]
    [InlineData(5 * 1024 * 1024)]
    public void Long_fields_and_records_read_the_same(int length)
    {
        var field = new string('x', length);
        Compare(Encoding.UTF8.GetBytes($"a,b\n1,2\n\n{field},3\n4,5\n"));
        Compare(Encoding.UTF8.GetBytes($"a,b\n1,2\n\n\"{field}\",3\n4,5\n"));
        Compare(Encoding.UTF8.GetBytes($"a,{field}\n1,2\n"));
        Compare(Encoding.UTF8.GetBytes($"a,b\n{string.Concat(Enumerable.Repeat("1,", length / 2))}\n4,5\n"));
    }

    [Fact]
    public void Ordinary_records_are_read_the_quick_way_and_the_rest_carefully_from_the_first_unusual_one()
    {
        using var reader = TableReader.Open(new MemoryStream(Encoding.UTF8.GetBytes("\"a\",b\r\n1,\"2,5\"\n3,4\n\"x\ny\",6\n7,8\n")));
        var quick = new List<bool>();
        while (reader.Read())
        {
            quick.Add(reader.Plain is not null);
        }

        quick.Should().Equal(true, true, false, false);
    }

    private static void Compare(byte[] table, int most = int.MaxValue)
    {
        using var few = new Trickle(table, most);
        using var quick = TableReader.Open(few, new TableReadOptions { FileName = "t.csv" });
        using var careful = TableReader.OpenCareful(new MemoryStream(table), new TableReadOptions { FileName = "t.csv" });
        var (one, other) = (Describe(quick), Describe(careful));
        if (!string.Equals(one, other, StringComparison.Ordinal))
        {
            one.Should().Be(other, "of the table {0}", Encoding.UTF8.GetString(table.AsSpan(0, Math.Min(table.Length, 300))));
        }
    }

    private static string Describe(TableReader reader)
    {
        var text = new StringBuilder(string.Join('|', reader.Columns));
        while (reader.Read())
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{reader.Row}@{reader.Line}:{reader.RowError}:");
            for (var i = 0; reader[i] is { } field; i++)
            {
                text.Append('[').Append(field.Length > 100 ? $"{field.Length}:{field[..10]}" : field).Append(']');
                Encoding.UTF8.GetString(reader.Utf8(i)).Should().Be(field);
            }
        }

        return text.Append('\n').Append(reader.Error).Append('\n').Append(string.Join('\n', reader.Notices)).ToString();
    }

    private sealed class Trickle(byte[] bytes, int most) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(most, count));
    }
}
