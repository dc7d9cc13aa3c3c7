namespace Microsoft.ML.Data;

public sealed class NumberDataViewType : Microsoft.ML.Data.PrimitiveDataViewType
{
    public static Microsoft.ML.Data.NumberDataViewType Byte { get => throw new System.NotImplementedException(); }
    public static Microsoft.ML.Data.NumberDataViewType Double { get => throw new System.NotImplementedException(); }
    public static Microsoft.ML.Data.NumberDataViewType Int16 { get => throw new System.NotImplementedException(); }
    public static Microsoft.ML.Data.NumberDataViewType Int32 { get => throw new System.NotImplementedException(); }
    public static Microsoft.ML.Data.NumberDataViewType Int64 { get => throw new System.NotImplementedException(); }
    public static Microsoft.ML.Data.NumberDataViewType SByte { get => throw new System.NotImplementedException(); }
    public static Microsoft.ML.Data.NumberDataViewType Single { get => throw new System.NotImplementedException(); }
    public static Microsoft.ML.Data.NumberDataViewType UInt16 { get => throw new System.NotImplementedException(); }
    public static Microsoft.ML.Data.NumberDataViewType UInt32 { get => throw new System.NotImplementedException(); }
    public static Microsoft.ML.Data.NumberDataViewType UInt64 { get => throw new System.NotImplementedException(); }
    public override bool Equals(Microsoft.ML.Data.DataViewType other) => throw new System.NotImplementedException();
    private NumberDataViewType() : base(typeof(int)) => throw new System.NotImplementedException();
}
