using System.Numerics;
using System.Runtime.InteropServices;

namespace KetamineOutcomes.Columns;

/// <summary>Which result of a kernel goes to which of the caller's columns.</summary>
/// <param name="Columns">The caller's columns.</param>
/// <param name="Status">The place of the status among the kernel's results, or -1.</param>
/// <param name="Score">The place of the score, or -1.</param>
/// <param name="Stands">The place of 1 where there is a score and 0 where not, or -1.</param>
/// <param name="Severity">The place of the severity, or -1.</param>
/// <param name="Alerts">The places of the alerts that are wanted, by the alert's number.</param>
/// <param name="AlertLevels">The places of the alerts' levels that are wanted, by the alert's number.</param>
internal sealed record ResultColumns(
    ColumnResults Columns,
    int Status,
    int Score,
    int Stands,
    int Severity,
    EquatableArray<(int Alert, int Place)> Alerts,
    EquatableArray<(int Alert, int Place)> AlertLevels)
{
    public void Write<T>(Kernel kernel, Registers<T> registers, int row, int count)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        if (Status >= 0)
        {
            Lanes<T>.ToBytes(registers[kernel.Results[Status]], MemoryMarshal.AsBytes(Columns.Status.Span.Slice(row, count)));
        }

        if (Score >= 0)
        {
            var scores = registers[kernel.Results[Score]];
            var stands = registers[kernel.Results[Stands]];
            if (!Columns.Scores.IsEmpty)
            {
                var to = Columns.Scores.Span.Slice(row, count);
                if (kernel.Scores is { } table)
                {
                    table.Write<T, int>(scores, stands, registers.Spare, to);
                }
                else
                {
                    Lanes<T>.ToInts(scores, stands, to);
                }
            }

            if (!Columns.ShortScores.IsEmpty)
            {
                var to = Columns.ShortScores.Span.Slice(row, count);
                if (kernel.Scores is { } table)
                {
                    table.Write<T, short>(scores, stands, registers.Spare, to);
                }
                else
                {
                    Lanes<T>.ToShorts(scores, stands, to);
                }
            }
        }

        if (Severity >= 0)
        {
            Lanes<T>.ToBytes(registers[kernel.Results[Severity]], Columns.Severities.Span.Slice(row, count));
        }

        foreach (var (alert, place) in Alerts.AsSpan())
        {
            Lanes<T>.ToBytes(registers[kernel.Results[place]], MemoryMarshal.AsBytes(Columns.Alerts[alert].Span.Slice(row, count)));
        }

        foreach (var (alert, place) in AlertLevels.AsSpan())
        {
            Lanes<T>.ToBytes(registers[kernel.Results[place]], Columns.AlertLevels[alert].Span.Slice(row, count));
        }
    }
}
