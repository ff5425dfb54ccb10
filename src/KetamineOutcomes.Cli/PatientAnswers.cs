using KetamineOutcomes.Indicators;
using KetamineOutcomes.Indicators.Domains;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Tables;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Cli;

/// <summary>What is known and was answered about one course, as of the day: what reports of a patient rest on.</summary>
internal sealed class PatientAnswers
{
    /// <summary>Takes the answers together, and asks for those at every visit.</summary>
    /// <param name="entry">The course with its notes.</param>
    /// <param name="options">How it is assessed.</param>
    /// <param name="catalogue">The instruments.</param>
    /// <param name="own">The answers about questionnaires at the points that were asked for.</param>
    /// <param name="report">The same with those about the treatment.</param>
    public PatientAnswers(CourseNotes entry, AssessmentOptions options, InstrumentCatalogue catalogue, AssessmentReport own, AssessmentReport report)
    {
        Options = options;
        Catalogue = catalogue;
        Report = report;

        // Nothing looks ahead: what is drawn and counted is what was known on the day.
        Course = options.AsOf is { } day ? entry.Course.AsOf(day) : entry.Course;
        Notes = options.AsOf is { } time ? entry.Notes.AsOf(time) : entry.Notes;
        First = ClinicRows.Find(entry.Course, options, catalogue, own);
        Visits = CourseAssessment.Assess(entry.Course, options with { Points = [new AssessmentPoint.EveryVisit(), new AssessmentPoint.Last()], Include = [] }, catalogue);
        Scales =
        [
            .. Visits.Results.Where(row => row is { Indicator: "score" or "baseline", At: not null, Outcome: IndicatorOutcome.Measured })
                .Select(row => (row.Instrument, row.Scale)).Distinct()
                .Select(key => (Instrument: catalogue.Find(key.Instrument), key.Scale))
                .Where(scale => scale.Instrument?.FindScale(scale.Scale) is { Measures: MeasureKind.State } && IsMain(scale.Instrument, scale.Scale))
                .Select(scale => (scale.Instrument!, scale.Scale))
                .OrderBy(scale => scale.Item1.Id == options.Primary ? 0 : 1).ThenBy(scale => scale.Item1.Id, StringComparer.Ordinal).ThenBy(scale => scale.Scale, StringComparer.Ordinal),
        ];
    }

    public AssessmentOptions Options { get; }

    public InstrumentCatalogue Catalogue { get; }

    /// <summary>The course as it was known.</summary>
    public Course Course { get; }

    /// <summary>The notes as they were known.</summary>
    public TreatmentNotes Notes { get; }

    /// <summary>The answers at the points asked for, and those about the treatment.</summary>
    public AssessmentReport Report { get; }

    /// <summary>What a person looks at first rests on these.</summary>
    public ClinicRows First { get; }

    /// <summary>The answers at every visit.</summary>
    public AssessmentReport Visits { get; }

    /// <summary>The main scales that have a score, the primary instrument's first.</summary>
    public IReadOnlyList<(Instrument Instrument, string Scale)> Scales { get; }

    /// <summary>The number of the last series.</summary>
    public int LastSeries => Visits.Results.Select(row => row.Series).DefaultIfEmpty(1).Max();

    /// <summary>On which side a scale counts.</summary>
    public LifeDomain? DomainOf(Instrument instrument) => Options.Domains.Find(instrument);

    private static bool IsMain(Instrument instrument, string scale) =>
        instrument.MainScale.Result != ResultKind.Number || (instrument.TotalScale ?? instrument.MainScale).Id == scale;
}
