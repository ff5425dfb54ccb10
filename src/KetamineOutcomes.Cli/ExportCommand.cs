using System.CommandLine;
using System.Text;
using System.Text.Json;
using KetamineOutcomes.Export;
using KetamineOutcomes.Export.Conformance;
using KetamineOutcomes.Export.FhirPath;
using KetamineOutcomes.Export.Sql;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Tables;

namespace KetamineOutcomes.Cli;

/// <summary><c>export</c>: the rules for the engines that hold the data.</summary>
internal sealed class ExportCommand : Command
{
    public ExportCommand(ToolHost host)
        : base("export", "Writes the scoring rules for other engines: FHIRPath, SQL, the rule files themselves, and vectors to prove a reader by.")
    {
        Add(new FhirPathCommand(host));
        Add(new SqlCommand(host));
        Add(new RulesCommand(host));
        Add(new VectorsCommand(host));
        SetAction(call => Tool.ShowHelp(call));
    }

    /// <summary>What the four have in common: which instrument, and where the text goes.</summary>
    private abstract class ExportPart(string name, string description, string examples) : ToolCommand(name, description, examples)
    {
        protected InstrumentOptions Instruments { get; } = new();

        protected Option<string> Output { get; } = new("--output", "-o")
        {
            Description = "Where the text goes; a file appears only when it is complete; - is standard output.",
            HelpName = "file",
            DefaultValueFactory = _ => Files.StandardStream,
        };

        protected Option<string?> Scale { get; } = new("--scale")
        {
            Description = "One scale's id; without it all scales that can be written.",
            HelpName = "id",
        };

        protected Option<string?> Policy { get; } = new("--missing-policy")
        {
            Description = "A missing-item policy by name; by default each scale's own. They are named by: instruments ID.",
            HelpName = "name",
        };

        protected Option<string[]> MissingCode { get; } = Many("--missing-code", "Numbers that mean \"no answer\", such as 7,9.", "code,...", "--missing-codes");

        protected static Option<string[]> Many(string name, string description, string help, params string[] aliases) => new(name, aliases)
        {
            Description = description,
            HelpName = help,
            Arity = ArgumentArity.OneOrMore,
        };

        protected void AddCommon()
        {
            Instruments.AddTo(this);
            Add(Output);
        }

        protected int Write(ParseResult call, ToolHost host, Action<TextWriter> write) => Files.Write(call.GetValue(Output)!, host, stream =>
        {
            using var text = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
            write(text);
            return 0;
        });

        protected static Scale FindScale(Instrument instrument, string id) => instrument.FindScale(id) ?? throw new ToolException(
            IssueCodes.ScaleUnknown,
            $"{instrument.Id} has no scale {TableError.OneLine(id)}.{Nearest.Suggest(id, instrument.Scales.Select(scale => scale.Id))}",
            field: "--scale");

        protected void RequirePolicy(ParseResult call, Instrument instrument)
        {
            if (call.GetValue(Policy) is { } name && !instrument.Scales.Any(scale => scale.FindMissingPolicy(name) is not null))
            {
                throw new ToolException(
                    ExportCodes.PolicyUnknown,
                    $"The missing-item policies of {instrument.Id} are {string.Join(", ", instrument.Scales.SelectMany(scale => scale.MissingPolicies).Select(policy => policy.Name).Distinct(StringComparer.Ordinal))}.",
                    field: Policy.Name);
            }
        }

        protected static EquatableArray<Fraction> Numbers(string[]? values, string option) => FormOptions.Split(values)
            .Select(text => Fraction.TryParse(text, out var number)
                ? number
                : throw new ToolException(IssueCodes.OptionInvalid, "Expected numbers, separated by commas: an engine's column holds numbers.", field: option))
            .ToEquatableArray();

        protected static Dictionary<string, string> Pairs(string[]? values, Instrument instrument, string option, params string[] others)
        {
            var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var pair in FormOptions.Split(values))
            {
                var at = pair.IndexOf('=', StringComparison.Ordinal);
                var item = at > 0 ? pair[..at].Trim() : "";
                if (at < 1 || at == pair.Length - 1 || (instrument.FindItem(item) is null && !others.Contains(item, StringComparer.Ordinal)) || !pairs.TryAdd(item, pair[(at + 1)..].Trim()))
                {
                    throw new ToolException(IssueCodes.OptionInvalid, "Expected item=name pairs, separated by commas, each item of the instrument at most once.", field: option);
                }
            }

