using BenchmarkDotNet.Running;
using KetamineOutcomes.Benchmarks;
using KetamineOutcomes.Benchmarks.DetectionStudy;
using KetamineOutcomes.Benchmarks.PlateauStudy;

switch (args)
{
    case ["detection-study", ..]:
        return DetectionStudyCommand.Run(args);
    case ["calibrate-watch", ..]:
        WatchCalibration.Run(20000);
        return 0;
    case ["tune-watch", ..]:
        WatchTuning.Run(args);
        return 0;
    case ["plateau-study", ..]:
        Console.Write(Study.Run(args.Length > 1 ? ulong.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 20261122));
        return 0;
    case ["sql-rows", var rows, var folder]:
        return SqlRows.Run(int.Parse(rows, System.Globalization.CultureInfo.InvariantCulture), folder);
    case ["columns", .. var rest]:
        return ColumnRows.Run(rest is [var forms, ..] ? int.Parse(forms, System.Globalization.CultureInfo.InvariantCulture) : 100_000_000, rest.ElementAtOrDefault(1));
    case ["peer-rows", var rows, var folder]:
        return PeerRows.Run(int.Parse(rows, System.Globalization.CultureInfo.InvariantCulture), folder);
    case ["courses", .. var rest]:
        return CourseRows.Run(rest.FirstOrDefault(word => word != "--quick"), rest.Contains("--quick", StringComparer.Ordinal));
    case ["tool-forms", var megabytes, var file]:
        return ToolFiles.WriteForms(long.Parse(megabytes, System.Globalization.CultureInfo.InvariantCulture), file);
    case ["tool-responses" or "tool-unlike-responses", var megabytes, var file]:
        return ToolFiles.WriteResponses(long.Parse(megabytes, System.Globalization.CultureInfo.InvariantCulture), file, areUnlike: args[0] == "tool-unlike-responses");
    case ["json-pass", var file]:
        return ToolFiles.PassJson(file);
    case ["visit-rows", var patients, var folder]:
        return VisitRows.Run(int.Parse(patients, System.Globalization.CultureInfo.InvariantCulture), folder);
    case ["report", var folder, var output]:
        return ReportPage.Run(folder, output);
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
}
