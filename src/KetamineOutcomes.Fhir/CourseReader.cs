using System.Globalization;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Json;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Fhir;

/// <summary>Reads one patient's course out of a Bundle.</summary>
internal sealed class CourseReader
{
    private const int MaxIssues = 100_000;
    private readonly FhirReadOptions _options;
    private readonly FhirPlace _place;
    private readonly CodeIndex _codes;
    private readonly DefinitionStore _definitions = new();
    private readonly ResponseReader _responses;
    private readonly ObservationReader _observations;
    private readonly List<Issue> _issues = [];
    private readonly List<Infusion> _infusions = [];
    private readonly List<Administration> _administrations = [];
    private readonly List<UnreadableRecord> _unreadable = [];
    private readonly HashSet<string> _subjects = new(StringComparer.Ordinal);
    private readonly HashSet<string> _forms = new(StringComparer.Ordinal);
    private Course? _frame;

    public CourseReader(FhirReadOptions options, CodeIndex codes, FhirPlace place)
    {
        _place = place;
        _options = options;
        _codes = codes;
        _responses = new ResponseReader(options, codes.Only, codes, _definitions);
        _observations = new ObservationReader(options, codes, _definitions);
    }

    public FhirCourseResult Read(ReadOnlyMemory<byte> utf8Json)
    {
        if (utf8Json.Length > _options.MaxResourceBytes)
        {
            return new FhirCourseResult(null, [new Issue(FhirCodes.ResourceTooLarge, IssueSeverity.Error, "The Bundle is longer than the reader takes.", "$")], _place);
        }

        using var document = ResourceJson.Parse(utf8Json, out var issue);
        if (document is null)
        {
            return new FhirCourseResult(null, [issue!], _place);
        }

        var root = new FhirNode(document.RootElement, "");
        if (root.Text("resourceType", issues: null) != "Bundle")
        {
            return new FhirCourseResult(null, [root.Invalid("a Bundle")], _place);
        }

        // Gone through twice and not kept: a text of a few megabytes can hold millions of entries that are none.
        foreach (var entry in root.List("entry", _issues))
        {
            if (entry.TryGet("resource", out var resource))
            {
                _definitions.Add(new FhirNode(resource.Element, ""));
                Remember(entry, resource);
            }
        }

        var index = 0;
        foreach (var entry in root.List("entry", issues: null))
        {
            if (_issues.Count >= MaxIssues)
            {
                Add(FhirCodes.ResourceTooLarge, IssueSeverity.Error, string.Create(CultureInfo.InvariantCulture, $"More than {MaxIssues} things were noticed: the rest of the Bundle was not read."), "entry");
                break;
            }

            if (entry.TryGet("resource", out var resource))
            {
                ReadResource(new FhirNode(resource.Element, ""), string.Create(CultureInfo.InvariantCulture, $"entry[{index}].resource"), index + 1);
            }

            index++;
        }

        return Build();
    }

    /// <summary>The names under which an Observation may say that it is derived from a form of this Bundle.</summary>
    private void Remember(FhirNode entry, FhirNode resource)
    {
        if (resource.Text("resourceType", issues: null) == "QuestionnaireResponse")
        {
            if (entry.Text("fullUrl", issues: null) is { } url)
            {
                _forms.Add(url);
            }

            if (resource.Text("id", issues: null) is { } id)
            {
                _forms.Add($"QuestionnaireResponse/{id}");
            }
        }
    }

    private FhirCourseResult Build()
    {
        if (_frame is { } framed)
        {
            _subjects.Add(framed.PatientId);
        }

        if (_subjects.Count != 1)
        {
            Add(FhirCodes.SubjectMixed, IssueSeverity.Error, "A course is of one patient: expected forms and infusions with one and the same subject.", "entry");
        }

        if (_issues.Exists(issue => issue.Severity == IssueSeverity.Error))
        {
            return new FhirCourseResult(null, _issues, _place);
        }

        var result = Course.Create(
            _subjects.First(),
            _frame?.CourseId ?? "1",
            _administrations.Concat(_frame?.Administrations ?? []),
            _infusions.Concat(_frame?.Infusions ?? []),
            _frame?.Events,
            _frame?.EventRecording ?? EventRecording.NotRecorded,
            _frame?.FollowUpEnd,
            _frame?.Plan,
            _frame?.Goals,
            _frame?.GoalRatings,
            _unreadable.Concat(_frame?.Unreadable ?? []));
        return new FhirCourseResult(result.TryGetValue(out var course) ? course : null, _issues.Concat(result.Issues), _place);
    }