            return pairs;
        }

        protected static string TextOf(ExportResult result) => result.TryGetText(out var text)
            ? text
            : throw new ToolException(result.Refusal!.Code, result.Refusal.Message, field: result.Refusal.Place);

        /// <summary>Every instrument under its scales' own policies, then under each other one by name.</summary>
        protected static IEnumerable<(Instrument Instrument, string? Policy)> Everything(ToolHost host) =>
            from id in host.Catalogue.Ids
            let instrument = host.Catalogue.Find(id)!
            from policy in instrument.Scales.SelectMany(scale => scale.MissingPolicies.Skip(1)).Select(policy => policy.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Prepend(null)
            select (instrument, policy);

        /// <summary>What is about one instrument needs one.</summary>
        protected static void RequireAlone(ParseResult call, params Option[] options)
        {
            if (options.FirstOrDefault(option => call.GetResult(option) is { Implicit: false }) is { } option)
            {
                throw new ToolException(IssueCodes.OptionInvalid, "This is about one instrument: name it with --instrument.", field: option.Name);
            }
        }

        /// <summary>One exported text as a line of JSON.</summary>
        protected static string Line(Instrument instrument, string? policy, string? scale, string language, string member, string text)
        {
            using var stream = new MemoryStream();
            using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            {
                json.WriteStartObject();
                json.WriteString("instrument", instrument.Id);
                json.WriteString("version", instrument.Version);
                if (scale is not null)
                {
                    json.WriteString("scale", scale);
                }

                json.WriteString("missingPolicy", policy ?? "default");
                json.WriteString("language", language);
                json.WriteString(member, text);
                json.WriteEndObject();
            }

            return Encoding.UTF8.GetString(stream.ToArray());
        }

        protected static void Notice(ToolHost host, Issue refusal) =>
            host.Error.WriteLine(new TableError(refusal.Code, IssueSeverity.Notice, refusal.Message, file: null, line: null, refusal.Place));
    }

    private sealed class FhirPathCommand : ExportPart
    {
        private readonly Option<string> _answers = new("--answers")
        {
            Description = "Where an answer's number stands: in the answer itself, as the weight of its code, or where the form of fhir questionnaire has it (weights of choices, other numbers as they stand).",
            DefaultValueFactory = _ => "number",
        };

        private readonly Option<string[]> _map = Many("--map", "The linkId of items whose linkId is not their id: item1=/44250-9,...", "item=linkId,...");

        private readonly Option<bool> _defineVariable = new("--define-variable")
        {
            Description = "Find the items once, by defineVariable: shorter and quicker, and not known to every engine.",
        };

        public FhirPathCommand(ToolHost host)
            : base(
                "fhirpath",
                "Scales as FHIRPath over a QuestionnaireResponse: empty wherever the library gives no score, never the sum of what is there.",
                $"""
                {Tool.Name} export fhirpath --instrument phq-9 --scale total
                {Tool.Name} export fhirpath --instrument gad-7 --answers weight --map item1=/69725-0,item2=/68509-9
                {Tool.Name} export fhirpath --instrument phq-9 --missing-policy apa-prorate-2
                {Tool.Name} export fhirpath --output all.jsonl
                """)
        {
            AddCommon();
            _answers.AcceptOnlyFromAmong("number", "weight", "form");
            Option[] own = [Scale, _answers, _defineVariable, _map, Policy, MissingCode];
            foreach (var option in own)
            {
                Add(option);
            }

            SetAction(call => Run(call, host));
        }

