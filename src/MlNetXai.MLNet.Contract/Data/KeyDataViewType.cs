namespace Microsoft.ML.Data;

public sealed class KeyDataViewType : Microsoft.ML.Data.PrimitiveDataViewType
{
    public KeyDataViewType(System.Type type, int count) : base(typeof(int)) => throw new System.NotImplementedException();
    public KeyDataViewType(System.Type type, ulong count) : base(typeof(int)) => throw new System.NotImplementedException();
    public static bool IsValidDataType(System.Type type) => throw new System.NotImplementedException();
    public ulong Count { get => throw new System.NotImplementedException(); }
    public override bool Equals(Microsoft.ML.Data.DataViewType other) => throw new System.NotImplementedException();
}
