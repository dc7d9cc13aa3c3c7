namespace Microsoft.ML.Runtime;

public readonly struct ChannelMessage
{
    public readonly Microsoft.ML.Runtime.ChannelMessageKind Kind;
    public readonly Microsoft.ML.Runtime.MessageSensitivity Sensitivity;
    public string Message { get => throw new System.NotImplementedException(); }
}
