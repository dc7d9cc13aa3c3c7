namespace Microsoft.ML.Runtime;

public enum ChannelMessageKind
{
    Error = 3,
    Info = 1,
    Trace = 0,
    Warning = 2,
}
