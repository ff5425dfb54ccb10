using BenchmarkDotNet.Running;
using KetamineOutcomes.Benchmarks.DetectionStudy;

if (args is ["detection-study", ..])
{
    return DetectionStudyCommand.Run(args);
}

if (args is ["calibrate-watch", ..])
{
    WatchCalibration.Run(20000);
    return 0;
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
