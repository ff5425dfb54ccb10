using System.Globalization;
using System.Text.Json.Nodes;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Json;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Fhir;

/// <summary>Writes the resources of a course.</summary>
internal sealed class CourseWriter
{
    /// <summary>The code of the Basic resource that frames a course.</summary>
    public const string FrameCode = "course";

    private readonly FhirWriteOptions _options;
    private readonly ResponseWriter _responses;
    private readonly ObservationWriter _observations;
    private readonly InfusionWriter _infusions;

    public CourseWriter(FhirWriteOptions options)
    {
        _options = options;
        _responses = new ResponseWriter(options);
        _observations = new ObservationWriter(options);
        _infusions = new InfusionWriter(options);
    }

    public IEnumerable<FhirResource> Write(Course course)
    {
        var kept = course.Administrations.Where(administration => !CanWrite(administration)).ToList();
        var resources = new List<FhirResource> { new(WriteFrame(course, kept)) };
        var number = 0;
        foreach (var infusion in course.Infusions)
        {
            number++;
            resources.Add(new(_infusions.Write(infusion, Context(course, "infusion", number, infusion.At))));
        }

        number = 0;
        foreach (var administration in course.Administrations.Where(CanWrite))
        {
            number++;
            resources.Add(new(WriteForm(administration, Context(course, "form", number, administration.At))));
        }

        return resources;
    }

    private static FhirResourceOptions Context(Course course, string what, int number, ClinicalTime at) =>
        new() { Id = string.Create(CultureInfo.InvariantCulture, $"{what}-{number}"), Subject = course.PatientId, At = at };

    private static bool IsDecimal(Answer answer) => answer is not Answer.Numeric numeric || FhirJson.TryDecimal(numeric.Value, out _);

    /// <summary>Whether FHIR's own resources hold all that the form says.</summary>
    private bool CanWrite(Administration administration) =>
        _options.Catalogue.Find(administration.Instrument) is { } instrument && administration.Content switch
        {
            AdministrationContent.Answered answered =>
                answered.Answers.Items.Any(id => instrument.FindItem(id) is { IsScored: true })
                && answered.Answers.Items.All(id => instrument.FindItem(id) is not null && IsDecimal(answered.Answers[id]))
                && (answered.StatedTotal is not { } stated || (instrument.Scales is [{ Result: ResultKind.Number }, ..] && FhirJson.TryDecimal(stated, out _))),
            AdministrationContent.TotalOnly total => FindScale(instrument, total) is not null && FhirJson.TryDecimal(total.Total, out _),
            _ => true,
        };

    private static Scale? FindScale(Instrument instrument, AdministrationContent.TotalOnly total) =>
        (total.Scale is { } id ? instrument.FindScale(id) : instrument.TotalScale) is { Result: ResultKind.Number } scale ? scale : null;

    private JsonObject WriteFrame(Course course, List<Administration> kept)
    {
        // Made again without what has resources of its own; nothing of it can contradict itself then.
        var rest = Course.Create(
            course.PatientId, course.CourseId, kept, null, course.Events, course.EventRecording, course.FollowUpEnd, course.Plan, course.Goals, course.GoalRatings, course.Unreadable).GetValueOrThrow();
        return FhirJson.Object(
            ("resourceType", "Basic"),
            ("id", "course"),
            ("extension", FhirJson.List(FhirJson.Extension(FhirExtensions.Course, "String", OutcomesJson.Write(rest)))),
            ("code", FhirJson.Concept([FhirJson.Coding(_options.ProjectSystem, FrameCode)], "Course of treatment")),
            ("subject", FhirJson.Reference(course.PatientId)));
    }

    private JsonObject WriteForm(Administration administration, FhirResourceOptions context)
    {
        var instrument = _options.Catalogue.Find(administration.Instrument)!;
        var extensions = new List<JsonNode?>
        {
            FhirWords.Word(FhirWords.Timings, administration.Timing) is { } timing ? FhirJson.Extension(FhirExtensions.Timing, "Code", timing) : null,
            administration.Rater is { } rater ? FhirJson.Extension(FhirExtensions.Rater, "Code", FhirWords.Word(FhirWords.Raters, rater)!) : null,
        };
        if (administration.RecordedAt is { } recorded)
        {
            var extension = FhirJson.Object(("url", FhirExtensions.RecordedAt));
            FhirTimes.Add(extension, "valueDateTime", recorded);
            extensions.Add(extension);
        }

        switch (administration.Content)
        {
            case AdministrationContent.Answered answered:
                return _responses.Write(instrument, answered.Answers, answered.StatedTotal, context, extensions);
            case AdministrationContent.TotalOnly total:
                extensions.Add(FhirJson.Extension(FhirExtensions.Provenance, "String", total.Provenance));
                extensions.Add(total.Scale is null ? FhirJson.Extension(FhirExtensions.ScaleUnstated, "Boolean", true) : null);
                return _observations.WriteTotal(instrument, FindScale(instrument, total)!, total.Total, context, extensions);
            default:
                return _observations.WriteNotDone(instrument, context, extensions);
        }
    }
}
