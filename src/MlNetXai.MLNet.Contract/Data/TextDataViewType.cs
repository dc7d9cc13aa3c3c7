namespace Microsoft.ML.Data;

public sealed class TextDataViewType : Microsoft.ML.Data.PrimitiveDataViewType
{
    public static Microsoft.ML.Data.TextDataViewType Instance { get => throw new System.NotImplementedException(); }
    public override bool Equals(Microsoft.ML.Data.DataViewType other) => throw new System.NotImplementedException();
    private TextDataViewType() : base(typeof(int)) => throw new System.NotImplementedException();
}
