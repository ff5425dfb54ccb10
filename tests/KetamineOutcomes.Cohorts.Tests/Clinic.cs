using System.Text;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Tables;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Cohorts.Tests;

/// <summary>Small clinics, written as the tables that clinics have.</summary>
internal static class Clinic
{
    /// <summary>
    /// Six people with two infusions of induction on days 0 and 3. PHQ-9 totals (baseline on day -1, then days 4 and 18):
    /// a 20, 10, 4: response on day 4 (10 = half of 20), remission on day 18 (4 &lt; 5). b 20, 11, 8: response on day 18 alone. c 16, 8, 12: response on day 4, lost on day 18.
    /// d 20, 18, nothing: seen last without response. e 20, nothing. f no baseline, 9.
    /// </summary>
    public const string Forms = """
        patient_id,instrument,assessed_day,score
        a,phq-9,-1,20
        a,phq-9,4,10
        a,phq-9,18,4
        b,phq-9,-1,20
        b,phq-9,4,11
        b,phq-9,18,8
        c,phq-9,-1,16
        c,phq-9,4,8
        c,phq-9,18,12
        d,phq-9,-1,20
        d,phq-9,4,18
        e,phq-9,-1,20
        f,phq-9,4,9
        """;

    public static string Infusions { get; } = "patient_id,given_day,agent,route,dose_mg,weight_kg,minutes,kind\n"
        + string.Join('\n', "abcdef".Select(id => $"{id},0,ketamine,{(id == 'b' ? "im" : "iv")},{(id == 'c' ? 80 : 40)},80,40,induction\n{id},3,ketamine,{(id == 'b' ? "im" : "iv")},{(id == 'c' ? 80 : 40)},80,40,induction")) + "\n";

    public static CohortOptions Options { get; } = CohortOptions.Default with
    {
        Assessment = AssessmentOptions.Default with { Points = [new AssessmentPoint.Day(4), new AssessmentPoint.Day(18)] },
    };

    public static IReadOnlyList<CohortMember> Members { get; } = [.. Courses(Forms, Infusions).SelectMany(course => CohortAssessment.Assess(course, Options).Members)];

    public static IReadOnlyList<Course> Courses(string forms, string? infusions)
    {
        var read = CourseTables.Read(Source(forms)!, Source(infusions));
        if (read.Error is not null || !read.Errors.IsEmpty)
        {
            throw new InvalidOperationException(string.Join('\n', read.Errors.Prepend(read.Error!)));
        }

        return read.Courses;
    }

    private static TableSource? Source(string? text) => text is null ? null : new TableSource(new MemoryStream(Encoding.UTF8.GetBytes(text)), "table.csv", TableFormat.Csv);
}
