using FsCheck;
using FsCheck.Fluent;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Json;
using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.Chair;
using KetamineOutcomes.Treatment.ConcurrentCare;
using KetamineOutcomes.Treatment.Screens;

namespace KetamineOutcomes.Properties;

/// <summary>Notes written as JSON read back equal, and are the same text whatever the order in which records came.</summary>
public sealed class NotesJsonProperties
{
    private static readonly Gen<string> Texts = Gen.Elements("lorazepam", "Any", "a b", "\u00E9\u4E2D\uD83D\uDE00", "\"quoted\"", "back\\slash", "<&'>", "=1+1", "0");

    private static Gen<T?> OrNull<T>(Gen<T> gen)
        where T : struct => Gen.OneOf(Gen.Constant<T?>(null), gen.Select(value => (T?)value));

    private static Gen<ClinicalTime> Dates =>
        from day in Gen.Choose(0, 60)
        from minutes in Gen.Choose(0, (24 * 60) - 1)
        from kind in Gen.Choose(0, 2)
        select kind switch
        {
            0 => ClinicalTime.OnDate(new DateOnly(2026, 3, 1).AddDays(day)),
            1 => ClinicalTime.AtLocal(new DateOnly(2026, 3, 1).AddDays(day), new TimeOnly(minutes / 60, minutes % 60)),
            _ => ClinicalTime.AtInstant(new DateTimeOffset(2026, 3, 1, minutes / 60, minutes % 60, 0, TimeSpan.FromMinutes(330)).AddDays(day)),
        };

    private static Gen<ClinicalTime> Days => Gen.Choose(-160, 240).Select(quarter => ClinicalTime.OnDay(quarter / 4m));

    private static Gen<ChairMoment> Moments => Gen.Choose(-30000, 30000).Select(value => (ChairMoment)new ChairMoment.Minute(value / 7m));

    private static Gen<ChairReading> Readings(Gen<ChairMoment> moments) =>
        from measure in Gen.Elements(Enum.GetValues<ChairMeasure>())
        from value in measure switch
        {
            ChairMeasure.Systolic or ChairMeasure.Diastolic or ChairMeasure.HeartRate => Gen.Choose(1, 900).Select(quarter => new Fraction(quarter, 4)),
            ChairMeasure.OxygenSaturation => Gen.Choose(3, 200).Select(half => new Fraction(half, 2)),
            ChairMeasure.Sedation => Gen.Choose(0, 5).Select(score => (Fraction)score),
            _ => Gen.Choose(0, 24).Select(score => (Fraction)score),
        }
        from moment in Gen.Frequency((1, Gen.Constant((ChairMoment)new ChairMoment.Minute(40))), (3, moments))
        select new ChairReading(measure, value, moment);

    private static Gen<ChairSession> Sessions(Gen<ClinicalTime> times) =>
        from at in times
        from dose in OrNull(Gen.Choose(0, 2000).Select(tenths => tenths / 10m))
        let moments = Gen.OneOf(Moments, from day in Gen.Choose(-2, 2) from clock in times select (ChairMoment)new ChairMoment.Clock(clock.AddDays(at.DaysSince(clock) + day)))
        from readings in Some(Readings(moments))
        from sightings in Some(from effect in Texts from present in Gen.Elements(true, false) from moment in moments select new SideEffectSighting(effect, present, moment))
        from until in Gen.OneOf(Gen.Constant<ChairMoment?>(null), moments.Select(moment => (ChairMoment?)moment))
        select ChairSession.Create(new Infusion(at, doseMg: dose), readings, sightings, until).GetValueOrThrow();

    private static Gen<CareInterval> Care(Gen<ClinicalTime> times) =>
        from kind in Gen.Elements(Enum.GetValues<CareKind>())
        from name in Texts
        from one in OrNull(times)
        from other in OrNull(times)
        from unknown in Gen.Elements(true, false)
        from dose in OrNull(Gen.Choose(0, 90).Select(third => new Fraction(third, 3)))
        from unit in Gen.Elements("mg/day", "mg \"x\"", null)
        from recorded in OrNull(times)
        let turned = one is { } a && other is { } b && b.CompareKnown(a) < 0
        select new CareInterval(kind, name, turned ? other : one, turned ? one : other, unknown && other is null, dose, unit, recorded);

    private static Gen<T[]> Some<T>(Gen<T> gen) => Gen.Choose(0, 6).SelectMany(count => Gen.ArrayOf(gen, count));

    private static Gen<(TreatmentNotes Forward, TreatmentNotes Backward)> Notes(Gen<ClinicalTime> times) =>
        from sessions in Some(Sessions(times))
        from care in Some(Care(times))
        from none in Gen.SubListOf(Enum.GetValues<CareKind>())
        from history in Some(from flag in Gen.Elements(Enum.GetValues<HistoryFlag>()) from answer in Gen.Elements(Enum.GetValues<HistoryAnswer>()) from at in times select new HistoryEntry(flag, answer, at))
        from sex in OrNull(Gen.Elements(Enum.GetValues<Sex>()))
        from age in OrNull(Gen.Choose(0, Covariates.MaxAge))
        select (
            new TreatmentNotes(sessions, CareLog.Create(care, none).GetValueOrThrow(), history, new Covariates(sex, age)),
            new TreatmentNotes(Enumerable.Reverse(sessions), CareLog.Create(Enumerable.Reverse(care), Enumerable.Reverse(none)).GetValueOrThrow(), Enumerable.Reverse(history), new Covariates(sex, age)));

    private static Arbitrary<(TreatmentNotes Forward, TreatmentNotes Backward)> Both => Arb.From(Gen.OneOf(Notes(Dates), Notes(Days)));

    [Fact]
    public void Notes_read_back_equal() => Prop.ForAll(Both, both =>
    {
        var text = OutcomesJson.Write(both.Forward);
        var back = OutcomesJson.ReadTreatmentNotes(text).GetValueOrThrow();
        back.Should().Be(both.Forward);
        OutcomesJson.Write(back).Should().Be(text);
    }).MustHold();

    [Fact]
    public void The_order_in_which_records_come_changes_neither_the_notes_nor_their_text() => Prop.ForAll(Both, both =>
    {
        both.Backward.Should().Be(both.Forward);
        OutcomesJson.Write(both.Backward).Should().Be(OutcomesJson.Write(both.Forward));
    }).MustHold();
}
