using KetamineOutcomes.Cohorts.Distributions;
using KetamineOutcomes.Cohorts.Survival;
using KetamineOutcomes.Cohorts.Tables;
using KetamineOutcomes.Cohorts.Tallies;

namespace KetamineOutcomes.Cohorts.Tests;

/// <summary>Counts of a clinic of six whose answers are worked out in <see cref="Clinic.Forms"/>.</summary>
public sealed class CohortTallyTests
{
    private static readonly CohortTally Tally = CohortTally.Of(Clinic.Members, Clinic.Options);

    [Fact]
    public void Everybody_is_in_the_denominator_and_who_has_no_answer_is_counted_by_why()
    {
        var day4 = Rate(Topics.Response, "response-50", "day:4");
        var day18 = Rate(Topics.Response, "response-50", "day:18");

        // Day 4: a and c met it; b (11 of 20) and d did not; e has no form, f no baseline.
        (day4.Met, day4.NotMet, day4.Due).Should().Be((2, 2, 6));
        day4.Missing.Should().Equal(new MissingCount("no-assessment", "never-known", 1), new MissingCount("no-baseline", "never-known", 1));
        // Day 18: a and b met it, c (12 of 16) did not; d was last seen without response, e and f were not seen, and nothing was known of them before.
        (day18.Met, day18.NotMet, day18.Due).Should().Be((2, 1, 6));
        day18.Missing.Should().Equal(new MissingCount("no-assessment", "never-known", 2), new MissingCount("no-assessment", "not-met", 1));
        Tally.Members.Should().Be(6);
    }

    /// <summary>Day 18: 2 of 3 seen (66.7 %); of all six at worst 2 (33.3 %), at best 5 (83.3 %); carrying d's "not met" forward 2 of 4 (50 %).</summary>
    [Fact]
    public void A_rate_has_its_bounds()
    {
        var rate = Rate(Topics.Response, "response-50", "day:18");

        rate.Observed.Percent().Should().Be(66.7m);
        rate.WorstCase.Percent().Should().Be(33.3m);
        rate.BestCase.Percent().Should().Be(83.3m);
        rate.CarriedForward.Percent().Should().Be(50);
    }

    /// <summary>Remission is a score below 5: a alone, on day 18.</summary>
    [Fact]
    public void Remission_has_its_own_row()
    {
        Rate(Topics.Remission, "remission-5", "day:4").Met.Should().Be(0);
        Rate(Topics.Remission, "remission-5", "day:18").Met.Should().Be(1);
    }

    /// <summary>Change to day 4 of those with both scores: a -10, b -9, c -8, d -2; mean -7.25.</summary>
    [Fact]
    public void Change_is_counted_in_pairs()
    {
        var pairs = ((CohortCell.Pairs)Cell(Topics.Change, "", "day:4")).Counts;

        pairs.Bins.Select(bin => (bin.Pair, bin.Times)).Should().Equal(
            (new ScorePair(16, 8), 1), (new ScorePair(20, 10), 1), (new ScorePair(20, 11), 1), (new ScorePair(20, 18), 1));
        pairs.Change.Mean.Should().Be(-7.25);
        ((CohortCell.Pairs)Cell(Topics.Best, "", "series")).Counts.After.Bins.Select(bin => bin.Value).Should().Equal([(Fraction)4, 8, 18], "the best of a, b and c, and d");
    }

    /// <summary>Response was seen in a and c on day 4 (after day -1, so from day 0 on) and in b on day 18 (after day 4); d was last seen on day 4. e and f say nothing.</summary>
    [Fact]
    public void Times_to_response_keep_the_visits_between_which_it_fell()
    {
        var times = (CohortCell.Times)Cell(Topics.Onset, "response-50", "series");

        times.Observed.Should().Be(RiskTable.Of([(4, true), (4, true), (18, true), (4, false)]));
        times.Bounds.Should().Be(EventIntervals.Of([new(0, 4), new(0, 4), new(4, 18), new(4, double.PositiveInfinity)]));
    }

    /// <summary>c reached response on day 4 and had lost it 14 days later; a was last seen with it 14 days after reaching it, b on the day itself.</summary>
    [Fact]
    public void Times_to_loss_run_from_reaching_it()
    {
        var times = (CohortCell.Times)Cell(Topics.Loss, "loss-of-response", "series");

        times.Observed.Should().Be(RiskTable.Of([(14, true), (14, false)]), "b was seen with response once, and there is no later visit that could say more");
        times.Bounds.Should().Be(EventIntervals.Of([new(0, 14), new(14, double.PositiveInfinity)]));
    }