    private void Add(string code, IssueSeverity severity, string message, string place) => _issues.Add(new Issue(code, severity, message, place));

    private void AddAt(string place, IEnumerable<Issue> issues, bool asWarning)
    {
        foreach (var issue in issues)
        {
            var severity = asWarning && issue.Severity == IssueSeverity.Error ? IssueSeverity.Warning : issue.Severity;
            _issues.Add(new Issue(issue.Code, severity, issue.Message, FhirNode.Join(place, issue.Place ?? "$")));
        }
    }

    private void ReadResource(FhirNode resource, string path, long number)
    {
        var place = new FhirPlace(number, null, path);
        switch (resource.Text("resourceType", issues: null))
        {
            case "QuestionnaireResponse":
                ReadRecords(resource, path, _responses.Read(resource, place));
                break;
            case "Observation":
                ReadRecords(resource, path, ReadNotDone(resource, path) || ReadAlert(resource, path) ? [] : _observations.Read(resource, place));
                break;
            case "Basic" when IsFrame(resource):
                ReadFrame(resource, path);
                break;
            default:
                if (InfusionReader.IsOne(resource, _options.ProjectSystem))
                {
                    ReadInfusion(resource, path);
                }

                break;
        }
    }

    private void ReadInfusion(FhirNode resource, string path)
    {
        var issues = new List<Issue>();
        var infusion = InfusionReader.Read(resource, issues);
        AddAt(path, issues, asWarning: false);
        if (infusion is not null)
        {
            _infusions.Add(infusion);
            AddSubject(SourceReader.Read(resource, "MedicationAdministration", []).Subject, path);
        }
    }

    private bool IsFrame(FhirNode resource) =>
        resource.TryGet("code", out var code)
        && code.List("coding", issues: null).Select(coding => Coding.Read(coding)).Contains(new Coding(_options.ProjectSystem, CourseWriter.FrameCode));

    private void ReadFrame(FhirNode resource, string path)
    {
        if (_frame is null
            && FhirExtensions.Find(resource, FhirExtensions.Course)?.Text("valueString", issues: null) is { } json
            && OutcomesJson.ReadCourse(json).TryGetValue(out var frame))
        {
            _frame = frame;
        }
        else
        {
            Add(FhirCodes.CourseUnreadable, IssueSeverity.Error, "Expected one frame of a course, with the project's JSON in its extension.", path);
        }
    }

    private void AddSubject(string? subject, string path)
    {
        if (subject is { Length: > 0 })
        {
            _subjects.Add(subject);
        }
        else
        {
            Add(FhirCodes.SubjectMixed, IssueSeverity.Error, "The resource does not say whose it is.", FhirNode.Join(path, "subject"));
        }
    }

    /// <summary>An Observation of a whole form that says that the form was not filled in.</summary>
    private bool ReadNotDone(FhirNode resource, string path)
    {
        if (!resource.TryGet("dataAbsentReason", out var reason)
            || !reason.List("coding", issues: null).Select(coding => Coding.Read(coding)).Contains(new Coding(FhirSystems.DataAbsentReason, "not-performed"))
            || !resource.TryGet("code", out var code)
            || FindPanel(code) is not { } instrument)
        {
            return false;
        }

        var issues = new List<Issue>();
        var source = SourceReader.Read(resource, "Observation", issues);
        if (SourceReader.JudgeStatus(source, issues) is null)
        {
            AddForm(resource, path, instrument, source, new AdministrationContent.NotDone());
        }

        AddAt(path, issues, asWarning: true);
        return true;
    }

    /// <summary>An alert that was raised from a form that is not here: the patient's course knows that there was one. Of a form that is here its answers say so.</summary>
    private bool ReadAlert(FhirNode resource, string path)
    {
        if (!ObservationReader.IsRaisedAlert(resource))
        {
            return false;
        }

        var source = SourceReader.Read(resource, "Observation", []);
        if (!source.DerivedFrom.Any(_forms.Contains))
        {
            Add(FhirCodes.AlertRaised, IssueSeverity.Warning, "The observation says that an alert was raised, and the form from which it comes is not here: look at it.", path);
            AddSubject(source.Subject, path);
            _unreadable.Add(new UnreadableRecord(FindAlert(resource)?.Id ?? UnreadableRecord.UnknownInstrument, source.At));
        }

        return true;
    }

