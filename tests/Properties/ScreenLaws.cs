using FsCheck;
using FsCheck.Fluent;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.Screens;

namespace KetamineOutcomes.Properties;

/// <summary>Laws of screens before treatment: forms and history before, on and after the first day of each series, with and without times, entered late.</summary>
public sealed class ScreenLaws
{
    // Offsets either side of a change in Berlin and New York, as a clinic writes them; half past two is left out, for on some of these days there is none. The first infusion lies on the day itself, a day before or after.
    private static readonly (DateOnly Change, int Before, int After)[] Zones = [(new(2026, 3, 29), 1, 2), (new(2026, 10, 25), 2, 1), (new(2026, 3, 8), -5, -4), (new(2026, 11, 1), -4, -5)];

    private static readonly Gen<Entry> Entries =
        from isHistory in Gen.Elements(true, false)
        from day in Gen.Elements(-9, -2, -1, 0, 0, 0, 1, 4, 30, 34, 35, 35, 36)
        from hour in Gen.Elements(0, 1, 3, 9, 12, 23)
        from value in Gen.Choose(0, 2)
        from which in Gen.Choose(0, 2)
        from delay in Gen.Frequency((3, Gen.Constant(-1)), (1, Gen.Choose(0, 12)))
        select new Entry(isHistory, day, hour, value, which, isHistory ? -1 : delay);

    private static readonly Arbitrary<Case> Cases = Arb.From(
        from entries in Gen.Choose(0, 8).SelectMany(count => Gen.ArrayOf(Entries, count))
        from zone in Gen.Choose(0, 3)
        from start in Gen.Choose(-2, 1)
        from asOf in Gen.Choose(-10, 45)
        from hour in Gen.Elements(0, 1, 3, 9, 23)
        from seed in Gen.Choose(1, 1000)
        select new Case(entries, zone, start, asOf, hour, seed));

    /// <summary>A form or an answer of history, in days from the first infusion; a delay of -1 says nothing of when it was entered.</summary>
    private sealed record Entry(bool IsHistory, int Day, int Hour, int Value, int Which, int Delay);

    private sealed record Case(Entry[] Entries, int Zone, int Start, int AsOf, int Hour, int Seed)
    {
        public DateOnly First => Zones[Zone].Change.AddDays(Start);
    }

    private enum Clock
    {
        None,
        Local,
        Zoned,
    }

    private static void Check(Func<Case, bool> law) => Prop.ForAll(Cases, law).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static ClinicalTime At(Case given, int day, int hour, Clock clock)
    {
        var date = given.First.AddDays(day);
        var (change, before, after) = Zones[given.Zone];
        return clock switch
        {
            Clock.None => ClinicalTime.OnDate(date),
            Clock.Local => ClinicalTime.AtLocal(date, new TimeOnly(hour, 30)),
            _ => ClinicalTime.AtInstant(new DateTimeOffset(date, new TimeOnly(hour, 30), TimeSpan.FromHours(date < change || (date == change && hour < 2) ? before : after))),
        };
    }

    private static (Course Course, TreatmentNotes Notes) Put(Case given, Clock clock, IEnumerable<Entry>? entries = null, Clock? infusionClock = null)
    {
        var all = (entries ?? given.Entries).ToList();
        var forms = all.Where(entry => !entry.IsHistory).Select(entry => new Administration(
            entry.Which == 0 ? "audit" : "dast-10",
            At(given, entry.Day, entry.Hour, clock),
            new AdministrationContent.TotalOnly(2 + (3 * entry.Value), null, "made up"),
            recordedAt: entry.Delay < 0 ? null : At(given, entry.Day + entry.Delay, 0, Clock.None)));
        var history = all.Where(entry => entry.IsHistory).Select(entry => new HistoryEntry((HistoryFlag)entry.Which, (HistoryAnswer)entry.Value, At(given, entry.Day, entry.Hour, clock)));
        var infusions = new[] { (0, InfusionKind.Induction), (3, InfusionKind.Induction), (35, InfusionKind.Reinduction) }.Select(dose => new Infusion(At(given, dose.Item1, given.Hour, infusionClock ?? clock), kind: dose.Item2));
        return (Course.Create("p", "1", forms, infusions).GetValueOrThrow(), new TreatmentNotes(history: history));
    }