    /// <summary>
    /// Cycles from the last infusion of induction (day 3) and from the booster (day 20). a: response on day 4 (held 1 day, then the booster came), 7 days after the booster, and gone 21 days after it. b: until day 19
    /// (16 days) and 6 days after the booster. c: on day 4, and not on day 27, the first score after its booster: lost by then, 7 days. d never had it, and is at no risk of losing it.
    /// </summary>
    [Fact]
    public void Booster_cycles_of_the_clinic_count_those_that_brought_nothing_back()
    {
        var courses = Clinic.Courses(
            "patient_id,instrument,assessed_day,score\na,phq-9,-1,20\na,phq-9,4,8\na,phq-9,27,9\na,phq-9,41,15\nb,phq-9,-1,20\nb,phq-9,4,8\nb,phq-9,19,10\nb,phq-9,26,10\nc,phq-9,-1,20\nc,phq-9,4,8\nc,phq-9,27,15\nd,phq-9,-1,20\nd,phq-9,4,18\nd,phq-9,27,15\n",
            "patient_id,given_day,kind\n" + string.Concat("abcd".Select(id => $"{id},0,induction\n{id},3,induction\n{id},20,booster\n")));
        var tally = CohortTally.Of(courses.SelectMany(course => CohortAssessment.Assess(course).Members));

        var times = (CohortCell.Times)tally.Cells.Single(cell => cell.Key is { Group: "all", Topic: Topics.Durability, Rule: "response-50" }).Value;

        times.Observed.Should().Be(RiskTable.Of([(1, false), (21, true), (16, false), (6, false), (1, false), (7, true)]));
        times.Bounds.Should().Be(EventIntervals.Of([new(1, double.PositiveInfinity), new(7, 21), new(16, double.PositiveInfinity), new(6, double.PositiveInfinity), new(1, double.PositiveInfinity), new(0, 7)]));
    }

    [Fact]
    public void Groups_follow_from_the_course()
    {
        People("route", "iv").Should().Be(5);
        People("route", "im").Should().Be(1);
        People("dose", "0.5-mg-kg").Should().Be(5);
        People("dose", "1.0-mg-kg").Should().Be(1, "80 mg at 80 kg");
        People("baseline-severity", "severe").Should().Be(4, "20 and more");
        People("baseline-severity", "moderately-severe").Should().Be(1, "16");
        People("baseline-severity", StandardGroups.Unknown).Should().Be(1, "f has no baseline");
    }

    [Fact]
    public void Parts_merge_to_the_whole_in_any_order_and_through_JSON()
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal) { ["level"] = "95" };
        foreach (var order in new[] { (int[])[0, 1, 2, 3, 4, 5], [5, 3, 1, 0, 2, 4] })
        {
            var merged = CohortTally.Empty;
            foreach (var i in order)
            {
                var json = TallyJson.Write(CohortTally.Of([Clinic.Members[i]], Clinic.Options), options, "0.1.0");
                TallyJson.TryRead(json, out var part, out _).Should().BeTrue();
                merged = merged.Merge(part!.Tally);
            }

            merged.Should().Be(Tally);
            TallyJson.Write(merged, options, "0.1.0").Should().Be(TallyJson.Write(Tally, options, "0.1.0"));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"format":"something-else","version":"1","options":{},"cells":[]}""")]
    [InlineData("""{"format":"ketamine-outcomes-cohort-part","version":"1","options":{},"cells":[{"key":["a"],"kind":"people","count":1}]}""")]
    [InlineData("""{"format":"ketamine-outcomes-cohort-part","version":"1","options":{},"cells":[{"key":["a","b","","","members","",""],"kind":"people","count":-1}]}""")]
    [InlineData("""{"format":"ketamine-outcomes-cohort-part","version":"1","options":{},"cells":[{"key":["a","b","","","members","",""],"kind":"people","count":1,"more":2}]}""")]
    [InlineData("""{"format":"ketamine-outcomes-cohort-part","version":"1","options":{},"cells":[{"key":["a","b","","","members","",""],"kind":"people","count":1},{"key":["a","b","","","members","",""],"kind":"people","count":1}]}""")]
    [InlineData("""{"format":"ketamine-outcomes-cohort-part","version":"1","options":{},"cells":[{"key":["a","b","","","onset","","series"],"kind":"times","times":[{"day":-3,"events":1,"censored":0}],"bounds":[]}]}""")]
    public void What_is_no_part_is_refused_with_a_code(string json)
    {
        TallyJson.TryRead(json, out var part, out var issue).Should().BeFalse();
        part.Should().BeNull();
        issue!.Code.Should().Be(CohortCodes.PartInvalid);
    }

    [Fact]
    public void Of_nobody_all_tables_are_empty_and_have_their_columns()
    {
        var tables = CohortTables.All(CohortTally.Empty);

        tables.Should().OnlyContain(table => table.Rows.Count == 0 && table.Columns.Count > 3);
        tables.Select(table => table.Id).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Every_row_has_a_cell_a_column_and_every_column_says_what_it_is()
    {
        foreach (var table in CohortTables.All(Tally, Clinic.Options))
        {
            table.Rows.Count(row => row.Count != table.Columns.Count).Should().Be(0, table.Id);
            table.Columns.Should().OnlyContain(column => column.Meaning.Length > 5, table.Id);
            table.Columns.Select(column => column.Name).Should().OnlyHaveUniqueItems(table.Id);
        }
    }

    private static CohortCell Cell(string topic, string rule, string point) => Tally.Cells.Single(cell =>
        cell.Key is { Group: "all", Instrument: "phq-9", Scale: "total" } key && key.Topic == topic && key.Rule == rule && key.Point == point).Value;

    private static CohortCell.Rate Rate(string topic, string rule, string point) => (CohortCell.Rate)Cell(topic, rule, point);

    private static long People(string group, string level) =>
        ((CohortCell.People)Tally.Cells.Single(cell => cell.Key.Topic == Topics.Members && cell.Key.Group == group && cell.Key.Level == level).Value).Count;
}
