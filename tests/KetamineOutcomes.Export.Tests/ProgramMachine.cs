using KetamineOutcomes.Instruments;
using KetamineOutcomes.Programs;

namespace KetamineOutcomes.Export.Tests;

/// <summary>Computes a program as an engine would: items that are not known hold 0, and nothing but whole numbers occurs.</summary>
internal sealed class ProgramMachine
{
    private readonly Dictionary<(int Item, int Version), (bool Known, Int128 Value)> _items = [];
    private readonly Dictionary<int, (bool Wrong, bool NotApplicable)> _marks = [];
    private readonly Covariates _person;

    public ProgramMachine(InstrumentProgram program, IReadOnlyDictionary<string, Answer> answers, Covariates person)
    {
        _person = person;
        foreach (var item in program.Items)
        {
            var answer = answers.GetValueOrDefault(item.Item.Id, Answer.Missing);
            var number = answer switch
            {
                Answer.Numeric numeric => numeric.Value,
                Answer.Coded coded => item.Item.Options.Single(option => option.Id == coded.Option).Value,
                _ => (Fraction?)null,
            };
            var notApplicable = answer is Answer.DoesNotApply && item.Item.AllowsNotApplicable;
            var isMissing = answer is Answer.NoAnswer || notApplicable || (number is { } code && item.Item.NotRated.Contains(code)) || (answer is Answer.Coded && number is null);
            var isLegal = !isMissing && number is { } value && (item.Values.IsEmpty
                ? value >= item.Item.Min && (item.Item.Max is not { } max || value <= max) && ((value - item.Item.Min) / item.Item.Step).IsInteger
                : item.Values.Contains(value));
            _items.Add((item.Index, 0), (isLegal, isLegal ? item.Scale(number!.Value) : 0));
            _marks.Add(item.Index, (!isLegal && !isMissing, notApplicable));
        }

        foreach (var version in program.Skips.SelectMany(skip => skip))
        {
            _items.Add((version.Item, version.Version), (Ask(version.Known), Compute(version.Value)));
        }
    }

    private int? Find(CovariateKind kind) => kind == CovariateKind.Sex ? (int?)_person.Sex : _person.AgeYears;

    public bool Ask(Condition condition) => condition switch
    {
        Condition.Always => true,
        Condition.Never => false,
        Condition.ItemKnown known => _items[(known.Item, known.Version)].Known,
        Condition.ItemWrong wrong => _marks[wrong.Item].Wrong,
        Condition.ItemNotApplicable item => _marks[item.Item].NotApplicable,
        Condition.PersonKnown person => Find(person.Kind) is not null,
        Condition.Comparison { Relation: Relation.AtLeast } c => Compute(c.Left) >= Compute(c.Right),
        Condition.Comparison { Relation: Relation.AtMost } c => Compute(c.Left) <= Compute(c.Right),
        Condition.Comparison c => Compute(c.Left) == Compute(c.Right),
        Condition.Both both => both.Parts.All(Ask),
        Condition.Either either => either.Parts.Any(Ask),
        Condition.Negation negation => !Ask(negation.Of),
        _ => throw new InvalidOperationException(condition.ToString()),
    };

    public Int128 Compute(Number number) => number switch
    {
        Number.Whole whole => whole.Value,
        Number.ItemValue value => _items[(value.Item, value.Version)].Value,
        Number.PersonValue person => Find(person.Kind) ?? 0,
        Number.Sum sum => sum.Parts.Aggregate((Int128)0, (total, part) => total + Compute(part)),
        Number.Product product => Compute(product.Left) * Compute(product.Right),
        Number.Division division => Compute(division.Dividend) / Compute(division.Divisor),
        Number.Choice choice => Ask(choice.When) ? Compute(choice.Then) : Compute(choice.Otherwise),
        Number.Extreme extreme => extreme.IsGreatest ? extreme.Parts.Max(Compute) : extreme.Parts.Min(Compute),
        _ => throw new InvalidOperationException(number.ToString()),
    };
}
