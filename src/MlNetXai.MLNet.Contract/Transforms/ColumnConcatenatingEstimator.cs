using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Joins scalars and vectors of one item type into a vector.</summary>
/// <remarks>Fitting checks nothing; a column that is missing or of another type is found when the transformer is used.</remarks>
public sealed class ColumnConcatenatingEstimator : IEstimator<ColumnConcatenatingTransformer>
{
    private readonly string _outputColumnName;
    private readonly string[] _inputColumnNames;

    internal ColumnConcatenatingEstimator(string outputColumnName, string[] inputColumnNames)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        _outputColumnName = outputColumnName;
        _inputColumnNames = inputColumnNames is null or [] ? [outputColumnName] : [.. inputColumnNames];
        foreach (string name in _inputColumnNames)
            ArgumentException.ThrowIfNullOrEmpty(name, nameof(inputColumnNames));
    }

    public ColumnConcatenatingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new(_outputColumnName, _inputColumnNames);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaShape.Column[] inputs = [.. _inputColumnNames.Select(name => inputSchema.Require(name))];
        SchemaShape.Column first = inputs[0];
        foreach (SchemaShape.Column input in inputs)
        {
            if (!input.ItemType.Equals(first.ItemType) || input.IsKey != first.IsKey)
                throw Messages.SchemaMismatch("input", input.Name, first.ItemTypeText, input.TypeText);
        }

        bool variable = inputs.Any(input => input.Kind == SchemaShape.Column.VectorKind.VariableVector);
        return inputSchema.With(new SchemaShape.Column(
            _outputColumnName,
            variable ? SchemaShape.Column.VectorKind.VariableVector : SchemaShape.Column.VectorKind.Vector,
            first.ItemType, first.IsKey, variable ? SchemaShape.Empty : AnnotationsOf(inputs)));
    }

    // As the transformer: a vector alone stays what it is, and names of slots need a scalar or a named vector.
    private static SchemaShape AnnotationsOf(SchemaShape.Column[] inputs)
    {
        if (inputs is [{ Kind: SchemaShape.Column.VectorKind.Vector } alone])
            return alone.Annotations;
        return inputs.Any(input => input.Kind == SchemaShape.Column.VectorKind.Scalar || input.Annotations.TryFind(AnnotationKinds.SlotNames, out _))
            ? new([new(AnnotationKinds.SlotNames, SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance, isKey: false)])
            : SchemaShape.Empty;
    }
}
