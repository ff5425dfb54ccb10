using KetamineOutcomes.Programs;

namespace KetamineOutcomes.Columns;

/// <summary>A rule as steps over registers that hold a block of rows each; what a scorer runs.</summary>
internal sealed record Kernel
{
    public required EquatableArray<KernelOp> Ops { get; init; }

    /// <summary>How many registers there are, constants included.</summary>
    public required int Registers { get; init; }

    /// <summary>Registers that hold one number throughout.</summary>
    public required EquatableArray<(int Register, long Value)> Constants { get; init; }

    /// <summary>The tables that numbers are looked up in.</summary>
    public required EquatableArray<KernelTable> Tables { get; init; }

    /// <summary>Where the score is looked up as it is written; else <see langword="null"/>, and its register has it.</summary>
    public required ScoreTable? Scores { get; init; }

    /// <summary>The items that are read.</summary>
    public required EquatableArray<KernelItem> Items { get; init; }

    /// <summary>The registers of what was asked for, in the order in which it was.</summary>
    public required EquatableArray<int> Results { get; init; }

    /// <summary>The lowest number on the way.</summary>
    public required Int128 Low { get; init; }

    /// <summary>The highest number on the way.</summary>
    public required Int128 High { get; init; }
}

/// <summary>Turns numbers and conditions into a <see cref="Kernel"/>: each distinct part once, registers used again when nobody reads them any more.</summary>
internal sealed class KernelBuilder(EquatableArray<KernelItem?> items)
{
    private const int FewestForGroup = 3;

    private readonly List<KernelOp> _ops = [];
    private readonly List<KernelTable> _tables = [];
    private readonly Dictionary<(KernelCode Code, int A, int B, int C), int> _known = [];
    private readonly Dictionary<object, int> _done = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<long, int> _constants = [];
    private readonly Dictionary<string, ItemsRead> _reads = new(StringComparer.Ordinal);
    private readonly Dictionary<(int Item, int Version), (Condition Known, Number Value)> _versions = [];
    private readonly HashSet<int> _used = [];
    private int _registers;
    private Int128 _low = -1;
    private Int128 _high = 1;

    /// <summary>Says what an item's state is after a skip.</summary>
    public void Define(ItemVersion version) => _versions.Add((version.Item, version.Version), (version.Known, version.Value));

    /// <summary>Builds the kernel.</summary>
    /// <param name="wanted">What is asked for.</param>
    /// <param name="score">Which of it is the score, or -1.</param>
    public Kernel Build(IReadOnlyList<Number> wanted, int score)
    {
        // A score is often a large number that follows from a small one: looked up at the end, it widens no lane on the way.
        var table = score >= 0 && Tabulation.Find(wanted[score]) is { } tabulation ? (tabulation.Of, Entries: ScoreTable.Find(tabulation)) : default;
        var results = wanted.Select((number, i) => i == score && table.Entries is not null ? Compute(table.Of) : Compute(number)).ToArray();
        return Allocate(results, table.Entries);
    }

    private int Compute(Number number)
    {
        if (_done.TryGetValue(number, out var done))
        {
            return done;
        }

        Widen(number.Low);
        Widen(number.High);
        var register = Tabulation.Find(number) is { } tabulation ? LookUp(tabulation) : number switch
        {
            Number.Whole whole => Constant(whole.Value),
            Number.ItemValue { Version: 0 } value => ReadItem(value.Item, read => read.Value, (read, to) => read.Value = to),
            Number.ItemValue value => Compute(_versions[(value.Item, value.Version)].Value),
            Number.Sum sum => Total(sum),
            Number.Product product when product.Left.Fixed == -1 => Emit(KernelCode.Subtract, Constant(0), Compute(product.Right)),
            Number.Product product when product.Right.Fixed == -1 => Emit(KernelCode.Subtract, Constant(0), Compute(product.Left)),
            Number.Product product => Emit(KernelCode.Multiply, Compute(product.Left), Compute(product.Right)),
            Number.Division division => Emit(KernelCode.Divide, Compute(division.Dividend), Compute(division.Divisor)),
            Number.Choice choice => Choose(choice),
            Number.Extreme extreme => Chain(extreme.IsGreatest ? KernelCode.Greatest : KernelCode.Least, [.. extreme.Parts.Select(Compute)]),
            _ => throw new RuleNotWrittenException(RuleNotWrittenException.RuleNotSupported, $"A part of the kind {number.GetType().Name} is not written."),
        };
        _done.Add(number, register);
        return register;
    }

