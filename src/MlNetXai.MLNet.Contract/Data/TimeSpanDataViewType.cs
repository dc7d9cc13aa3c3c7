namespace Microsoft.ML.Data;

public sealed class TimeSpanDataViewType : Microsoft.ML.Data.PrimitiveDataViewType
{
    public static Microsoft.ML.Data.TimeSpanDataViewType Instance { get => throw new System.NotImplementedException(); }
    public override bool Equals(Microsoft.ML.Data.DataViewType other) => throw new System.NotImplementedException();
    private TimeSpanDataViewType() : base(typeof(int)) => throw new System.NotImplementedException();
}
