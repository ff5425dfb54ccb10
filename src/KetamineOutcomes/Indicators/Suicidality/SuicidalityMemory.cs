using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Indicators.Suicidality;

/// <summary>What is remembered of the forms of a course while it grows: what each says about suicidality, and the rows of single answers. Infusions and events are the same.</summary>
internal sealed class SuicidalityMemory
{
    private readonly FormMemory<SuicidalityForm> _forms;
    private readonly Dictionary<Administration, List<Row>> _rows = new(ReferenceEqualityComparer.Instance);
    private Dictionary<Administration, List<Row>>? _before;

    /// <summary>A memory.</summary>
    /// <param name="before">That of the course before it grew, or <see langword="null"/>.</param>
    public SuicidalityMemory(SuicidalityMemory? before)
    {
        _forms = new FormMemory<SuicidalityForm>(before?._forms);
        _before = before?._rows;
    }

    /// <summary>What one record says.</summary>
    public SuicidalityForm Read(Administration administration, Instrument instrument) => _forms.Get(administration, record => SuicidalityForm.Read(record, instrument));

    /// <summary>The row of one answer under a point of its visit.</summary>
    /// <param name="series">The number of the series.</param>
    /// <param name="point">The point.</param>
    /// <param name="reading">The answer.</param>
    /// <param name="before">The answer before it, or <see langword="null"/>.</param>
    /// <param name="baseline">The answer before the series, or <see langword="null"/>.</param>
    /// <param name="make">Makes it of these alone.</param>
    public IndicatorFinding Item(int series, string point, SuicidalityReading reading, SuicidalityReading? before, SuicidalityReading? baseline, Func<IndicatorFinding> make)
    {
        // What several records of one time say together, or an earlier answer that stands beside, is more than the record tells by which the row is found again.
        if (!reading.IsOfOneForm || before is { IsOfOneForm: false } || baseline is { IsOfOneForm: false })
        {
            return make();
        }

        var row = _before?.GetValueOrDefault(reading.Administration)?.Find(old => old.Series == series
            && old.Point == point
            && ReferenceEquals(old.Rule, reading.Track.Rule)
            && ReferenceEquals(old.Scale, reading.Track.OwnScale)
            && ReferenceEquals(old.Before, before?.Administration)
            && ReferenceEquals(old.Baseline, baseline?.Administration))
            ?? new Row(series, point, reading.Track.Rule, reading.Track.OwnScale, before?.Administration, baseline?.Administration, make());
        if (!_rows.TryGetValue(reading.Administration, out var rows))
        {
            _rows[reading.Administration] = rows = [];
        }

        rows.Add(row);
        return row.Finding;
    }

    /// <summary>Lets go of what went before: a course that grows would never let go of any.</summary>
    public void Close() => _before = null;

    private sealed record Row(int Series, string Point, AlertRule? Rule, Scale? Scale, Administration? Before, Administration? Baseline, IndicatorFinding Finding);
}
