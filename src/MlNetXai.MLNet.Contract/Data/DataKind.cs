namespace Microsoft.ML.Data;

public enum DataKind : byte
{
    Boolean = 12,
    Byte = 2,
    DateTime = 14,
    DateTimeOffset = 15,
    Double = 10,
    Int16 = 3,
    Int32 = 5,
    Int64 = 7,
    SByte = 1,
    Single = 9,
    String = 11,
    TimeSpan = 13,
    UInt16 = 4,
    UInt32 = 6,
    UInt64 = 8,
}
