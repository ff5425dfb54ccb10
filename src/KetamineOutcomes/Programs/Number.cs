namespace KetamineOutcomes.Programs;

/// <summary>A whole number that an engine computes: a small closed language between a scoring rule and the texts written from it.</summary>
/// <remarks>
/// Whole numbers only, so that engines with binary and with decimal fractions agree. Each expression knows the bounds of its value on answers that are known; on unknown ones
/// its value does not matter, because a condition beside it says so.
/// </remarks>
internal abstract record Number(Int128 Low, Int128 High)
{
    public static Number Zero { get; } = new Whole(0);

    public static Number One { get; } = new Whole(1);

    /// <summary>The value, where it is always the same.</summary>
    public Int128? Fixed => this is Whole whole ? whole.Value : null;

    /// <summary>A constant.</summary>
    public sealed record Whole(Int128 Value) : Number(Value, Value);

    /// <summary>An item's answer, times the item's denominator, after so many skips were applied.</summary>
    public sealed record ItemValue(int Item, int Version, Int128 Floor, Int128 Ceiling) : Number(Floor, Ceiling);

    /// <summary>A fact about the person.</summary>
    public sealed record PersonValue(Instruments.CovariateKind Kind, Int128 Floor, Int128 Ceiling) : Number(Floor, Ceiling);

    /// <summary>A result that was computed before under a name.</summary>
    public sealed record Named(string Name, Int128 Floor, Int128 Ceiling) : Number(Floor, Ceiling);

    public sealed record Sum(EquatableArray<Number> Parts, Int128 Floor, Int128 Ceiling) : Number(Floor, Ceiling);

    public sealed record Product(Number Left, Number Right, Int128 Floor, Int128 Ceiling) : Number(Floor, Ceiling);

    /// <summary>A number of 0 or more divided by one of 1 or more, cut off to a whole number.</summary>
    public sealed record Division(Number Dividend, Number Divisor, Int128 Floor, Int128 Ceiling) : Number(Floor, Ceiling);

    public sealed record Choice(Condition When, Number Then, Number Otherwise)
        : Number(Int128.Min(Then.Low, Otherwise.Low), Int128.Max(Then.High, Otherwise.High));

    public sealed record Extreme(EquatableArray<Number> Parts, bool IsGreatest, Int128 Floor, Int128 Ceiling) : Number(Floor, Ceiling);

    public static Number From(Int128 value) => new Whole(value);

    public static Number Choose(Condition when, Number then, Number otherwise) =>
        when is Condition.Always || then == otherwise ? then : when is Condition.Never ? otherwise : new Choice(when, then, otherwise);

    public static Number Add(params IEnumerable<Number> parts)
    {
        Int128 constant = 0;
        var rest = new List<Number>();
        foreach (var part in parts)
        {
            if (part.Fixed is { } value)
            {
                constant = checked(constant + value);
            }
            else if (part is Sum sum)
            {
                rest.AddRange(sum.Parts);
            }
            else
            {
                rest.Add(part);
            }
        }

        if (rest.Count == 0)
        {
            return new Whole(constant);
        }

        if (constant != 0)
        {
            rest.Add(new Whole(constant));
        }

        return rest.Count == 1 ? rest[0] : new Sum(
            rest.ToEquatableArray(),
            rest.Aggregate((Int128)0, (total, part) => checked(total + part.Low)),
            rest.Aggregate((Int128)0, (total, part) => checked(total + part.High)));
    }

    public static Number Multiply(Number left, Number right)
    {
        if (left.Fixed is { } l && right.Fixed is { } r)
        {
            return new Whole(checked(l * r));
        }

        if (left.Fixed == 0 || right.Fixed == 0)
        {
            return Zero;
        }

        if (left.Fixed == 1)
        {
            return right;
        }

        if (right.Fixed == 1)
        {
            return left;
        }

        Int128[] corners = checked([left.Low * right.Low, left.Low * right.High, left.High * right.Low, left.High * right.High]);
        return new Product(left, right, corners.Min(), corners.Max());
    }

    public static Number Negate(Number value) => Multiply(value, new Whole(-1));

    /// <summary>Cut off to a whole number; only for a dividend of 0 or more and a divisor of 1 or more.</summary>
    public static Number Divide(Number of, Number by) => by.Fixed == 1
        ? of
        : new Division(of, by, Int128.Max(of.Low, 0) / Int128.Max(by.High, 1), Int128.Max(of.High, 0) / Int128.Max(by.Low, 1));

    public static Number Greatest(params IEnumerable<Number> parts) => Edge([.. parts.Distinct()], isGreatest: true);

    public static Number Least(params IEnumerable<Number> parts) => Edge([.. parts.Distinct()], isGreatest: false);

    private static Number Edge(List<Number> parts, bool isGreatest)
    {
        if (parts.Count == 1)
        {
            return parts[0];
        }

        if (parts.TrueForAll(part => part.Fixed is not null))
        {
            return new Whole(isGreatest ? parts.Max(part => part.Low) : parts.Min(part => part.Low));
        }

        return new Extreme(
            parts.ToEquatableArray(),
            isGreatest,
            isGreatest ? parts.Max(part => part.Low) : parts.Min(part => part.Low),
            isGreatest ? parts.Max(part => part.High) : parts.Min(part => part.High));
    }
}
