using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace KetamineOutcomes.Benchmarks.DetectionStudy;

/// <summary>Runs the study and writes its tables.</summary>
internal static class DetectionStudyCommand
{
    private const ulong CalibrationSeed = 1001;
    private const ulong ReportSeed = 2002;

    public static int Run(string[] args)
    {
        var persons = 4000;
        string? file = null;
        for (var i = 1; i + 1 < args.Length; i += 2)
        {
            if (args[i] == "--persons")
            {
                persons = int.Parse(args[i + 1], CultureInfo.InvariantCulture);
            }
            else if (args[i] == "--write")
            {
                file = args[i + 1];
            }
        }

        var clock = Stopwatch.StartNew();
        var text = new StringBuilder();
        Report(text, persons);
        Console.WriteLine(text);
        Console.Error.WriteLine($"{clock.Elapsed.TotalSeconds:0} s");
        if (file is not null)
        {
            GeneratedPart.Write(file, text.ToString());
        }

        return 0;
    }

    private static void Report(StringBuilder text, int persons)
    {
        var world = StudyWorld.Report;
        StudyRule[] rules = [new SingleCutOff(), new TwoConsecutive(), new MeanPlus(), new TimeAwareEwma(), new Cusum(), new ToldBayesFactor(world)];
        text.Append(CultureInfo.InvariantCulture, $"{persons} people a cell.\n");
        var stable = new Dictionary<bool, StudyPerson[]>();
        var calibration = new Dictionary<bool, StudyPerson[]>();
        foreach (var boosters in new[] { false, true })
        {
            stable[boosters] = StudyCell.Draw(world, StudyChange.Stable, boosters, ReportSeed, persons);
            calibration[boosters] = StudyCell.Draw(world, StudyChange.Stable, boosters, CalibrationSeed, persons);
        }

        foreach (var rule in rules)
        {
            var threshold = StudyCell.Calibrate([StudyCell.Of(rule, calibration[false]), StudyCell.Of(rule, calibration[true])], 0.05);
            text.Append(CultureInfo.InvariantCulture, $"{rule.Name} (threshold {threshold:0.###})\n");
            foreach (var boosters in new[] { false, true })
            {
                var cell = StudyCell.Of(rule, stable[boosters]);
                var (alarms, years) = cell.Rate(threshold);
                text.Append(CultureInfo.InvariantCulture, $"  {(boosters ? "boosters" : "none    ")} FA {cell.Alarmed(threshold):0.000} /y {alarms / years:0.000} bands");
                foreach (var (low, high) in new[] { (1.2, 2.0), (2.0, 3.0), (3.0, 3.8), (3.8, 4.5) })
                {
                    text.Append(CultureInfo.InvariantCulture, $" {cell.Alarmed(threshold, p => p.Sd >= low && p.Sd < high):0.000}");
                }

                foreach (var change in StudyChange.Changes)
                {
                    var found = StudyCell.Of(rule, StudyCell.Draw(world, change, boosters, ReportSeed, persons)).Detection(threshold);
                    text.Append(CultureInfo.InvariantCulture, $" | {found.MedianWeeks:0.0} {found.Share:0.00}");
                }

                text.Append('\n');
            }
        }
    }
}
