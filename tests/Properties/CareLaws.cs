using FsCheck;
using FsCheck.Fluent;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.ConcurrentCare;

namespace KetamineOutcomes.Properties;

/// <summary>Laws of concurrent care, whatever its intervals: dates and times of day, open and unknown ends, records entered later, kinds said to be none.</summary>
public sealed class CareLaws
{
    private static readonly string[] Names = ["any", "A", "a", "name:any", "any/stopped", "b/started"];

    private static readonly Gen<Entry> Entries =
        from kind in Gen.Elements(CareKind.Antidepressant, CareKind.Benzodiazepine, CareKind.LifeEvent)
        from name in Gen.Elements(Names)
        from start in Gen.Choose(-6, 30)
        from hasStart in Gen.Frequency((5, Gen.Constant(true)), (1, Gen.Constant(false)))
        from length in Gen.Choose(-2, 12)
        from hours in Gen.Choose(0, 5)
        from dose in Gen.Choose(1, 2)
        from delay in Gen.Frequency((3, Gen.Constant(-1)), (1, Gen.Choose(0, 10)))
        select new Entry(kind, name, hasStart ? start : null, length, hours, dose, delay);

    private static readonly Arbitrary<Case> Cases = Arb.From(
        from entries in Gen.Choose(0, 7).SelectMany(count => Gen.ArrayOf(Entries, count))
        from none in Gen.SubListOf(CareKind.Psychotherapy, CareKind.Benzodiazepine)
        from days in Gen.Choose(-7, 35)
        from seed in Gen.Choose(1, 1000)
        select new Case(entries, [.. none], days, seed));

    /// <summary>A record of care in days from the first infusion; a length of -1 goes on, -2 ends nobody knows when; hours 0 is a date without a time.</summary>
    private sealed record Entry(CareKind Kind, string Name, int? Start, int Length, int Hours, int Dose, int Delay);

    private sealed record Case(Entry[] Entries, CareKind[] None, int Day, int Seed)
    {
        public override string ToString() => $"day {Day}, seed {Seed}, none of [{string.Join(", ", None)}]: {string.Join("; ", Entries.AsEnumerable())}";
    }

    private static void Check(Func<Case, bool> law) => Prop.ForAll(Cases, law).MustHold(400);

    private static readonly DateOnly Start = new(2026, 3, 20);

    private static readonly int[] Days = [0, 3, 7, 20, 23];

    // Hours are by the clock of the place; from 29 March on, day 9, that of Berlin is an hour farther from UTC. Zones: null is a local time, else the offset before and after.
    private static ClinicalTime At(int day, int hours, int shift, (int Winter, int Summer)? zone)
    {
        var date = Start.AddDays(day + shift);
        return hours == 0 ? ClinicalTime.OnDate(date)
            : zone is not { } z ? ClinicalTime.AtLocal(date, new TimeOnly(8 + hours, 0))
            : ClinicalTime.AtInstant(new DateTimeOffset(date, new TimeOnly(8 + hours, 0), TimeSpan.FromHours(day >= 9 ? z.Summer : z.Winter)));
    }

    private static CareInterval Put(Entry entry, int shift, (int, int)? zone) => new(
        entry.Kind,
        entry.Name,
        entry.Start is { } start ? At(start, entry.Hours, shift, zone) : null,
        entry.Length >= 0 ? At((entry.Start ?? 0) + entry.Length, entry.Hours, shift, zone) : null,
        entry.Length == -2,
        entry.Dose,
        "mg/day",
        entry.Delay >= 0 ? At((entry.Start ?? 0) + Math.Max(entry.Length, 0) + entry.Delay, 0, shift, zone) : null);

    private static CareLog Log(IEnumerable<Entry> entries, IEnumerable<CareKind> none, int shift = 0, (int, int)? zone = null) =>
        CareLog.Create(entries.Select(entry => Put(entry, shift, zone)), none).GetValueOrThrow();

    private static Course Course(int infusions = 5, int shift = 0, (int, int)? zone = null) => KetamineOutcomes.Treatment.Course.Create(
        "p",
        "1",
        [],
        Days.Take(infusions).Select(day => new Infusion(At(day, 2, shift, zone), kind: day < 20 ? InfusionKind.Induction : InfusionKind.Reinduction))).GetValueOrThrow();

    private static EquatableArray<IndicatorResult> Rows(Course course, CareLog log, ClinicalTime? asOf = null) =>
        NotesAssessment.Assess(course, new TreatmentNotes(care: log), new() { AsOf = asOf }).Results.Where(row => row.Instrument == "care").ToEquatableArray();

    private static IEnumerable<string> Answers(IEnumerable<IndicatorResult> rows) => rows.Select(row => $"{row.Series} {row.Scale} {row.Indicator} {row.Rule} {row.Day} {row.Outcome}");

    private static readonly (int, int) Berlin = (1, 2);

    [Fact]
    public void A_key_stands_once_whatever_the_names() => Check(given =>
        Rows(Course(), Log(given.Entries, given.None)).GroupBy(row => (row.Series, row.Scale, row.Indicator, row.Rule, row.Point, row.At)).All(group => group.Count() == 1));

