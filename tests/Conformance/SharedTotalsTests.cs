using System.Globalization;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Conformance;

/// <summary>
/// Real forms and totals under ../shared/data. Where a file has items, they must score as its own totals say; where it has totals only, each must be
/// accepted as a bare total, and nothing may be said of the items. Sums and counts were made from the files by other means (Python's csv module).
/// </summary>
public sealed class SharedTotalsTests
{
    private static readonly string[] Blank = ["", "NA"];

    private static List<Dictionary<string, string>> Read(string file)
    {
        var lines = File.ReadAllLines(SharedFolder.Require("data/" + file));
        var header = lines[0].Split(',');
        return [.. lines.Skip(1).Where(line => line.Length > 0).Select(line => header.Zip(line.Split(',')).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal))];
    }

    private static Instrument Find(string id) => InstrumentCatalogue.Shipped.Find(id)!;

    // The pharmaverse example is in the shape of CDISC QS: a row an item, and the total as GAD0208.
    [Fact]
    public void The_CDISC_example_of_the_GAD7_scores_as_its_own_totals_by_its_own_codes()
    {
        var gad = Find("gad-7");
        var items = gad.Items.SelectMany(item => item.Codes.Where(code => code.System == "cdisc").Select(code => (code.Value, item.Id))).ToDictionary(pair => pair.Value, pair => pair.Id, StringComparer.Ordinal);
        var forms = Read("cdisc_example_qs_gad7_gdssf.csv").Where(row => row["QSCAT"] == "GAD-7 V2").GroupBy(row => (row["USUBJID"], row["VISITNUM"])).ToList();
        var totals = new List<string>();
        foreach (var form in forms)
        {
            var answers = AnswerSet.Create(form.Where(row => items.ContainsKey(row["QSTESTCD"])).Select(row => KeyValuePair.Create(items[row["QSTESTCD"]], Answer.Number(int.Parse(row["QSSTRESN"], CultureInfo.InvariantCulture)))));
            var stated = form.Single(row => row["QSTESTCD"] == "GAD0208")["QSSTRESN"];

            var score = gad.Score(answers, new ScoringOptions { StatedTotal = int.Parse(stated, CultureInfo.InvariantCulture) });
            score.Should().BeOfType<Score.Scored>().Which.Answered.Should().Be(7);
            score.Value!.Text.Should().Be(stated);
            score.Issues.Should().BeEmpty();
            totals.Add(score.Value.Text);
        }

        totals.Should().Equal("15", "14", "13", "7");
    }

    [Theory]
    [InlineData("nimh_ketamine_madrs_hamd_long.csv", "MADRS_Total", "madrs", "total", 226, 4493, 44)]
    [InlineData("nimh_ketamine_madrs_hamd_long.csv", "HAM17_Total", "ham-d17", "total", 207, 2562, 31)]
    [InlineData("nimh_ketamine_madrs_hamd_long.csv", "HAMD_Bech", "ham-d17", "ham-d6", 207, 1517, 17)]
    [InlineData("nimh_ketamine_madrs_hamd_long.csv", "HAMD_Bech", "ham-d6", "total", 207, 1517, 17)]
    [InlineData("rbmi_antidepressant_hamd17.csv", "HAMDTL17", "ham-d17", "total", 608, 8316, 34)]
    [InlineData("rbmi_antidepressant_hamd17.csv", "BASVAL", "ham-d17", "total", 608, 10857, 32)]
    [InlineData("rbmi_antidepressant_hamd17.csv", "HAMATOTL", "ham-a", "total", 608, 7207, 37)]
    [InlineData("reisby_hamd_long.csv", "depression", "ham-d17", "total", 375, 6614, 39)]
    [InlineData("reframed_phq9_hamd_long.csv", "hamd", "ham-d17", "total", 790, 14260, 39)]
    [InlineData("reframed_phq9_hamd_long.csv", "hamd.b", "ham-d17", "total", 2825, 64252, 37)]
    public void Files_without_items_give_bare_totals_and_nothing_about_the_items(string file, string column, string id, string scale, int count, int sum, int highest)
    {
        var instrument = Find(id);
        var values = Read(file).Select(row => row[column]).Where(value => !Blank.Contains(value, StringComparer.Ordinal)).Select(value => int.Parse(value, CultureInfo.InvariantCulture)).ToList();

        var scores = values.ConvertAll(value => instrument.ScoreTotal(value, scale));
        scores.Should().HaveCount(count).And.AllBeOfType<Score.Scored>();
        var exact = scores.ConvertAll(score => score.TryGetExact(out var value) ? value : -1);
        exact.Aggregate(Fraction.Zero, (total, value) => total + value).Should().Be(sum);
        exact.Max().Should().Be(highest);
        scores.Should().OnlyContain(score => score.IsTotalOnly && score.Alerts.All(alert => alert.Status == AlertStatus.NotAssessed));
    }

    [Fact]
    public void Imputed_totals_of_REFRAMED_are_refused_and_observed_ones_accepted()
    {
        // The file fills gaps in with model values such as 23.985 and -0.2485: no answers give these.
        var phq = Find("phq-9");
        var texts = Read("reframed_phq9_hamd_long.csv").Select(row => row["phq9"]).Where(value => !Blank.Contains(value, StringComparer.Ordinal)).ToList();
        var scores = texts.ConvertAll(text => phq.ScoreTotal(Fraction.FromDecimal(Math.Round(decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture), 12))));

        scores.Should().HaveCount(2433);
        var observed = scores.Where(score => score is Score.Scored).Select(score => score.TryGetExact(out var value) ? value : -1).ToList();
        observed.Should().HaveCount(2378);
        observed.Aggregate(Fraction.Zero, (total, value) => total + value).Should().Be(36_166);
        var refused = scores.Where(score => score is Score.Invalid).ToList();
        refused.Should().HaveCount(55);
        refused.Where(score => score.Issues.Any(issue => issue.Code == IssueCodes.TotalOutOfRange)).Should().ContainSingle("one lies below 0");
    }

    [Fact]
    public void Change_from_baseline_is_the_one_in_the_file()
    {
        var hamD = Find("ham-d17");
        foreach (var row in Read("rbmi_antidepressant_hamd17.csv"))
        {
            hamD.ScoreTotal(Number(row["BASVAL"])).TryGetExact(out var before).Should().BeTrue();
            hamD.ScoreTotal(Number(row["HAMDTL17"])).TryGetExact(out var after).Should().BeTrue();
            (after - before).Should().Be(Number(row["CHANGE"]), "{0} at visit {1}", row["PATIENT"], row["VISIT"]);
        }

        static Fraction Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Short_forms_inside_the_PHQ9_are_the_plain_sums_of_their_items()
    {
        var phq = Find("phq-9");
        var two = (Count: 0, Sum: Fraction.Zero);
        var eight = (Count: 0, Sum: Fraction.Zero);
        var met = 0;
        foreach (var row in Read("nhanes_dpq_items.csv"))
        {
            var answers = AnswerSet.Create(Enumerable.Range(1, 9).Select(i => (item: $"item{i}", text: row[$"DPQ{i * 10:000}"]))
                .Where(pair => pair.text is "0" or "1" or "2" or "3")
                .Select(pair => KeyValuePair.Create(pair.item, Answer.Number(int.Parse(pair.text, CultureInfo.InvariantCulture)))));
            if (phq.Score("phq-2", answers).TryGetExact(out var value))
            {
                two = (two.Count + 1, two.Sum + value);
            }

            if (phq.Score("phq-8", answers).TryGetExact(out value))
            {
                eight = (eight.Count + 1, eight.Sum + value);
                met += phq.Score("major-depressive-pattern", answers).Value is ScoreValue.Flag { IsMet: true } ? 1 : 0;
            }
        }

        two.Should().Be((39_585, (Fraction)28_801));
        eight.Should().Be((39_467, (Fraction)124_758));
        met.Should().Be(1595, "of the complete forms: 1 or 2 at 2 or more, and five symptoms, item 9 counting from 1");
    }

    // The definitions carry figures that were computed from the NIMH trial; here they are computed again from the file.
    [Theory]
    [InlineData("MADRS_Total", "madrs", "total", "b0", "MDD", "33.38", "4.57", 32)]
    [InlineData("MADRS_Total", "madrs", "total", "b0", "HC", "1.33", "1.62", 21)]
    [InlineData("MADRS_Total", "madrs", "total", "p2", "MDD", "", "5.88", 26)]
    [InlineData("HAM17_Total", "ham-d17", "total", "b0", "MDD", "21.56", "4.39", 32)]
    [InlineData("HAM17_Total", "ham-d17", "total", "b0", "HC", "1.33", "1.28", 21)]
    [InlineData("HAMD_Bech", "ham-d17", "ham-d6", "b0", "MDD", "13.16", "2.13", 32)]
    [InlineData("HAMD_Bech", "ham-d17", "ham-d6", "b0", "HC", "0.76", "0.83", 21)]
    public void Figures_derived_from_the_NIMH_trial_are_those_of_its_data(string column, string id, string scale, string session, string group, string mean, string deviation, int persons)
    {
        var values = Read("nimh_ketamine_madrs_hamd_long.csv").Where(row => row["session"] == session && row["group"] == group && !Blank.Contains(row[column], StringComparer.Ordinal))
            .Select(row => double.Parse(row[column], CultureInfo.InvariantCulture)).ToList();
        var average = values.Average();
        var spread = Math.Sqrt(values.Sum(value => (value - average) * (value - average)) / (values.Count - 1));
        var figures = Find(id).FindScale(scale)!.Psychometrics.ToList();
        var (expectedMean, expectedDeviation) = (Exact(mean.Length > 0 ? mean : "0"), Exact(deviation));

        values.Should().HaveCount(persons);
        spread.ToString("0.00", CultureInfo.InvariantCulture).Should().Be(deviation);
        figures.Should().ContainSingle(figure => figure.Kind == PsychometricKind.StandardDeviation && figure.Value == expectedDeviation)
            .Which.Population.Should().Contain(persons.ToString(CultureInfo.InvariantCulture));
        if (mean.Length > 0)
        {
            average.ToString("0.00", CultureInfo.InvariantCulture).Should().Be(mean);
            figures.Should().Contain(figure => figure.Kind == PsychometricKind.Mean && figure.Value == expectedMean);
        }

        static Fraction Exact(string text) => Fraction.TryParse(text, out var value) ? value : throw new FormatException("No number.");
    }
}
