namespace Microsoft.ML;

public sealed class DataOperationsCatalog
{
    public Microsoft.ML.DataOperationsCatalog.TrainTestData TrainTestSplit(Microsoft.ML.IDataView data, double testFraction = 0.1d, string samplingKeyColumnName = null, int? seed = null) => throw new System.NotImplementedException();
    public Microsoft.ML.IDataView BootstrapSample(Microsoft.ML.IDataView input, int? seed = null, bool complement = false) => throw new System.NotImplementedException();
    public Microsoft.ML.IDataView Cache(Microsoft.ML.IDataView input, params string[] columnsToPrefetch) => throw new System.NotImplementedException();
    public Microsoft.ML.IDataView FilterRowsByColumn(Microsoft.ML.IDataView input, string columnName, double lowerBound = double.NegativeInfinity, double upperBound = double.PositiveInfinity) => throw new System.NotImplementedException();
    public Microsoft.ML.IDataView FilterRowsByKeyColumnFraction(Microsoft.ML.IDataView input, string columnName, double lowerBound = 0d, double upperBound = 1d) => throw new System.NotImplementedException();
    public Microsoft.ML.IDataView FilterRowsByMissingValues(Microsoft.ML.IDataView input, params string[] columns) => throw new System.NotImplementedException();
    public Microsoft.ML.IDataView LoadFromEnumerable<TRow>(System.Collections.Generic.IEnumerable<TRow> data, Microsoft.ML.Data.SchemaDefinition schemaDefinition = null) where TRow : class => throw new System.NotImplementedException();
    public Microsoft.ML.IDataView LoadFromEnumerable<TRow>(System.Collections.Generic.IEnumerable<TRow> data, Microsoft.ML.DataViewSchema schema) where TRow : class => throw new System.NotImplementedException();
    public Microsoft.ML.IDataView ShuffleRows(Microsoft.ML.IDataView input, int? seed = null, int shufflePoolSize = 1000, bool shuffleSource = true) => throw new System.NotImplementedException();
    public Microsoft.ML.IDataView SkipRows(Microsoft.ML.IDataView input, long count) => throw new System.NotImplementedException();
    public Microsoft.ML.IDataView TakeRows(Microsoft.ML.IDataView input, long count) => throw new System.NotImplementedException();
    public System.Collections.Generic.IEnumerable<TRow> CreateEnumerable<TRow>(Microsoft.ML.IDataView data, bool reuseRowObject, bool ignoreMissingColumns = false, Microsoft.ML.Data.SchemaDefinition schemaDefinition = null) where TRow : class, new() => throw new System.NotImplementedException();
    public System.Collections.Generic.IReadOnlyList<Microsoft.ML.DataOperationsCatalog.TrainTestData> CrossValidationSplit(Microsoft.ML.IDataView data, int numberOfFolds = 5, string samplingKeyColumnName = null, int? seed = null) => throw new System.NotImplementedException();
    public struct TrainTestData
    {
        public readonly Microsoft.ML.IDataView TestSet;
        public readonly Microsoft.ML.IDataView TrainSet;
    }
}
