namespace Microsoft.ML.Transforms;

public class ValueMappingTransformer : Microsoft.ML.Data.OneToOneTransformerBase
{
}