    private static EquatableArray<IndicatorResult> Rows((Course Course, TreatmentNotes Notes) put, ClinicalTime? asOf = null) =>
        NotesAssessment.Assess(put.Course, put.Notes, new() { AsOf = asOf }).Results.Where(row => row.Instrument == "screen").ToEquatableArray();

    private static IEnumerable<string> Answers(IEnumerable<IndicatorResult> rows) =>
        rows.Select(row => $"{row.Series} {row.Scale} {row.Indicator} {row.Rule} {row.Day} {row.Outcome} {row.KnownAt?.DayNumber} {string.Join(' ', row.Evidence.Flags)}");

    [Fact]
    public void Daylight_saving_days_move_nothing() => Check(given => Answers(Rows(Put(given, Clock.Zoned))).SequenceEqual(Answers(Rows(Put(given, Clock.Local))), StringComparer.Ordinal));

    [Fact]
    public void Dates_alone_differ_from_times_on_a_first_day_only()
    {
        // Where nothing happened on the first day of a series, a date says what a time says; and a mixture says no less.
        Check(given =>
        {
            // Several forms of one day are told apart by their hour alone.
            var other = given.Entries.Where(entry => entry.Day is not (0 or 35)).DistinctBy(entry => (entry.IsHistory, entry.IsHistory ? entry.Which : Math.Min(entry.Which, 1), entry.Day)).ToList();
            var dates = Answers(Rows(Put(given, Clock.None, other))).ToList();
            return new[] { (Clock.Zoned, Clock.Zoned), (Clock.Zoned, Clock.None), (Clock.None, Clock.Zoned), (Clock.Local, Clock.Zoned) }
                .All(clocks => Answers(Rows(Put(given, clocks.Item1, other, clocks.Item2))).SequenceEqual(dates, StringComparer.Ordinal));
        });
    }

    [Fact]
    public void The_order_of_the_records_and_where_they_are_split_change_nothing() => Check(given =>
    {
        var turned = given.Entries.Select((entry, i) => (entry, Place: (i + 1) * given.Seed % 1009)).OrderBy(pair => pair.Place).Select(pair => pair.entry).ToList();
        var cut = given.Seed % (turned.Count + 1);
        return new[] { Clock.None, Clock.Local, Clock.Zoned }.All(clock => Rows(Put(given, clock)).Equals(Rows(Put(given, clock, turned.Skip(cut).Concat(turned.Take(cut))))));
    });

    [Fact]
    public void What_is_said_at_a_time_stands_when_later_records_arrive() => Check(given => new[] { Clock.None, Clock.Local }.All(clock =>
    {
        var asOf = At(given, given.AsOf, 0, Clock.None);
        var early = given.Entries.Where(entry => entry.Day + Math.Max(entry.Delay, 0) <= given.AsOf);
        return Rows(Put(given, clock), asOf).Equals(Rows(Put(given, clock, early), asOf));
    }));

    [Fact]
    public void A_row_stands_from_the_time_at_which_it_says_it_was_known() => Check(given => new[] { Clock.None, Clock.Local }.All(clock =>
    {
        var asOf = At(given, given.AsOf, 0, Clock.None);
        var put = Put(given, clock);
        var then = Rows(put, asOf);

        // Of a series that has not begun nothing is said.
        return then.All(row => row.KnownAt is not { } known || known.CompareKnown(asOf) <= 0)
            && Rows(put).Where(row => row.KnownAt is { } known && known.CompareKnown(asOf) <= 0 && then.Any(other => other.Series == row.Series)).All(row => then.Contains(row));
    }));
}
