using System.Globalization;
using System.Text;
using KetamineOutcomes.Cli;

namespace KetamineOutcomes.Conformance;

/// <summary>
/// Every longitudinal file of ../shared/data goes through <c>assess</c> as a user would send it: its totals as rows of the wire, the tool's table out. Which reasons its answers have where they are none was
/// read beside the data, file by file, and stands here: a reason that comes or goes fails.
/// </summary>
/// <remarks>
/// The cross-section nhanes_dpq_items.csv has one form a person and is no course. kossakowski_scl90dep_weekly.csv is of an instrument that does not ship, which the tool says.
/// </remarks>
public sealed class SharedLongitudinalTests
{
    private static readonly string[] Blank = ["", "NA"];

    private const string Header = "patient_id,course_id,instrument,assessed_at,assessed_day,score,item1,item2,item3,item4,item5,item6,item7\n";

    [Theory]
    // No file has treatments, events or functioning beside mood, and none asks about suicidality by item. A person whose response is the last score on file has no assessment since.
    [InlineData("reisby_hamd_long.csv", 0, "domain-not-measured entry-not-reached events-not-recorded no-assessment no-infusions not-asked too-few-visits")]
    // HAM-A has neither MCID nor SD, and one person's is 0 from the start; four weeks are too few visits.
    [InlineData("rbmi_antidepressant_hamd17.csv", 0, "baseline-at-best baseline-below-minimum domain-not-measured entry-not-reached events-not-recorded in-remission-at-baseline mcid-unknown no-assessment no-infusions not-asked reliability-unknown too-few-visits")]
    // Totals that the authors filled in by a model (23.985) are no totals; visits are months apart.
    [InlineData("reframed_phq9_hamd_long.csv", 1, "baseline-at-best baseline-below-minimum domain-not-measured entry-not-reached events-not-recorded in-remission-at-baseline no-assessment no-infusions not-asked score-invalid stale too-few-visits")]
    // HAM-D6 has no verified SD.
    [InlineData("nimh_ketamine_madrs_hamd_long.csv", 0, "baseline-below-minimum domain-not-measured entry-not-reached events-not-recorded no-assessment no-infusions no-reliable-unit not-asked reliability-unknown too-few-visits")]
    // Forms with items of two people; the GAD-7 asks nothing about suicide.
    [InlineData("cdisc_example_qs_gad7_gdssf.csv", 0, "no-assessment no-infusions not-asked reliability-unknown too-few-visits")]
    public void Each_file_is_assessed_and_each_reason_is_one_that_its_data_give(string file, int code, string reasons)
    {
        var (exit, table, error) = Assess(Rows(file));

        exit.Should().Be(code, error);
        var lines = table.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Should().HaveCountGreaterThan(50);
        var at = Array.IndexOf(lines[0].Split(','), "reason");
        var found = new SortedSet<string>(lines.Skip(1).Select(line => line.Split(',')[at]).Where(reason => reason.Length > 0), StringComparer.Ordinal);
        string.Join(' ', found).Should().Be(reasons);
    }

    private static (int Exit, string Table, string Error) Assess(string rows)
    {
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(rows));
        using var output = new MemoryStream();
        using var error = new StringWriter();
        var exit = Tool.Run(
            ["assess", "--assessments", "-", "--at", "every-visit,last"],
            new ToolHost { Input = input, Output = output, Error = error });
        return (exit, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }

    private static string Rows(string file)
    {
        var lines = File.ReadAllLines(SharedFolder.Require("data/" + file));
        var header = lines[0].Split(',');
        var rows = lines.Skip(1).Where(line => line.Length > 0).Select(line => header.Zip(line.Split(',')).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal)).ToList();
        var text = new StringBuilder(Header);
        void Total(string patient, string course, string instrument, int day, string score)
        {
            if (!Blank.Contains(score, StringComparer.Ordinal))
            {
                text.Append(CultureInfo.InvariantCulture, $"{patient},{course},{instrument},,{day},{score},,,,,,,\n");
            }
        }

        static int Number(string value) => int.Parse(value, CultureInfo.InvariantCulture);
        switch (file)
        {
            case "reisby_hamd_long.csv":
                rows.ForEach(row => Total(row["subject"], "1", "ham-d17", Number(row["week"]) * 7, row["depression"]));
                break;
            case "rbmi_antidepressant_hamd17.csv":
                foreach (var person in rows.GroupBy(row => row["PATIENT"], StringComparer.Ordinal))
                {
                    Total(person.Key, "1", "ham-d17", 0, person.First()["BASVAL"]);
                    foreach (var row in person)
                    {
                        Total(person.Key, "1", "ham-d17", Number(row["RELDAYS"]), row["HAMDTL17"]);
                        Total(person.Key, "1", "ham-a", Number(row["RELDAYS"]), row["HAMATOTL"]);
                    }
                }

                break;
            case "reframed_phq9_hamd_long.csv":
                // Post-Rx has no month. A month is told as 30 days: the file has no dates.
                foreach (var row in rows.Where(row => row["month"] != "Post-Rx"))
                {
                    Total(row["patient"], "1", "phq-9", Number(row["month"]) * 30, row["phq9"]);
                    Total(row["patient"], "1", "ham-d17", Number(row["month"]) * 30, row["hamd"]);
                }

                break;
            case "nimh_ketamine_madrs_hamd_long.csv":
                foreach (var person in rows.Where(row => row["group"] == "MDD").GroupBy(row => row["participant_id"], StringComparer.Ordinal))
                {
                    foreach (var arm in new[] { "ketamine", "placebo" })
                    {
                        foreach (var row in person.Where(row => row["arm"] == arm || row["arm"] == "baseline"))
                        {
                            Total(person.Key, arm, "madrs", Number(row["day"]), row["MADRS_Total"]);
                            Total(person.Key, arm, "ham-d17", Number(row["day"]), row["HAM17_Total"]);
                            Total(person.Key, arm, "ham-d6", Number(row["day"]), row["HAMD_Bech"]);
                        }
                    }
                }

                break;
            default:
                foreach (var form in rows.Where(row => row["QSCAT"] == "GAD-7 V2").GroupBy(row => (row["USUBJID"], row["QSDTC"])))
                {
                    var answers = Enumerable.Range(1, 7).Select(item => form.Single(row => row["QSTESTCD"] == $"GAD020{item}")["QSSTRESN"]);
                    text.Append(CultureInfo.InvariantCulture, $"{form.Key.Item1},1,gad-7,{form.Key.Item2},,,{string.Join(',', answers)}\n");
                }

                break;
        }

        return text.ToString();
    }
}
