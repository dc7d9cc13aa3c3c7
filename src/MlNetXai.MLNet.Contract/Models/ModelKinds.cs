namespace Microsoft.ML.Data;

/// <summary>The kinds of transformers in a model file.</summary>
internal static class ModelKinds
{
    /// <summary>The member of a transformer's object that says what it is.</summary>
    public const string Kind = "kind";

    public const string TransformerChain = "TransformerChain";
    public const string CopyColumns = "CopyColumns";
    public const string SelectColumns = "SelectColumns";
    public const string DropColumns = "DropColumns";
    public const string CustomMapping = "CustomMapping";
    public const string Concatenate = "Concatenate";
    public const string ConvertType = "ConvertType";
    public const string MapValue = "MapValue";
    public const string MapValueToKey = "MapValueToKey";
    public const string MapKeyToValue = "MapKeyToValue";
    public const string MapKeyToVector = "MapKeyToVector";
    public const string Normalize = "Normalize";
    public const string ReplaceMissingValues = "ReplaceMissingValues";
}
