using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Instruments.Rules;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Json;

/// <summary>Courses, scores and indicator answers to and from JSON: strict, versioned, and the same text for the same value.</summary>
/// <remarks>
/// Reading never throws for what the text says: an unknown or repeated member, a missing one or a value outside its words is an issue whose place is
/// the JSON path. Writing and reading back gives an equal value.
/// </remarks>
public static class OutcomesJson
{
    /// <summary>The format's version, in the member <c>format</c>.</summary>
    public const int Format = 1;

    // Letters beyond ASCII stay readable; the text goes into files and tables, never into HTML as it is.
    private static readonly OutcomesJsonContext Context = new(new JsonSerializerOptions(OutcomesJsonContext.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>A course as JSON.</summary>
    /// <param name="course">The course.</param>
    /// <returns>One line of JSON.</returns>
    public static string Write(Course course)
    {
        ArgumentNullException.ThrowIfNull(course);
        return JsonSerializer.Serialize(
            new CourseShape(
                Format,
                course.PatientId,
                course.CourseId,
                [.. course.Administrations.Select(ToShape)],
                course.Infusions.IsEmpty ? null : [.. course.Infusions.Select(i => new InfusionShape(i.At, i.Agent, i.Route, i.Kind, i.DoseMg, i.WeightKg, i.Minutes))],
                course.Events.IsEmpty ? null : [.. course.Events.Select(e => new EventShape(e.Kind, e.At, e.RecordedAt))],
                course.EventRecording,
                course.FollowUpEnd is { } end ? new FollowUpEndShape(end.At, end.Reason) : null,
                course.Plan is { } plan ? [.. plan.Assessments.Select(p => new PlannedShape(p.Instrument, p.Due, p.DaysBefore, p.DaysAfter))] : null),
            Context.CourseShape);
    }

    /// <summary>A score as JSON.</summary>
    /// <param name="score">The score.</param>
    /// <returns>One line of JSON; the member <c>kind</c> names the case.</returns>
    public static string Write(Score score)
    {
        ArgumentNullException.ThrowIfNull(score);
        return JsonSerializer.Serialize(
            new ScoreShape(
                Format,
                score.Kind,
                new RuleShape(score.Rule.Instrument, score.Rule.Version, score.Rule.Scale, score.Rule.Name),
                [.. score.Sources],
                [.. score.Alerts.Select(a => new AlertShape(a.Id, a.Item, a.Topic, a.Status, a.Level))],
                [.. score.Issues.Select(i => new IssueShape(i.Code, i.Severity, i.Message, i.Place))],
                score.Answered,
                score.Applicable,
                [.. score.MissingItems],
                [.. score.NotApplicableItems],
                new RangeShape(score.Range.Low, score.Range.High),
                score.Facts.Direction,
                score.MissingPolicy,
                score.IsTotalOnly,
                ToShape(score.Value),
                score.Severity is { } s ? new SeverityShape(s.Band, s.Label, s.BandSet) : null),
            Context.ScoreShape);
    }

    /// <summary>An indicator's answer as JSON.</summary>
    /// <param name="result">The answer.</param>
    /// <returns>One line of JSON; the member <c>outcome.kind</c> names the case.</returns>
    public static string Write(IndicatorResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return JsonSerializer.Serialize(
            new ResultShape(
                Format,
                result.PatientId,
                result.CourseId,
                result.Series,
                result.Instrument,
                result.Scale,
                result.Indicator,
                result.Rule,
                result.Point,
                ToShape(result.Outcome),
                ToShape(result.Evidence),
                result.Explain(),
                result.At,
                result.Day,
                result.KnownAt),
            Context.ResultShape);
    }

    /// <summary>The evidence of an answer as JSON, as tables print it.</summary>
    /// <param name="evidence">The evidence.</param>
    /// <returns>One line of JSON.</returns>
    public static string Write(IndicatorEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return JsonSerializer.Serialize(ToShape(evidence), Context.EvidenceShape);
    }

    /// <summary>Reads a course.</summary>
    /// <param name="utf8Json">The JSON as UTF-8.</param>
    /// <returns>The course, or the issues.</returns>
    public static ReadResult<Course> ReadCourse(ReadOnlySpan<byte> utf8Json)
    {
        if (!TryRead(utf8Json, Context.CourseShape, shape => shape.Format, out var shape, out var issue))
        {
            return ReadResult<Course>.Failure([issue!]);
        }

        try
        {
            return Course.Create(
                shape!.PatientId,
                shape.CourseId,
                [.. shape.Administrations.Select(FromShape)],
                shape.Infusions?.Select(i => new Infusion(i.At, i.Agent, i.Route, i.Kind, i.DoseMg, i.WeightKg, i.Minutes)).ToList(),
                shape.Events?.Select(e => new ClinicalEvent(e.Kind, e.At, e.RecordedAt)).ToList(),
                shape.EventRecording,
                shape.FollowUpEnd is { } end ? new FollowUpEnd(end.At, end.Reason) : null,
                shape.Plan is { } plan ? new AssessmentPlan(plan.Select(p => new PlannedAssessment(p.Instrument, p.Due, p.DaysBefore, p.DaysAfter))) : null);
        }
        catch (ArgumentException e)
        {
            // The domain's constructors guard the ranges; from outside, a breach is bad input and no mistake of the caller's.
            return ReadResult<Course>.Failure([new Issue(IssueCodes.JsonValueInvalid, IssueSeverity.Error, e.Message, "$")]);
        }
    }

    /// <summary>Reads a course; see <see cref="ReadCourse(ReadOnlySpan{byte})"/>.</summary>
    /// <param name="json">The JSON.</param>
    /// <returns>The course, or the issues.</returns>
    public static ReadResult<Course> ReadCourse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return ReadCourse(System.Text.Encoding.UTF8.GetBytes(json));
    }

    /// <summary>Reads a score.</summary>
    /// <param name="json">The JSON.</param>
    /// <returns>The score, or the issues.</returns>
    public static ReadResult<Score> ReadScore(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (!TryRead(System.Text.Encoding.UTF8.GetBytes(json), Context.ScoreShape, shape => shape.Format, out var shape, out var issue))
        {
            return ReadResult<Score>.Failure([issue!]);
        }

        try
        {
            return FromShape(shape!) is { } score
                ? ReadResult<Score>.Success(score)
                : Invalid<Score>("$.kind", "Expected scored or prorated with a value, or incomplete or invalid without one.");
        }
        catch (ArgumentException e)
        {
            return Invalid<Score>("$", e.Message);
        }
    }

    /// <summary>Reads an indicator's answer.</summary>
    /// <param name="json">The JSON.</param>
    /// <returns>The answer, or the issues.</returns>
    public static ReadResult<IndicatorResult> ReadIndicatorResult(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (!TryRead(System.Text.Encoding.UTF8.GetBytes(json), Context.ResultShape, shape => shape.Format, out var shape, out var issue))
        {
            return ReadResult<IndicatorResult>.Failure([issue!]);
        }

        if (FromShape(shape!.Outcome) is not { } outcome)
        {
            return Invalid<IndicatorResult>("$.outcome", "Expected an outcome with the members of its kind.");
        }

        return ReadResult<IndicatorResult>.Success(new IndicatorResult
        {
            PatientId = shape.PatientId,
            CourseId = shape.CourseId,
            Series = shape.Series,
            Instrument = shape.Instrument,
            Scale = shape.Scale,
            Indicator = shape.Indicator,
            Rule = shape.Rule,
            Point = shape.Point,
            At = shape.At,
            Day = shape.Day,
            KnownAt = shape.KnownAt,
            Outcome = outcome,
            Evidence = new IndicatorEvidence
            {
                Rule = shape.Evidence.Rule,
                Sources = shape.Evidence.Sources.ToEquatableArray(),
                Parameters = shape.Evidence.Parameters.Select(p => new Parameter(p.Name, p.Value)).ToEquatableArray(),
                Observations = shape.Evidence.Observations.Select(o => new Observation(o.Role, o.At, o.Score, o.Status, o.Rater)).ToEquatableArray(),
                Flags = shape.Evidence.Flags.ToEquatableArray(),
            },
        }.WithSentence(shape.Explanation));
    }

    private static ReadResult<T> Invalid<T>(string place, string message)
        where T : class =>
        ReadResult<T>.Failure([new Issue(IssueCodes.JsonValueInvalid, IssueSeverity.Error, message, place)]);

    private static bool TryRead<T>(ReadOnlySpan<byte> utf8Json, JsonTypeInfo<T> type, Func<T, int> format, out T? shape, out Issue? issue)
        where T : class
    {
        shape = null;
        issue = null;
        try
        {
            shape = JsonSerializer.Deserialize(utf8Json, type);
        }
        catch (JsonException e)
        {
            // The serialiser's message can quote the text; only its place is passed on.
            issue = new Issue(
                e.InnerException is JsonException ? IssueCodes.JsonMalformed : IssueCodes.JsonValueInvalid,
                IssueSeverity.Error,
                Explain(e),
                e.Path ?? "$");
            return false;
        }

        if (shape is null)
        {
            issue = new Issue(IssueCodes.JsonValueInvalid, IssueSeverity.Error, "Expected an object.", "$");
            return false;
        }

        if (format(shape) != Format)
        {
            issue = new Issue(IssueCodes.JsonFormatUnsupported, IssueSeverity.Error, $"This library reads format {Format}.", "$.format");
            return false;
        }

        return true;
    }

    private static string Explain(JsonException e)
    {
        var place = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"line {(e.LineNumber ?? 0) + 1}, byte {(e.BytePositionInLine ?? 0) + 1}");
        return e.Message.StartsWith("Expected ", StringComparison.Ordinal) && !e.Message.Contains('\'', StringComparison.Ordinal)
            ? $"{e.Message} ({place})"
            : $"Expected a member or value of this format here ({place}).";
    }