    private Instrument? FindAlert(FhirNode resource) =>
        resource.TryGet("code", out var code)
            ? code.List("coding", issues: null).Select(coding => Coding.Read(coding)).OfType<Coding>()
                .Where(coding => coding.System == _options.ProjectSystem && coding.Code.Contains("/alert/", StringComparison.Ordinal))
                .Select(coding => _options.Catalogue.Find(coding.Code[..coding.Code.IndexOf('/', StringComparison.Ordinal)]))
                .FirstOrDefault(instrument => instrument is not null)
            : null;

    private Instrument? FindPanel(FhirNode code)
    {
        var panels = code.List("coding", issues: null).Select(coding => Coding.Read(coding)).OfType<Coding>()
            .SelectMany(_codes.Find).Where(target => target.Kind == TargetKind.Panel).Select(target => target.Instrument).Distinct().ToList();
        return panels.Count == 1 ? panels[0] : null;
    }

    private void ReadRecords(FhirNode resource, string path, IEnumerable<FhirRecord> records)
    {
        foreach (var record in records)
        {
            switch (record)
            {
                case FhirRecord.Form form:
                    AddAt(path, form.Issues, asWarning: true);
                    ReadForm(resource, path, form.Value);
                    break;
                case FhirRecord.Total total:
                    // What was computed from a form that is here is no second form.
                    if (!total.Value.Source.DerivedFrom.Any(_forms.Contains))
                    {
                        AddAt(path, total.Issues, asWarning: true);
                        ReadTotal(resource, path, total.Value);
                    }

                    break;
                case FhirRecord.Refused refused:
                    var isVoid = refused.Issues.All(issue => issue.Code == FhirCodes.StatusVoid);
                    AddAt(path, refused.Issues, asWarning: isVoid);
                    break;
                default:
                    AddAt(path, record.Issues, asWarning: true);
                    break;
            }
        }
    }

    private void ReadForm(FhirNode resource, string path, FhirForm form)
    {
        var main = form.Instrument.Scales.Count > 0 ? form.Instrument.MainScale.Id : null;
        var totals = form.StatedTotals.Where(total => total.Scale == main).Select(total => total.Value).Distinct().ToList();
        AddForm(resource, path, form.Instrument, form.Source, new AdministrationContent.Answered(form.Answers, totals.Count == 1 ? totals[0] : null));
    }

    private void ReadTotal(FhirNode resource, string path, FhirTotal total)
    {
        var provenance = FhirExtensions.Find(resource, FhirExtensions.Provenance)?.Text("valueString", issues: null);
        var isUnstated = FhirExtensions.Find(resource, FhirExtensions.ScaleUnstated) is not null;
        AddForm(resource, path, total.Instrument, total.Source, new AdministrationContent.TotalOnly(
            total.Value, isUnstated ? null : total.Scale.Id, string.IsNullOrWhiteSpace(provenance) ? "fhir" : provenance));
    }

    private void AddForm(FhirNode resource, string path, Instrument instrument, FhirSource source, AdministrationContent content)
    {
        AddSubject(source.Subject, path);
        if (source.At is not { } at)
        {
            Add(FhirCodes.TimeMissing, IssueSeverity.Error, "Expected when the form was filled in: a whole date, with or without a time.", path);
            return;
        }

        var recorded = FhirExtensions.Find(resource, FhirExtensions.RecordedAt) is { } extension ? SourceReader.ReadTime(extension, "valueDateTime", _issues).At : null;
        if (recorded is { } entered && !entered.SharesScaleWith(at))
        {
            Add(FhirCodes.TimeUnreadable, IssueSeverity.Error, "The form was filled in on a date and entered on a relative day, or the reverse.", path);
            return;
        }

        _administrations.Add(new Administration(
            instrument.Id,
            at,
            content,
            FhirWords.Find(FhirWords.Timings, CodeOf(resource, FhirExtensions.Timing)) ?? Timing.Unspecified,
            FhirWords.Find(FhirWords.Raters, CodeOf(resource, FhirExtensions.Rater)),
            recorded));
    }

    private static string? CodeOf(FhirNode resource, string url) => FhirExtensions.Find(resource, url)?.Text("valueCode", issues: null);
}
