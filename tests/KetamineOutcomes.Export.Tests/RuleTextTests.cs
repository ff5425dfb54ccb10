using KetamineOutcomes.Export.Documentation;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Instruments.Rules;

namespace KetamineOutcomes.Export.Tests;

/// <summary>Each node in words and as a formula. What is expected is the rule as docs/rule-algebra.md says it, written by hand.</summary>
public sealed class RuleTextTests
{
    // item1 to item5 are 0 to 3, item6 is a yes-or-no choice, item7 and item8 are times of day, item9 a duration, item10 is 1 to 5.
    private static readonly string Items = string.Join(
        ',',
        TestDefinitions.Items(5),
        """{"id":"item6","label":"ever","kind":"choice","options":[{"id":"no","value":0,"label":"no"},{"id":"yes","value":1,"label":"yes"}]}""",
        """{"id":"item7","label":"to bed","kind":"time-of-day"},{"id":"item8","label":"up","kind":"time-of-day"}""",
        """{"id":"item9","label":"asleep","kind":"duration","min":0,"max":600}""",
        TestDefinitions.Item("item10", 1, 5));

    public static TheoryData<string, string, string, string> Rules => new()
    {
        { "0 3", "\"item2\"", "Item 2.", "total = item2" },
        { "0 6", """{"sum":["item1","item2"]}""", "The sum of items 1 and 2.", "total = item1 + item2" },
        { "0 15", """{"sum":["item1","item2","item3","item4","item5"]}""", "The sum of items 1 to 5.", "total = sum(item1..item5)" },
        { "0 12", """{"sum":["item1","item3","item4","item5"]}""", "The sum of items 1 and 3 to 5.", "total = sum(item1, item3..item5)" },
        { "4 7", """{"sum":["item1",4]}""", "The sum of item 1 and 4.", "total = item1 + 4" },
        { "0 12", """{"sum":[{"reverse":"item1"},"item2",{"reverse":"item3"},{"reverse":"item4"}]}""", "The sum of these:|- items 1, 3 and 4, each reversed (3 minus the answer)|- item 2", "total = sum(3 - x for x in {item1, item3, item4}, item2)" },
        { "0 3", """{"mean":["item1","item2","item3"]}""", "The mean of items 1 to 3.", "total = mean(item1..item3)" },
        { "0 3", """{"max":["item1",{"min":["item2","item3"]}]}""", "The highest of these:|- item 1|- the lowest of items 2 and 3", "total = max(item1, min(item2, item3))" },
        { "0 6", """{"sum":[{"id":"sleep","max":["item1","item2"]},"item3"]}""", "The sum of these:|- the highest of items 1 and 2|- item 3", "total = sleep + item3|sleep = max(item1, item2)" },
        { "0 3", """{"count":{"of":["item1","item2","item3"],"atLeast":2}}""", "How many of items 1 to 3 are 2 or more.", "total = count(x >= 2 for x in {item1..item3})" },
        { "0 1", """{"atLeast":{"of":"item1","value":2}}""", "1 if item 1 is 2 or more, else 0.", "total = item1 >= 2" },
        { "0 1", """{"atLeast":{"of":"item1","value":3}}""", "1 if item 1 is 3, else 0.", "total = item1 >= 3" },
        { "0 1", """{"atMost":{"of":"item6","value":0}}""", "1 if item 6 is 0 (no), else 0.", "total = item6 <= 0" },
        { "0 1", """{"and":["item6",{"atLeast":{"of":"item1","value":2}}]}""", "1 if item 6 is 1 (yes) and item 1 is 2 or more, else 0.", "total = item6 and item1 >= 2" },
        { "0 1", """{"or":[{"atLeast":{"of":"item1","value":2}},{"atLeast":{"of":"item2","value":2}}]}""", "1 if either of items 1 and 2 is 2 or more, else 0.", "total = item1 >= 2 or item2 >= 2" },
        { "0 1", """{"and":[{"or":["item6",{"atMost":{"of":"item1","value":1}}]},{"atLeast":{"of":{"count":{"of":["item1","item2"],"atLeast":1}},"value":1}}]}""", "1 (else 0) if all of these hold:|- item 6 is 1 (yes) or item 1 is 1 or less|- at least 1 of items 1 and 2 is 1 or more", "total = (item6 or item1 <= 1) and count(x >= 1 for x in {item1, item2}) >= 1" },
        { "0 3", """{"oneOf":["item1","item2"]}""", "Whichever was answered of items 1 and 2.", "total = answered(item1, item2)" },
        { "0 36", """{"weight":{"of":{"sum":["item1","item2","item3"]},"by":4}}""", "4 times the sum of items 1 to 3.", "total = 4 * sum(item1..item3)" },
        { "0 24", """{"weight":{"of":{"sum":["item1","item2"]},"by":4}}""", "4 times the sum of items 1 and 2.", "total = 4 * (item1 + item2)" },
        { "1 5", """{"reverse":"item10"}""", "Item 10 reversed (6 minus the answer).", "total = 6 - item10" },
        { "0 6", """{"reverse":{"sum":["item1","item2"]}}""", "6 minus the sum of items 1 and 2.", "total = 6 - (item1 + item2)" },
        { "1 28/3", """{"linear":{"of":"item1","multiply":"25/9","add":1}}""", "25/9 times item 1, plus 1.", "total = (25/9) * item1 + 1" },
        { "0 1", """{"linear":{"of":{"sum":["item1","item2"]},"multiply":"1/6"}}""", "The sum of items 1 and 2, divided by 6.", "total = (1/6) * (item1 + item2)" },
        { "0 6", """{"linear":{"of":"item1","multiply":-2,"add":6}}""", "6 minus 2 times item 1.", "total = 6 - 2 * item1" },
        { "-3 0", """{"linear":{"of":"item1","multiply":1,"add":-3}}""", "Item 1, minus 3.", "total = item1 - 3" },
        { "0 3", """{"recode":{"of":"item6","map":[{"from":0,"to":0},{"from":1,"to":3}]}}""", "Item 6 recoded by table A.", "total = A[item6]" },
        { "0 1", """{"lookup":{"of":{"sum":["item1","item2"]},"rows":[{"from":0,"value":0},{"from":3,"value":1}]}}""", "The value that table A gives for the sum of items 1 and 2.", "total = A[item1 + item2]" },
        { "0", """{"quotient":{"of":"item9","by":{"clockDifference":{"from":"item7","to":"item8"}}}}""", "Item 9 divided by the minutes from item 7 to item 8 (on the next day where that is earlier on the clock).", "total = item9 / minutes(item7 -> item8)" },
        { "0 2", """{"case":{"branches":[{"if":{"atLeast":{"of":"item1","value":2}},"then":2},{"if":"item6","then":1}],"else":0}}""", "The first of these that applies:|- 2 if item 1 is 2 or more|- 1 if item 6 is 1 (yes)|- otherwise 0", "total = case(|  item1 >= 2: 2,|  item6: 1,|  else: 0|)" },
        { "0 133", """{"sum":["item1",{"covariate":"age"}]}""", "The sum of item 1 and the person's age in whole years.", "total = item1 + age" },
        { "-1 1", """{"valueSet":{"of":{"profile":["item1","item2"]},"low":-1,"high":1}}""", "What the caller's own value set gives for the answers to items 1 and 2 side by side, one digit each (from -1 to 1; no value set ships, and without one there is no score).", "total = value_set[digits(item1, item2)]" },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void Rule_is_said_in_words_and_as_a_formula(string range, string rule, string words, string formula)
    {
        var (instrument, scale) = Read(range, rule);
        var (items, tables) = (new ItemNames(instrument), new RuleTables(instrument));

        string.Join('|', RuleWords.Say(scale, items, tables).Lines()).Should().Be(words);
        string.Join('|', RuleFormula.Write(scale, items, tables)).Should().Be(formula);
    }

    [Fact]
    public void The_rows_above_use_every_node_that_there_is()
    {
        var used = new HashSet<Type>();
        foreach (var rule in Rules)
        {
            Collect(Read(rule.Data.Item1, rule.Data.Item2).Scale.Rule, used);
        }

        typeof(RuleNode).Assembly.GetTypes().Where(type => type is { IsAbstract: false } && type.IsAssignableTo(typeof(RuleNode)))
            .Should().BeSubsetOf(used, "a new node needs words and a formula");
    }

    [Fact]
    public void Long_rule_is_opened_over_several_lines()
    {
        var (instrument, scale) = Read("0 12", """{"sum":[{"lookup":{"of":{"sum":["item1","item2","item3"]},"rows":[{"from":0,"value":0},{"from":3,"value":1}]}},{"max":["item1","item3","item5"]},{"min":["item2","item4"]},{"mean":["item1","item4"]},{"count":{"of":["item1","item2"],"atLeast":2}}]}""");

        RuleFormula.Write(scale, new ItemNames(instrument), new RuleTables(instrument)).Should().Equal(
            "total = sum(",
            "  A[sum(item1..item3)],",
            "  max(item1, item3, item5),",
            "  min(item2, item4),",
            "  mean(item1, item4),",
            "  count(x >= 2 for x in {item1, item2})",
            ")");
    }

    [Fact]
    public void Table_that_two_scales_use_has_one_name()
    {
        const string Recode = """{"recode":{"of":"item6","map":[{"from":0,"to":0},{"from":1,"to":3}]}}""";
        var instrument = Form(
            TestDefinitions.Scale(Recode, "0", "3"),
            TestDefinitions.Scale($$"""{"sum":[{{Recode}},"item1"]}""", "0", "6", "second"),
            TestDefinitions.Scale("""{"recode":{"of":"item6","map":[{"from":0,"to":1},{"from":1,"to":0}]}}""", "0", "1", "third"));

        new RuleTables(instrument).All.Select(table => $"{table.Name}, {table.Scale.Id}: {table.Text}").Should().Equal(
            "A, total: 0 becomes 0, 1 becomes 3",
            "B, third: 0 becomes 1, 1 becomes 0");
        InstrumentPage.Write(instrument).Should().Contain("**Table A**: 0 becomes 0, 1 becomes 3.").And.Contain("Table A stands under [Test total](#scale-total).");
    }

    /// <summary>The form with the rule as its main scale; the range, low and high, is what the rule can reach on these items.</summary>
    private static (Instrument Instrument, Scale Scale) Read(string range, string rule)
    {
        var ends = range.Split(' ').Select(end => end.Contains('/', StringComparison.Ordinal) ? $"\"{end}\"" : end).ToList();
        var instrument = Form(TestDefinitions.Scale(rule, ends[0], ends.Count > 1 ? ends[1] : null, more: ",\"decimals\":3"));
        return (instrument, instrument.MainScale);
    }

    // Each item must be used: 15 points of items 1 to 5, 1 of item 6, 1439 minutes twice, 600 minutes, 1 to 5.
    private static Instrument Form(params string[] scales) => TestDefinitions.Read(TestDefinitions.Form(Items, string.Join(
        ',',
        scales.Append(TestDefinitions.Scale("""{"sum":["item1","item2","item3","item4","item5","item6","item7","item8","item9","item10"]}""", "1", "3499", "all")))));

    private static void Collect(RuleNode node, HashSet<Type> used)
    {
        used.Add(node.GetType());
        foreach (var child in node.Children)
        {
            Collect(child, used);
        }
    }
}
