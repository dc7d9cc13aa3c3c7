namespace Microsoft.ML.Data;

public sealed class RowIdDataViewType : Microsoft.ML.Data.PrimitiveDataViewType
{
    public static Microsoft.ML.Data.RowIdDataViewType Instance { get => throw new System.NotImplementedException(); }
    public override bool Equals(Microsoft.ML.Data.DataViewType other) => throw new System.NotImplementedException();
    private RowIdDataViewType() : base(typeof(int)) => throw new System.NotImplementedException();
}
