using System.Text.Json;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.Chair;
using KetamineOutcomes.Treatment.ConcurrentCare;
using KetamineOutcomes.Treatment.Screens;

namespace KetamineOutcomes.Json;

public static partial class OutcomesJson
{
    /// <summary>The notes beside a course's log as JSON.</summary>
    /// <param name="notes">The notes.</param>
    /// <returns>One line of JSON; docs/wire.md describes its members. It names no patient: it belongs to the course with which it is kept.</returns>
    public static string Write(TreatmentNotes notes)
    {
        ArgumentNullException.ThrowIfNull(notes);
        return JsonSerializer.Serialize(
            new NotesShape(
                Format,
                notes.Sessions.IsEmpty ? null : [.. notes.Sessions.Select(ToShape)],
                notes.Care == CareLog.Empty ? null : ToShape(notes.Care),
                notes.History.IsEmpty ? null : [.. notes.History.Select(entry => new HistoryShape(entry.Flag, entry.Answer, entry.At))],
                notes.Person == Covariates.None ? null : new PersonShape(notes.Person.Sex, notes.Person.AgeYears),
                notes.Unreadable.IsEmpty ? null : [.. notes.Unreadable.Select(record => new UnreadableShape(record.About, record.At))]),
            Context.NotesShape);
    }

    /// <summary>Reads the notes beside a course's log.</summary>
    /// <param name="utf8Json">The JSON as UTF-8.</param>
    /// <returns>
    /// The notes, beside warnings as those of <see cref="ChairSession.Create"/> and <see cref="CareLog.Create"/>; or the issues, which never repeat what the text says.
    /// </returns>
    public static ReadResult<TreatmentNotes> ReadTreatmentNotes(ReadOnlySpan<byte> utf8Json)
    {
        if (!TryRead(utf8Json, Context.NotesShape, shape => shape.Format, out var shape, out var issue))
        {
            return ReadResult<TreatmentNotes>.Failure([issue!]);
        }

        try
        {
            var notices = new List<Issue>();
            var sessions = Each(shape!.Sessions ?? [], "$.sessions", session => FromShape(session, notices));
            for (var i = 0; i < sessions.Count; i++)
            {
                if (sessions.FindIndex(session => session.Infusion == sessions[i].Infusion) < i)
                {
                    throw new ShapeException(Place("$.sessions", i) + ".infusion", "Expected one session for each infusion.");
                }
            }

            var intervals = Each(shape.Care?.Intervals ?? [], "$.care.intervals", FromShape);
            var none = shape.Care?.None ?? [];
            if (none.Distinct().Count() < none.Count)
            {
                throw new ShapeException("$.care.none", "Expected each kind once.");
            }

            var history = Each(shape.History ?? [], "$.history", entry => new HistoryEntry(entry.Flag, entry.Answer, entry.At));
            var unreadable = Each(shape.Unreadable ?? [], "$.unreadable", record => new UnreadableRecord(record.About, record.At));
            var times = sessions.Select(session => session.Infusion.At).Concat(history.Select(entry => entry.At))
                .Concat(unreadable.Select(record => record.At).OfType<ClinicalTime>())
                .Concat(intervals.SelectMany(interval => new[] { interval.From, interval.To, interval.RecordedAt }).OfType<ClinicalTime>()).ToList();
            if (times.Exists(time => time.IsRelative) && times.Exists(time => !time.IsRelative))
            {
                return ReadResult<TreatmentNotes>.Failure([new Issue(IssueCodes.MixedTimeScales, IssueSeverity.Error, "Calendar dates and relative days stand in the notes of one course; give one or the other.", "$")]);
            }

            var care = CareLog.Create(intervals, none);
            notices.AddRange(care.Issues.Select(notice => new Issue(notice.Code, notice.Severity, notice.Message, "$.care")));
            return care.TryGetValue(out var log)
                ? ReadResult<TreatmentNotes>.Success(new TreatmentNotes(sessions, log, history, FromShape(shape.Person), unreadable), notices.ToEquatableArray())
                : ReadResult<TreatmentNotes>.Failure(notices.Where(notice => notice.Severity == IssueSeverity.Error).ToEquatableArray());
        }
        catch (ShapeException e)
        {
            return Invalid<TreatmentNotes>(e.Place, e.Message, e.Code);
        }
    }

    /// <summary>Reads the notes beside a course's log; see <see cref="ReadTreatmentNotes(ReadOnlySpan{byte})"/>.</summary>
    /// <param name="json">The JSON.</param>
    /// <returns>The notes, or the issues.</returns>
    public static ReadResult<TreatmentNotes> ReadTreatmentNotes(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return ReadTreatmentNotes(System.Text.Encoding.UTF8.GetBytes(json));
    }

