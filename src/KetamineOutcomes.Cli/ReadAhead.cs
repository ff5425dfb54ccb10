using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;

namespace KetamineOutcomes.Cli;

/// <summary>Goes through a sequence on a second thread, some way before the caller: the same elements in the same order, and what it throws at the place where it throws it.</summary>
internal static class ReadAhead
{
    private const int Batches = 4;

    /// <summary>The sequence, read ahead.</summary>
    /// <param name="source">The sequence.</param>
    /// <param name="batch">How many elements go from one thread to the other together.</param>
    /// <remarks>Whoever stops early waits until the second thread is through with the batch that it works on: nothing reads on behind the caller's back.</remarks>
    [SuppressMessage("Design", "CA1031", Justification = "It is thrown again on the caller's thread, as it is.")]
    public static IEnumerable<T> Of<T>(IEnumerable<T> source, int batch = 256)
    {
        using var batches = new BlockingCollection<List<T>>(Batches);
        using var stop = new CancellationTokenSource();
        ExceptionDispatchInfo? fault = null;
        var reading = Task.Factory.StartNew(
            () =>
            {
                var elements = new List<T>(batch);
                try
                {
                    foreach (var element in source)
                    {
                        elements.Add(element);
                        if (elements.Count == batch)
                        {
                            batches.Add(elements, stop.Token);
                            elements = new List<T>(batch);
                        }
                    }
                }
                catch (Exception e)
                {
                    fault = ExceptionDispatchInfo.Capture(e);
                }

                if (!stop.IsCancellationRequested)
                {
                    batches.Add(elements);
                }

                batches.CompleteAdding();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        try
        {
            foreach (var taken in batches.GetConsumingEnumerable())
            {
                foreach (var element in taken)
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
