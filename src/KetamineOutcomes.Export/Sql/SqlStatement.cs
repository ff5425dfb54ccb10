using System.Globalization;
using System.Text;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Programs;

namespace KetamineOutcomes.Export.Sql;

/// <summary>One query, as steps: the forms, their answers read, the skips in order, the rules, the words.</summary>
internal sealed class SqlStatement
{
    // What the library's tables read of a number: fifteen digits.
    private const long OpenLimit = 999_999_999_999_999;

    private readonly Instrument _instrument;
    private readonly SqlOptions _options;
    private readonly SqlText _text;
    private readonly SqlPrinter _printer;
    private readonly InstrumentProgram _program;
    private readonly List<string> _keys;
    private readonly List<(string Name, string Query)> _steps = [];
    private bool _hasSkips;
    private string _last = "";

    public SqlStatement(Instrument instrument, SqlOptions options)
    {
        _instrument = instrument;
        _options = options;
        _text = new SqlText(options.Dialect);
        _printer = new SqlPrinter(_text);
        _program = new InstrumentProgram(instrument, OpenLimit);
        Doors.RequireCodes(instrument, [.. options.MissingCodes, .. options.NotApplicableCodes]);
        RequireNames(options);
        _keys = [.. options.Keys.Select(_text.Name)];
    }

    public string WriteScale(Scale scale)
    {
        Doors.RequireReader(scale, "sql");
        RequirePerson(scale);
        var written = _program.Write(scale, Doors.FindPolicy(scale, _options.MissingPolicy));
        WriteSteps([written], []);
        List<string> columns =
        [
            .. _keys,
            $"{_text.Quote(_instrument.Id)} AS instrument",
            $"{_text.Quote(scale.Id)} AS scale",
            $"{Status(0)} AS status",
            $"{Score(written, 0)} AS score",
            $"{Severity(written, 0)} AS severity",
            $"{SqlText.Own}s0_answered AS answered",
        ];
        return Finish(columns);
    }

    public string WriteInstrument()
    {
        var scales = new List<ScaleProgram>();
        RuleNotWrittenException? refusal = null;
        foreach (var scale in _instrument.Scales)
        {
            try
            {
                Doors.RequireReader(scale, "sql");
                var policy = _options.MissingPolicy is { } name ? scale.FindMissingPolicy(name) ?? scale.MissingPolicies[0] : scale.MissingPolicies[0];
                RequirePerson(scale);
                var written = _program.Write(scale, policy);
                _ = _printer.Print(written.Rounded);
                scales.Add(written);
            }
            catch (RuleNotWrittenException e)
            {
                refusal = e;
            }
        }

        if (scales.Count == 0)
        {
            throw refusal ?? new RuleNotWrittenException(ExportCodes.ScaleUnfit, "The instrument has no scale.");
        }

        WriteSteps(scales, [.. _instrument.Alerts]);
        var columns = new List<string>(_keys);
        foreach (var (scale, i) in scales.Select((scale, i) => (scale, i)))
        {
            columns.Add($"{Status(i)} AS {_text.Name($"{scale.Scale.Id}_status")}");
            columns.Add($"{Score(scale, i)} AS {_text.Name(scale.Scale.Id)}");
            columns.Add($"{Severity(scale, i)} AS {_text.Name($"{scale.Scale.Id}_severity")}");
            columns.Add($"{SqlText.Own}s{Text(i)}_answered AS {_text.Name($"{scale.Scale.Id}_answered")}");
        }

        columns.AddRange(_instrument.Alerts.Select((alert, i) => $"{SqlText.Own}a{Text(i)} AS {_text.Name($"alert_{alert.Id}")}"));
        return Finish(columns);
    }

    private static void RequireNames(SqlOptions options)
    {
        var isOwn = options.Keys.Any(key => key.StartsWith(SqlText.Own, StringComparison.OrdinalIgnoreCase));
        if (isOwn || options.Keys.Distinct(StringComparer.OrdinalIgnoreCase).Count() != options.Keys.Count || options.Keys.IsEmpty)
        {
            throw new RuleNotWrittenException(
                ExportCodes.NameInvalid,
                $"The keys must be one or more columns, each named once, and none may begin with {SqlText.Own}.");
        }
    }

    private void RequirePerson(Scale scale)
    {
        if (_options.Layout == SqlLayout.Long && !scale.Covariates.IsEmpty)
        {
            throw new RuleNotWrittenException(ExportCodes.CovariateNeeded, "The rule asks for a fact about the person, and a long table of answers holds none.");
        }
    }

