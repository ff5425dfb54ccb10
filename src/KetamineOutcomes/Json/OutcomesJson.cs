using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Instruments.Rules;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Json;

/// <summary>Courses, notes beside them, scores and indicator answers to and from JSON: strict, versioned, and the same text for the same value.</summary>
/// <remarks>
/// Reading never throws for what the text says: an unknown or repeated member, a missing one or a value outside its words is an issue whose place is
/// the JSON path. Writing and reading back gives an equal value.
/// </remarks>
public static partial class OutcomesJson
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
                course.Infusions.IsEmpty ? null : [.. course.Infusions.Select(ToShape)],
                course.Events.IsEmpty ? null : [.. course.Events.Select(e => new EventShape(e.Kind, e.At, e.RecordedAt))],
                course.EventRecording,
                course.FollowUpEnd is { } end ? new FollowUpEndShape(end.At, end.Reason) : null,
                course.Plan is { } plan ? [.. plan.Assessments.Select(p => new PlannedShape(p.Instrument, p.Due, p.DaysBefore, p.DaysAfter))] : null,
                course.Goals.IsEmpty ? null : [.. course.Goals.Select(g => new GoalShape(g.Id, g.StatedWeight, g.Importance, g.Difficulty, g.SetAt))],
                course.GoalRatings.IsEmpty ? null : [.. course.GoalRatings.Select(r => new GoalRatingShape(r.Goal, r.At, r.Level, r.Timing, r.Rater, r.RecordedAt))],
                course.Unreadable.IsEmpty ? null : [.. course.Unreadable.Select(u => new UnreadableShape(u.About, u.At))]),
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
                score.Severity is { } s ? new SeverityShape(s.Band, s.Label, s.BandSet) : null,
                score.CutOffs.IsEmpty ? null : [.. score.CutOffs.Select(c => new CutOffShape(c.Id, c.Purpose, c.Comparator.ToSign(), c.Threshold, c.Status))],
                score.ValueSet),
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
                Id(shape!.PatientId, "$.patientId"),
                Id(shape.CourseId, "$.courseId"),
                Each(shape.Administrations, "$.administrations", FromShape),
                shape.Infusions is { } infusions ? Each(infusions, "$.infusions", FromShape) : null,
                shape.Events is { } events ? Each(events, "$.events", e => new ClinicalEvent(e.Kind, e.At, e.RecordedAt)) : null,
                shape.EventRecording,
                shape.FollowUpEnd is { } end ? new FollowUpEnd(end.At, end.Reason) : null,
                shape.Plan is { } plan ? new AssessmentPlan(Each(plan, "$.plan", p => new PlannedAssessment(p.Instrument, p.Due, p.DaysBefore, p.DaysAfter))) : null,
                shape.Goals is { } goals ? Each(goals, "$.goals", g => new Goal(g.Id, g.Weight, g.Importance, g.Difficulty, g.SetAt)) : null,
                shape.GoalRatings is { } ratings ? Each(ratings, "$.goalRatings", r => new GoalRating(r.Goal, r.At, r.Level, r.Timing, r.Rater, r.RecordedAt)) : null,
                shape.Unreadable is { } unreadable ? Each(unreadable, "$.unreadable", u => new UnreadableRecord(u.About, u.At)) : null);
        }
        catch (ShapeException e)
        {
            return Invalid<Course>(e.Place, e.Message);
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
        catch (ShapeException e)
        {
            return Invalid<Score>(e.Place, e.Message);
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

        try
        {
            return ReadResult<IndicatorResult>.Success(FromShape(shape, outcome));
        }
        catch (ShapeException e)
        {
            return Invalid<IndicatorResult>(e.Place, e.Message);
        }
    }

    private static IndicatorResult FromShape(ResultShape shape, IndicatorOutcome outcome) =>
        new IndicatorResult
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
                Sources = Each(shape.Evidence.Sources, "$.evidence.sources", text => text).ToEquatableArray(),
                Parameters = Each(shape.Evidence.Parameters, "$.evidence.parameters", p => new Parameter(p.Name, p.Value)).ToEquatableArray(),
                Observations = Each(shape.Evidence.Observations, "$.evidence.observations", o => new Observation(o.Role, o.At, o.Score, o.Status, o.Rater)).ToEquatableArray(),
                Flags = Each(shape.Evidence.Flags, "$.evidence.flags", text => text).ToEquatableArray(),
            },
            Sentence = shape.Explanation,
        };

    private static string Id(string id, string place) => string.IsNullOrWhiteSpace(id) ? throw new ShapeException(place, "Expected a text that is not empty.") : id;

    /// <summary>Turns each shape of a list into what it stands for; a null, or what the domain's constructors refuse, is named by its place.</summary>
    private static List<TResult> Each<TShape, TResult>(List<TShape> shapes, string place, Func<TShape, TResult> read)
        where TShape : class
    {
        var results = new List<TResult>(shapes.Count);
        for (var i = 0; i < shapes.Count; i++)
        {
            var here = Place(place, i);
            if (shapes[i] is not { } shape)
            {
                throw new ShapeException(here, "Expected a value, not null.");
            }

            try
            {
                results.Add(read(shape));
            }
            catch (ShapeException e)
            {
                throw new ShapeException(here + e.Place, e.Message, e.Code);
            }
            catch (ArgumentException)
            {
                // The domain's constructors guard the ranges; from outside, a breach is bad input and no mistake of the caller's. Their messages
                // can quote the value.
                throw new ShapeException(here, "Expected a record whose texts are not empty, whose numbers lie in their ranges, and whose times are all dates or all relative days.");
            }
        }

        return results;
    }

    private static string Place(string list, int index) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{list}[{index}]");

    private static ReadResult<T> Invalid<T>(string place, string message, string code = IssueCodes.JsonValueInvalid)
        where T : class =>
        ReadResult<T>.Failure([new Issue(code, IssueSeverity.Error, message, place)]);

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
            issue = new Issue(Classify(e), IssueSeverity.Error, Explain(e), e.Path ?? "$");
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

    // The serialiser tells what is wrong only in its message, which is the same in every culture; tests hold these words to it.
    private static string Classify(JsonException e) =>
        e.InnerException is JsonException ? IssueCodes.JsonMalformed
        : e.Message.Contains("could not be mapped to any .NET member", StringComparison.Ordinal) ? IssueCodes.JsonMemberUnknown
        : e.Message.Contains("was missing required properties", StringComparison.Ordinal) ? IssueCodes.JsonMemberMissing
        : e.Message.StartsWith("Duplicate ", StringComparison.Ordinal) ? IssueCodes.JsonMemberDuplicate
        : IssueCodes.JsonValueInvalid;

    private static string Explain(JsonException e)
    {
        var place = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"line {(e.LineNumber ?? 0) + 1}, byte {(e.BytePositionInLine ?? 0) + 1}");
        return e.Message.StartsWith("Expected ", StringComparison.Ordinal) && !e.Message.Contains('\'', StringComparison.Ordinal)
            ? $"{e.Message} ({place})"
            : $"Expected a member or value of this format here ({place}).";
    }

    private static InfusionShape ToShape(Infusion i) => new(i.At, i.Agent, i.Route, i.Kind, i.DoseMg, i.WeightKg, i.Minutes);

    private static Infusion FromShape(InfusionShape i) => new(i.At, i.Agent, i.Route, i.Kind, i.DoseMg, i.WeightKg, i.Minutes);

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
        administration.RecordedAt,
        administration.Visit);

    private static Administration FromShape(AdministrationShape shape) => new(
        shape.Instrument,
        shape.At,
        shape.Content switch
        {
            { Kind: "answered", Answers: { } answers, Total: null, Scale: null, Provenance: null } =>
                new AdministrationContent.Answered(AnswerSet.Create(answers.Select(NotNull)), shape.Content.StatedTotal),
            { Kind: "total-only", Total: { } total, Provenance: { } provenance, Answers: null, StatedTotal: null } =>
                new AdministrationContent.TotalOnly(total, shape.Content.Scale, provenance),
            { Kind: "not-done", Answers: null, StatedTotal: null, Total: null, Scale: null, Provenance: null } => new AdministrationContent.NotDone(),
            _ => throw new ShapeException(".content", "Expected content of kind answered (answers), total-only (total, provenance) or not-done."),
        },
        shape.Timing,
        shape.Rater,
        shape.RecordedAt,
        shape.Visit is null || NominalVisit.IsName(shape.Visit) ? shape.Visit : throw new ShapeException(".visit", "Expected the name of a visit, such as week-1."));

    private static KeyValuePair<string, Answer> NotNull(KeyValuePair<string, Answer> answer) =>
        answer.Value is null ? throw new ShapeException($".content.answers.{answer.Key}", "Expected an answer; a missing one is left out.") : answer;

    private static ScoreValueShape? ToShape(ScoreValue? value) => value switch
    {
        ScoreValue.Number number => new ScoreValueShape(number.Kind, number.Text, number.Exact, number.Decimals, number.StandardError),
        ScoreValue.Flag flag => new ScoreValueShape(flag.Kind, flag.Text, Met: flag.IsMet),
        ScoreValue.Category category => new ScoreValueShape(category.Kind, category.Text, Label: category.Label, Rank: category.Rank),
        ScoreValue.Profile profile => new ScoreValueShape(profile.Kind, profile.Text),
        _ => null,
    };

    private static ScoreValue? FromShape(ScoreValueShape? shape)
    {
        // A member that its kind does not have, or a text that is not the value's, is no part of the format.
        var value = ReadValue(shape);
        return value is not null && ToShape(value) == shape ? value : null;
    }

    private static ScoreValue? ReadValue(ScoreValueShape? shape) => shape switch
    {
        { Kind: "number", Exact: { } exact, Decimals: { } decimals and >= 0 and <= MaxDecimals } => new ScoreValue.Number(exact, decimals, shape.StandardError),
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
            Sources = Each(shape.Sources, "$.sources", text => text).ToEquatableArray(),
            Alerts = Each(shape.Alerts, "$.alerts", a => new Alert(a.Id, a.Item, a.Topic, a.Status, a.Level)).ToEquatableArray(),
            Issues = Each(shape.Issues, "$.issues", i => new Issue(i.Code, i.Severity, i.Message, i.Place)).ToEquatableArray(),
            Answered = shape.Answered,
            Applicable = shape.Applicable,
            MissingItems = Each(shape.MissingItems, "$.missingItems", text => text).ToEquatableArray(),
            NotApplicableItems = Each(shape.NotApplicableItems, "$.notApplicableItems", text => text).ToEquatableArray(),
            Range = new ValueRange(shape.Range.Low, shape.Range.High),
            Direction = shape.Direction,
            MissingPolicy = shape.MissingPolicy,
            IsTotalOnly = shape.TotalOnly,
            Severity = shape.Severity is { } s ? new Severity(s.Band, s.Label, s.BandSet) : null,
            CutOffs = Each(
                shape.CutOffs ?? [],
                "$.cutOffs",
                c => Comparators.TryParseSign(c.Comparator, out var comparator)
                    ? new CutOffReading(c.Id, c.Purpose, comparator, c.Threshold, c.Status)
                    : throw new ShapeException(".comparator", "Expected a comparator: >=, >, <= or <.")).ToEquatableArray(),
            ValueSet = shape.ValueSet,
        };
        var read = FromShape(shape.Value);
        if (read is null != shape.Value is null)
        {
            throw new ShapeException("$.value", "Expected a value with the members of its kind, and its text.");
        }

        return (shape.Kind, read) switch
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

    private static IndicatorOutcome? FromShape(OutcomeShape shape)
    {
        // A state that is not the kind's, or a member that the kind does not have, is no part of the format.
        var outcome = ReadOutcome(shape);
        return outcome is not null && ToShape(outcome) == shape ? outcome : null;
    }

    private static IndicatorOutcome? ReadOutcome(OutcomeShape shape) => shape switch
    {
        { Kind: "judged", State: "met" } => new IndicatorOutcome.Judged(Judgement.Met),
        { Kind: "judged", State: "not-met" } => new IndicatorOutcome.Judged(Judgement.NotMet),
        { Kind: "judged", State: "unconfirmed", ConfirmBy: { } window } =>
            new IndicatorOutcome.Judged(Judgement.Unconfirmed, new ConfirmBy(window.From, window.To)),
        { Kind: "judged", State: "cannot-confirm" } => new IndicatorOutcome.Judged(Judgement.CannotConfirm),
        { Kind: "measured", Value: { } value, Unit: { } unit, Decimals: { } decimals and >= 0 and <= MaxDecimals } =>
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

    // Ten-digit numbers with nine decimals still fit a decimal, in which they are printed.
    private const int MaxDecimals = 9;

    /// <summary>Says where a shape is not what it should be; never leaves this class.</summary>
    [SuppressMessage("Design", "CA1032", Justification = "It is made in one way only: with its place.")]
    [SuppressMessage("Design", "CA1064", Justification = "It is always caught in this class and becomes an issue.")]
    private sealed class ShapeException(string place, string message, string code = IssueCodes.JsonValueInvalid) : Exception(message)
    {
        public string Place { get; } = place;

        public string Code { get; } = code;
    }
}
