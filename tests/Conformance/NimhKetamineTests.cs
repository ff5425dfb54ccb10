using System.Globalization;
using System.Text;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Tables;

namespace KetamineOutcomes.Conformance;

/// <summary>A real randomised crossover trial of ketamine (NIMH, totals only): an arm is a course, the infusion is on day 0.</summary>
/// <remarks>The counts are those of issue 2, counted again from the file by hand-written arithmetic: y times 2 at most the baseline; y at most 12 or 10.</remarks>
public sealed class NimhKetamineTests
{
    private const string FileName = "nimh_ketamine_madrs_hamd_long.csv";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Response_and_remission_on_day_2_are_those_of_the_trial(bool treatments)
    {
        var results = Assess(treatments);

        Count(results, "ketamine", "response", "response-50").Should().Be((6, 27));
        Count(results, "placebo", "response", "response-50").Should().Be((1, 26));
        Count(results, "ketamine", "remission", "remission-12").Should().Be((4, 27));
        Count(results, "placebo", "remission", "remission-12").Should().Be((1, 26));
        Count(results, "ketamine", "remission", "remission-10").Should().Be((4, 27));
        Count(results, "placebo", "remission", "remission-10").Should().Be((0, 26));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_missing_visit_is_indeterminate_with_its_reason(bool treatments)
    {
        // 33 patients have MDD. On day 2, 6 after ketamine and 7 after placebo have no row; one of the 33 has no baseline.
        var results = Assess(treatments);
        foreach (var (arm, missing) in new[] { ("ketamine", 6), ("placebo", 7) })
        {
            var responses = results.Where(result => result.CourseId == arm && result.Instrument == "madrs" && result.Indicator == "response").ToList();
            responses.Should().HaveCount(33);
            responses.Count(result => result.Outcome is IndicatorOutcome.Indeterminate).Should().Be(missing);
            responses.Where(result => result.Outcome.State == "indeterminate").Should().OnlyContain(result =>
                ((IndicatorOutcome.Indeterminate)result.Outcome).Reason == Reasons.NoAssessment || ((IndicatorOutcome.Indeterminate)result.Outcome).Reason == Reasons.NotDone
                || ((IndicatorOutcome.Indeterminate)result.Outcome).Reason == Reasons.NoBaseline || ((IndicatorOutcome.Indeterminate)result.Outcome).Reason == Reasons.BaselineNotScored);
            responses.Should().OnlyContain(result => result.Explain().Length > 0 && (result.Outcome.State != "indeterminate" || result.Explain().Contains('(', StringComparison.Ordinal)));
        }
    }

    private static (int Met, int Judged) Count(List<IndicatorResult> results, string arm, string indicator, string rule)
    {
        var judged = results.Where(result => result.CourseId == arm && result.Instrument == "madrs" && result.Indicator == indicator && result.Rule == rule)
            .Select(result => result.Outcome.TryGetMet()).Where(met => met is not null).ToList();
        return (judged.Count(met => met == true), judged.Count);
    }

    private static List<IndicatorResult> Assess(bool withTreatments)
    {
        var rows = File.ReadLines(FindData()).Skip(1).Select(line => line.Split(',')).Where(row => row[1] == "MDD").ToList();
        var assessments = new StringBuilder("patient_id,course_id,instrument,assessed_day,score\n");
        var treatments = new StringBuilder("patient_id,course_id,given_day,agent,route,kind\n");
        foreach (var patient in rows.GroupBy(row => row[0], StringComparer.Ordinal))
        {
            foreach (var arm in new[] { "ketamine", "placebo" })
            {
                treatments.Append(CultureInfo.InvariantCulture, $"{patient.Key},{arm},0,{arm},iv,induction\n");
                foreach (var row in patient.Where(row => row[7] == arm || row[7] == "baseline"))
                {
                    assessments.Append(CultureInfo.InvariantCulture, $"{patient.Key},{arm},madrs,{row[8]},{row[9]}\n");
                    assessments.Append(CultureInfo.InvariantCulture, $"{patient.Key},{arm},ham-d17,{row[8]},{row[11]}\n");
                }
            }
        }

        var read = CourseTables.Read(Source(assessments, "assessments.csv"), withTreatments ? Source(treatments, "treatments.csv") : null);
        read.Error.Should().BeNull();
        read.Errors.Should().BeEmpty();
        read.ExitCode.Should().Be(0);
        read.Courses.Should().HaveCount(66, "33 patients have two arms");
        var options = new AssessmentOptions { Points = [new AssessmentPoint.Day(2, 1)], HasTreatments = withTreatments };
        return [.. read.Courses.SelectMany(course => CourseAssessment.Assess(course, options).Results)];
    }

    private static TableSource Source(StringBuilder text, string name) => new(new MemoryStream(Encoding.UTF8.GetBytes(text.ToString())), name, TableFormat.Csv);

    private static string FindData() => SharedFolder.Require("data/" + FileName);
}
