using FsCheck;
using FsCheck.Fluent;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Indicators.Chair;
using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.Chair;
using KetamineOutcomes.Treatment.ConcurrentCare;

namespace KetamineOutcomes.Properties;

/// <summary>Laws of what is noted beside the log of infusions, whatever the readings and the care.</summary>
public sealed class NotesLaws
{
    private static readonly ChairMeasure[] Measures = [ChairMeasure.Systolic, ChairMeasure.Diastolic, ChairMeasure.Sedation, ChairMeasure.Cadss6];

    private static readonly Gen<(int Infusion, ChairMeasure Measure, int Minute, int Value)> Reading =
        from infusion in Gen.Choose(0, 4)
        from measure in Gen.Elements(Measures)
        from minute in Gen.Choose(-4, 20)
        from value in measure switch
        {
            ChairMeasure.Systolic => Gen.Choose(110, 200),
            ChairMeasure.Diastolic => Gen.Choose(60, 109),
            ChairMeasure.Sedation => Gen.Choose(0, 5),
            _ => Gen.Choose(0, 24),
        }
        select (infusion, measure, minute * 10, value);

    private static readonly Gen<(int Kind, int From, int Length, int Dose)> Care =
        from kind in Gen.Choose(0, 2)
        from @from in Gen.Choose(-20, 30)
        from length in Gen.Choose(-1, 20)
        from dose in Gen.Choose(1, 2)
        select (kind, @from, length, dose);

    private static readonly Arbitrary<Case> Cases = Arb.From(
        from readings in Gen.Choose(0, 40).SelectMany(count => Gen.ArrayOf(Reading, count))
        from care in Gen.Choose(0, 6).SelectMany(count => Gen.ArrayOf(Care, count))
        from seed in Gen.Choose(1, 1000)
        select new Case(readings, care, seed));

    private sealed record Case((int Infusion, ChairMeasure Measure, int Minute, int Value)[] Readings, (int Kind, int From, int Length, int Dose)[] Care, int Seed);

    private static void Check(Func<Case, bool> law) => Prop.ForAll(Cases, law).MustHold();

    private static readonly DateTimeOffset Start = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    private static readonly int[] Days = [0, 3, 7, 10, 14];

    /// <summary>The case with its first infusion at some time; readings by the minute, or by the clock in some offset from UTC.</summary>
    private static (Course Course, TreatmentNotes Notes) Put(Case given, int shift = 0, int? hours = null, bool isUntimed = false)
    {
        ClinicalTime When(int day, int minute)
        {
            var instant = Start.AddDays(day + shift).AddMinutes(minute);
            return ClinicalTime.AtInstant(hours is { } h ? instant.ToOffset(TimeSpan.FromHours(h)) : instant);
        }

        // The log keeps the offset of the clinic; readings may come from a device with another.
        // Without a time of day in the log, a clock time has no minute.
        ClinicalTime Begins(int day) => isUntimed ? ClinicalTime.OnDate(DateOnly.FromDateTime(Start.AddDays(day + shift).Date)) : ClinicalTime.AtInstant(Start.AddDays(day + shift));
        var infusions = Days.Select(day => new Infusion(Begins(day), kind: InfusionKind.Induction)).ToList();
        var sessions = given.Readings.GroupBy(reading => reading.Infusion).Select(group => ChairSession.Create(
            infusions[group.Key],
            group.Select(reading => new ChairReading(
                reading.Measure,
                reading.Value,
                hours is null && !(isUntimed && reading.Value % 2 == 0) ? new ChairMoment.Minute(reading.Minute) : new ChairMoment.Clock(When(Days[reading.Infusion], reading.Minute))))).GetValueOrThrow());
        var origin = ClinicalTime.OnDate(DateOnly.FromDateTime(Start.Date));
        var care = given.Care.Select(entry => new CareInterval(
            (CareKind)entry.Kind,
            "x",
            origin.AddDays(entry.From + shift),
            entry.Length < 0 ? null : origin.AddDays(entry.From + entry.Length + shift),
            dose: entry.Dose));
        return (Course.Create("p", "1", [], infusions).GetValueOrThrow(), new TreatmentNotes(sessions, CareLog.Create(care).GetValueOrThrow()));
    }

    private static EquatableArray<IndicatorResult> Assess((Course Course, TreatmentNotes Notes) put, ClinicalTime? asOf = null) =>
        NotesAssessment.Assess(put.Course, put.Notes, new ChairOptions { AsOf = asOf }).Results;

    private static IEnumerable<string> Answers(IEnumerable<IndicatorResult> results) =>
        results.Select(result => $"{result.Instrument} {result.Scale} {result.Indicator} {result.Rule} {result.Point} {result.Day} {result.Outcome}");

    [Fact]
    public void Moving_everything_by_whole_days_changes_no_answer() => Check(given =>
        Answers(Assess(Put(given))).SequenceEqual(Answers(Assess(Put(given, shift: 173))), StringComparer.Ordinal)
        && Answers(Assess(Put(given, isUntimed: true))).SequenceEqual(Answers(Assess(Put(given, shift: 173, isUntimed: true))), StringComparer.Ordinal));

    [Fact]
    public void The_order_of_the_records_changes_nothing() => Check(given =>
    {
        // 1009 is prime and beyond every seed and count: places times the seed are a shuffle.
        T[] Turn<T>(T[] records) => [.. records.Select((record, i) => (Record: record, Place: (i + 1) * given.Seed % 1009)).OrderBy(pair => pair.Place).Select(pair => pair.Record)];
        var turned = given with { Readings = Turn(given.Readings), Care = Turn(given.Care) };
        return Put(given).Notes == Put(turned).Notes && Assess(Put(given)).Equals(Assess(Put(turned)))
            && Assess(Put(given, isUntimed: true)).Equals(Assess(Put(turned, isUntimed: true)));
    });