    private string Finish(List<string> columns)
    {
        var text = new StringBuilder("WITH ");

        // PostgreSQL puts steps into one another, and its just-in-time compiler then works for minutes on what skips make of that. Without skips it may: a filter on a key reaches the table.
        var apart = _options.Dialect == SqlDialect.PostgreSql && _hasSkips ? "MATERIALIZED " : "";
        text.AppendJoin(",\n", _steps.Select(step => $"{step.Name} AS {apart}(\n{step.Query}\n)"));
        return text.Append("\nSELECT\n  ").AppendJoin(",\n  ", columns).Append("\nFROM ").Append(_last).Append('\n').ToString();
    }

    private void Step(string name, IEnumerable<string> columns, string tail)
    {
        var step = SqlText.Own + name;
        _steps.Add((step, $"  SELECT\n    {string.Join(",\n    ", columns)}\n  FROM {tail}"));
        _last = step;
    }

    private void WriteSteps(List<ScaleProgram> scales, List<AlertRule> alerts)
    {
        var items = NeededItems(scales, alerts);
        var people = scales.SelectMany(scale => scale.Scale.Covariates).Distinct().Order().ToList();
        WriteRaw(items, people);
        WriteAnswers(items, people);
        foreach (var (skip, number) in _program.Skips.Select((skip, number) => (skip, number)))
        {
            var changed = skip.Where(version => items.Contains(version.Item)).ToList();
            if (changed.Count == 0)
            {
                continue;
            }

            _hasSkips = true;
            Step(
                $"skip{Text(number)}",
                [
                    $"{_last}.*",
                    .. changed.Select(version => $"{_printer.Flag(version.Known)} AS {SqlPrinter.KnownColumn(version.Item, version.Version)}"),
                    .. changed.Select(version => $"{SqlText.Big(_printer.Print(version.Value))} AS {SqlPrinter.ValueColumn(version.Item, version.Version)}"),
                ],
                _last);
        }

        var rules = new List<string>(_keys);
        foreach (var (scale, i) in scales.Select((scale, i) => (scale, i)))
        {
            var own = $"{SqlText.Own}s{Text(i)}";
            var invalid = Condition.Or(scale.Invalid, _options.Layout == SqlLayout.Long ? new Condition.Named($"{SqlText.Own}unknown") : Condition.False);
            rules.Add($"{_printer.Flag(scale.Known)} AS {own}_known");
            rules.Add($"CASE WHEN {_printer.Print(scale.Known)} THEN {SqlText.Big(_printer.Print(scale.Numerator))} ELSE 0 END AS {own}_num");
            rules.Add($"CASE WHEN {_printer.Print(scale.Known)} THEN {SqlText.Big(_printer.Print(scale.Denominator))} ELSE 1 END AS {own}_den");
            rules.Add($"{_printer.Flag(invalid)} AS {own}_invalid");
            rules.Add($"{_printer.Flag(scale.Prorated)} AS {own}_prorated");
            rules.Add($"{_printer.Flag(scale.LeftOut)} AS {own}_left_out");
            rules.Add($"{_printer.Print(scale.Answered)} AS {own}_answered");
        }

        rules.AddRange(alerts.Select((alert, i) => $"{Alert(alert)} AS {SqlText.Own}a{Text(i)}"));
        Step("rules", rules, _last);
    }

    /// <summary>The items of the scales and alerts, and those on which the skips of these depend.</summary>
    private SortedSet<int> NeededItems(List<ScaleProgram> scales, List<AlertRule> alerts)
    {
        var needed = new SortedSet<int>(scales.SelectMany(scale => scale.Items));
        needed.UnionWith(alerts.Select(alert => _program.Find(alert.Item).Index));
        foreach (var skip in Enumerable.Reverse(_instrument.Skips))
        {
            if (skip.Items.Any(item => needed.Contains(_program.Find(item.Item).Index)))
            {
                needed.UnionWith(InstrumentProgram.CollectItems(skip.When).Select(item => _program.Find(item).Index));
            }
        }

        return needed;
    }

    private string Column(string item) => _options.Columns.TryGetValue(item, out var column) ? column : item;

    private static string Raw(int item) => $"{SqlText.Own}r{Text(item)}";

