using System.Collections.Concurrent;
using System.Numerics;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Programs;

namespace KetamineOutcomes.Columns;

/// <summary>One scale's rule, compiled for columns: what <see cref="Instrument.Score(string, AnswerSet, ScoringOptions?)"/> says of one form, for many rows at once.</summary>
/// <remarks>
/// The rule is the definition's own tree; the answers are the scalar reader's, row by row, exactly. It runs on the framework's vectors, as wide as the machine has them, and gives the same numbers on every machine. Nothing is
/// allocated per row. An instance may be used by many threads at once.
/// </remarks>
public sealed class ColumnScorer
{
    /// <summary>What stands in a score column where there is no score; no scale reaches it.</summary>
    public const short NoScore = short.MinValue;

    /// <summary>What stands in a severity column where there is no severity.</summary>
    public const byte NoSeverity = byte.MaxValue;

    private readonly InstrumentProgram _program;
    private readonly ScaleProgram _scale;
    private readonly EquatableArray<KernelItem?> _items;
    private readonly ConcurrentDictionary<Wanted, Kernel> _kernels = new();

    private ColumnScorer(InstrumentProgram program, ScaleProgram scale, BandSet? bands)
    {
        _program = program;
        _scale = scale;
        _items = program.Items.Select(ToKernelItem).ToEquatableArray();
        Scale = scale.Scale;
        MissingPolicy = scale.Policy;
        Severities = bands?.Bands ?? [];
        var whole = KernelFor(new Wanted(Status: true, Score: true, Severity: true, Alerts: ulong.MaxValue, AlertLevels: ulong.MaxValue));
        RequiresShort = whole.Items.Any(item => item.Highest >= byte.MaxValue - 1 || item.Lowest < 0 || item.NotRated.Any(code => code is < 0 or >= byte.MaxValue - 1));
        var rounded = scale.Rounded;
        FitsShort = rounded.Low > short.MinValue && rounded.High <= short.MaxValue;
    }

    /// <summary>The instrument.</summary>
    public Instrument Instrument => _program.Instrument;

    /// <summary>The scale that is scored.</summary>
    public Scale Scale { get; }

    /// <summary>The missing-item policy in force.</summary>
    public MissingPolicy MissingPolicy { get; }

    /// <summary>The bands that a severity column's numbers point to, from 0; empty for a scale without bands.</summary>
    public EquatableArray<Band> Severities { get; }

    /// <summary>The instrument's alerts, in the order of their columns.</summary>
    public EquatableArray<AlertRule> Alerts => Instrument.Alerts;

    /// <summary>Whether answers of the items that are read do not all fit bytes, so that the table must be of shorts.</summary>
    public bool RequiresShort { get; }

    /// <summary>Whether every score fits two bytes.</summary>
    public bool FitsShort { get; }

    /// <summary>Compiles a scale's rule.</summary>
    /// <param name="instrument">The instrument.</param>
    /// <param name="scale">The scale's id, or <see langword="null"/> for the main one.</param>
    /// <param name="options">What the caller chooses, or <see langword="null"/> for the defaults.</param>
    /// <returns>The scorer, or why there is none: see <see cref="ColumnCodes"/>.</returns>
    public static ReadResult<ColumnScorer> Compile(Instrument instrument, string? scale = null, ColumnOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        options ??= ColumnOptions.Default;
        var found = scale is not null ? instrument.FindScale(scale) : instrument.Scales.IsEmpty ? null : instrument.MainScale;
        if (found is null)
        {
            return Refuse(ColumnCodes.ScaleUnknown, $"{instrument.Id} has no such scale.", scale);
        }

        if (!found.Readers.Contains("columns", StringComparer.Ordinal))
        {
            return Refuse(ColumnCodes.ReaderNotDeclared, "The definition of this scale does not list the reader columns.", found.Id);
        }

        var policy = options.MissingPolicy is { } name ? found.FindMissingPolicy(name) : found.MissingPolicies[0];
        if (policy is null)
        {
            return Refuse(ColumnCodes.PolicyUnknown, $"The scale's missing-item policies are {string.Join(", ", found.MissingPolicies.Select(known => known.Name))}.", found.Id);
        }

        var bands = options.BandSet is { } id ? found.BandSets.FirstOrDefault(set => string.Equals(set.Id, id, StringComparison.Ordinal)) : found.DefaultBandSet;
        if (bands is null && options.BandSet is not null)
        {
            return Refuse(ColumnCodes.BandSetUnknown, $"The scale's sets of bands are {string.Join(", ", found.BandSets.Select(set => set.Id))}.", found.Id);
        }

        return TryCompile(instrument, found, policy, found.Result == ResultKind.Number ? bands : null);
    }