    private int Ask(Condition condition)
    {
        if (_done.TryGetValue(condition, out var done))
        {
            return done;
        }

        var register = condition switch
        {
            Condition.Always => Constant(-1),
            Condition.Never => Constant(0),
            Condition.ItemKnown { Version: 0 } known => ReadItem(known.Item, read => read.Known, (read, to) => read.Known = to),
            Condition.ItemKnown known => Ask(_versions[(known.Item, known.Version)].Known),
            Condition.ItemWrong wrong => ReadItem(wrong.Item, read => read.Wrong, (read, to) => read.Wrong = to),
            Condition.ItemNotApplicable item => ReadItem(item.Item, read => read.NotApplicable, (read, to) => read.NotApplicable = to),
            Condition.Comparison { Relation: Relation.AtLeast } c => Emit(KernelCode.AtLeast, Compute(c.Left), Compute(c.Right)),
            Condition.Comparison { Relation: Relation.AtMost } c => Emit(KernelCode.AtLeast, Compute(c.Right), Compute(c.Left)),
            Condition.Comparison c => Emit(KernelCode.Equal, Compute(c.Left), Compute(c.Right)),
            Condition.Both both => All(both),
            Condition.Either either => Any(either),
            Condition.Negation negation => Emit(KernelCode.Not, Ask(negation.Of)),
            _ => throw new RuleNotWrittenException(RuleNotWrittenException.RuleNotSupported, $"A question of the kind {condition.GetType().Name} is not written."),
        };
        _done.Add(condition, register);
        return register;
    }

    private int LookUp(Tabulation tabulation)
    {
        var of = Compute(tabulation.Of);
        var register = _registers++;
        _ops.Add(new KernelOp(KernelCode.LookUp, register, of, Table: _tables.Count));
        _tables.Add(new KernelTable((long)tabulation.Of.Low, tabulation.Values));
        foreach (var value in tabulation.Values)
        {
            Widen(value);
        }

        return register;
    }

    private int Choose(Number.Choice choice)
    {
        var when = Ask(choice.When);

        // A mask is all ones or zero, so that "and" picks a number or 0; that of 1 is taken as 0 - mask.
        return choice.Otherwise.Fixed == 0
            ? choice.Then.Fixed == 1 ? Emit(KernelCode.Subtract, Constant(0), when) : Emit(KernelCode.And, when, Compute(choice.Then))
            : Emit(KernelCode.Select, when, Compute(choice.Then), Compute(choice.Otherwise));
    }

    private int Total(Number.Sum sum)
    {
        var rest = new List<Number>(sum.Parts);
        int? total = null;
        void Put(KernelCode code, int part) => total = total is { } so ? Emit(code, so, part) : code == KernelCode.Add ? part : Emit(code, Constant(0), part);

        var values = rest.FindAll(part => AnsweredItem(part) is { } item && items[item] is { IsPlain: true });
        if (values.Count >= FewestForGroup && values.Sum(part => items[AnsweredItem(part)!.Value]!.Highest) <= byte.MaxValue && values.DistinctBy(AnsweredItem).Count() == values.Count)
        {
            rest.RemoveAll(values.Contains);
            Put(KernelCode.Add, ReadGroup(values.Select(part => AnsweredItem(part)!.Value), read => read.Value, (read, to) => read.Value = to));
        }

        var counted = rest.FindAll(part => CountedItem(part) is { } item && items[item] is { IsPlain: true });
        if (counted.Count >= FewestForGroup && counted.DistinctBy(CountedItem).Count() == counted.Count)
        {
            rest.RemoveAll(counted.Contains);
            Put(KernelCode.Add, ReadGroup(counted.Select(part => CountedItem(part)!.Value), read => read.Known, (read, to) => read.Known = to));
        }

        // What counts one by one is subtracted as a mask: 0 - (-1) is 1. Constants come last.
        foreach (var part in rest.OrderBy(part => part.Fixed is null ? 0 : 1))
        {
            switch (part)
            {
                case Number.Choice one when one.Then.Fixed == 1 && one.Otherwise.Fixed == 0:
                    Put(KernelCode.Subtract, Ask(one.When));
                    break;
                case Number.Product product when product.Left.Fixed == -1:
                    Put(KernelCode.Subtract, Compute(product.Right));
                    break;
                case Number.Product product when product.Right.Fixed == -1:
                    Put(KernelCode.Subtract, Compute(product.Left));
                    break;
                default:
                    Put(KernelCode.Add, Compute(part));
                    break;
            }
        }

        return total ?? Constant(0);
    }

