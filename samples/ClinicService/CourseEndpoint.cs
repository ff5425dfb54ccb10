using System.Text.Json;
using System.Text.Json.Nodes;
using KetamineOutcomes;
using KetamineOutcomes.Fhir;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Json;
using KetamineOutcomes.Tables;
using KetamineOutcomes.Treatment;

namespace ClinicService;

/// <summary>A course in, its indicators out: the rows of <c>ketamine-outcomes assess --format jsonl</c>.</summary>
internal static class CourseEndpoint
{
    public static async Task<IResult> Post(HttpContext context, ClinicLimits limits, string? at = null, string? asOf = null)
    {
        var isFhir = RequestBody.Is(context.Request, "application/fhir+json");
        if (!isFhir && !RequestBody.Is(context.Request, "application/json"))
        {
            return RequestBody.Unsupported();
        }

        if (ReadOptions(at, asOf) is not { } options)
        {
            return Problems.Of(StatusCodes.Status400BadRequest, "Expected points as the tool takes them (at=last,day:14) and one date or relative day (asOf=2026-06-30).");
        }

        var body = await RequestBody.ReadAsync(context);
        var (course, issues) = isFhir ? ReadBundle(body, limits) : ReadJson(body);
        if (course is null)
        {
            return Problems.Refuse(issues);
        }

        if (options.AsOf is { } day && course.LastRecord is { } last && !last.SharesScaleWith(day))
        {
            return Problems.Of(StatusCodes.Status400BadRequest, "The course has dates and asOf is a relative day, or the reverse.");
        }

        context.RequestAborted.ThrowIfCancellationRequested();
        var report = CourseAssessment.Assess(course, options);
        context.RequestAborted.ThrowIfCancellationRequested();
        return Results.Bytes(Write(report, issues.Concat(report.Issues)), "application/json; charset=utf-8");
    }

    private static AssessmentOptions? ReadOptions(string? at, string? asOf)
    {
        var options = new AssessmentOptions { IncludeTreatment = true };
        if (asOf is not null)
        {
            if (!TryReadTime(asOf, out var time))
            {
                return null;
            }

            options = options with { AsOf = time };
        }

        if (at is not null)
        {
            var points = new List<AssessmentPoint>();
            foreach (var word in at.Split(','))
            {
                if (!AssessmentPoint.Parse(word.Trim()).TryGetValue(out var point))
                {
                    return null;
                }

                points.Add(point);
            }

            options = options with { Points = points.ToEquatableArray() };
        }

        return options;
    }

    private static bool TryReadTime(string text, out ClinicalTime time)
    {
        if (ClinicalTime.TryParse(text, out time))
        {
            return true;
        }

        if (int.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var day) && Math.Abs((long)day) <= ClinicalTime.MaxRelativeDay)
        {
            time = ClinicalTime.OnDay(day);
            return true;
        }

        return false;
    }

    private static (Course? Course, EquatableArray<Issue> Issues) ReadJson(ReadOnlyMemory<byte> body)
    {
        var read = OutcomesJson.ReadCourse(body.Span);
        return (read.TryGetValue(out var course) ? course : null, read.Issues);
    }

    private static (Course? Course, EquatableArray<Issue> Issues) ReadBundle(ReadOnlyMemory<byte> body, ClinicLimits limits)
    {
        var read = FhirCourses.Read(body, new FhirReadOptions { MaxResourceBytes = Math.Max(limits.CourseBytes, 1024) });
        return (read.TryGetCourse(out var course) ? course : null, read.Issues);
    }

    private static byte[] Write(AssessmentReport report, IEnumerable<Issue> issues)
    {
        using var rows = new MemoryStream();
        using (var table = IndicatorTable.Create(rows, TableFormat.JsonLines))
        {
            foreach (var result in report.Results)
            {
                table.Write(result);
            }
        }

        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("indicators");
            var lines = rows.ToArray().AsSpan();
            foreach (var line in lines.Split((byte)'\n'))
            {
                if (!lines[line].IsEmpty)
                {
                    // As the table has it, to the byte.
                    writer.WriteRawValue(lines[line]);
                }
            }

            writer.WriteEndArray();
            writer.WriteStartArray("issues");
            foreach (var issue in issues.Distinct().Select(IssueLine.Of))
            {
                new JsonObject { ["code"] = issue.Code, ["severity"] = issue.Severity, ["place"] = issue.Place, ["message"] = issue.Message }.WriteTo(writer);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }
}
