using System.Diagnostics;
using System.Globalization;

namespace KetamineOutcomes.Benchmarks.DetectionStudy;

/// <summary>Runs the study and writes its tables.</summary>
internal static class DetectionStudyCommand
{
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
        var text = new StudyReport(persons).Write();
        Console.WriteLine(text);
        Console.Error.WriteLine($"{clock.Elapsed.TotalSeconds:0} s");
        if (file is not null)
        {
            GeneratedPart.Write(file, text);
        }

        return 0;
    }
}
