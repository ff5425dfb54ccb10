using System.Text.Json.Serialization;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Instruments.Crosswalks;
using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.Chair;
using KetamineOutcomes.Treatment.ConcurrentCare;
using KetamineOutcomes.Treatment.Screens;

namespace KetamineOutcomes.Json;

// The shapes on the wire. They mirror the domain and hold no rules; OutcomesJson turns one into the other.
internal sealed record CourseShape(
    int Format,
    string PatientId,
    string CourseId,
    List<AdministrationShape> Administrations,
    List<InfusionShape>? Infusions = null,
    List<EventShape>? Events = null,
    EventRecording EventRecording = EventRecording.NotRecorded,
    FollowUpEndShape? FollowUpEnd = null,
    List<PlannedShape>? Plan = null,
    List<GoalShape>? Goals = null,
    List<GoalRatingShape>? GoalRatings = null,
    List<UnreadableShape>? Unreadable = null);

internal sealed record UnreadableShape(string About, ClinicalTime? At = null);

internal sealed record AdministrationShape(
    string Instrument,
    ClinicalTime At,
    ContentShape Content,
    Timing Timing = Timing.Unspecified,
    RaterKind? Rater = null,
    ClinicalTime? RecordedAt = null,
    string? Visit = null);

internal sealed record ContentShape(
    string Kind,
    SortedDictionary<string, Answer>? Answers = null,
    Fraction? StatedTotal = null,
    Fraction? Total = null,
    string? Scale = null,
    string? Provenance = null);

internal sealed record InfusionShape(
    ClinicalTime At,
    string Agent,
    Route Route = Route.Unspecified,
    InfusionKind Kind = InfusionKind.Unspecified,
    decimal? DoseMg = null,
    decimal? WeightKg = null,
    decimal? Minutes = null);

internal sealed record EventShape(ClinicalEventKind Kind, ClinicalTime At, ClinicalTime? RecordedAt = null);

internal sealed record FollowUpEndShape(ClinicalTime At, FollowUpEndReason Reason);

internal sealed record PlannedShape(string Instrument, ClinicalTime Due, int DaysBefore = 0, int DaysAfter = 0);

internal sealed record GoalShape(string Id, Fraction? Weight = null, Fraction? Importance = null, Fraction? Difficulty = null, ClinicalTime? SetAt = null);

internal sealed record GoalRatingShape(
    string Goal,
    ClinicalTime At,
    int? Level = null,
    Timing Timing = Timing.Unspecified,
    RaterKind? Rater = null,
    ClinicalTime? RecordedAt = null);

internal sealed record RuleShape(string Instrument, string Version, string Scale, string Name);

internal sealed record ScoreValueShape(
    string Kind,
    string Text,
    Fraction? Exact = null,
    int? Decimals = null,
    Fraction? StandardError = null,
    bool? Met = null,
    string? Label = null,
    Fraction? Rank = null);

internal sealed record SeverityShape(string Band, string Label, string BandSet);

internal sealed record AlertShape(string Id, string Item, string Topic, AlertStatus Status, string? Level = null);

internal sealed record IssueShape(string Code, IssueSeverity Severity, string Message, string? Place = null);

internal sealed record RangeShape(Fraction Low, Fraction? High = null);

internal sealed record ScoreShape(
    int Format,
    string Kind,
    RuleShape Rule,
    List<string> Sources,
    List<AlertShape> Alerts,
    List<IssueShape> Issues,
    int Answered,
    int Applicable,
    List<string> MissingItems,
    List<string> NotApplicableItems,
    RangeShape Range,
    Direction Direction,
    string MissingPolicy,
    bool TotalOnly,
    ScoreValueShape? Value = null,
    SeverityShape? Severity = null,
    List<CutOffShape>? CutOffs = null,
    string? ValueSet = null);

internal sealed record CutOffShape(string Id, string Purpose, string Comparator, Fraction Threshold, CutOffStatus Status);

internal sealed record CrosswalkShape(string Id, string Version, string Name);

internal sealed record CrosswalkEndShape(string Instrument, string Scale, IntervalShape Range);

internal sealed record IntervalShape(Fraction Low, Fraction High);

internal sealed record LinkedEntryShape(IntervalShape From, IntervalShape To, Fraction? StandardError = null);

