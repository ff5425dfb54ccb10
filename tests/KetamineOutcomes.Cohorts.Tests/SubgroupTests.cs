using System.Text;
using KetamineOutcomes.Cohorts.Rates;
using KetamineOutcomes.Cohorts.Tables;
using KetamineOutcomes.Cohorts.Tallies;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Tables;

namespace KetamineOutcomes.Cohorts.Tests;

/// <summary>Parts of a grouping beside each other.</summary>
public sealed class SubgroupTests
{
    /// <summary>Differences, Newcombe's intervals, Fisher's and Pearson's tests of R.</summary>
    [Fact]
    public void Two_shares_compare_as_in_R()
    {
        var rows = Oracle.Read("oracles/stats/two_proportions.csv");
        foreach (var row in rows)
        {
            var (one, other) = (Share(row, "x1", "n1"), Share(row, "x2", "n2"));
            var name = $"{one.Count} of {one.Of} and {other.Count} of {other.Of}";
            var difference = RiskDifference.Between(one, other)!;
            difference.Value.ShouldAgree(Oracle.Number(row["risk_diff"])!.Value, name);
            difference.Interval.Low.ShouldAgree(Oracle.Number(row["newcombe_hybrid_lo"])!.Value, name);
            difference.Interval.High.ShouldAgree(Oracle.Number(row["newcombe_hybrid_hi"])!.Value, name);
            FisherExact.Test(one, other).ShouldAgree(Oracle.Number(row["fisher_p"]), name);
            var test = SharesTest.Of([one, other]);
            test?.ChiSquare.ShouldAgree(Oracle.Number(row["chisq"])!.Value, name);
            test?.PValue.ShouldAgree(Oracle.Number(row["chisq_p"])!.Value, name);
        }

        rows.Should().HaveCountGreaterThan(5);
    }

    /// <summary>10, 15 and 5 of 20 each: 10 expected to meet it in each and 10 not, so 0 + 25 (1/10 + 1/10) twice is 10, on two degrees of freedom: p = exp(-10/2).</summary>
    [Fact]
    public void Three_shares_are_compared_at_once()
    {
        var test = SharesTest.Of([new Proportion(10, 20), new Proportion(15, 20), new Proportion(5, 20), new Proportion(0, 0)])!;

        test.ChiSquare.ShouldAgree(10, "statistic");
        test.DegreesOfFreedom.Should().Be(2, "an empty group is left out");
        test.PValue.ShouldAgree(Math.Exp(-5), "p");
        test.SmallestExpected.Should().Be(10);
    }

    /// <summary>3 of 3 and 0 of 3: of the 20 ways to choose three of six, one is as seen and one its mirror: 2/20.</summary>
    [Fact]
    public void Fishers_test_counts_tables() => FisherExact.Test(new Proportion(3, 3), new Proportion(0, 3)).ShouldAgree(0.1, "p");

    /// <summary>Half of a thousand and half of another: nothing overflows, and the table seen is the most probable one.</summary>
    [Fact]
    public void Fishers_test_holds_for_large_counts()
    {
        FisherExact.Test(new Proportion(50_000, 100_000), new Proportion(50_000, 100_000)).ShouldAgree(1, "alike");
        FisherExact.Test(new Proportion(100_000, 100_000), new Proportion(0, 100_000)).Should().Be(0, "beyond what a double can say");
    }

    [Fact]
    public void Where_nobody_is_or_all_are_alike_there_is_nothing_to_test()
    {
        RiskDifference.Between(new Proportion(0, 0), new Proportion(1, 2)).Should().BeNull();
        FisherExact.Test(new Proportion(0, 0), new Proportion(1, 2)).Should().BeNull();
        SharesTest.Of([new Proportion(0, 5), new Proportion(0, 6)]).Should().BeNull();
        SharesTest.Of([new Proportion(5, 5), new Proportion(6, 6)]).Should().BeNull();
        SharesTest.Of([new Proportion(3, 5)]).Should().BeNull();
    }

    /// <summary>15 of 20 beside 6 of 22, the larger part being the reference: the first row of R's table. Nobody says of one more person what route it was: that part is compared with nothing.</summary>
    [Fact]
    public void A_row_says_how_a_part_differs_from_the_largest()
    {
        var tally = CohortTally.FromCells([
            .. Part("im", 15, 20, 20), .. Part("iv", 6, 22, 50), .. Part(StandardGroups.Unknown, 1, 1, 60),
            .. Part("one-part", 1, 2, 3, group: "site"),
        ]);

        var row = Rows(tally, "subgroup-differences").Should().ContainSingle().Subject;
        row["level"].Should().Be("im");
        row["reference"].Should().Be("iv");
        (row["known"], row["met"], row["reference_known"], row["reference_met"]).Should().Be(("20", "15", "22", "6"));
        (row["difference"], row["low"], row["high"], row["fisher_p"]).Should().Be(("47.727273", "17.490976", "67.482066", "0.004804"));
        row["warning"].Should().Be("half-missing", "28 of 50 have no answer");

        var test = Rows(tally, "subgroup-tests").Should().ContainSingle().Subject;
        (test["levels"], test["known"], test["met"], test["chi_square"], test["degrees_of_freedom"], test["p"]).Should().Be(("2", "42", "21", "9.545455", "1", "0.002004"));
        CohortTables.All(tally).Where(table => table.Id.StartsWith("subgroup-", StringComparison.Ordinal)).Should().OnlyContain(table => table.Title.Contains("no moderator effect", StringComparison.Ordinal));
    }