    [Fact]
    public void The_zone_of_the_clock_moves_no_minute() => Check(given =>
        Put(given, hours: 0).Notes == Put(given, hours: 9).Notes && Put(given, hours: -11).Notes == Put(given).Notes);

    [Fact]
    public void Records_split_in_two_and_put_together_are_the_whole() => Check(given => new[] { false, true }.All(isUntimed =>
    {
        var (course, whole) = Put(given, isUntimed: isUntimed);
        var cut = given.Seed % (given.Readings.Length + 1);
        var one = Put(given with { Readings = given.Readings[..cut] }, isUntimed: isUntimed).Notes;
        var other = Put(given with { Readings = given.Readings[cut..] }, isUntimed: isUntimed).Notes;
        var joined = new TreatmentNotes(one.Sessions.Concat(other.Sessions), whole.Care);
        return joined == whole && Assess((course, joined)).Equals(Assess((course, whole)));
    }));

    [Fact]
    public void Readings_that_lose_their_minute_never_lose_a_threshold_of_the_value_itself() => Check(given =>
    {
        // Minutes after midnight stay out: nobody knows whether a reading of the next day belongs to this one.
        bool IsMet(IndicatorResult result) => result.Indicator == "threshold" && result.Rule != "rise-40-25" && result.Outcome.State == "met";
        var loose = Assess(Put(given, isUntimed: true)).Where(IsMet).Select(result => (result.Scale, result.Rule, result.Point)).ToHashSet();
        return Assess(Put(given)).Where(IsMet).All(result => loose.Contains((result.Scale, result.Rule, result.Point)));
    });

    [Fact]
    public void An_added_infusion_changes_nothing_of_the_earlier_ones() => Check(given =>
    {
        bool IsEarlier(IndicatorResult result) => result.Instrument == "chair" && result.Point.StartsWith("infusion:", StringComparison.Ordinal) && result.Point != "infusion:5";
        var (course, notes) = Put(given);
        var shorter = Course.Create("p", "1", [], course.Infusions.Take(4)).GetValueOrThrow();
        var earlier = new TreatmentNotes(notes.Sessions.Where(session => session.Infusion != course.Infusions[4]), notes.Care);
        return earlier.Sessions.IsEmpty || Assess((course, notes)).Where(IsEarlier).SequenceEqual(Assess((shorter, earlier)).Where(IsEarlier));
    });

    [Fact]
    public void What_is_known_at_a_time_is_what_the_records_up_to_it_say() => Check(given => new[] { false, true }.All(isUntimed =>
    {
        var (course, notes) = Put(given, isUntimed: isUntimed);
        var asOf = ClinicalTime.AtInstant(Start.AddDays(Days[given.Seed % 5]).AddMinutes(given.Seed % 200));
        return Assess((course, notes), asOf).Equals(Assess((course.AsOf(asOf), notes.AsOf(asOf)), asOf))
            && Assess((course, notes), asOf).All(result => result.KnownAt is not { } known || known.CompareKnown(asOf) <= 0);
    }));

    [Fact]
    public void What_is_said_stands_from_the_time_at_which_it_says_it_was_known() => Check(given =>
    {
        var put = Put(given);

        // What is known of care is known by the day, and so once that is over.
        var moment = Start.AddDays(Days[given.Seed % 5]).AddMinutes(given.Seed % 200);
        return new[] { ClinicalTime.AtInstant(moment), ClinicalTime.OnDate(DateOnly.FromDateTime(moment.Date)) }.All(early =>
        {
            var then = Assess(put, early).ToHashSet();
            return Assess(put)
                .Where(row => (row.Instrument != "care" || !early.HasTimeOfDay) && row.KnownAt is { } known && known.CompareKnown(early) <= 0)
                .All(then.Contains);
        });
    });

    [Fact]
    public void An_interval_holds_its_value_and_more_readings_never_lower_a_peak() => Check(given =>
    {
        var results = Assess(Put(given, isUntimed: given.Seed % 2 == 0));
        var fewer = Assess(Put(given with { Readings = given.Readings[..(given.Readings.Length / 2)] }, isUntimed: given.Seed % 2 == 0));
        var peaks = results.Where(result => result.Indicator == "peak" && result.Outcome is IndicatorOutcome.Measured).ToDictionary(result => (result.Scale, result.Point), result => ((IndicatorOutcome.Measured)result.Outcome).Value);
        return results.Select(result => result.Outcome).OfType<IndicatorOutcome.Measured>().All(measured => (measured.Low ?? measured.Value) <= measured.Value && measured.Value <= (measured.High ?? measured.Value))
            && fewer.Where(result => result.Indicator == "peak" && result.Outcome is IndicatorOutcome.Measured)
                .All(result => peaks[(result.Scale, result.Point)] >= ((IndicatorOutcome.Measured)result.Outcome).Value);
    });

    [Fact]
    public void A_key_stands_once() => Check(given =>
        Assess(Put(given, isUntimed: given.Seed % 2 == 0)).GroupBy(result => (result.PatientId, result.CourseId, result.Series, result.Instrument, result.Scale, result.Indicator, result.Rule, result.Point, result.At)).All(group => group.Count() == 1));
}
