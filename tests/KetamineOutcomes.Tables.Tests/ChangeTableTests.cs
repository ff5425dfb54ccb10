using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Indicators.Changes;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Tables.Tests;

/// <summary>A long table of visits is judged from bytes where it is ordinary, and by the assessment of each course where it is not. Nobody may see the difference.</summary>
[SuppressMessage("Security", "CA5394", Justification = "Tables for a test, the same on every run.")]
public sealed class ChangeTableTests
{
    private static readonly ChangeScorer Phq9 = Scorer("phq-9", "response-50", "remission-5", "jacobson-truax");

    private static ChangeScorer Scorer(string id, params string[] rules) =>
        ChangeScorer.Compile(InstrumentCatalogue.Shipped.Find(id)!, options: new ChangeOptions { Rules = [.. rules] }).GetValueOrThrow();

    private static (string Output, ChangeTableSummary Summary) Judge(string table, ChangeTableOptions? options = null, ChangeScorer? scorer = null, bool isCareful = false)
    {
        using var output = new MemoryStream();
        options ??= new ChangeTableOptions { FileName = "visits.csv" };
        var input = new MemoryStream(Encoding.UTF8.GetBytes(table));
        var summary = isCareful ? ChangeTable.RunCarefully(input, output, scorer ?? Phq9, options) : ChangeTable.Run(input, output, scorer ?? Phq9, options);
        return (Encoding.UTF8.GetString(output.ToArray()), summary);
    }

    [Fact]
    public void A_row_a_visit_says_what_the_rules_say()
    {
        // 10 of 20 are 50 %; 4 is below 5; one point more is -1 and -5 %. A baseline below 10 has neither response nor remission; 7 points are reliable, and 9.7 lies between 9 and 16.
        var (output, summary) = Judge(
            """
            patient_id,assessed_at,score
            a,2026-02-26,20
            a,2026-03-01,10
            a,2026-03-08,
            a,2026-03-15,4
            a,2026-03-20,21
            b,2026-01-01,9
            b,2026-01-02,16
            c,2026-01-01,3

            """);

        output.Should().Be(
            """
            patient_id,course_id,at,day,score,baseline,change,percentage_change,response_response-50,remission_remission-5,reliable_change_jacobson-truax,reasons
            a,1,2026-03-01,3,10,20,10,50.0,met,not-met,improved,
            a,1,2026-03-08,10,,20,,,indeterminate,indeterminate,indeterminate,not-done
            a,1,2026-03-15,17,4,20,16,80.0,met,met,recovered,
            a,1,2026-03-20,22,21,20,-1,-5.0,not-met,not-met,unchanged,
            b,1,2026-01-02,1,16,9,-7,-77.8,not-applicable,not-applicable,harmed,baseline-below-minimum

            """);
        summary.Should().BeEquivalentTo(new { Error = (TableError?)null, Rows = 8L, Courses = 3L, CoursesWithoutRows = 1L, Visits = 5L, ErrorCount = 0L, ExitCode = 0 });
    }

