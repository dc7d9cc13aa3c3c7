namespace Microsoft.ML.Runtime;

public interface IProgressChannelProvider
{
    Microsoft.ML.Runtime.IProgressChannel StartProgressChannel(string name);
}
