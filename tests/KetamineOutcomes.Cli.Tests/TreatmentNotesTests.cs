namespace KetamineOutcomes.Cli.Tests;

/// <summary>The tables beside the infusions: schedule, chair, care, history.</summary>
public sealed class TreatmentNotesTests
{
    // Twice weekly (Monday, Thursday), the third dose a day late; then nothing.
    private const string Infusions = "patient_id,given_at,agent,route\np,2026-01-05T10:00,esketamine,nasal\np,2026-01-08T10:00,esketamine,nasal\np,2026-01-13T10:00,esketamine,nasal\n";

    private static IEnumerable<string> Rows(Call call, string start) => call.Output.Split('\n').Where(line => line.StartsWith("p,1,1," + start, StringComparison.Ordinal));

    [Fact]
    public void A_schedule_by_id_gives_rows_about_doses()
    {
        using var folder = new TemporaryFolder();
        var call = Call.Run("treatment", "--treatments", folder.Write("infusions.csv", Infusions), "--schedule", "spravato-label");
        call.Code.Should().Be(0, call.Error);

        // Due 5, 8, 12 January: on the day, on the day, one day after.
        Rows(call, "treatment,doses,days-off,").Select(row => row.Split(',')[10]).Should().Equal("0", "0", "1");
        Rows(call, "treatment,segment,").Should().NotBeEmpty("the structure of the treatment stands beside it");
        call.Output.Split('\n')[1..^1].Select(line => string.Join('\u0001', line.Split(',', 9)[..8])).Should().BeInAscendingOrder(StringComparer.Ordinal);
    }

    [Fact]
    public void A_schedule_of_ones_own_comes_from_a_file_and_is_read_strictly()
    {
        using var folder = new TemporaryFolder();
        var infusions = folder.Write("infusions.csv", Infusions);
        var own = folder.Write("own.json", KetamineOutcomes.Treatment.Schedules.ScheduleCatalogue.Shipped.Find("spravato-label")!.ToJson());
        Call.Run("treatment", "--treatments", infusions, "--schedule", own).Output
            .Should().Be(Call.Run("treatment", "--treatments", infusions, "--schedule", "spravato-label").Output);

        var broken = Call.Run("treatment", "--treatments", infusions, "--schedule", folder.Write("broken.json", "{}"));
        broken.Code.Should().Be(2);
        broken.Error.Should().Contain("broken.json").And.Contain("definition-unusable");
        Call.Run("treatment", "--treatments", infusions, "--schedule", "spravato-labl").Error.Should().Contain("option-invalid").And.Contain("spravato-label");
    }

    [Fact]
    public void Readings_in_the_chair_care_and_history_give_rows()
    {
        using var folder = new TemporaryFolder();
        var call = Call.Run(
            "treatment",
            "--treatments", folder.Write("infusions.csv", Infusions),
            "--chair", folder.Write("chair.csv", "patient_id,infusion,minutes,measure,value\np,1,-10,systolic,120\np,1,40,systolic,165\np,1,90,systolic,125\np,1,120,systolic,122\n"),
            "--care", folder.Write("care.csv", "patient_id,kind,name,from_at\np,psychotherapy,cbt,2025-11-01\n"),
            "--history", folder.Write("history.csv", "patient_id,history,answer,asked_at\np,psychosis,absent,2026-01-02\n"));
        call.Code.Should().Be(0, call.Error);

        // 165 - 120 = 45, at least, seen at minute 40.
        Rows(call, "chair,systolic,rise,").Should().ContainSingle().Which.Split(',')[10].Should().Be("45.0");
        Rows(call, "care,").Should().NotBeEmpty();
        Rows(call, "screen,").Should().NotBeEmpty();
        call.Error.Should().EndWith("9 rows, 1 courses, 0 errors.\n");
    }

    // Each was wrong once: a retake taken for a swap, a later call taken for observation, a mixed minute, a far baseline, a peak beside a gap.
    [Theory]
    [InlineData("-10,blood-pressure,120/80;40,blood-pressure,120/80;40,blood-pressure,200/130;60,blood-pressure,125/80;90,blood-pressure,125/80", "blood-pressure,threshold,peak-180-110,infusion:1", "met,,,")]
    [InlineData("60,observed-until,;1440,side-effect:headache,absent", "observation,observed,observed-120,infusion:1", "not-met,,,")]
    [InlineData("60,systolic,120;1440,side-effect:headache,absent", "observation,observed,observed-120,infusion:1", "indeterminate,,,")]
    [InlineData("-5,systolic,130;10,systolic,170;20,systolic,185;20,systolic,171;30,systolic,170;90,systolic,130", "systolic,minutes-above,peak-180-110,infusion:1", "measured,0.0,0.0,20.0")] // 10 to 30
    [InlineData("-119,systolic,185;60,systolic,186;70,systolic,150", "systolic,minutes-above,peak-180-110,infusion:1", "indeterminate,,,")] // 179 minutes without a reading; readings end at 70, before 90: from 0 to no end
    [InlineData("-5,systolic,120;10,systolic,150;20,systolic,140;120,systolic,145", "systolic,peak-minute,seen,infusion:1", "measured,10.0,0.0,")]
    public void Readings_in_the_chair_are_read_with_their_gaps(string readings, string key, string expected)
    {
        using var folder = new TemporaryFolder();
        var rows = string.Join('\n', readings.Split(';').Select(reading => "p,1," + reading));
        var call = Call.Run(
            "treatment",
            "--treatments", folder.Write("infusions.csv", Infusions),
            "--chair", folder.Write("chair.csv", "patient_id,infusion,minutes,measure,value\n" + rows + "\n"));
        string.Join(',', Rows(call, "chair," + key).Should().ContainSingle().Subject.Split(',')[9..13]).Should().Be(expected);
    }