    [Fact]
    public void What_is_not_ordinary_is_judged_as_well()
    {
        // Out of order, twice alike, twice unlike, a time of day, a decimal, a quoted patient.
        var (output, summary) = Judge(
            """"
            course_id,score,assessed_day,patient_id
            1,8.0,7,a
            1,16,0,a
            1,8,7,a
            2,16,0,a
            2,4,3,a
            2,5,3,a
            1,12,-3,"b, ""c"""
            1,6,0.5,"b, ""c"""

            """");

        output.Split('\n').Skip(1).Should().Equal(
            "a,1,7,7,8,16,8,50.0,met,not-met,recovered,",
            "a,2,3,3,,16,,,indeterminate,indeterminate,indeterminate,conflicting-scores",
            "\"b, \"\"c\"\"\",1,0.5,3,6,12,6,50.0,met,not-met,unchanged,",
            "");
        summary.Notices.Should().ContainSingle(notice => notice.Line == 2, "equal records collapse, and that is said");
    }

    [Fact]
    public void A_quoted_comma_is_no_end_of_a_field()
    {
        var (output, summary) = Judge("patient_id,assessed_day,score\n\"g,h\",1,20\ng,h,2,10\n\"g,h\",3,10\n");
        output.Split('\n').Skip(1).Should().Equal("\"g,h\",1,3,2,10,20,10,50.0,met,not-met,improved,", "");
        summary.Errors.Select(error => (error.Code, error.Line)).Should().Equal((TableCodes.RowLong, 3));
    }

    [Fact]
    public void A_run_can_be_ended_and_tells_how_far_it_is()
    {
        var table = "patient_id,assessed_day,score\n" + string.Concat(Enumerable.Range(0, 50_000).Select(day => $"a,{day},20\n"));
        var told = new List<TableProgress>();
        ChangeTable.Run(new MemoryStream(Encoding.UTF8.GetBytes(table)), Stream.Null, Phq9, progress: new Told(told), cancellationToken: TestContext.Current.CancellationToken).Visits.Should().Be(49_999);
        told.Should().HaveCountGreaterThan(1).And.BeInAscendingOrder(one => one.Rows);

        using var ended = new CancellationTokenSource();
        ended.Cancel();
        var run = () => ChangeTable.Run(new MemoryStream(Encoding.UTF8.GetBytes(table)), Stream.Null, Phq9, cancellationToken: ended.Token);
        run.Should().Throw<OperationCanceledException>();
    }

    private sealed class Told(List<TableProgress> told) : IProgress<TableProgress>
    {
        public void Report(TableProgress value) => told.Add(value);
    }

    [Fact]
    public void Rows_that_cannot_be_read_are_listed_and_left_out()
    {
        var (output, summary) = Judge(
            """
            patient_id,assessed_at,score
            a,2026-02-26,20
            a,2026-02-30,10
            a,2026-03-08,ten
            ,2026-03-09,10
            a,2026-03-10,28
            a,2026-03-11,10,1
            a,2026-03-12,10

            """);

        output.Split('\n').Skip(1).Should().Equal("a,1,2026-03-10,12,,20,,,indeterminate,indeterminate,indeterminate,score-invalid", "a,1,2026-03-12,14,10,20,10,50.0,met,not-met,improved,", "");
        summary.ExitCode.Should().Be(1);
        summary.Errors.Select(error => (error.Code, error.Line, error.Field)).Should().Equal(
            (TableCodes.ValueUnreadable, 3, "assessed_at"),
            (TableCodes.ValueUnreadable, 4, "score"),
            (TableCodes.ValueMissing, 5, "patient_id"),
            (IssueCodes.TotalOutOfRange, 6, "score"),
            (TableCodes.RowLong, 7, null));
    }

    [Theory]
    [InlineData("a,0,20\nb,0,20\na,7,10\n")]
    [InlineData("b,0,20\na,0,20\n")]
    [InlineData("p9,0,20\np10,0,20\np1,0,20\n")]
    [InlineData("a,0,20\nb,7.0,20\na,7,10\n")] // read carefully
    public void Courses_that_do_not_ascend_end_the_run(string rows)
    {
        var (_, summary) = Judge("patient_id,assessed_day,score\n" + rows);
        summary.ExitCode.Should().Be(2);
        summary.Error!.Code.Should().Be(TableCodes.CoursesNotSorted);
        summary.Error.Line.Should().Be(rows.Count(c => c == '\n') + 1);
        summary.Error.File.Should().Be("visits.csv");
    }

    [Theory]
    [InlineData("p1,0,20\np2,0,20\np10,0,20\n")]
    [InlineData("p1,0,20\np10,0,20\np2,0,20\n")]
    [InlineData("Z,0,20\na,0,20\n\u00e9,0,20\n")]
    public void Courses_may_ascend_by_bytes_or_by_length_first(string rows) => Judge("patient_id,assessed_day,score\n" + rows).Summary.Courses.Should().Be(3);

    [Theory]
    [InlineData("patient_id,assessed_day,score,timing\na,0,20,\na,7,20,post\n", "timing")]
    [InlineData("patient_id,assessed_day,score,rater\na,0,20,self\na,7,20,clinician\n", "rater")]
    public void Forms_that_are_not_alike_end_the_run(string table, string field)
    {
        var (_, summary) = Judge(table);
        summary.Error!.Code.Should().Be(TableCodes.VisitsUnlike);
        summary.Error.Field.Should().Be(field);
        summary.Error.Line.Should().Be(3);
    }

    [Fact]
    public void Rows_of_other_instruments_are_passed_over_and_counted()
    {
        var (output, summary) = Judge(
            """
            patient_id,instrument,assessed_day,score,mood
            a,phq-9,0,20,1
            a,gad-7,0,20,1
            a,PHQ-9/total,5,10,1
            a,phq9,6,10,1

            """);

        output.Split('\n').Skip(1).Should().Equal("a,1,5,5,10,20,10,50.0,met,not-met,improved,", "");
        summary.Errors.Select(error => (error.Code, error.Line)).Should().Equal((IssueCodes.InstrumentUnknown, 5));
        summary.Notices.Select(notice => notice.Code).Should().BeEquivalentTo(TableCodes.OtherInstruments, TableCodes.ColumnsIgnored);
    }

    [Fact]
    public void Another_column_can_hold_the_score()
    {
        const string Table = "patient_id,assessed_day,score,total\na,0,x,20\na,1,x,10\n";
        var options = new ChangeTableOptions { FileName = "visits.csv", ScoreColumn = "total" };

        Judge(Table, options).Output.Split('\n')[1].Should().Be("a,1,1,1,10,20,10,50.0,met,not-met,improved,");
        Judge(Table, options with { ScoreColumn = "Total" }).Summary.Error!.Code.Should().Be(TableCodes.ColumnMissing);
        Judge(Table.Replace("20", "none", StringComparison.Ordinal), options).Summary.Errors.Single().Field.Should().Be("total");
    }

    [Theory]
    [InlineData("patient_id,score\na,1\n", "assessed_at")]
    [InlineData("assessed_day,score\n1,1\n", "patient_id")]
    [InlineData("patient_id,assessed_day\na,1\n", "score")]
    public void A_column_that_is_needed_is_named(string table, string field)
    {
        var (_, summary) = Judge(table);
        summary.Error!.Code.Should().Be(TableCodes.ColumnMissing);
        summary.Error.Field.Should().Be(field);
    }

    [Fact]
    public void Json_lines_come_and_go()
    {
        var options = new ChangeTableOptions { FileName = "visits.jsonl", InputFormat = TableFormat.JsonLines, OutputFormat = TableFormat.JsonLines };
        Judge("{\"patient_id\":\"a\",\"assessed_day\":0,\"score\":20}\n{\"patient_id\":\"a\",\"assessed_day\":7,\"score\":4}\n", options).Output.Should().Be(
            """
            {"patient_id":"a","course_id":"1","at":"7","day":7,"score":4,"baseline":20,"change":16,"percentage_change":80.0,"response_response-50":"met","remission_remission-5":"met","reliable_change_jacobson-truax":"recovered","reasons":""}

            """);
    }

    [Fact]
    public void An_output_that_fails_ends_the_run()
    {
        var table = "patient_id,assessed_day,score\n" + string.Concat(Enumerable.Range(100_000, 20_000).Select(i => $"{i},0,20\n{i},1,10\n"));
        var run = () => ChangeTable.Run(new MemoryStream(Encoding.UTF8.GetBytes(table)), new MemoryStream(new byte[1000]), Phq9, new ChangeTableOptions { Threads = 2 });
        run.Should().Throw<NotSupportedException>("a stream of fixed length is full");
    }

    public static TheoryData<string, bool> Tables
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (var id in (string[])["phq-9", "madrs", "who-5", "whodas-12", "q-les-q-sf", "promis-depression-8a"])
            {
                data.Add(id, true);
                data.Add(id, false);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Every_byte_and_word_is_that_of_the_careful_way_and_of_assess(string id, bool isDated)
    {
        var scorer = ChangeScorer.Compile(InstrumentCatalogue.Shipped.Find(id)!).GetValueOrThrow();
        for (var seed = 0; seed < 5; seed++)
        {
            // The last one is longer than the reader's buffer, several times.
            var table = Draw(scorer, isDated, seed, seed < 4 ? 60 : id == "phq-9" ? 2500 : 300);
            var quick = Judge(table, scorer: scorer);
            var careful = Judge(table, scorer: scorer, isCareful: true);
            var side = Judge(table, new ChangeTableOptions { FileName = "visits.csv", Threads = 2 }, scorer);

            quick.Output.Should().Be(careful.Output, "seed {0}", seed);
            side.Output.Should().Be(careful.Output, "seed {0}", seed);
            quick.Summary.Should().BeEquivalentTo(careful.Summary, "seed {0}", seed);
            careful.Summary.Visits.Should().BeGreaterThan(100, "else little would have been compared");
            Assessed(table, scorer, isDated).Should().Equal(States(careful.Output, scorer), "seed {0}", seed);
        }
    }

    // Mostly ordinary; now and then whatever people and programs write.
    private static string Draw(ChangeScorer scorer, bool isDated, int seed, int patients)
    {
        var random = new Random(seed);
        var unit = (int)Math.Pow(10, scorer.Scale.Decimals);
        var (low, high) = ((int)(scorer.Scale.Range.Low * unit).Round(0), (int)(scorer.Scale.Range.High!.Value * unit).Round(0));
        var reachable = Enumerable.Range(low, high - low + 1).Where(score => scorer.Instrument.ScoreTotal(new Fraction(score, unit), scorer.Scale.Id) is Score.Scored).ToList();
        string Score() => random.Next(25) switch
        {
            0 => "",
            1 => "NA",
            2 => " ",
            3 => ((decimal)random.Next(low - 2, high + 3) / unit).ToString(CultureInfo.InvariantCulture),
            4 => "none",
            5 => string.Create(CultureInfo.InvariantCulture, $" {(decimal)reachable[random.Next(reachable.Count)] / unit} "),
            6 => string.Create(CultureInfo.InvariantCulture, $"{(decimal)reachable[random.Next(reachable.Count)] / unit:0.0000000}"),
            _ => ((decimal)reachable[random.Next(reachable.Count)] / unit).ToString(CultureInfo.InvariantCulture),
        };
        string Day(int day) => (random.Next(40), isDated) switch
        {
            (0, false) => $"{day}.0",
            (1, false) => $"+{day}",
            (2, false) => $"{day}.25",
            (3, false) => $"0{day}",
            (4, false) => "100001",
            (5, false) => "-0",
            (0, true) => new DateOnly(2026, 1, 1).AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + "T10:30",
            (1, true) => new DateOnly(2026, 1, 1).AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + " 10:30",
            (2, true) => "2026-02-29",
            (3, true) => "2026-1-1",
            (4, true) => "0000-01-01",
            (6, _) => "",
            (_, false) => day.ToString(CultureInfo.InvariantCulture),
            _ => new DateOnly(2026, 1, 1).AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        };
        var text = new StringBuilder(isDated ? "patient_id,course_id,instrument,assessed_at,score\n" : "patient_id,course_id,instrument,assessed_day,score\n");
        for (var patient = 1000; patient < 1000 + patients; patient++)
        {
            var course = random.Next(6) == 0 ? "2" : random.Next(20) == 0 ? "" : "1";
            var day = random.Next(-10, 10);
            for (var visit = random.Next(1, 9); visit > 0; visit--)
            {
                var name = (random.Next(60), patient) switch
                {
                    (0, _) => $"\"{patient}\"",
                    (1, _) => $" {patient}",
                    (2, _) => "",
                    _ => patient.ToString(CultureInfo.InvariantCulture),
                };
                var instrument = random.Next(30) switch
                {
                    0 => scorer.Instrument.Id.ToUpperInvariant(),
                    1 => $"{scorer.Instrument.Id}/{scorer.Scale.Id}",
                    2 => "gad-7",
                    3 => "gad-8",
                    _ => scorer.Instrument.Id,
                };
                text.Append(CultureInfo.InvariantCulture, $"{name},{course},{instrument},{Day(day)},{Score()}{(random.Next(80) == 0 ? ",x" : "")}\n");
                if (seed == 3 && random.Next(3) > 0)
                {
                    text[^1] = '\r';
                    text.Append('\n');
                }

                day += random.Next(12) == 0 ? -random.Next(3) : random.Next(1, 20);
            }
        }

        return text.ToString();
    }

    private static List<string> States(string output, ChangeScorer scorer) => output.Split('\n').Skip(1).Where(line => line.Length > 0).SelectMany(line =>
    {
        var cells = line.Split(',');
        return scorer.Rules.Select((rule, i) => $"{cells[0]} {cells[1]} {cells[2]} {cells[3]} {rule.Indicator} {rule.Id} {cells[8 + i]}");
    }).Order(StringComparer.Ordinal).ToList();

    private static List<string> Assessed(string table, ChangeScorer scorer, bool isDated)
    {
        // The other door has no notion of "other instruments": all are assessed, and those of this scale are looked at. Rows of the wrong length are left out by both.
        var tables = CourseTables.Read(new TableSource(new MemoryStream(Encoding.UTF8.GetBytes(table)), "visits.csv", TableFormat.Csv));
        tables.Error.Should().BeNull(isDated ? "dates" : "days");
        var options = new AssessmentOptions { Points = [new AssessmentPoint.EveryVisit()], Baseline = new BaselinePolicy.First(), HasTreatments = false, Include = ["response", "remission", "reliable-change"] };
        return tables.Courses.SelectMany(course => CourseAssessment.Assess(course, options).Results)
            .Where(row => row.Instrument == scorer.Instrument.Id && row.Scale == scorer.Scale.Id)
            .Select(row => $"{row.PatientId} {row.CourseId} {row.At} {row.Day} {row.Indicator} {row.Rule} {row.Outcome.State}")
            .Order(StringComparer.Ordinal).ToList();
    }
}
