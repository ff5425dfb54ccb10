using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Properties;

/// <summary>What a made-up clinic did, segment by segment: the truth that segmentation should find.</summary>
/// <param name="Word">The kind, or the reason for which the rule cannot tell.</param>
/// <param name="Days">The days of its infusions.</param>
internal sealed record TrueSegment(string Word, int[] Days);

/// <summary>Treatment logs with known structure from a seed: the same seed gives the same log on every machine.</summary>
/// <remarks>
/// What a clinic does here: an induction series two or three times a week with slips of a day and now and then a missed visit, boosters from two weeks to
/// three months apart (one visit, or two or three close together), re-induction series, and what no rule of counts and gaps can tell: weekly maintenance
/// straight after induction, a series broken off before its fourth infusion, one squeezed into less than a week.
/// </remarks>
internal static class TreatmentLogs
{
    public const int GapDays = 14;

    public static IReadOnlyList<TrueSegment> Create(int seed)
    {
        var random = new Seeded(seed);
        var segments = new List<TrueSegment>();
        var day = random.Next(0, 30);
        var isTreated = false;
        var count = random.Next(1, 9);
        for (var i = 0; i < count; i++)
        {
            var segment = (isTreated ? random.Next(0, 9) : random.Next(0, 4)) switch
            {
                0 => BrokenOff(random, day, isTreated),
                1 => random.Next(0, 2) == 0 ? Squeezed(random, day) : Series(random, day, isTreated),
                2 when random.Next(0, 3) == 0 => IntoWeekly(random, day),
                < 4 => Series(random, day, isTreated),
                _ => new TrueSegment("booster", [day]),
            };
            segments.Add(segment);
            isTreated |= segment.Word is not ("too-few-infusions" or "span-too-short");
            day = segment.Days[^1] + random.Next(GapDays, 90);
        }

        return segments;
    }

    public static IEnumerable<Infusion> Infusions(IEnumerable<TrueSegment> segments) => segments.SelectMany(segment => segment.Days).Select(day => new Infusion(ClinicalTime.OnDay(day)));

    private static TrueSegment Series(Seeded random, int start, bool isTreated)
    {
        // Twice a week: 3 or 4 days apart; three times: 2 or 3. A slip of a day; a missed visit doubles one pause. Until it lies inside 4 to 8 over 7 to 28.
        while (true)
        {
            var visits = random.Next(4, 9);
            var pace = random.Next(2, 4);
            var missed = random.Next(0, 4) == 0 ? random.Next(1, visits) : 0;
            var days = new int[visits];
            days[0] = start;
            for (var i = 1; i < visits; i++)
            {
                days[i] = days[i - 1] + ((pace + random.Next(0, 2)) * (i == missed ? 2 : 1));
            }

            if (days[^1] - start is >= 7 and <= 28)
            {
                return new TrueSegment(isTreated ? "re-induction" : "induction", days);
            }
        }
    }

    /// <summary>Fewer than four: boosters after a series; before any, the rule cannot tell.</summary>
    private static TrueSegment BrokenOff(Seeded random, int start, bool isTreated) =>
        new(isTreated ? "booster" : "too-few-infusions", [.. Enumerable.Range(0, random.Next(1, 4)).Select(i => start + (3 * i))]);

    /// <summary>Four to six infusions on days in a row: fewer than 7 days.</summary>
    private static TrueSegment Squeezed(Seeded random, int start) => new("span-too-short", [.. Enumerable.Range(start, random.Next(4, 7))]);

    /// <summary>A series of six and then once a week without a pause: at least four weeks more, so never 8 infusions over 28 days.</summary>
    private static TrueSegment IntoWeekly(Seeded random, int start) => new(
        "too-many-infusions",
        [.. new[] { 0, 3, 7, 10, 14, 17 }.Select(day => start + day), .. Enumerable.Range(1, random.Next(4, 12)).Select(week => start + 17 + (7 * week))]);

    /// <summary>A linear congruential generator of its own (Knuth, MMIX): the framework's sequence for a seed is no contract.</summary>
    private sealed class Seeded(int seed)
    {
        private ulong _state = unchecked(((ulong)seed * 2862933555777941757UL) + 3037000493UL);

        /// <summary>A number from <paramref name="low"/> on and below <paramref name="high"/>.</summary>
        public int Next(int low, int high)
        {
            _state = unchecked((_state * 6364136223846793005UL) + 1442695040888963407UL);
            return low + (int)((_state >> 33) % (ulong)(high - low));
        }
    }
}
