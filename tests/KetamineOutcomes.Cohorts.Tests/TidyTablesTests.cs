using KetamineOutcomes.Cohorts.Tables;
using KetamineOutcomes.Cohorts.Tidy;
using KetamineOutcomes.Indicators;

namespace KetamineOutcomes.Cohorts.Tests;

public sealed class TidyTablesTests
{
    private static readonly TidyTables Tidy = Make(null);

    /// <summary>a: baseline 20 on day -1, 10 on day 4 (ADaM's day 5, as it has no day 0), 4 on day 18: changes -10 and -16, that is -50 and -80 %.</summary>
    [Fact]
    public void Scores_have_the_shape_of_ADaM()
    {
        Rows(Tidy.Scores, "a", "PARAMCD", "AVAL", "ADY", "AVISIT", "AVISITN", "ABLFL", "BASE", "CHG", "PCHG", "CRIT1FL", "CRIT2FL").Should().BeEquivalentTo(
            new[]
            {
                "PHQ9 20 -1 BASELINE 0 Y 20 - - - -",
                "PHQ9 10 5 VISIT 1 1 - 20 -10 -50 Y N",
                "PHQ9 4 19 VISIT 2 2 - 20 -16 -80 Y Y",
            },
            order => order.WithStrictOrdering());
    }

    [Fact]
    public void Without_a_baseline_there_is_no_change()
    {
        Rows(Tidy.Scores, "f", "AVAL", "BASE", "CHG", "PCHG", "CRIT1FL").Should().Equal("9 - - - -");
    }

    /// <summary>The nominal visit stands beside the visit that is counted; a mean of several scores was observed by nobody.</summary>
    [Fact]
    public void Nominal_visits_and_what_was_derived_have_columns()
    {
        var course = Clinic.Courses("patient_id,instrument,assessed_day,visit,score\np,phq-9,-3,screening,20\np,phq-9,-1,baseline,16\np,phq-9,9,Week 1,10\np,phq-9,12,,8\n", "patient_id,given_day\np,0\n").Single();
        string[] Scores(string baseline)
        {
            var tidy = new TidyTables();
            var options = CohortOptions.Default with { Assessment = AssessmentOptions.Default with { Baseline = BaselinePolicy.Parse(baseline).GetValueOrThrow() } };
            tidy.Add(CohortAssessment.Assess(course, options).Members.Single());
            return [.. Rows(tidy.Scores, "p", "AVAL", "AVISIT", "VISIT", "DTYPE")];
        }

        Scores("last-before:30").Should().Equal("16 BASELINE baseline -", "10 VISIT 1 week-1 -", "8 VISIT 2 - -");
        Scores("mean-before:30").Should().HaveCount(3).And.HaveElementAt(0, "18 BASELINE baseline AVERAGE", "the mean of 20 and 16, dated as the later one");
    }

    /// <summary>b had response on day 18 and not on day 4; d was last seen without it on day 4.</summary>
    [Fact]
    public void Times_say_what_is_censored()
    {
        var response = Tidy.Times.Rows.Where(row => row[1] == "phq-9/total onset response-50").Select(row => string.Join(' ', row.Select(cell => cell ?? "-"))).ToList();

        response.Should().Contain("b phq-9/total onset response-50 18 0 4 onset response-50");
        response.Should().Contain("d phq-9/total onset response-50 4 1 4 not seen, or not confirmed, until then");
    }

    [Fact]
    public void Codes_are_the_callers_to_choose()
    {
        var tidy = Make(ParameterCodes.Choose([new("phq-9/total", "PHQ9TOT")]));

        Rows(tidy.Scores, "e", "PARAMCD").Should().Equal("PHQ9TOT");
    }

    [Theory]
    [InlineData("")]
    [InlineData("phq9")]
    [InlineData("9PHQ")]
    [InlineData("PHQ9TOTAL")]
    [InlineData("PHQ-9")]
    public void What_is_no_code_is_refused(string code) =>
        FluentActions.Invoking(() => ParameterCodes.Choose([new("phq-9/total", code)])).Should().Throw<ArgumentException>();

    [Fact]
    public void Made_codes_differ_and_stay()
    {
        var codes = ParameterCodes.Made;

        codes.Of("cadss-23", "total").Should().Be("CADSS23");
        codes.Of("promis-depression-8a", "total").Should().Be("PROMISDE");
        codes.Of("promis-depression-8b", "total").Should().Be("PROMISD2");
        codes.Of("promis-depression-8a", "total").Should().Be("PROMISDE");
    }

    [Fact]
    public void One_code_for_two_scales_is_refused() =>
        FluentActions.Invoking(() => ParameterCodes.Choose([new("phq-9/total", "DEP"), new("madrs/total", "DEP")])).Should().Throw<ArgumentException>();

    private static TidyTables Make(ParameterCodes? codes)
    {
        var tidy = new TidyTables(codes);
        foreach (var member in Clinic.Members)
        {
            tidy.Add(member);
        }

        return tidy;
    }

    private static IEnumerable<string> Rows(CohortTable table, string subject, params string[] columns)
    {
        var names = table.Columns.Select(column => column.Name).ToList();
        return table.Rows.Where(row => row[0] == subject).Select(row => string.Join(' ', columns.Select(name => row[names.IndexOf(name)] ?? "-")));
    }
}
