using System.Globalization;
using System.Text;
using KetamineOutcomes.Export.Programs;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Export.FhirPath;

/// <summary>Prints a scale's program as one FHIRPath expression. Every part stands in parentheses, so that no engine's precedence matters.</summary>
internal sealed class FhirPathPrinter(InstrumentProgram program, FhirPathOptions options)
{
    private readonly Dictionary<(int Item, int Version), ItemVersion> _versions =
        program.Skips.SelectMany(skip => skip).ToDictionary(version => (version.Item, version.Version));

    private const string Items = "repeat(item | item.answer.item)";

    private HashSet<int> _strict = [];
    private bool _isGuarded;

    public string Write(ScaleProgram scale) => Guard(scale, scale.Known, () => Result(scale));

    public string WriteSeverity(ScaleProgram scale)
    {
        if (scale.Scale.DefaultBandSet is not { } set || scale.Scale.Result != ResultKind.Number)
        {
            throw new RuleNotExportableException(ExportCodes.ScaleUnfit, "The definition of this scale has no severity bands.");
        }

        // The bands hold for the exact score of the whole form.
        return Guard(scale, Condition.And([scale.Known, Condition.Not(scale.LeftOut)]), () =>
        {
            var text = Quote(set.Bands[0].Id);
            foreach (var band in set.Bands.Skip(1))
            {
                text = $"iif({Print(scale.AtLeast(band.From))}, {Quote(band.Id)}, {text})";
            }

            return text;
        });
    }

    private string Guard(ScaleProgram scale, Condition when, Func<string> result)
    {
        // An item that must be known need not be asked again whether it is wrong.
        var conjuncts = scale.Known is Condition.Both both ? both.Parts : [scale.Known];
        var invalid = scale.Invalid is Condition.Either either ? either.Parts : [scale.Invalid];
        var guard = Condition.And(
            [when, .. invalid.Where(part => part is not Condition.ItemWrong wrong || !conjuncts.Contains(new Condition.ItemKnown(wrong.Item, 0))).Select(Condition.Not)]);
        // Where the guard holds these are known; of others only what is legal may be looked at, for a code compared with a number is an error.
        _strict = [.. conjuncts.OfType<Condition.ItemKnown>().Where(known => known.Version == 0).Select(known => known.Item)];
        var condition = Print(guard);
        _isGuarded = true;
        var text = $"iif({condition}, {result()}, {{}})";
        return options.DefinesVariable && options.ItemsVariable is null ? $"%resource.defineVariable('items', {Items}).select({text})" : text;
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
                    text = $"iif({Print(isThis)}, {Quote(category.Id)}, {text})";
                }