        private int Run(ParseResult call, ToolHost host)
        {
            if (!Instruments.IsNamed(call))
            {
                RequireAlone(call, Scale, _map, Policy);
                var all = new FhirPathOptions { Answers = AnswersOf(call), DefinesVariable = call.GetValue(_defineVariable), MissingCodes = Numbers(call.GetValue(MissingCode), MissingCode.Name) };
                return Write(call, host, output =>
                {
                    foreach (var (each, policy) in Everything(host))
                    {
                        WriteLines(each, all with { MissingPolicy = policy }, host, output);
                    }
                });
            }

            var instrument = Instruments.Find(call, host);
            RequirePolicy(call, instrument);
            var options = new FhirPathOptions
            {
                Answers = AnswersOf(call),
                DefinesVariable = call.GetValue(_defineVariable),
                LinkIds = Pairs(call.GetValue(_map), instrument, _map.Name),
                MissingCodes = Numbers(call.GetValue(MissingCode), MissingCode.Name),
                MissingPolicy = call.GetValue(Policy),
            };
            if (call.GetValue(Scale) is { } id)
            {
                var text = TextOf(FhirPathExport.Write(instrument, FindScale(instrument, id), options));
                return Write(call, host, output => output.WriteLine(text));
            }

            return Write(call, host, output => WriteLines(instrument, options, host, output));
        }

        private FhirPathAnswers AnswersOf(ParseResult call) => call.GetValue(_answers) switch
        {
            "weight" => FhirPathAnswers.Weight,
            "form" => FhirPathAnswers.Form,
            _ => FhirPathAnswers.Number,
        };

        private static void WriteLines(Instrument instrument, FhirPathOptions options, ToolHost host, TextWriter output)
        {
            foreach (var scale in instrument.Scales)
            {
                // A scale that lacks the policy is scored by its own default, as the library does.
                var policy = options.MissingPolicy is { } name && scale.FindMissingPolicy(name) is null ? null : options.MissingPolicy;
                var result = FhirPathExport.Write(instrument, scale, options with { MissingPolicy = policy });
                if (result.TryGetText(out var text))
                {
                    output.WriteLine(Line(instrument, options.MissingPolicy, scale.Id, "text/fhirpath", "expression", text));
                }
                else
                {
                    Notice(host, result.Refusal!);
                }
            }
        }
    }

    private sealed class SqlCommand : ExportPart
    {
        private static readonly Dictionary<string, SqlDialect> Dialects = new(StringComparer.Ordinal)
        {
            ["ansi"] = SqlDialect.Ansi,
            ["duckdb"] = SqlDialect.DuckDb,
            ["postgresql"] = SqlDialect.PostgreSql,
            ["spark"] = SqlDialect.Spark,
        };

        private readonly Option<string> _dialect = new("--dialect") { Description = "The engine.", DefaultValueFactory = _ => "ansi" };

        private readonly Option<string> _table = new("--table")
        {
            Description = "The table with the forms; dots separate schema and table.",
            HelpName = "name",
            DefaultValueFactory = _ => "forms",
        };

        private readonly Option<string[]> _key = Many("--key", "The columns that name a form; form_id by default.", "column,...", "--keys");

        private readonly Option<string[]> _map = Many("--map", "Columns (in a long table, ids) of items that are not named after them: item1=DPQ010,...; also sex and age.", "item=column,...");

        private readonly Option<bool> _long = new("--long") { Description = "The table has one row an answer instead of one column an item." };

        private readonly Option<string> _itemColumn = new("--item-column") { Description = "Of a long table, the column with the item.", HelpName = "column", DefaultValueFactory = _ => "item" };

        private readonly Option<string> _valueColumn = new("--value-column") { Description = "Of a long table, the column with the number.", HelpName = "column", DefaultValueFactory = _ => "value" };

        private readonly Option<string?> _instrumentColumn = new("--instrument-column") { Description = "Of a long table with several instruments, the column with the instrument's id.", HelpName = "column" };

        private readonly Option<string[]> _notApplicable = Many("--not-applicable-code", "Numbers that mean \"not applicable\", for items that offer it.", "code,...", "--not-applicable-codes");

        private readonly Option<string?> _changes = new("--changes")
        {
            Description = "Instead of scores: percentage change, response and remission by day, from a table of scores and one of infusions, under this baseline policy: "
                + "last-before[:days], worst-before[:days], mean-before[:days], first, explicit:DAY. Days are whole numbers.",
            HelpName = "policy",
        };

