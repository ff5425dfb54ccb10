using System.Text;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Tables.Tests.Courses;

public sealed class IndicatorTableTests
{
    private const string Evidence = """[{ "source": "made-up", "status": "project-policy" }]""";

    /// <summary>One item 0 to 10.</summary>
    private static readonly InstrumentCatalogue Catalogue = InstrumentCatalogue.Shipped.With(Instrument.Read($$"""
        {
          "format": 1, "id": "mini", "version": "1.0.0", "name": "Made-up", "shortName": "Mini", "domain": "testing", "raters": ["self"],
          "recall": { "text": "now", "evidence": {{Evidence}} },
          "licence": { "holder": "nobody", "terms": "Free.", "itemText": "allowed", "evidence": {{Evidence}} },
          "sources": [{ "key": "made-up", "citation": "Made up for the tests" }],
          "items": [{ "id": "item1", "label": "mood", "kind": "number", "min": 0, "max": 10 }],
          "scales": [
            {
              "id": "total", "name": "Mini total", "result": "number", "direction": "higher-is-worse", "range": { "low": 0, "high": 10 }, "rule": "item1",
              "missing": [{ "name": "none", "evidence": {{Evidence}} }], "readers": ["scalar"], "evidence": {{Evidence}}
            }
          ]
        }
        """).GetValueOrThrow());

    private static string Write(TableFormat format)
    {
        // p went from 8 on day -1 to 3 on day 7, entered on day 9: 5 better. q was never seen again.
        const string Assessments = "patient_id,instrument,assessed_day,recorded_day,item1\nq,mini,-1,,8\np,mini,7,9,3\np,mini,-1,,8\n";
        const string Treatments = "patient_id,given_day\np,0\nq,0\n";
        TableSource Source(string text) => new(new MemoryStream(Encoding.UTF8.GetBytes(text)), "in.csv", TableFormat.Csv);
        var read = CourseTables.Read(Source(Assessments), Source(Treatments), catalogue: Catalogue);
        read.Error.Should().BeNull();
        read.Errors.Should().BeEmpty();
        using var output = new MemoryStream();
        using (var table = IndicatorTable.Create(output, format))
        {
            foreach (var result in read.Courses.SelectMany(course => CourseAssessment.Assess(course, new AssessmentOptions { Points = [new AssessmentPoint.Last()], Include = ["alert", "baseline", "change", "percentage-change", "remission", "response", "score"] }, Catalogue).Results))
            {
                table.Write(result);
            }
        }

        return Encoding.UTF8.GetString(output.ToArray());
    }

    private const string Policy = "\"parameters\":[{\"name\":\"baseline-policy\",\"value\":\"last-before:30\"}]";
    private const string Both = "\"parameters\":[{\"name\":\"baseline-policy\",\"value\":\"last-before:30\"},{\"name\":\"stale-after-days\",\"value\":\"45\"}]";
    private const string Point = "\"parameters\":[{\"name\":\"stale-after-days\",\"value\":\"45\"}]";
    private const string Before = "{\"role\":\"baseline\",\"at\":-1,\"status\":\"scored\",\"rater\":\"self\",\"score\":\"8\"}";
    private const string After = "{\"role\":\"score\",\"at\":7,\"status\":\"scored\",\"rater\":\"self\",\"score\":\"3\"}";
    private const string Own = "\"sources\":[\"KetamineOutcomes project policy (docs/intended-use.md)\"]";

    /// <summary>Key, then the rest up to the evidence, then the evidence.</summary>
    private static readonly (string Front, string Evidence)[] Rows =
    [
        ("p,1,1,mini,total,baseline,last-before:30,last,-1,measured,8,,,points,-1,-1,", $"{{\"rule\":\"mini/total/last-before:30 1.0.0\",{Own},{Policy},\"observations\":[{Before}],\"flags\":[\"project-policy\"]}}"),
        ("p,1,1,mini,total,change,points,last,7,measured,5,,,points,7,9,", $"{{\"rule\":\"mini/total/points 1.0.0\",{Own},{Both},\"observations\":[{Before},{After}],\"flags\":[\"project-policy\"]}}"),
        ("p,1,1,mini,total,score,total,last,7,measured,3,,,points,7,9,", $"{{\"rule\":\"mini/total/total 1.0.0\",\"sources\":[\"Made up for the tests\"],{Point},\"observations\":[{After}],\"flags\":[\"project-policy\"]}}"),
        ("q,1,1,mini,total,baseline,last-before:30,last,-1,measured,8,,,points,-1,-1,", $"{{\"rule\":\"mini/total/last-before:30 1.0.0\",{Own},{Policy},\"observations\":[{Before}],\"flags\":[\"project-policy\"]}}"),
        ("q,1,1,mini,total,change,points,last,,indeterminate,,,,,,,no-assessment", $"{{\"rule\":\"mini/total/points 1.0.0\",{Own},{Both},\"observations\":[{Before}],\"flags\":[\"project-policy\"]}}"),
        ("q,1,1,mini,total,score,total,last,,indeterminate,,,,,,,no-assessment", $"{{\"rule\":\"mini/total/total 1.0.0\",\"sources\":[\"Made up for the tests\"],{Point},\"observations\":[],\"flags\":[\"project-policy\"]}}"),
    ];

    private const string Header = "patient_id,course_id,series,instrument,scale,indicator,rule,point,at,state,value,low,high,unit,day,known_at,reason,evidence";

    [Fact]
    public void A_small_course_gives_these_bytes()
    {
        var expected = new StringBuilder(Header).Append('\n');
        foreach (var (front, evidence) in Rows)
        {
            expected.Append(front).Append(",\"").Append(evidence.Replace("\"", "\"\"", StringComparison.Ordinal)).Append("\"\n");
        }

        Write(TableFormat.Csv).Should().Be(expected.ToString());
    }

    [Fact]
    public void JSON_Lines_hold_the_same_with_numbers_as_numbers_and_nothing_as_null()
    {
        string[] numbers = ["series", "value", "day"];
        var columns = Header.Split(',');
        var expected = new StringBuilder();
        foreach (var (front, evidence) in Rows)
        {
            var values = front.Split(',').Append(evidence).ToList();
            var members = columns.Zip(values, (column, value) =>
                $"\"{column}\":" + (value.Length == 0 ? "null" : numbers.Contains(column, StringComparer.Ordinal) ? value : "\"" + value.Replace("\"", "\\\"", StringComparison.Ordinal) + "\""));
            expected.Append('{').AppendJoin(',', members).Append("}\n");
        }

        Write(TableFormat.JsonLines).Should().Be(expected.ToString());
    }

    [Fact]
    public void The_columns_are_those_of_the_wire() => IndicatorTable.Columns.Should().Equal(Header.Split(','));
}
