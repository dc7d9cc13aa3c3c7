namespace MlNetXai.Signals.Beats;

/// <summary>The same work for many records, several at a time.</summary>
internal static class RecordLoop
{
    /// <summary>Runs <paramref name="work"/> for every record; results stand in the records' order, whatever the number of threads.</summary>
    /// <param name="paths">The records.</param>
    /// <param name="stage">For progress.</param>
    /// <param name="work">Gets a record's path and working memory that is its thread's own.</param>
    /// <param name="progress">Told after each record, or null.</param>
    /// <param name="cancellation">Looked at between records.</param>
    /// <exception cref="MlNetXaiException">Of the records that failed, the first one's error.</exception>
    public static TResult[] Run<TResult>(
        IReadOnlyList<string> paths, string stage, Func<string, BeatScratch, TResult> work, IProgress<ProgressReport>? progress, CancellationToken cancellation)
        where TResult : class
    {
        TResult[] results = new TResult[paths.Count];
        MlNetXaiException?[] errors = new MlNetXaiException?[paths.Count];
        int started = 0, done = 0;
        int Next() => Interlocked.Increment(ref started) - 1;

        void Loop()
        {
            BeatScratch scratch = new();
            for (int i = Next(); i < paths.Count && !cancellation.IsCancellationRequested; i = Next())
            {
                try
                {
                    results[i] = work(paths[i], scratch);
                }
                catch (MlNetXaiException error)
                {
                    errors[i] = error;
                    Volatile.Write(ref started, paths.Count);
                }

                progress?.Report(new(stage, Interlocked.Increment(ref done), paths.Count, Path.GetFileName(paths[i])));
            }
        }

        Task[] others = new Task[Math.Min(Environment.ProcessorCount, paths.Count) - 1];
        for (int i = 0; i < others.Length; i++)
            others[i] = Task.Run(Loop, CancellationToken.None);
        Loop();
        Task.WaitAll(others, CancellationToken.None);

        cancellation.ThrowIfCancellationRequested();
        return Array.Find(errors, error => error is not null) is { } first ? throw first : results;
    }
}