    /// <summary>2 of 4 and 1 of 4: below 20 people, and with 1.5 expected to meet it in each; of series of the same people.</summary>
    [Fact]
    public void Small_parts_and_people_who_count_twice_carry_warnings()
    {
        var tally = CohortTally.FromCells([.. Part("im", 2, 4, 4), .. Part("iv", 1, 4, 4)]);

        Rows(tally, "subgroup-differences").Single()["warning"].Should().Be("few-people");
        Rows(tally, "subgroup-tests").Single()["warning"].Should().Be("small-expected;few-people");
        Rows(tally, "subgroup-differences", CohortOptions.Default with { Series = SeriesChoice.Each }).Single()["warning"].Should().Be("few-people;not-independent");
    }

    /// <summary>The survival tables have the same parts: curves and medians by route in the clinic of six.</summary>
    [Fact]
    public void Times_and_curves_stand_by_group_too()
    {
        var tally = CohortTally.Of(Clinic.Members, Clinic.Options);

        foreach (var table in new[] { "times", "curves", "bounds" })
        {
            Rows(tally, table, Clinic.Options).Where(row => row["group"] == "route" && row["topic"] == "onset" && row["rule"] == "response-50").Select(row => row["level"]).Distinct(StringComparer.Ordinal)
                .Should().Equal(["im", "iv"], table);
        }

        // b alone had it by im, on day 18; by iv a and c on day 4, d was last seen then.
        Rows(tally, "times", Clinic.Options).Single(row => row["level"] == "im" && row["topic"] == "onset" && row["rule"] == "response-50")["median"].Should().Be("18");
        Rows(tally, "times", Clinic.Options).Single(row => row["level"] == "iv" && row["topic"] == "onset" && row["rule"] == "response-50")["events"].Should().Be("2");
    }

    /// <summary>a was in psychotherapy before, b began between the infusions, c began after the last, d was asked and had none, e had ended it, of f the end is not known, of g nobody asked.</summary>
    [Theory]
    [InlineData("a", "yes")]
    [InlineData("b", "begun-later")]
    [InlineData("c", "no")]
    [InlineData("d", "no")]
    [InlineData("e", "no")]
    [InlineData("f", StandardGroups.Unknown)]
    [InlineData("g", StandardGroups.Unknown)]
    public void Psychotherapy_is_a_group_by_what_was_in_force_at_the_first_infusion(string patient, string level)
    {
        var courses = Clinic.Courses("patient_id,instrument,assessed_day,score\n" + string.Concat("abcdefg".Select(id => $"{id},phq-9,-1,20\n")), "patient_id,given_day\n" + string.Concat("abcdefg".Select(id => $"{id},0\n{id},7\n")));
        const string Care = """
            patient_id,kind,name,from_day,to_day,end
            a,psychotherapy,cbt,-90,,ongoing
            b,psychotherapy,cbt,3,,ongoing
            b,psychotherapy,group,-90,-30,
            c,psychotherapy,cbt,8,,ongoing
            c,psychotherapy,group,-90,-30,
            d,psychotherapy,none,,,
            e,psychotherapy,cbt,-90,-1,
            f,psychotherapy,cbt,-90,,unknown
            g,antidepressant,sertraline,-90,,ongoing

            """;
        var read = NotesTables.Read(courses.ToEquatableArray(), care: new TableSource(new MemoryStream(Encoding.UTF8.GetBytes(Care)), "care.csv", TableFormat.Csv));
        read.Errors.Should().BeEmpty();
        var entry = read.Courses.Single(each => each.Course.PatientId == patient);

        StandardGroups.PsychotherapyOf(NotesAssessment.Assess(entry.Course, entry.Notes), entry.Course.Series).Should().Be(new CohortGroup("psychotherapy", level));
    }

    private static IEnumerable<KeyValuePair<CellKey, CohortCell>> Part(string level, long met, long known, long due, string group = "route")
    {
        yield return new(new CellKey("all", "all", "", "", Topics.Members, "", ""), new CohortCell.People(due));
        yield return new(new CellKey(group, level, "", "", Topics.Members, "", ""), new CohortCell.People(due));
        yield return new(
            new CellKey(group, level, "phq-9", "total", Topics.Response, "response-50", "last"),
            new CohortCell.Rate(met, known - met, due == known ? [] : [new MissingCount("no-assessment", "never-known", due - known)]));
    }

    private static Proportion Share(Dictionary<string, string> row, string count, string of) => new((long)Oracle.Number(row[count])!.Value, (long)Oracle.Number(row[of])!.Value);

    private static IEnumerable<Dictionary<string, string?>> Rows(CohortTally tally, string id, CohortOptions? options = null)
    {
        var table = CohortTables.All(tally, options).Single(candidate => candidate.Id == id);
        return table.Rows.Select(row => table.Columns.Zip(row).ToDictionary(cell => cell.First.Name, cell => cell.Second, StringComparer.Ordinal));
    }
}
