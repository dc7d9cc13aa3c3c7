namespace Microsoft.ML.Data;

/// <summary>A factory of custom mappings whose classes are known at run time only.</summary>
internal interface ICustomMappingFactory
{
    /// <summary>The mapping with the schema that the classes themselves declare: definitions given when it was made are not in the file.</summary>
    ITransformer CreateTransformer(string contractName);
}
