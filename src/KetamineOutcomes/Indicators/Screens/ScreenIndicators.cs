using KetamineOutcomes.Indicators.Chair;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.Chair;
using KetamineOutcomes.Treatment.Screens;

namespace KetamineOutcomes.Indicators.Screens;

/// <summary>
/// What was found before a series, and what was not asked: alcohol and substance screens, resistance staging, history, blood pressure.
/// Observations with their sources; whether to treat is never said.
/// </summary>
internal static class ScreenIndicators
{
    /// <summary>What is looked for: every instrument of these domains, a caller's own too. Alternatives stand side by side: AUDIT and AUDIT-C are two.</summary>
    private static readonly string[] Domains = ["alcohol", "drug-use", "treatment-resistance"];

    // On the day of the first infusion, without a clock that both share, an answer counts as before it by the house rule alone: the row says so.
    private const string OrderUnknown = "same-day-order-unknown";

    private const string OrderUnknownText = " That was the day of the first infusion of the series; which came first is not known.";

    private static readonly Source Own = new() { Key = "project-policy", Citation = "KetamineOutcomes, decision of this project." };

    public static IEnumerable<IndicatorResult> Assess(Course course, TreatmentNotes notes, ChairOptions options, InstrumentCatalogue catalogue)
    {
        foreach (var series in course.Series)
        {
            var rows = new NoteRows(course, series, "screen");
            foreach (var instrument in catalogue.Ids.Select(id => catalogue.Find(id)!).Where(instrument => Domains.Contains(instrument.Domain)))
            {
                foreach (var row in Screen(rows, course, series, instrument, notes.Person))
                {
                    yield return row;
                }
            }

            foreach (var flag in Enum.GetValues<HistoryFlag>())
            {
                yield return History(rows, series, notes, flag);
            }

            var session = notes.Sessions.FirstOrDefault(session => session.Infusion == series.First) ?? ChairSession.Empty(series.First);
            foreach (var rule in options.NotesFor(notes.Person))
            {
                yield return Pressure(rows, session, rule);
            }
        }
    }

    private static IEnumerable<IndicatorResult> Screen(NoteRows rows, Course course, InfusionSeries series, Instrument instrument, Covariates person)
    {
        foreach (var scale in instrument.Scales.Where(scale => scale.Result == ResultKind.Number && (!scale.CutOffs.IsEmpty || scale == instrument.Scales[0])))
        {
            var options = new ScoringOptions { Covariates = person };
            var all = course.Administrations
                .Where(given => given.Instrument == instrument.Id && given.Content is not AdministrationContent.NotDone && Concerns(given, instrument, scale))
                .ToList();
            var before = all
                .Where(given => given.IsBefore(series.First))
                .Select(given => (Given: given, Score: ScoreOf(given, instrument, scale, options)))
                .ToList();
            var scaleName = $"{instrument.Id}/{scale.Id}";
            var last = before.Count == 0 ? default : before[^1];

            // Of several records at one time the last recorded one corrects the others; those recorded alike must agree.
            var rivals = before.Where(entry => last.Given is not null && entry.Given.At.CompareKnown(last.Given.At) == 0).ToList();
            if (rivals.Count > 1)
            {
                last = rivals.OrderBy(entry => entry.Given.KnownAt, Comparer<ClinicalTime>.Create(ClinicalTime.CompareAsWritten)).Last();
            }

            // A form filled in after the start is none before treatment, and not silence either.
            var later = last.Given is null && all.Count > 0 ? all[0] : null;
            var conflict = rivals.Exists(entry => entry.Given.KnownAt == last.Given?.KnownAt && entry.Score.Value != last.Score.Value);
            var fault = later is not null ? Reasons.RecordedAfterStart
                : last.Given is null ? Reasons.NotAsked
                : conflict ? Reasons.ConflictingScores
                : last.Score is Score.Invalid ? Reasons.ScoreInvalid
                : last.Score.Value is null ? Reasons.ScoreIncomplete
                : null;
            var isAssumed = last.Given is { } read && VisitTime.IsOrderAssumed(read.At, read.Timing, series.First);
            var exact = fault is null && last.Score!.TryGetExact(out var number) ? number : (Fraction?)null;
            yield return rows.Row(
                instrument.Id,
                "score",
                scale.Id,
                "before-treatment",
                last.Given?.At,
                (last.Given ?? later)?.KnownAt,
                exact is { } value ? new IndicatorOutcome.Measured(value, "points", scale.Decimals) : new IndicatorOutcome.Indeterminate(fault!),
                scale.Evidence,
                RecordedLater(later),
                isAssumed ? [OrderUnknown] : [],
                (exact is { } score ? $"{scale.Name} before the series was {NoteRows.Text(score)} ({NoteRows.Where(last.Given!.At)})." : NoteRows.Because($"{scale.Name} before the series", fault!)) + (isAssumed ? OrderUnknownText : ""),
                version: instrument.Version);
            foreach (var cutOff in scale.CutOffs)
            {
                yield return CutOff(rows, instrument, scale, cutOff, fault is null ? last.Score : null, last.Given, later, fault, isAssumed);
            }
        }
    }

