using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KetamineOutcomes.Columns;

/// <summary>Runs a kernel over rows, a block at a time, so that registers stay in the processor's nearest memory.</summary>
/// <typeparam name="TIn">The answers: bytes or shorts.</typeparam>
/// <typeparam name="T">The lane: sbyte, short, int or long.</typeparam>
internal static class KernelRunner<TIn, T>
    where TIn : unmanaged, IBinaryInteger<TIn>, IMinMaxValue<TIn>
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    // A multiple of every vector's length; a register has one kilobyte, so that some thirty of them stay in the nearest memory.
    private static readonly int Block = 1024 / Unsafe.SizeOf<T>();

    public static void Run(Kernel kernel, AnswerTable<TIn> table, ResultColumns results, int from, int to)
    {
        var work = (kernel.Registers + 1) * Block;
        var lanes = ArrayPool<T>.Shared.Rent(work + (kernel.Tables.Count * Lanes<T>.TableLength));
        var answers = ArrayPool<TIn>.Shared.Rent((kernel.Items.Count + 3) * Block);
        try
        {
            var registers = new Registers<T>(lanes.AsSpan(0, work), Block);
            var tables = lanes.AsSpan(work, kernel.Tables.Count * Lanes<T>.TableLength);
            for (var i = 0; i < kernel.Tables.Count; i++)
            {
                Lanes<T>.Fill(tables.Slice(i * Lanes<T>.TableLength, Lanes<T>.TableLength), kernel.Tables[i]);
            }

            foreach (var (register, value) in kernel.Constants.AsSpan())
            {
                registers[register].Fill(T.CreateTruncating(value));
            }

            // With a code of the caller's, numbers are read where they stand; else what is missing gets one that no item takes.
            var missing = table.Missing ?? (typeof(TIn) == typeof(byte) ? TIn.MaxValue : TIn.MinValue);
            var wrong = typeof(TIn) == typeof(byte) ? missing - TIn.One : missing + TIn.One;
            for (var row = from; row < to; row += Block)
            {
                var count = Math.Min(Block, to - row);
                var block = new AnswerBlock(kernel, table, answers, row, count, missing, wrong);
                foreach (var op in kernel.Ops.AsSpan())
                {
                    Step(kernel, op, block, registers, tables);
                }

                results.Write(kernel, registers, row, count);
            }
        }
        finally
        {
            ArrayPool<T>.Shared.Return(lanes);
            ArrayPool<TIn>.Shared.Return(answers);
        }
    }

    private static void Step(Kernel kernel, KernelOp op, AnswerBlock block, Registers<T> registers, ReadOnlySpan<T> tables)
    {
        switch (op.Code)
        {
            case KernelCode.Item:
                ItemLanes<TIn, T>.Read(op.Read!.Items[0], block.Find(op.Read.Items[0].Index), block.Missing, block.NotApplicable, registers, op.Read);
                break;
            case KernelCode.Group:
                ReadGroup(op.Read!, block, registers);
                break;
            case KernelCode.Not:
                Lanes<T>.Not(registers[op.Target], registers[op.A]);
                break;
            case KernelCode.Select:
                Lanes<T>.Select(registers[op.Target], registers[op.A], registers[op.B], registers[op.C]);
                break;
            case KernelCode.LookUp:
                Lanes<T>.LookUp(registers[op.Target], registers[op.A], tables.Slice(op.Table * Lanes<T>.TableLength, Lanes<T>.TableLength), kernel.Tables[op.Table].Low);
                break;
            case KernelCode.Divide:
                Lanes<T>.Divide(registers[op.Target], registers[op.A], registers[op.B], kernel.High);
                break;
            default:
                Lanes<T>.Binary(op.Code, registers[op.Target], registers[op.A], registers[op.B]);
                break;
        }
    }

    private static void ReadGroup(ItemsRead read, AnswerBlock block, Registers<T> registers)
    {
        var state = new GroupState<TIn>(block.Spare(0), block.Spare(1), block.Spare(2));
        state.Sums.Clear();
        state.Counts.Clear();
        state.Wrongs.Clear();
        switch (read)
        {
            case { Value: < 0, Known: < 0 }:
                Add<WrongMarks>(read, block, state);
                break;
            case { Value: < 0, Wrong: < 0 }:
                Add<CountMarks>(read, block, state);
                break;
            default:
                Add<AllMarks>(read, block, state);
                break;
        }

        if (read.Value >= 0)
        {
            ItemLanes<TIn, T>.Widen(state.Sums, registers[read.Value]);
        }

        if (read.Known >= 0)
        {
            // Counted downwards by masks.
            var lanes = MemoryMarshal.Cast<TIn, Vector<TIn>>(state.Counts);
            for (var i = 0; i < lanes.Length; i++)
            {
                lanes[i] = -lanes[i];
            }

            ItemLanes<TIn, T>.Widen(state.Counts, registers[read.Known]);
        }

        if (read.Wrong >= 0)
        {
            var to = registers[read.Wrong];
            ItemLanes<TIn, T>.Widen(state.Wrongs, to);
            if (typeof(TIn) == typeof(byte) && typeof(T) != typeof(sbyte))
            {
                // Widened without a sign: 255 is to be a mask.
                var mask = new Vector<T>(T.CreateTruncating(byte.MaxValue));
                Lanes<T>.Mask(Lanes<T>.Vectors(to), mask);
            }
        }
    }

    private static void Add<TMarks>(ItemsRead read, AnswerBlock block, GroupState<TIn> state)
        where TMarks : struct, IMarks
    {
        const int AtOnce = 4;
        var items = read.Items.AsSpan();
        for (; items.Length >= AtOnce; items = items[AtOnce..])
        {
            GroupLanes<TIn>.Add<TMarks>(items, block.Find(items[0].Index), block.Find(items[1].Index), block.Find(items[2].Index), block.Find(items[3].Index), block.Missing, state);
        }

        foreach (var item in items)
        {
            GroupLanes<TIn>.Add<TMarks>(item, block.Find(item.Index), block.Missing, state);
        }
    }

    /// <summary>The answers of a block of rows.</summary>
    private readonly ref struct AnswerBlock
    {
        private readonly AnswerTable<TIn> _table;
        private readonly Kernel _kernel;
        private readonly Span<TIn> _copies;
        private readonly int _row;
        private readonly bool _isWhole;

        public AnswerBlock(Kernel kernel, AnswerTable<TIn> table, Span<TIn> copies, int row, int count, TIn missing, TIn wrong)
        {
            _kernel = kernel;
            _table = table;
            _copies = copies;
            _row = row;
            _isWhole = count == Block;
            Missing = missing;
            NotApplicable = table.NotApplicable;
            if (typeof(TIn) == typeof(byte) && table.IsByRows)
            {
                RowBytes.Turn(MemoryMarshal.AsBytes(table.Cells(row, count)), table.Items, kernel.Items.AsSpan(), MemoryMarshal.AsBytes(copies), Block, byte.CreateTruncating(missing));
                for (var i = 0; table.Missing is null && i < kernel.Items.Count; i++)
                {
                    if (kernel.Items[i].Index < table.Items)
                    {
                        table.Reserve(missing, wrong, copies.Slice(i * Block, count));
                    }
                }

                return;
            }

            for (var i = 0; i < kernel.Items.Count; i++)
            {
                var item = kernel.Items[i].Index;
                if (!_isWhole || !table.TryGetColumn(item, row, count, out _))
                {
                    var to = copies.Slice(i * Block, Block);
                    to[count..].Fill(missing);
                    table.Copy(item, row, count, missing, wrong, to);
                }
            }
        }

        public TIn Missing { get; }

        public TIn? NotApplicable { get; }

        public ReadOnlySpan<TIn> Find(int item)
        {
            if (_isWhole && _table.TryGetColumn(item, _row, Block, out var column))
            {
                return column;
            }

            for (var i = 0; i < _kernel.Items.Count; i++)
            {
                if (_kernel.Items[i].Index == item)
                {
                    return _copies.Slice(i * Block, Block);
                }
            }

            throw new InvalidOperationException("The kernel does not know the item.");
        }

        public Span<TIn> Spare(int number) => _copies.Slice((_kernel.Items.Count + number) * Block, Block);
    }
}
