namespace KetamineOutcomes.Cli.Tests;

/// <summary><c>--schedule</c> with plans, in both commands that take it; and that no two rows of any output share their key.</summary>
public sealed class PlanTests
{
    // Spravato label: twice weekly for 4 weeks, weekly for 4 (the last on 23 February), then, as chosen from 2 March on, every two weeks.
    private static readonly string Infusions = "patient_id,given_at,agent,route,dose_mg\n" + string.Concat(
        new[] { "01-05", "01-08", "01-12", "01-15", "01-19", "01-22", "01-26", "01-29", "02-02", "02-09", "02-16", "02-23", "03-02", "03-16" }.Select(day => $"p,2026-{day},esketamine,nasal,56\n"));

    private const string Plan = """
        {"format":1,"closing":{"dates":["2026-03-30"]},
        "schedules":[{"schedule":"spravato-label","records":[{"patient":"p","changes":[{"step":"every-2-weeks","at":"2026-03-02"}]}]},{"schedule":"murrough-2013","for":"listed"}],
        "forms":[{"id":"day-after","instrument":"phq-9","afterDoses":{"days":1,"first":13},"window":{"after":2}}]}
        """;

    private const string Forms = "patient_id,instrument,assessed_at,score\np,phq-9,2026-01-04,20\np,phq-9,2026-03-04,9\n";

    private static string Path(params string[] parts) => System.IO.Path.Combine([.. parts]);

    private static readonly string Demo = FindDemo();

    private static string[] Keys(Call call) => [.. call.Output.Split('\n')[1..^1].Select(line => string.Join(',', line.Split(',')[..9]))];

    private static string[] Rows(Call call, string start) => [.. call.Output.Split('\n').Where(line => line.StartsWith("p,1,1," + start, StringComparison.Ordinal)).Select(line => string.Join(',', line.Split(',')[7..11]) + line.Split(',')[16])];

    [Fact]
    public void Chosen_steps_closing_days_and_forms_come_from_a_plan_and_both_commands_say_the_same()
    {
        using var folder = new TemporaryFolder();
        string[] tables = ["--treatments", folder.Write("infusions.csv", Infusions), "--assessments", folder.Write("forms.csv", Forms), "--schedule", folder.Write("plan.json", Plan), "--as-of", "2026-03-20", "--segmentation", "labels"];
        var treatment = Call.Run(["treatment", .. tables]);
        treatment.Code.Should().Be(0, treatment.Error);

        var doses = Rows(treatment, "treatment,doses,dose,spravato-label");
        doses.Count(row => row.Contains(",on-time,", StringComparison.Ordinal)).Should().Be(14);
        doses.Should().NotContain(row => row.Contains("outside-plan", StringComparison.Ordinal));
        doses.Should().Contain("dose:15,,pending,");
        treatment.Output.Should().Contain("{\"\"name\"\":\"\"due\"\",\"\"value\"\":\"\"2026-03-31\"\"}", "30 March is closed");
        Rows(treatment, "treatment,doses,dose,murrough-2013").Should().BeEmpty("nobody is listed");

        // Due the day after doses 13 and 14, 3 and 17 March, until two days later.
        Rows(treatment, "phq-9,form,").Should().Equal("due:2026-03-03-0+2,2026-03-04,done,", "due:2026-03-17-0+2,,missed,", "done,,measured,50.0");
        var assess = Call.Run(["assess", .. tables]);
        assess.Code.Should().Be(0, assess.Error);
        foreach (var about in new[] { "treatment,", "phq-9,form," })
        {
            Rows(assess, about).Should().Equal(Rows(treatment, about)).And.NotBeEmpty();
        }
    }

