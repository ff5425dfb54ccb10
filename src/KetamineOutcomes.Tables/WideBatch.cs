using System.Globalization;
using System.Text;
using KetamineOutcomes.Columns;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Instruments.Rules;

namespace KetamineOutcomes.Tables;

/// <summary>Rows of a wide table of scores that wait for one another: those with plain answers are scored together, in columns.</summary>
/// <remarks>
/// The rows are written in the input's order. A row that has anything beside plain answers was scored by itself and waits with its sheet. Columns give the scalar reader's answers
/// exactly; rules that can raise an issue of a complete form, or ask for more than answers, are left to the scalar reader as a whole.
/// </remarks>
internal sealed class WideBatch
{
    private const int Size = 2048;

    private readonly Instrument _instrument;
    private readonly ScaleColumns[] _scales;
    private readonly ColumnAlert[][] _alerts;
    private readonly byte[] _instrumentId;
    private readonly int _keep;
    private readonly byte[] _cells;
    private readonly int[] _keptEnds;
    private readonly (bool IsOwn, ScoreSheet? Sheet, string? Issues)[] _own = new (bool, ScoreSheet?, string?)[Size];
    private byte[] _kept = new byte[16 * 1024];
    private int _keptLength;
    private int _count;
    private long _firstRow;

    private WideBatch(Instrument instrument, ColumnScorer[] scorers, PlainCells plain, int keep)
    {
        _instrument = instrument;
        _instrumentId = Encoding.UTF8.GetBytes(instrument.Id);
        _keep = keep;
        _scales = [.. scorers.Select(scorer => new ScaleColumns(scorer))];
        _alerts = [.. instrument.Alerts.Select(_ => new ColumnAlert[Size])];
        _cells = new byte[Size * instrument.Items.Count];
        _keptEnds = new int[Size * keep];
        Plain = plain;
    }

    /// <summary>Reads the answers of a plain row.</summary>
    public PlainCells Plain { get; }

    /// <summary>Where the answers of the next row go.</summary>
    public Span<byte> NextCells => _cells.AsSpan(_count * _instrument.Items.Count, _instrument.Items.Count);

    /// <summary>Makes a batch, unless the instrument, the options or the table ask for what columns do not say.</summary>
    public static WideBatch? Create(Instrument instrument, ScoreTableOptions options, FormReader forms)
    {
        if (!options.Wide || options.CutOffs || options.ValueSet is not null || options.OutputFormat != TableFormat.Csv || options.InputFormat != TableFormat.Csv
            || forms.HasCovariates || instrument.Scales.IsEmpty || !instrument.Skips.IsEmpty || instrument.Scales.Any(scale => MayObject(scale.Rule)))
        {
            return null;
        }

        var scorers = new ColumnScorer[instrument.Scales.Count];
        for (var i = 0; i < scorers.Length; i++)
        {
            if (!ColumnScorer.Compile(instrument, instrument.Scales[i].Id).TryGetValue(out var scorer) || scorer.RequiresShort)
            {
                return null;
            }

            scorers[i] = scorer;
        }

        return new WideBatch(instrument, scorers, forms.MakePlainCells(), options.Keep.Count);
    }

    /// <summary>Adds the current row, whose answers stand in <see cref="NextCells"/>.</summary>
    /// <returns>Whether the batch is full and must be written.</returns>
    public bool AddPlain(FormReader forms) => Add(forms, default);

    /// <summary>Adds the current row, which was scored by itself.</summary>
    /// <returns>Whether the batch is full and must be written.</returns>
    public bool AddScored(FormReader forms, ScoreSheet? sheet)
    {
        NextCells.Fill(PlainCells.Missing);
        return Add(forms, (true, sheet, ScoreLayout.Join(sheet?.Issues ?? [], forms.RowIssues)));
    }

    /// <summary>Writes the rows, and starts anew.</summary>
    public void Write(TableWriter writer, ScoreLayout layout, ScoreCounts counts)
    {
        if (_count == 0)
        {
            return;
        }

        Score();
        Span<byte> digits = stackalloc byte[20];
        var keptStart = 0;
        for (var row = 0; row < _count; row++)
        {
            _ = (_firstRow + row).TryFormat(digits, out var length, default, CultureInfo.InvariantCulture);
            writer.WriteUtf8(digits[..length]);
            for (var i = 0; i < _keep; i++)
            {
                var end = _keptEnds[(row * _keep) + i];
                writer.WriteUtf8(_kept.AsSpan(keptStart, end - keptStart));
                keptStart = end;
            }

            writer.WriteUtf8(_instrumentId);
            ref var own = ref _own[row];
            if (own.IsOwn)
            {
                layout.WriteWide(writer, own.Sheet, own.Issues);
                own = default;
            }
            else
            {
                WritePlain(writer, row, counts);
            }

            writer.EndRow();
        }

        _count = 0;
        _keptLength = 0;
    }

