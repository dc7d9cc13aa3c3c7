namespace Microsoft.ML.Runtime;

public enum MessageSensitivity
{
    All = -1,
    None = 0,
    Schema = 2,
    Unknown = -1,
    UserData = 1,
}