    /// <summary>The item, where a part is its answer if there is one and else 0. A value that is not known reads as 0 anyway.</summary>
    private static int? AnsweredItem(Number part) => part switch
    {
        Number.ItemValue { Version: 0 } value => value.Item,
        Number.Choice { When: Condition.ItemKnown { Version: 0 } known, Then: Number.ItemValue { Version: 0 } value } choice
            when choice.Otherwise.Fixed == 0 && known.Item == value.Item => value.Item,
        _ => null,
    };

    private static int? CountedItem(Number part) =>
        part is Number.Choice { When: Condition.ItemKnown { Version: 0 } known } choice && choice.Then.Fixed == 1 && choice.Otherwise.Fixed == 0 ? known.Item : null;

    private int All(Condition.Both both)
    {
        var rest = new List<Condition>(both.Parts);
        var known = rest.OfType<Condition.ItemKnown>().Where(part => part.Version == 0 && items[part.Item] is { IsPlain: true }).ToList();
        var parts = new List<int>();
        if (known.Count >= FewestForGroup)
        {
            rest.RemoveAll(part => part is Condition.ItemKnown one && known.Contains(one));
            parts.Add(Emit(KernelCode.Equal, ReadGroup(known.Select(part => part.Item), read => read.Known, (read, to) => read.Known = to), Constant(known.Count)));
        }

        parts.AddRange(rest.Select(Ask));
        return Chain(KernelCode.And, parts);
    }

    private int Any(Condition.Either either)
    {
        var rest = new List<Condition>(either.Parts);
        var wrong = rest.OfType<Condition.ItemWrong>().Where(part => items[part.Item] is { IsPlain: true }).ToList();
        var parts = new List<int>();
        if (wrong.Count >= FewestForGroup)
        {
            rest.RemoveAll(part => part is Condition.ItemWrong one && wrong.Contains(one));
            parts.Add(ReadGroup(wrong.Select(part => part.Item), read => read.Wrong, (read, to) => read.Wrong = to));
        }

        parts.AddRange(rest.Select(Ask));
        return Chain(KernelCode.Or, parts);
    }

    private int Chain(KernelCode code, List<int> parts) => parts.Aggregate((all, part) => Emit(code, all, part));

    private int ReadItem(int item, Func<ItemsRead, int> get, Action<ItemsRead, int> set) => Read(KernelCode.Item, [item], get, set);

    private int ReadGroup(IEnumerable<int> group, Func<ItemsRead, int> get, Action<ItemsRead, int> set) => Read(KernelCode.Group, [.. group.Distinct().Order()], get, set);

    private int Read(KernelCode code, List<int> indexes, Func<ItemsRead, int> get, Action<ItemsRead, int> set)
    {
        // Each set of items is read once, however many ask for its sum, count and marks.
        var key = string.Join(',', indexes) + code;
        if (!_reads.TryGetValue(key, out var read))
        {
            read = new ItemsRead(indexes.Select(index => items[index] ?? throw new RuleNotWrittenException(
                RuleNotWrittenException.RuleNotSupported, "An item takes answers that are no whole numbers, or has no upper end.")).ToEquatableArray());
            _used.UnionWith(indexes);
            foreach (var item in read.Items)
            {
                Widen(item.Lowest);
                Widen(item.Highest);
            }

            _reads.Add(key, read);
            _ops.Add(new KernelOp(code, -1, Read: read));
        }

        if (get(read) < 0)
        {
            set(read, _registers++);
        }

        return get(read);
    }

