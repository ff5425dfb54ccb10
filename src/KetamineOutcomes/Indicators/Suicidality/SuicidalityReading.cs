using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Indicators.Suicidality;

/// <summary>What all forms of one time by one rater say of one item, or of one scale.</summary>
/// <remarks>
/// As with the alerts: the record entered last corrects the others, a correction that does not answer the item takes back no answer, and of records that conflict
/// the worst answer stands. Whether the form has a score plays no part.
/// </remarks>
internal sealed class SuicidalityReading
{
    private readonly Fraction? _stated;

    private SuicidalityReading(SuicidalityTrack track, Administration administration)
    {
        Track = track;
        Administration = administration;
    }

    private SuicidalityReading(SuicidalityReading contradicting, SuicidalityReading kept)
        : this(contradicting.Track, contradicting.Administration)
    {
        _stated = contradicting.Value;
        Kept = kept.Kept ?? kept;
        Standing = AnswerStanding.Raised;
        Value = kept.Value;
        Level = contradicting.Level;
        Score = contradicting.Score;
        Flags = [.. contradicting.Flags, "lifetime-contradicted"];
    }

    public SuicidalityTrack Track { get; }

    /// <summary>The form whose answer stands.</summary>
    public Administration Administration { get; }

    public AnswerStanding Standing { get; private init; }

    /// <summary>The answer in the item's points, or <see langword="null"/> where there is none or a skip leaves open which.</summary>
    public Fraction? Value { get; private init; }

    /// <summary>The highest published level that the answer reaches, or <see langword="null"/>.</summary>
    public string? Level { get; private init; }

    /// <summary>The main score of the form, for the evidence.</summary>
    private Score? Score { get; init; }

    /// <summary>What readers should bear in mind, as stable words.</summary>
    public EquatableArray<string> Flags { get; private init; }

    public ClinicalTime At => Administration.At;

    /// <summary>From when on it was known; of a contradicted one not before the answer that stands.</summary>
    public ClinicalTime KnownAt => Kept is { } kept && kept.KnownAt.CompareKnown(Administration.KnownAt) > 0 ? kept.KnownAt : Administration.KnownAt;

    /// <summary>The earlier answer about the whole life that stands although this form says less.</summary>
    public SuicidalityReading? Kept { get; private init; }

    /// <summary>Whether it rests on one record alone.</summary>
    public bool IsOfOneForm { get; private init; }

    private Fraction? Stated => Kept is null ? Value : _stated;

    public bool IsAnswered => Standing is AnswerStanding.Raised or AnswerStanding.Clear;

    public bool IsRaised => Standing == AnswerStanding.Raised;

    /// <summary>The answer for people: its number, or that it is above or below the threshold.</summary>
    public string Answer => Stated is { } value ? Track.OwnScale is not null && Level is not null ? $"{value} ({Level})" : value.ToString()
        : IsRaised && Kept is null ? $"at least {Track.RaisedFrom}" : $"below {Track.RaisedFrom}";

    /// <summary>What was once so in a life stays so: a clear answer after a raised one contradicts it and takes nothing back.</summary>
    private SuicidalityReading Keep(SuicidalityReading? raised) => Standing != AnswerStanding.Clear || raised is null ? this : new SuicidalityReading(this, raised);

    public bool IsBefore(Infusion infusion) => Administration.IsBefore(infusion);

    /// <summary>How many infusions of a log lie before it, and the last of them.</summary>
    public (int Count, Infusion? Last) CountInfusions(EquatableArray<Infusion> infusions) => VisitTime.CountNotBefore(At, Administration.Timing, infusions);

    public Observation ToObservation(string role) => new(role, At, Score?.Value?.Text, Score?.Kind ?? "not-done", Track.RaterWord);

