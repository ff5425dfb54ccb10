using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;

namespace KetamineOutcomes.Cli;

/// <summary>Goes through a sequence on a second thread, some way before the caller: the same elements in the same order, and what it throws at the place where it throws it.</summary>
internal static class ReadAhead
{
    private const int Batch = 256;
    private const int Batches = 4;

    /// <summary>The sequence, read ahead.</summary>
    /// <remarks>Whoever stops early waits until the second thread is through with the batch that it works on: nothing reads on behind the caller's back.</remarks>
    [SuppressMessage("Design", "CA1031", Justification = "It is thrown again on the caller's thread, as it is.")]
    public static IEnumerable<T> Of<T>(IEnumerable<T> source)
    {
        using var batches = new BlockingCollection<List<T>>(Batches);
        using var stop = new CancellationTokenSource();
        ExceptionDispatchInfo? fault = null;
        var reading = Task.Factory.StartNew(
            () =>
            {
                var batch = new List<T>(Batch);
                try
                {
                    foreach (var element in source)
                    {
                        batch.Add(element);
                        if (batch.Count == Batch)
                        {
                            batches.Add(batch, stop.Token);
                            batch = new List<T>(Batch);
                        }
                    }
                }
                catch (Exception e)
                {
                    fault = ExceptionDispatchInfo.Capture(e);
                }

                if (!stop.IsCancellationRequested)
                {
                    batches.Add(batch);
                }

                batches.CompleteAdding();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        try
        {
            foreach (var batch in batches.GetConsumingEnumerable())
            {
                foreach (var element in batch)
                {
                    yield return element;
                }
            }
        }
        finally
        {
            stop.Cancel();
            while (batches.TryTake(out _))
            {
                // Room for a last batch, so that nobody waits for nobody.
            }

            reading.Wait();
        }

        fault?.Throw();
    }
}