    /// <summary>Scores a table of bytes.</summary>
    /// <param name="answers">The answers.</param>
    /// <param name="results">Where the results go.</param>
    /// <param name="threads">How many threads work side by side, from 1; the answers are the same with any number.</param>
    /// <exception cref="ArgumentException">
    /// A result column is too short; a code for missing or "not applicable" is a legal answer; the scale needs shorts (<see cref="RequiresShort"/>); or scores do not fit the shorts that are asked for.
    /// </exception>
    public void Score(AnswerTable<byte> answers, ColumnResults results, int threads = 1)
    {
        if (RequiresShort)
        {
            throw new ArgumentException($"Answers of {Instrument.Id} do not fit bytes: give a table of shorts.", nameof(answers));
        }

        Run(answers, results, threads);
    }

    /// <summary>Scores a table of shorts.</summary>
    /// <param name="answers">The answers.</param>
    /// <param name="results">Where the results go.</param>
    /// <param name="threads">How many threads work side by side, from 1; the answers are the same with any number.</param>
    /// <exception cref="ArgumentException">A result column is too short; a code for missing or "not applicable" is a legal answer; or scores do not fit the shorts that are asked for.</exception>
    public void Score(AnswerTable<short> answers, ColumnResults results, int threads = 1) => Run(answers, results, threads);

    private static ReadResult<ColumnScorer> Refuse(string code, string message, string? place) =>
        ReadResult<ColumnScorer>.Failure([new Issue(code, IssueSeverity.Error, message, place)]);

    private static ReadResult<ColumnScorer> TryCompile(Instrument instrument, Scale scale, MissingPolicy policy, BandSet? bands)
    {
        try
        {
            var program = new InstrumentProgram(instrument, openLimit: 0);
            var scorer = new ColumnScorer(program, program.Write(scale, policy), bands);
            return ReadResult<ColumnScorer>.Success(scorer);
        }
        catch (RuleNotWrittenException e)
        {
            return Refuse(ColumnCodes.RuleNotSupported, e.Message, scale.Id);
        }
    }

    private static KernelItem? ToKernelItem(ProgramItem item)
    {
        if (item.Denominator != 1 || item.IsOpen)
        {
            return null;
        }

        // A code for "not rated" counts as missing also where it is a step of the range.
        var notRated = item.Item.NotRated;
        var runs = new List<(long Low, long High)>();
        var listed = item.Values.IsEmpty ? [] : item.Values.Where(value => !notRated.Contains(value)).Select(value => value.Numerator);
        if (item.Values.IsEmpty)
        {
            runs.Add(((long)item.Low, (long)item.High));
        }

        foreach (var value in listed)
        {
            if (runs.Count > 0 && runs[^1].High == value - 1)
            {
                runs[^1] = (runs[^1].Low, value);
            }
            else
            {
                runs.Add((value, value));
            }
        }

        var isWhole = notRated.All(code => code.IsInteger) && (item.Values.IsEmpty ? notRated.All(code => code < item.Item.Min || code > item.Item.Max) : true);
        return isWhole && runs.Count > 0
            ? new KernelItem(item.Index, runs.ToEquatableArray(), notRated.Select(code => code.Numerator).ToEquatableArray(), item.Item.AllowsNotApplicable)
            : null;
    }

