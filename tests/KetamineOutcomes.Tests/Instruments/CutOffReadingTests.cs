using KetamineOutcomes.Instruments;
using KetamineOutcomes.Json;

namespace KetamineOutcomes.Tests.Instruments;

/// <summary>The made-up complete form: its total has one cut-off, 6 or more, for women.</summary>
public sealed class CutOffReadingTests
{
    private static readonly Instrument Form = TestDefinitions.Complete;

    private static Score Score(Sex? sex, int item4) => Form.Score(
        AnswerSet.Of(("item1", 3), ("item2", 1), ("item3", 1), ("item4", item4)),
        new ScoringOptions { Covariates = new Covariates(sex) });

    [Theory]
    [InlineData(Sex.Female, 0, CutOffStatus.NotReached)] // 3 + 1 + 1 = 5
    [InlineData(Sex.Female, 1, CutOffStatus.Reached)] // 6
    [InlineData(Sex.Male, 1, CutOffStatus.OtherSex)]
    [InlineData(null, 1, CutOffStatus.SexUnknown)]
    public void A_cut_off_for_one_sex_is_read_for_that_sex(Sex? sex, int item4, CutOffStatus expected)
    {
        var reading = Score(sex, item4).CutOffs.Should().ContainSingle().Subject;
        reading.Status.Should().Be(expected);
        reading.Id.Should().Be("cut-6");
        reading.Comparator.Should().Be(Comparator.AtLeast);
        reading.Threshold.Should().Be((Fraction)6);
        reading.Purpose.Should().Be("separates");
    }

    [Fact]
    public void A_stated_total_is_read_too() =>
        Form.ScoreTotal(6, options: new ScoringOptions { Covariates = new Covariates(Sex.Female) })
            .CutOffs.Should().ContainSingle().Which.Status.Should().Be(CutOffStatus.Reached);

    [Fact]
    public void Without_a_score_there_is_no_reading() =>
        Form.Score(AnswerSet.Of(("item1", 3))).CutOffs.Should().BeEmpty();

    [Fact]
    public void Json_round_trips_and_refuses_another_comparator()
    {
        var score = Score(Sex.Female, 1);
        var json = OutcomesJson.Write(score);
        json.Should().Contain("\"status\":\"reached\"");
        OutcomesJson.ReadScore(json).GetValueOrThrow().Should().Be(score);
        OutcomesJson.ReadScore(json.Replace("\"comparator\":\">=\"", "\"comparator\":\"about\"", StringComparison.Ordinal))
            .Issues.Should().ContainSingle().Which.Place.Should().Be("$.cutOffs[0].comparator");
    }
}
