using System.Globalization;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Indicators.Suicidality;

/// <summary>Says beside each answer of a series which records about suicidality could not be read and are not in it: any of them may be a raised answer.</summary>
/// <remarks>
/// A record with a time belongs to what is said from then on; one without may belong to any day. One whose instrument is not known counts: it may have asked.
/// </remarks>
internal sealed class UnreadableRecords
{
    private const string Flag = "records-unreadable";

    private readonly SeriesContext _context;
    private readonly List<UnreadableRecord> _records;

    public UnreadableRecords(SeriesContext context, IReadOnlyCollection<string> topics)
    {
        _context = context;
        _records = [.. context.Course.Unreadable.Where(record => MayAsk(record, context.Catalogue, topics)
            && (record.At is not { } at || context.NextSeriesAt is not { } next || at.CompareKnown(next) < 0))];
    }

    /// <summary>The finding, with a flag and a sentence where records may be missing in it.</summary>
    public IndicatorFinding Mark(IndicatorFinding finding)
    {
        if (_records.Count == 0)
        {
            return finding;
        }

        var until = Until(finding);
        var count = _records.Count(record => record.At is not { } at || until is not { } end || at.CompareKnown(end) <= 0);
        return count == 0 ? finding : finding.Adding(Sentence(count)) with
        {
            Flags = [.. finding.Flags, Flag],
            Parameters = [.. finding.Parameters, new Parameter(Flag, count.ToString(CultureInfo.InvariantCulture))],
        };
    }

    private static bool MayAsk(UnreadableRecord record, InstrumentCatalogue catalogue, IReadOnlyCollection<string> topics) =>
        record.About != UnreadableRecord.Infusion
        && (catalogue.Find(record.About) is not { } instrument
        || topics.Contains(instrument.Domain, StringComparer.Ordinal)
        || instrument.Alerts.Any(rule => topics.Contains(rule.Topic, StringComparer.Ordinal)));

    /// <summary>Until when the finding looks, or <see langword="null"/> where it looks at the whole series so far.</summary>
    private ClinicalTime? Until(IndicatorFinding finding)
    {
        if (finding.Point.StartsWith("every-visit", StringComparison.Ordinal))
        {
            return finding.At;
        }

        var point = _context.Options.Points.FirstOrDefault(point => point.Name == finding.Point);
        if (point is null or AssessmentPoint.Last or AssessmentPoint.EveryVisit)
        {
            return null;
        }

        var window = SuicidalityWindow.Find(point, _context, _context.Course.Administrations.IsEmpty ? null : _context.Course.Administrations[0].At);
        return window.End;
    }

    private static string Sentence(int count) => count == 1
        ? "One record that asks about suicidality could not be read and is not in this: it needs a person's attention."
        : string.Create(CultureInfo.InvariantCulture, $"{count} records that ask about suicidality could not be read and are not in this: they need a person's attention.");
}