    /// <summary>One row a form with what stands there for each item.</summary>
    private void WriteRaw(SortedSet<int> items, List<CovariateKind> people)
    {
        var table = _text.Table(_options.Table);
        if (_options.Layout == SqlLayout.Wide)
        {
            Step(
                "forms",
                [
                    .. _keys,
                    .. items.Select(item => $"{_text.Name(Column(_program.Items[item].Item.Id))} AS {Raw(item)}"),
                    .. people.Select(kind => $"{_text.Name(Column(Word(kind)))} AS {SqlText.Own}person{(int)kind}"),
                ],
                table);
            return;
        }

        // An item that stands twice with two answers has no answer; with the same one, it has that.
        var name = _text.Name(_options.ItemColumn);
        var value = _text.Name(_options.ValueColumn);
        var present = _options.MissingCodes.IsEmpty ? value : $"CASE WHEN {value} IN ({Codes(_options.MissingCodes)}) THEN NULL ELSE {value} END";
        string Pick(string function, int item) => $"{function}(CASE WHEN {name} = {_text.Quote(Column(_program.Items[item].Item.Id))} THEN {present} END)";
        var known = string.Join(", ", _instrument.Items.Select(item => _text.Quote(Column(item.Id))));
        var tail = new StringBuilder(table);
        if (_options.InstrumentColumn is { } instrument)
        {
            tail.Append("\n  WHERE ").Append(_text.Name(instrument)).Append(" = ").Append(_text.Quote(_instrument.Id));
        }

        tail.Append("\n  GROUP BY ").AppendJoin(", ", _keys);
        Step(
            "forms",
            [
                .. _keys,
                $"MAX(CASE WHEN {name} IN ({known}) THEN 0 ELSE 1 END) AS {SqlText.Own}unknown",
                .. items.Select(item => $"{Pick("MIN", item)} AS {Raw(item)}"),
                .. items.Select(item => $"{Pick("MAX", item)} AS {Raw(item)}_other"),
            ],
            tail.ToString());
    }

    private void WriteAnswers(SortedSet<int> items, List<CovariateKind> people)
    {
        var columns = new List<string>(_keys);
        if (_options.Layout == SqlLayout.Long)
        {
            columns.Add($"{SqlText.Own}unknown");
        }

        foreach (var item in items)
        {
            var read = _program.Items[item];
            var raw = Raw(item);
            var legal = Legal(read, raw);
            var missing = $"{raw} IS NULL";
            List<Fraction> absent = [.. _options.MissingCodes, .. read.Item.NotRated];
            if (absent.Count > 0)
            {
                missing += $" OR {raw} IN ({Codes(absent)})";
            }

            var offers = read.Item.AllowsNotApplicable && !_options.NotApplicableCodes.IsEmpty;
            var notApplicable = offers ? $"{raw} IN ({Codes(_options.NotApplicableCodes)})" : null;
            if (_options.Layout == SqlLayout.Long)
            {
                var one = $"({raw} = {raw}_other)";
                legal = $"{legal} AND {one}";
                missing = $"{raw} IS NULL" + (absent.Count > 0 ? $" OR ({raw} IN ({Codes(absent)}) AND {one})" : "");
                notApplicable = notApplicable is null ? null : $"{notApplicable} AND {one}";
            }

            columns.Add($"CASE WHEN {legal} THEN 1 ELSE 0 END AS {SqlPrinter.KnownColumn(item, 0)}");
            var value = read.Denominator == 1 ? raw : $"{raw} * {SqlText.Whole(read.Denominator)}";
            columns.Add($"CASE WHEN {legal} THEN {SqlText.Big(value)} ELSE 0 END AS {SqlPrinter.ValueColumn(item, 0)}");
            columns.Add($"CASE WHEN {missing} THEN 0 WHEN {legal} THEN 0{(notApplicable is null ? "" : $" WHEN {notApplicable} THEN 0")} ELSE 1 END AS {SqlPrinter.WrongColumn(item)}");
            columns.Add($"{(notApplicable is null ? "0" : $"CASE WHEN {notApplicable} THEN 1 ELSE 0 END")} AS {SqlPrinter.NotApplicableColumn(item)}");
        }

        foreach (var kind in people)
        {
            var raw = $"{SqlText.Own}person{(int)kind}";
            var asText = $"LOWER(TRIM(CAST({raw} AS {_text.TextType})))";
            if (kind == CovariateKind.Sex)
            {
                columns.Add($"CASE WHEN {asText} IN ('male', 'm', 'female', 'f') THEN 1 ELSE 0 END AS {SqlPrinter.PersonKnownColumn(kind)}");
                columns.Add($"CASE WHEN {asText} IN ('female', 'f') THEN 1 ELSE 0 END AS {SqlPrinter.PersonColumn(kind)}");
            }
            else
            {
                var isAge = $"{raw} >= 0 AND {raw} <= {Text(Covariates.MaxAge)} AND {raw} = FLOOR({raw})";
                columns.Add($"CASE WHEN {isAge} THEN 1 ELSE 0 END AS {SqlPrinter.PersonKnownColumn(kind)}");
                columns.Add($"CASE WHEN {isAge} THEN {SqlText.Big(raw)} ELSE 0 END AS {SqlPrinter.PersonColumn(kind)}");
            }
        }

        Step("answers", columns, _last);
    }

