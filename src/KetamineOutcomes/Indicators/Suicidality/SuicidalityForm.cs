using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Indicators.Suicidality;

/// <summary>One record, scored once for its alerts.</summary>
internal sealed record SuicidalityForm(Administration Administration, Instrument Instrument, RaterKind Rater, AnswerSet? Answers, Score? Score, EquatableArray<Alert> Alerts)
{
    public static SuicidalityForm Read(Administration administration, Instrument instrument)
    {
        var rater = administration.Rater ?? instrument.Raters[0];
        switch (administration.Content)
        {
            case AdministrationContent.Answered answered:
                var score = instrument.Scales.Count > 0 ? instrument.Score(answered.Answers) : null;
                return new SuicidalityForm(administration, instrument, rater, answered.Answers, score, score?.Alerts ?? instrument.ScoreAll(answered.Answers).Alerts);
            case AdministrationContent.TotalOnly total when instrument.FindScale(total.Scale ?? instrument.TotalScale?.Id ?? "") is { Result: ResultKind.Number } scale:
                return new SuicidalityForm(administration, instrument, rater, null, instrument.ScoreTotal(total.Total, scale.Id), []);
            default:
                return new SuicidalityForm(administration, instrument, rater, null, null, []);
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

/// <summary>What one form says of one item or scale.</summary>
internal sealed record ItemAnswer(SuicidalityForm Form, bool IsCurrent, AnswerStanding Standing, Fraction? Value, string? Level, int LevelRank)
{
    public bool IsAnswered => Standing is AnswerStanding.Raised or AnswerStanding.Clear;
}
