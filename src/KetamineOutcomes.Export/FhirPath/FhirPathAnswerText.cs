using System.Globalization;
using System.Text;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Programs;

namespace KetamineOutcomes.Export.FhirPath;

/// <summary>How an expression finds the answers of items on a form, one item at a time or several at once.</summary>
internal sealed class FhirPathAnswerText(InstrumentProgram program, FhirPathOptions options, FhirPathNames names)
{
    // A longer list that leaves nothing out is said by its ends: engines read a list again for every answer.
    private const int LongestList = 20;

    /// <summary>Whether the answers of an item can be looked at together with those of others: each is one of a list.</summary>
    public bool IsListed(int item)
    {
        var read = program.Items[item];
        return read.Item.Kind != ItemKind.TimeOfDay && !read.Values.IsEmpty && (read.Values.Count <= LongestList || read.Values.Count != read.High - read.Low + 1);
    }

    /// <summary>Whether nothing but an answer or no answer is right for an item: no code for a missing one, no "not applicable".</summary>
    public bool IsPlain(int item) => program.Items[item].Item is { AllowsNotApplicable: false, NotRated.IsEmpty: true } && options.MissingCodes.IsEmpty;

    /// <summary>What items must have in common for their answers to be tried at once.</summary>
    public string LegalKey(int item) => $"{Read(item)} {Applicable(item)} {LegalList(item)}";

    /// <summary>The answers of an item, wherever in the form it stands.</summary>
    public string Answers(int item) => $"{Nodes([item])}.answer";

    /// <summary>The answers of some items, wherever in the form they stand.</summary>
    public string Answers(IReadOnlyList<int> items) => $"{Nodes(items)}.answer";

    /// <summary>How the number of an item's answer is read.</summary>
    public string Read(int item) => IsWeighted(item) ? "weight()" : IsQuantity(item) ? "value.ofType(Quantity).where(code = 'min').value" : "value";

    /// <summary>The numbers of answers to an item, or to items that are read alike.</summary>
    public string Numbers(int item, string answers) => $"{answers}.{Read(item)}";

    /// <summary>Whether there is one answer to an item and it is one that the item takes.</summary>
    public string Known(int item) => $"({Answers(item)}.count() = 1 and {Legal(item)}.exists())";

    /// <summary>Whether each of some items, alike in what they take, has one answer, and one that it takes.</summary>
    public string Known(IReadOnlyList<int> items) => $"({Answers(items)}.count() = {Text(items.Count)} and {DistinctLegal(items)} = {Text(items.Count)})";

    /// <summary>Whether each of some plain items, alike in what they take, has no answer or one, and one that it takes: as many answers as items that have one.</summary>
    public string Sound(IReadOnlyList<int> items) => $"({Answers(items)}.count() = {DistinctLegal(items)})";

    /// <summary>The answers of an item that are answers to it.</summary>
    public string Legal(int item)
    {
        var read = program.Items[item];
        var answers = $"{Answers(item)}{Applicable(item)}";
        if (read.Item.Kind == ItemKind.TimeOfDay)
        {
            return $"{answers}.where(value.ofType(time).exists())";
        }

        if (IsListed(item))
        {
            return $"{answers}{OfList(item)}";
        }

        var number = IsWeighted(item) || IsQuantity(item) ? Read(item) : "(value.ofType(integer) | value.ofType(decimal))";
        var top = read.Item.Max is { } max ? $" and $this <= {Decimal(max)}" : "";
        var scaled = read.Denominator == 1 ? "$this" : $"($this * {Text(read.Denominator)})";
        return $"{answers}.where({number}.where($this >= {Decimal(read.Item.Min)}{top} and {scaled} = {scaled}.truncate()).exists())";
    }

    /// <summary>The answers of some items, alike in what they take, that are answers to them.</summary>
    public string Legal(IReadOnlyList<int> items) => $"{Answers(items)}{Applicable(items[0])}{OfList(items[0])}";

    /// <summary>The whole number of an item's answer among some answers of it.</summary>
    public string Value(int item, string answers)
    {
        var read = program.Items[item];
        if (read.Item.Kind == ItemKind.TimeOfDay)
        {
            var text = $"{answers}.value.toString()";
            return $"({text}.substring(0, 2).toInteger() * 60 + {text}.substring(3, 2).toInteger())";
        }

        return read.Denominator == 1 ? Numbers(item, answers) : $"({Numbers(item, answers)} * {Text(read.Denominator)})";
    }

