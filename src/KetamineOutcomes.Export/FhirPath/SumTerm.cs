using KetamineOutcomes.Programs;

namespace KetamineOutcomes.Export.FhirPath;

/// <summary>What a part of a sum takes from one item as it stands on the form: something for an answer, if it passes a test, and nothing where there is none.</summary>
/// <param name="Item">The item's index.</param>
/// <param name="Test">What the answer is held against, or <see langword="null"/> where any counts.</param>
/// <param name="Factor">What the answer is multiplied by.</param>
/// <param name="Each">What is added for the answer itself.</param>
internal readonly record struct SumTerm(int Item, (Relation Relation, Int128 Value)? Test, Int128 Factor, Int128 Each)
{
    /// <summary>Reads a part of a sum as terms and a constant, if it depends on one item in one of the usual ways.</summary>
    public static (List<SumTerm> Terms, Int128 Constant)? Read(Number part) => part switch
    {
        Number.Choice { Then: Number.Whole then, Otherwise: Number.Whole otherwise } choice => Chosen(choice.When, then.Value, otherwise.Value),
        Number.Choice { When: Condition.ItemKnown { Version: 0 } known, Otherwise: Number.Whole otherwise } choice =>
            Linear(choice.Then) is { } value && value.Item == known.Item
                ? ([new SumTerm(known.Item, null, value.Factor, value.Constant - otherwise.Value)], otherwise.Value)
                : null,
        Number.Product { Left: Number.Choice choice, Right: Number.Whole factor } => Times(Read(choice), factor.Value),
        Number.Product { Left: Number.Whole factor, Right: Number.Choice choice } => Times(Read(choice), factor.Value),
        _ => Linear(part) is { } always ? ([new SumTerm(always.Item, null, always.Factor, 0)], always.Constant) : null,
    };

    private static (List<SumTerm> Terms, Int128 Constant)? Chosen(Condition when, Int128 then, Int128 otherwise) => when switch
    {
        Condition.ItemKnown { Version: 0 } known => ([new SumTerm(known.Item, null, 0, then - otherwise)], otherwise),
        Condition.Comparison comparison => Tested(comparison) is { } term ? ([term with { Each = then - otherwise }], otherwise) : null,
        Condition.Both { Parts: [Condition.ItemKnown { Version: 0 } known, Condition.Comparison comparison] } =>
            Tested(comparison) is { } term && term.Item == known.Item ? ([term with { Each = then - otherwise }], otherwise) : null,

        // Missing or passed: for all, without those that are there, with those of them that pass.
        Condition.Either { Parts: [Condition.Negation { Of: Condition.ItemKnown { Version: 0 } known }, Condition.Comparison comparison] } =>
            Tested(comparison) is { } term && term.Item == known.Item
                ? ([new SumTerm(known.Item, null, 0, otherwise - then), term with { Each = then - otherwise }], then)
                : null,
        _ => null,
    };

    private static SumTerm? Tested(Condition.Comparison comparison) => comparison is { Left: Number.ItemValue { Version: 0 } value, Right: Number.Whole whole }
        ? new SumTerm(value.Item, (comparison.Relation, whole.Value), 0, 0)
        : null;

    private static (List<SumTerm> Terms, Int128 Constant)? Times((List<SumTerm> Terms, Int128 Constant)? read, Int128 factor) => read is { } found
        ? (found.Terms.ConvertAll(term => term with { Factor = term.Factor * factor, Each = term.Each * factor }), found.Constant * factor)
        : null;

    private static (int Item, Int128 Factor, Int128 Constant)? Linear(Number number) => number switch
    {
        Number.ItemValue { Version: 0 } value => (value.Item, 1, 0),
        Number.Product { Left: Number.ItemValue { Version: 0 } value, Right: Number.Whole factor } => (value.Item, factor.Value, 0),
        Number.Product { Left: Number.Whole factor, Right: Number.ItemValue { Version: 0 } value } => (value.Item, factor.Value, 0),
        Number.Sum { Parts: [var first, Number.Whole constant] } => Linear(first) is { } read ? (read.Item, read.Factor, read.Constant + constant.Value) : null,
        _ => null,
    };
}
