namespace MlNetXai.Signals.PhysioNet;

/// <summary>How a data set is fetched.</summary>
public sealed record PhysioNetOptions
{
    /// <summary>Address of the folder with RECORDS and SHA256SUMS.txt, or null for PhysioNet's own of the set. Default null.</summary>
    public Uri? Address { get; init; }

    /// <summary>Extensions of the annotation files to fetch where the set has them. Default "atr".</summary>
    public IReadOnlyList<string> Annotators { get; init; } = ["atr"];

    /// <summary>Files fetched at the same time, 1 … 16. Default 4.</summary>
    public int Connections { get; init => field = Require.Between(value, 1, 16); } = 4;

    /// <summary>Tries per file, at least 1; each goes on where the last one broke off. Default 8.</summary>
    public int Attempts { get; init => field = Require.AtLeast(value, 1); } = 8;

    /// <summary>Wait before another try, at least 0; doubled each time. Default 0.5 s.</summary>
    public TimeSpan RetryDelay
    {
        get;
        init => field = value >= TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(RetryDelay), value, $"RetryDelay is {value} and must be at least 0.");
    } = TimeSpan.FromSeconds(0.5);

    /// <summary>Longest time without a byte before a try is given up, above 0. Default 30 s.</summary>
    public TimeSpan StallTimeout
    {
        get;
        init => field = value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(StallTimeout), value, $"StallTimeout is {value} and must be above 0.");
    } = TimeSpan.FromSeconds(30);

    /// <summary>Longest file accepted, in bytes, at least 1. Default 2³² (4 GiB).</summary>
    public long MaximumFileBytes { get; init => field = Require.AtLeast(value, 1); } = 1L << 32;

    /// <summary>The clock of waits and timeouts. Default the system's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}

/// <summary>What a fetch did.</summary>
/// <param name="Records">Records of the set.</param>
/// <param name="FilesFetched">Files fetched now.</param>
/// <param name="FilesKept">Files that were there already, with the right hash.</param>
/// <param name="BytesReceived">Bytes that came over the network.</param>
public sealed record PhysioNetResult(int Records, int FilesFetched, int FilesKept, long BytesReceived);
