namespace KetamineOutcomes.Columns;

/// <summary>What one step of a kernel does with whole blocks of rows.</summary>
internal enum KernelCode
{
    /// <summary>Reads an item: its value (0 where not known), whether it is known, wrong, not applicable.</summary>
    Item,

    /// <summary>Reads many items at once: the sum of the known, how many are known, whether any is wrong.</summary>
    Group,
    Add,
    Subtract,
    Multiply,
    Divide,
    Greatest,
    Least,
    AtLeast,
    Equal,
    And,
    Or,
    Not,

    /// <summary>What a table has for the first.</summary>
    LookUp,

    /// <summary>The second where the first (a mask) is set, else the third.</summary>
    Select,
}

/// <summary>One step: registers in, registers out. A mask is a number with all bits set, or none.</summary>
/// <param name="Code">What is done.</param>
/// <param name="Target">The register that is written: the value, or -1 where nobody asks for it.</param>
/// <param name="A">The first register read.</param>
/// <param name="B">The second, or -1.</param>
/// <param name="C">The third, or -1.</param>
/// <param name="Read">The items read, for <see cref="KernelCode.Item"/> and <see cref="KernelCode.Group"/>.</param>
/// <param name="Table">Which of the kernel's tables <see cref="KernelCode.LookUp"/> uses, or -1.</param>
internal sealed record KernelOp(KernelCode Code, int Target, int A = -1, int B = -1, int C = -1, ItemsRead? Read = null, int Table = -1);

/// <summary>A table in a kernel.</summary>
/// <param name="Low">The number that the first entry is for.</param>
/// <param name="Values">The entries.</param>
internal sealed record KernelTable(long Low, EquatableArray<long> Values);

/// <summary>Which items a step reads and where their marks go; -1 where nobody asks.</summary>
internal sealed class ItemsRead(EquatableArray<KernelItem> items)
{
    public EquatableArray<KernelItem> Items { get; } = items;

    /// <summary>The value of the item, or the sum of the known ones.</summary>
    public int Value { get; set; } = -1;

    /// <summary>Whether the item is known (a mask), or how many are.</summary>
    public int Known { get; set; } = -1;

    /// <summary>Whether the item, or any of them, is wrong: a mask.</summary>
    public int Wrong { get; set; } = -1;

    /// <summary>Whether the item does not apply: a mask.</summary>
    public int NotApplicable { get; set; } = -1;
}

/// <summary>What a kernel must know of an item.</summary>
/// <param name="Index">Its place in the printed order.</param>
/// <param name="Runs">The legal answers as runs of whole numbers, ascending.</param>
/// <param name="NotRated">Numbers that mean "not rated" and count as missing.</param>
/// <param name="AllowsNotApplicable">Whether "not applicable" is an answer.</param>
internal sealed record KernelItem(int Index, EquatableArray<(long Low, long High)> Runs, EquatableArray<long> NotRated, bool AllowsNotApplicable)
{
    /// <summary>Whether it is so simple that many can be read in one go: one run that begins at 0 or above, nothing else.</summary>
    public bool IsPlain => Runs.Count == 1 && Runs[0].Low >= 0 && NotRated.IsEmpty && !AllowsNotApplicable;

    public long Lowest => Runs[0].Low;

    public long Highest => Runs[^1].High;
}
