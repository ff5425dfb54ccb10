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
    public static List<SuicidalityTrack> Collect(Course course, InstrumentCatalogue catalogue, IReadOnlyCollection<string> topics)
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
            var read = rules.Count == 0 && !isOwn ? [] : forms.Select(form => Form.Read(form, instrument)).ToList();
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
    private static bool IsAsked(Scale scale, Instrument instrument, List<List<Form>> visits) =>
        scale is { Result: ResultKind.Number or ResultKind.Category, Direction: Direction.HigherIsWorse, Measures: MeasureKind.State }
        && (ReferenceEquals(scale, instrument.MainScale) || visits.Exists(visit => visit.Exists(form => form.StatedScale == scale.Id)));

    private static SuicidalityReading Join(SuicidalityTrack track, List<Form> forms)
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
    private static List<Form> Current(List<Form> forms)
    {
        var last = forms.Where(form => form.Administration.RecordedAt is not null)
            .Aggregate((ClinicalTime?)null, (best, form) => best is { } known && form.Administration.RecordedAt!.Value.CompareKnown(known) <= 0 ? known : form.Administration.RecordedAt);
        return last is not { } entered ? forms : forms.FindAll(form => form.Administration.RecordedAt is { } at && at.CompareKnown(entered) == 0);
    }

    /// <summary>One record, scored once for its alerts.</summary>
    private sealed record Form(Administration Administration, Instrument Instrument, RaterKind Rater, AnswerSet? Answers, Score? Score, EquatableArray<Alert> Alerts)
    {
        public static Form Read(Administration administration, Instrument instrument)
        {
            var rater = administration.Rater ?? instrument.Raters[0];
            switch (administration.Content)
            {
                case AdministrationContent.Answered answered:
                    var score = instrument.Scales.Count > 0 ? instrument.Score(answered.Answers) : null;
                    return new Form(administration, instrument, rater, answered.Answers, score, score?.Alerts ?? instrument.ScoreAll(answered.Answers).Alerts);
                case AdministrationContent.TotalOnly total when instrument.FindScale(total.Scale ?? instrument.TotalScale?.Id ?? "") is { Result: ResultKind.Number } scale:
                    return new Form(administration, instrument, rater, null, instrument.ScoreTotal(total.Total, scale.Id), []);
                default:
                    return new Form(administration, instrument, rater, null, null, []);
            }
        }

        /// <summary>The scale of which a total was stated, or <see langword="null"/>.</summary>
        public string? StatedScale => Administration.Content is AdministrationContent.TotalOnly total ? total.Scale ?? Instrument.TotalScale?.Id : null;

        public ItemAnswer Find(SuicidalityTrack track, bool isCurrent) =>
            track.IsImplied ? FindImplied(track, isCurrent) : track.Rule is { } rule ? FindItem(rule, isCurrent) : FindScale(track, isCurrent);

        /// <summary>Whether the questions about thoughts of the item's period were all answered no.</summary>
        public bool HasNoThoughts(SuicidalityTrack track) =>
            Answers is { } answers && track.Thoughts is { } scale && Instrument.Score(scale.Id, answers).Value is ScoreValue.Number number && number.Exact == scale.Range.Low;

        /// <summary>An item that is asked only where there were thoughts: any answer of its range is raised; 0 and "not applicable" are as if it was not asked.</summary>
        private ItemAnswer FindImplied(SuicidalityTrack track, bool isCurrent)
        {
            var id = track.Rule!.Item;
            if (Answers is null)
            {
                return new ItemAnswer(this, isCurrent, Administration.Content is AdministrationContent.NotDone ? AnswerStanding.NotDone : AnswerStanding.TotalOnly, null, null, 0);
            }

            var given = Answers[id];
            var item = Instrument.FindItem(id)!;
            if (given is Instruments.Answer.Numeric number && item.Accepts(number.Value))
            {
                return new ItemAnswer(this, isCurrent, AnswerStanding.Raised, number.Value, null, 0);
            }

            var isNotAsked = given is Instruments.Answer.NoAnswer || given == Instruments.Answer.NotApplicable || (given is Instruments.Answer.Numeric zero && zero.Value == 0);
            var standing = !isNotAsked ? AnswerStanding.Unreadable : HasNoThoughts(track) ? AnswerStanding.Clear : AnswerStanding.Missing;
            return new ItemAnswer(this, isCurrent, standing, null, null, 0);
        }

        /// <summary>A scale as a whole: raised above its best number.</summary>
        private ItemAnswer FindScale(SuicidalityTrack track, bool isCurrent)
        {
            var scale = track.OwnScale!;
            var score = Answers is null ? (StatedScale == scale.Id ? Score : null)
                : ReferenceEquals(scale, Instrument.MainScale) ? Score : Instrument.Score(scale.Id, Answers);
            Fraction? value = score?.Value switch
            {
                ScoreValue.Number number => number.Exact,
                ScoreValue.Category category => category.Rank,
                _ => null,
            };
            var standing = value is { } found ? found > track.Lowest ? AnswerStanding.Raised : AnswerStanding.Clear
                : score is Score.Invalid ? AnswerStanding.Unreadable
                : score is not null ? AnswerStanding.Missing
                : Administration.Content is AdministrationContent.NotDone ? AnswerStanding.NotDone : AnswerStanding.TotalOnly;
            return new ItemAnswer(this, isCurrent, standing, value, (score?.Value as ScoreValue.Category)?.Id, 0);
        }

        private ItemAnswer FindItem(AlertRule rule, bool isCurrent)
        {
            if (Answers is null)
            {
                return new ItemAnswer(this, isCurrent, Administration.Content is AdministrationContent.NotDone ? AnswerStanding.NotDone : AnswerStanding.TotalOnly, null, null, 0);
            }

            var alert = Alerts.First(candidate => string.Equals(candidate.Id, rule.Id, StringComparison.Ordinal));
            var given = Answers[rule.Item];
            return alert.Status switch
            {
                AlertStatus.Raised => new ItemAnswer(this, isCurrent, AnswerStanding.Raised, ValueOf(rule.Item, given), alert.Level, RankOf(rule, alert.Level)),
                AlertStatus.Clear => new ItemAnswer(this, isCurrent, AnswerStanding.Clear, ValueOf(rule.Item, given), alert.Level, 0),
                _ => new ItemAnswer(this, isCurrent, WhyNot(rule.Item, given), null, null, 0),
            };
        }

        private AnswerStanding WhyNot(string item, Answer given) => given switch
        {
            Instruments.Answer.NoAnswer => AnswerStanding.Missing,
            Instruments.Answer.Numeric number when Instrument.FindItem(item)!.NotRated.Contains(number.Value) => AnswerStanding.NotRated,
            Instruments.Answer.Coded coded when Instrument.FindItem(item)!.Options.Any(option => option.Id == coded.Option) => AnswerStanding.NotRated,
            _ => AnswerStanding.Unreadable,
        };

        private Fraction? ValueOf(string item, Answer given)
        {
            switch (given)
            {
                case Instruments.Answer.Numeric number:
                    return number.Value;
                case Instruments.Answer.Coded coded:
                    return Instrument.FindItem(item)!.Options.FirstOrDefault(option => option.Id == coded.Option)?.Value;
                default:
                    // The form left the item out by a skip; which of several skips it was is not told.
                    var values = Instrument.Skips.SelectMany(skip => skip.Items).Where(skipped => skipped.Item == item).Select(skipped => skipped.Value).Distinct().ToList();
                    return values.Count == 1 ? values[0] : null;
            }
        }

        private static int RankOf(AlertRule rule, string? level)
        {
            for (var i = 0; i < rule.Levels.Count; i++)
            {
                if (string.Equals(rule.Levels[i].Id, level, StringComparison.Ordinal))
                {
                    return i + 1;
                }
            }

            return 0;
        }
    }

    private sealed record ItemAnswer(Form Form, bool IsCurrent, AnswerStanding Standing, Fraction? Value, string? Level, int LevelRank)
    {
        public bool IsAnswered => Standing is AnswerStanding.Raised or AnswerStanding.Clear;
    }
}