                return text;
            case ResultKind.Profile:
                return $"({Print(scale.Numerator)}).toString()";
            default:
                var rounded = Print(scale.Rounded);
                return scale.Scale.Decimals == 0 ? rounded : $"({rounded} / {Text(ScaleProgram.Power(scale.Scale.Decimals))})";
        }
    }

    private string Print(Condition condition) => condition switch
    {
        Condition.Always => "true",
        Condition.Never => "false",
        Condition.ItemKnown known => _versions.TryGetValue((known.Item, known.Version), out var version) ? Print(version.Known) : Known(known.Item),
        Condition.ItemWrong wrong => $"({Known(wrong.Item)} or {Absent(wrong.Item)}).not()",
        Condition.ItemNotApplicable item => NotApplicable(item.Item),
        Condition.Comparison comparison => $"({Print(comparison.Left)} {Operator(comparison.Relation)} {Print(comparison.Right)})",
        Condition.Both both => "(" + string.Join(" and ", both.Parts.Select(Print)) + ")",
        Condition.Either either => "(" + string.Join(" or ", either.Parts.Select(Print)) + ")",
        Condition.Negation { Of: Condition.ItemWrong wrong } => $"({Known(wrong.Item)} or {Absent(wrong.Item)})",
        Condition.Negation negation => $"{Print(negation.Of)}.not()",
        _ => throw NotWritten(),
    };

    private string Print(Number number)
    {
        Doors.RequireRange(number, int.MaxValue);
        return number switch
        {
            Number.Whole whole => Text(whole.Value),
            Number.ItemValue value => _versions.TryGetValue((value.Item, value.Version), out var version) ? Print(version.Value) : Value(value.Item),
            Number.Sum sum => "(" + string.Join(" + ", sum.Parts.Select(Print)) + ")",
            Number.Product product => $"({Print(product.Left)} * {Print(product.Right)})",
            Number.Division division => $"({Print(division.Dividend)} div {Print(division.Divisor)})",
            Number.Choice choice => $"iif({Print(choice.When)}, {Print(choice.Then)}, {Print(choice.Otherwise)})",
            Number.Extreme extreme => $"({string.Join(" | ", extreme.Parts.Select(Print))}).aggregate(iif($total.empty(), $this, iif($this {(extreme.IsGreatest ? ">" : "<")} $total, $this, $total)))",
            _ => throw NotWritten(),
        };
    }

    private static RuleNotExportableException NotWritten() =>
        new(ExportCodes.CovariateNeeded, "The rule asks for a fact about the person, and a QuestionnaireResponse holds none.");

    private static string Operator(Relation relation) => relation switch
    {
        Relation.AtLeast => ">=",
        Relation.AtMost => "<=",
        _ => "=",
    };

    /// <summary>The answers of an item, wherever in the form it stands.</summary>
    private string Answers(int item)
    {
        var id = program.Items[item].Item.Id;
        var items = options.ItemsVariable is { } name ? $"%{name}" : options.DefinesVariable ? "%items" : FhirPathExport.ItemsExpression;
        return $"{items}.where(linkId = {Quote(options.LinkIds.TryGetValue(id, out var linkId) ? linkId : id)}).answer";
    }

    private bool IsWeighted(Item item) => options.Answers switch
    {
        FhirPathAnswers.Number => false,
        FhirPathAnswers.Weight => true,
        _ => !item.Options.IsEmpty,
    };

    private bool IsQuantity(Item item) => options.Answers == FhirPathAnswers.Form && item.Options.IsEmpty && item.Kind == ItemKind.Duration;

    /// <summary>How the number of an answer is read.</summary>
    private string Read(Item item) => IsWeighted(item) ? "weight()" : IsQuantity(item) ? Minutes : "value";

    private const string Minutes = "value.ofType(Quantity).where(code = 'min').value";

    private string Known(int item) => $"({Answers(item)}.count() = 1 and {Legal(item)}.exists())";

    /// <summary>The answers of an item that are answers to it.</summary>
    private string Legal(int item)
    {
        var read = program.Items[item];
        var answers = $"{Answers(item)}{Applicable(item)}";
        if (read.Item.Kind == ItemKind.TimeOfDay)
        {
            return $"{answers}.where(value.ofType(time).exists())";
        }

        if (!read.Values.IsEmpty)
        {
            return $"{answers}.where({Read(read.Item)} in ({string.Join(" | ", read.Values.Select(Decimal))}))";
        }

        var number = IsWeighted(read.Item) || IsQuantity(read.Item) ? Read(read.Item) : "(value.ofType(integer) | value.ofType(decimal))";
        var top = read.Item.Max is { } max ? $" and $this <= {Decimal(max)}" : "";
        var scaled = read.Denominator == 1 ? "$this" : $"($this * {Text(read.Denominator)})";
        return $"{answers}.where({number}.where($this >= {Decimal(read.Item.Min)}{top} and {scaled} = {scaled}.truncate()).exists())";
    }

    /// <summary>A code for "not applicable" has no weight; some engines end with an error where they look for one.</summary>
    private string Applicable(int item) => program.Items[item].Item.AllowsNotApplicable && IsWeighted(program.Items[item].Item)
        ? $".where(value.ofType(Coding).where(code = {Quote(options.NotApplicableCode)}).empty())"
        : "";

    private string Value(int item)
    {
        var read = program.Items[item];
        var answers = Answers(item);
        if (!(_isGuarded && _strict.Contains(item)))
        {
            answers = Legal(item);
        }

        if (read.Item.Kind == ItemKind.TimeOfDay)
        {
            var text = $"{answers}.value.toString()";
            return $"({text}.substring(0, 2).toInteger() * 60 + {text}.substring(3, 2).toInteger())";
        }

        return read.Denominator == 1 ? $"{answers}.{Read(read.Item)}" : $"({answers}.{Read(read.Item)} * {Text(read.Denominator)})";
    }

    /// <summary>Whether nothing stands there, or only what counts as nothing.</summary>
    private string Absent(int item)
    {
        var read = program.Items[item].Item;
        var codes = options.MissingCodes.Concat(read.NotRated).Distinct().ToList();
        var answers = Answers(item);
        var absent = codes.Count == 0 ? $"{answers}.empty()" : $"{answers}{Applicable(item)}.where(({Read(read)} in ({string.Join(" | ", codes.Select(Decimal))})).not()).empty()";
        return read.AllowsNotApplicable ? $"({absent} or {NotApplicable(item)})" : absent;
    }

    private string NotApplicable(int item)
    {
        var answers = Answers(item);
        return $"({answers}.count() = 1 and {answers}.value.ofType(Coding).where(code = {Quote(options.NotApplicableCode)}).exists())";
    }

    private static string Decimal(Fraction value) => value.ToString();

    private static string Text(Int128 value) => value < 0 ? $"({value.ToString(CultureInfo.InvariantCulture)})" : value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A string literal; whatever stands in it cannot end it.</summary>
    private static string Quote(string text)
    {
        var quoted = new StringBuilder("'");
        foreach (var character in text)
        {
            _ = character switch
            {
                '\'' or '\\' => quoted.Append('\\').Append(character),
                < ' ' or (char)0x7F => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => quoted.Append(character),
            };
        }

        return quoted.Append('\'').ToString();
    }
}
