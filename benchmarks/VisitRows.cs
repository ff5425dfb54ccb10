using System.Diagnostics;
using System.Globalization;
using System.Text;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Indicators.Changes;
using KetamineOutcomes.Tables;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Benchmarks;

/// <summary>Made-up PHQ-9 totals of ten visits a patient for <c>report.sh</c>, and what <see cref="CourseAssessment"/> says of response, remission and reliable change at each visit of the first patients.</summary>
/// <remarks>
/// The second by the public interface: a table is read record by record, a course made when a patient's last record was read, and assessed with these three indicators at every visit. Each answer is the explained one of the library, with
/// rule, sources, parameters and observations; of it the state is written. Memory holds one patient. The tool's <c>change</c> is held to it.
/// </remarks>
internal static class VisitRows
{
    private const int Visits = 10;
    private static readonly string[] Rules = ["response-50", "remission-5", "jacobson-truax"];

    private const int MostExplained = 20_000;

    /// <summary>Writes <c>visits.csv</c>, <c>visits-explained.csv</c> of at most 20,000 patients, and how long the second took.</summary>
    public static int Run(int patients, string folder)
    {
        var from = Path.Combine(folder, "visits.csv");
        var to = Path.Combine(folder, "visits-explained.csv");
        Make(patients, from);

        // For the compiler, on the first patients.
        Assess(from, to, Math.Min(patients, 2000));
        var explained = Math.Min(patients, MostExplained);
        var clock = Stopwatch.StartNew();
        Assess(from, to, explained);
        Measurement.Append(folder, [new("visits", "library, CourseAssessment", 1, explained, clock.Elapsed.TotalSeconds)]);
        foreach (var threads in new[] { 1, Environment.ProcessorCount }.Distinct())
        {
            // As R's side: the better of two, in a process that runs already.
            var seconds = Math.Min(Judge(from, Path.Combine(folder, "visits-changes.csv"), threads), Judge(from, Path.Combine(folder, "visits-changes.csv"), threads));
            Measurement.Append(folder, [new("visits", "library, ChangeTable", threads, patients, seconds)]);
        }

        return 0;
    }

    private static double Judge(string from, string to, int threads)
    {
        var clock = Stopwatch.StartNew();
        var scorer = ChangeScorer.Compile(Instruments.Instruments.Phq9, options: new ChangeOptions { Rules = [.. Rules] }).GetValueOrThrow();
        using (var input = File.OpenRead(from))
        using (var output = File.Create(to))
        {
            if (ChangeTable.Run(input, output, scorer, new ChangeTableOptions { Threads = threads }) is { ExitCode: not 0 } summary)
            {
                throw new InvalidOperationException($"The table was not read: {summary.Error ?? summary.Errors[0]}");
            }
        }

        return clock.Elapsed.TotalSeconds;
    }

    private static void Make(int patients, string file)
    {
        using var output = new StreamWriter(file, append: false, new UTF8Encoding(false), 1 << 20);
        output.Write("patient_id,assessed_day,score\n");
        for (var patient = 0; patient < patients; patient++)
        {
            for (var visit = 0; visit < Visits; visit++)
            {
                var score = MadeUpForms.Scatter(((long)patient * Visits) + visit + 1) % 28;
                output.Write(string.Create(CultureInfo.InvariantCulture, $"p{patient},{visit * 7},{score}\n"));
            }
        }
    }

    private static void Assess(string from, string to, int patients)
    {
        var options = new AssessmentOptions
        {
            Include = ["response", "remission", "reliable-change"],
            Points = [AssessmentPoint.Parse("every-visit").GetValueOrThrow()],
            Baseline = new BaselinePolicy.First(),
            HasTreatments = false,
        };
        using var input = File.OpenRead(from);
        using var table = TableReader.Open(input);
        using var output = new StreamWriter(to, append: false, new UTF8Encoding(false), 1 << 20);
        var visits = new List<Administration>(Visits);
        var person = "";
        while (patients > 0 && table.Read())
        {
            if (!string.Equals(table[0], person, StringComparison.Ordinal))
            {
                patients -= Write(person, visits, options, output);
                person = table[0]!;
                visits.Clear();
            }

            visits.Add(new Administration(
                "phq-9",
                ClinicalTime.OnDay(int.Parse(table[1]!, CultureInfo.InvariantCulture)),
                new AdministrationContent.TotalOnly(int.Parse(table[2]!, CultureInfo.InvariantCulture))));
        }

        if (patients > 0)
        {
            _ = Write(person, visits, options, output);
        }
    }

    private static int Write(string person, List<Administration> visits, AssessmentOptions options, StreamWriter output)
    {
        if (visits.Count == 0)
        {
            return 0;
        }

        var results = CourseAssessment.Assess(Course.Create(person, "1", visits).GetValueOrThrow(), options).Results;
        foreach (var day in results.Select(result => result.Day!.Value).Distinct().Order())
        {
            output.Write(string.Create(CultureInfo.InvariantCulture, $"{person},{day}"));
            foreach (var rule in Rules)
            {
                output.Write(',');
                output.Write(results.Single(result => result.Day == day && result.Rule == rule).Outcome.State);
            }

            output.Write('\n');
        }

        return 1;
    }
}