internal sealed record LinkedShape(
    int Format,
    string Kind,
    string Use,
    CrosswalkShape Crosswalk,
    CrosswalkEndShape From,
    CrosswalkEndShape To,
    LinkingMethod Method,
    bool Approximate,
    string Population,
    List<string> Sources,
    Fraction? SourceValue = null,
    LinkedEntryShape? Entry = null,
    string? Reason = null);

internal sealed record ConfirmByShape(ClinicalTime From, ClinicalTime To);

internal sealed record OutcomeShape(
    string Kind,
    string State,
    ConfirmByShape? ConfirmBy = null,
    Fraction? Value = null,
    Fraction? Low = null,
    Fraction? High = null,
    string? Unit = null,
    int? Decimals = null,
    string? Reason = null);

internal sealed record ParameterShape(string Name, string Value);

internal sealed record ObservationShape(string Role, ClinicalTime At, string Status, string Rater, string? Score = null);

internal sealed record EvidenceShape(
    string Rule,
    List<string> Sources,
    List<ParameterShape> Parameters,
    List<ObservationShape> Observations,
    List<string> Flags);

internal sealed record ResultShape(
    int Format,
    string PatientId,
    string CourseId,
    int Series,
    string Instrument,
    string Scale,
    string Indicator,
    string Rule,
    string Point,
    OutcomeShape Outcome,
    EvidenceShape Evidence,
    string Explanation,
    ClinicalTime? At = null,
    int? Day = null,
    ClinicalTime? KnownAt = null);

internal sealed record NotesShape(
    int Format,
    List<SessionShape>? Sessions = null,
    CareLogShape? Care = null,
    List<HistoryShape>? History = null,
    PersonShape? Person = null,
    List<UnreadableShape>? Unreadable = null);

internal sealed record SessionShape(InfusionShape Infusion, List<ReadingShape>? Readings = null, List<SightingShape>? SideEffects = null, Fraction? ObservedUntil = null, List<ClinicalTime>? UntimedEnds = null);

internal sealed record ReadingShape(ChairMeasure Measure, Fraction Value, Fraction? Minute = null, ClinicalTime? At = null);

internal sealed record SightingShape(string Effect, bool Present, Fraction? Minute = null, ClinicalTime? At = null);

internal sealed record CareLogShape(List<CareShape>? Intervals = null, List<CareKind>? None = null);

internal sealed record CareShape(
    CareKind Kind,
    string Name,
    CareEnd End,
    ClinicalTime? From = null,
    ClinicalTime? To = null,
    Fraction? Dose = null,
    string? Unit = null,
    ClinicalTime? RecordedAt = null);

internal sealed record HistoryShape(HistoryFlag Flag, HistoryAnswer Answer, ClinicalTime At);

internal sealed record PersonShape(Sex? Sex = null, int? Age = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    MaxDepth = 64,
    Converters =
    [
        typeof(ClinicalTimeConverter),
        typeof(FractionConverter),
        typeof(AnswerConverter),
        typeof(WordConverter<Timing>),
        typeof(WordConverter<RaterKind>),
        typeof(WordConverter<Route>),
        typeof(WordConverter<InfusionKind>),
        typeof(WordConverter<ClinicalEventKind>),
        typeof(WordConverter<EventRecording>),
        typeof(WordConverter<FollowUpEndReason>),
        typeof(WordConverter<AlertStatus>),
        typeof(WordConverter<CutOffStatus>),
        typeof(WordConverter<IssueSeverity>),
        typeof(WordConverter<Direction>),
        typeof(WordConverter<LinkingMethod>),
        typeof(ChairMeasureConverter),
        typeof(WordConverter<CareKind>),
        typeof(WordConverter<CareEnd>),
        typeof(WordConverter<HistoryFlag>),
        typeof(WordConverter<HistoryAnswer>),
        typeof(WordConverter<Sex>),
    ])]
[JsonSerializable(typeof(CourseShape))]
[JsonSerializable(typeof(ScoreShape))]
[JsonSerializable(typeof(LinkedShape))]
[JsonSerializable(typeof(ResultShape))]
[JsonSerializable(typeof(EvidenceShape))]
[JsonSerializable(typeof(NotesShape))]
internal sealed partial class OutcomesJsonContext : JsonSerializerContext;
