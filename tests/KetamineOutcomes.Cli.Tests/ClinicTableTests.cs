namespace KetamineOutcomes.Cli.Tests;

/// <summary>The table for people: what a person has to see comes first, and nothing stands there that no row says.</summary>
public sealed class ClinicTableTests
{
    private static readonly string Demo = Path.Combine(FindRepository(), "samples", "demo");

    private static string FindRepository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "KetamineOutcomes.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }

    private static Call Clinic(params string[] more) => Call.Run(
        ["assess", "--assessments", Path.Combine(Demo, "assessments.csv"), "--treatments", Path.Combine(Demo, "infusions.csv"), "--events", Path.Combine(Demo, "events.csv"), .. more]);

    /// <summary>The lines of a section, blanks as one, the patient named on each.</summary>
    private static List<string> Section(string output, string title)
    {
        var lines = new List<string>();
        var patient = "";
        foreach (var line in output.Split('\n').SkipWhile(line => !line.StartsWith(title, StringComparison.Ordinal)).Skip(1).TakeWhile(line => line.Length > 0).Skip(1))
        {
            var words = string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            var isNamed = line.Length > 2 && line[2] != ' ';
            patient = isNamed ? (words.Contains(" series ", StringComparison.Ordinal) ? string.Join(' ', words.Split(' ').Take(3)) : words.Split(' ')[0]) : patient;
            lines.Add(isNamed ? words : $"{patient} {words}");
        }

        return lines;
    }

    // Read from samples/demo; PHQ-9 totals are the sums of the nine items, infusions from infusions.csv.
    [Fact]
    public void The_demo_clinics_patients_have_what_is_to_be_looked_at_first()
    {
        var first = Section(Clinic("--format", "table").Output, "TO LOOK AT FIRST");

        // D04: item 9 is 0 on 24 January, 2 on the 27th, 0 from the 31st to the last form of 12 May.
        first.Where(line => line.StartsWith("D04 ", StringComparison.Ordinal)).Should().Equal("D04 suicidality PHQ-9 item9 new 2026-01-27 last: clear 2026-05-12");

        // D13: item 9 is 0 before the series, 1 on 1 and 4 March (still higher than before the series), then 0 until 17 June.
        first.Where(line => line.StartsWith("D13 ", StringComparison.Ordinal)).Should().Equal("D13 suicidality PHQ-9 item9 worsening 2026-03-04 last: clear 2026-06-17");

        // D18: item 9 is 0 on 28 April, 1 on 26 May, 0 on 2 June, the last form before the second series.
        // PHQ-9 22 before, so that 11 is a response: 11 on 28 March, 7 on 28 April, 19 on 26 May (lost), 20 on 2 June (7 days later: confirmed).
        // At the end of the series PHQ-9 8 and GAD-7 at most 7; 19 is more than 5 above 8 and above 9 (Delgadillo). A hospitalisation on 30 May counts for the MADRS rule.
        // 20 is 11 above the end of the series, the mean of 11 and 7 on 28 and 31 March: more than 1.96 sqrt(2) 2.5 = 6.93.
        first.Where(line => line.StartsWith("D18 ", StringComparison.Ordinal) && !line.StartsWith("D18 drift", StringComparison.Ordinal)).Should().Equal(
            "D18 suicidality PHQ-9 item9 new 2026-05-26 last: resolved 2026-06-02",
            "D18 loss or relapse several met 2026-05-26 delgadillo-2018-relapse",
            "D18 loss or relapse PHQ-9 met 2026-05-26 loss-of-response, loss-of-response-confirmed",
            "D18 loss or relapse MADRS met 2026-05-30 madrs-22-twice",
            "D18 reliably worse PHQ-9 met 2026-06-02 than the end of the series");

        // Someone of whom nothing of this is so has no line: D03 never responded and never had item 9 raised.
        first.Should().NotContain(line => line.StartsWith("D03 ", StringComparison.Ordinal));
    }

    [Fact]
    public void Drift_has_the_state_and_the_day_of_the_row()
    {
        var rows = Clinic("--indicator", "drift").Output.Split('\n').Where(row => row.Contains(",drift,evidence,last,", StringComparison.Ordinal)).ToList();
        var expected = rows.Where(row => row.Split(',')[9] is "drift" or "watch").Select(row => row.Split(',')).Select(cells =>
            $"{cells[0]} drift PHQ-9 {cells[9]} {(cells[9] == "drift" ? "since " + Alarm(string.Join(',', cells)) : cells[8])} ").ToList();

        expected.Should().HaveCount(2, "D06 and D18 slide");
        Section(Clinic("--format", "table").Output, "TO LOOK AT FIRST").Where(line => line.Contains(" drift PHQ-9 ", StringComparison.Ordinal))
            .Should().HaveCount(2).And.OnlyContain(line => expected.Exists(start => line.StartsWith(start, StringComparison.Ordinal)));
    }

