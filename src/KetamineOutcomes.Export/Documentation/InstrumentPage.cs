using KetamineOutcomes.Instruments;
using KetamineOutcomes.Instruments.Rules;

namespace KetamineOutcomes.Export.Documentation;

/// <summary>The documentation reader: an instrument's definition as a page of Markdown for clinicians and implementers.</summary>
/// <remarks>
/// The page holds everything that the definition says: items, each rule in words and as a formula, missing-item policies, bands, cut-offs,
/// endpoints, alerts, figures, codes, licence, notes and sources with their status. It is written from the same tree that scores the form.
/// </remarks>
public sealed class InstrumentPage
{
    private readonly Instrument _instrument;
    private readonly ItemNames _items;
    private readonly RuleTables _tables;
    private readonly Markdown _page = new();
    private readonly List<(string Name, EquatableArray<ItemOption> Options, List<Item> Items)> _optionSets = [];

    private InstrumentPage(Instrument instrument)
    {
        _instrument = instrument;
        _items = new ItemNames(instrument);
        _tables = new RuleTables(instrument);
        foreach (var item in instrument.Items.Where(item => !item.Options.IsEmpty))
        {
            var index = _optionSets.FindIndex(set => set.Options == item.Options);
            if (index < 0)
            {
                _optionSets.Add((Wording.Number(_optionSets.Count + 1), item.Options, [item]));
            }
            else
            {
                _optionSets[index].Items.Add(item);
            }
        }
    }

