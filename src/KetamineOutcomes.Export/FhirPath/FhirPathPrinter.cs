using KetamineOutcomes.Instruments;
using KetamineOutcomes.Programs;

namespace KetamineOutcomes.Export.FhirPath;

/// <summary>Prints a scale's program as one FHIRPath expression. Every part stands in parentheses, so that no engine's precedence matters.</summary>
/// <remarks>
/// The outer guard asks of every item whether what stands there may stand there, and of those that must be known whether they are. Behind it an answer is looked at as it is, and
/// items that are treated alike are treated together: engines look through the whole form for every item that is named, and read a long text slowly.
/// </remarks>
internal sealed class FhirPathPrinter
{
    private readonly Dictionary<(int Item, int Version), ItemVersion> _versions;
    private readonly Dictionary<(int Item, int Version), string> _written = [];
    private readonly FhirPathNames _form;
    private readonly FhirPathNames _skipped;
    private readonly FhirPathAnswerText _answers;
    private HashSet<int> _known = [];
    private HashSet<int> _sound = [];

    public FhirPathPrinter(InstrumentProgram program, FhirPathOptions options)
    {
        _versions = program.Skips.SelectMany(skip => skip).ToDictionary(version => (version.Item, version.Version));
        _form = new FhirPathNames(options.DefinesVariable);
        _skipped = new FhirPathNames(options.DefinesVariable);
        _answers = new FhirPathAnswerText(program, options, _form);
    }

    public string Write(ScaleProgram scale) => Guard(scale, scale.Known, () => Result(scale));

    public string WriteSeverity(ScaleProgram scale)
    {
        if (scale.Scale.DefaultBandSet is not { } set || scale.Scale.Result != ResultKind.Number)
        {
            throw new RuleNotWrittenException(ExportCodes.ScaleUnfit, "The definition of this scale has no severity bands.");
        }

        // The bands hold for the exact score of the whole form.
        return Guard(scale, Condition.And([scale.Known, Condition.Not(scale.LeftOut)]), () =>
        {
            var text = FhirPathAnswerText.Quote(set.Bands[0].Id);
            foreach (var band in set.Bands.Skip(1))
            {
                text = $"iif({Print(scale.AtLeast(band.From))}, {FhirPathAnswerText.Quote(band.Id)}, {text})";
            }

            return text;
        });
    }

    private string Guard(ScaleProgram scale, Condition when, Func<string> write)
    {
        // An item that must be known need not be asked again whether it is wrong.
        Condition[] conjuncts = when is Condition.Both both ? [.. both.Parts] : [when];
        Condition[] faults = scale.Invalid is Condition.Either either ? [.. either.Parts] : [scale.Invalid];
        var required = conjuncts.Where(part => part is Condition.ItemKnown { Version: 0 }).ToList();
        var wrong = faults.OfType<Condition.ItemWrong>().Where(part => !required.Contains(new Condition.ItemKnown(part.Item, 0))).ToList();
        var outer = Print(Condition.And([.. required, .. wrong.Select(Condition.Not)]));
        _known = [.. required.Cast<Condition.ItemKnown>().Select(known => known.Item)];
        _sound = [.. wrong.Select(part => part.Item), .. _known];

        var inner = Condition.And([.. conjuncts.Except(required), .. faults.Where(part => part is not Condition.ItemWrong).Select(Condition.Not)]);
        var result = write();
        if (inner is not Condition.Always)
        {
            result = $"iif({Print(inner)}, {result}, {{}})";
        }

        // What skips say is worked out only behind the guard: it calculates with answers.
        if (_skipped.Definitions.Length > 0)
        {
            result = $"%resource{_skipped.Definitions}.select({result})";
        }

        var text = $"iif({outer}, {result}, {{}})";
        return _form.Definitions.Length > 0 ? $"%resource{_form.Definitions}.select({text})" : text;
    }

