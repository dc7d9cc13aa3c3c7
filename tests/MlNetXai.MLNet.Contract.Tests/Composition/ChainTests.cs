using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MlNetXai.MLNet.Contract.Tests.Conformance;
using Xunit;

namespace MlNetXai.MLNet.Contract.Tests.Composition;

/// <summary>Paragraph 1.6 of the behaviour that the contract describes: chains.</summary>
public sealed class ChainTests
{
    private static readonly MLContext Context = new(seed: 1);

    [Fact]
    public void Fit_Chain_FitsEachOnTheOutputOfThoseBefore()
    {
        List<string> order = [];
        IEstimator<ITransformer> chain = new Watching("first", order)
            .Append(Context.Transforms.CopyColumns("B", "A"))
            .Append(new Watching("second", order))
            .Append(Context.Transforms.DropColumns("A"))
            .Append(new Watching("third", order));

        _ = chain.Fit(Rows());

        Assert.Equal(["first: A", "second: A B", "third: B"], order);
    }

    [Fact]
    public void Fit_ChainInChain_IsOneStepOfTheOuterOne()
    {
        TransformsCatalog transforms = Context.Transforms;

        TransformerChain<TransformerChain<ColumnCopyingTransformer>> model =
            transforms.CopyColumns("B", "A").Append(transforms.CopyColumns("C", "B").Append(transforms.CopyColumns("D", "C"))).Fit(Rows());

        Assert.Equal(2, model.Count());
        Assert.Equal(2, model.LastTransformer.Count());
        Assert.Equal([0f, 1f, 2f], model.Transform(Rows()).GetColumn<float>("D"));
    }

    [Fact]
    public void Fit_WithoutEstimators_GivesIdentity()
    {
        EstimatorChain<ITransformer> chain = new();

        TransformerChain<ITransformer> model = chain.Fit(Rows());

        Assert.Null(chain.LastEstimator);
        Assert.Null(model.LastTransformer);
        Assert.Empty(model);
        Assert.Equal([0f, 1f, 2f], model.Transform(Rows()).GetColumn<float>("A"));
    }

    [Fact]
    public void AppendCacheCheckpoint_TwoStepsFittedAfter_ReadTheInputOnce()
    {
        int calls = 0;
        CustomMappingEstimator<Row, Twice> mapping = Context.Transforms.CustomMapping<Row, Twice>(
            (source, target) =>
            {
                Interlocked.Increment(ref calls);
                target.Text = $"{source.A}";
            },
            contractName: null);
        ValueToKeyMappingEstimator first = Context.Transforms.Conversion.MapValueToKey("K1", "Text"), second = Context.Transforms.Conversion.MapValueToKey("K2", "Text");

        _ = mapping.Append(first).Append(second).Fit(Rows());
        int uncached = Interlocked.Exchange(ref calls, 0);
        _ = mapping.AppendCacheCheckpoint(Context).Append(first).Append(second).Fit(Rows());

        Assert.Equal((6, 3), (uncached, calls));
    }

    [Fact]
    public void WithOnFitDelegate_EachFit_HandsOutTheTransformer()
    {
        List<ITransformer> fitted = [];
        IEstimator<ColumnCopyingTransformer> step = Context.Transforms.CopyColumns("B", "A").WithOnFitDelegate(fitted.Add);

        TransformerChain<ColumnSelectingTransformer> model = step.Append(Context.Transforms.DropColumns("A")).Fit(Rows());

        Assert.Same(model.First(), Assert.Single(fitted));
    }

    [Fact]
    public void Transform_Scope_TakesTheTransformersOfThatScope()
    {
        TransformsCatalog transforms = Context.Transforms;
        TransformerChain<ColumnCopyingTransformer> model = transforms.CopyColumns("B", "A")
            .Append(transforms.CopyColumns("C", "A"), TransformerScope.TrainTest)
            .Append(transforms.CopyColumns("D", "A"), TransformerScope.Scoring)
            .Fit(Rows());

        Assert.Equal(["A", "B", "C", "D"], Names(model.GetOutputSchema(Rows().Schema)));
        Assert.Equal(["A", "B", "D"], Names(model.GetOutputSchema(Rows().Schema, TransformerScope.Scoring)));
        Assert.Equal(["A", "B", "C"], Names(model.Transform(Rows(), TransformerScope.Training).Schema));
        Assert.Equal(2, model.GetModelFor(TransformerScope.Scoring).Count());
    }

    [Fact]
    public void Append_ToTransformer_GivesChainOfBoth()
    {
        ColumnCopyingTransformer copy = Context.Transforms.CopyColumns("B", "A").Fit(Rows());
        ColumnSelectingTransformer drop = Context.Transforms.DropColumns("A").Fit(Rows());

        TransformerChain<ColumnSelectingTransformer> chain = copy.Append(drop);

        Assert.Same(drop, chain.LastTransformer);
        Assert.Equal([copy, drop], chain);
        Assert.Equal(["B"], Names(chain.GetOutputSchema(Rows().Schema)));
    }

    [Fact]
    public void GetDependencies_OfAChain_GoThroughAllSteps()
    {
        TransformsCatalog transforms = Context.Transforms;
        IDataView rows = StockSteps.Rows(6);
        ITransformer model = transforms.Concatenate("Both", "Number", "Vector").Append(transforms.CopyColumns("Copy", "Both")).Append(transforms.DropColumns("Both")).Fit(rows);

        IRowToRowMapper mapper = model.GetRowToRowMapper(rows.Schema);

        Assert.Equal(["Number", "Vector"], mapper.GetDependencies([mapper.OutputSchema["Copy"]]).Select(column => column.Name).Order(StringComparer.Ordinal));
        Assert.Empty(mapper.GetDependencies([]));
    }

    [Fact]
    public void IsRowToRowMapper_OfAChain_NeedsAllSteps()
    {
        ITransformer copy = Context.Transforms.CopyColumns("B", "A").Fit(Rows());

        Assert.True(((ITransformer)new TransformerChain<ITransformer>(copy, copy)).IsRowToRowMapper);
        Assert.False(((ITransformer)new TransformerChain<ITransformer>(copy, new RowChanging())).IsRowToRowMapper);
    }

    [Fact]
    public void Dispose_OfAChain_DisposesItsTransformers()
    {
        RowChanging transformer = new();

        new TransformerChain<ITransformer>(transformer).Dispose();

        Assert.True(transformer.IsDisposed);
    }

    private static string[] Names(DataViewSchema schema) => [.. schema.Select(column => column.Name)];

    private static IDataView Rows() => Context.Data.LoadFromEnumerable(Enumerable.Range(0, 3).Select(i => new Row { A = i }).ToArray());

    private sealed class Row
    {
        public float A { get; set; }
    }

    private sealed class Twice
    {
        public string Text { get; set; } = "";
    }

    // Notes the columns that it is fitted on, and changes nothing.
    private sealed class Watching(string name, List<string> order) : IEstimator<ITransformer>
    {
        public ITransformer Fit(IDataView input)
        {
            order.Add($"{name}: {string.Join(' ', input.Schema.Select(column => column.Name))}");
            return new TransformerChain<ITransformer>();
        }

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema;
    }

    private sealed class RowChanging : ITransformer, IDisposable
    {
        public bool IsRowToRowMapper => false;

        public bool IsDisposed { get; private set; }

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

        public IDataView Transform(IDataView input) => input;

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new NotSupportedException();

        public void Save(ModelSaveContext ctx) => throw new NotSupportedException();

        public void Dispose() => IsDisposed = true;
    }
}