    private int Constant(Int128 value)
    {
        Widen(value);
        if (value < long.MinValue || value > long.MaxValue)
        {
            throw new RuleNotWrittenException(RuleNotWrittenException.RuleNotSupported, "A number is too large.");
        }

        if (!_constants.TryGetValue((long)value, out var register))
        {
            register = _registers++;
            _constants.Add((long)value, register);
        }

        return register;
    }

    private int Emit(KernelCode code, int a, int b = -1, int c = -1)
    {
        if (!_known.TryGetValue((code, a, b, c), out var register))
        {
            register = _registers++;
            _known.Add((code, a, b, c), register);
            _ops.Add(new KernelOp(code, register, a, b, c));
        }

        return register;
    }

    private void Widen(Int128 value) => (_low, _high) = (Int128.Min(_low, value), Int128.Max(_high, value));

    /// <summary>Gives the numbered results places that are free again after their last reader; results and constants keep theirs.</summary>
    private Kernel Allocate(int[] results, ScoreTable? scores)
    {
        var lastUse = new Dictionary<int, int>();
        for (var i = 0; i < _ops.Count; i++)
        {
            foreach (var read in Reads(_ops[i]))
            {
                lastUse[read] = i;
            }
        }

        var kept = results.Concat(_constants.Values).ToHashSet();
        var places = new Dictionary<int, int>();
        var free = new SortedSet<int>();
        var count = 0;
        int Take()
        {
            if (free.Count == 0)
            {
                return count++;
            }

            var place = free.Min;
            free.Remove(place);
            return place;
        }

        foreach (var constant in _constants.Values)
        {
            places.Add(constant, Take());
        }

        var ops = new List<KernelOp>(_ops.Count);
        for (var i = 0; i < _ops.Count; i++)
        {
            var op = _ops[i];
            var sources = (A: Place(op.A), B: Place(op.B), C: Place(op.C));

            // Written places are taken before read ones are given back: no step writes where it reads.
            foreach (var written in Writes(op))
            {
                places.Add(written, Take());
            }

            ops.Add(op with { Target = Place(op.Target), A = sources.A, B = sources.B, C = sources.C, Read = op.Read is null ? null : Placed(op.Read) });
            foreach (var done in Reads(op).Distinct().Concat(Writes(op).Where(written => !lastUse.ContainsKey(written))))
            {
                if (!kept.Contains(done) && (!lastUse.TryGetValue(done, out var last) || last == i))
                {
                    free.Add(places[done]);
                }
            }
        }

        int Place(int register) => register < 0 ? -1 : places[register];
        ItemsRead Placed(ItemsRead read) => new(read.Items)
        {
            Value = Place(read.Value),
            Known = Place(read.Known),
            Wrong = Place(read.Wrong),
            NotApplicable = Place(read.NotApplicable),
        };
        return new Kernel
        {
            Ops = ops.ToEquatableArray(),
            Registers = count,
            Constants = _constants.Select(constant => (places[constant.Value], constant.Key)).ToEquatableArray(),
            Tables = _tables.ToEquatableArray(),
            Scores = scores,
            Items = _used.Order().Select(index => items[index]!).ToEquatableArray(),
            Results = results.Select(result => places[result]).ToEquatableArray(),
            Low = _low,
            High = _high,
        };
    }

    private static IEnumerable<int> Reads(KernelOp op) => new[] { op.A, op.B, op.C }.Where(register => register >= 0);

    private static IEnumerable<int> Writes(KernelOp op) =>
        (op.Read is { } read ? new[] { read.Value, read.Known, read.Wrong, read.NotApplicable } : [op.Target]).Where(register => register >= 0);
}