    private static AdministrationShape ToShape(Administration administration) => new(
        administration.Instrument,
        administration.At,
        administration.Content switch
        {
            AdministrationContent.Answered answered => new ContentShape(
                "answered",
                new SortedDictionary<string, Answer>(answered.Answers.Items.ToDictionary(item => item, item => answered.Answers[item], StringComparer.Ordinal), StringComparer.Ordinal),
                answered.StatedTotal),
            AdministrationContent.TotalOnly total => new ContentShape("total-only", Total: total.Total, Scale: total.Scale, Provenance: total.Provenance),
            _ => new ContentShape("not-done"),
        },
        administration.Timing,
        administration.Rater,
        administration.RecordedAt);

    private static Administration FromShape(AdministrationShape shape) => new(
        shape.Instrument,
        shape.At,
        shape.Content switch
        {
            { Kind: "answered", Answers: { } answers, Total: null, Scale: null, Provenance: null } =>
                new AdministrationContent.Answered(AnswerSet.Create(answers), shape.Content.StatedTotal),
            { Kind: "total-only", Total: { } total, Provenance: { } provenance, Answers: null, StatedTotal: null } =>
                new AdministrationContent.TotalOnly(total, shape.Content.Scale, provenance),
            { Kind: "not-done", Answers: null, StatedTotal: null, Total: null, Scale: null, Provenance: null } => new AdministrationContent.NotDone(),
            _ => throw new ArgumentException("Expected content of kind answered (answers), total-only (total, provenance) or not-done.", nameof(shape)),
        },
        shape.Timing,
        shape.Rater,
        shape.RecordedAt);