    private string Result(ScaleProgram scale)
    {
        switch (scale.Scale.Result)
        {
            case ResultKind.Flag:
                return Print(Condition.Not(Condition.Same(scale.Numerator, Number.Zero)));
            case ResultKind.Category:
                var text = "{}";
                foreach (var category in Enumerable.Reverse(scale.Scale.Categories))
                {
                    var isThis = Condition.Same(
                        Number.Multiply(scale.Numerator, Number.From(category.Value.Denominator)),
                        Number.Multiply(scale.Denominator, Number.From(category.Value.Numerator)));
                    text = $"iif({Print(isThis)}, {FhirPathAnswerText.Quote(category.Id)}, {text})";
                }

                return text;
            case ResultKind.Profile:
                return $"({Print(scale.Numerator)}).toString()";
            default:
                var rounded = Print(scale.Rounded);
                return scale.Scale.Decimals == 0 ? rounded : $"({rounded} / {Text(ScaleProgram.Power(scale.Scale.Decimals))})";
        }
    }

    private string Print(Condition condition) => Say(Settle(condition));

    private string Say(Condition condition) => condition switch
    {
        Condition.Always => "true",
        Condition.Never => "false",
        Condition.ItemKnown known => Known(known),
        Condition.ItemWrong wrong => $"{Sound(wrong.Item)}.not()",
        Condition.ItemNotApplicable item => _answers.NotApplicable(item.Item),
        Condition.Comparison comparison => $"({Print(comparison.Left)} {Operator(comparison.Relation)} {Print(comparison.Right)})",
        Condition.Both both => All(both),
        Condition.Either either => "(" + string.Join(" or ", either.Parts.Select(Print)) + ")",
        Condition.Negation { Of: Condition.ItemWrong wrong } => Sound(wrong.Item),
        Condition.Negation { Of: Condition.ItemKnown known } when known.Version == 0 && _sound.Contains(known.Item) => $"{Right(known.Item)}.empty()",
        Condition.Negation negation => $"{Print(negation.Of)}.not()",
        _ => throw NotWritten(),
    };

    private string Known(Condition.ItemKnown known)
    {
        if (_versions.TryGetValue((known.Item, known.Version), out var version))
        {
            return _skipped.DefinesVariables ? $"{Skipped(version)}.exists()" : Print(version.Known);
        }

        return _sound.Contains(known.Item) ? $"{Right(known.Item)}.exists()" : _answers.Known(known.Item);
    }

    private string Sound(int item) => $"({_answers.Known(item)} or {_answers.Absent(item)})";

    /// <summary>Conditions that must all hold; of items that are alike, at once.</summary>
    private string All(Condition.Both both)
    {
        var parts = new List<string>();
        var rest = both.Parts.ToList();

        void Take(Func<Condition, int?> read, Func<int, string> key, Func<List<int>, string> write)
        {
            foreach (var group in rest.Select(read).OfType<int>().GroupBy(key, StringComparer.Ordinal).Select(group => group.ToList()).Where(group => group.Count > 1).ToList())
            {
                parts.Add(write(group));
                rest.RemoveAll(part => read(part) is { } item && group.Contains(item));
            }
        }

        Take(part => Unread(part) is { } item && !_sound.Contains(item) ? item : null, _answers.LegalKey, _answers.Known);
        Take(part => Unread(part) is { } item && _sound.Contains(item) ? item : null, RightKey, group => $"({Right(group)}.count() = {Text(group.Count)})");
        Take(
            part => part is Condition.Negation { Of: Condition.ItemWrong { Item: var item } } && _answers.IsListed(item) && _answers.IsPlain(item) ? item : null,
            _answers.LegalKey,
            _answers.Sound);
        parts.AddRange(rest.Select(Print));
        return parts.Count == 1 ? parts[0] : "(" + string.Join(" and ", parts) + ")";
    }

    /// <summary>The item whose answer is asked for as it stands on the form, if it can be looked at together with others.</summary>
    private int? Unread(Condition part) =>
        part is Condition.ItemKnown { Version: 0 } known && _answers.IsListed(known.Item) ? known.Item : null;