    /// <summary>
    /// All items about suicidality that any form of the course could have asked, each by rater, found by the topics of the definitions' alerts; and the scales of
    /// instruments whose domain is one of the topics: a bare total of them says more than nothing.
    /// </summary>
    public static List<SuicidalityTrack> Collect(Course course, InstrumentCatalogue catalogue, IReadOnlyCollection<string> topics, SuicidalityMemory memory)
    {
        var tracks = new List<SuicidalityTrack>();
        foreach (var forms in course.Administrations.GroupBy(administration => administration.Instrument, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            if (catalogue.Find(forms.Key) is not { } instrument)
            {
                continue;
            }

            var rules = instrument.Alerts.Where(rule => topics.Contains(rule.Topic, StringComparer.Ordinal)).ToList();
            var isOwn = topics.Contains(instrument.Domain, StringComparer.Ordinal);
            var read = rules.Count == 0 && !isOwn ? [] : forms.Select(form => memory.Read(form, instrument)).ToList();
            foreach (var rater in read.Select(form => form.Rater).Distinct().Order())
            {
                // Visits are told apart as scores tell them apart: two zones can write one moment, and what says nothing of its timing counts as before the infusion.
                var visits = read.Where(form => form.Rater == rater)
                    .GroupBy(form => (At: form.Administration.At.ToMoment(), IsPost: form.Administration.Timing == Timing.Post))
                    .Select(visit => visit.ToList())
                    .ToList();
                var scales = isOwn ? instrument.Scales.Where(scale => IsAsked(scale, instrument, visits)).Select(scale => SuicidalityTrack.OfScale(instrument, rater, scale)) : [];
                var implied = isOwn && instrument.Scales.Count > 0 ? SuicidalityTrack.OfImplied(instrument, rater) : [];
                foreach (var track in rules.Select(rule => SuicidalityTrack.OfItem(instrument, rater, rule, rules.Count == 1)).Concat(implied).Concat(scales))
                {
                    foreach (var visit in visits)
                    {
                        var reading = Join(track, visit).Keep(track.IsLifetime ? track.WorstRaised : null);

                        // That an implied item was not asked is no gap: it speaks where it was answered, and is clear only as the end of that.
                        if (!track.IsImplied || reading.Standing is AnswerStanding.Raised or AnswerStanding.Unreadable || (reading.IsAnswered && track.Readings.Count > 0))
                        {
                            track.Add(reading);
                        }
                    }

                    if (!track.IsImplied || track.Readings.Count > 0)
                    {
                        tracks.Add(track);
                    }
                }
            }
        }

        return tracks;
    }

    /// <summary>The main scale, and those of which a total was stated; only such as rank states from none to worse.</summary>
    private static bool IsAsked(Scale scale, Instrument instrument, List<List<SuicidalityForm>> visits) =>
        scale is { Result: ResultKind.Number or ResultKind.Category, Direction: Direction.HigherIsWorse, Measures: MeasureKind.State }
        && (ReferenceEquals(scale, instrument.MainScale) || visits.Exists(visit => visit.Exists(form => form.StatedScale == scale.Id)));

    private static SuicidalityReading Join(SuicidalityTrack track, List<SuicidalityForm> forms)
    {
        if (forms.Count == 1)
        {
            // One form at its time, as nearly always: nothing to choose from.
            var only = forms[0].Find(track, isCurrent: true);
            return new SuicidalityReading(track, only.Form.Administration)
            {
                Standing = only.Standing,
                Value = only.Value,
                Level = only.Level,
                Score = only.Form.Score,
                IsOfOneForm = true,
                Flags = track.IsImplied && only.Standing == AnswerStanding.Raised && only.Form.HasNoThoughts(track) ? ["intensity-without-ideation"] : [],
            };
        }

        var current = Current(forms);
        var answers = forms.ConvertAll(form => form.Find(track, current.Contains(form)));
        var stated = answers.Exists(answer => answer is { IsCurrent: true, IsAnswered: true })
            ? answers.FindAll(answer => answer is { IsCurrent: true, IsAnswered: true })
            : answers.FindAll(answer => answer.IsAnswered);
        var worst = (stated.Count > 0 ? stated : answers)
            .OrderBy(answer => answer.Standing)
            .ThenByDescending(answer => answer.Value ?? 0)
            .ThenByDescending(answer => answer.LevelRank)
            .ThenByDescending(answer => answer.IsCurrent)
            .First();
        var flags = new List<string>();
        if (stated.Select(answer => (answer.Standing, answer.Value)).Distinct().Skip(1).Any())
        {
            flags.Add("conflicting-answers");
        }

        if (stated.Count > 0 && answers.Exists(answer => answer is { IsCurrent: true, Standing: AnswerStanding.Unreadable }))
        {
            flags.Add("also-unreadable");
        }

        if (worst is { IsAnswered: true, IsCurrent: false })
        {
            flags.Add("from-superseded-form");
        }
        else if (worst.Standing == AnswerStanding.Clear && answers.Exists(answer => answer is { IsCurrent: false, Standing: AnswerStanding.Raised }))
        {
            flags.Add("corrected-from-raised");
        }

        if (track.IsImplied && worst.Standing == AnswerStanding.Raised && worst.Form.HasNoThoughts(track))
        {
            flags.Add("intensity-without-ideation");
        }

        return new SuicidalityReading(track, worst.Form.Administration)
        {
            Standing = worst.Standing,
            Value = worst.Value,
            Level = worst.Level,
            Score = worst.Form.Score,
            Flags = flags.ToEquatableArray(),
        };
    }

    /// <summary>The forms that nothing entered later replaces.</summary>
    private static List<SuicidalityForm> Current(List<SuicidalityForm> forms)
    {
        var last = forms.Where(form => form.Administration.RecordedAt is not null)
            .Aggregate((ClinicalTime?)null, (best, form) => best is { } known && form.Administration.RecordedAt!.Value.CompareKnown(known) <= 0 ? known : form.Administration.RecordedAt);
        return last is not { } entered ? forms : forms.FindAll(form => form.Administration.RecordedAt is { } at && at.CompareKnown(entered) == 0);
    }
}
