using KetamineOutcomes.Programs;

namespace KetamineOutcomes.Columns;

/// <summary>A number that follows from one other number of few values: worked out for each of these once, it is looked up and not computed.</summary>
/// <param name="Of">The other number, for example a sum of answers.</param>
/// <param name="Values">What follows from each of its values, from the lowest on.</param>
internal sealed record Tabulation(Number Of, EquatableArray<long> Values)
{
    // A look-up takes about as long as so many steps on vectors.
    private const int FewestSteps = 14;

    /// <summary>How many values a table has at most.</summary>
    public const int MostValues = 256;

    /// <summary>The table of a number, where it follows from one other and takes more steps than a look-up.</summary>
    public static Tabulation? Find(Number number)
    {
        if (number is Number.Whole or Number.ItemValue or Number.PersonValue)
        {
            return null;
        }

        foreach (var candidate in Candidates(number).Distinct(ReferenceEqualityComparer.Instance).Cast<Number>())
        {
            var steps = 0;
            var divides = false;
            if (candidate.High - candidate.Low < MostValues && Follows(number, candidate, ref steps, ref divides) && (divides || steps >= FewestSteps))
            {
                return Tabulate(number, candidate);
            }
        }

        return null;
    }

    private static Tabulation? Tabulate(Number number, Number of)
    {
        var values = new List<long>();
        for (var value = of.Low; value <= of.High; value++)
        {
            if (new Substitution(of, value).Compute(number) is not { } result || result < long.MinValue || result > long.MaxValue)
            {
                return null;
            }

            values.Add((long)result);
        }

        return new Tabulation(of, values.ToEquatableArray());
    }

    /// <summary>Numbers that it could follow from: sums, extremes and answers within it, the outermost first.</summary>
    private static IEnumerable<Number> Candidates(Number number) => number switch
    {
        Number.ItemValue => [number],
        Number.Sum sum => Parts(sum.Parts).Prepend(sum),
        Number.Extreme extreme => Parts(extreme.Parts).Prepend(extreme),
        Number.Product product => Parts([product.Left, product.Right]),
        Number.Division division => Parts([division.Dividend, division.Divisor]),
        Number.Choice choice => Parts([.. Asked(choice.When), choice.Then, choice.Otherwise]),
        _ => [],
    };

    private static IEnumerable<Number> Parts(IEnumerable<Number> parts) => parts.SelectMany(Candidates);

    private static IEnumerable<Number> Asked(Condition condition) => condition switch
    {
        Condition.Comparison comparison => [comparison.Left, comparison.Right],
        Condition.Both both => both.Parts.SelectMany(Asked),
        Condition.Either either => either.Parts.SelectMany(Asked),
        Condition.Negation negation => Asked(negation.Of),
        _ => [],
    };

    private static bool Follows(Number number, Number from, ref int steps, ref bool divides)
    {
        if (ReferenceEquals(number, from))
        {
            return steps > 0;
        }

        steps++;
        switch (number)
        {
            case Number.Whole:
                steps--;
                return true;
            case Number.Sum sum:
                return FollowAll(sum.Parts, from, ref steps, ref divides);
            case Number.Extreme extreme:
                return FollowAll(extreme.Parts, from, ref steps, ref divides);
            case Number.Product product:
                return Follows(product.Left, from, ref steps, ref divides) && Follows(product.Right, from, ref steps, ref divides);
            case Number.Division division:
                divides = true;
                return Follows(division.Dividend, from, ref steps, ref divides) && Follows(division.Divisor, from, ref steps, ref divides);
            case Number.Choice choice:
                return Follows(choice.When, from, ref steps, ref divides) && Follows(choice.Then, from, ref steps, ref divides) && Follows(choice.Otherwise, from, ref steps, ref divides);
            default:
                return false;
        }
    }

    private static bool Follows(Condition condition, Number from, ref int steps, ref bool divides)
    {
        steps++;
        switch (condition)
        {
            case Condition.Always or Condition.Never:
                return true;
            case Condition.Comparison comparison:
                return Follows(comparison.Left, from, ref steps, ref divides) && Follows(comparison.Right, from, ref steps, ref divides);
            case Condition.Negation negation:
                return Follows(negation.Of, from, ref steps, ref divides);
            case Condition.Both both:
                return FollowAll(both.Parts, from, ref steps, ref divides);
            case Condition.Either either:
                return FollowAll(either.Parts, from, ref steps, ref divides);
            default:
                return false;
        }
    }

    private static bool FollowAll(EquatableArray<Number> parts, Number from, ref int steps, ref bool divides)
    {
        foreach (var part in parts)
        {
            if (!Follows(part, from, ref steps, ref divides))
            {
                return false;
            }
        }

        return true;
    }

    private static bool FollowAll(EquatableArray<Condition> parts, Number from, ref int steps, ref bool divides)
    {
        foreach (var part in parts)
        {
            if (!Follows(part, from, ref steps, ref divides))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Computes with one number given a value.</summary>
    private sealed class Substitution(Number of, Int128 value)
    {
        private readonly Dictionary<object, Int128?> _done = new(ReferenceEqualityComparer.Instance);

        /// <summary>The number, or <see langword="null"/> where it would divide by what is not above 0.</summary>
        public Int128? Compute(Number number)
        {
            if (ReferenceEquals(number, of))
            {
                return value;
            }

            if (!_done.TryGetValue(number, out var result))
            {
                result = number switch
                {
                    Number.Whole whole => whole.Value,
                    Number.Sum sum => sum.Parts.Aggregate((Int128?)0, (total, part) => total + Compute(part)),
                    Number.Product product => Compute(product.Left) * Compute(product.Right),
                    Number.Division division => Compute(division.Divisor) is { } divisor && divisor > 0 ? Compute(division.Dividend) / divisor : null,
                    Number.Choice choice => Ask(choice.When) is not { } when ? null : when ? Compute(choice.Then) : Compute(choice.Otherwise),
                    Number.Extreme extreme => extreme.Parts.Select(Compute).Aggregate((a, b) => a is null || b is null ? null : extreme.IsGreatest ? Int128.Max(a.Value, b.Value) : Int128.Min(a.Value, b.Value)),
                    _ => throw new InvalidOperationException($"{number.GetType().Name} does not follow from another number."),
                };
                _done.Add(number, result);
            }

            return result;
        }

        private bool? Ask(Condition condition) => condition switch
        {
            Condition.Always => true,
            Condition.Never => false,
            Condition.Comparison comparison => Compute(comparison.Left) is { } left && Compute(comparison.Right) is { } right
                ? comparison.Relation switch { Relation.AtLeast => left >= right, Relation.AtMost => left <= right, _ => left == right }
                : null,
            Condition.Negation negation => !Ask(negation.Of),
            Condition.Both both => both.Parts.Select(Ask).Aggregate((a, b) => a is null || b is null ? null : a.Value && b.Value),
            Condition.Either either => either.Parts.Select(Ask).Aggregate((a, b) => a is null || b is null ? null : a.Value || b.Value),
            _ => throw new InvalidOperationException($"{condition.GetType().Name} does not follow from a number."),
        };
    }
}