    [Fact]
    public void Assess_prints_the_chair_and_adherence_too()
    {
        using var folder = new TemporaryFolder();
        var chair = folder.Write("chair.csv", "patient_id,infusion,minutes,measure,value\np,1,-10,systolic,120\np,1,40,systolic,165\np,1,90,systolic,125\n");
        var call = Call.Run("assess", "--assessments", folder.Write("forms.csv", Forms), "--treatments", folder.Write("infusions.csv", Infusions), "--chair", chair, "--schedule", "spravato-label");

        call.Code.Should().Be(0, call.Error);
        Rows(call, "chair,systolic,rise,").Should().Equal("infusion:1,2026-01-05,measured,45.0");
        Rows(call, "treatment,doses,adherence,").Should().HaveCount(2);
        Rows(call, "treatment,cycle,").Should().NotBeEmpty();
        Keys(call).Should().OnlyHaveUniqueItems();

        var without = Call.Run("assess", "--assessments", folder["forms.csv"], "--schedule", "spravato-label");
        (without.Code, without.Error.Contains("--treatments", StringComparison.Ordinal)).Should().Be((2, true));
    }

    [Fact]
    public void Forms_that_were_not_given_are_not_called_missed()
    {
        using var folder = new TemporaryFolder();
        string[] without = ["treatment", "--treatments", folder.Write("infusions.csv", Infusions), "--schedule", folder.Write("plan.json", Plan), "--as-of", "2026-03-20"];
        var call = Call.Run(without);

        (call.Code, call.Output.Contains(",form,", StringComparison.Ordinal)).Should().Be((0, false));
        call.Error.Should().Contain("forms-not-given");
        Call.Run([.. without, "--assessments", folder.Write("forms.csv", Forms)]).Output.Should().Contain(",form,assessment-due,");
    }

    [Fact]
    public void A_course_that_had_no_record_yet_has_no_rows()
    {
        using var folder = new TemporaryFolder();
        string[] tables =
        [
            "--assessments", folder.Write("forms.csv", "patient_id,instrument,assessed_at,score\np,phq-9,2026-01-04,20\nq,phq-9,2026-02-04,20\n"),
            "--treatments", folder.Write("infusions.csv", "patient_id,given_at\np,2026-01-05\nq,2026-02-05\n"),
        ];
        var call = Call.Run(["assess", .. tables, "--as-of", "2026-01-20"]);

        call.Output.Should().Contain("\np,1,").And.NotContain("\nq,1,");
        Call.Run(["assess", .. tables, "--as-of", "2026-02-04"]).Output.Should().Contain("\nq,1,");
    }

    [Fact]
    public void A_stop_ends_what_is_expected()
    {
        using var folder = new TemporaryFolder();
        var call = Call.Run(
            "treatment",
            "--treatments", folder.Write("infusions.csv", "patient_id,given_at\np,2026-01-05\np,2026-01-07\n"),
            "--events", folder.Write("events.csv", "patient_id,event,occurred_at\np,discontinuation,2026-01-08\n"),
            "--schedule", "murrough-2013",
            "--as-of", "2026-06-30");

        // Six doses from 5 January on; from the third one (9 January) on none is expected.
        Rows(call, "treatment,doses,dose,").Should().Equal(
            "dose:1,2026-01-05,on-time,", "dose:2,2026-01-07,on-time,",
            "dose:3,,not-applicable,treatment-stopped", "dose:4,,not-applicable,treatment-stopped", "dose:5,,not-applicable,treatment-stopped", "dose:6,,not-applicable,treatment-stopped");
    }

    [Theory]
    [InlineData("[{\"schedule\":\"murrough\"}]", "definition-id-unknown")]
    [InlineData("[{\"schedule\":\"murrough-2013\"},{\"schedule\":\"murrough-2013\"}]", "definition-id-duplicate")]
    [InlineData("[{\"schedule\":\"murrough-2013\",\"anchor\":\"2026-01-05\"}]", "json-member-unknown")]
    public void A_plan_that_cannot_be_used_ends_the_run(string schedules, string code)
    {
        using var folder = new TemporaryFolder();
        var call = Call.Run("treatment", "--treatments", folder.Write("infusions.csv", Infusions), "--schedule", folder.Write("plan.json", $$"""{"format":1,"schedules":{{schedules}}}"""));

        (call.Code, call.Output).Should().Be((2, ""));
        call.Error.Should().Contain("plan.json").And.Contain(code).And.Contain("definition-unusable");
    }

