using KetamineOutcomes.Indicators;
using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.ConcurrentCare;

namespace KetamineOutcomes.Tests.Indicators.ConcurrentCare;

public sealed class CareIndicatorsTests
{
    private static AssessmentReport Assess(IEnumerable<CareInterval> care, CareKind[]? none = null, int? asOf = null, params Infusion[] infusions) => NotesAssessment.Assess(
        Given.Course([], infusions.Length > 0 ? infusions : Given.Induction(0, 3, 7)),
        new TreatmentNotes(care: CareLog.Create(care, none).GetValueOrThrow()),
        new() { AsOf = asOf is { } day ? Given.Day(day) : null });

    private static readonly CareInterval[] Sertraline =
    [
        new(CareKind.Antidepressant, "sertraline", to: Given.Day(4), dose: 50, unit: "mg/day"),
        new(CareKind.Antidepressant, "sertraline", Given.Day(5), dose: 100, unit: "mg/day"),
    ];

    [Fact]
    public void Care_in_force_at_the_first_infusion_and_changes_in_the_series_are_rows()
    {
        var report = Assess(Sertraline, [CareKind.Benzodiazepine]);

        report.Said("in-force", "name:sertraline", scale: "antidepressant").Should().Be("in-force");
        report.Said("in-force", "any", scale: "antidepressant").Should().Be("in-force");
        report.Said("in-force", "any", scale: "benzodiazepine").Should().Be("not-in-force");
        report.Said("in-force", "any", scale: "psychotherapy").Should().Be("indeterminate:not-asked");
        var change = report.One("change", scale: "antidepressant");
        change.Said().Should().Be("dose-changed");
        change.At.Should().Be(Given.Day(5));
        change.Explain().Should().Be("sertraline 50 mg/day became sertraline 100 mg/day on day 5.");
    }

    [Fact]
    public void A_change_belongs_to_the_series_in_which_it_falls()
    {
        Infusion[] infusions = [.. Given.Induction(0, 3), Given.Dose(60, InfusionKind.Reinduction)];
        var report = Assess([.. Sertraline, new CareInterval(CareKind.LifeEvent, "bereavement", Given.Day(61), Given.Day(61))], infusions: infusions);

        report.One("change", "name:sertraline/dose-changed", scale: "antidepressant").Series.Should().Be(1);
        var happened = report.Results.Single(result => result.Scale == "life-event" && result.Indicator == "change");
        (happened.Series, happened.Rule, happened.At).Should().Be((2, "name:bereavement/occurred", Given.Day(61)));
        happened.Explain().Should().Be("bereavement happened on day 61.");
    }

    [Fact]
    public void A_change_that_is_not_yet_known_is_not_told()
    {
        Assess(Sertraline, asOf: 4).Results.Should().NotContain(result => result.Indicator == "change");
        Assess(Sertraline, asOf: 5).Said("change", scale: "antidepressant").Should().Be("dose-changed");
    }

    [Fact]
    public void An_end_that_is_not_known_is_indeterminate() =>
        Assess([new CareInterval(CareKind.Benzodiazepine, "lorazepam", Given.Day(-30), isEndUnknown: true)])
            .Said("in-force", "name:lorazepam", scale: "benzodiazepine").Should().Be("indeterminate:care-unclear");

    [Theory]
    [InlineData("care/benzodiazepine", null, "indeterminate:care-unclear", true)]
    [InlineData("care", null, "indeterminate:care-unclear", true)] // of a kind that is not known
    [InlineData("care/benzodiazepine", -3, "indeterminate:care-unclear", true)]
    [InlineData("care/benzodiazepine", 1, "not-in-force", false)] // began after the first infusion
    [InlineData("care/antidepressant", null, "not-in-force", false)]
    [InlineData("history/mania", null, "not-in-force", false)]
    public void Not_in_force_is_not_said_beside_a_record_of_the_kind_that_could_not_be_read(string about, int? day, string said, bool isFlagged)
    {
        var lost = new UnreadableRecord(about, day is { } at ? Given.Day(at) : null);
        CareLog[] logs =
        [
            CareLog.Create([new CareInterval(CareKind.Benzodiazepine, "lorazepam", Given.Day(-30), Given.Day(-20))]).GetValueOrThrow(),
            CareLog.Create([], [CareKind.Benzodiazepine]).GetValueOrThrow(),
        ];
        foreach (var row in logs.Select(log => NotesAssessment.Assess(Given.Course([], Given.Induction(0, 3, 7)), new TreatmentNotes(care: log, unreadable: [lost])).One("in-force", "any", scale: "benzodiazepine")))
        {
            row.Said().Should().Be(said);
            row.Evidence.Flags.Contains("records-unreadable", StringComparer.Ordinal).Should().Be(isFlagged);
        }
    }

