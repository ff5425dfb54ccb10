using KetamineOutcomes.Instruments;
using KetamineOutcomes.Json;
using KetamineOutcomes.Tests.Indicators;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Tests.Treatment;

public sealed class GoalTests
{
    private static ReadResult<Course> Create(Goal[] goals, params GoalRating[] ratings) => Course.Create("p", "1", [], goals: goals, goalRatings: ratings);

    [Fact]
    public void A_weight_is_as_given_or_importance_times_difficulty()
    {
        (new Goal("a").Weight, new Goal("a").Weighting).Should().Be((Fraction.One, GoalWeighting.None));
        (new Goal("a", weight: 5).Weight, new Goal("a", weight: 5).Weighting).Should().Be((5, GoalWeighting.Stated));
        (new Goal("a", importance: 3).Weight, new Goal("a", importance: 3).Weighting).Should().Be((3, GoalWeighting.Importance));
        (new Goal("a", difficulty: 2).Weight, new Goal("a", difficulty: 2).Weighting).Should().Be((2, GoalWeighting.Difficulty));
        (new Goal("a", importance: 3, difficulty: 2).Weight, new Goal("a", importance: 3, difficulty: 2).Weighting).Should().Be((6, GoalWeighting.ImportanceByDifficulty));
        new Goal("a", importance: 3, difficulty: 0).Weight.Should().Be(Fraction.Zero);
    }

    [Fact]
    public void Numbers_outside_their_ranges_are_refused()
    {
        Func<Goal>[] wrong =
        [
            () => new Goal("a", weight: -1), () => new Goal("a", weight: 1001), () => new Goal("a", importance: new Fraction(1, 3)),
            () => new Goal("a", difficulty: new Fraction(1, 10000)), () => new Goal("a", weight: new Fraction(long.MaxValue, long.MaxValue - 1)),
        ];
        wrong.Should().AllSatisfy(make => make.Should().ThrowExactly<ArgumentOutOfRangeException>());
        FluentActions.Invoking(() => new Goal(" ")).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new Goal("a", weight: 1, importance: 1)).Should().ThrowExactly<ArgumentException>();
        FluentActions.Invoking(() => new GoalRating("a", Given.Day(0), 3)).Should().ThrowExactly<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new GoalRating("a", Given.Day(0), -3)).Should().ThrowExactly<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new GoalRating("a", Given.Day(0), 1, recordedAt: Given.At("2026-03-01"))).Should().ThrowExactly<ArgumentException>();
    }

    [Fact]
    public void A_rating_of_no_goal_of_the_course_is_an_issue() =>
        Create([new Goal("a")], new GoalRating("b", Given.Day(0), 1)).Issues.Should().ContainSingle().Which.Code.Should().Be(IssueCodes.GoalUnknown);

    [Fact]
    public void A_goal_given_twice_and_not_alike_is_an_issue_and_given_twice_alike_is_one_goal()
    {
        Create([new Goal("a", weight: 1), new Goal("a", weight: 2)]).Issues.Should().ContainSingle().Which.Code.Should().Be(IssueCodes.GoalContradiction);
        Create([new Goal("a", weight: 2), new Goal("a", weight: 2)]).GetValueOrThrow().Goals.Should().ContainSingle();
    }

    [Fact]
    public void A_goal_rated_before_it_was_set_is_an_issue()
    {
        Create([new Goal("a", setAt: Given.Day(5))], new GoalRating("a", Given.Day(4), -1)).Issues.Should().ContainSingle().Which.Code.Should().Be(IssueCodes.GoalContradiction);
        Create([new Goal("a", setAt: Given.Day(5))], new GoalRating("a", Given.Day(5), -1)).IsSuccess.Should().BeTrue();
    }

    [Fact]
    public void Dates_and_days_do_not_mix_in_goals_either()
    {
        Create([new Goal("a")], new GoalRating("a", Given.Day(4), -1), new GoalRating("a", Given.At("2026-03-01"), 0)).Issues.Should().ContainSingle().Which.Code.Should().Be(IssueCodes.MixedTimeScales);
        Create([new Goal("a", setAt: Given.At("2026-03-01"))], new GoalRating("a", Given.Day(4), -1)).Issues.Should().ContainSingle().Which.Code.Should().Be(IssueCodes.MixedTimeScales);
    }

    [Fact]
    public void As_of_a_time_later_goals_ratings_and_corrections_are_left_out()
    {
        var course = Create(
            [new Goal("a"), new Goal("b", setAt: Given.Day(10))],
            new GoalRating("a", Given.Day(0), -1),
            new GoalRating("a", Given.Day(3), 0, recordedAt: Given.Day(6)),
            new GoalRating("b", Given.Day(10), -1)).GetValueOrThrow();

        var known = course.AsOf(Given.Day(5));
        known.Goals.Select(goal => goal.Id).Should().Equal("a");
        known.GoalRatings.Should().ContainSingle().Which.Level.Should().Be(-1);
        course.AsOf(Given.Day(6)).GoalRatings.Should().HaveCount(2);
        course.LastRecord.Should().Be(Given.Day(10));
    }

    [Fact]
    public void Goals_are_written_with_what_they_have_and_read_back()
    {
        var course = Create(
            [new Goal("work", importance: 3, difficulty: new Fraction(1, 2), setAt: Given.Day(-2)), new Goal("sleep", weight: 2)],
            new GoalRating("work", Given.Day(-2), -1, Timing.Pre, RaterKind.Clinician, Given.Day(-1)),
            new GoalRating("sleep", Given.Day(-2), null)).GetValueOrThrow();

        var text = OutcomesJson.Write(course);
        text.Should().Contain("""
            "goals":[{"id":"sleep","weight":2},{"id":"work","importance":3,"difficulty":0.5,"setAt":-2}]
            """.Trim());
        text.Should().Contain("""
            "goalRatings":[{"goal":"sleep","at":-2,"timing":"unspecified"},{"goal":"work","at":-2,"level":-1,"timing":"pre","rater":"clinician","recordedAt":-1}]
            """.Trim());
        OutcomesJson.ReadCourse(text).GetValueOrThrow().Should().Be(course);
    }

    [Theory]
    [InlineData("""{"id":"a","weight":-1}""", "goals")]
    [InlineData("""{"id":"a","weight":1,"importance":2}""", "goals")]
    [InlineData("""{"id":" "}""", "goals")]
    [InlineData("""{"goal":"a","at":0,"level":3}""", "goalRatings")]
    [InlineData("""{"goal":"a","at":0,"level":-0.5}""", "goalRatings")]
    public void A_goal_that_cannot_be_is_an_issue_of_the_JSON(string record, string member)
    {
        var result = OutcomesJson.ReadCourse($$"""{"format":1,"patientId":"p","courseId":"1","administrations":[],"{{member}}":[{{record}}]}""");

        result.Issues.Should().ContainSingle().Which.Code.Should().Be(IssueCodes.JsonValueInvalid);
        result.Issues[0].Place.Should().StartWith($"$.{member}[0]");
    }
}
