namespace Microsoft.ML.Runtime;

public interface IProgressChannel : Microsoft.ML.Runtime.IProgressChannelProvider, System.IDisposable
{
    void Checkpoint(params double?[] values);
    void SetHeader(Microsoft.ML.Runtime.ProgressHeader header, System.Action<Microsoft.ML.Runtime.IProgressEntry> fillAction);
}
