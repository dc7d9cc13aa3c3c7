using Microsoft.ML;
using MlNetXai.Explanations.Methods;
using MlNetXai.Networks;

namespace MlNetXai.MLNet.Evaluation;

public sealed partial class ExplanationCatalog
{
    /// <summary>The rows that a network takes for its classes; see <see cref="Explanations.Methods.ClassModel"/>.</summary>
    /// <param name="network">The network.</param>
    /// <param name="options">Settings; null: the defaults.</param>
    /// <param name="classes">Names of classes; null: all.</param>
    /// <param name="cancellation">Stops between steps.</param>
    /// <exception cref="ArgumentException">There is no such class; the message lists those there are.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <example>
    /// <code>
    /// ClassModelResult found = mlContext.Explanation.ClassModel(network, new() { Steps = 20, FixedChannels = [] });
    /// foreach ((string name, double score) in found.Classes.Zip(found.Models.Scores))
    ///     Console.WriteLine($"{name}: logit {score}");
    /// foreach (ClassModelRow row in mlContext.Data.CreateEnumerable&lt;ClassModelRow&gt;(found.Data, reuseRowObject: false))
    ///     Console.WriteLine($"{row.Class} (logit {row.Score}), step {row.Step}, channel {row.Channel}: {row.Value}");
    /// </code>
    /// </example>
    public ClassModelResult ClassModel(Network network, ClassModelOptions? options = null, IReadOnlyList<string>? classes = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        IReadOnlyList<string> names = classes ?? network.Classes;
        List<string> all = [.. network.Classes];
        if (names.FirstOrDefault(name => !all.Contains(name)) is { } stranger)
            throw new ArgumentException($"'{network.Name}' has no class '{stranger}'; it has {string.Join(", ", all.Select(name => $"'{name}'"))}.", nameof(classes));
        return new(_context, names, new ClassModel(options).Explain(network, [.. names.Select(name => all.IndexOf(name))], cancellation: cancellation));
    }

    /// <summary>The same of the network within a fitted pipeline.</summary>
    /// <inheritdoc cref="ClassModel(Network, ClassModelOptions?, IReadOnlyList{string}?, CancellationToken)"/>
    public ClassModelResult ClassModel(ITransformer model, ClassModelOptions? options = null, IReadOnlyList<string>? classes = null, CancellationToken cancellation = default) =>
        ClassModel(RequireNetwork(model), options, classes, cancellation);
}

/// <summary>Rows that a network takes for its classes.</summary>
/// <example>
/// <code>
/// ClassModelResult found = mlContext.Explanation.ClassModel(network, new() { Steps = 20, FixedChannels = [] });
/// foreach ((string name, double score) in found.Classes.Zip(found.Models.Scores))
///     Console.WriteLine($"{name}: logit {score}");
/// foreach (ClassModelRow row in mlContext.Data.CreateEnumerable&lt;ClassModelRow&gt;(found.Data, reuseRowObject: false))
///     Console.WriteLine($"{row.Class} (logit {row.Score}), step {row.Step}, channel {row.Channel}: {row.Value}");
/// </code>
/// </example>
public sealed class ClassModelResult
{
    internal ClassModelResult(MLContext context, IReadOnlyList<string> classes, ClassModels models)
    {
        (Classes, Models) = (classes, models);
        Data = context.Data.LoadFromEnumerable(Rows());
    }

    /// <summary>Names of the classes, in the order asked for.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>The rows, their logits, and how the search ended.</summary>
    public ClassModels Models { get; }

    /// <summary>The rows as rows of <see cref="ClassModelRow"/>: one for each value.</summary>
    public IDataView Data { get; }

    private ClassModelRow[] Rows() =>
    [
        .. from c in Enumerable.Range(0, Classes.Count)
           from i in Enumerable.Range(0, Models.Values.Shape.Length)
           select new ClassModelRow
           {
               Class = Classes[c],
               Step = i / Models.Values.Channels,
               Channel = i % Models.Values.Channels,
               Value = Models.Values.Row(c)[i],
               Score = Models.Scores[c],
           },
    ];
}

/// <summary>A row of <see cref="ClassModelResult.Data"/>: one value of one class's row.</summary>
/// <example>
/// <code>
/// ClassModelResult found = mlContext.Explanation.ClassModel(network, new() { Steps = 20, FixedChannels = [] });
/// foreach ((string name, double score) in found.Classes.Zip(found.Models.Scores))
///     Console.WriteLine($"{name}: logit {score}");
/// foreach (ClassModelRow row in mlContext.Data.CreateEnumerable&lt;ClassModelRow&gt;(found.Data, reuseRowObject: false))
///     Console.WriteLine($"{row.Class} (logit {row.Score}), step {row.Step}, channel {row.Channel}: {row.Value}");
/// </code>
/// </example>
public sealed class ClassModelRow
{
    /// <summary>Name of the class.</summary>
    public string Class { get; set; } = "";

    /// <summary>Step, from 0.</summary>
    public int Step { get; set; }

    /// <summary>Channel, from 0.</summary>
    public int Channel { get; set; }

    /// <summary>Value, in the network's input unit.</summary>
    public float Value { get; set; }

    /// <summary>Logit of the class at its row.</summary>
    public double Score { get; set; }
}
