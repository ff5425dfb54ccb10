using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Tables;

/// <summary>Rows of a wide table on their way from the reader to the output: batches are filled and scored by the caller, and written behind it by a second thread if there may be one.</summary>
/// <remarks>Batches are written in the order in which they were filled, so that the number of threads changes no byte. A fault of the output is thrown where the caller hands over the next batch.</remarks>
internal sealed class WideLine : IDisposable
{
    private const int Batches = 4;

    private readonly WideRows _rows;
    private readonly TableWriter _writer;
    private readonly BlockingCollection<WideBatch>? _full;
    private readonly BlockingCollection<WideBatch>? _empty;
    private readonly Task? _writing;
    private ExceptionDispatchInfo? _fault;

    public WideLine(WideScorer scorer, Instrument instrument, ScoreLayout layout, TableWriter writer, ScoreTableOptions options)
    {
        Scorer = scorer;
        _writer = writer;
        _rows = new WideRows(scorer, instrument, layout, options.Keep.Count);
        Batch = new WideBatch(instrument, options.Keep.Count);
        if (options.Threads == 1)
        {
            return;
        }

        _full = [];
        _empty = [];
        for (var i = 1; i < Batches; i++)
        {
            _empty.Add(new WideBatch(instrument, options.Keep.Count));
        }

        _writing = Task.Factory.StartNew(WriteBatches, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public WideScorer Scorer { get; }

    /// <summary>The batch that is being filled.</summary>
    public WideBatch Batch { get; private set; }

    /// <summary>Adds the current row, whose answers stand in the batch already.</summary>
    public void AddPlain(FormReader forms, ScoreCounts counts)
    {
        if (forms.Pattern != 0)
        {
            forms.List(forms.Listed);
        }

        if (Batch.AddPlain(forms))
        {
            Hand(counts);
        }
    }

    /// <summary>Adds the current row, which was scored by itself.</summary>
    public void AddScored(FormReader forms, ScoreSheet? sheet, ScoreCounts counts)
    {
        if (sheet is not null && forms.HasPattern)
        {
            Scorer.Learn(forms.Pattern, sheet);
        }

        if (Batch.AddScored(forms, sheet))
        {
            Hand(counts);
        }
    }

    /// <summary>Writes what is left.</summary>
    public void Finish(ScoreCounts counts)
    {
        Hand(counts);
        End();
        _fault?.Throw();
    }

    /// <summary>Lets the second thread end; what it has in hand is written, for the writer is not free before.</summary>
    public void Dispose()
    {
        End();
        _full?.Dispose();
        _empty?.Dispose();
    }

    private void Hand(ScoreCounts counts)
    {
        Scorer.Score(Batch, counts);
        if (_full is null)
        {
            _rows.Write(Batch, _writer);
            Batch.Clear();
            return;
        }

        _full.Add(Batch);
        Batch = _empty!.Take();
        _fault?.Throw();
    }

    private void End()
    {
        if (_full is { IsAddingCompleted: false })
        {
            _full.CompleteAdding();
            _writing!.Wait();
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "It is thrown again on the caller's thread, as it is.")]
    private void WriteBatches()
    {
        foreach (var batch in _full!.GetConsumingEnumerable())
        {
            if (_fault is null)
            {
                try
                {
                    _rows.Write(batch, _writer);
                }
                catch (Exception e)
                {
                    _fault = ExceptionDispatchInfo.Capture(e);
                }
            }

            batch.Clear();
            _empty!.Add(batch);
        }
    }
}