    [Fact]
    public void Two_plans_of_one_id_an_unknown_instrument_and_a_patient_in_no_table_are_said()
    {
        using var folder = new TemporaryFolder();
        var infusions = folder.Write("infusions.csv", Infusions);
        Call.Run("treatment", "--treatments", infusions, "--schedule", "murrough-2013", "--schedule", "murrough-2013").Error.Should().Contain("option-invalid").And.Contain("stands in two plans");
        Call.Run("treatment", "--treatments", infusions, "--schedule", "murrough-2013", "--schedule", "spravato-label").Code.Should().Be(0);
        Call.Run("treatment", "--treatments", infusions, "--schedule", folder.Write("a.json", """{"format":1,"forms":[{"id":"a","instrument":"phq-99","every":{"days":7}}]}""")).Error.Should().Contain("instrument-unknown");
        Call.Run("treatment", "--treatments", infusions, "--schedule", folder.Write("b.json", """{"format":1,"schedules":[{"schedule":"murrough-2013","records":[{"patient":"nobody","anchor":"2026-01-05"}]}]}""")).Error.Should().Contain("course-missing");
    }

    // p has one series, from 5 January on: its record of a third one, a patient and a course that no table has, and a patient of questionnaires alone.
    [Theory]
    [InlineData("""{"patient":"p"},{"patient":"p","series":3,"anchor":"2026-02-05"}""", "$.schedules[1].records[1].series: schedule-series-unknown")]
    [InlineData("""{"patient":"p","series":2}""", "$.schedules[1].records[0].series: schedule-series-unknown")]
    [InlineData("""{"patient":"p"},{"patient":"nobody","anchor":"2026-01-05"}""", "$.schedules[1].records[1]: course-missing")]
    [InlineData("""{"patient":"p","course":"2"}""", "$.schedules[1].records[0]: course-missing")]
    [InlineData("""{"patient":"q"}""", "$.schedules[1].records[0]: course-missing")]
    [InlineData("""{"patient":"p","anchor":12}""", "$.schedules[1].records[0].anchor: mixed-time-scales")]
    [InlineData("""{"patient":"p","changes":[{"step":"weekly","at":"2026-03-02"},{"step":"weekly","at":"2026-01-02"}]}""", "$.schedules[1].records[0].changes[1].at: schedule-change-order")]
    public void A_record_that_cannot_be_used_is_listed_with_its_file_and_place_and_the_rest_is_printed(string records, string expected)
    {
        using var folder = new TemporaryFolder();
        var plan = folder.Write("plan.json", $$"""{"format":1,"schedules":[{"schedule":"murrough-2013"},{"id":"nasal","schedule":"spravato-label","records":[{{records}}]}]}""");
        string[] tables = ["--treatments", folder.Write("infusions.csv", Infusions), "--assessments", folder.Write("forms.csv", Forms + "q,phq-9,2026-01-04,20\n"), "--schedule", plan];
        foreach (var call in new[] { Call.Run(["treatment", .. tables]), Call.Run(["assess", .. tables]) })
        {
            call.Code.Should().Be(1, call.Error);
            call.Error.Should().Contain($"{plan}: {expected}: ").And.Contain(", 1 errors.");
            Rows(call, "treatment,doses,dose,murrough-2013").Should().NotBeEmpty();
        }
    }

    [Fact]
    public void A_record_of_a_series_that_has_not_begun_by_the_day_is_no_error()
    {
        using var folder = new TemporaryFolder();
        var plan = folder.Write("plan.json", """{"format":1,"schedules":[{"schedule":"murrough-2013","records":[{"patient":"p","series":2,"anchor":"2026-03-05"}]}]}""");
        var infusions = folder.Write("infusions.csv", "patient_id,given_at,kind\np,2026-01-05,induction\np,2026-03-06,re-induction\n");

        var call = Call.Run("treatment", "--treatments", infusions, "--schedule", plan, "--as-of", "2026-01-20");

        call.Code.Should().Be(0, call.Error);
        Call.Run("treatment", "--treatments", infusions, "--schedule", plan).Code.Should().Be(0);
    }

