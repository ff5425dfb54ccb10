using System.Text;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Fhir.Tests;

/// <summary>Forms that are like others are not read again; each means what the reader says of it when it reads it alone.</summary>
public sealed class LineMemoryTests
{
    private static readonly KeptField[] Kept = Enum.GetValues<KeptField>();

    // Lines that the memory is asked for are no longer in the reader's batches: how many of them there are at least is a check of the test itself.
    private static int Check(byte[] ndjson, FhirReadOptions options, Stream? input = null, long from = 0)
    {
        var expected = new Queue<FhirRecord>(FhirReader.Read(new MemoryStream(ndjson), options));
        var known = new Dictionary<Instrument, FormCells>(ReferenceEqualityComparer.Instance);
        FormCells? Find(Instrument instrument) =>
            instrument.Items.Count > FormCells.MostItems ? null : known.TryGetValue(instrument, out var cells) ? cells : known[instrument] = new Numbers(instrument);

        var remembered = 0;
        var memory = new LineMemory(Find, Kept, from);
        var batch = new FormBatch(Kept.Length);
        foreach (var read in FhirReader.ReadBatches(input ?? new MemoryStream(ndjson), options, memory, () => batch))
        {
            read.Count.Should().BePositive();
            for (var i = 0; i < read.Count; i++)
            {
                var record = expected.Dequeue();
                if (read[i].Record is { } own)
                {
                    if (!own.Equals(record))
                    {
                        Assert.Fail($"{own.Place} is not {record.Place}, or says other things");
                    }

                    continue;
                }

                remembered++;
                Compare(read, i, record);
            }

            read.Clear();
        }

        expected.Should().BeEmpty();
        return remembered;
    }

    private static void Compare(FormBatch batch, int index, FhirRecord record)
    {
        var entry = batch[index];
        if (record is not FhirRecord.Form { Value: var form } || record.Issues.Any(issue => issue.Severity != IssueSeverity.Notice)
            || record.Place != new FhirPlace(entry.Resource, entry.Line, ""))
        {
            Assert.Fail($"{record.Place} is no ordinary form, or stands elsewhere");
            return;
        }

        if (!ReferenceEquals(form.Instrument, entry.Block!.Cells.Instrument))
        {
            Assert.Fail($"{record.Place}: another instrument");
        }

        var missing = 0UL;
        for (var i = 0; i < form.Instrument.Items.Count; i++)
        {
            var item = form.Instrument.Items[i];
            if (!entry.Block.Cells.TryCell(i, form.Answers[item.Id], out var cell) || entry.Block.Row(entry.Row)[i] != cell)
            {
                Assert.Fail($"{record.Place}: another answer of {item.Id}");
            }

            missing |= cell == FormCells.Missing && item.IsScored ? 1UL << i : 0;
        }

        var source = form.Source;
        string?[] fields = [source.Id, source.Subject, source.Encounter, source.At?.ToString() ?? source.AtText, source.Status, source.Questionnaire];
        for (var i = 0; i < fields.Length; i++)
        {
            if (Encoding.UTF8.GetString(batch.Kept(index, i)) != (fields[i] ?? ""))
            {
                Assert.Fail($"{record.Place}: another {Kept[i]}");
            }
        }

        var totals = entry.Total is { } total ? [new FhirStatedTotal(total.Scale, total.Value, entry.Outline!.TotalPath!)] : Array.Empty<FhirStatedTotal>();
        if (!form.StatedTotals.SequenceEqual(totals))
        {
            Assert.Fail($"{record.Place}: another stated total");
        }

        if (entry.Block.Missing(entry.Row) != missing)
        {
            Assert.Fail($"{record.Place}: other items missing");
        }
    }

    [Fact]
    public void Ordinary_forms_are_read_from_memory()
    {
        // A PHQ-9 in whole has nine answers of four values: each is seen among the first few forms.
        var random = new Xorshift(8);
        var lines = string.Join('\n', Enumerable.Range(0, 3000).Select(i => Complete(i, random)));

        Check(Encoding.UTF8.GetBytes(lines), FhirReadOptions.Default).Should().BeInRange(2900, 2999);
        Check(Encoding.UTF8.GetBytes(lines), FhirReadOptions.Default, from: 1001).Should().BeInRange(1900, 1999);
        Check(Encoding.UTF8.GetBytes(lines), FhirReadOptions.Default, from: long.MaxValue).Should().Be(0);

        static string Complete(int number, Xorshift random) => Resources.Response(
            Resources.Phq9([.. Enumerable.Range(0, 9).Select(_ => (int?)random.Next(4))]),
            $",\"id\":\"r{number}\",\"subject\":{{\"reference\":\"Patient/{number / 10}\"}}");
    }

