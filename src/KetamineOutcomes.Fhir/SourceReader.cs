namespace KetamineOutcomes.Fhir;

/// <summary>Reads what resources say about themselves.</summary>
internal static class SourceReader
{
    /// <summary>Status, times and references; what is of the wrong type is a warning.</summary>
    public static FhirSource Read(FhirNode resource, string type, List<Issue> issues)
    {
        var isResponse = type == "QuestionnaireResponse";
        var (at, text) = isResponse ? ReadTime(resource, "authored", issues) : ReadEffective(resource, issues);
        return new FhirSource
        {
            ResourceType = type,
            Id = resource.Text("id", issues),
            Status = resource.Text("status", issues),
            At = at,
            AtText = text,
            Issued = isResponse ? null : ReadTime(resource, "issued", issues).At,
            Subject = ReadReference(resource, "subject", issues),
            Encounter = ReadReference(resource, "encounter", issues) ?? ReadReference(resource, "context", issues),
            Questionnaire = isResponse ? ReadCanonical(resource, issues) : null,
            DerivedFrom = resource.List("derivedFrom", issues, IssueSeverity.Warning)
                .Select(reference => reference.Text("reference", issues)).OfType<string>().ToEquatableArray(),
        };
    }

    /// <summary>Judges the status: a void resource gives an error, one that is not final a warning.</summary>
    /// <returns>The error, or <see langword="null"/>.</returns>
    public static Issue? JudgeStatus(FhirSource source, List<Issue> issues)
    {
        switch (source.Status)
        {
            case "completed" or "amended" or "final" or "corrected" or "appended":
                return null;
            case "entered-in-error" or "cancelled":
                return new Issue(FhirCodes.StatusVoid, IssueSeverity.Error, "The resource was entered in error or cancelled: it is not read.", "status");
            default:
                issues.Add(new Issue(
                    FhirCodes.StatusNotFinal, IssueSeverity.Warning, "The resource is not final, or does not say that it is; it was read all the same.", "status"));
                return null;
        }
    }

    private static (ClinicalTime? At, string? Text) ReadEffective(FhirNode observation, List<Issue> issues)
    {
        foreach (var name in new[] { "effectiveDateTime", "effectiveInstant" })
        {
            if (observation.TryGet(name, out _) || observation.TryGet("_" + name, out _))
            {
                return ReadTime(observation, name, issues);
            }
        }

        // Of a period the end: what the observation says was known then.
        return observation.TryGet("effectivePeriod", out var period)
            ? ReadTime(period, period.TryGet("end", out _) ? "end" : "start", issues)
            : (null, null);
    }

    /// <summary>A dateTime, with the clock or the relative day that the project's own extension holds beside it.</summary>
    public static (ClinicalTime? At, string? Text) ReadTime(FhirNode node, string name, List<Issue> issues)
    {
        if (node.Text(name, issues) is not { } text)
        {
            return (FhirTimes.ReadShadow(node, name, date: null), null);
        }

        if (FhirTimes.ReadShadow(node, name, text) is { } local)
        {
            return (local, text);
        }

        if (ClinicalTime.TryParse(text, out var time))
        {
            return (time, text);
        }

        issues.Add(new Issue(
            FhirCodes.TimeUnreadable, IssueSeverity.Warning, "Expected a whole date, with or without a time (ISO 8601); there is no time then.", FhirNode.Join(node.Path, name)));
        return (null, text);
    }

    private static string? ReadReference(FhirNode node, string name, List<Issue> issues)
    {
        if (!node.TryGet(name, out var reference))
        {
            return null;
        }

        if (!reference.IsObject)
        {
            issues.Add(reference.Invalid("a reference", IssueSeverity.Warning));
            return null;
        }

        return reference.Text("reference", issues)
            ?? (reference.TryGet("identifier", out var identifier) ? identifier.Text("value", issues) : null)
            ?? AidboxReference(reference);
    }

    // Aidbox writes { resourceType, id } for { reference: "resourceType/id" }.
    private static string? AidboxReference(FhirNode reference) =>
        reference.Text("resourceType", issues: null) is { } type && reference.Text("id", issues: null) is { } id ? $"{type}/{id}" : null;

    // A canonical since R4, a reference before.
    private static string? ReadCanonical(FhirNode response, List<Issue> issues) =>
        response.TryGet("questionnaire", out var form) && form.IsObject ? form.Text("reference", issues) : response.Text("questionnaire", issues);
}
