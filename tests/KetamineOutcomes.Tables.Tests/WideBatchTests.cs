using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Tables.Tests;

/// <summary>A long wide table is scored in columns where its rows are plain; a short one, row by row. Nobody may see the difference.</summary>
[SuppressMessage("Security", "CA5394", Justification = "Forms for a test, the same on every run.")]
public sealed class WideBatchTests
{
    private const int Rows = 4500;

    // Below the length from which rows are put together.
    private const int Short = 900;

    public static TheoryData<string> Ids => [.. InstrumentCatalogue.Shipped.Ids];

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_long_table_has_the_rows_of_short_ones(string id)
    {
        var instrument = InstrumentCatalogue.Shipped.Find(id)!;
        var (header, rows) = Table(instrument);

        // 77 may only mean "no answer" where it is no answer of an item.
        var mayBe77 = instrument.Items.All(item => item.Kind == ItemKind.TimeOfDay || item.Max < 77);
        var options = new ScoreTableOptions { FileName = "forms.csv", Wide = true, Keep = ["pid", "note"], MissingCodes = mayBe77 ? ["77"] : ["none-of-these"], MaxListed = 100_000 };

        var whole = Run.Score(header + string.Concat(rows), options, instrument);

        var lines = new StringBuilder();
        var raised = 0L;
        var scored = 0L;
        var errors = 0L;
        for (var from = 0; from < Rows; from += Short)
        {
            var part = Run.Score(header + string.Concat(rows.Skip(from).Take(Short)), options, instrument);
            var text = part.Output;
            lines.Append(text, text.IndexOf('\n', StringComparison.Ordinal) + 1, text.Length - text.IndexOf('\n', StringComparison.Ordinal) - 1);
            raised += part.Summary.Alerts.Sum(alert => alert.Raised);
            scored += part.Summary.Scored;
            errors += part.Summary.ErrorCount;
        }

        WithoutNumbers(whole.Output[(whole.Output.IndexOf('\n', StringComparison.Ordinal) + 1)..]).Should().Be(WithoutNumbers(lines.ToString()));
        whole.Summary.Rows.Should().Be(Rows);
        whole.Summary.Scored.Should().Be(scored);
        whole.Summary.ErrorCount.Should().Be(errors);
        whole.Summary.Alerts.Sum(alert => alert.Raised).Should().Be(raised);
        whole.Summary.Errors.Select(error => error.Line).Should().BeInAscendingOrder();
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_byte_and_word_is_that_of_the_careful_way_with_any_number_of_threads(string id)
    {
        var instrument = InstrumentCatalogue.Shipped.Find(id)!;
        var (header, rows) = Table(instrument);
        var table = header + string.Concat(rows);
        foreach (var policy in instrument.Scales.SelectMany(scale => scale.MissingPolicies).Select(policy => policy.Name).Distinct(StringComparer.Ordinal).Skip(1).Take(1).Append(null))
        {
            var options = new ScoreTableOptions { FileName = "forms.csv", Wide = true, Keep = ["pid", "note"], MissingPolicy = policy, MaxListed = 300 };
            var careful = Run.Score(table, options with { IsCareful = true }, instrument);
            foreach (var threads in new[] { 1, 2 })
            {
                var quick = Run.Score(table, options with { Threads = threads }, instrument);
                quick.Output.Should().Be(careful.Output);
                quick.Summary.Should().BeEquivalentTo(careful.Summary);
            }
        }
    }

    [Fact]
    public void Whatever_a_column_holds_bytes_and_words_are_those_of_the_careful_way()
    {
        string[] cells =
        [
            "0", "1", "2", "3", "4", "9", "", "", " ", "NA", "NaN", "nan", ".", "NULL", "null", "None", "<NA>", "none", "-1", "+1", "-0", "1.0", "2.00", "3.", ".5", "1e0", "1e1", "1e400", "03", "003", "3 ", " 3", "٣", "x", "n/a",
            "not-applicable", "99", "77", "-99", "1000000", "12345678", "123456789", "\"3\"", "\"\"", "\"1,0\"", "é",
        ];
        var random = new Random(3);
        var table = new StringBuilder("note;é;" + Run.Header.Replace(',', ';'));
        for (var row = 0; row < 12_000; row++)
        {
            var odd = row % 3 == 0 ? 30 : 4;
            table.Append(row % 50 == 0 ? "\"a;b\"" : "n").Append(";z");
            for (var item = 0; item < 9; item++)
            {
                table.Append(';').Append(random.Next(100) < odd ? cells[random.Next(cells.Length)] : cells[random.Next(4)]);
            }

            table.Append(random.Next(40) switch { 0 => "\n\n", 1 => ";1\n", 2 => "\r\n", _ => "\n" });
        }

        table.Append("last;z;1;1;1;1;1;1;1;1;1");
        foreach (var instrument in new[] { KetamineOutcomes.Instruments.Instruments.Phq9, TestForms.Nine })
        {
            var options = new ScoreTableOptions { FileName = "forms.csv", Wide = true, Keep = ["é", "note"], MissingCodes = ["77", "-99"], MaxListed = 5000 };
            var careful = Run.Score(table.ToString(), options with { IsCareful = true }, instrument);
            var quick = Run.Score(table.ToString(), options with { Threads = 2 }, instrument);
            quick.Output.Should().Be(careful.Output);
            quick.Summary.Should().BeEquivalentTo(careful.Summary);
            quick.Summary.Rows.Should().Be(12_001);
            quick.Summary.Incomplete.Should().BePositive();
        }
    }

    [Fact]
    public void An_output_that_cannot_be_written_ends_the_run_with_its_own_exception_on_any_number_of_threads()
    {
        var table = Encoding.UTF8.GetBytes(Run.Header + string.Concat(Enumerable.Repeat("1,1,1,1,1,1,1,1,1\n", 60_000)));
        foreach (var threads in new[] { 1, 2 })
        {
            using var output = new FullStream();
            FluentActions.Invoking(() => ScoreTable.Run(
                    new MemoryStream(table),
                    output,
                    KetamineOutcomes.Instruments.Instruments.Phq9,
                    new ScoreTableOptions { Wide = true, Threads = threads },
                    cancellationToken: TestContext.Current.CancellationToken))
                .Should().Throw<IOException>().WithMessage("full");
        }
    }

    [Fact]
    public void Fewer_threads_than_one_are_a_mistake() =>
        FluentActions.Invoking(() => Run.Score(Run.Header, new ScoreTableOptions { Threads = 0 })).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void Rows_are_numbered_and_errors_name_their_lines_wherever_a_batch_ends()
    {
        // A wrong answer in each 700th row; each row is one line behind the header.
        var input = new StringBuilder("pid," + Run.Header);
        for (var row = 1; row <= 10_000; row++)
        {
            input.Append(CultureInfo.InvariantCulture, $"P{row},1,1,1,1,1,1,1,1,{(row % 700 == 0 ? "9" : "1")}\n");
        }

        var run = Run.Score(input.ToString(), new ScoreTableOptions { Wide = true, Keep = ["pid"] }, KetamineOutcomes.Instruments.Instruments.Phq9);

        run.Lines.Skip(1).Select(line => line[..line.IndexOf(",phq-9,", StringComparison.Ordinal)])
            .Should().Equal(Enumerable.Range(1, 10_000).Select(row => string.Create(CultureInfo.InvariantCulture, $"{row},P{row}")));
        run.Summary.Errors.Select(error => error.Line).Should().Equal(Enumerable.Range(1, 14).Select(n => (long?)((700 * n) + 1)));
        run.Summary.Scored.Should().Be(10_000 - 14);
        run.Lines[1].Should().StartWith("1,P1,phq-9,scored,9,mild,", "nine items of 1 are 9, in the band from 5 to 9");
    }

    [Theory]
    [InlineData("phq-9", true)]
    [InlineData("gad-7", true)]
    [InlineData("promis-depression-8a", true)]
    [InlineData("whodas-12", true)]
    [InlineData("ham-d17", false)] // A form on which 16A and 16B are both answered is an error, and one of them is missing on every other.
    [InlineData("psqi", false)]
    public void Instruments_whose_complete_forms_columns_can_say_are_scored_in_columns(string id, bool expected)
    {
        var instrument = InstrumentCatalogue.Shipped.Find(id)!;
        var options = new ScoreTableOptions { Wide = true };
        using var forms = FormReader.Open(new MemoryStream(Encoding.UTF8.GetBytes(string.Join(',', instrument.Items.Select(item => item.Id)) + "\n")), instrument, options);

        (WideScorer.Create(instrument, options, new ScoringOptions(), forms) is not null).Should().Be(expected);
        WideScorer.Create(instrument, options with { Wide = false }, new ScoringOptions(), forms).Should().BeNull();
        WideScorer.Create(instrument, options with { CutOffs = true }, new ScoringOptions(), forms).Should().BeNull();
        WideScorer.Create(instrument, options with { OutputFormat = TableFormat.JsonLines }, new ScoringOptions(), forms).Should().BeNull();
    }

    private static (string Header, List<string> Rows) Table(Instrument instrument)
    {
        string[] odd = ["", "NA", " 2", "2.0", "+1", "02", "77", "99", "-1", "1.5", "x", "n/a", "\"1\"", "\"2,\"", "None"];
        string[] notes = ["", "plain", "\"a, b\"", "\"say \"\"hi\"\"\"", "\"two\nlines\"", "=1+1", " x ", "é", "\"q\""];
        var random = new Random(instrument.Id.Length);
        var hasTotal = instrument.TotalScale is not null;
        var rows = new List<string>(Rows);
        for (var row = 0; row < Rows; row++)
        {
            var oddness = random.Next(4) switch { 0 => 20, 1 => 3, _ => 0 };
            var cells = instrument.Items.Select(item => random.Next(100) < oddness ? odd[random.Next(odd.Length)] : Legal(item, random)).ToList();
            cells.Insert(0, string.Create(CultureInfo.InvariantCulture, $"P{row}"));
            cells.Add(notes[random.Next(notes.Length)]);
            if (hasTotal)
            {
                cells.Add(random.Next(10) switch { 0 => "12", 1 => "NA", 2 => "x", _ => "" });
            }

            if (random.Next(300) == 0)
            {
                cells.RemoveAt(cells.Count - 1);
            }

            rows.Add(string.Join(',', cells) + (random.Next(2) == 0 ? "\n" : "\r\n"));
        }

        return ("\uFEFFpid," + string.Join(',', instrument.Items.Select(item => item.Id)) + ",note" + (hasTotal ? ",total" : "") + "\n", rows);
    }

    private static string Legal(Item item, Random random)
    {
        if (!item.Options.IsEmpty)
        {
            var option = item.Options[random.Next(item.Options.Count)];
            return option.Value is { } value && random.Next(4) > 0 ? value.ToString() : option.Id;
        }

        if (item.Kind == ItemKind.TimeOfDay)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{random.Next(24)}:{random.Next(60):00}");
        }

        var steps = item.Max is { } max ? (int)((max - item.Min) / item.Step).ToDouble() : 40;
        return (item.Min + (item.Step * random.Next(steps + 1))).ToString();
    }

    // A line starts with the number of its row, a text of two lines does not: its second starts with a letter.
    private static string WithoutNumbers(string table) =>
        string.Join('\n', table.Split('\n').Select(line => line.TrimStart("0123456789".ToCharArray())));

    private sealed class FullStream : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count)
        {
            if (Length > 500_000)
            {
                throw new IOException("full");
            }

            base.Write(buffer, offset, count);
        }
    }
}
