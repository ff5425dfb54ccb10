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

        report.Said("in-force", "sertraline", scale: "antidepressant").Should().Be("in-force");
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

        report.One("change", "sertraline/dose-changed", scale: "antidepressant").Series.Should().Be(1);
        report.Results.Where(result => result.Scale == "life-event" && result.Indicator == "change").Should().OnlyContain(result => result.Series == 2).And.HaveCount(2);
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
            .Said("in-force", "lorazepam", scale: "benzodiazepine").Should().Be("indeterminate:care-unclear");

    [Fact]
    public void Without_a_record_of_care_there_are_no_rows() =>
        Assess([]).Results.Should().NotContain(result => result.Instrument == "care");
}