    private static SessionShape ToShape(ChairSession session)
    {
        List<ReadingShape> readings =
        [
            .. session.Readings.Select(reading => new ReadingShape(reading.Measure, reading.Value, reading.Minute)),
            .. session.UntimedReadings.Select(reading => new ReadingShape(reading.Measure, reading.Value, At: ChairSession.ClockOf(reading.Moment))),
        ];
        List<SightingShape> sightings =
        [
            .. session.Sightings.Select(sighting => new SightingShape(sighting.Effect, sighting.IsPresent, sighting.Minute)),
            .. session.UntimedSightings.Select(sighting => new SightingShape(sighting.Effect, sighting.IsPresent, At: ChairSession.ClockOf(sighting.Moment))),
        ];
        return new SessionShape(
            ToShape(session.Infusion),
            readings.Count == 0 ? null : readings,
            sightings.Count == 0 ? null : sightings,
            session.ObservedUntil,
            session.UntimedEnds.IsEmpty ? null : [.. session.UntimedEnds]);
    }

    private static CareLogShape ToShape(CareLog care) => new(
        care.Intervals.IsEmpty ? null : [.. care.Intervals.Select(interval => new CareShape(interval.Kind, interval.Name, interval.End, interval.From, interval.To, interval.Dose, interval.Unit, interval.RecordedAt))],
        care.None.IsEmpty ? null : [.. care.None]);

    private static ChairSession FromShape(SessionShape shape, List<Issue> notices)
    {
        var infusion = FromShape(shape.Infusion);
        var readings = Each(shape.Readings ?? [], ".readings", reading => FromShape(reading, infusion));
        var sightings = Each(shape.SideEffects ?? [], ".sideEffects", sighting => new SideEffectSighting(sighting.Effect, sighting.Present, Moment(sighting.Minute, sighting.At, infusion)));
        var until = shape.ObservedUntil is { } minute ? ChairMoment.Minute.Exact(Minute(minute, ".observedUntil")) : null;
        var read = ChairSession.Create(infusion, readings, sightings, until);
        var session = read.GetValueOrThrow();
        var issues = read.Issues.ToList();
        foreach (var end in shape.UntimedEnds ?? [])
        {
            if (!end.SharesScaleWith(infusion.At))
            {
                throw new ShapeException(".untimedEnds", "Expected times on the scale of the infusion: all dates or all relative days.");
            }

            var ended = ChairSession.Create(infusion, [], observedUntil: new ChairMoment.Clock(end));
            issues.AddRange(ended.Issues);
            session = ChairSession.Merge(session, ended.GetValueOrThrow());
        }

        notices.AddRange(issues.Select(notice => new Issue(notice.Code, notice.Severity, notice.Message, "$.sessions")));
        return session;
    }

    private static ChairReading FromShape(ReadingShape shape, Infusion infusion) => shape.Measure.CanBe(shape.Value)
        ? new ChairReading(shape.Measure, shape.Value, Moment(shape.Minute, shape.At, infusion))
        : shape.Measure.IsFractionOfOne(shape.Value) ? throw new ShapeException(".value", "Expected percent, such as 97: this is a fraction of 1.", IssueCodes.ChairPercentExpected)
        : throw new ShapeException(".value", "Expected a value that the measure can have.");

    private static ChairMoment Moment(Fraction? minute, ClinicalTime? at, Infusion infusion) => (minute, at) switch
    {
        ({ } from, null) => ChairMoment.Minute.Exact(Minute(from, ".minute")),
        (null, { } clock) => clock.SharesScaleWith(infusion.At) ? new ChairMoment.Clock(clock) : throw new ShapeException(".at", "Expected a time on the scale of the infusion: both dates or both relative days."),
        _ => throw new ShapeException("", "Expected a minute from the start of the infusion, or the time at; not both."),
    };

    // A minute is what a clock can say: whole ticks, not farther from the infusion than a reading may be.
    private static Fraction Minute(Fraction minute, string place) =>
        minute <= ChairMoment.FarthestMinute && minute >= -ChairMoment.FarthestMinute && TimeSpan.TicksPerMinute % minute.Denominator == 0
            ? minute
            : throw new ShapeException(place, "Expected minutes from the start of the infusion, at most seven days from it, exact to a tenth of a microsecond.");

    private static CareInterval FromShape(CareShape shape) => (shape.End == CareEnd.Stated) == (shape.To is not null)
        ? new CareInterval(shape.Kind, shape.Name, shape.From, shape.To, shape.End == CareEnd.Unknown, shape.Dose, shape.Unit, shape.RecordedAt)
        : throw new ShapeException(".end", "Expected the end stated with the member to, and ongoing or unknown without it.");

    private static Covariates? FromShape(PersonShape? shape) => shape is null ? null
        : shape.Age is < 0 or > Covariates.MaxAge ? throw new ShapeException("$.person.age", "Expected an age in whole years, 0 to 130.")
        : new Covariates(shape.Sex, shape.Age);
}