    /// <summary>What an item's answers are multiplied by to be whole.</summary>
    public Int128 Scale(int item) => program.Items[item].Denominator;

    /// <summary>The whole number of the answer that is looked at.</summary>
    public string Number(int item, Int128 scale) => scale == 1 ? Read(item) : $"{Read(item)} * {Text(scale)}";

    /// <summary>The sum of the whole numbers of some answers; 0 of none.</summary>
    public string Total(int item, string answers, Int128 scale) => $"{Numbers(item, answers)}.aggregate({(scale == 1 ? "$this" : $"$this * {Text(scale)}")} + $total, 0)";

    /// <summary>Whether nothing stands there, or only what counts as nothing.</summary>
    public string Absent(int item)
    {
        var read = program.Items[item].Item;
        var codes = options.MissingCodes.Concat(read.NotRated).Distinct().ToList();
        var answers = Answers(item);
        var absent = codes.Count == 0 ? $"{answers}.empty()" : $"{answers}{Applicable(item)}.where(({Read(item)} in {List(codes)}).not()).empty()";
        return read.AllowsNotApplicable ? $"({absent} or {NotApplicable(item)})" : absent;
    }

    /// <summary>Whether an item was answered "not applicable", and with nothing else.</summary>
    public string NotApplicable(int item)
    {
        var answers = Answers(item);
        return $"({answers}.count() = 1 and {answers}.value.ofType(Coding).where(code = {Quote(options.NotApplicableCode)}).exists())";
    }

    /// <summary>A whole number; one below zero stands in parentheses.</summary>
    public static string Text(Int128 value) => value < 0 ? $"({value.ToString(CultureInfo.InvariantCulture)})" : value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A string literal; whatever stands in it cannot end it.</summary>
    public static string Quote(string text)
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

    private bool IsWeighted(int item) => options.Answers switch
    {
        FhirPathAnswers.Number => false,
        FhirPathAnswers.Weight => true,
        _ => !program.Items[item].Item.Options.IsEmpty,
    };

    private bool IsQuantity(int item) => options.Answers == FhirPathAnswers.Form && program.Items[item].Item is { Options.IsEmpty: true, Kind: ItemKind.Duration };

    /// <summary>The items of the form with these linkIds.</summary>
    private string Nodes(IReadOnlyList<int> items)
    {
        var all = options.ItemsVariable is { } own ? $"%{own}" : names.DefinesVariables ? names.Share("form", FhirPathExport.ItemsExpression) : FhirPathExport.ItemsExpression;
        var ids = items.Select(LinkId).ToList();
        var nodes = ids.Count == 1 ? $"{all}.where(linkId = {ids[0]})" : $"{all}.where(linkId in {names.Share("ids", string.Join(" | ", ids))})";
        return names.DefinesVariables ? names.Share(ids.Count == 1 ? "node" : "group", nodes) : nodes;
    }

    private string LinkId(int item)
    {
        var id = program.Items[item].Item.Id;
        return Quote(options.LinkIds.TryGetValue(id, out var linkId) ? linkId : id);
    }

    /// <summary>How many of some items, alike in what they take, have an answer that they take.</summary>
    private string DistinctLegal(IReadOnlyList<int> items) =>
        $"{Nodes(items)}.where(answer{Applicable(items[0])}{OfList(items[0])}.exists()).linkId.distinct().count()";

    private string OfList(int item) => $".where({Read(item)} in {names.Share("legal", LegalList(item))})";

    private string LegalList(int item) => string.Join(" | ", program.Items[item].Values.Select(Decimal));

    private string List(IEnumerable<Fraction> values) => names.Share("codes", string.Join(" | ", values.Select(Decimal)));

    /// <summary>A code for "not applicable" has no weight; some engines end with an error where they look for one.</summary>
    private string Applicable(int item) => program.Items[item].Item.AllowsNotApplicable && IsWeighted(item)
        ? $".where(value.ofType(Coding).where(code = {Quote(options.NotApplicableCode)}).empty())"
        : "";

    private static string Decimal(Fraction value) => value.ToString();
}