    /// <summary>The answers of an item behind the guard: as they are where nothing else can stand there.</summary>
    private string Right(int item) => IsRight(item) ? _answers.Answers(item) : _answers.Legal(item);

    private string Right(List<int> items) => IsRight(items[0]) ? _answers.Answers(items) : _answers.Legal(items);

    private bool IsRight(int item) => _known.Contains(item) || (_sound.Contains(item) && _answers.IsPlain(item));

    private string RightKey(int item) => IsRight(item) ? _answers.Read(item) : _answers.LegalKey(item);

    private string Print(Number number)
    {
        Doors.RequireRange(number, int.MaxValue);
        return number switch
        {
            Number.Whole whole => Text(whole.Value),
            Number.ItemValue value => Value(value),
            Number.Sum sum => Sum(sum),
            Number.Product product => $"({Print(product.Left)} * {Print(product.Right)})",
            Number.Division division => $"({Print(division.Dividend)} div {Print(division.Divisor)})",
            Number.Choice choice => Choice(choice),
            Number.Extreme extreme => Extreme(extreme),
            _ => throw NotWritten(),
        };
    }

    private string Choice(Number.Choice choice) => Settle(choice.When) switch
    {
        Condition.Always => Print(choice.Then),
        Condition.Never => Print(choice.Otherwise),
        var asked => $"iif({Print(asked)}, {Print(choice.Then)}, {Print(choice.Otherwise)})",
    };

    private string Value(Number.ItemValue value)
    {
        if (_versions.TryGetValue((value.Item, value.Version), out var version))
        {
            return _skipped.DefinesVariables ? Skipped(version) : Print(version.Value);
        }

        // Where two answers stand nothing may be calculated with both: that would end with an error.
        return _sound.Contains(value.Item) ? _answers.Value(value.Item, Right(value.Item)) : _answers.Value(value.Item, $"{_answers.Legal(value.Item)}.first()");
    }

    private string Skipped(ItemVersion version)
    {
        if (!_written.TryGetValue((version.Item, version.Version), out var name))
        {
            name = _skipped.Share("skipped", $"iif({Print(version.Known)}, {Print(version.Value)}, {{}})");
            _written.Add((version.Item, version.Version), name);
        }

        return name;
    }

    /// <summary>A sum; items of which the same is taken are summed or counted at once.</summary>
    private string Sum(Number.Sum sum)
    {
        Int128 constant = 0;
        var parts = new List<string>();
        var rest = new List<Number>();
        var read = new List<(Number Part, Int128 Constant, List<SumTerm> Terms)>();
        foreach (var part in sum.Parts)
        {
            if (part is Number.Whole whole)
            {
                constant += whole.Value;
            }
            else if (SumTerm.Read(Settle(part)) is { } found && found.Terms.TrueForAll(term => CanJoin(term.Item)))
            {
                read.Add((part, found.Constant, found.Terms));
            }
            else
            {
                rest.Add(part);
            }
        }

        // What stands alone is no shorter this way.
        var kinds = read.SelectMany(entry => entry.Terms).GroupBy(Kind).Where(kind => kind.Count() > 1 && kind.Select(term => term.Item).Distinct().Count() == kind.Count()).Select(kind => kind.Key).ToHashSet();
        var joined = read.Where(entry => entry.Terms.TrueForAll(term => kinds.Contains(Kind(term)))).ToList();
        rest.AddRange(read.Except(joined).Select(entry => entry.Part));
        Doors.RequireRange(Number.Add(joined.Select(entry => entry.Part)), int.MaxValue);
        constant += joined.Aggregate((Int128)0, (total, entry) => total + entry.Constant);
        foreach (var kind in joined.SelectMany(entry => entry.Terms).GroupBy(Kind))
        {
            var (test, factor, each, scale, _) = kind.Key;
            var answers = Right([.. kind.Select(term => term.Item)]);
            var item = kind.First().Item;
            if (test is { } against)
            {
                answers += $".where({_answers.Number(item, scale)} {Operator(against.Relation)} {Text(against.Value)})";
            }

            if (factor != 0)
            {
                parts.Add(Times(_answers.Total(item, answers, scale), factor));
            }

            if (each != 0)
            {
                parts.Add(Times($"{answers}.count()", each));
            }
        }

        parts.AddRange(rest.Select(Print));
        if (constant != 0 || parts.Count == 0)
        {
            parts.Add(Text(constant));
        }

        return parts.Count == 1 ? parts[0] : "(" + string.Join(" + ", parts) + ")";
    }