    [Fact]
    public void Moving_everything_by_whole_days_changes_no_answer() => Check(given =>
        Answers(Rows(Course(), Log(given.Entries, given.None))).SequenceEqual(Answers(Rows(Course(shift: 211), Log(given.Entries, given.None, 211))), StringComparer.Ordinal));

    [Fact]
    public void Time_zones_and_daylight_saving_days_move_nothing() => Check(given =>
        Answers(Rows(Course(), Log(given.Entries, given.None))).SequenceEqual(Answers(Rows(Course(zone: Berlin), Log(given.Entries, given.None, zone: Berlin))), StringComparer.Ordinal));

    [Fact]
    public void The_order_of_the_records_changes_nothing() => Check(given =>
    {
        var turned = given.Entries.Select((entry, i) => (entry, Place: (i + 1) * given.Seed % 1009)).OrderBy(pair => pair.Place).Select(pair => pair.entry);
        return Log(turned, Enumerable.Reverse(given.None)) == Log(given.Entries, given.None);
    });

    [Fact]
    public void Records_split_in_two_and_put_together_are_the_whole() => Check(given =>
    {
        var cut = given.Seed % (given.Entries.Length + 1);
        var (one, other) = (Log(given.Entries[..cut], given.None), Log(given.Entries[cut..], []));
        return CareLog.Create(one.Intervals.Concat(other.Intervals), one.None.Concat(other.None)).GetValueOrThrow() == Log(given.Entries, given.None);
    });

    [Fact]
    public void Records_of_later_days_change_no_row_under_a_fixed_as_of() => Check(given =>
    {
        var asOf = At(given.Day, given.Seed % 3, 0, null);
        var later = given.Entries.Select(entry => entry with { Start = given.Day + 1 + (given.Seed % 3) + Math.Abs(entry.Start ?? 0), Delay = -1 });
        var entered = given.Entries.Select(entry => entry with { Delay = 50 });
        var before = Rows(Course(), Log(given.Entries, given.None), asOf);
        return before.Equals(Rows(Course(), Log(given.Entries.Concat(later), given.None), asOf))
            && before.Equals(Rows(Course(), Log(given.Entries.Concat(entered), given.None), asOf));
    });

    [Fact]
    public void An_end_that_is_entered_when_it_comes_changes_no_row_of_before() => Check(given =>
    {
        // Each interval as it stood at the time: open until its end had come.
        var asOf = At(given.Day, given.Seed % 3, 0, null);
        var open = given.Entries.Select(entry => entry.Length >= 0 && At((entry.Start ?? 0) + entry.Length, entry.Hours, 0, null).CompareKnown(asOf) > 0 ? entry with { Length = -1, Delay = -1 } : entry with { Delay = -1 });
        return Rows(Course(), Log(given.Entries.Select(entry => entry with { Delay = -1 }), given.None), asOf).Equals(Rows(Course(), Log(open, given.None), asOf));
    });

    [Fact]
    public void A_row_stands_from_the_time_at_which_it_says_it_was_known() => Check(given =>
    {
        var (course, log) = (Course(), Log(given.Entries, given.None));
        var (early, late) = (At(given.Day, given.Seed % 4, 0, null), At(given.Day + 1 + (given.Seed % 20), 0, 0, null));
        var then = Rows(course, log, early);

        // What was known on a day as a whole is known at an hour of it only when the day is over.
        bool WasKnown(IndicatorResult row) => row.KnownAt!.Value.CompareKnown(early) is var order && (order < 0 || (order == 0 && (!early.HasTimeOfDay || row.KnownAt.Value.HasTimeOfDay)));
        return then.All(row => row.KnownAt!.Value.CompareKnown(early) <= 0) && Rows(course, log, late).Where(WasKnown).All(row => then.Contains(row));
    });

    [Fact]
    public void Records_that_are_entered_again_unchanged_change_no_row() => Check(given =>
    {
        // All on one day, and no two of one care, beginning and dose, of which the one entered later would stand in place of the other.
        var once = given.Entries.DistinctBy(entry => (entry.Kind, entry.Name.ToLowerInvariant(), entry.Start, entry.Dose)).ToList();
        var again = once.Select(entry => entry with { Delay = 60 + (given.Seed % 5) - (entry.Start ?? 0) - Math.Max(entry.Length, 0) });
        return Rows(Course(), Log(once.Concat(again), given.None)).Equals(Rows(Course(), Log(once, given.None)));
    });

    [Fact]
    public void An_added_infusion_changes_no_row_of_the_series_before_it() => Check(given =>
    {
        var log = Log(given.Entries, given.None);
        var asOf = At(40, 0, 0, null);
        return Rows(Course(4), log, asOf).Equals(Rows(Course(5), log, asOf))
            && Rows(Course(3), log, At(19, 0, 0, null)).Equals(Rows(Course(5), log, At(19, 0, 0, null)));
    });
}
