using MlNetXai.Networks;
using MlNetXai.Networks.Layers;

namespace MlNetXai.Explanations.Evaluation;

/// <summary>Which layers a stage of <see cref="ParameterRandomisation"/> makes random.</summary>
public enum RandomisationMode
{
    /// <summary>The stage's layer and all above it, up to the output: the last stage is a network that has learned nothing. Default.</summary>
    Cascading,

    /// <summary>The stage's layer alone.</summary>
    SingleLayer,
}

/// <summary>Settings of <see cref="ParameterRandomisation"/>.</summary>
public sealed record ParameterRandomisationOptions
{
    /// <summary>Which stages are run. Default both modes.</summary>
    public IReadOnlyList<RandomisationMode> Modes { get; init => field = [.. value.Distinct()]; } = [RandomisationMode.Cascading, RandomisationMode.SingleLayer];

    /// <summary>Random networks of each stage, at least 1. Default 3.</summary>
    public int Draws { get; init => field = Require.AtLeast(value, 1); } = 3;

    /// <summary>How random weights are drawn. Default PyTorch's initial weights, as this library's trainers draw them.</summary>
    public InitialWeights Scheme { get; init; }

    /// <summary>Seed of the random weights. Default 0.</summary>
    public ulong Seed { get; init; }
}

/// <summary>One stage: how similar the maps of networks with random layers are to those of the trained one.</summary>
public sealed record RandomisationStage
{
    /// <summary>The stage's layer, with its normalisation, e.g. "conv2 + bn2".</summary>
    public required string Layer { get; init; }

    /// <summary>Whether the layers above are random too.</summary>
    public required RandomisationMode Mode { get; init; }

    /// <summary>Rank correlation of the signed maps, mean over the draws, <c>[row]</c>; NaN where it is undefined in all of them.</summary>
    public required double[] Spearman { get; init; }

    /// <summary>Rank correlation of the magnitudes, mean over the draws, <c>[row]</c>; NaN where it is undefined in all of them.</summary>
    public required double[] SpearmanMagnitude { get; init; }

    /// <summary>Pairs of row and draw in which a map was constant; they are left out.</summary>
    public required int UndefinedMaps { get; init; }
}

/// <summary>Whether an explanation is about the model: its maps are compared with those of networks whose layers are random, one after the other from the output down.</summary>
/// <remarks>
/// The class explained stays the one that the trained network predicts. Weights, biases and scales are drawn as initial ones; running statistics of batch normalisation behind random
/// layers are estimated from training rows; a recurrent layer is one unit, a normalisation belongs to the layer it reads. A map that stays similar (above 0.5) does not explain the model.
/// Source: Adebayo et al. 2018, arXiv:1810.03292, section 3. Definitions: docs/evaluation.md.
/// </remarks>
public sealed class ParameterRandomisation(ParameterRandomisationOptions? options = null)
{
    private const string Name = "parameter randomisation";

    private readonly ParameterRandomisationOptions _options = options ?? new();
    private RandomisedNetworks? _last;

    /// <summary>Compares a method's maps. An instance keeps the random weights of the last network: several methods on it are best measured by the same instance.</summary>
    /// <param name="method">The method, with its settings.</param>
    /// <param name="network">The trained network.</param>
    /// <param name="batch">Rows to explain, <c>[row, step, channel]</c>.</param>
    /// <param name="training">Rows from which statistics of batch normalisation are estimated (1,000 are enough); null where the network has none.</param>
    /// <param name="progress">Hears of progress in random networks, or null.</param>
    /// <param name="cancellation">Stops between blocks of work.</param>
    /// <returns>Stages from the output down, mode after mode.</returns>
    /// <exception cref="ShapeException">The batch or the training rows do not fit the network.</exception>
    /// <exception cref="MlNetXaiException">The network has batch normalisation and there are no training rows, or a score or an attribution is NaN or infinite.</exception>
    public IReadOnlyList<RandomisationStage> Measure(
        IExplanationMethod<Network> method,
        Network network,
        Batch batch,
        Batch? training = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default)
    {
        TargetScores.RequireFits(network, batch);
        RandomisedNetworks random = Random(network, training);
        random.RequireTraining();
        int[] targets = TargetScores.Predicted(network, batch, cancellation: cancellation);
        SalienceMap trained = new("trained", method.Explain(network, batch, targets, null, cancellation).Values);

        List<RandomisationStage> stages = [];
        int total = _options.Modes.Count * random.Units.Count * _options.Draws;
        foreach (RandomisationMode mode in _options.Modes)
        {
            HashSet<string> layers = [];
            foreach (IReadOnlyList<NetworkLayer> unit in random.Units)
            {
                if (mode == RandomisationMode.SingleLayer)
                    layers.Clear();
                layers.UnionWith(unit.Select(layer => layer.Name));
                string name = string.Join(" + ", unit.Select(layer => layer.Name));

                // Of the output layer, which has none above it, both modes are the same.
                stages.Add(stages.Find(stage => stage.Layer == name && layers.Count == unit.Count && unit == random.Units[0]) is { } same
                    ? same with { Mode = mode }
                    : Run(mode, name, draw => method.Explain(random.With(layers, _options.Seed + (ulong)draw), batch, targets, null, cancellation).Values, trained));
                progress?.Report(new($"{Name} {method.Name}", stages.Count * _options.Draws, total));
            }
        }

        return stages;
    }

    private RandomisedNetworks Random(Network network, Batch? training) =>
        _last is { } last && last.AreOf(network, training) ? last : _last = new(network, _options.Scheme, training);

    private RandomisationStage Run(RandomisationMode mode, string layer, Func<int, Batch> explain, SalienceMap trained)
    {
        Agreement agreement = new();
        RowAgreement[][] draws = [.. Enumerable.Range(0, _options.Draws).Select(draw => agreement.Measure([trained, new("random", explain(draw))])[0].Rows.ToArray())];
        return new()
        {
            Layer = layer,
            Mode = mode,
            Spearman = Mean(row => row.Spearman),
            SpearmanMagnitude = Mean(row => row.SpearmanMagnitude),
            UndefinedMaps = draws.Sum(draw => draw.Count(row => row.Spearman is null)),
        };

        double[] Mean(Func<RowAgreement, double?> figure) =>
            [.. Enumerable.Range(0, trained.Values.Rows).Select(row => draws.Select(draw => figure(draw[row])).Average() ?? double.NaN)];
    }
}
