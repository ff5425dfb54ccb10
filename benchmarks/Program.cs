using BenchmarkDotNet.Running;
using KetamineOutcomes.Benchmarks.PlateauStudy;

if (args is ["plateau-study", ..])
{
    Explore.Run(1);
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
