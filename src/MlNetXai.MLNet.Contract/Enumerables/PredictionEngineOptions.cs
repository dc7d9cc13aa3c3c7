namespace Microsoft.ML;

public sealed class PredictionEngineOptions
{
    public PredictionEngineOptions() => throw new System.NotImplementedException();
    public Microsoft.ML.Data.SchemaDefinition InputSchemaDefinition;
    public Microsoft.ML.Data.SchemaDefinition OutputSchemaDefinition;
    public bool IgnoreMissingColumns;
    public bool OwnsTransformer;
}
