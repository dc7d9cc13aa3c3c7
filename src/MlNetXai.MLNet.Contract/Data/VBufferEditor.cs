namespace Microsoft.ML.Data;

public static class VBufferEditor
{
    public static Microsoft.ML.Data.VBufferEditor<T> Create<T>(ref Microsoft.ML.Data.VBuffer<T> destination, int newLogicalLength, int? valuesCount = null, int? maxValuesCapacity = null, bool keepOldOnResize = false, bool requireIndicesOnDense = false) => throw new System.NotImplementedException();
    public static Microsoft.ML.Data.VBufferEditor<T> CreateFromBuffer<T>(ref Microsoft.ML.Data.VBuffer<T> destination) => throw new System.NotImplementedException();
}
