namespace KetamineOutcomes.Programs;

/// <summary>What an engine asks: always true or false, never unknown.</summary>
internal abstract record Condition
{
    public static Condition True { get; } = new Always();

    public static Condition False { get; } = new Never();

    public sealed record Always : Condition;

    public sealed record Never : Condition;

    /// <summary>Whether an item's answer is known after so many skips were applied.</summary>
    public sealed record ItemKnown(int Item, int Version) : Condition;

    /// <summary>Whether something stands on the form for an item that is no answer to it.</summary>
    public sealed record ItemWrong(int Item) : Condition;

    /// <summary>Whether an item that offers it was answered "not applicable".</summary>
    public sealed record ItemNotApplicable(int Item) : Condition;

    public sealed record PersonKnown(Instruments.CovariateKind Kind) : Condition;

    /// <summary>A result that was computed before under a name: 1 or 0.</summary>
    public sealed record Named(string Name) : Condition;

    public sealed record Comparison(Number Left, Relation Relation, Number Right) : Condition;

    public sealed record Both(EquatableArray<Condition> Parts) : Condition;

    public sealed record Either(EquatableArray<Condition> Parts) : Condition;

    public sealed record Negation(Condition Of) : Condition;

    public static Condition Not(Condition of) => of switch
    {
        Always => False,
        Never => True,
        Negation negation => negation.Of,
        _ => new Negation(of),
    };

    public static Condition And(params IEnumerable<Condition> parts)
    {
        var kept = new List<Condition>();
        foreach (var part in parts.SelectMany(part => part is Both both ? both.Parts.AsEnumerable() : [part]))
        {
            if (part is Never)
            {
                return False;
            }

            if (part is not Always && !kept.Contains(part))
            {
                kept.Add(part);
            }
        }

        return kept.Count switch { 0 => True, 1 => kept[0], _ => new Both(kept.ToEquatableArray()) };
    }

    public static Condition Or(params IEnumerable<Condition> parts)
    {
        var kept = new List<Condition>();
        foreach (var part in parts.SelectMany(part => part is Either either ? either.Parts.AsEnumerable() : [part]))
        {
            if (part is Always)
            {
                return True;
            }

            if (part is not Never && !kept.Contains(part))
            {
                kept.Add(part);
            }
        }

        return kept.Count switch { 0 => False, 1 => kept[0], _ => new Either(kept.ToEquatableArray()) };
    }

    public static Condition AtLeast(Number left, Number right) =>
        left.Low >= right.High ? True
        : left.High < right.Low ? False
        : left is Number.Choice choice ? Split(choice, part => AtLeast(part, right)) ?? new Comparison(left, Relation.AtLeast, right)
        : new Comparison(left, Relation.AtLeast, right);

    public static Condition AtMost(Number left, Number right) =>
        left.High <= right.Low ? True
        : left.Low > right.High ? False
        : left is Number.Choice choice ? Split(choice, part => AtMost(part, right)) ?? new Comparison(left, Relation.AtMost, right)
        : new Comparison(left, Relation.AtMost, right);

    public static Condition Same(Number left, Number right) =>
        left == right ? True
        : left.Low > right.High || left.High < right.Low ? False
        : left.Fixed is { } l && right.Fixed is { } r ? l == r ? True : False
        : left is Number.Choice choice ? Split(choice, part => Same(part, right)) ?? new Comparison(left, Relation.Same, right)
        : new Comparison(left, Relation.Same, right);

    /// <summary>A comparison of a choice as one of its branches, where the other is settled: shorter, and never asks what is not known.</summary>
    private static Condition? Split(Number.Choice choice, Func<Number, Condition> compare)
    {
        var then = compare(choice.Then);
        var otherwise = compare(choice.Otherwise);
        return (then, otherwise) switch
        {
            (Always, Always) => True,
            (Never, Never) => False,
            (Always, Never) => choice.When,
            (Never, Always) => Not(choice.When),
            (Always, _) => Or(choice.When, otherwise),
            (Never, _) => And(Not(choice.When), otherwise),
            (_, Always) => Or(Not(choice.When), then),
            (_, Never) => And(choice.When, then),
            _ => null,
        };
    }
}

/// <summary>How two numbers are compared.</summary>
internal enum Relation
{
    AtLeast,
    AtMost,
    Same,
}
