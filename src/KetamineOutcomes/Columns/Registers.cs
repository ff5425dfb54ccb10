using System.Numerics;

namespace KetamineOutcomes.Columns;

/// <summary>The registers of a kernel at work: a block of rows each, side by side in rented memory; the last one is spare.</summary>
/// <typeparam name="T">The lane.</typeparam>
/// <param name="memory">As many blocks as there are registers, and one more.</param>
/// <param name="rows">How many rows a block has.</param>
internal readonly ref struct Registers<T>(Span<T> memory, int rows)
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    private readonly Span<T> _memory = memory;

    public Span<T> Spare => _memory.Slice(_memory.Length - rows, rows);

    public Span<T> this[int register] => _memory.Slice(register * rows, rows);

    public Span<T> FindOrEmpty(int register) => register < 0 ? [] : this[register];
}
