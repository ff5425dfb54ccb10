using System.Globalization;
using KetamineOutcomes.Indicators.ReliableChange;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Tests.Indicators.ReliableChange;

public sealed class ReliableChangeRuleTests
{
    private const Direction Worse = Direction.HigherIsWorse;
    private const Direction Better = Direction.HigherIsBetter;

    [Fact]
    public void The_teaching_case_of_Jacobson_and_Truax()
    {
        // Before 32.5, after 47.5; SD 7.5, reliability .8; clinical mean 40, functional mean 60 (endpoints.md 3.3): SEM 3.354, index 3.162, cut-offs 55, 45, 50.
        var sem = 7.5 * Math.Sqrt(1 - 0.8);

        sem.Should().BeApproximately(3.354, 0.0005);
        (Math.Sqrt(2) * sem).Should().BeApproximately(4.743, 0.0005);
        ReliableChangeRule.JacobsonTruaxIndex(32.5, 47.5, sem, Better).Should().BeApproximately(3.162, 0.0005);
        ReliableChangeRule.CutOffA(40, 7.5, Better).Should().Be(55);
        ReliableChangeRule.CutOffB(60, 7.5, Better).Should().Be(45);
        ReliableChangeRule.CutOffC(40, 7.5, 60, 7.5).Should().Be(50);
        ReliableChangeRule.Categorise(3.162, 1.96, 32.5, 47.5, 50, Better).Should().Be(ChangeCategory.Improved);
        ReliableChangeRule.Categorise(3.162, 1.96, 32.5, 47.5, 45, Better).Should().Be(ChangeCategory.Recovered);
    }

    [Fact]
    public void Cut_off_b_uses_the_functional_SD()
    {
        // A published package uses the clinical SD there. Mean 8, SD 3 against a clinical SD of 7: 8 + 2 x 3 = 14.
        ReliableChangeRule.CutOffB(8, 3, Worse).Should().Be(14);
        ReliableChangeRule.CutOffA(25, 7, Worse).Should().Be(11);
    }

    [Theory]
    [InlineData(1.96, ChangeCategory.Unchanged)] // strictly beyond
    [InlineData(1.9600001, ChangeCategory.Improved)]
    [InlineData(-1.96, ChangeCategory.Unchanged)]
    [InlineData(-1.9600001, ChangeCategory.Deteriorated)]
    [InlineData(0, ChangeCategory.Unchanged)]
    internal void An_index_has_to_be_beyond_1_96(double index, ChangeCategory expected) =>
        ReliableChangeRule.Categorise(index, 1.96, 20, 15, null, Worse).Should().Be(expected);

    [Theory]
    [InlineData(20, 9, 10, ChangeCategory.Recovered)]
    [InlineData(20, 10, 10, ChangeCategory.Improved)] // on the cut-off is clinical
    [InlineData(9, 2, 10, ChangeCategory.Improved)] // was functional already
    internal void Recovery_needs_the_cut_off_to_be_crossed(double from, double to, double cutOff, ChangeCategory expected) =>
        ReliableChangeRule.Categorise(3, 1.96, from, to, cutOff, Worse).Should().Be(expected);

    [Theory]
    [InlineData(9, 20, 10, ChangeCategory.Harmed)]
    [InlineData(12, 20, 10, ChangeCategory.Deteriorated)]
    internal void Harm_is_the_mirror_of_recovery(double from, double to, double cutOff, ChangeCategory expected) =>
        ReliableChangeRule.Categorise(-3, 1.96, from, to, cutOff, Worse).Should().Be(expected);

    [Theory]
    [InlineData(6, false, ChangeCategory.Improved)]
    [InlineData(6, true, ChangeCategory.Unchanged)]
    [InlineData(7, true, ChangeCategory.Improved)]
    [InlineData(-6, false, ChangeCategory.Deteriorated)]
    [InlineData(5, false, ChangeCategory.Unchanged)]
    internal void A_published_number_is_reached_or_passed_as_its_source_says(int change, bool strict, ChangeCategory expected) =>
        ReliableChangeRule.Categorise(change, 6, strict).Should().Be(expected);

    [Theory]
    // endpoints.md 3.2, as the suddengains package has them: SD, reliability, standard error, points of 1.96 standard errors of a difference.
    [InlineData("6.396073", "0.931", 1.680111, 4.65703)]
    [InlineData("10.5", "0.961", 2.073584, 5.747681)]
    public void Standard_errors_of_two_published_cases(string sd, string reliability, double error, double points)
    {
        static ChangeFigure Figure(string text) => new(Fraction.TryParse(text, out var value) ? value : throw new FormatException("No number."), "published", "suddengains");
        var sem = new ReliabilityProfile("bdi-ii", "total", clinicalSd: Figure(sd), reliability: Figure(reliability)).Sem!.Value;

        sem.Should().BeApproximately(error, 5e-7);
        ReliableChangeRule.JacobsonTruaxPoints(sem).Should().BeApproximately(points, 5e-6);
    }

    [Fact]
    public void Forty_inpatients_fall_into_the_published_categories()
    {
        // claus_2020 HAM-D at t = 1 and t = 4; endpoints.md 3.1: reliability .80, functional mean 8, SD 8.
        var people = File.ReadLines(SharedData.Require("oracles/stats/trajectory_input.csv")).Select(line => line.Split(','))
            .Where(cells => cells[0] == "claus_hamd" && cells[3] is "1" or "4")
            .GroupBy(cells => cells[1], StringComparer.Ordinal)
            .Where(person => person.Count() == 2)
            .Select(person => (Before: Score(person, "1"), After: Score(person, "4")))
            .ToList();
        people.Should().HaveCount(40);
        var mean = people.Average(person => person.Before);
        var sd = Math.Sqrt(people.Sum(person => (person.Before - mean) * (person.Before - mean)) / 39);
        var sem = sd * Math.Sqrt(1 - 0.8);
        var cutOff = ReliableChangeRule.CutOffC(mean, sd, 8, 8);

        mean.Should().Be(24.85);
        sd.Should().BeApproximately(3.34012, 5e-6);
        sem.Should().BeApproximately(1.49375, 5e-6);
        ReliableChangeRule.JacobsonTruaxPoints(sem).Should().BeApproximately(4.14046, 5e-6);
        cutOff.Should().BeApproximately(19.88700, 5e-6);
        Count(person => ReliableChangeRule.JacobsonTruaxIndex(person.Before, person.After, sem, Worse)).Should().Equal(26, 3, 10, 1, 0);
        Count(person => ReliableChangeRule.EdwardsNunnallyIndex(person.Before, person.After, 0.8, mean, sem, Worse)).Should().Equal(26, 6, 5, 3, 0);

        IEnumerable<int> Count(Func<(double Before, double After), double> index)
        {
            var categories = people.Select(person => ReliableChangeRule.Categorise(index(person), 1.96, person.Before, person.After, cutOff, Worse)).ToList();
            return Enum.GetValues<ChangeCategory>().Select(category => categories.Count(found => found == category));
        }

        static double Score(IEnumerable<string[]> person, string time) => double.Parse(person.Single(cells => cells[3] == time)[4], CultureInfo.InvariantCulture);
    }
}