        private readonly Option<string> _treatments = new("--treatments")
        {
            Description = "With --changes, the table of infusions (the keys and given_day); --table is that of scores (the keys, assessed_day, score).",
            HelpName = "name",
            DefaultValueFactory = _ => "treatments",
        };

        public SqlCommand(ToolHost host)
            : base(
                "sql",
                "Scales as one SQL query over a table of forms: status, score, severity and number of usable answers. Answers are numbers; times of day and durations are minutes.",
                $"""
                {Tool.Name} export sql --instrument phq-9 --dialect postgresql --table clinic.phq9 --key patient_id,visit
                {Tool.Name} export sql --instrument phq-9 --scale total --map item1=DPQ010,item2=DPQ020 --missing-code 7,9
                {Tool.Name} export sql --instrument wsas --long --not-applicable-code 99 --dialect spark
                {Tool.Name} export sql --dialect duckdb --output all.jsonl
                {Tool.Name} export sql --instrument madrs --changes last-before:30 --dialect postgresql
                """)
        {
            AddCommon();
            _dialect.AcceptOnlyFromAmong([.. Dialects.Keys]);
            Option[] own = [Scale, _dialect, _table, _key, _map, _long, _itemColumn, _valueColumn, _instrumentColumn, _changes, _treatments, MissingCode, _notApplicable, Policy];
            foreach (var option in own)
            {
                Add(option);
            }

            SetAction(call => Run(call, host));
        }

        private int Run(ParseResult call, ToolHost host)
        {
            var keys = FormOptions.Split(call.GetValue(_key));
            var options = new SqlOptions
            {
                Dialect = Dialects[call.GetValue(_dialect)!],
                Layout = call.GetValue(_long) ? SqlLayout.Long : SqlLayout.Wide,
                Table = call.GetValue(_table)!,
                Keys = keys.IsEmpty ? ["form_id"] : keys,
                ItemColumn = call.GetValue(_itemColumn)!,
                ValueColumn = call.GetValue(_valueColumn)!,
                InstrumentColumn = call.GetValue(_instrumentColumn),
                MissingCodes = Numbers(call.GetValue(MissingCode), MissingCode.Name),
                NotApplicableCodes = Numbers(call.GetValue(_notApplicable), _notApplicable.Name),
            };
            if (!Instruments.IsNamed(call))
            {
                RequireAlone(call, Scale, _map, Policy, _changes);
                return Write(call, host, output =>
                {
                    foreach (var (each, policy) in Everything(host))
                    {
                        WriteLine(each, options with { MissingPolicy = policy }, call.GetValue(_dialect)!, host, output);
                    }
                });
            }

            var instrument = Instruments.Find(call, host);
            RequirePolicy(call, instrument);
            options = options with { Columns = Pairs(call.GetValue(_map), instrument, _map.Name, "sex", "age"), MissingPolicy = call.GetValue(Policy) };
            if (call.GetValue(_changes) is { } baseline)
            {
                var changes = TextOf(WriteChanges(call, instrument, options, baseline));
                return Write(call, host, output => output.Write(changes));
            }

            if (call.GetValue(Scale) is { } id)
            {
                var text = TextOf(SqlExport.WriteScale(instrument, FindScale(instrument, id), options));
                return Write(call, host, output => output.Write(text));
            }

            NoticeRefusals(instrument, options, host);
            var all = TextOf(SqlExport.WriteInstrument(instrument, options));
            return Write(call, host, output => output.Write(all));
        }

        private ExportResult WriteChanges(ParseResult call, Instrument instrument, SqlOptions options, string baseline)
        {
            var scale = call.GetValue(Scale) is { } id ? FindScale(instrument, id) : instrument.MainScale;
            var read = BaselinePolicy.Parse(baseline);
            return read.TryGetValue(out var policy)
                ? SqlChangeExport.Write(instrument, scale, new SqlChangeOptions
                {
                    Dialect = options.Dialect,
                    Baseline = policy,
                    Keys = call.GetResult(_key) is { Implicit: false } ? options.Keys : ["patient_id"],
                    ScoreTable = call.GetResult(_table) is { Implicit: false } ? options.Table : "scores",
                    TreatmentTable = call.GetValue(_treatments)!,
                })
                : throw new ToolException(read.Issues[0].Code, read.Issues[0].Message, field: _changes.Name);
        }

