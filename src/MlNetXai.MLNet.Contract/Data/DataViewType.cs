namespace Microsoft.ML.Data;

public abstract class DataViewType : System.IEquatable<Microsoft.ML.Data.DataViewType>
{
    public abstract bool Equals(Microsoft.ML.Data.DataViewType other);
    public System.Type RawType { get => throw new System.NotImplementedException(); }
}
