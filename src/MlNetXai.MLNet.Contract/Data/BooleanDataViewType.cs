namespace Microsoft.ML.Data;

public sealed class BooleanDataViewType : Microsoft.ML.Data.PrimitiveDataViewType
{
    public static Microsoft.ML.Data.BooleanDataViewType Instance { get => throw new System.NotImplementedException(); }
    public override bool Equals(Microsoft.ML.Data.DataViewType other) => throw new System.NotImplementedException();
    private BooleanDataViewType() : base(typeof(int)) => throw new System.NotImplementedException();
}
