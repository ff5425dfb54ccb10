namespace KetamineOutcomes.Benchmarks.DetectionStudy;

/// <summary>
/// The told rule's two lines: one for all at 5 % of stable people, and, for the same two limits that the watch has to keep (5 % in all, 8 % in any band
/// of SD), one that rises with the logarithm of the SD as the rule itself holds it, by the least slope that keeps them.
/// </summary>
internal sealed record ToldComparators(ToldBayesFactor Rule, double Line, double Slope, double HeldLine)
{
    private const double Overall = 0.05;
    private const double InABand = 0.08;
    private const double Step = 0.1;
    private const double Steepest = 6;

    /// <summary>The lines, set on stable people of a seed of their own.</summary>
    public static ToldComparators Of(StudyWorld world, IReadOnlyList<StudyChange> changes, bool boosters, ulong seed, int persons)
    {
        var rule = new ToldBayesFactor(world, changes);
        var (factor, sds) = StudyCell.Of(rule, StudyCell.Draw(world, StudyChange.Stable, boosters, seed, persons));
        var line = StudyCell.Calibrate([factor], Overall);
        var (slope, held) = (0.0, line);
        for (var k = 0; k * Step <= Steepest; k++)
        {
            var cell = factor.Less(sds, k * Step);
            (slope, held) = (k * Step, StudyCell.Calibrate([cell], Overall));
            var at = held;
            if (StudyReport.Bands.All(band => cell.Alarmed(at, person => person.Sd >= band.Low && person.Sd < band.High) <= InABand))
            {
                break;
            }
        }

        return new ToldComparators(rule, line, slope, held);
    }
}
