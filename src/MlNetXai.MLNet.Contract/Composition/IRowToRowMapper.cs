namespace Microsoft.ML.Data;

public interface IRowToRowMapper
{
    Microsoft.ML.DataViewRow GetRow(Microsoft.ML.DataViewRow input, System.Collections.Generic.IEnumerable<Microsoft.ML.DataViewSchema.Column> activeColumns);
    System.Collections.Generic.IEnumerable<Microsoft.ML.DataViewSchema.Column> GetDependencies(System.Collections.Generic.IEnumerable<Microsoft.ML.DataViewSchema.Column> dependingColumns);
    Microsoft.ML.DataViewSchema InputSchema { get; }
    Microsoft.ML.DataViewSchema OutputSchema { get; }
}