    [Fact]
    public void What_is_in_force_stays_so_beside_one_and_a_lost_record_alone_is_no_silence()
    {
        var sertraline = NotesAssessment.Assess(Given.Course([], Given.Induction(0, 3, 7)), new TreatmentNotes(care: CareLog.Create(Sertraline).GetValueOrThrow(), unreadable: [new("care/antidepressant", null)]));
        var row = sertraline.One("in-force", "any", scale: "antidepressant");
        (row.Said(), row.Evidence.Flags.Contains("records-unreadable", StringComparer.Ordinal)).Should().Be(("in-force", true));

        var alone = NotesAssessment.Assess(Given.Course([], Given.Induction(0, 3, 7)), new TreatmentNotes(unreadable: [new("care/antidepressant", null)]));
        alone.Said("in-force", "any", scale: "antidepressant").Should().Be("indeterminate:care-unclear");
        alone.Said("in-force", "any", scale: "benzodiazepine").Should().Be("indeterminate:not-asked");
    }

    [Fact]
    public void Without_a_record_of_care_there_are_no_rows() =>
        Assess([]).Results.Should().NotContain(result => result.Instrument == "care");

    [Theory]
    [InlineData("any")]
    [InlineData("Any")]
    [InlineData("any/stopped")]
    [InlineData("name:any")]
    [InlineData("first-infusion")]
    public void No_name_of_care_gives_a_key_twice(string name)
    {
        CareInterval[] care =
        [
            new(CareKind.Other, name, to: Given.Day(2)),
            new(CareKind.Other, "any", to: Given.Day(2)),
            new(CareKind.Other, "any/stopped", to: Given.Day(3)),
        ];

        Assess(care).Results.GroupBy(row => (row.Series, row.Instrument, row.Scale, row.Indicator, row.Rule, row.Point, row.At)).Should().OnlyContain(group => group.Count() == 1);
    }

    [Fact]
    public void The_end_of_the_last_benzodiazepine_is_a_dated_row()
    {
        // Lorazepam ends on day 4, alprazolam goes down on day 3 and ends on day 6: from day 7 on there is none.
        CareInterval[] care =
        [
            new(CareKind.Benzodiazepine, "lorazepam", to: Given.Day(4), dose: 1, unit: "mg/day"),
            new(CareKind.Benzodiazepine, "alprazolam", to: Given.Day(2), dose: 1, unit: "mg/day"),
            new(CareKind.Benzodiazepine, "alprazolam", Given.Day(3), Given.Day(6), dose: new Fraction(1, 2), unit: "mg/day"),
        ];

        var rows = Assess(care).Results.Where(row => row.Indicator == "change").Select(row => $"{row.At} {row.Rule} {row.KnownAt}");
        rows.Should().BeEquivalentTo("3 name:alprazolam/dose-changed 3", "4 name:lorazepam/stopped 5", "6 name:alprazolam/stopped 7", "6 any/stopped 7");
        Assess(care).One("change", "any/stopped", scale: "benzodiazepine").Explain().Should().Be("On day 6 the last benzodiazepine on record ended; on the day after none was in force.");
        Assess(care, asOf: 6).Results.Should().NotContain(row => row.Rule == "any/stopped", "until day 6 is over another may follow");

        // Where one may go on, its end being unknown, nothing is said to be left.
        Assess([.. care, new CareInterval(CareKind.Benzodiazepine, "diazepam", Given.Day(1), isEndUnknown: true)]).Results.Should().NotContain(row => row.Rule == "any/stopped");
    }

