using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Golden.Traps;

/// <summary>The item about suicide needs someone's attention whatever the total is, and whether or not there is one.</summary>
public sealed class SafetyTraps
{
    [Theory]
    [InlineData("phq-9", "item9")]
    [InlineData("bdi-ii", "item9")]
    [InlineData("madrs", "item10")]
    [InlineData("madrs-24h", "item10")]
    [InlineData("madrs-s", "item9")]
    [InlineData("qids-sr16", "item12")]
    [InlineData("qids-c16", "item12")]
    [InlineData("ids-sr30", "item18")]
    [InlineData("ids-c30", "item18")]
    [InlineData("ham-d17", "item3")]
    public void Trap28_TheSafetyItemIsRaisedFrom1WhateverTheTotal(string id, string item)
    {
        var instrument = TrapForms.Find(id);
        var most = instrument.FindItem(item)!.Max ?? ScaleValues.Answers(instrument.FindItem(item)!)[^1];

        Status(TrapForms.All(id, 0)).Should().Be(AlertStatus.Clear);
        Status(TrapForms.All(id, 0, (item, 1))).Should().Be(AlertStatus.Raised, "a total of 1 is in the lowest band and does not matter");
        Status(AnswerSet.Empty.With(item, Answer.Number(most))).Should().Be(AlertStatus.Raised, "nothing else was answered, and there is no total");
        Status(TrapForms.All(id, 0, (item, Answer.Missing))).Should().Be(AlertStatus.NotAssessed, "not answered is not clear");
        Status(TrapForms.All(id, 3, (item, 0))).Should().Be(AlertStatus.Clear, "a high total says nothing about it");
        instrument.ScoreTotal(instrument.MainScale.Range.Low, instrument.MainScale.Id).Alerts.Single(alert => alert.Item == item).Status.Should().Be(AlertStatus.NotAssessed, "a bare total says nothing about it");

        AlertStatus Status(AnswerSet answers) => instrument.ScoreAll(answers).Alerts.Single(alert => alert.Item == item).Status;
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "")]
    [InlineData(2, "moderate")]
    [InlineData(3, "moderate")]
    [InlineData(4, "high")]
    [InlineData(6, "high")]
    public void Trap28_PublishedTiersAreFurtherLevels(int answer, string level)
    {
        // QuestionnairesAPI warns from 2 and from 4 on MADRS item 10: levels above the alert, not in its place.
        var alert = TrapForms.Find("madrs").ScoreAll(AnswerSet.Empty.With("item10", Answer.Number(answer))).Alerts.Single();
        var levels = TrapForms.Find("madrs").Alerts.Single().Levels.Select(each => each.Id).ToList();

        levels.Should().HaveCount(2);
        alert.Level.Should().Be(level switch { "moderate" => levels[0], "high" => levels[1], _ => null });
    }
}
