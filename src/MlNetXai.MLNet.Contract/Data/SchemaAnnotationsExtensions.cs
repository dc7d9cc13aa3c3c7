namespace Microsoft.ML.Data;

public static class SchemaAnnotationsExtensions
{
    public static bool HasKeyValues(this Microsoft.ML.DataViewSchema.Column column, Microsoft.ML.Data.PrimitiveDataViewType keyValueItemType = null) => throw new System.NotImplementedException();
    public static bool HasSlotNames(this Microsoft.ML.DataViewSchema.Column column) => throw new System.NotImplementedException();
    public static bool IsNormalized(this Microsoft.ML.DataViewSchema.Column column) => throw new System.NotImplementedException();
    public static void GetKeyValues<TValue>(this Microsoft.ML.DataViewSchema.Column column, ref Microsoft.ML.Data.VBuffer<TValue> keyValues) => throw new System.NotImplementedException();
    public static void GetSlotNames(this Microsoft.ML.DataViewSchema.Column column, ref Microsoft.ML.Data.VBuffer<System.ReadOnlyMemory<char>> slotNames) => throw new System.NotImplementedException();
}
