using System.Globalization;
using KetamineOutcomes.Tables;

namespace KetamineOutcomes.Cli;

/// <summary>One line on a terminal's standard error that says how far a long run is; nothing for short runs and for files and pipes.</summary>
internal sealed class ProgressLine(ToolHost host) : IProgress<TableProgress>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private readonly long _started = host.Time.GetTimestamp();
    private TimeSpan _shown;

    public void Report(TableProgress value)
    {
        var elapsed = host.Time.GetElapsedTime(_started);
        if (!host.IsErrorTerminal || elapsed < Patience || elapsed - _shown < Interval)
        {
            return;
        }

        _shown = elapsed;
        host.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{value.Rows:N0} rows, {value.Bytes / 1_000_000m:N1} MB"));
        host.Error.Flush();
    }

    /// <summary>Wipes the line.</summary>
    public void End()
    {
        if (_shown > TimeSpan.Zero)
        {
            host.Error.Write("\r" + new string(' ', 40) + "\r");
        }
    }
}