    private bool Add(FormReader forms, (bool IsOwn, ScoreSheet? Sheet, string? Issues) own)
    {
        if (_count == 0)
        {
            _firstRow = forms.Row;
        }

        for (var i = 0; i < _keep; i++)
        {
            var kept = forms.KeptUtf8(i);
            if (_kept.Length - _keptLength < kept.Length)
            {
                Array.Resize(ref _kept, Math.Max(_kept.Length * 2, _keptLength + kept.Length));
            }

            kept.CopyTo(_kept.AsSpan(_keptLength));
            _keptLength += kept.Length;
            _keptEnds[(_count * _keep) + i] = _keptLength;
        }

        _own[_count] = own;
        _count++;

        // Few rows with long texts fill it too, so that memory stays flat.
        return _count == Size || _keptLength > TableReader.MaxRecordBytes;
    }

    private void Score()
    {
        var answers = AnswerTable<byte>.FromRows(_cells.AsMemory(0, _count * _instrument.Items.Count), _instrument.Items.Count, missing: PlainCells.Missing);
        for (var i = 0; i < _scales.Length; i++)
        {
            _scales[i].Score(answers, i == 0 ? [.. _alerts.Select(column => column.AsMemory())] : []);
        }
    }

    private void WritePlain(TableWriter writer, int row, ScoreCounts counts)
    {
        foreach (var scale in _scales)
        {
            if (scale.Status[row] != ColumnStatus.Scored)
            {
                throw new InvalidOperationException($"A complete form of {_instrument.Id} has no score in columns.");
            }

            writer.WriteUtf8("scored"u8);
            writer.WriteUtf8(scale.Text(scale.Scores[row]));
            writer.WriteUtf8(scale.SeverityText(scale.Severities[row]));
        }

        for (var i = 0; i < _alerts.Length; i++)
        {
            var status = _alerts[i][row] switch
            {
                ColumnAlert.Raised => AlertStatus.Raised,
                ColumnAlert.Clear => AlertStatus.Clear,
                _ => AlertStatus.NotAssessed,
            };
            counts.AddAlert(i, status);
            writer.WriteUtf8(status switch
            {
                AlertStatus.Raised => "raised"u8,
                AlertStatus.Clear => "clear"u8,
                _ => "not-assessed"u8,
            });
        }

        counts.AddScored();
        writer.WriteUtf8([]);
    }

    // Whether a part of the rule can find fault with a complete form, or asks for what is no answer.
    private static bool MayObject(RuleNode node) =>
        node is OneOfNode or QuotientNode or ClockDifferenceNode or ValueSetNode or CovariateNode || node.Children.Any(MayObject);

    /// <summary>One scale's columns of a batch, and the texts of the values that were met.</summary>
    private sealed class ScaleColumns(ColumnScorer scorer)
    {
        private readonly Dictionary<int, byte[]> _texts = [];
        private readonly byte[][] _severities = [.. scorer.Severities.Select(band => Encoding.UTF8.GetBytes(band.Id))];

        public ColumnStatus[] Status { get; } = new ColumnStatus[Size];

        public int[] Scores { get; } = new int[Size];

        public byte[] Severities { get; } = new byte[Size];

        public void Score(AnswerTable<byte> answers, IReadOnlyList<Memory<ColumnAlert>> alerts) =>
            scorer.Score(answers, new ColumnResults { Status = Status, Scores = Scores, Severities = Severities, Alerts = alerts });

        public ReadOnlySpan<byte> SeverityText(byte severity) => severity == ColumnScorer.NoSeverity ? [] : _severities[severity];

        // A scale has as many texts as values.
        public ReadOnlySpan<byte> Text(int score)
        {
            if (!_texts.TryGetValue(score, out var text))
            {
                _texts.Add(score, text = Encoding.UTF8.GetBytes(Write(score)));
            }

            return text;
        }

        private string Write(int score) => scorer.Scale.Result switch
        {
            ResultKind.Number => new decimal(Math.Abs(score), 0, 0, score < 0, (byte)scorer.Scale.Decimals).ToString(CultureInfo.InvariantCulture),
            ResultKind.Flag => score != 0 ? "met" : "not-met",
            ResultKind.Profile => score.ToString(CultureInfo.InvariantCulture),
            _ => scorer.Scale.Categories.First(category => category.Value == score).Id,
        };
    }
}
