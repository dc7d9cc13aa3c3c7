namespace MlNetXai.Cli;

/// <summary>What the process answers; part of the public contract of the command line.</summary>
internal static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Success = 0;

    /// <summary>The work failed; stderr says where, why and what to do.</summary>
    public const int Failure = 1;

    /// <summary>The command line was not understood, or an option lies outside its range; nothing was begun.</summary>
    public const int Usage = 2;

    /// <summary>Stopped by Ctrl-C or SIGTERM (128 + SIGINT); training has left a checkpoint.</summary>
    public const int Cancelled = 130;
}
