namespace Microsoft.ML;

public sealed class TransformsCatalog
{
    internal TransformsCatalog(Microsoft.ML.Runtime.IHostEnvironment env) => Environment = env;
    internal Microsoft.ML.Runtime.IHostEnvironment Environment { get; }
    public Microsoft.ML.TransformsCatalog.ConversionTransforms Conversion { get => throw new System.NotImplementedException(); }
    public sealed class ConversionTransforms
    {
    }
}