    private void Run<TIn>(AnswerTable<TIn> answers, ColumnResults results, int threads)
        where TIn : unmanaged, IBinaryInteger<TIn>, IMinMaxValue<TIn>
    {
        ArgumentNullException.ThrowIfNull(answers);
        ArgumentNullException.ThrowIfNull(results);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var wanted = new Wanted(
            !results.Status.IsEmpty,
            !results.Scores.IsEmpty || !results.ShortScores.IsEmpty,
            !results.Severities.IsEmpty,
            Mask(results.Alerts),
            Mask(results.AlertLevels));
        RequireRoom(answers.Rows, results);
        var kernel = KernelFor(wanted);
        RequireCodes(kernel, answers);
        var columns = Place(wanted, results);

        // Parts are whole blocks, so that no two threads share one.
        const int Part = 1 << 16;
        var parts = (int)((answers.Rows + (long)Part - 1) / Part);
        if (threads == 1 || parts < 2)
        {
            RunPart(kernel, answers, columns, 0, answers.Rows);
            return;
        }

        Parallel.For(0, parts, new ParallelOptions { MaxDegreeOfParallelism = threads }, part =>
            RunPart(kernel, answers, columns, part * Part, (int)Math.Min(answers.Rows, (part + 1L) * Part)));
    }

    private static void RunPart<TIn>(Kernel kernel, AnswerTable<TIn> answers, ResultColumns columns, int from, int to)
        where TIn : unmanaged, IBinaryInteger<TIn>, IMinMaxValue<TIn>
    {
        if (typeof(TIn) == typeof(byte) && kernel.Low >= sbyte.MinValue && kernel.High <= sbyte.MaxValue)
        {
            KernelRunner<TIn, sbyte>.Run(kernel, answers, columns, from, to);
        }
        else if (kernel.Low >= short.MinValue && kernel.High <= short.MaxValue)
        {
            KernelRunner<TIn, short>.Run(kernel, answers, columns, from, to);
        }
        else if (kernel.Low >= int.MinValue && kernel.High <= int.MaxValue)
        {
            KernelRunner<TIn, int>.Run(kernel, answers, columns, from, to);
        }
        else
        {
            KernelRunner<TIn, long>.Run(kernel, answers, columns, from, to);
        }
    }

    private static ulong Mask<T>(IReadOnlyList<Memory<T>> columns) =>
        columns.Select((column, i) => column.IsEmpty ? 0UL : 1UL << i).Aggregate(0UL, (all, one) => all | one);

    private void RequireRoom(int rows, ColumnResults results)
    {
        var lengths = new List<int> { results.Status.Length, results.Scores.Length, results.ShortScores.Length, results.Severities.Length };
        lengths.AddRange(results.Alerts.Select(column => column.Length));
        lengths.AddRange(results.AlertLevels.Select(column => column.Length));
        if (lengths.Exists(length => length > 0 && length < rows))
        {
            throw new ArgumentException("A result column has fewer places than the table has rows.", nameof(results));
        }

        if (results.Alerts.Count > Alerts.Count || results.AlertLevels.Count > Alerts.Count)
        {
            throw new ArgumentException($"{Instrument.Id} has {Alerts.Count} alerts.", nameof(results));
        }

        if (!results.ShortScores.IsEmpty && !FitsShort)
        {
            throw new ArgumentException("Scores of this scale do not fit two bytes.", nameof(results));
        }
    }

    private static void RequireCodes<TIn>(Kernel kernel, AnswerTable<TIn> answers)
        where TIn : unmanaged, IBinaryInteger<TIn>, IMinMaxValue<TIn>
    {
        foreach (var code in new[] { answers.Missing, answers.NotApplicable })
        {
            if (code is { } number && kernel.Items.Any(item => item.Runs.Any(run => long.CreateChecked(number) >= run.Low && long.CreateChecked(number) <= run.High)))
            {
                throw new ArgumentException("A code for missing or not applicable is one of an item's answers.", nameof(answers));
            }
        }
    }

