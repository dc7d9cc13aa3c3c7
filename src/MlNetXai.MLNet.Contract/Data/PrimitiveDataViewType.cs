namespace Microsoft.ML.Data;

public abstract class PrimitiveDataViewType : Microsoft.ML.Data.DataViewType
{
    protected PrimitiveDataViewType(System.Type rawType) => throw new System.NotImplementedException();
}
