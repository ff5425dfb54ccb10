using KetamineOutcomes.Indicators;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.Chair;
using KetamineOutcomes.Treatment.Screens;

namespace KetamineOutcomes.Tests.Indicators.Screens;

public sealed class ScreenIndicatorsTests
{
    private static AssessmentReport Assess(IEnumerable<Administration> forms, Sex? sex = null, IEnumerable<HistoryEntry>? history = null, IEnumerable<ChairSession>? sessions = null) =>
        NotesAssessment.Assess(Given.Course(forms), new TreatmentNotes(sessions, history: history, person: new Covariates(sex)));

    private static HistoryEntry Psychosis(int day, HistoryAnswer answer) => new(HistoryFlag.Psychosis, answer, Given.Day(day));

    [Fact]
    public void What_was_not_asked_is_listed()
    {
        var report = Assess([]);

        report.Results.Should().OnlyContain(result => result.Instrument == "screen" && result.Said() == "indeterminate:not-asked");
        report.Results.Select(result => result.Scale).Distinct(StringComparer.Ordinal).Should().BeEquivalentTo("audit", "audit-c", "dast-10", "msm", "athf-sf", "history", "blood-pressure");
    }

    [Theory]
    [InlineData("history/psychosis", null, "indeterminate:record-unreadable", true)]
    [InlineData("history", -3, "indeterminate:record-unreadable", true)] // nobody knows to what
    [InlineData("history/mania", null, "indeterminate:not-asked", false)]
    [InlineData("history/psychosis", 1, "indeterminate:not-asked", false)] // after the first infusion
    public void An_answer_that_could_not_be_read_is_no_silence(string about, int? day, string said, bool isFlagged)
    {
        var notes = new TreatmentNotes(unreadable: [new UnreadableRecord(about, day is { } at ? Given.Day(at) : null)]);
        var row = NotesAssessment.Assess(Given.Course([]), notes).One("history", "psychosis", scale: "history");

        row.Said().Should().Be(said);
        row.Evidence.Flags.Contains("records-unreadable", StringComparer.Ordinal).Should().Be(isFlagged);
        row.Explain().Contains("could not be read and is not in it", StringComparison.Ordinal).Should().Be(isFlagged);
    }

    [Fact]
    public void An_answer_that_can_be_read_stands_beside_one_that_cannot_with_a_flag()
    {
        var row = NotesAssessment.Assess(Given.Course([]), new TreatmentNotes(history: [Psychosis(-3, HistoryAnswer.Absent)], unreadable: [new UnreadableRecord("history/psychosis", null)]))
            .One("history", "psychosis", scale: "history");

        row.Said().Should().Be("absent");
        row.Evidence.Flags.Should().Contain("records-unreadable");
    }

    [Theory]

    // AUDIT-C: 4 or more in men, 3 or more in women (LOINC 75626-2).
    [InlineData(3, Sex.Male, "men-4", "not-reached")]
    [InlineData(4, Sex.Male, "men-4", "reached")]
    [InlineData(3, Sex.Female, "women-3", "reached")]
    [InlineData(3, Sex.Female, "men-4", "not-applicable:other-sex")]
    [InlineData(3, null, "women-3", "indeterminate:sex-unknown")]
    public void Cut_offs_follow_the_sex(int total, Sex? sex, string cutOff, string expected) =>
        Assess([Given.Total("audit-c", Given.Day(-3), total)], sex).Said("cut-off", "total/" + cutOff, scale: "audit-c").Should().Be(expected);

    [Fact]
    public void Published_cut_offs_stand_side_by_side_with_their_sources()
    {
        // DAST-10: 3 or more, and 4 or more in another study.
        var report = Assess([Given.Total("dast-10", Given.Day(-3), 3)]);

        report.Said("score", "total", scale: "dast-10").Should().Be("3");
        report.Said("cut-off", "total/handouts-3", scale: "dast-10").Should().Be("reached");
        report.Said("cut-off", "total/dusunen-adam-2013-4", scale: "dast-10").Should().Be("not-reached");
        report.Results.Where(result => result.Indicator == "cut-off").Should().OnlyContain(result => result.Evidence.Sources.Count > 0);
    }