    [Fact]
    public void A_plan_that_cannot_be_applied_names_its_file_and_the_schedule_or_rule()
    {
        // Calendar months and relative days, in two courses.
        using var folder = new TemporaryFolder();
        var plan = folder.Write("plan.json", """{"format":1,"schedules":[{"schedule":"phillips-2020-ladder"}],"forms":[{"id":"a","instrument":"phq-9","every":{"days":7}},{"id":"b","instrument":"phq-9","every":{"months":1}}]}""");
        string[] tables =
        [
            "--treatments", folder.Write("days.csv", "patient_id,given_day,kind\np,0,induction\np,30,booster\nq,0,induction\nq,31,booster\n"),
            "--assessments", folder.Write("forms.csv", "patient_id,instrument,assessed_day,score\np,phq-9,0,20\nq,phq-9,0,20\n"),
        ];
        var call = Call.Run(["treatment", .. tables, "--schedule", plan]);

        call.Code.Should().Be(1);
        call.Error.Should().Contain($"{plan}: $.schedules[0]: schedule-needs-dates: ").And.Contain($"{plan}: $.forms[1]: schedule-needs-dates: ").And.Contain("(2 times)");
        Call.Run(["treatment", .. tables, "--schedule", "phillips-2020-ladder"]).Error.Should().Contain("--schedule: schedule-needs-dates: phillips-2020-ladder: ");
    }

    [Fact]
    public void No_two_rows_of_the_demo_clinic_share_their_key_and_all_are_sorted()
    {
        string[] tables =
        [
            "--assessments", Path(Demo, "assessments.csv"), "--treatments", Path(Demo, "infusions.csv"), "--events", Path(Demo, "events.csv"), "--chair", Path(Demo, "chair.csv"),
            "--schedule", Path(Demo, "schedule.json"), "--schedule", "murrough-2013", "--schedule", "phillips-2020-ladder",
        ];
        foreach (var call in new[] { Call.Run(["treatment", .. tables]), Call.Run(["assess", .. tables, "--at", "every-visit,last,end-of-induction"]), Call.Run(["assess", .. tables, "--segmentation", "mcinnes-2022-gap-14", "--as-of", "2026-05-01"]) })
        {
            call.Code.Should().Be(0, call.Error);
            Keys(call).Should().OnlyHaveUniqueItems().And.HaveCountGreaterThan(1000);
            Keys(call).Should().BeInAscendingOrder(ByKey);
        }
    }

    // The order of docs/wire.md: the columns one after the other, series as a number; dates of one form sort as their text.
    private static readonly Comparer<string> ByKey = Comparer<string>.Create((x, y) =>
    {
        var (left, right) = (x.Split(','), y.Split(','));
        return Enumerable.Range(0, left.Length)
            .Select(i => i == 2 ? int.Parse(left[i], System.Globalization.CultureInfo.InvariantCulture).CompareTo(int.Parse(right[i], System.Globalization.CultureInfo.InvariantCulture)) : string.CompareOrdinal(left[i], right[i]))
            .FirstOrDefault(order => order != 0);
    });

    [Fact]
    public void The_order_of_keys_is_told_by_the_first_column_that_differs()
    {
        string[] keys = ["a,1,2,x,y,z,r,p,", "a,1,10,m,y,z,r,p,", "a,1,10,m,y,z,r,p,2026-01-05", "b,1,1,m,y,z,r,p,"];

        keys.Should().BeInAscendingOrder(ByKey);
        Enumerable.Reverse(keys).Should().NotBeInAscendingOrder(ByKey);
    }

