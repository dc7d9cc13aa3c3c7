using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Microsoft.ML;

/// <summary>Steps whose code is a function of the caller's.</summary>
public static partial class CustomMappingCatalog
{
    /// <summary>Adds the columns that a function computes from columns of the same row.</summary>
    /// <param name="catalog">Of the context.</param>
    /// <param name="mapAction">Fills the second object from the first; thread-safe. Both objects are used again for the next row, with what is in them.</param>
    /// <param name="contractName">Of the factory that makes the function again when a saved pipeline is loaded; null for a step that cannot be saved.</param>
    /// <param name="inputSchemaDefinition">Null for what the attributes of <typeparamref name="TSrc"/> say; is not saved.</param>
    /// <param name="outputSchemaDefinition">Null for what the attributes of <typeparamref name="TDst"/> say; is not saved.</param>
    public static CustomMappingEstimator<TSrc, TDst> CustomMapping<TSrc, TDst>(
        this TransformsCatalog catalog, Action<TSrc, TDst> mapAction, string contractName,
        SchemaDefinition inputSchemaDefinition = null, SchemaDefinition outputSchemaDefinition = null)
        where TSrc : class, new()
        where TDst : class, new()
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new(new(mapAction, contractName, inputSchemaDefinition, outputSchemaDefinition));
    }
}