    /// <summary>Writes the page.</summary>
    /// <param name="instrument">The instrument, shipped or a caller's own.</param>
    /// <returns>Markdown that ends with a line feed; the same for the same definition, whatever the culture.</returns>
    public static string Write(Instrument instrument)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        return new InstrumentPage(instrument).Write();
    }

    private string Write()
    {
        WriteHead();
        WriteItems();
        WriteSkips();
        if (!_instrument.Scales.IsEmpty)
        {
            _page.Heading(2, "Scales");
        }

        foreach (var scale in _instrument.Scales)
        {
            WriteScale(scale);
        }

        WriteAlerts();
        WriteNotes();
        WriteCodes();
        WriteLicence();
        WriteSources();
        WriteNotation();
        return _page.ToString();
    }

    private void WriteHead()
    {
        _page.Heading(1, Markdown.Escape(_instrument.Name));
        _page.Paragraph($"<!-- Generated from the definition {_instrument.Id} {_instrument.Version}; edits are lost. -->");
        if (_instrument.IsDraft)
        {
            _page.Paragraph("**Draft.** This definition is not in the catalogue.");
        }

        var unscored = _instrument.Items.Count(item => !item.IsScored);
        var items = Wording.Number(_instrument.Items.Count) + (unscored > 0 ? $", {Wording.Number(unscored)} of them asked and never scored" : "");
        _page.Table(
            ["", "**" + Markdown.Escape(_instrument.ShortName) + "**"],
            [
                ["Id", Markdown.Span(_instrument.Id)],
                ["Definition", Markdown.Span(_instrument.Version)],
                ["Measures", Markdown.Escape(Wording.Domain(_instrument.Domain))],
                ["Filled in by", Wording.Join([.. _instrument.Raters.Select(Wording.Say)], "or")],
                ["Looks back", $"{Markdown.Escape(Ended(_instrument.Recall.Text))} {Cite(_instrument.Recall.Evidence)}"],
                .. _instrument.Recall.Hours is { } hours ? new[] { new[] { "Looks back, in hours", Wording.Number(hours) } } : [],
                ["Items", items],
                ["Gives", _instrument.Scales.IsEmpty ? "no score" : string.Join("<br>", _instrument.Scales.Select(scale => $"{Markdown.Link(Markdown.Escape(scale.Name), $"#{Anchor(scale)}")}: {Markdown.Escape(Facts.Result(scale))}"))],
                ["Alerts", _instrument.Alerts.IsEmpty ? "none" : Markdown.Link(Wording.Join([.. _instrument.Alerts.Select(alert => alert.Topic).Distinct(StringComparer.Ordinal).Select(Markdown.Escape)]), "#alerts")],
                ["Printed wording", $"{Wording.Say(_instrument.Licence.ItemText)}; see the [licence](#licence). The labels below are our own: short topics, or the printed numbers alone."],
            ]);
    }

    private void WriteItems()
    {
        _page.Heading(2, "Items");
        _page.Table(
            ["Item", "Topic", "Answer", "Remarks"],
            _instrument.Items.Select(item => (IReadOnlyList<string>)
            [
                Markdown.Span(item.Id),
                Markdown.Escape(item.Label),
                Markdown.Escape(Answer(item)),
                Markdown.Escape(string.Join("; ", Facts.Remarks(item))),
            ]));
        if (_optionSets.Count == 0)
        {
            return;
        }

        _page.Paragraph("The options:");
        _page.List(_optionSets.Select(set => $"**Options {set.Name}** ({_items.Say(set.Items.Select(item => item.Id))}): {Markdown.Escape(string.Join("; ", set.Options.Select(Facts.Say)))}."));
        if (_optionSets.Exists(set => set.Options.Any(option => option.Value is null) && set.Items.Exists(item => item.IsScored)))
        {
            _page.Paragraph("An option without a value counts as missing.");
        }
    }

    private string Answer(Item item)
    {
        if (item.Options.IsEmpty)
        {
            return Facts.Range(item);
        }

        var name = $"options {_optionSets.Find(set => set.Options == item.Options).Name}";
        return item.Kind == ItemKind.Choice ? name : $"{Facts.Range(item)}, {name}";
    }

    private void WriteSkips()
    {
        if (_instrument.Skips.IsEmpty)
        {
            return;
        }

        _page.Heading(2, "Skips");
        _page.Paragraph("What the form tells people to leave out. Applied in this order, before anything counts as missing. Where the condition cannot be told, nothing is skipped.");
        _page.List(_instrument.Skips.Select(skip =>
        {
            var when = RuleWords.SayCondition(skip.When, _items, _tables);
            var condition = when.Parts.Count == 0 ? Markdown.Escape(when.Text) : Markdown.Span(RuleFormula.WriteCondition(skip.When, _items, _tables));
            var values = skip.Items.GroupBy(item => item.Value).Select(group => $"{_items.Say(group.Select(item => item.Item))} {(group.Skip(1).Any() ? "count" : "counts")} as {group.Key}");
            var answered = skip.Answered switch
            {
                SkipAnswered.Keep => "An answer given all the same stands, with a warning",
                SkipAnswered.Override => "An answer given all the same is replaced, with a warning",
                _ => throw new InvalidOperationException("A skip keeps or overrides."),
            };
            return $"If {condition}: {Wording.Join([.. values])}. {answered}. {Cite(skip.Evidence)}";
        }));
    }

    private void WriteScale(Scale scale)
    {
        _page.Heading(3, $"<a id=\"{Anchor(scale)}\"></a>{Markdown.Escape(scale.Name)}");
        var lines = new List<string> { $"Id {Markdown.Span(scale.Id)}{(ReferenceEquals(scale, _instrument.MainScale) ? ", the main scale" : "")}.", $"Result: {Markdown.Escape(Facts.Result(scale))}." };
        if (scale.Result == ResultKind.Flag)
        {
            lines.Add("A pattern that is met is no diagnosis.");
        }

        if (scale.Result == ResultKind.Number && (scale.Decimals > 0 || !WholeNumbers.Gives(scale.Rule, _instrument)))
        {
            lines.Add($"Rounded once, at the end, half away from zero, to {(scale.Decimals == 0 ? "a whole number" : Wording.Count(scale.Decimals, "decimal"))}. Bands and cut-offs are held against the exact value.");
        }

        if (!scale.Items.IsEmpty)
        {
            lines.Add($"Uses {_items.Say(scale.Items.Select(item => item.Id))}{(scale.Covariates.IsEmpty ? "" : ", and beside the answers the person's " + Wording.Join([.. scale.Covariates.Select(Wording.Say)]))}.");
        }

        if (!scale.DecreasingIn.IsEmpty)
        {
            lines.Add($"A higher answer to {_items.Say(scale.DecreasingIn, "or")} lowers the score; a higher answer to any other item never does.");
        }

        lines.AddRange(scale.NotMonotoneIn.Select(exception => $"With {_items.Say([exception.Item])} the score goes both up and down: {Markdown.Escape(Ended(exception.Reason))}"));
        lines.Add($"Evaluated by: {string.Join(", ", scale.Readers)}.");
        _page.List(lines);
        WriteRule(scale);
        WriteMissing(scale);
        WriteBands(scale);
        WriteCutOffs(scale);
        WriteEndpoints(scale);
        WriteMilestones(scale);
        WriteFigures(scale);
    }

    private void WriteRule(Scale scale)
    {
        var words = RuleWords.Say(scale, _items, _tables).Lines().Select(Markdown.Escape).ToList();
        words[0] = $"**Rule.** {words[0]}";
        _page.Paragraph(words.Count == 1 ? words[0] : $"{words[0]}\n\n{string.Join('\n', words.Skip(1).Select(UnescapeBullet))}");
        _page.Code(RuleFormula.Write(scale, _items, _tables));
        WriteTables(scale);

        if (!scale.Categories.IsEmpty)
        {
            _page.Table(["Value", "Category", "Meaning"], scale.Categories.Select(category => (IReadOnlyList<string>)[category.Value.ToString(), Markdown.Span(category.Id), Markdown.Escape(category.Label)]));
        }

        _page.Paragraph($"Sources of the rule: {Cite(scale.Evidence, brackets: false)}.");
    }

    // The nested list's own bullets are Markdown's; Escape took them for text.
    private static string UnescapeBullet(string line) => line.Replace("\\- ", "- ", StringComparison.Ordinal);

    /// <summary>The tables of the rule; one that stands under an earlier scale is pointed to and not repeated.</summary>
    private void WriteTables(Scale scale)
    {
        foreach (var group in _tables.UsedBy(scale.Rule).GroupBy(table => table.Scale))
        {
            if (ReferenceEquals(group.Key, scale))
            {
                foreach (var table in group)
                {
                    WriteTable(table);
                }
            }
            else
            {
                var names = Wording.Join([.. group.Select(table => table.Name)]);
                _page.Paragraph($"{(group.Skip(1).Any() ? $"Tables {names} stand" : $"Table {names} stands")} under {Markdown.Link(Markdown.Escape(group.Key.Name), $"#{Anchor(group.Key)}")}.");
            }
        }
    }

    private void WriteTable(RuleTable table)
    {
        if (table.Node is RecodeNode)
        {
            _page.Paragraph($"**Table {table.Name}**: {table.Text}.");
            return;
        }

        var lookup = (LookupNode)table.Node;
        var whole = WholeNumbers.Gives(lookup.Of, _instrument);
        _page.Paragraph($"**Table {table.Name}**{(whole ? "" : " (each row holds from its first number up to, but not including, the next row's)")}:");
        _page.Table(
            ["Input", "Value", "Standard error"],
            lookup.Rows.Select((row, i) => (IReadOnlyList<string>)
            [
                Interval(row.From, i + 1 < lookup.Rows.Count ? lookup.Rows[i + 1].From : null, lookup.Of.Range.High, whole),
                row.Value.ToString(),
                row.StandardError?.ToString() ?? "",
            ]));
    }

    /// <summary>"5 to 9" between whole numbers, else "5 to below 10"; the last goes to the end of the range.</summary>
    private static string Interval(Fraction from, Fraction? next, Fraction? high, bool whole)
    {
        var first = whole ? Whole(from) : from;
        var last = whole && next is { } bound ? Whole(bound) - 1 : next ?? high;
        return last is not { } end ? $"{first} or more"
            : first == end ? first.ToString()
            : whole || next is null ? $"{first} to {end}"
            : $"{first} to below {end}";
    }

    // A bound between two whole numbers (13/2) admits what the next whole number does.
    private static Fraction Whole(Fraction bound) => bound.IsInteger ? bound : Fraction.FromDecimal(decimal.Ceiling((decimal)bound.Numerator / bound.Denominator));

    private void WriteMissing(Scale scale)
    {
        _page.Paragraph(scale.MissingPolicies.Count == 1
            ? "**Missing answers.** A score comes wherever no possible answer could change it; else it is incomplete, and there is no number."
            : "**Missing answers.** The first policy is the default; the others are asked for by name. Where a policy does not reach, a score comes only if no possible answer could change it; else it is incomplete, and there is no number.");
        _page.List(scale.MissingPolicies.Select((policy, i) =>
            $"{Markdown.Span(policy.Name)}{(i == 0 && scale.MissingPolicies.Count > 1 ? " (default)" : "")}: {Markdown.Escape(string.Join("; ", Facts.Describe(policy, scale, _items, _tables)))}. {Cite(policy.Evidence)}"));
    }

    private void WriteBands(Scale scale)
    {
        if (scale.BandSets.IsEmpty)
        {
            return;
        }

        var whole = WholeNumbers.Gives(scale.Rule, _instrument);
        _page.Paragraph("**Severity bands**");
        foreach (var set in scale.BandSets)
        {
            _page.Paragraph($"{Markdown.Span(set.Id)}.{Default(set.IsDefault, set.Reason)} {Cite(set.Evidence)}");
            _page.Table(
                ["Score", "Band", "Id"],
                set.Bands.Select((band, i) => (IReadOnlyList<string>)
                [
                    Interval(band.From, i + 1 < set.Bands.Count ? set.Bands[i + 1].From : null, scale.Range.High, whole),
                    Markdown.Escape(band.Label),
                    Markdown.Span(band.Id),
                ]));
        }

        if (whole && scale.MissingPolicies.Any(policy => policy.PersonMeans.Any(mean => mean.RoundTo is null)))
        {
            _page.Paragraph("A filled-in score can lie between two whole numbers. It is held against the bands before it is rounded, so that it belongs to the lower one.");
        }
    }

    private void WriteCutOffs(Scale scale)
    {
        if (scale.CutOffs.IsEmpty)
        {
            return;
        }

        _page.Paragraph("**Cut-offs**");
        _page.Table(
            ["Score", "What it separates", "Id", "Sources"],
            scale.CutOffs.Select(cutOff => (IReadOnlyList<string>)
            [
                Markdown.Escape(Facts.Condition(cutOff)),
                Markdown.Escape(Wording.Capitalise(Ended(cutOff.Purpose))) + Default(cutOff.IsDefault, cutOff.Reason),
                Markdown.Span(cutOff.Id),
                Cite(cutOff.Evidence, brackets: false),
            ]));
    }

    private void WriteEndpoints(Scale scale)
    {
        if (scale.Endpoints.IsEmpty)
        {
            return;
        }

        _page.Paragraph("**Response and remission**");
        _page.Table(
            ["Endpoint", "Met by", "Improvement in %", "Id", "Sources"],
            scale.Endpoints.Select(endpoint => (IReadOnlyList<string>)
            [
                Wording.Say(endpoint.Kind) + "." + Default(endpoint.IsDefault, endpoint.Reason),
                Markdown.Escape(Facts.Describe(endpoint, scale)),
                endpoint.Kind == EndpointKind.Response ? Markdown.Span(Facts.Percentage(endpoint, scale)) : "",
                Markdown.Span(endpoint.Id),
                $"{Cite(endpoint.Evidence, brackets: false)}. Baseline: {Cite(endpoint.MinimumBaselineEvidence, brackets: false)}",
            ]));
    }

    private void WriteMilestones(Scale scale)
    {
        if (scale.Milestones.IsEmpty)
        {
            return;
        }

        _page.Paragraph("**Milestones**");
        _page.Table(
            ["Milestone", "Reached by", "Id", "Sources"],
            scale.Milestones.Select(milestone => (IReadOnlyList<string>)
            [
                Markdown.Escape(Wording.Capitalise(Ended(milestone.Label))),
                Markdown.Escape(Facts.Describe(milestone)),
                Markdown.Span(milestone.Id),
                Cite(milestone.Evidence, brackets: false),
            ]));
    }

    private void WriteFigures(Scale scale)
    {
        if (scale.Psychometrics.IsEmpty)
        {
            return;
        }

        _page.Paragraph("**Reliability, norms and change**");
        _page.Table(
            ["Figure", "Value", "Population", "Sources"],
            scale.Psychometrics.Select(figure => (IReadOnlyList<string>)
            [
                Wording.Say(figure.Kind),
                Facts.Figure(figure),
                Markdown.Escape(figure.Population),
                Cite(figure.Evidence, brackets: false),
            ]));
    }

    private void WriteAlerts()
    {
        if (_instrument.Alerts.IsEmpty)
        {
            return;
        }

        _page.Heading(2, "Alerts");
        _page.Paragraph("An alert says that an answer needs someone's attention, whatever the total. It is no risk assessment, and a clear alert is no all-clear. An unanswered item gives *not-assessed*, never *clear*.");
        _page.Table(
            ["Item", "About", "Raised by an answer of", "Further levels", "Sources"],
            _instrument.Alerts.Select(alert => (IReadOnlyList<string>)
            [
                Markdown.Escape(_items.SayWithLabel(alert.Item)) + (alert.Id == alert.Item ? "" : $" {Markdown.Span(alert.Id)}"),
                Markdown.Escape(alert.Topic),
                Markdown.Escape(From(alert.Item, alert.RaisedFrom)),
                string.Join("<br>", alert.Levels.Select(level => $"{Markdown.Span(level.Id)} {Markdown.Escape($"from {From(alert.Item, level.From)}: {Ended(level.Label)}")} {Cite(level.Evidence)}")),
                Cite(alert.Evidence, brackets: false),
            ]));
    }

    private string From(string item, Fraction value)
    {
        var found = _instrument.FindItem(item)!;
        var option = found.Options.FirstOrDefault(option => option.Value == value);
        var text = option is null || option.Label == value.ToString() ? value.ToString() : $"{value} ({option.Label})";
        return found.Max == value ? text : $"{text} or more";
    }

    private void WriteNotes()
    {
        if (_instrument.Notes.IsEmpty)
        {
            return;
        }

        _page.Heading(2, "Conflicts among sources, traps and what was left out");
        _page.List(_instrument.Notes.Select(Markdown.Escape));
    }

    private void WriteCodes()
    {
        var rows = Codes().ToList();
        if (rows.Count == 0)
        {
            return;
        }

        _page.Heading(2, "Codes in other systems");
        _page.Table(["What", "System", "Code", "Role", "Sources"], rows);
    }

    private IEnumerable<IReadOnlyList<string>> Codes()
    {
        var all = _instrument.Codes.Select(code => Row("the instrument", code))
            .Concat(_instrument.Scales.SelectMany(scale => scale.Codes.Select(code => Row(Markdown.Span(scale.Id), code))
                .Concat(scale.Categories.SelectMany(category => category.Codes.Select(code => Row($"{Markdown.Span(scale.Id)}: {Markdown.Span(category.Id)}", code))))))
            .Concat(_instrument.Items.SelectMany(item => item.Codes.Select(code => Row(Markdown.Span(item.Id), code))));
        return all.Concat(_optionSets.SelectMany(set => set.Options.SelectMany(option => option.Codes.Select(code => Row(Markdown.Escape($"options {set.Name}: {Facts.Say(option)}"), code)))));

        IReadOnlyList<string> Row(string what, Code code) =>
            [what, Markdown.Escape(code.System), Markdown.Span(code.Value), Markdown.Escape(code.Role ?? ""), Cite(code.Evidence, brackets: false)];
    }

    private void WriteLicence()
    {
        var licence = _instrument.Licence;
        _page.Heading(2, "Licence");
        _page.Paragraph($"Owner: {Markdown.Escape(Ended(licence.Holder))} {Markdown.Escape(Ended(licence.Terms))} Printed wording: {Wording.Say(licence.ItemText)}. {Cite(licence.Evidence)}");
        _page.Paragraph("This is information and not legal advice.");
    }

    private void WriteSources()
    {
        _page.Heading(2, "Sources");
        var used = AllEvidence().GroupBy(evidence => evidence.Source.Key, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Select(evidence => evidence.Status).Distinct().Order().Select(Wording.Say).ToList(), StringComparer.Ordinal);
        _page.List(_instrument.Sources.Select(source =>
        {
            var statuses = used.TryGetValue(source.Key, out var found) ? $" Known here as: {string.Join(", ", found)}." : "";
            return $"<a id=\"{Anchor(source)}\"></a>**{Markdown.Escape(source.Key)}**. {Markdown.Escape(Ended(source.Citation))}{(source.Url is null ? "" : " " + Markdown.Address(source.Url))}{statuses}";
        }));
    }

    private IEnumerable<Evidence> AllEvidence()
    {
        foreach (var evidence in _instrument.Recall.Evidence
            .Concat(_instrument.Licence.Evidence)
            .Concat(_instrument.Codes.Concat(_instrument.Items.SelectMany(item => item.Codes.Concat(item.Options.SelectMany(option => option.Codes)))).SelectMany(code => code.Evidence))
            .Concat(_instrument.Skips.SelectMany(skip => skip.Evidence))
            .Concat(_instrument.Alerts.SelectMany(alert => alert.Evidence.Concat(alert.Levels.SelectMany(level => level.Evidence)))))
        {
            yield return evidence;
        }

        foreach (var evidence in _instrument.Scales.SelectMany(scale => scale.Evidence
            .Concat(scale.MissingPolicies.SelectMany(policy => policy.Evidence))
            .Concat(scale.BandSets.SelectMany(set => set.Evidence))
            .Concat(scale.CutOffs.SelectMany(cutOff => cutOff.Evidence))
            .Concat(scale.Endpoints.SelectMany(endpoint => endpoint.Evidence.Concat(endpoint.MinimumBaselineEvidence)))
            .Concat(scale.Milestones.SelectMany(milestone => milestone.Evidence))
            .Concat(scale.Psychometrics.SelectMany(figure => figure.Evidence))
            .Concat(scale.Codes.Concat(scale.Categories.SelectMany(category => category.Codes)).SelectMany(code => code.Evidence))))
        {
            yield return evidence;
        }
    }

    /// <summary>How to read the formulas: only the signs that stand on this page.</summary>
    private void WriteNotation()
    {
        var text = string.Join('\n', _instrument.Scales.SelectMany(scale => RuleFormula.Write(scale, _items, _tables)))
            + string.Concat(_instrument.Skips.Select(skip => RuleFormula.WriteCondition(skip.When, _items, _tables)));
        var lines = Notation.Where(sign => Array.Exists(sign.Signs.Split('|'), part => text.Contains(part, StringComparison.Ordinal))).Select(sign => sign.Meaning).ToList();
        foreach (var kind in _instrument.Scales.SelectMany(scale => scale.Covariates).Distinct().Order())
        {
            lines.Add($"`{Wording.Say(kind)}`: {RuleWords.Covariate(kind)}.");
        }

        if (_tables.All.Count > 0)
        {
            lines.Add("`A[...]`: the value that table A gives.");
        }

        if (lines.Count == 0)
        {
            return;
        }

        _page.Heading(2, "How to read the formulas");
        _page.List(lines.Append("Arithmetic is exact; nothing is rounded before the end, unless a missing-item policy says so."));
    }

    private static readonly (string Signs, string Meaning)[] Notation =
    [
        ("..", "`item1..item9`: all items from the first to the last, in the form's order."),
        (" for x in ", "`f(x) for x in {...}`: the same for each of these items."),
        (">=|<=| and | or |all(|any(", "A comparison, and each `and`, `or`, `all(...)` and `any(...)`, is 1 if it holds and 0 if not."),
        ("count(", "`count(...)`: how many of the conditions hold."),
        ("case(", "`case(c: a, d: b, else: e)`: the value beside the first condition that holds."),
        ("answered(", "`answered(...)`: the one of these items that was answered; both answered is an error."),
        ("digits(", "`digits(...)`: the answers side by side as digits."),
        ("minutes(", "`minutes(a -> b)`: minutes from one time of day to the next occurrence of the other."),
        ("value_set[", "`value_set[...]`: the value that the caller's own value set gives to the profile."),
    ];

    /// <summary>" **Default.** Why." or what of it there is, with a space before.</summary>
    private static string Default(bool isDefault, string? reason) =>
        (isDefault ? " **Default.**" : "") + (reason is null ? "" : " " + Markdown.Escape(Wording.Capitalise(Ended(reason))));

    private static string Ended(string text) => text.EndsWith('.') || text.EndsWith('?') || text.EndsWith('!') ? text : text + ".";

    private static string Cite(EquatableArray<Evidence> evidence, bool brackets = true)
    {
        var text = string.Join("; ", evidence.Select(e =>
            $"{Markdown.Link(Markdown.Escape(e.Source.Key), $"#{Anchor(e.Source)}")} ({Wording.Say(e.Status)}{(e.Note is null ? "" : $": {Markdown.Escape(e.Note.TrimEnd('.'))}")})"));
        return brackets ? $"Sources: {text}." : text;
    }

    private static string Anchor(Source source) => $"source-{source.Key}";

    private static string Anchor(Scale scale) => $"scale-{scale.Id}";
}