    [Fact]
    public void The_demo_plan_shows_a_late_reinduction_and_forms_done_and_missed()
    {
        string[] tables = ["--treatments", Path(Demo, "infusions.csv"), "--assessments", Path(Demo, "assessments.csv"), "--events", Path(Demo, "events.csv"), "--schedule", Path(Demo, "plan.json")];
        var call = Call.Run(["treatment", .. tables, "--segmentation", "labels"]);
        call.Code.Should().Be(0, call.Error);
        string[] Said(string start) => [.. call.Output.Split('\n').Where(line => line.StartsWith(start, StringComparison.Ordinal)).Select(line => string.Join(',', line.Split(',')[7..11]))];

        // D06: planned from 14 April on, given on 15, 18, 22 and 25 April; due on days 0, 3, 7, 10.
        Said("D06,1,2,treatment,doses,days-off,").Should().Equal("dose:1,2026-04-15,measured,1", "dose:2,2026-04-18,measured,1", "dose:3,2026-04-22,measured,1", "dose:4,2026-04-25,measured,1");

        // D01 begins on 5 January. MADRS was asked on 2 and 29 January and on 30 April: 3 days before, 7 days before 5 February, 5 days before 5 May.
        Said("D01,1,1,madrs,form,assessment-due,monthly,").Should().Equal(
            "due:2026-01-05-7+7,2026-01-02,done,", "due:2026-02-05-7+7,2026-01-29,done,", "due:2026-03-05-7+7,,missed,", "due:2026-04-05-7+7,,missed,", "due:2026-05-05-7+7,2026-04-30,done,");

        // The sixth dose was on 22 January.
        Said("D01,1,1,madrs,form,assessment-due,week-after-dose-6,").Should().Equal("due:2026-01-29-1+3,2026-01-29,done,");

        // The plan's schedule is the demo clinic's, and the library writes it as it was read.
        var plan = KetamineOutcomes.Treatment.Schedules.ClinicPlan.Read(File.ReadAllText(Path(Demo, "plan.json"))).GetValueOrThrow();
        plan.Schedules.Single().Schedule.Should().Be(KetamineOutcomes.Treatment.Schedules.Schedule.Read(File.ReadAllText(Path(Demo, "schedule.json"))).GetValueOrThrow());
        KetamineOutcomes.Treatment.Schedules.ClinicPlan.Read(plan.ToJson()).GetValueOrThrow().Should().Be(plan);
    }

    [Theory]
    [InlineData("treatment")]
    [InlineData("assess")]
    public void Tables_split_by_patient_give_the_rows_of_the_whole(string command)
    {
        // Every third patient stands in the second set of files, in each table.
        using var folder = new TemporaryFolder();
        (string Option, string Name)[] tables = [("--treatments", "infusions.csv"), ("--assessments", "assessments.csv"), ("--events", "events.csv"), ("--chair", "chair.csv"), ("--care", "care.csv"), ("--history", "history.csv")];
        static bool IsSecond(string line) => int.Parse(line.AsSpan(1, 2), System.Globalization.CultureInfo.InvariantCulture) % 3 == 0;
        string Read(string name) => name switch
        {
            "care.csv" => "patient_id,kind,name,from_at,to_at\nD01,antidepressant,a,2026-01-10,\nD02,benzodiazepine,none,,\nD03,antidepressant,b,2025-01-10,2026-03-01\n",
            "history.csv" => "patient_id,history,answer,asked_at\nD01,psychosis,absent,2026-01-05\nD03,mania,present,2026-01-01\n",
            _ => File.ReadAllText(Path(Demo, name)),
        };
        Call Run(string part, Func<string, bool> isIn) => Call.Run([command, "--schedule", Path(Demo, "schedule.json"), "--schedule", "phillips-2020-ladder", "--segmentation", "mcinnes-2022-gap-14", .. tables.SelectMany(table =>
        {
            var lines = Read(table.Name).TrimEnd('\n').Split('\n');
            return new[] { table.Option, folder.Write(part + table.Name, string.Join('\n', lines.Where((line, i) => i == 0 || isIn(line))) + "\n") };
        })]);
        string[] Lines(params Call[] calls) => [.. calls.SelectMany(call => call.Output.Split('\n')[1..^1]).Order(StringComparer.Ordinal)];

        var whole = Run("whole-", _ => true);
        whole.Code.Should().Be(0, whole.Error);
        Lines(whole).Should().HaveCountGreaterThan(1000);
        Lines(Run("one-", line => !IsSecond(line)), Run("two-", IsSecond)).Should().Equal(Lines(whole));
    }

