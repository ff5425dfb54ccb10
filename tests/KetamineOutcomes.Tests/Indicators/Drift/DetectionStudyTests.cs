using KetamineOutcomes.Benchmarks.DetectionStudy;
using KetamineOutcomes.Indicators.Drift;

namespace KetamineOutcomes.Tests.Indicators.Drift;

/// <summary>A small part of the detection study (docs/detection-study.md) on seeds of its own.</summary>
public sealed class DetectionStudyTests
{
    private const int People = 1500;
    private const ulong Seed = 4004;

    [Theory]
    [InlineData("report", false)]
    [InlineData("report", true)]
    [InlineData("reported earlier", false)]
    [InlineData("reported earlier", true)]
    public void At_most_one_in_twenty_stable_people_is_alarmed_over_twelve_visits_with_room_for_chance(string name, bool boosters)
    {
        var world = new[] { StudyWorld.Report, StudyWorld.Earlier }.Single(candidate => candidate.Name == name);
        var alarmed = 0;
        for (var i = 0; i < People; i++)
        {
            alarmed += Last(StudyPerson.Draw(world, StudyChange.Stable, boosters, Seed, i)).State == DriftState.Drift ? 1 : 0;
        }

        // 5 % and 2.3 standard errors of 0.56 %.
        (alarmed / (double)People).Should().BeLessThan(0.063);
    }

    [Fact]
    public void Nine_in_ten_who_worsen_by_half_a_point_a_week_are_found_within_twelve_visits()
    {
        var found = 0;
        for (var i = 0; i < 400; i++)
        {
            found += Last(StudyPerson.Draw(StudyWorld.Earlier, StudyChange.Changes[1], boosters: false, Seed, i)).State == DriftState.Drift ? 1 : 0;
        }

        (found / 400.0).Should().BeGreaterThan(0.9);
    }

    [Fact]
    public void A_person_of_the_study_is_the_same_on_every_machine()
    {
        var person = StudyPerson.Draw(StudyWorld.Report, StudyChange.Stable, boosters: true, Seed, 0);
        var again = StudyPerson.Draw(StudyWorld.Report, StudyChange.Changes[0], boosters: true, Seed, 0);

        again.Days.Should().Equal(person.Days, "the same person is drawn under every change");
        again.Sd.Should().Be(person.Sd);
        again.Scores[0].Should().BeInRange(person.Scores[0], person.Scores[0] + 3);
    }

    [Fact]
    public void In_the_reported_world_onsets_lie_in_the_whole_of_the_follow_up_and_people_are_as_unlike_as_described()
    {
        var people = Enumerable.Range(0, 2000).Select(i => StudyPerson.Draw(StudyWorld.Report, StudyChange.Stable, boosters: false, Seed, i)).ToList();

        people.Should().OnlyContain(person => person.Onset >= 0 && person.Onset <= person.Days[9]);
        people.Average(person => person.Onset / person.Days[9]).Should().BeApproximately(0.5, 0.03, "uniform: a standard error of 0.0065");

        // A normal of mean 7 and SD 6 cut off at 0 and 20: 7 + 6 x (0.2020 - 0.0381) / (0.9849 - 0.1217) = 8.14; the shift adds 0.5.
        people.Average(person => person.Level).Should().BeApproximately(8.64, 0.5, "a standard error of about 0.11");
    }

    [Fact]
    public void In_the_world_reported_earlier_no_onset_lies_after_day_70()
    {
        Enumerable.Range(0, 200).Select(i => StudyPerson.Draw(StudyWorld.Earlier, StudyChange.Stable, boosters: false, Seed, i).Onset)
            .Should().OnlyContain(onset => onset >= 0 && onset <= 70).And.Contain(onset => onset > 60);
    }

    private static DriftWatch Last(StudyPerson person)
    {
        var watch = DriftWatch.Start(
            new DriftPrior(person.BaselineScore, person.SeriesEnd, person.SeriesEndReadings), DriftWatchParameters.For(2.5, 0, StudyWorld.Highest, 1, 5));
        for (var i = 0; i < StudyPerson.Visits; i++)
        {
            watch = watch.Append(person.Days[i], person.Scores[i], person.DaysSinceInfusion[i], person.DaysSinceInfusion[i] < person.Days[i]);
        }

        return watch;
    }
}
