using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.Schedules;

namespace KetamineOutcomes.Tests.Treatment.Schedules;

/// <summary>Short ways to make schedules, plans and logs.</summary>
internal static class TestSchedules
{
    private const string Evidence = "\"evidence\":[{\"source\":\"made-up\",\"status\":\"project-policy\"}]";

    public static string Step(string id, string repeat, string more = "", int before = 0, int after = 0) =>
        $$"""{"id":"{{id}}","repeat":{{repeat}},{{more}}"window":{"before":{{before}},"after":{{after}},{{Evidence}}},{{Evidence}}}""";

    public static string Json(params string[] steps) =>
        $$"""{"format":1,"id":"made-up","version":"1.0.0","name":"Made up","sources":[{"key":"made-up","citation":"Made up for the tests"}],{{Evidence}},"steps":[{{string.Join(',', steps)}}]}""";

    public static Schedule Read(params string[] steps) => Schedule.Read(Json(steps)).GetValueOrThrow();

    public static Schedule Shipped(string id) => ScheduleCatalogue.Shipped.Find(id)!;

    public static ClinicalTime At(string date) => ClinicalTime.TryParse(date, out var time) ? time : ClinicalTime.OnDay(int.Parse(date, System.Globalization.CultureInfo.InvariantCulture));

    public static SchedulePlan From(this Schedule schedule, string anchor, ClosingDays? closing = null, params (string Step, string At)[] changes) =>
        SchedulePlan.Create(schedule, At(anchor), changes.Select(change => new StepChange(change.Step, At(change.At))), closing).GetValueOrThrow();

    public static string Days(this IEnumerable<DueDose> doses) => string.Join(' ', doses.Select(dose => dose.Due.ToString()[(dose.Due.IsRelative ? 0 : 5)..]));

    public static Infusion[] Log(params int[] days) => [.. days.Select(day => new Infusion(ClinicalTime.OnDay(day)))];

    /// <summary>Weekly for four weeks, on time from two days before to two days after.</summary>
    public static Schedule Weekly { get; } = Read(Step("weekly", """{"days":[7]}""", "\"length\":{\"weeks\":4},\"then\":\"end\",", 2, 2));

    /// <summary>What became of the doses: <c>on-time:0 late:3 missed</c>, then extra and outside ones.</summary>
    public static string Said(this ScheduleAdherence adherence) =>
        string.Join(' ', adherence.Doses.Select(dose => dose.DaysOff is { } off ? $"{dose.Status}:{off}" : $"{dose.Status}"))
        + (adherence.Extra.IsEmpty ? "" : " extra " + string.Join(' ', adherence.Extra.Select(infusion => infusion.At)))
        + (adherence.Outside.IsEmpty ? "" : " outside " + string.Join(' ', adherence.Outside.Select(infusion => infusion.At)));
}