    [Fact]
    public void What_begins_after_the_first_infusion_says_nothing_of_it()
    {
        // On day 0 nobody had said anything of an antidepressant; that one begins on day 5 does not say that there was none.
        var report = Assess([new CareInterval(CareKind.Antidepressant, "sertraline", Given.Day(5))]);

        report.Said("in-force", "any", scale: "antidepressant").Should().Be("indeterminate:not-asked");
        report.One("in-force", "any", scale: "antidepressant").KnownAt.Should().Be(Given.Day(5), "before that there was no record of care at all");
        report.Results.Should().NotContain(row => row.Rule == "name:sertraline" && row.Indicator == "in-force");
    }

    [Fact]
    public void An_end_entered_later_leaves_what_was_said_and_does_not_change()
    {
        // Since day -30, and begun on day 2; that both end on day 9 was entered on day 10.
        CareInterval[] care =
        [
            new(CareKind.Benzodiazepine, "alprazolam", Given.Day(-30), dose: 1),
            new(CareKind.Benzodiazepine, "alprazolam", Given.Day(-30), Given.Day(9), dose: 1, recordedAt: Given.Day(10)),
            new(CareKind.Antidepressant, "sertraline", Given.Day(2)),
            new(CareKind.Antidepressant, "sertraline", Given.Day(2), Given.Day(9), recordedAt: Given.Day(10)),
        ];
        static IEnumerable<string> Known(AssessmentReport report) => report.Results.Where(row => row.Instrument == "care" && row.Rule.StartsWith("name:", StringComparison.Ordinal)).Select(row => $"{row.Rule} {row.Indicator} {row.Outcome.State} {row.KnownAt}");

        Known(Assess(care, asOf: 9)).Should().BeEquivalentTo("name:alprazolam in-force in-force 0", "name:sertraline/started change started 2");
        Known(Assess(care)).Should().BeEquivalentTo(
            "name:alprazolam in-force in-force 0", "name:sertraline/started change started 2", "name:alprazolam/stopped change stopped 10", "name:sertraline/stopped change stopped 10");
        Known(Assess(care, asOf: 12)).Should().BeEquivalentTo(Known(Assess(care)));
    }

    [Fact]
    public void An_end_entered_later_is_known_when_it_was_entered()
    {
        CareInterval[] care =
        [
            new(CareKind.Benzodiazepine, "alprazolam", Given.Day(-30), dose: 1),
            new(CareKind.Benzodiazepine, "alprazolam", Given.Day(-30), Given.Day(-2), dose: 1, recordedAt: Given.Day(6)),
        ];

        var before = Assess(care, asOf: 5).One("in-force", "name:alprazolam", scale: "benzodiazepine");
        (before.Said(), before.KnownAt).Should().Be(("in-force", Given.Day(0)));
        var after = Assess(care, asOf: 6).One("in-force", "name:alprazolam", scale: "benzodiazepine");
        (after.Said(), after.KnownAt).Should().Be(("not-in-force", Given.Day(6)));
    }

    [Fact]
    public void A_record_that_a_later_one_replaces_was_known_all_the_same()
    {
        // Lorazepam was on record from before the course; its end is entered on day 6. Zopiclone is the first record with a date, day 2.
        CareInterval[] care =
        [
            new(CareKind.Benzodiazepine, "lorazepam", dose: 1),
            new(CareKind.Benzodiazepine, "lorazepam", to: Given.Day(3), dose: 1, recordedAt: Given.Day(6)),
            new(CareKind.OtherMedication, "zopiclone", Given.Day(2)),
        ];

        foreach (var asOf in new[] { 5, 6, 9 })
        {
            Assess(care, asOf: asOf).One("in-force", "any", scale: "psychotherapy").KnownAt.Should().Be(Given.Day(0), "on day {0} as on day 0 the log had a record", asOf);
        }
    }
}