    private ResultColumns Place(Wanted wanted, ColumnResults results)
    {
        var place = 0;
        int Next(bool isWanted) => isWanted ? place++ : -1;
        var (status, score, stands, severity) = (Next(wanted.Status), Next(wanted.Score), Next(wanted.Score), Next(wanted.Severity));
        var alerts = Numbers(wanted.Alerts).Select(alert => (alert, place++)).ToEquatableArray();
        var levels = Numbers(wanted.AlertLevels).Select(alert => (alert, place++)).ToEquatableArray();
        return new ResultColumns(results, status, score, stands, severity, alerts, levels);
    }

    private IEnumerable<int> Numbers(ulong mask) => Enumerable.Range(0, Alerts.Count).Where(alert => (mask & (1UL << alert)) != 0);

    private Kernel KernelFor(Wanted wanted) => _kernels.GetOrAdd(wanted, Compile);

    private Kernel Compile(Wanted wanted)
    {
        var builder = new KernelBuilder(_items);
        foreach (var version in _program.Skips.SelectMany(skip => skip))
        {
            builder.Define(version);
        }

        var stands = Condition.And(_scale.Known, Condition.Not(_scale.Invalid));
        var numbers = new List<Number>();
        var score = -1;
        if (wanted.Status)
        {
            numbers.Add(Number.Choose(
                _scale.Invalid,
                Number.From((int)ColumnStatus.Invalid),
                Number.Choose(
                    _scale.Known,
                    Number.Choose(_scale.Prorated, Number.From((int)ColumnStatus.Prorated), Number.From((int)ColumnStatus.Scored)),
                    Number.From((int)ColumnStatus.Incomplete))));
        }

        if (wanted.Score)
        {
            // The mark for "no score" is put where the column is written: it would need wider lanes than most scores.
            score = numbers.Count;
            numbers.Add(_scale.Rounded);
            numbers.Add(Number.Choose(stands, Number.One, Number.Zero));
        }

        if (wanted.Severity)
        {
            // Cut off to a byte it is 255.
            var none = Number.From(-1);
            var band = Severities.IsEmpty
                ? none
                : Number.Add(Severities.Skip(1).Select(level => Number.Choose(_scale.AtLeast(level.From), Number.One, Number.Zero)));
            numbers.Add(Number.Choose(Condition.And(stands, Condition.Not(_scale.LeftOut)), band, none));
        }

        numbers.AddRange(Numbers(wanted.Alerts).Select(alert => Judge(
            Alerts[alert],
            (item, value) => Number.Choose(
                Condition.AtLeast(value, Number.From(item.Scale(Alerts[alert].RaisedFrom))),
                Number.From((int)ColumnAlert.Raised),
                Number.From((int)ColumnAlert.Clear)),
            Number.From((int)ColumnAlert.NotAssessed))));
        numbers.AddRange(Numbers(wanted.AlertLevels).Select(alert => Judge(
            Alerts[alert],
            (item, value) => Alerts[alert].Levels.Select((level, i) => (level, Number: i + 1)).Aggregate(
                Number.Zero,
                (below, level) => Number.Choose(Condition.AtLeast(value, Number.From(item.Scale(level.level.From))), Number.From(level.Number), below)),
            Number.Zero)));
        return builder.Build(numbers, score);
    }

    /// <summary>What an alert says: what was answered decides, also where a skip overrides it; then what a skip gave.</summary>
    private Number Judge(AlertRule alert, Func<ProgramItem, Number, Number> judge, Number notAssessed)
    {
        var item = _program.Find(alert.Item);
        var last = _program.LastVersion(item.Index);
        Number Of(int version) => judge(item, new Number.ItemValue(item.Index, version, item.Low, item.High));
        var skipped = last == 0 ? notAssessed : Number.Choose(new Condition.ItemKnown(item.Index, last), Of(last), notAssessed);
        return Number.Choose(
            new Condition.ItemWrong(item.Index),
            notAssessed,
            Number.Choose(new Condition.ItemKnown(item.Index, 0), Of(0), skipped));
    }

    private readonly record struct Wanted(bool Status, bool Score, bool Severity, ulong Alerts, ulong AlertLevels);
}