    [Fact]
    public void Whatever_the_lines_are_they_are_read_as_each_alone()
    {
        var rounds = FuzzTests.Rounds / 60;
        var remembered = 0;
        for (var round = 1; round <= rounds; round++)
        {
            var ndjson = MadeUpLines.Make((uint)round, 200);
            var options = (round % 4) switch
            {
                0 => new FhirReadOptions { Format = FhirFormat.Ndjson, Instrument = "phq-9" },
                1 => new FhirReadOptions { Format = FhirFormat.Ndjson, MaxResourceBytes = 1500 },
                _ => new FhirReadOptions { Format = FhirFormat.Ndjson },
            };
            var random = new Xorshift((uint)round);
            using var uneven = new UnevenStream(ndjson, random, round % 3 == 0 ? 7 : 3000);
            try
            {
                remembered += Check(ndjson, options, uneven);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"round {round}", e);
            }
        }

        remembered.Should().BeGreaterThan(rounds * 200 / 5, "else the test compares the reader with itself");
    }

    [Fact]
    public void Lines_across_the_edges_of_the_buffer_are_read_as_each_alone()
    {
        // Chunks have 64 KiB; forms of 1 to 2 kB and some far longer end at all places of them.
        var random = new Xorshift(77);
        var text = new StringBuilder();
        for (var i = 0; i < 1500; i++)
        {
            text.Append(MadeUpLines.Line(0b0000_0110, i, random).Replace("\"completed\"", $"\"completed\",\"text\":{{\"div\":\"{new string('x', random.Next(100) == 0 ? 200_000 : random.Next(900))}\"}}", StringComparison.Ordinal)).Append('\n');
        }

        Check(Encoding.UTF8.GetBytes(text.ToString()), new FhirReadOptions { Format = FhirFormat.Ndjson }).Should().BePositive();
        Check(Encoding.UTF8.GetBytes(text.ToString()), new FhirReadOptions { Format = FhirFormat.Auto }).Should().BePositive();
    }

    [Fact]
    public void A_definition_that_comes_later_counts_from_there_on()
    {
        const string OtherWeights =
            """{"resourceType":"CodeSystem","url":"http://loinc.org","concept":[{"code":"LA6569-3","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/ordinalValue","valueDecimal":2}]}]}""";
        var nine = Resources.Response(Resources.Phq9(1, 1, 1, 1, 1, 1, 1, 1, 1));
        var none = Resources.Response(Resources.Phq9(0, 0, 0, 0, 0, 0, 0, 0, 0));

        // Behind the definition "several days" contradicts itself, and is an error each time; "not at all" stays what it is.
        Check(Encoding.UTF8.GetBytes($"{nine}\n{nine}\n{none}\n{none}\n{OtherWeights}\n{nine}\n{nine}\n{none}\n{none}\n"), FhirReadOptions.Default).Should().Be(3);
    }

    [Fact]
    public void Forms_of_every_instrument_as_the_project_writes_them_are_read_as_each_alone()
    {
        var text = new StringBuilder();
        var random = new Xorshift(5);
        foreach (var id in InstrumentCatalogue.Shipped.Ids)
        {
            var instrument = InstrumentCatalogue.Shipped.Find(id)!;
            for (var run = 0; run < 24; run++)
            {
                var answers = instrument.Items.Where(_ => run % 2 == 0 || random.Next(5) > 0).Select(item =>
                    new KeyValuePair<string, Answer>(item.Id, item.Options.IsEmpty ? Answer.Number(item.Min + random.Next(3)) : Answer.Option(item.Options[random.Next(item.Options.Count)].Id)));
                text.Append(FhirWriter.Response(instrument, AnswerSet.Create(answers), new FhirResourceOptions { Subject = $"p{run}", At = ClinicalTime.OnDate(new DateOnly(2026, 3, 1 + run)) }).ToJson()).Append('\n');
            }
        }

        Check(Encoding.UTF8.GetBytes(text.ToString()), FhirReadOptions.Default).Should().BePositive();
    }

    [Fact]
    public void Shared_samples_one_a_line_again_and_again_are_read_as_each_alone()
    {
        var folder = SharedData.Require("fhir");
        var lines = Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => Resources.Parse(File.ReadAllText(file)).ToJsonString()).ToList();
        var text = string.Join('\n', Enumerable.Range(0, 3).SelectMany(_ => lines.SelectMany(line => new[] { line, line })));

        Check(Encoding.UTF8.GetBytes(text), FhirReadOptions.Default).Should().BePositive();
        Check(Encoding.UTF8.GetBytes(text), new FhirReadOptions { Instrument = "phq-9" }).Should().BePositive();
    }

    [Fact]
    public void A_time_that_stands_beside_its_member_is_read_each_time()
    {
        // The clock in the extension counts beside a date, and not beside a time.
        string Form(string authored) => Resources.Response(Resources.Phq9(1, 2, 3, 0, 1, 2, 3, 0, 1)).Replace(
            "\"authored\":\"2026-03-01T10:00:00Z\"",
            $"\"authored\":\"{authored}\",\"_authored\":{{\"extension\":[{{\"url\":\"{FhirExtensions.LocalTime}\",\"valueTime\":\"08:30:00\"}}]}}",
            StringComparison.Ordinal);
        string[] lines = [Form("2026-03-01T10:00:00Z"), Form("2026-03-02T10:00:00Z"), Form("2026-03-01"), Form("2026-03-02")];

        Resources.Form(lines[2]).Source.At.Should().Be(ClinicalTime.AtLocal(new DateOnly(2026, 3, 1), new TimeOnly(8, 30)));
        Check(Encoding.UTF8.GetBytes(string.Join('\n', lines)), FhirReadOptions.Default).Should().Be(0);
    }

    [Fact]
    public void A_group_around_all_items_is_remembered_and_an_item_that_holds_the_others_is_not()
    {
        // The first item of the PHQ-9 is answered on the group itself: with 2 there and 1 on each of eight others the sum is 10.
        var others = Resources.Phq9(null, 1, 1, 1, 1, 1, 1, 1, 1);
        string Form(string around) => Resources.Response($"{{{around},\"item\":[{others}]}}");
        var answered = Form($"\"linkId\":\"{Resources.Phq9Items[0]}\",\"answer\":[{{\"valueInteger\":2}}]");
        var group = Form("\"linkId\":\"group\"");

        Resources.Form(answered).Outcome().Should().Be("10");
        Check(Encoding.UTF8.GetBytes($"{answered}\n{answered}\n{answered}"), FhirReadOptions.Default).Should().Be(0);
        Check(Encoding.UTF8.GetBytes($"{group}\n{group}\n{answered}\n{group}"), FhirReadOptions.Default).Should().Be(2);
    }

    [Fact]
    public void Lines_that_are_like_none_before_do_not_stop_it_from_remembering_later_ones()
    {
        var nine = Resources.Response(Resources.Phq9(1, 2, 3, 0, 1, 2, 3, 0, 1));
        var unlike = Enumerable.Range(0, 2000).Select(i => Resources.Response(Resources.Phq9(1, 2, 3, 0, 1, 2, 3, 0, 1), $",\"extension\":[{{\"url\":\"u\",\"valueInteger\":{i}}}]"));

        Check(Encoding.UTF8.GetBytes(string.Join('\n', [.. unlike, .. Enumerable.Repeat(nine, 100)])), FhirReadOptions.Default).Should().BeGreaterThanOrEqualTo(100 - 16);
    }

    [Fact]
    public void An_item_means_what_it_was_read_as_for_that_item_of_that_instrument_alone()
    {
        var (nine, seven) = (new Numbers(InstrumentCatalogue.Shipped.Find("phq-9")!), new Numbers(InstrumentCatalogue.Shipped.Find("gad-7")!));
        var text = new ItemText([], new ItemShape("a", true));
        text.Learn(nine, 0, 2);
        text.Learn(nine, 3, 1);

        text.TryCell(nine, 0, out var cell).Should().BeTrue();
        cell.Should().Be(2);
        text.TryCell(nine, 3, out cell).Should().BeTrue();
        cell.Should().Be(1);
        text.TryCell(nine, 1, out _).Should().BeFalse();
        text.TryCell(seven, 0, out _).Should().BeFalse();
        text.Invoking(known => known.Learn(nine, 0, 3)).Should().Throw<InvalidOperationException>("one text has one meaning");
    }

    [Fact]
    public void A_stream_that_fails_gives_what_it_gave_before()
    {
        var form = Resources.Response(Resources.Phq9(1, 1, 1, 1, 1, 1, 1, 1, 1)) + "\n";
        using var input = new FailingStream(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(form, 5))));
        var batches = FhirReader.ReadBatches(input, new FhirReadOptions { Format = FhirFormat.Ndjson }, new LineMemory(instrument => new Numbers(instrument), Kept, 0), () => new FormBatch(Kept.Length)).GetEnumerator();

        batches.MoveNext().Should().BeTrue();
        batches.Current.Count.Should().Be(5);
        batches.Invoking(rest => rest.MoveNext()).Should().Throw<IOException>();
    }

    [Theory]
    [InlineData("2026-03-01", "2026-03-01")]
    [InlineData("2026-03-01T10:00:00Z", "2026-03-01T10:00:00+00:00")]
    [InlineData("2026-03-01T10:00:00-05:30", "2026-03-01T10:00:00-05:30")]
    [InlineData("2026-03-01T10:00:00-00:00", "2026-03-01T10:00:00+00:00")]
    [InlineData("2026-03-01T10:00", "2026-03-01T10:00:00")]
    [InlineData("2026-03-01T10:00:00.250Z", "2026-03-01T10:00:00.25+00:00")]
    [InlineData("2026-02-29", null)]
    [InlineData("2026-13-01", null)]
    [InlineData("2026-03-01T24:00:00Z", null)]
    [InlineData("2026-03-01T10:00:00+14:01", null)]
    [InlineData("2026-03", null)]
    [InlineData("", null)]
    public void Times_are_printed_as_ClinicalTime_prints_them(string text, string? printed) => Print(text).Should().Be(printed);

    [Fact]
    public void Every_date_and_clock_that_is_nearly_right_is_judged_as_ClinicalTime_judges_it()
    {
        var random = new Xorshift(12);
        string[] seeds = ["2026-03-01", "2024-02-29T23:59:59Z", "1900-02-28T00:00:00+14:00", "2026-12-31T10:20:30-09:59", "0001-01-01T00:00:00-00:00"];
        for (var round = 0; round < 60_000; round++)
        {
            var text = seeds[random.Next(seeds.Length)].ToCharArray();
            for (var changes = random.Next(4); changes > 0; changes--)
            {
                text[random.Next(text.Length)] = "0123456789:-+ZT ."[random.Next(17)];
            }

            var written = new string(text);
            var expected = ClinicalTime.TryParse(written, out var time) ? time.ToString() : null;
            if (Print(written) != expected)
            {
                Assert.Fail($"{written} is {expected ?? "no time"}");
            }
        }
    }

    private static string? Print(string text)
    {
        var printed = new byte[TimeText.Longest];
        var length = TimeText.Print(Encoding.UTF8.GetBytes(text), printed);
        return length == 0 ? null : Encoding.UTF8.GetString(printed, 0, length);
    }

    [Theory]
    [InlineData("abc\"", true, 3)]
    [InlineData("\"", true, 0)]
    [InlineData("äß€😀\"", false, 11)]
    [InlineData("a\\\"b\\\\\"", true, 6)]
    [InlineData("a\\\"b\"", false, -1)]
    [InlineData("a\\u0041\"", true, -1)]
    [InlineData("a\\x\"", true, -1)]
    [InlineData("a\\", true, -1)]
    [InlineData("abc", true, -1)]
    [InlineData("a\tb\"", true, -1)]
    [InlineData("a\u007fb\"", true, 3)]
    public void Texts_end_at_their_quote(string json, bool escapes, int length) => JsonText.Measure(Encoding.UTF8.GetBytes(json), escapes).Should().Be(length);

    [Fact]
    public void Texts_are_UTF_8()
    {
        JsonText.Measure([(byte)'a', 0xC3, (byte)'"'], escapes: true).Should().Be(-1);
        JsonText.Measure([0xED, 0xA0, 0x80, (byte)'"'], escapes: true).Should().Be(-1, "a half of a pair is no character");
    }

    /// <summary>Whole numbers from 0 are cells, no answer is none, and anything else is not kept.</summary>
    private sealed class Numbers(Instrument instrument) : FormCells(instrument)
    {
        public override bool TryCell(int item, Answer answer, out byte cell)
        {
            cell = answer is Answer.Numeric { Value: { IsInteger: true, Numerator: >= 0 and < 200 } number } ? (byte)number.Numerator : Missing;
            return cell != Missing || answer == Answer.Missing;
        }
    }

    private sealed class FailingStream(byte[] bytes) : MemoryStream(bytes, writable: false)
    {
        public override int Read(byte[] buffer, int offset, int count) => Position == Length ? throw new IOException("It ends here.") : base.Read(buffer, offset, count);
    }
}
