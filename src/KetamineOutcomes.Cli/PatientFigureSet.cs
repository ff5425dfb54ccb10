using System.Globalization;
using KetamineOutcomes.Charts;
using KetamineOutcomes.Charts.PatientFigures;
using KetamineOutcomes.Indicators.Domains;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.Chair;

namespace KetamineOutcomes.Cli;

/// <summary>A figure with the name of its file and what a report says below it.</summary>
internal sealed record PatientFigure(string File, Figure Figure, string Caption);

/// <summary>The figures of one course that its data suffice for.</summary>
internal sealed class PatientFigureSet(PatientAnswers patient, FigureOptions options)
{
    // More panels would be too low to read, or too high for a page.
    private const int MostPanels = 4;

    // Fewer scores after boosters show no course.
    private const int FewestForCycles = 3;

    private const string Marks = "Short strokes on the axis are infusions, long ones boosters; the ring is the baseline; dashed lines are the default cited rules.";

    /// <summary>All of them.</summary>
    public IEnumerable<PatientFigure> All() => Trajectories().Concat(Cycles()).Concat(Sessions().Select(Draw));

    /// <summary>The scores over time: mood beside functioning where both were asked, then all other scales.</summary>
    public IEnumerable<PatientFigure> Trajectories()
    {
        var mood = patient.Scales.Where(scale => patient.DomainOf(scale.Instrument) == LifeDomain.Mood).ToList();
        var functioning = patient.Scales.Where(scale => patient.DomainOf(scale.Instrument) == LifeDomain.Functioning).ToList();
        List<(Instrument Instrument, string Scale)> drawn = [];
        if (mood.Count > 0 && functioning.Count > 0)
        {
            var half = MostPanels / 2;
            var left = Math.Max(half, MostPanels - functioning.Count);
            drawn = [.. mood.Take(left), .. functioning.Take(MostPanels - Math.Min(left, mood.Count))];
            yield return new PatientFigure("mood-and-functioning", Trajectory("Mood beside functioning", drawn), "Mood beside functioning, on one axis of time. " + Marks);
        }

        var number = 0;
        foreach (var others in patient.Scales.Except(drawn).Chunk(MostPanels))
        {
            number++;
            var title = drawn.Count > 0 ? "The other questionnaires" : "The questionnaires";
            yield return new PatientFigure(
                number == 1 ? "questionnaires" : string.Create(CultureInfo.InvariantCulture, $"questionnaires-{number}"),
                Trajectory(number == 1 ? title : title + ", continued", others),
                $"Scores of {string.Join(", ", others.Select(scale => scale.Instrument.ShortName))}. {Marks}");
        }
    }

    /// <summary>The cycles after boosters: of the primary instrument, or of the first scale of mood and of functioning.</summary>
    public IEnumerable<PatientFigure> Cycles()
    {
        var boosters = patient.Course.Infusions.Where(infusion => infusion.Kind == InfusionKind.Booster).ToList();
        if (boosters.Count == 0)
        {
            yield break;
        }

        var wanted = patient.Options.Primary is { } primary && patient.Scales.Any(scale => scale.Instrument.Id == primary)
            ? patient.Scales.Where(scale => scale.Instrument.Id == primary)
            : patient.Scales.GroupBy(scale => patient.DomainOf(scale.Instrument)).Where(side => side.Key is not null).OrderBy(side => side.Key).Select(side => side.MaxBy(scale => ScoresFrom(boosters[0].At, scale)));
        foreach (var (instrument, scale) in wanted.Where(scale => ScoresFrom(boosters[0].At, scale) >= FewestForCycles))
        {
            if (TryCycles(instrument, scale) is { } figure)
            {
                yield return new PatientFigure($"cycles-{instrument.Id}", figure, $"The scores of {instrument.ShortName} after each booster, laid over one another by days since it; the last cycle is drawn strong.");
            }
        }
    }

    /// <summary>The infusions with readings by minute, in order of time.</summary>
    public IReadOnlyList<ChairSession> Sessions() => [.. patient.Notes.Sessions.Where(session => !session.Readings.IsEmpty)];

    /// <summary>The readings of one infusion.</summary>
    public PatientFigure Draw(ChairSession session)
    {
        var number = patient.Course.Infusions.Count(infusion => infusion.At.CompareKnown(session.Infusion.At) <= 0);
        var title = string.Create(CultureInfo.InvariantCulture, $"Infusion {number}, {Words.Of(session.Infusion.At)}: readings in the chair");
        return new PatientFigure(
            string.Create(CultureInfo.InvariantCulture, $"chair-{number:00}"),
            ChairFigure.Draw(title, session, options with { Height = options.Width * 9 / 10 }),
            string.Create(CultureInfo.InvariantCulture, $"What was read in the chair at infusion {number}, by minute from its start; the shaded time is the infusion."));
    }

    private Figure Trajectory(string title, IReadOnlyList<(Instrument Instrument, string Scale)> scales) => TrajectoryFigure.Draw(title, patient.Course, patient.Visits, scales, FigureTime.Dates, options with { Height = HeightOf(scales.Count) });

    /// <summary>So high that a page of paper has room for a heading above and a caption below; a single panel has the height that suits it.</summary>
    private int? HeightOf(int panels) => panels == 1 ? null : (int)(options.Width * (0.19 + (0.19 * panels)));

    private int ScoresFrom(ClinicalTime first, (Instrument Instrument, string Scale) scale) => patient.Visits.Results.Count(row =>
        row is { Indicator: "score", Point: "every-visit", At: not null } && row.Instrument == scale.Instrument.Id && row.Scale == scale.Scale && row.At.Value.CompareKnown(first) >= 0);

    private Figure? TryCycles(Instrument instrument, string scale)
    {
        try
        {
            return CyclesFigure.Draw($"{instrument.FindScale(scale)!.Name} after each booster", patient.Course, patient.Visits, instrument, scale, options);
        }
        catch (ArgumentException)
        {
            // No score lies in a cycle: the figure alone knows how it parts them.
            return null;
        }
    }
}