    [Fact]
    public void The_last_form_before_the_series_is_read_and_none_after_it()
    {
        var report = Assess([Given.Total("audit", Given.Day(-30), 20), Given.Total("audit", Given.Day(-3), 5), Given.Total("audit", Given.Day(3), 9)]);

        report.One("score", "total", scale: "audit").Said().Should().Be("5");
        report.One("score", "total", scale: "audit").At.Should().Be(Given.Day(-3));

        // One filled in too late is no screen before the series, and not silence either.
        var late = Assess([Given.Total("audit", Given.Day(3), 9), Given.Total("audit", Given.Day(8), 4)]).One("score", "total", scale: "audit");
        late.Said().Should().Be("indeterminate:recorded-after-start");
        (late.At, late.KnownAt).Should().Be((null, Given.Day(3)));
        late.Evidence.Parameters.Should().Contain(new Parameter("recorded-later", "3"));
    }

    [Fact]
    public void Unlike_totals_of_one_day_conflict_and_a_later_record_corrects()
    {
        Assess([Given.Total("audit", Given.Day(-3), 5), Given.Total("audit", Given.Day(-3), 9)]).Said("score", "total", scale: "audit").Should().Be("indeterminate:conflicting-scores");
        Assess([Given.Total("audit", Given.Day(-3), 5), Given.Total("audit", Given.Day(-3), 9, recorded: Given.Day(-2))]).Said("score", "total", scale: "audit").Should().Be("9");
    }

    [Fact]
    public void Resistance_staging_is_a_number_with_its_source()
    {
        var report = Assess([Given.Total("msm", Given.Day(-3), 8)]);

        report.Said("score", "total", scale: "msm").Should().Be("8");

        // The cut is more than 7.5, from a secondary source.
        report.Said("cut-off", "total/psychiatry-education-forum-7-5", scale: "msm").Should().Be("reached");
        report.Results.Single(result => result.Rule == "total/psychiatry-education-forum-7-5").Evidence.Parameters.Should().Contain(new Parameter("evidence", "secondary"));
    }

    [Fact]
    public void A_history_is_present_absent_not_known_or_not_asked()
    {
        Assess([], history: [Psychosis(-5, HistoryAnswer.Absent)]).Said("history", "psychosis", scale: "history").Should().Be("absent");
        Assess([], history: [Psychosis(-5, HistoryAnswer.NotKnown)]).Said("history", "psychosis", scale: "history").Should().Be("indeterminate:asked-not-known");

        var both = Assess([], history: [Psychosis(-5, HistoryAnswer.Present), Psychosis(-1, HistoryAnswer.Absent)]);
        both.Said("history", "psychosis", scale: "history").Should().Be("present");
        both.One("history", "psychosis", scale: "history").Evidence.Flags.Should().Contain("also-denied");
    }

    [Fact]
    public void A_history_recorded_after_the_first_infusion_is_said_with_its_day_and_known_from_then_on()
    {
        HistoryEntry[] history = [Psychosis(5, HistoryAnswer.Absent), Psychosis(9, HistoryAnswer.Present), Psychosis(12, HistoryAnswer.Present)];
        var row = Assess([], history: history).One("history", "psychosis", scale: "history");

        row.Said().Should().Be("indeterminate:recorded-after-start");
        (row.At, row.KnownAt).Should().Be((null, Given.Day(9)));
        row.Evidence.Parameters.Where(parameter => parameter.Name == "recorded-later").Select(parameter => parameter.Value).Should().Equal("5: absent", "9: present");
        row.Explain().Should().Contain("recorded-after-start").And.EndWith("It was recorded as absent on day 5. It was recorded as present on day 9.");

        // Asked before and not known, then known: the same.
        Assess([], history: [Psychosis(-2, HistoryAnswer.NotKnown), Psychosis(5, HistoryAnswer.Present)]).Said("history", "psychosis", scale: "history").Should().Be("indeterminate:recorded-after-start");

        // Nothing looks ahead: on day 4 nothing had been asked, and an answer before treatment is not changed by a later one.
        string AsOf(int day) => NotesAssessment.Assess(Given.Course([]), new TreatmentNotes(history: history), new() { AsOf = Given.Day(day) }).Said("history", "psychosis", scale: "history");
        AsOf(4).Should().Be("indeterminate:not-asked");
        AsOf(5).Should().Be("indeterminate:recorded-after-start");
        Assess([], history: [Psychosis(-2, HistoryAnswer.Absent), Psychosis(5, HistoryAnswer.Present)]).One("history", "psychosis", scale: "history").KnownAt.Should().Be(Given.Day(-2));
    }