    private static IEnumerable<Parameter> RecordedLater(Administration? later) => later is null ? [] : [new Parameter("recorded-later", later.At.ToString())];

    private static IndicatorResult CutOff(NoteRows rows, Instrument instrument, Scale scale, CutOff cutOff, Score? score, Administration? given, Administration? later, string? fault, bool isAssumed)
    {
        var reading = score?.CutOffs.FirstOrDefault(entry => entry.Id == cutOff.Id);
        IndicatorOutcome outcome = reading?.Status switch
        {
            CutOffStatus.Reached => new IndicatorOutcome.Classified("reached"),
            CutOffStatus.NotReached => new IndicatorOutcome.Classified("not-reached"),
            CutOffStatus.OtherSex => new IndicatorOutcome.NotApplicable(Reasons.OtherSex),
            CutOffStatus.SexUnknown => new IndicatorOutcome.Indeterminate(Reasons.SexUnknown),
            _ => new IndicatorOutcome.Indeterminate(fault ?? Reasons.ScoreIncomplete),
        };
        var threshold = $"{scale.Name} {cutOff.Comparator.ToSign()} {cutOff.Value} ({cutOff.Purpose})";
        var sentence = outcome switch
        {
            IndicatorOutcome.Classified found => $"{threshold}: {found.State.Replace('-', ' ')}. An observation, no diagnosis.",
            IndicatorOutcome.NotApplicable no => $"{threshold} does not apply: {ReasonTexts.All[no.Reason]} ({no.Reason}).",
            _ => NoteRows.Because(threshold, ((IndicatorOutcome.Indeterminate)outcome).Reason),
        };
        return rows.Row(
            instrument.Id,
            "cut-off",
            $"{scale.Id}/{cutOff.Id}",
            "before-treatment",
            given?.At,
            (given ?? later)?.KnownAt,
            outcome,
            cutOff.Evidence,
            [new Parameter("cut-off", $"{cutOff.Comparator.ToSign()} {cutOff.Value}"), new Parameter("default", cutOff.IsDefault ? "yes" : "no"), .. RecordedLater(later)],
            isAssumed ? [OrderUnknown] : [],
            sentence + (isAssumed ? OrderUnknownText : ""),
            version: instrument.Version);
    }

    private static IndicatorResult History(NoteRows rows, InfusionSeries series, TreatmentNotes notes, HistoryFlag flag)
    {
        // An entry of the day of the first infusion counts as before it, as questionnaires do; the row says where nothing tells.
        var entries = notes.History.Where(entry => entry.Flag == flag && VisitTime.IsBefore(entry.At, Timing.Unspecified, series.First)).ToList();
        var present = entries.FindLast(entry => entry.Answer == HistoryAnswer.Present);

        // A history does not go away: once present it stays, whatever a later form says; the later denial is told.
        var last = present ?? (entries.Count > 0 ? entries[^1] : null);
        var denied = present is not null && entries.Exists(entry => entry.Answer == HistoryAnswer.Absent);

        // An answer of another day, or of an earlier hour, that says the same settles it.
        bool IsAssumed(HistoryEntry entry) => VisitTime.IsOrderAssumed(entry.At, Timing.Unspecified, series.First);
        var isAssumed = last is not null && entries.Where(entry => entry.Answer == last.Answer).All(IsAssumed);

        // What was recorded later is no answer before treatment, and no silence either: the row names it, and is known from then on.
        var later = last is { Answer: not HistoryAnswer.NotKnown } ? [] : Later(series, notes, flag);
        var word = flag switch { HistoryFlag.Psychosis => "psychosis", HistoryFlag.Mania => "mania", _ => "uncontrolled-blood-pressure" };

        // An answer that could not be read is no silence; without a day it may be of any.
        var lost = notes.Unreadable.Count(record => record.MayBeAbout(UnreadableRecord.History, word) && (record.At is not { } at || VisitTime.IsBefore(at, Timing.Unspecified, series.First)));
        var unknownReason = later.Count > 0 ? Reasons.RecordedAfterStart : last is not null ? Reasons.AskedNotKnown : lost > 0 ? Reasons.RecordUnreadable : Reasons.NotAsked;
        IndicatorOutcome outcome = last?.Answer switch
        {
            HistoryAnswer.Present => new IndicatorOutcome.Classified("present"),
            HistoryAnswer.Absent => new IndicatorOutcome.Classified("absent"),
            _ => new IndicatorOutcome.Indeterminate(unknownReason),
        };
        var what = flag switch { HistoryFlag.Psychosis => "A history of psychosis", HistoryFlag.Mania => "A history of mania or hypomania", _ => "Blood pressure that is not under control" };
        return rows.Row(
            "history",
            "history",
            word,
            "before-treatment",
            last?.At,
            later.Count > 0 ? later[^1].At : last?.At,
            outcome,
            Why(flag),
            later.Select(entry => new Parameter("recorded-later", $"{entry.At}: {Word(entry.Answer)}")),
            [.. denied ? ["also-denied"] : Array.Empty<string>(), .. isAssumed ? [OrderUnknown] : Array.Empty<string>(), .. lost > 0 ? [NoteRows.RecordsUnreadable] : Array.Empty<string>()],
            (outcome is IndicatorOutcome.Indeterminate unknown
                ? NoteRows.Because(what + (later.Count > 0 ? " before treatment" : ""), unknown.Reason) + string.Concat(later.Select(entry => $" It was recorded as {Word(entry.Answer)} on {NoteRows.Where(entry.At)}."))
                : $"{what} was recorded as {outcome.State} ({NoteRows.Where(last!.At)}). An observation, no decision.") + (isAssumed ? OrderUnknownText : "") + NoteRows.Unreadable(lost));
    }

