namespace Microsoft.ML;

public sealed class TransformsCatalog
{
    public Microsoft.ML.TransformsCatalog.ConversionTransforms Conversion { get => throw new System.NotImplementedException(); }
    public sealed class ConversionTransforms
    {
    }
}
