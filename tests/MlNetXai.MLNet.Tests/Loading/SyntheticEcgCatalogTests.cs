using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.MLNet.Loading;
using MlNetXai.Signals.Synthesis;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.MLNet.Tests.Loading;

public sealed class SyntheticEcgCatalogTests
{
    private readonly MLContext _mlContext = new(seed: 1);

    [Fact]
    public void LoadFromSyntheticEcg_EveryColumn_EqualsThatOfItsFiles()
    {
        using TemporaryFolder folder = new();
        SyntheticEcg.Write(folder.Path, SmallEcg.Options);
        IDataView files = _mlContext.Data.LoadFromWfdb(folder.Path, new() { HasTruth = true });

        IDataView view = SmallEcg.Records(_mlContext);

        Assert.Equal(files.Schema.Select(column => $"{column.Name} {column.Type}"), view.Schema.Select(column => $"{column.Name} {column.Type}"));
        foreach (string text in (string[])["Record", "Patient", "Truth"])
            Assert.Equal(files.Texts(text), view.Texts(text));
        Assert.Equal(files.Vectors("Signal"), view.Vectors("Signal"));
        Assert.Equal(files.Integers("AnnotationSample"), view.Integers("AnnotationSample"));
        Assert.Equal(files.GetColumn<string[]>("AnnotationSymbol"), view.GetColumn<string[]>("AnnotationSymbol"));
        Assert.Equal(files.GetColumn<string[]>("Leads"), view.GetColumn<string[]>("Leads"));
        Assert.Equal(files.GetColumn<float>("SamplingRateHz"), view.GetColumn<float>("SamplingRateHz"));
        Assert.Equal(8, view.GetRowCount());
    }

    [Fact]
    public void LoadFromSyntheticEcg_Default_IsTheStudysSet() => Assert.Equal(36, _mlContext.Data.LoadFromSyntheticEcg().GetRowCount());
}