    private static ScoreValueShape? ToShape(ScoreValue? value) => value switch
    {
        ScoreValue.Number number => new ScoreValueShape(number.Kind, number.Text, number.Exact, number.Decimals, number.StandardError),
        ScoreValue.Flag flag => new ScoreValueShape(flag.Kind, flag.Text, Met: flag.IsMet),
        ScoreValue.Category category => new ScoreValueShape(category.Kind, category.Text, Label: category.Label, Rank: category.Rank),
        ScoreValue.Profile profile => new ScoreValueShape(profile.Kind, profile.Text),
        _ => null,
    };

    private static ScoreValue? FromShape(ScoreValueShape? shape) => shape switch
    {
        { Kind: "number", Exact: { } exact, Decimals: { } decimals and >= 0 and <= 15 } => new ScoreValue.Number(exact, decimals, shape.StandardError),
        { Kind: "flag", Met: { } met } => new ScoreValue.Flag(met),
        { Kind: "category", Label: { } label, Rank: { } rank } => new ScoreValue.Category(shape.Text, label, rank),
        { Kind: "profile" } => new ScoreValue.Profile(shape.Text),
        _ => null,
    };

    private static Score? FromShape(ScoreShape shape)
    {
        var facts = new ScoreFacts
        {
            Rule = new RuleReference(shape.Rule.Instrument, shape.Rule.Version, shape.Rule.Scale, shape.Rule.Name),
            Sources = shape.Sources.ToEquatableArray(),
            Alerts = shape.Alerts.Select(a => new Alert(a.Id, a.Item, a.Topic, a.Status, a.Level)).ToEquatableArray(),
            Issues = shape.Issues.Select(i => new Issue(i.Code, i.Severity, i.Message, i.Place)).ToEquatableArray(),
            Answered = shape.Answered,
            Applicable = shape.Applicable,
            MissingItems = shape.MissingItems.ToEquatableArray(),
            NotApplicableItems = shape.NotApplicableItems.ToEquatableArray(),
            Range = new ValueRange(shape.Range.Low, shape.Range.High),
            Direction = shape.Direction,
            MissingPolicy = shape.MissingPolicy,
            IsTotalOnly = shape.TotalOnly,
            Severity = shape.Severity is { } s ? new Severity(s.Band, s.Label, s.BandSet) : null,
        };
        return (shape.Kind, FromShape(shape.Value)) switch
        {
            ("scored", { } value) => new Score.Scored(facts, value),
            ("prorated", { } value) => new Score.Prorated(facts, value),
            ("incomplete", null) => new Score.Incomplete(facts),
            ("invalid", null) => new Score.Invalid(facts),
            _ => null,
        };
    }