    private static string Alarm(string row) => row[(row.IndexOf("alarm-at", StringComparison.Ordinal) + 23)..][..10];

    [Fact]
    public void How_it_goes_is_a_line_a_series()
    {
        var lines = Section(Clinic("--format", "table").Output, "HOW IT GOES");

        // Thirty courses, two of them with a second series.
        lines.Should().HaveCount(32);

        // D03 stays at 18 (18 before, 18 at the end of induction) and at 23 of the WSAS: a plateau, without response, no response that could be held, and neither side moved.
        lines.Should().Contain("D03 PHQ-9 plateau-without-response neither-changed, neither");

        // D13 held its response in each cycle, seen for 28, 28, 28 and, to the last form of 17 June, 14 days: the middle is 28.
        // PHQ-9 18 and at last 7, WSAS 27 and at last 12: 11 and 15 points, more than 6.93 and 12.82.
        lines.Should().Contain("D13 PHQ-9 still-improving (end-of-induction) PHQ-9 response-50 28 days (14 to 28) both-better");

        // D09 had no form after the induction.
        lines.Should().Contain("D09 not known: no-assessment");
        Clinic("--format", "table").Output.Should().Contain("no-assessment: ", "the words are explained below");
    }

    [Fact]
    public void That_suicidality_was_not_asked_is_said_and_so_is_what_could_not_be_read()
    {
        using var folder = new TemporaryFolder();
        var notAsked = folder.Write("a.csv", "patient_id,instrument,assessed_at,score\np,wsas,2026-03-01,20\np,wsas,2026-03-05,18\n");
        Section(Call.Run("assess", "--assessments", notAsked, "--format", "table").Output, "TO LOOK AT FIRST").Should().Equal("p suicidality all not-asked");

        var lost = folder.Write("b.csv", "patient_id,instrument,assessed_at,item1,item2,item3,item4,item5,item6,item7,item8,item9\np,phq-9,2026-03-01,1,1,1,1,1,1,1,1,0\np,phq-9,soon,1,1,1,1,1,1,1,1,2\n");
        Section(Call.Run("assess", "--assessments", lost, "--format", "table").Output, "TO LOOK AT FIRST").Should().Equal("p suicidality all records-unreadable 1 record could not be read: look at it");
    }

    [Fact]
    public void Where_there_is_nothing_that_is_said_and_not_called_safe()
    {
        using var folder = new TemporaryFolder();
        var clear = folder.Write("a.csv", "patient_id,instrument,assessed_at,item1,item2,item3,item4,item5,item6,item7,item8,item9\np,phq-9,2026-03-01,1,1,1,1,1,1,1,1,0\n");
        Call.Run("assess", "--assessments", clear, "--format", "table").Output.Should().Contain("\n  nothing; that is no proof of safety\n");
    }

    /// <summary>Six weekly infusions from 2 March to 6 April; PHQ-9 20 before, 5 after the last and for three months, then 9, 12, 15, 18, 20 a fortnight apart up to 15 September.</summary>
    private static (string Forms, string Infusions) Slide(TemporaryFolder folder, string more = "")
    {
        string[] rows =
        [
            "2026-03-01,20", "2026-03-23,8", "2026-03-30,5", "2026-04-07,5", "2026-04-21,5", "2026-05-05,5", "2026-05-19,5", "2026-06-02,5", "2026-06-16,5", "2026-06-30,5",
            "2026-07-14,9", "2026-07-28,12", "2026-08-11,15", "2026-08-25,18", "2026-09-15,20",
        ];
        string[] days = ["2026-03-02", "2026-03-09", "2026-03-16", "2026-03-23", "2026-03-30", "2026-04-06"];
        return (
            folder.Write("forms.csv", "patient_id,instrument,assessed_at,score\n" + string.Concat(rows.Select(row => $"p,phq-9,{row}\n")) + more),
            folder.Write("infusions.csv", "patient_id,given_at,agent,route,dose_mg,kind\n" + string.Concat(days.Select(day => $"p,{day},racemic,iv,40,induction\n"))));
    }

