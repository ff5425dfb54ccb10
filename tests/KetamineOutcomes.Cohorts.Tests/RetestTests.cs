using KetamineOutcomes.Cohorts.Tables;
using KetamineOutcomes.Cohorts.Tallies;

namespace KetamineOutcomes.Cohorts.Tests;

/// <summary>The score before the baseline beside the baseline's.</summary>
public sealed class RetestTests
{
    /// <summary>
    /// a 10 and 12, b 14 and 14 (30 days before it), c 20 and 19. The rest tell nothing: d one form, e 31 days before, f another rater, g two forms of one day, h one that was not filled in whole, i after the first infusion.
    /// </summary>
    private const string Forms = """
        patient_id,instrument,assessed_day,score,rater
        a,phq-9,-20,25,
        a,phq-9,-8,10,
        a,phq-9,-1,12,
        b,phq-9,-31,14,
        b,phq-9,-1,14,
        c,phq-9,-2,20,
        c,phq-9,-1,19,
        d,phq-9,-1,5,
        e,phq-9,-32,5,
        e,phq-9,-1,25,
        f,phq-9,-8,5,clinician
        f,phq-9,-1,25,
        g,phq-9,-8,5,
        g,phq-9,-8,6,
        g,phq-9,-1,25,
        h,phq-9,-8,,
        h,phq-9,-1,25,
        i,phq-9,-1,25,
        i,phq-9,2,5,
        """;

    private static CohortTally TallyOf(string forms)
    {
        var people = forms.Split('\n').Skip(1).Select(line => line[0]).Distinct();
        var infusions = "patient_id,given_day,agent,route,dose_mg,weight_kg,minutes,kind\n" + string.Join('\n', people.Select(id => $"{id},0,ketamine,iv,40,80,40,induction")) + "\n";
        return CohortTally.Of(Clinic.Courses(forms, infusions).SelectMany(course => CohortAssessment.Assess(course, Clinic.Options).Members), Clinic.Options);
    }

    private static CohortTable Table(CohortTally tally) => CohortTables.All(tally, Clinic.Options).Single(table => table.Id == "retest");

    private static string? Cell(CohortTable table, string column) =>
        table.Rows.Single(row => row[0] == "all")[table.Columns.Select(candidate => candidate.Name).ToList().IndexOf(column)];

    /// <summary>
    /// Mean squares: people 37 1/6, forms 1/6, rest 7/6; ICC(2,1) = 36 / (37 1/6 + 7/6 - 2/3) = 0.955752. Baselines 12, 14, 19: variance 13, SD 3.605551; SEM 3.605551 x sqrt(0.0442478) = 0.758433.
    /// Differences 2, 0, -1.
    /// </summary>
    [Fact]
    public void Only_pairs_with_nothing_given_between_them_count()
    {
        var table = Table(TallyOf(Forms));

        Cell(table, "people").Should().Be("3");
        Cell(table, "icc").Should().Be("0.955752");
        Cell(table, "sd").Should().Be("3.605551");
        Cell(table, "sem").Should().Be("0.758433");
        Cell(table, "mean_difference").Should().Be("0.333333");
    }

    [Fact]
    public void One_pair_has_no_correlation_and_no_pair_no_row()
    {
        var lines = Forms.Split('\n');
        var one = Table(TallyOf(string.Join('\n', lines[..4])));
        Cell(one, "people").Should().Be("1");
        Cell(one, "icc").Should().BeNull();
        Cell(one, "sem").Should().BeNull();

        Table(TallyOf(string.Join('\n', lines.Where(line => line[0] is 'p' or 'd')))).Rows.Should().BeEmpty();
    }

    [Fact]
    public void Parts_merge_to_the_whole()
    {
        string Part(Func<char, bool> has) => string.Join('\n', Forms.Split('\n').Where((line, i) => i == 0 || has(line[0])));

        TallyOf(Part(id => id < 'b')).Merge(TallyOf(Part(id => id >= 'b'))).Should().Be(TallyOf(Forms));
    }
}
