namespace Microsoft.ML.Data;

public sealed class VectorDataViewType : Microsoft.ML.Data.StructuredDataViewType
{
    public VectorDataViewType(Microsoft.ML.Data.PrimitiveDataViewType itemType, System.Collections.Immutable.ImmutableArray<int> dimensions) : base(typeof(int)) => throw new System.NotImplementedException();
    public VectorDataViewType(Microsoft.ML.Data.PrimitiveDataViewType itemType, int size = 0) : base(typeof(int)) => throw new System.NotImplementedException();
    public VectorDataViewType(Microsoft.ML.Data.PrimitiveDataViewType itemType, params int[] dimensions) : base(typeof(int)) => throw new System.NotImplementedException();
    public Microsoft.ML.Data.PrimitiveDataViewType ItemType { get => throw new System.NotImplementedException(); }
    public System.Collections.Immutable.ImmutableArray<int> Dimensions { get => throw new System.NotImplementedException(); }
    public bool IsKnownSize { get => throw new System.NotImplementedException(); }
    public int Size { get => throw new System.NotImplementedException(); }
    public override bool Equals(Microsoft.ML.Data.DataViewType other) => throw new System.NotImplementedException();
}