    [Fact]
    public void No_two_rows_of_a_hostile_log_share_their_key()
    {
        // Infusions at one time that differ, at one instant in two offsets, and with a date alone on the same day; forms of one time and unlike scores.
        using var folder = new TemporaryFolder();
        string[] tables =
        [
            "--treatments", folder.Write("infusions.csv", """
                patient_id,given_at,agent,route,dose_mg,kind
                p,2026-01-05T10:00,ketamine,iv,40,
                p,2026-01-05T10:00,esketamine,nasal,56,
                p,2026-01-05,ketamine,iv,40,
                p,2026-01-06T09:00Z,ketamine,iv,40,
                p,2026-01-06T10:00+01:00,ketamine,iv,40,
                p,2026-01-06T10:00+01:00,ketamine,im,40,
                p,2026-01-06T10:00+01:00,ketamine,im,41,booster
                p,2026-03-06,ketamine,im,41,re-induction
                p,2026-03-06,ketamine,im,42,re-induction

                """),
            "--assessments", folder.Write("forms.csv", "patient_id,instrument,assessed_at,timing,rater,score\np,phq-9,2026-01-04,,,20\np,phq-9,2026-01-04,pre,,19\np,phq-9,2026-01-04,post,,18\np,phq-9,2026-01-06T11:00,,clinician,9\np,phq-9,2026-01-06T11:00,,self,8\n"),
            "--events", folder.Write("events.csv", "patient_id,event,occurred_at,reason\np,discontinuation,2026-01-08,\np,death,2026-01-08,\np,follow-up-end,2026-04-08,died\n"),
            "--chair", folder.Write("chair.csv", "patient_id,infusion,minutes,measure,value\np,1,0,systolic,120\np,1,40,systolic,165\np,2,40,systolic,165\np,2,40,systolic,166\np,2,40,side-effect:nausea,present\np,2,40,side-effect:nausea,absent\n"),
            "--schedule", "murrough-2013", "--schedule", "spravato-label", "--schedule", folder.Write("plan.json", """{"format":1,"schedules":[{"id":"again","schedule":"murrough-2013","records":[{"patient":"p","anchor":"2026-01-04"}]}],"forms":[{"id":"a","instrument":"phq-9","every":{"days":1}},{"id":"b","instrument":"phq-9","afterDoses":{"days":0}}]}"""),
        ];
        foreach (var call in new[] { Call.Run(["treatment", .. tables]), Call.Run(["assess", .. tables, "--at", "every-visit,last,end-of-induction"]), Call.Run(["treatment", .. tables, "--as-of", "2026-01-06", "--segmentation", "labels"]) })
        {
            call.Output.Should().NotBeEmpty(call.Error);
            Keys(call).Should().OnlyHaveUniqueItems();
        }
    }

    [Theory]
    [InlineData("2027-01-05", true)] // a year too late
    [InlineData("2025-01-05", true)]
    [InlineData("2026-09-12", false)] // 180 days behind the last infusion of 16 March
    [InlineData("2026-09-13", true)]
    [InlineData("2026-01-05", false)]
    public void An_anchor_far_from_every_infusion_is_told_and_changes_nothing(string anchor, bool isTold)
    {
        using var folder = new TemporaryFolder();
        var plan = """{"format":1,"schedules":[{"schedule":"spravato-label","records":[{"patient":"p","anchor":"ANCHOR"}]}]}""".Replace("ANCHOR", anchor, StringComparison.Ordinal);

        var call = Call.Run(["treatment", "--treatments", folder.Write("infusions.csv", Infusions), "--schedule", folder.Write("plan.json", plan), "--segmentation", "labels"]);

        call.Code.Should().Be(0, call.Error);
        call.Error.Contains("schedule-anchor-far", StringComparison.Ordinal).Should().Be(isTold, call.Error);
        if (isTold)
        {
            call.Error.Should().Contain("$.schedules[0].records[0].anchor").And.Contain("more than 180 days from every infusion");
        }
    }

    private static string FindDemo()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path(folder!.FullName, "KetamineOutcomes.sln")))
        {
            folder = folder.Parent;
        }

        return Path(folder.FullName, "samples", "demo");
    }
}
