namespace MlNetXai.Signals.Wfdb;

/// <summary>What a wrong checksum or initial value in a header means.</summary>
public enum ChecksumPolicy
{
    /// <summary>Reading throws.</summary>
    Error,

    /// <summary>Reading goes on; <see cref="WfdbRecord.Warnings"/> names the signal.</summary>
    Warn,

    /// <summary>Nothing is compared.</summary>
    Ignore,
}

/// <summary>How records are read.</summary>
public sealed record WfdbOptions
{
    /// <summary>What a wrong checksum or initial value means. Default <see cref="ChecksumPolicy.Error"/>.</summary>
    public ChecksumPolicy Checksums { get; init; } = ChecksumPolicy.Error;

    /// <summary>Most samples of one signal for which no file holds data (gaps, null signals), at least 0: a header of a few bytes can announce any number. Default 2²⁶.</summary>
    public long MaximumUnstoredSamples { get; init => field = Require.AtLeast(value, 0); } = 1L << 26;
}