    private static List<string> First(string forms, string infusions, params string[] more) =>
        Section(Call.Run(["assess", "--assessments", forms, "--treatments", infusions, "--format", "table", .. more]).Output, "TO LOOK AT FIRST");

    // 20 stands 15 above the end of the series (5): more than 6.93. 15 September and 45 days is 30 October; overdue from the 31st.
    [Theory]
    [InlineData("2026-10-30", "")]
    [InlineData("2026-10-31", "; no score since 2026-09-15, overdue since 2026-10-31")]
    [InlineData("2027-03-01", "; no score since 2026-09-15, overdue since 2026-10-31")]
    public void A_latched_drift_stays_when_no_score_comes_any_more(string asOf, string since)
    {
        using var folder = new TemporaryFolder();
        var (forms, infusions) = Slide(folder);
        var lines = First(forms, infusions, "--as-of", asOf);
        lines.Should().ContainSingle(line => line.StartsWith("p drift PHQ-9 drift since 2026-0", StringComparison.Ordinal)).Which.Should().EndWith("worse than after the series" + since);
        lines.Should().Contain($"p reliably worse PHQ-9 met 2026-09-15 than the end of the series{since}");
    }

    [Theory]
    [InlineData("p,wsas,2026-12-01,20\n")] // another scale, 77 days later
    [InlineData("p,phq-9,2026-09-29,\n")] // the same scale, without a score
    public void A_latched_drift_stays_when_something_else_comes_later(string more)
    {
        using var folder = new TemporaryFolder();
        var (forms, infusions) = Slide(folder, more);
        First(forms, infusions).Should().ContainSingle(line => line.StartsWith("p drift PHQ-9 drift since 2026-0", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--indicator", "response")]
    [InlineData("--at", "end-of-induction")]
    [InlineData("--at", "every-visit")]
    public void What_comes_first_does_not_depend_on_what_else_is_printed(string option, string value)
    {
        var all = Clinic("--format", "table").Output;
        var some = Clinic("--format", "table", option, value).Output;

        Section(all, "TO LOOK AT FIRST").Should().HaveCountGreaterThan(5);
        Section(some, "TO LOOK AT FIRST").Should().Contain(Section(all, "TO LOOK AT FIRST"));
        Section(all, "ALERTS").Should().NotBeEmpty();
        Section(some, "ALERTS").Should().Equal(Section(all, "ALERTS"));
        Section(some, "HOW IT GOES").Should().HaveCount(32);
    }

    [Fact]
    public void What_could_not_be_read_is_said_whatever_the_point()
    {
        using var folder = new TemporaryFolder();
        var lost = folder.Write("b.csv", "patient_id,instrument,assessed_at,item1,item2,item3,item4,item5,item6,item7,item8,item9\np,phq-9,soon,1,1,1,1,1,1,1,1,2\np,phq-9,later,1,1,1,1,1,1,1,1,2\n");
        var output = Call.Run("assess", "--assessments", lost, "--format", "table", "--at", "infusion:1").Output;
        output.Should().Contain("1 of them have no readable questionnaire and stand in no count below.");
        Section(output, "TO LOOK AT FIRST").Should().Contain("p suicidality all records-unreadable 2 records could not be read: look at them");
    }

    [Fact]
    public void A_small_rise_is_not_reliably_worse_by_Edwards_Nunnally_alone()
    {
        using var folder = new TemporaryFolder();
        var small = folder.Write("a.csv", "patient_id,instrument,assessed_at,score\np,qids-sr16,2026-03-01,24\np,qids-sr16,2026-03-15,27\n");
        Call.Run("assess", "--assessments", small, "--indicator", "reliable-change", "--at", "last").Output.Split('\n')
            .Should().Contain(row => row.Contains(",edwards-nunnally,last,", StringComparison.Ordinal) && row.Contains(",deteriorated,", StringComparison.Ordinal), "the row is there");
        Section(Call.Run("assess", "--assessments", small, "--format", "table").Output, "TO LOOK AT FIRST").Should().NotContain(line => line.Contains("reliably worse", StringComparison.Ordinal));

        // PHQ-9 10 to 20: 10 is more than 6.93.
        var large = folder.Write("b.csv", "patient_id,instrument,assessed_at,score\np,phq-9,2026-03-01,10\np,phq-9,2026-03-15,20\n");
        Section(Call.Run("assess", "--assessments", large, "--format", "table").Output, "TO LOOK AT FIRST")
            .Should().ContainSingle(line => line.StartsWith("p reliably worse PHQ-9 deteriorated 2026-03-15 than the baseline (jacobson-truax", StringComparison.Ordinal));
    }
}
