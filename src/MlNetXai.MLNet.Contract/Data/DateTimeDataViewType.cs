namespace Microsoft.ML.Data;

public sealed class DateTimeDataViewType : Microsoft.ML.Data.PrimitiveDataViewType
{
    public static Microsoft.ML.Data.DateTimeDataViewType Instance { get => throw new System.NotImplementedException(); }
    public override bool Equals(Microsoft.ML.Data.DataViewType other) => throw new System.NotImplementedException();
    private DateTimeDataViewType() : base(typeof(int)) => throw new System.NotImplementedException();
}