    [Fact]
    public void A_reading_with_an_offset_has_no_minute_beside_a_local_start()
    {
        // 09:55Z may be before the start at 10:00 local time or after it: it is no baseline and no peak.
        using var folder = new TemporaryFolder();
        var call = Call.Run(
            "treatment",
            "--treatments", folder.Write("infusions.csv", Infusions),
            "--chair", folder.Write("chair.csv", "patient_id,infusion,measured_at,measure,value\np,1,2026-01-05T09:50,systolic,120\np,1,2026-01-05T09:55Z,systolic,200\np,1,2026-01-05T11:00,systolic,122\n"));
        Rows(call, "chair,systolic,baseline,").Should().ContainSingle().Which.Split(',')[10].Should().Be("120.0");
        Rows(call, "chair,systolic,peak,").Should().ContainSingle().Which.Split(',')[10].Should().Be("122.0");
        Rows(call, "chair,systolic,peak-that-day,").Should().ContainSingle().Which.Split(',')[10].Should().Be("200.0");
        call.Error.Should().Contain("chair.csv:3: chair: chair-not-timed: ", "the row that has no minute is named, and never its answers");
    }

    [Fact]
    public void The_series_of_every_row_is_the_one_of_the_segmentation()
    {
        // 5, 8, 12, 15 January, then four from 2 March on: two series by the rule, one by labels alone (there are none).
        using var folder = new TemporaryFolder();
        var infusions = "patient_id,given_at\n" + string.Concat(new[] { "01-05", "01-08", "01-12", "01-15", "03-02", "03-05", "03-09", "03-12" }.Select(day => $"p,2026-{day}\n"));
        var files = new[]
        {
            "--treatments", folder.Write("infusions.csv", infusions),
            "--chair", folder.Write("chair.csv", "patient_id,infusion,minutes,measure,value\np,5,-10,systolic,120\np,5,40,systolic,130\n"),
            "--care", folder.Write("care.csv", "patient_id,kind,name,from_at\np,psychotherapy,cbt,2025-11-01\n"),
        };
        List<string> Series(string segmentation, string instrument) => [.. Call.Run(["treatment", .. files, "--segmentation", segmentation]).Output.Split('\n')
            .Select(line => line.Split(',')).Where(fields => fields.Length > 8 && fields[3] == instrument).Select(fields => fields[2]).Distinct(StringComparer.Ordinal)];
        foreach (var instrument in new[] { "care", "chair", "screen", "treatment" })
        {
            Series("mcinnes-2022-gap-14", instrument).Should().Equal("1", "2");
            Series("labels", instrument).Should().Equal("1");
        }

        // The fifth infusion of the course is the first of series 2, in the chair and in the log.
        var rows = Call.Run(["treatment", .. files]).Output.Split('\n').Select(line => line.Split(',')).ToList();
        rows.Where(fields => fields.Length > 8 && fields[8] == "2026-03-02" && fields[7].StartsWith("infusion:", StringComparison.Ordinal)).Select(fields => (fields[2], fields[7])).Distinct()
            .Should().Equal(("2", "infusion:1"));
    }

    [Fact]
    public void Infusions_and_readings_after_the_recorded_death_are_named_row_by_row_and_judged()
    {
        using var folder = new TemporaryFolder();
        var files = new[]
        {
            "--treatments", folder.Write("infusions.csv", Infusions),
            "--events", folder.Write("events.csv", "patient_id,event,occurred_at,reason\np,follow-up-end,2026-01-08,died\n"),
            "--chair", folder.Write("chair.csv", "patient_id,infusion,minutes,measure,value\np,1,40,systolic,120\np,3,40,systolic,130\n"),
        };
        var call = Call.Run(["treatment", .. files]);

        // Died on 8 January: the infusion of that day may have been before it, the one of the 13th (line 4) was not, nor its reading (line 3).
        call.Code.Should().Be(0, call.Error);
        call.Error.Split('\n').Where(line => line.Contains("after-death", StringComparison.Ordinal)).Select(line => string.Join(':', line.Split(": ")[..3]).Split('/', '\\')[^1])
            .Should().Equal("infusions.csv:4:given_at:after-death", "chair.csv:3:chair:after-death");
        Rows(call, "chair,systolic,peak,").Should().HaveCount(2);
    }

    [Fact]
    public void A_schedule_that_cannot_be_applied_is_said()
    {
        using var folder = new TemporaryFolder();
        var call = Call.Run("treatment", "--treatments", folder.Write("days.csv", "patient_id,given_day,kind\np,0,induction\np,7,booster\n"), "--schedule", "phillips-2020-ladder");
        call.Code.Should().Be(1);
        call.Error.Should().Contain("schedule-needs-dates");
    }

    [Fact]
    public void A_row_that_cannot_be_read_is_listed_and_the_rest_stands()
    {
        using var folder = new TemporaryFolder();
        var call = Call.Run(
            "treatment",
            "--treatments", folder.Write("infusions.csv", Infusions),
            "--chair", folder.Write("chair.csv", "patient_id,infusion,minutes,measure,value\np,1,-10,systolic,high\np,1,40,systolic,165\n"));
        call.Code.Should().Be(1);
        call.Error.Should().Contain("chair.csv:2: value: ").And.EndWith("5 rows, 1 courses, 1 errors.\n");
        Rows(call, "chair,systolic,peak,").Should().NotBeEmpty();
    }
}
