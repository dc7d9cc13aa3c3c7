namespace Microsoft.ML.Data;

public abstract class StructuredDataViewType : Microsoft.ML.Data.DataViewType
{
    protected StructuredDataViewType(System.Type rawType) => throw new System.NotImplementedException();
}
