using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>A fitted step: from one data view, or row, to another.</summary>
public interface ITransformer : ICanSaveModel
{
    /// <summary>Whether each output row is computed from one input row, so that <see cref="GetRowToRowMapper"/> works.</summary>
    bool IsRowToRowMapper { get; }

    DataViewSchema GetOutputSchema(DataViewSchema inputSchema);

    /// <summary>Checks the schema now and computes rows when they are read.</summary>
    IDataView Transform(IDataView input);

    IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema);
}
