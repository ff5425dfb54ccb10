using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Tables;

namespace KetamineOutcomes.Conformance;

/// <summary>43,928 real PHQ-9 forms (NHANES 2005-2016 and 2017-March 2020), against a few lines of Python that know nothing of the library.</summary>
public sealed class NhanesTests
{
    private const string FileName = "nhanes_dpq_items.csv";

    [Fact]
    public void Every_complete_row_is_the_plain_sum_and_no_incomplete_row_is_a_number()
    {
        var data = FindData();
        using var python = JsonDocument.Parse(RunPython(data));
        var counts = python.RootElement.GetProperty("counts");
        var expected = python.RootElement.GetProperty("totals").EnumerateArray().ToList();
        var (summary, rows) = Score(data);

        summary.Error.Should().BeNull();
        summary.ExitCode.Should().Be(0, "7 and 9 are missing codes and nothing else is out of range");
        summary.Rows.Should().Be(43_928).And.Be(Count(counts, "rows"));
        summary.Scored.Should().Be(Count(counts, "complete"));
        summary.Incomplete.Should().Be(Count(counts, "incomplete"));
        summary.Prorated.Should().Be(0);
        summary.Invalid.Should().Be(0);
        summary.Alerts.Should().Equal(new AlertCount("item9", Count(counts, "raised"), Count(counts, "clear"), Count(counts, "not_assessed")));

        var totals = rows.Where(row => row[2] == "total").ToList();
        totals.Should().HaveCount(expected.Count);
        for (var i = 0; i < totals.Count; i++)
        {
            var total = expected[i].ValueKind == JsonValueKind.Null ? "" : expected[i].GetInt32().ToString(CultureInfo.InvariantCulture);
            if (totals[i][3] != (total.Length == 0 ? "incomplete" : "scored") || totals[i][4] != total)
            {
                Assert.Fail($"Row {i + 1} is {totals[i][3]} {totals[i][4]}; Python says {total}.");
            }
        }

        totals.Where(row => row[4].Length > 0).Sum(row => int.Parse(row[4], CultureInfo.InvariantCulture)).Should().Be((int)Count(counts, "sum"));

        // 10 and more is moderate or worse (Kroenke 2001).
        totals.Count(row => row[5] is "moderate" or "moderately-severe" or "severe").Should().Be((int)Count(counts, "high"));
    }

    [Fact]
    public void The_alert_of_item_9_is_raised_from_1_and_not_assessed_where_it_is_missing()
    {
        var data = FindData();
        var (_, rows) = Score(data);
        var alerts = rows.Where(row => row[2] == "alert:item9").Select(row => row[3]).ToList();
        var answers = File.ReadLines(data).Skip(1).Select(line => line.Split(',')[10]).ToList();
        alerts.Should().HaveCount(answers.Count);
        for (var i = 0; i < alerts.Count; i++)
        {
            var expected = answers[i] switch
            {
                "1" or "2" or "3" => "raised",
                "0" => "clear",
                _ => "not-assessed",
            };
            if (alerts[i] != expected)
            {
                Assert.Fail($"Row {i + 1} is {alerts[i]} and must be {expected}.");
            }
        }
    }

    private static long Count(JsonElement counts, string name) => counts.GetProperty(name).GetInt64();

    private static (ScoreTableSummary Summary, List<string[]> Rows) Score(string data)
    {
        var instrument = InstrumentCatalogue.Shipped.Find("phq-9");
        Assert.SkipWhen(instrument is null, "phq-9 is not in the catalogue of this build.");
        using var input = File.OpenRead(data);
        using var output = new MemoryStream();
        var summary = ScoreTable.Run(
            input,
            output,
            instrument!,
            new ScoreTableOptions
            {
                FileName = FileName,
                Map = Enumerable.Range(1, 9).Select(i => new ItemMapping($"item{i}", $"DPQ{i * 10:000}")).ToEquatableArray(),
                MissingCodes = ["7", "9"],
            },
            progress: null,
            TestContext.Current.CancellationToken);

        // No field of these columns holds a comma: splitting is reading.
        var rows = Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(',')).ToList();
        return (summary, rows);
    }

    private static string FindData()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, "shared", "data", FileName);
            if (File.Exists(file))
            {
                return file;
            }
        }

        Assert.Skip($"The shared folder is not beside the repository (../shared/data/{FileName}); CONTRIBUTING.md says what is in it.");
        return "";
    }

    private static string RunPython(string data)
    {
        var start = new ProcessStartInfo("python3")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "nhanes_phq9.py"));
        start.ArgumentList.Add(data);
        try
        {
            using var python = Process.Start(start)!;
            var error = python.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var output = python.StandardOutput.ReadToEnd();
            python.WaitForExit();
            python.ExitCode.Should().Be(0, error.GetAwaiter().GetResult());
            return output;
        }
        catch (Win32Exception)
        {
            Assert.Skip("python3 is not on this machine, and the counts must come from another program.");
            return "";
        }
    }
}
