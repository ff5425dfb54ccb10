using FsCheck;
using FsCheck.Fluent;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Indicators.Chair;
using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.Chair;

namespace KetamineOutcomes.Properties;

/// <summary>A row about the chair stands from the time at which it says it was known: what was noted up to then gives the same row, whatever is noted later.</summary>
public sealed class ChairKnownLaws
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    // Two on neighbouring days: a side effect can last from one to the next, and a reading by the date alone can be of either.
    private static readonly int[] Days = [0, 1, 4, 7, 10];

    private static readonly string[] Effects = ["nausea", "headache"];

    private enum Clocks
    {
        /// <summary>Everything has an offset from UTC.</summary>
        Instants,

        /// <summary>The infusions have a date alone.</summary>
        Dates,

        /// <summary>The infusions have a local time, and what is noted by the clock an offset from UTC: it has no minute.</summary>
        Mixed,
    }

    private enum What
    {
        Reading,
        Effect,
        End,
    }

    private sealed record Note(int Infusion, int Minute, bool IsByClock, What What, ChairMeasure Measure, int Value);

    private sealed record Case(Note[] Notes, Clocks Clocks, int Day, int Minute, bool IsByDate);

    private static readonly Gen<Note> Notes =
        from infusion in Gen.Choose(0, 4)
        from minute in Gen.Frequency((6, Gen.Choose(-3, 15)), (1, Gen.Choose(15, 150)))
        from clock in Gen.Elements(true, false)
        from what in Gen.Frequency((8, Gen.Constant(What.Reading)), (3, Gen.Constant(What.Effect)), (1, Gen.Constant(What.End)))
        from measure in Gen.Elements(ChairMeasure.Systolic, ChairMeasure.Diastolic, ChairMeasure.OxygenSaturation, ChairMeasure.Sedation, ChairMeasure.Cadss6)
        from value in measure switch
        {
            ChairMeasure.Systolic => Gen.Choose(110, 200),
            ChairMeasure.Diastolic => Gen.Choose(60, 109),
            ChairMeasure.OxygenSaturation => Gen.Choose(85, 100),
            ChairMeasure.Sedation => Gen.Choose(0, 5),
            _ => Gen.Choose(0, 24),
        }
        select new Note(infusion, minute * 10, clock, what, measure, value);

    private static readonly Arbitrary<Case> Cases = Arb.From(
        from notes in Gen.Choose(1, 40).SelectMany(count => Gen.ArrayOf(Notes, count))
        from clocks in Gen.Elements(Clocks.Instants, Clocks.Dates, Clocks.Mixed)
        from day in Gen.Choose(0, 12)
        from minute in Gen.Choose(-60, 700)
        from date in Gen.Elements(true, false, false)
        select new Case(notes, clocks, day, minute, date));

    private static ClinicalTime Date(int day) => ClinicalTime.OnDate(DateOnly.FromDateTime(Start.AddDays(day).Date));

    private static (Course Course, TreatmentNotes Notes) Put(Case given)
    {
        var infusions = Days.Select(day => new Infusion(
            given.Clocks switch
            {
                Clocks.Instants => ClinicalTime.AtInstant(Start.AddDays(day)),
                Clocks.Dates => Date(day),
                _ => ClinicalTime.AtLocal(DateOnly.FromDateTime(Start.AddDays(day).Date), new TimeOnly(9, 0)),
            },
            kind: InfusionKind.Induction)).ToList();
        ChairMoment When(Note note) => note.IsByClock
            ? new ChairMoment.Clock(ClinicalTime.AtInstant(Start.AddDays(Days[note.Infusion]).AddMinutes(note.Minute)))
            : new ChairMoment.Minute(note.Minute);
        ChairSession Session(IGrouping<int, Note> notes)
        {
            var readings = notes.Where(note => note.What == What.Reading).Select(note => new ChairReading(note.Measure, note.Value, When(note))).ToList();
            var sightings = notes.Where(note => note.What == What.Effect).Select(note => new SideEffectSighting(Effects[note.Value % 2], note.Value % 3 > 0, When(note))).ToList();
            var end = notes.FirstOrDefault(note => note.What == What.End);
            return ChairSession.Create(infusions[notes.Key], readings, sightings, end is null ? null : When(end)).GetValueOrThrow();
        }

        return (Course.Create("p", "1", [], infusions).GetValueOrThrow(), new TreatmentNotes(given.Notes.GroupBy(note => note.Infusion).Select(Session)));
    }

    private static List<IndicatorResult> Assess((Course Course, TreatmentNotes Notes) put, ClinicalTime? asOf = null) =>
        [.. NotesAssessment.Assess(put.Course, put.Notes, new ChairOptions { AsOf = asOf }).Results.Where(row => row.Instrument == "chair")];

    [Fact]
    public void A_row_stands_from_the_time_at_which_it_says_it_was_known() => Prop.ForAll(Cases, given =>
    {
        var put = Put(given);
        var asOf = given.IsByDate ? Date(given.Day) : ClinicalTime.AtInstant(Start.AddDays(given.Day).AddMinutes(given.Minute));
        var then = Assess(put, asOf).ToHashSet();
        var later = Assess(put);
        if (later.Find(row => row.KnownAt is null) is { } timeless)
        {
            throw new InvalidOperationException("No time: " + timeless.Explain());
        }

        if (later.Find(row => row.KnownAt!.Value.CompareKnown(asOf) <= 0 && !then.Contains(row)) is { } other)
        {
            throw new InvalidOperationException($"{other.Scale} {other.Indicator} {other.Rule} {other.Point} known at {other.KnownAt} as of {asOf}: {other}\nthen: {then.FirstOrDefault(row => (row.Scale, row.Indicator, row.Rule, row.Point) == (other.Scale, other.Indicator, other.Rule, other.Point))}");
        }

        return then.All(row => row.KnownAt!.Value.CompareKnown(asOf) <= 0);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
}
