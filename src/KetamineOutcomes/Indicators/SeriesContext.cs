using KetamineOutcomes.Indicators.Endpoints;
using KetamineOutcomes.Indicators.Suicidality;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Indicators;

/// <summary>What an indicator sees: one series of one course, with nothing that was not known by then.</summary>
/// <remarks>Immutable.</remarks>
public sealed class SeriesContext
{
    private readonly Lazy<SeriesEndpoints> _endpoints;

    internal SeriesContext(Course course, int number, InfusionSeries? series, EquatableArray<ScaleTrajectory> trajectories, AssessmentOptions options, ClinicalTime? now, InstrumentCatalogue catalogue, SuicidalityMemory? suicidality = null)
    {
        Course = course;
        Number = number;
        Series = series;
        Trajectories = trajectories;
        Options = options;
        Now = now;
        Clock = new NowSpan(now);
        Catalogue = catalogue;
        Suicidality = suicidality ?? new SuicidalityMemory(null);
        _endpoints = new(() => new SeriesEndpoints(this));
    }

    private SeriesContext(SeriesContext other, NowSpan clock)
    {
        Course = other.Course;
        Number = other.Number;
        Series = other.Series;
        Trajectories = other.Trajectories;
        Options = other.Options;
        Now = other.Now;
        Clock = clock;
        Catalogue = other.Catalogue;
        Suicidality = other.Suicidality;
        _endpoints = other._endpoints;
    }

    /// <summary>The same series for someone of whom another clock keeps what is asked of <see cref="Now"/>.</summary>
    internal SeriesContext With(NowSpan clock) => new(this, clock);

    /// <summary>What is remembered of forms about suicidality.</summary>
    internal SuicidalityMemory Suicidality { get; }

    /// <summary>What the endpoints of the series rest on, and what was said of them.</summary>
    internal SeriesEndpoints Endpoints => _endpoints.Value;

    /// <summary>The course, without what was recorded after <see cref="AssessmentOptions.AsOf"/>, its series found by labels or the chosen rule.</summary>
    public Course Course { get; }

    /// <summary>The number of the series, from 1; 1 in data without treatments.</summary>
    public int Number { get; }

    /// <summary>The infusions of the series, or <see langword="null"/> in data without treatments.</summary>
    public InfusionSeries? Series { get; }

    /// <summary>When the next series begins, or <see langword="null"/> where none is known.</summary>
    public ClinicalTime? NextSeriesAt => Number < Course.Series.Count ? Course.Series[Number].First.At : null;

    /// <summary>The first infusion of the next series, or <see langword="null"/>.</summary>
    internal Infusion? NextSeriesFirst => Number < Course.Series.Count ? Course.Series[Number].First : null;

    /// <summary>The scales that were asked, by instrument and scale in the instrument's order; states only, no ratings of change.</summary>
    public EquatableArray<ScaleTrajectory> Trajectories { get; }

    /// <summary>What the caller chose.</summary>
    public AssessmentOptions Options { get; }

    /// <summary>What counts as now: <see cref="AssessmentOptions.AsOf"/>, else the course's last record. "Overdue" may be said only where the caller gave the former.</summary>
    public ClinicalTime? Now { get; }

    /// <summary><see cref="Now"/> for whoever asks how far a time lies behind it.</summary>
    internal NowSpan Clock { get; }

    /// <summary>The instruments.</summary>
    public InstrumentCatalogue Catalogue { get; }

    /// <summary>The trajectory of a scale as definitions name it, <c>instrument/scale</c>.</summary>
    internal ScaleTrajectory? FindScale(string name)
    {
        foreach (var trajectory in Trajectories)
        {
            var instrument = trajectory.Instrument.Id;
            if (name.Length == instrument.Length + 1 + trajectory.Scale.Id.Length && name[instrument.Length] == '/'
                && name.StartsWith(instrument, StringComparison.Ordinal) && name.EndsWith(trajectory.Scale.Id, StringComparison.Ordinal))
            {
                return trajectory;
            }
        }

        return null;
    }

    /// <summary>The trajectory of a scale.</summary>
    /// <param name="instrument">The instrument's id.</param>
    /// <param name="scale">The scale's id, or <see langword="null"/> for the main scale.</param>
    /// <returns><see langword="null"/> where it was not asked.</returns>
    public ScaleTrajectory? Find(string instrument, string? scale = null)
    {
        foreach (var trajectory in Trajectories)
        {
            if (string.Equals(trajectory.Instrument.Id, instrument, StringComparison.Ordinal)
                && string.Equals(trajectory.Scale.Id, scale ?? trajectory.Instrument.MainScale.Id, StringComparison.Ordinal))
            {
                return trajectory;
            }
        }

        return null;
    }
}