    /// <summary>What terms must have in common to be one.</summary>
    private ((Relation Relation, Int128 Value)? Test, Int128 Factor, Int128 Each, Int128 Scale, string Right) Kind(SumTerm term) =>
        (term.Test, term.Factor, term.Each, _answers.Scale(term.Item), RightKey(term.Item));

    /// <summary>Whether an item's answer, behind the guard, can be looked at together with others.</summary>
    private bool CanJoin(int item) => _sound.Contains(item) && _answers.IsListed(item);

    private static string Times(string text, Int128 factor) => factor == 1 ? text : $"({text} * {Text(factor)})";

    /// <summary>The greatest or least of some numbers; of items that are alike, at once.</summary>
    private string Extreme(Number.Extreme extreme)
    {
        var read = extreme.Parts.Select(part => (Part: part, Found: SumTerm.Read(Settle(part)))).ToList();
        var joined = read
            .Where(entry => entry.Found is { Terms: [{ Test: null } term] } && term.Factor == 1 && CanJoin(term.Item) && _answers.Scale(term.Item) == 1)
            .GroupBy(entry => (entry.Found!.Value.Constant, entry.Found.Value.Terms[0].Each, RightKey(entry.Found.Value.Terms[0].Item)))
            .Where(group => group.Count() > 1 && group.Key.Each == -group.Key.Constant)
            .ToList();
        var parts = new List<string>();
        foreach (var group in joined)
        {
            // The answers that are there, and where one is missing what stands for it.
            var items = group.Select(entry => entry.Found!.Value.Terms[0].Item).ToList();
            parts.Add(_answers.Numbers(items[0], Right(items)));
            if (!items.TrueForAll(_known.Contains))
            {
                parts.Add($"iif({Right(items)}.count() < {Text(items.Count)}, {Text(group.Key.Constant)}, {{}})");
            }
        }

        parts.AddRange(read.Where(entry => !joined.Exists(group => group.Contains(entry))).Select(entry => Print(entry.Part)));
        return $"({string.Join(" | ", parts)}).aggregate(iif($total.empty(), $this, iif($this {(extreme.IsGreatest ? ">" : "<")} $total, $this, $total)))";
    }

    /// <summary>A number as it is where the guard has held: what must be known is known.</summary>
    private Number Settle(Number number) => number switch
    {
        Number.Choice choice => Number.Choose(Settle(choice.When), Settle(choice.Then), Settle(choice.Otherwise)),
        Number.Product { Left: Number.Choice choice, Right: Number.Whole factor } => Number.Multiply(Settle(choice), factor),
        Number.Product { Left: Number.Whole factor, Right: Number.Choice choice } => Number.Multiply(factor, Settle(choice)),
        _ => number,
    };

    private Condition Settle(Condition condition) => condition switch
    {
        Condition.ItemKnown { Version: 0 } known when _known.Contains(known.Item) => Condition.True,
        Condition.Both both => Condition.And(both.Parts.Select(Settle)),
        Condition.Either either => Condition.Or(either.Parts.Select(Settle)),
        Condition.Negation negation => Condition.Not(Settle(negation.Of)),
        _ => condition,
    };

    private static string Text(Int128 value) => FhirPathAnswerText.Text(value);

    private static RuleNotWrittenException NotWritten() =>
        new(ExportCodes.CovariateNeeded, "The rule asks for a fact about the person, and a QuestionnaireResponse holds none.");

    private static string Operator(Relation relation) => relation switch
    {
        Relation.AtLeast => ">=",
        Relation.AtMost => "<=",
        _ => "=",
    };
}