    // The first later answer, and the first that says present where that is another: a denial does not hide it. Both are final, whatever is recorded after them.
    private static List<HistoryEntry> Later(InfusionSeries series, TreatmentNotes notes, HistoryFlag flag)
    {
        var later = notes.History
            .Where(entry => entry.Flag == flag && entry.Answer != HistoryAnswer.NotKnown && !VisitTime.IsBefore(entry.At, Timing.Unspecified, series.First))
            .ToList();
        var first = later.FirstOrDefault();
        var present = later.Find(entry => entry.Answer == HistoryAnswer.Present);
        return [.. new[] { first, present }.OfType<HistoryEntry>().Distinct()];
    }

    private static string Word(HistoryAnswer answer) => answer switch { HistoryAnswer.Present => "present", HistoryAnswer.Absent => "absent", _ => "not-known" };

    private static EquatableArray<Evidence> Why(HistoryFlag flag) => flag switch
    {
        HistoryFlag.Psychosis => [ChairRules.Fact(ChairRules.Label, EvidenceStatus.Secondary, "Section 5.2: patients with psychosis are to be assessed carefully before esketamine.")],
        HistoryFlag.Mania => [ChairRules.Fact(Own, EvidenceStatus.ProjectPolicy, "Asked because a form before treatment usually does; no clause of a guideline was read.")],
        _ => [ChairRules.Fact(Own, EvidenceStatus.ProjectPolicy, "As the clinic judges it; no threshold is applied here.")],
    };

    private static IndicatorResult Pressure(NoteRows rows, ChairSession session, ChairRule rule)
    {
        var note = PressureNote.Of(rule, limit => new ChairCurve(session, limit.Measure));
        IndicatorOutcome outcome = session.Readings.IsEmpty && session.UntimedReadings.IsEmpty ? new IndicatorOutcome.Indeterminate(Reasons.NotAsked) : note.Outcome;

        // Until the first reading it had not been asked: that the first one came too late is known with it.
        var first = session.Readings.IsEmpty ? (Fraction?)null : session.Readings.Min(reading => reading.Minute);
        const string Before = "the first infusion of the series";
        return rows.Row(
            "blood-pressure",
            "note",
            rule.Id,
            "before-treatment",
            session.Infusion.At,
            session.KnownUpTo(first),
            outcome,
            rule.Evidence,
            rule.Limits.Select(limit => new Parameter("limit", limit.Text)),
            note.Flags,
            outcome is IndicatorOutcome.Indeterminate unknown ? NoteRows.Because($"Blood pressure before {Before}", unknown.Reason) : note.Sentence(Before),
            version: rule.Version);
    }

    private static bool Concerns(Administration given, Instrument instrument, Scale scale) =>
        given.Content is not AdministrationContent.TotalOnly total || string.Equals(total.Scale ?? instrument.TotalScale?.Id, scale.Id, StringComparison.Ordinal);

    private static Score ScoreOf(Administration given, Instrument instrument, Scale scale, ScoringOptions options) => given.Content switch
    {
        AdministrationContent.Answered answered => instrument.Score(scale.Id, answered.Answers, options),
        _ => instrument.ScoreTotal(((AdministrationContent.TotalOnly)given.Content).Total, scale.Id, options),
    };
}
