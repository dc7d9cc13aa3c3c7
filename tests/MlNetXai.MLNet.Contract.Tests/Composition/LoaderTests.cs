using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.MLNet.Contract.Tests.Composition;

/// <summary>Paragraph 1.7 of the behaviour that the contract describes.</summary>
public sealed class LoaderTests : IDisposable
{
    private static readonly MLContext Context = new(seed: 1);

    private readonly TemporaryFolder _folder = new();
    private readonly string[] _paths;

    public LoaderTests()
    {
        _paths = [Path.Combine(_folder.Path, "a.txt"), Path.Combine(_folder.Path, "b.txt")];
        File.WriteAllLines(_paths[0], ["one", "two"]);
        File.WriteAllLines(_paths[1], ["three"]);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_ByPaths_ReadsAllFiles()
    {
        Assert.Equal(["one", "two", "three"], new LineLoader().Load(_paths).GetColumn<string>("Line"));
    }

    [Fact]
    public void Append_Transformer_LoadsThroughIt()
    {
        LineLoader loader = new();
        ITransformer copy = Context.Transforms.CopyColumns("Copy", "Line").Fit(loader.Load(_paths));

        CompositeDataLoader<IMultiStreamSource, ITransformer> composite = loader.Append(copy);

        Assert.Equal(["Line", "Copy"], composite.GetOutputSchema().Select(column => column.Name));
        Assert.Equal(["one", "two", "three"], composite.Load(new MultiFileSource(_paths)).GetColumn<string>("Copy"));
        Assert.Same(loader, composite.Loader);
        Assert.Same(copy, composite.Transformer.LastTransformer);
        Assert.Equal(2, composite.AppendTransformer(copy).Transformer.Count());
    }

    [Fact]
    public void Append_Estimator_IsFittedOnTheSource()
    {
        CompositeLoaderEstimator<IMultiStreamSource, ValueToKeyMappingTransformer> estimator =
            new LineLoader().Append(Context.Transforms.CopyColumns("Copy", "Line")).Append(Context.Transforms.Conversion.MapValueToKey("Key", "Copy"));

        CompositeDataLoader<IMultiStreamSource, ValueToKeyMappingTransformer> loader = estimator.Fit(new MultiFileSource(_paths));

        Assert.Contains(estimator.GetOutputSchema(), column => column is { Name: "Key", IsKey: true });
        Assert.Equal([3u], loader.Load(new MultiFileSource(_paths[1])).GetColumn<uint>("Key"));
    }

    [Fact]
    public void Save_WithLoaderThatCannotBeSaved_GivesItsReason()
    {
        LineLoader loader = new();
        ITransformer model = Context.Transforms.CopyColumns("Copy", "Line").Fit(loader.Load(_paths));
        using MemoryStream stream = new();

        Errors.Require<NotSupportedException>(LineLoader.Reason, () => Context.Model.Save(model, loader, stream));
        Errors.Require<NotSupportedException>(LineLoader.Reason, () => Context.Model.Save(model, loader.Append(model), stream));
    }

    [Fact]
    public void MultiFileSource_Files_AreOpenedByIndex()
    {
        MultiFileSource source = new(_paths);

        using Stream stream = source.Open(1);
        using TextReader reader = source.OpenTextReader(0);

        Assert.Equal(2, source.Count);
        Assert.Equal(_paths[1], source.GetPathOrNull(1));
        Assert.Equal(new FileInfo(_paths[1]).Length, stream.Length);
        Assert.Equal("one", reader.ReadLine());
    }

    private sealed class Row
    {
        public string Line { get; set; } = "";
    }

    private sealed class LineLoader : IDataLoader<IMultiStreamSource>
    {
        public const string Reason = "Lines cannot be written into a model file";

        public DataViewSchema GetOutputSchema() => Context.Data.LoadFromEnumerable(Array.Empty<Row>()).Schema;

        public IDataView Load(IMultiStreamSource input) => Context.Data.LoadFromEnumerable(Lines(input));

        public void Save(ModelSaveContext ctx) => throw new NotSupportedException(Reason);

        private static IEnumerable<Row> Lines(IMultiStreamSource source)
        {
            for (int file = 0; file < source.Count; file++)
            {
                using TextReader reader = source.OpenTextReader(file);
                while (reader.ReadLine() is { } line)
                    yield return new() { Line = line };
            }
        }
    }
}