        private static void WriteLine(Instrument instrument, SqlOptions options, string dialect, ToolHost host, TextWriter output)
        {
            NoticeRefusals(instrument, options, host);
            var result = SqlExport.WriteInstrument(instrument, options);
            if (result.TryGetText(out var text))
            {
                output.WriteLine(Line(instrument, options.MissingPolicy, scale: null, $"sql-{dialect}", "statement", text));
            }
            else
            {
                Notice(host, result.Refusal!);
            }
        }

        private static void NoticeRefusals(Instrument instrument, SqlOptions options, ToolHost host)
        {
            foreach (var scale in instrument.Scales)
            {
                var policy = options.MissingPolicy is { } name && scale.FindMissingPolicy(name) is null ? null : options.MissingPolicy;
                if (SqlExport.WriteScale(instrument, scale, options with { MissingPolicy = policy }).Refusal is { } refusal)
                {
                    Notice(host, refusal);
                }
            }
        }
    }

    private sealed class RulesCommand : ExportPart
    {
        public RulesCommand(ToolHost host)
            : base(
                "rules",
                "The rule file of an instrument, to the byte; without one, all of them, one a line. docs/rule-format.md says how to read them.",
                $"""
                {Tool.Name} export rules --instrument phq-9 --output phq-9.json
                {Tool.Name} export rules --output rules.jsonl
                """)
        {
            AddCommon();
            SetAction(call => Run(call, host));
        }

        private int Run(ParseResult call, ToolHost host)
        {
            if (Instruments.IsNamed(call))
            {
                var instrument = Instruments.Find(call, host);
                return Write(call, host, output => output.Write(instrument.DefinitionJson));
            }

            return Write(call, host, output =>
            {
                foreach (var id in host.Catalogue.Ids)
                {
                    using var document = JsonDocument.Parse(host.Catalogue.Find(id)!.DefinitionJson);
                    using var stream = new MemoryStream();
                    using (var json = new Utf8JsonWriter(stream))
                    {
                        document.WriteTo(json);
                    }

                    output.WriteLine(Encoding.UTF8.GetString(stream.ToArray()));
                }
            });
        }
    }

    private sealed class VectorsCommand : ExportPart
    {
        private readonly Option<int> _count = new("--count") { Description = "How many forms of each instrument, 0 to 10000000.", DefaultValueFactory = _ => 100 };

        private readonly Option<long> _seed = new("--seed") { Description = "Any whole number; the same one gives the same forms everywhere.", DefaultValueFactory = _ => 1 };

        public VectorsCommand(ToolHost host)
            : base(
                "vectors",
                "Made-up forms with the library's answers, one a line of JSON, to prove a reader of the rules by. docs/rule-format.md describes them.",
                $"""
                {Tool.Name} export vectors --instrument phq-9 --count 1000 --output phq-9.vectors.jsonl
                {Tool.Name} export vectors --seed 7 --count 50
                """)
        {
            AddCommon();
            Add(_count);
            Add(_seed);
            Add(Policy);
            SetAction(call => Run(call, host));
        }

        private int Run(ParseResult call, ToolHost host)
        {
            var count = call.GetValue(_count);
            if (count is < 0 or > 10_000_000)
            {
                throw new ToolException(IssueCodes.OptionInvalid, "Expected a whole number from 0 to 10000000.", field: _count.Name);
            }

            List<Instrument> instruments = Instruments.IsNamed(call)
                ? [Instruments.Find(call, host)]
                : [.. host.Catalogue.Ids.Select(id => host.Catalogue.Find(id)!)];
            if (instruments.Count == 1)
            {
                RequirePolicy(call, instruments[0]);
            }

            return Write(call, host, output =>
            {
                foreach (var line in instruments.SelectMany(instrument => ConformanceVectors.Write(instrument, call.GetValue(_seed), count, call.GetValue(Policy))))
                {
                    output.WriteLine(line);
                }
            });
        }
    }
}
