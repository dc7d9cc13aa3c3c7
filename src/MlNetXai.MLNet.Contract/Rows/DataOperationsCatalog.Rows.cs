namespace Microsoft.ML;

/// <summary>Steps that choose or re-order rows.</summary>
public sealed partial class DataOperationsCatalog
{
    public TrainTestData TrainTestSplit(IDataView data, double testFraction = 0.1d, string samplingKeyColumnName = null, int? seed = null) => throw new NotImplementedException();

    public IReadOnlyList<TrainTestData> CrossValidationSplit(IDataView data, int numberOfFolds = 5, string samplingKeyColumnName = null, int? seed = null) => throw new NotImplementedException();

    public IDataView BootstrapSample(IDataView input, int? seed = null, bool complement = false) => throw new NotImplementedException();

    public IDataView ShuffleRows(IDataView input, int? seed = null, int shufflePoolSize = 1000, bool shuffleSource = true) => throw new NotImplementedException();

    public IDataView SkipRows(IDataView input, long count) => throw new NotImplementedException();

    public IDataView TakeRows(IDataView input, long count) => throw new NotImplementedException();

    public IDataView FilterRowsByColumn(IDataView input, string columnName, double lowerBound = double.NegativeInfinity, double upperBound = double.PositiveInfinity) => throw new NotImplementedException();

    public IDataView FilterRowsByKeyColumnFraction(IDataView input, string columnName, double lowerBound = 0d, double upperBound = 1d) => throw new NotImplementedException();

    public IDataView FilterRowsByMissingValues(IDataView input, params string[] columns) => throw new NotImplementedException();

    /// <summary>The two parts of a split.</summary>
    public struct TrainTestData
    {
        public readonly IDataView TrainSet;
        public readonly IDataView TestSet;

        internal TrainTestData(IDataView trainSet, IDataView testSet) => (TrainSet, TestSet) = (trainSet, testSet);
    }
}
