namespace Microsoft.ML.Data;

public sealed class DateTimeOffsetDataViewType : Microsoft.ML.Data.PrimitiveDataViewType
{
    public static Microsoft.ML.Data.DateTimeOffsetDataViewType Instance { get => throw new System.NotImplementedException(); }
    public override bool Equals(Microsoft.ML.Data.DataViewType other) => throw new System.NotImplementedException();
    private DateTimeOffsetDataViewType() : base(typeof(int)) => throw new System.NotImplementedException();
}
