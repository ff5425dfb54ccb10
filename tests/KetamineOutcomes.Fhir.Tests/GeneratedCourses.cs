using System.Diagnostics.CodeAnalysis;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Fhir.Tests;

/// <summary>Courses of one patient with everything that a course can hold.</summary>
[SuppressMessage("Security", "CA5394", Justification = "Forms for tests, the same in each run.")]
internal static class GeneratedCourses
{
    private static readonly string[] Ids = [.. InstrumentCatalogue.Shipped.Ids];

    /// <summary>A course on one of four clocks: dates, local times, instants, relative days.</summary>
    public static Course Next(int clock, Random random) =>
        Course.Create(
            "patient 7",
            random.Next(2) == 0 ? "1" : "second",
            Enumerable.Range(0, random.Next(8)).Select(_ => Form(clock, random)),
            Enumerable.Range(0, random.Next(8)).Select(_ => Infusion(clock, random)),
            Enumerable.Range(0, random.Next(3)).Select(_ => new ClinicalEvent((ClinicalEventKind)random.Next(5), Time(clock, random))),
            (EventRecording)random.Next(2),
            random.Next(2) == 0 ? null : new FollowUpEnd(Time(clock, random), (FollowUpEndReason)random.Next(7)))
            .GetValueOrThrow();

    private static ClinicalTime Time(int clock, Random random)
    {
        var day = random.Next(200);
        var date = new DateOnly(2026, 1, 1).AddDays(day);
        var time = new TimeOnly(random.Next(24), random.Next(60), random.Next(60), random.Next(2) * 250);
        return clock switch
        {
            0 => ClinicalTime.OnDate(date),
            1 => ClinicalTime.AtLocal(date, time),
            2 => ClinicalTime.AtInstant(new DateTimeOffset(date, time, TimeSpan.FromMinutes(-210))),
            _ => random.Next(2) == 0 ? ClinicalTime.OnDay(day - 20) : ClinicalTime.OnDay(day - 20 + (random.Next(1, 997) / 997m)),
        };
    }

    private static Administration Form(int clock, Random random)
    {
        var instrument = InstrumentCatalogue.Shipped.Find(Ids[random.Next(Ids.Length)])!;
        var at = Time(clock, random);
        var answers = GeneratedForms.AsRead(instrument, GeneratedForms.Next(instrument, random, random.Next(3)));
        AdministrationContent content = random.Next(5) switch
        {
            0 => new AdministrationContent.NotDone(),
            1 => new AdministrationContent.TotalOnly(random.Next(40), random.Next(2) == 0 || instrument.Scales.IsEmpty ? null : instrument.MainScale.Id, "chart review"),
            2 => new AdministrationContent.Answered(answers, instrument.Scales is [{ Result: ResultKind.Number }, ..] ? random.Next(30) : null),
            _ => new AdministrationContent.Answered(answers),
        };
        return new Administration(
            random.Next(10) == 0 ? "a-clinic-form" : instrument.Id,
            at,
            content,
            (Timing)random.Next(3),
            random.Next(2) == 0 ? null : (RaterKind)random.Next(4),
            random.Next(3) == 0 ? at.AddDays(1) : null);
    }

    private static Infusion Infusion(int clock, Random random) => new(
        Time(clock, random),
        random.Next(2) == 0 ? "ketamine" : "esketamine",
        (Route)random.Next(7),
        (InfusionKind)random.Next(4),
        random.Next(3) == 0 ? null : 40.5m + random.Next(20),
        random.Next(3) == 0 ? null : 70.25m,
        random.Next(3) == 0 ? null : 40m);
}
