using BenchmarkDotNet.Running;
using KetamineOutcomes.Benchmarks.DetectionStudy;

if (args is ["detection-study", ..])
{
    return DetectionStudyCommand.Run(args);
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
