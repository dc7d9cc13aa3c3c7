using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.Explanations;
using MlNetXai.Explanations.Methods;
using MlNetXai.MLNet.Explaining;
using MlNetXai.Networks;
using Xunit;

namespace MlNetXai.MLNet.Tests.Explaining;

public sealed class CounterfactualTests
{
    private readonly MLContext _context = new(seed: 1);
    private readonly Network _network = TinyData.Discerning();

    [Fact]
    public void Transform_Rows_AreTheLibrarysCounterfactuals()
    {
        TinyData.Row[] rows = TinyData.Rows(30);
        IDataView data = TinyData.View(_context);
        Batch batch = new(30, TinyData.Steps, 1, rows.SelectMany(row => row.Features).ToArray());
        string[] patients = [.. rows.Select(row => row.Patient)];
        CounterfactualCandidates candidates = new(batch, [.. rows.Select(row => Array.IndexOf(TinyData.Classes, row.Label))], patients);
        Counterfactuals expected = new NativeGuide().Explain(_network, batch, candidates, new IntegratedGradients(), patients);

        IDataView made = _context.Transforms.Explain.Counterfactual(_network, "X").Fit(data).Transform(data);

        Assert.Equal(expected.Values.Values.ToArray(), TinyData.Vectors(made, "X.Counterfactual").SelectMany(row => row));
        Assert.Equal(expected.Rows.Select(row => row.Start), made.GetColumn<int>("X.Start"));
        Assert.Equal(expected.Rows.Select(row => row.Length), made.GetColumn<int>("X.Length"));
        Assert.Equal(expected.Rows.Select(row => (float)row.ProbabilityAfter), TinyData.Vectors(made, "X.Probability").Select(row => row[1]));
        Assert.All(expected.Rows, row => Assert.True(row.IsFound));
    }

    [Fact]
    public void Fit_ManyRows_KeepsAsManyAsItMay()
    {
        CounterfactualTransformer explainer = _context.Transforms.Explain.Counterfactual(_network, "X", options: new() { MostCandidates = 7 }).Fit(TinyData.View(_context, 60));

        Assert.Equal(7, explainer.StoredRows);
    }

    [Fact]
    public void Fit_PatientsThatAreNumbers_NamesTheRemedy()
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(
            () => _context.Transforms.Explain.Counterfactual(_network, "X", patientColumnName: "Id").Fit(TinyData.View(_context)));

        Assert.Contains("patient column 'Id': expected String, got Int64", error.Message, StringComparison.Ordinal);
        Assert.Contains("or give null", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GuideMethod_WithoutAttributions_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new CounterfactualOptions { GuideMethod = "temporal-output-score" });
        Assert.Throws<MlNetXaiException>(() => new CounterfactualOptions { GuideMethod = "none" });
    }

    [Fact]
    public void Method_NativeGuide_NamesTheCallThatMakesIt()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => _context.Transforms.Explain.Method(_network, "native-guide", "X"));

        Assert.StartsWith("'native-guide' makes several columns and learns from training rows; use mlContext.Transforms.Explain.Counterfactual.", error.Message);
    }
}