    // The first infusion is on day 0. A time of day counts where infusion and answer both have one on one clock.
    [Theory]
    [InlineData("2026-03-02", "2026-03-02", "absent", true)]
    [InlineData("2026-03-02", "2026-03-02T09:00", "absent", true)]
    [InlineData("2026-03-02T10:00", "2026-03-02", "absent", true)]
    [InlineData("2026-03-02T10:00", "2026-03-02T09:00+01:00", "absent", true)]
    [InlineData("2026-03-02T10:00", "2026-03-02T09:00", "absent", false)]
    [InlineData("2026-03-02T10:00", "2026-03-02T11:00", "indeterminate:recorded-after-start", false)]
    [InlineData("2026-03-02T10:00", "2026-03-01", "absent", false)]
    public void A_history_of_the_first_day_says_where_its_order_is_not_known(string given, string asked, string expected, bool isAssumed)
    {
        var course = Course.Create("p", "1", [new Administration("audit", Given.At(asked), new AdministrationContent.TotalOnly(20, null, "test"))], [new Infusion(Given.At(given))]).GetValueOrThrow();
        var report = NotesAssessment.Assess(course, new TreatmentNotes(history: [new HistoryEntry(HistoryFlag.Psychosis, HistoryAnswer.Absent, Given.At(asked))]));
        var history = report.One("history", "psychosis", scale: "history");

        history.Said().Should().Be(expected);
        history.Evidence.Flags.Contains("same-day-order-unknown", StringComparer.Ordinal).Should().Be(isAssumed);
        history.Explain().Contains("which came first is not known", StringComparison.Ordinal).Should().Be(isAssumed);

        // A form without a timing is no other.
        report.Results.Where(row => row.Scale == "audit" && row.Rule.StartsWith("total", StringComparison.Ordinal)).Should().HaveCountGreaterThan(1).And.OnlyContain(row => row.Evidence.Flags.Contains("same-day-order-unknown") == isAssumed);
    }

    [Fact]
    public void An_order_that_another_answer_settles_is_no_doubt()
    {
        // Present five days before and again on the day: it was present before.
        var twice = Assess([], history: [Psychosis(-5, HistoryAnswer.Present), Psychosis(0, HistoryAnswer.Present)]).One("history", "psychosis", scale: "history");
        (twice.Said(), twice.Evidence.Flags.Contains("same-day-order-unknown", StringComparer.Ordinal)).Should().Be(("present", false));

        // Absent before, present on the day: present, and whether before is not known.
        var once = Assess([], history: [Psychosis(-5, HistoryAnswer.Absent), Psychosis(0, HistoryAnswer.Present)]).One("history", "psychosis", scale: "history");
        (once.Said(), once.Evidence.Flags.Contains("same-day-order-unknown", StringComparer.Ordinal)).Should().Be(("present", true));

        // A form of that day whose timing is said.
        Assess([Given.Total("audit", Given.Day(0), 5, timing: Timing.Pre)]).One("score", "total", scale: "audit").Evidence.Flags.Should().NotContain("same-day-order-unknown");
    }

    [Fact]
    public void The_screen_of_blood_pressure_has_the_note_of_people_of_65_too()
    {
        var session = ChairSession.Create(Given.Dose(0), [new ChairReading(ChairMeasure.Systolic, 145, new ChairMoment.Minute(-5)), new ChairReading(ChairMeasure.Diastolic, 80, new ChairMoment.Minute(-5))]).GetValueOrThrow();
        var report = NotesAssessment.Assess(Given.Course([]), new TreatmentNotes([session], person: new Covariates(ageYears: 70)));

        report.Results.Where(result => result.Instrument == "screen" && result.Indicator == "note").Select(result => $"{result.Rule} {result.Said()}")
            .Should().Equal("before-140-90 above", "before-150-90 not-above");
    }

    [Fact]
    public void Blood_pressure_before_the_first_infusion_is_a_note()
    {
        var session = ChairSession.Create(Given.Dose(0), [new ChairReading(ChairMeasure.Systolic, 150, new ChairMoment.Minute(-5))]).GetValueOrThrow();
        var note = Assess([], sessions: [session]).Results.Single(result => result.Instrument == "screen" && result.Scale == "blood-pressure");

        note.Said().Should().Be("above");
        note.Explain().Should().Contain("a note and no stop");
    }

    [Fact]
    public void Nobody_is_called_eligible_or_fit()
    {
        var report = Assess([Given.Total("audit", Given.Day(-3), 30), Given.Total("msm", Given.Day(-3), 3)], Sex.Male, [Psychosis(-5, HistoryAnswer.Absent)]);

        report.Results.Should().NotContain(result => result.Explain().Contains("eligib", StringComparison.OrdinalIgnoreCase) || result.Explain().Contains("contraindic", StringComparison.OrdinalIgnoreCase));
    }
}
