using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Cli;

/// <summary>The process: standard streams and the interrupt key, handed to <see cref="Tool"/>.</summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        using var interrupt = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            // The run ends by itself, so that no half-written file stays behind.
            pressed.Cancel = true;
            interrupt.Cancel();
        };
        using var input = Console.OpenStandardInput();
        using var output = Console.OpenStandardOutput();
        return Tool.Run(args, new ToolHost
        {
            Input = input,
            Output = output,
            Error = Console.Error,
            IsInputTerminal = !Console.IsInputRedirected,
            IsErrorTerminal = !Console.IsErrorRedirected,
            Time = TimeProvider.System,
            Catalogue = InstrumentCatalogue.Shipped,
            Interrupt = interrupt.Token,
        });
    }
}
