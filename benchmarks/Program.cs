using BenchmarkDotNet.Running;
using KetamineOutcomes.Benchmarks.PlateauStudy;

if (args is ["plateau-study", ..])
{
    Console.Write(Study.Run(args.Length > 1 ? ulong.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 20261122));
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