    private static OutcomeShape ToShape(IndicatorOutcome outcome) => outcome switch
    {
        IndicatorOutcome.Judged judged => new OutcomeShape(
            judged.Kind,
            judged.State,
            judged.ConfirmBy is { } window ? new ConfirmByShape(window.From, window.To) : null),
        IndicatorOutcome.Measured measured => new OutcomeShape(
            measured.Kind,
            measured.State,
            Value: measured.Value,
            Low: measured.Low,
            High: measured.High,
            Unit: measured.Unit,
            Decimals: measured.Decimals),
        IndicatorOutcome.NotApplicable notApplicable => new OutcomeShape(notApplicable.Kind, notApplicable.State, Reason: notApplicable.Reason),
        IndicatorOutcome.Indeterminate indeterminate => new OutcomeShape(indeterminate.Kind, indeterminate.State, Reason: indeterminate.Reason),
        _ => new OutcomeShape(outcome.Kind, outcome.State),
    };

    private static IndicatorOutcome? FromShape(OutcomeShape shape) => shape switch
    {
        { Kind: "judged", State: "met" } => new IndicatorOutcome.Judged(Judgement.Met),
        { Kind: "judged", State: "not-met" } => new IndicatorOutcome.Judged(Judgement.NotMet),
        { Kind: "judged", State: "unconfirmed", ConfirmBy: { } window } =>
            new IndicatorOutcome.Judged(Judgement.Unconfirmed, new ConfirmBy(window.From, window.To)),
        { Kind: "judged", State: "cannot-confirm" } => new IndicatorOutcome.Judged(Judgement.CannotConfirm),
        { Kind: "measured", Value: { } value, Unit: { } unit, Decimals: { } decimals and >= 0 and <= 15 } =>
            new IndicatorOutcome.Measured(value, unit, decimals, shape.Low, shape.High),
        { Kind: "classified" } => new IndicatorOutcome.Classified(shape.State),
        { Kind: "not-applicable", Reason: { } reason } => new IndicatorOutcome.NotApplicable(reason),
        { Kind: "indeterminate", Reason: { } reason } => new IndicatorOutcome.Indeterminate(reason),
        _ => null,
    };

    private static EvidenceShape ToShape(IndicatorEvidence evidence) => new(
        evidence.Rule,
        [.. evidence.Sources],
        [.. evidence.Parameters.Select(p => new ParameterShape(p.Name, p.Value))],
        [.. evidence.Observations.Select(o => new ObservationShape(o.Role, o.At, o.Status, o.Rater, o.Score))],
        [.. evidence.Flags]);
}
