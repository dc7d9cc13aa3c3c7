using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Settings of a <see cref="PredictionEngine{TSrc, TDst}"/>.</summary>
public sealed class PredictionEngineOptions
{
    /// <summary>Whether members of the result without a column keep their value; else they are an error. Default true.</summary>
    public bool IgnoreMissingColumns = true;

    /// <summary>Columns of the example; null for what the attributes of its class say.</summary>
    public SchemaDefinition InputSchemaDefinition;

    /// <summary>Columns of the result; null for what the attributes of its class say.</summary>
    public SchemaDefinition OutputSchemaDefinition;

    /// <summary>Whether the engine disposes the transformer. Default true.</summary>
    public bool OwnsTransformer = true;

    public PredictionEngineOptions()
    {
    }
}
