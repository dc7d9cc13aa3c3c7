using System.Reflection;
using MlNetXai.Explanations.Tests.Models;
using MlNetXai.Networks;
using Xunit;

namespace MlNetXai.Explanations.Tests;

public sealed class SaturationTests
{
    /// <summary>Methods that explain any of the scores, of every capability.</summary>
    public static TheoryData<string> MethodsWithScore => [.. MethodCatalog.All.Where(method => method.GivesAttribution && ScoreOf(method) is not null).Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(MethodsWithScore))]
    public void Explain_SaturatedProbability_IsSaidWithTheNumberOfRows(string name)
    {
        MethodDescription method = MethodCatalog.Find(name);
        (Network network, Batch input, _) = GoldenModels.Networks.Select(GoldenModels.Network).First(golden => golden.Model.Classes.Count > 1 && method.Fits(golden.Model));
        Network certain = CertainOfFirstClass(network);
        int[] targets = new int[input.Rows];
        targets[^1] = 1;

        string note = $"{input.Rows - 1} of {input.Rows} rows have a probability above 1 − 1e-7, where it hardly changes and its derivative is lost in rounding: explain the logit instead.";
        Assert.Contains(note, Explain(method, certain, input, targets, ScoreKind.Probability).Notes);
        Assert.Contains(note, Explain(method, certain, input, targets, ScoreKind.LogProbability).Notes);
        Assert.DoesNotContain(Explain(method, certain, input, targets, ScoreKind.Logit).Notes, IsSaturation);
        Assert.DoesNotContain(Explain(method, network, input, targets, ScoreKind.Probability).Notes, IsSaturation);
    }

    private static bool IsSaturation(string note) => note.Contains("1 − 1e-7", StringComparison.Ordinal);

    private static Attribution Explain(MethodDescription method, Network network, Batch input, int[] targets, ScoreKind score)
    {
        object options = method.DefaultOptions.GetType().GetMethod("<Clone>$")!.Invoke(method.DefaultOptions, null)!;
        ScoreOf(method)!.SetValue(options, score);
        return method.Create(options).Explain(network, input, targets);
    }

    private static PropertyInfo? ScoreOf(MethodDescription method) => method.DefaultOptions.GetType().GetProperties().SingleOrDefault(property => property.PropertyType == typeof(ScoreKind));

    // The head's bias of class 0 decides, whatever the row: biases are a dense layer's last weights, one per class.
    private static Network CertainOfFirstClass(Network network)
    {
        float[] weights = network.Weights.ToArray();
        weights[^network.Classes.Count] += 60;
        return network.With(weights);
    }
}
