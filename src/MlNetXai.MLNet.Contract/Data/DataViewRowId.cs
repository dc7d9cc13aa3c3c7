namespace Microsoft.ML.Data;

public readonly struct DataViewRowId : System.IComparable<Microsoft.ML.Data.DataViewRowId>, System.IEquatable<Microsoft.ML.Data.DataViewRowId>
{
    public DataViewRowId(ulong low, ulong high) => throw new System.NotImplementedException();
    public readonly ulong High;
    public readonly ulong Low;
    public Microsoft.ML.Data.DataViewRowId Combine(Microsoft.ML.Data.DataViewRowId other) => throw new System.NotImplementedException();
    public Microsoft.ML.Data.DataViewRowId Fork() => throw new System.NotImplementedException();
    public Microsoft.ML.Data.DataViewRowId Next() => throw new System.NotImplementedException();
    public bool Equals(Microsoft.ML.Data.DataViewRowId other) => throw new System.NotImplementedException();
    public int CompareTo(Microsoft.ML.Data.DataViewRowId other) => throw new System.NotImplementedException();
}