    private static string Legal(ProgramItem item, string raw)
    {
        if (!item.Values.IsEmpty)
        {
            return $"{raw} IN ({string.Join(", ", item.Values.Select(SqlText.Decimal))})";
        }

        // The upper end of an open count also keeps out what is no number (NaN, infinity).
        var top = item.Item.Max is { } max ? SqlText.Decimal(max) : Text(OpenLimit);
        var scaled = item.Denominator == 1 ? raw : $"{raw} * {SqlText.Whole(item.Denominator)}";
        return $"{raw} >= {SqlText.Decimal(item.Item.Min)} AND {raw} <= {top} AND {scaled} = FLOOR({scaled})";
    }

    private string Alert(AlertRule alert)
    {
        // What was answered decides, also where a skip overrides it.
        var item = _program.Find(alert.Item);
        string Judge(int version) =>
            $"CASE WHEN {_printer.Print(Condition.AtLeast(new Number.ItemValue(item.Index, version, item.Low, item.High), Number.From(item.Scale(alert.RaisedFrom))))} THEN 'raised' ELSE 'clear' END";
        var last = _program.LastVersion(item.Index);
        var wrong = $"{SqlPrinter.WrongColumn(item.Index)} = 1";
        var skipped = last > 0 ? $" WHEN {SqlPrinter.KnownColumn(item.Index, last)} = 1 THEN {Judge(last)}" : "";
        return $"CASE WHEN {wrong} THEN 'not-assessed' WHEN {SqlPrinter.KnownColumn(item.Index, 0)} = 1 THEN {Judge(0)}{skipped} ELSE 'not-assessed' END";
    }

    private static string Status(int i)
    {
        var own = $"{SqlText.Own}s{Text(i)}";
        return $"CASE WHEN {own}_invalid = 1 THEN 'invalid' WHEN {own}_known = 0 THEN 'incomplete' WHEN {own}_prorated = 1 THEN 'prorated' ELSE 'scored' END";
    }

    private string Score(ScaleProgram scale, int i)
    {
        var own = $"{SqlText.Own}s{Text(i)}";
        var computed = Computed(scale, own);
        var value = scale.Scale.Result switch
        {
            ResultKind.Number => SqlText.Scaled(_printer.Print(computed.Rounded), scale.Scale.Decimals),
            ResultKind.Flag => $"CASE WHEN {own}_num = 0 THEN 'not-met' ELSE 'met' END",
            ResultKind.Profile => $"CAST({own}_num AS {_text.TextType})",
            _ => "CASE " + string.Join(' ', scale.Scale.Categories.Select(category =>
                $"WHEN {own}_num * {SqlText.Whole(category.Value.Denominator)} = {own}_den * {SqlText.Whole(category.Value.Numerator)} THEN {_text.Quote(category.Id)}")) + " END",
        };
        return $"CASE WHEN {own}_invalid = 0 AND {own}_known = 1 THEN {value} END";
    }

    private string Severity(ScaleProgram scale, int i)
    {
        var own = $"{SqlText.Own}s{Text(i)}";
        if (scale.Scale.DefaultBandSet is not { } set || scale.Scale.Result != ResultKind.Number)
        {
            return $"CAST(NULL AS {_text.TextType})";
        }

        var computed = Computed(scale, own);
        var bands = string.Join(' ', Enumerable.Reverse(set.Bands).Take(set.Bands.Count - 1)
            .Select(band => $"WHEN {_printer.Print(computed.AtLeast(band.From))} THEN {_text.Quote(band.Id)}"));
        var lowest = _text.Quote(set.Bands[0].Id);
        var banded = bands.Length == 0 ? lowest : $"CASE {bands} ELSE {lowest} END";
        return $"CASE WHEN {own}_invalid = 0 AND {own}_known = 1 AND {own}_left_out = 0 THEN {banded} END";
    }

    /// <summary>The scale with its fraction read from the columns of the step before.</summary>
    private static ScaleProgram Computed(ScaleProgram scale, string own) => scale with
    {
        Numerator = scale.Numerator.Fixed is null ? new Number.Named($"{own}_num", scale.Numerator.Low, scale.Numerator.High) : scale.Numerator,
        Denominator = scale.Denominator.Fixed is null ? new Number.Named($"{own}_den", Int128.Max(scale.Denominator.Low, 1), scale.Denominator.High) : scale.Denominator,
    };

    private static string Codes(IEnumerable<Fraction> codes) => string.Join(", ", codes.Distinct().Select(SqlText.Decimal));

    private static string Word(CovariateKind kind) => kind == CovariateKind.Sex ? "sex" : "age";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
